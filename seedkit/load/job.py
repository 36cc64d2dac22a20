"""One load in progress: the plan bound to the target, and what was done to it so far."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql

from .bulk import bulk_writing
from .copy import Encoders, copy_batch
from .edits import untouched
from .keys import KeyRange, Rows, RowSet
from .ledger import LedgerLoad, entry_of, xid_array
from .live import identifier
from .overlap import Item, Part, items_of, overlapped, parts_of
from .preflight import BoundPlan, refuse
from .receipt import Edits, TableReceipt
from .reference import insert_reference, known_rows
from .remove import delete_rows, find_references
from .source import Known, PlanLike, Source
from .stage import Stage
from .thin import thin
from .workers import made_by_workers, shares, workers_for

__all__ = ["Job", "Progress"]

#: Told after every batch: table, rows done so far in this load.
Progress = Callable[[str, int], None]


class Job:
    """Primitives that all modes of loading share; ``load`` and ``converge`` put them in order."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        plan: PlanLike,
        source: Source,
        bound: BoundPlan,
        loads: list[LedgerLoad],
        *,
        force_edited: bool = False,
        bulk: bool | None = None,
        workers: int | None = None,
        built: bool = False,
        progress: Progress | None = None,
        known: Known | None = None,
    ) -> None:
        self.connection, self.plan, self.source, self.bound = connection, plan, source, bound
        self.loads = loads
        self.identity = (plan.scenario, plan.seed, plan.name)
        self.entry = entry_of(loads, self.identity)
        self.id = self.entry.id if self.entry else 0
        self.loaded = self.entry.copies if self.entry else 0
        self.known: Known = known_rows(connection, bound) if known is None else known
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.edits: dict[str, Edits] = {}
        self.dropped: list[TableReceipt] = []
        self.rewritten: dict[str, tuple[str, ...]] = {}
        self._force, self._bulk, self._progress = force_edited, bulk, progress
        self._workers = workers
        self.notes: tuple[str, ...] = ()
        #: Tables whose storage this transaction has made: their rows can be written frozen.
        self._new = frozenset(n for n in bound.names if built and n.startswith(f"{plan.schema}."))
        self.encoder = Encoders(bound.live, bound.columns)
        self._stages: dict[str, Stage] = {}
        self._sent = 0
        self.now_writing(None)

    def now_writing(self, xid: int | None) -> None:
        """Note the transaction that writes: its rows are ours, like those of every load so far."""
        xids = [x for e in self.loads for x in e.xids] + ([] if xid is None else [xid])
        self.xids = xid_array(xids)
        self.ours = untouched(self.xids, force=self._force)

    def rows_of(self, name: str, first: int = 0, last: int | None = None) -> RowSet:
        """The load's rows in a table, by default of all copies; recorded ones where no key tells."""
        planned, live = self.bound.planned[name], self.bound.live[name]
        if planned.origin is None:
            return RowSet(live, self.bound.match(name), load=self.id)
        keys = KeyRange.of(self.plan.tag, first) if last is None else KeyRange.of(self.plan.tag, first, last)
        return RowSet(live, self.bound.match(name), planned.origin, keys)

    def stage(self, name: str) -> Stage:
        """An empty stage beside the table."""
        if name not in self._stages:
            self._stages[name] = Stage(
                self.connection,
                self.bound.live[name],
                self.bound.columns[name],
                self.bound.match(name),
            )
        else:
            self._stages[name].empty()
        self._stages[name].ours = self.ours
        return self._stages[name]

    def fill(self, stage: Stage, part: Part, copies: range | None = None) -> None:
        """COPY a part into its stage, without what the target would refuse.

        ``copies`` are those whose rows are compared: what the target holds of them may yet go.
        """
        stage.fill(part)
        name = stage.table.name
        table = self.bound.binding.tables[name]
        if not (table.thinned or table.orphans):
            return

        def standing(other: str, alias: str) -> sql.Composable:
            if copies is not None and self.bound.planned[other].origin is not None:
                ours = self.rows_of(other, copies.start, copies.stop - 1)
            elif other == name and self.bound.planned[name].shared:
                ours = self.rows_of(name)
            else:
                return sql.SQL("true")
            return sql.SQL("not {}").format(ours.holds(alias))

        def staged(other: str) -> Stage | None:
            return self._stages.get(other) if copies is not None else None

        self.counts[name]["left out"] += thin(self.connection, table, stage, standing=standing, staged=staged)

    def parts(self, copies: Iterable[range], *, only: Collection[str] | None = None) -> Generator[Part]:
        """The rows of these copies (and tables), generated and encoded ahead of the caller."""
        names = self.bound.names if only is None else only
        batches = (
            batch
            for some in copies
            for batch in self.source.generate(self.plan, some, tables=names, reference=self.known)
        )
        return self._overlapped(batches, names)

    def shared_parts(self, *, only: Collection[str] | None = None) -> Generator[Part]:
        """Catalogue rows, and those that live once a load."""
        names = self.bound.names if only is None else only
        batches = self.source.generate_shared(self.plan, tables=names, reference=self.known)
        return self._overlapped(batches, names)

    def write_shared(self, *, compare: bool = False) -> None:
        """Insert, correct and record what lives once; catalogue rows only where they are missing.

        ``compare`` notes the rows that others edited, where ``inspect`` did not.
        """
        for part in self.shared_parts():
            name = part.encoder.table.name
            stage = self.stage(name)
            self.fill(stage, part)
            if self.bound.planned[name].reference:
                mine = insert_reference(self.connection, stage, self.bound.planned[name].natural, self.id)
                self.counts[name].update(inserted=mine, catalogue=mine)
            else:
                if compare or self.bound.planned[name].origin is None:
                    self.note_edited(name, *stage.edited())
                self.upsert(name, stage)
                stage.record(self.id)

    def write_new(self, copies: Iterable[range]) -> None:
        """COPY the rows of copies that the target does not hold yet; many of them in bulk."""
        copies = list(copies)
        count = sum(map(len, copies))
        planned = self.bound.planned.items()
        expected = {name: table.rows * count for name, table in planned if table.rows}
        matched = frozenset(n for n, t in planned if t.shared or t.reference or self._staged(n))
        # what is staged may look for its parents
        matched |= {o.parent for t in self.bound.binding.tables.values() for o in t.orphans}
        with bulk_writing(self.connection, expected, matched, wanted=self._bulk) as bulk:
            self._new |= bulk.renewed
            workers = workers_for(sum(expected.values()), self._workers)
            # What a binding leaves out is counted in this process.
            if workers and not self.bound.binding.digest:
                parts = self._made_by(workers, copies)
            else:
                parts = self.parts(copies)
            with contextlib.closing(parts):
                for part in parts:
                    self.write(part)
        self.notes += bulk.notes

    def write(self, part: Part) -> None:
        """COPY rows that the target does not hold yet; without an entry in the ledger none is recorded there."""
        name = part.encoder.table.name
        if self._staged(name):
            stage = self.stage(name)
            self.fill(stage, part)
            self.upsert(name, stage)
            if self.bound.planned[name].origin is None and self.id:
                stage.record(self.id)
        else:
            with self.connection.cursor() as cursor:
                rows = copy_batch(cursor, part.encoder, part.batch, part.chunks, freeze=name in self._new)
            self.counts[name]["inserted"] += rows
        self._told(name, part.batch.num_rows)

    def upsert(self, name: str, stage: Stage) -> None:
        """Insert what is missing and update what differs.

        Where a trigger makes or rewrites rows, updates come first: its rows are corrected once, and
        what it leaves of ours is seen afterwards. Elsewhere inserts do, for updates may refer to them.
        """
        planned = self.bound.planned[name]
        if self.bound.loud and planned.adopted:
            self.counts[name]["adopted"] += stage.found()
        steps = [("inserted", stage.insert_missing), ("updated", stage.update_distinct)]
        for what, step in reversed(steps) if self.bound.loud else steps:
            self.counts[name][what] += step()
        if self.bound.loud:
            columns = dict.fromkeys((*self.rewritten.get(name, ()), *stage.rewritten()))
            self.rewritten[name] = tuple(columns)

    def note_edited(self, name: str, count: int, keys: Sequence[str]) -> None:
        """Add to the edited rows of a table; up to five keys are kept."""
        if count:
            before = self.edits.get(name, Edits(name))
            self.edits[name] = Edits(name, before.edited + count, (*before.keys, *keys)[:5], before.deleted)

    def delete_unreferenced(self, doomed: Mapping[str, Rows]) -> None:
        """Delete these sets, given in load order; refused if rows outside of them refer to any."""
        refuse(
            find_references(self.connection, doomed),
            f"{self.plan.scenario} no longer makes rows to which others refer",
            hint="Delete those rows or point them elsewhere",
        )
        for name, count in delete_rows(self.connection, list(doomed.values())).items():
            self.counts[name]["deleted"] += count

    def set_sequences(self) -> None:
        """Move the sequences of columns that we wrote past their largest value; never back."""
        for name, columns in self.bound.columns.items():
            live = self.bound.live[name].columns
            for column in (c for c in columns if live[c].sequence and self.counts[name]["inserted"]):
                self.connection.execute(
                    sql.SQL(
                        "select setval({seq}::regclass, m) from (select max({column}) m from {table}) x"
                        " where m > coalesce(pg_sequence_last_value({seq}::regclass), 0)"
                    ).format(
                        seq=sql.Literal(live[column].sequence),
                        column=sql.Identifier(column),
                        table=identifier(name),
                    )
                )

    def table_receipts(self, rows: Mapping[str, int]) -> tuple[TableReceipt, ...]:
        """What was done to each table, in load order, then to tables that the story left.

        ``rows`` counts what each holds of the load now.
        """
        left_out: Mapping[str, int] = getattr(self.source, "left_out", {})
        present = (
            TableReceipt(
                name=name,
                rows=rows.get(name, 0),
                inserted=self.counts[name]["inserted"],
                updated=self.counts[name]["updated"],
                deleted=self.counts[name]["deleted"],
                adopted=self.counts[name]["adopted"],
                left_out=self.counts[name]["left out"] + left_out.get(name, 0),
                columns=self.bound.columns[name],
                rewritten=self.rewritten.get(name, ()),
                key=self.bound.match(name),
                origin=planned.origin,
                reference=planned.reference,
            )
            for name, planned in self.bound.planned.items()
        )
        return (*present, *self.dropped)

    def _made_by(self, workers: int, copies: Sequence[range]) -> Generator[Part]:
        """The rows of these copies, generated and encoded by so many processes."""

        def make(some: range) -> Iterator[Item]:
            made = self.source.generate(self.plan, some, tables=self.bound.names, reference=self.known)
            return items_of(made, self.encoder)

        connection = self.connection.fileno()
        shards = shares(copies, workers)
        items = made_by_workers(shards, make, self.encoder, workers, private=[connection])
        with contextlib.closing(items):
            yield from parts_of(items)

    def _overlapped(
        self, batches: Iterable[tuple[str, pa.RecordBatch]], names: Collection[str]
    ) -> Generator[Part]:
        return overlapped(((name, batch) for name, batch in batches if name in names), self.encoder)

    def _staged(self, name: str) -> bool:
        """Whether rows go through a stage: found by no key range, or a trigger may have a hand in them."""
        planned = self.bound.planned[name]
        return (
            planned.origin is None
            or name in self.bound.loud
            or (planned.adopted and bool(self.bound.loud))
            or self.bound.binding.tables[name].thinned
            or bool(self.bound.binding.tables[name].orphans)
        )

    def _told(self, name: str, rows: int) -> None:
        self._sent += rows
        if self._progress:
            self._progress(name, self._sent)
