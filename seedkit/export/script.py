"""SQL: the loads of some plans as one script, for psql and for Supabase's seed file.

One transaction. Each load begins with a block that decides whether it is written, and ends with one
that puts the triggers back and completes the ledger; run again, it writes nothing.
"""

from __future__ import annotations

import functools
import importlib.metadata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from psycopg import sql

from .. import generate
from ..load.connect import PINNED
from ..load.copy import Encoder
from ..load.live import LiveTable, identifier
from ..load.receipt import PersonReceipt, TableReceipt
from ..plan import Plan, PlannedTable
from ..supabase.passwords import PASSWORD
from .closing import closing, receipt_of
from .opening import ledger, opening
from .order import parents_first
from .sink import Sink, values
from .spelling import chunked, sliced
from .statements import LOADING, Frame, Inserts

__all__ = ["Script"]

#: Bytes of rows in a statement: Supabase's command line once read at most 256 KiB of one.
STATEMENT_BYTES = 120 << 10
#: How the keys of catalogue rows begin.
_CATALOGUE = "5eed0000-"


class Script:
    """A script, written load by load. ``copy`` sends rows by COPY, which only psql understands."""

    def __init__(self, sink: Sink, *, copy: bool = False) -> None:
        self._sink, self._copy = sink, copy

    def begin(self, plans: Sequence[Plan]) -> None:
        """What stands before the first load."""
        sink, use = self._sink, "" if self._copy else ", or keep it as supabase/seed.sql"
        sink.comment(f"Written by seedkit {importlib.metadata.version('seedkit-postgres')}.")
        sink.comment(f"Run it with psql -v ON_ERROR_STOP=1 -f FILE{use}.")
        sink.comment("All or nothing. A load that the database holds already is left alone.")
        people = [p for plan in plans for p in generate.people(plan, [0]) if p.email and not p.sub]
        if people:
            sink.comment(f"For databases on your own machine: the password of everybody is {PASSWORD}")
        for person in people:
            sink.comment(f"  {person.handle}: {person.email}")
        sink.write("\nbegin;\n")
        for name, value in {**PINNED, "standard_conforming_strings": "on", "statement_timeout": "0"}.items():
            # a quoted list would be one name
            parts = sql.SQL(", ").join(map(sql.Literal, value.split(", ")))
            sink.write(sql.SQL("set local {} = {};\n").format(sql.SQL(name), parts))
        sink.block(ledger())

    def load(self, plan: Plan, tables: Mapping[str, LiveTable]) -> LoadScript:
        """One load of the script, opened."""
        about = f"{plan.copies:,} {'copy' if plan.copies == 1 else 'copies'}, seed {plan.seed}"
        named = f" --as {plan.name}" if plan.name else ""
        self._sink.write("\n")
        self._sink.comment(f"{plan.scenario}{named}: {about}, now {plan.now:%Y-%m-%d %H:%M} UTC")
        self._sink.block(opening(plan, tables))
        return LoadScript(self._sink, plan, tables, copy=self._copy)

    def end(self) -> None:
        """What stands after the last."""
        self._sink.write("\ncommit;\n")


class LoadScript:
    """The rows of one load, written table by table, and its end."""

    def __init__(
        self, sink: Sink, plan: Plan, tables: Mapping[str, LiveTable], *, copy: bool = False
    ) -> None:
        self._sink, self._plan, self._tables, self._copy = sink, plan, tables, copy
        self._inserts = {
            t.name: Inserts(plan, t, tuple(tables[t.name].columns)) for t in plan.tables if t.name in tables
        }
        self._chosen = any(inserts.links for inserts in self._inserts.values())
        self._own: Counter[str] = Counter()
        self._staged: set[str] = set()

    def rows(self, name: str, batch: pa.RecordBatch, *, shared: bool) -> None:
        """The rows of a table; ``shared`` ones live once in the load."""
        planned, inserts = self._plan.table(name), self._inserts[name]
        encoder = Encoder(self._tables[name], batch.schema, inserts.columns, text=True)
        ready = encoder.prepare(parents_first(self._plan, planned, batch))
        held = self._held(planned, ready)
        self._sink.write("\n")
        self._sink.comment(f"{name}: {batch.num_rows:,} {'row' if batch.num_rows == 1 else 'rows'}")
        catalogue = shared and planned.reference
        if planned.origin and not catalogue:
            self._own[name] += batch.num_rows
        if catalogue or shared or planned.origin is None:
            frame_of = inserts.reference if catalogue else inserts.recorded
            self._send(ready, name, functools.partial(frame_of, held), self._sink.block)
        elif self._copy and not (held or planned.adopted or inserts.links):
            self._sink.copied(identifier(name), ready, LOADING)
        else:
            self._send(ready, name, functools.partial(inserts.rows, held), self._sink.write)

    def close(self, people: Sequence[PersonReceipt]) -> None:
        """Complete the load."""
        receipts = [
            TableReceipt(
                name=name,
                rows=self._own[name],
                inserted=self._own[name],
                columns=inserts.columns,
                key=inserts.key,
                origin=inserts.planned.origin,
                reference=inserts.planned.reference,
            )
            for name, inserts in self._inserts.items()
        ]
        self._sink.write("\n")
        for name in sorted(self._staged):
            self._sink.write(sql.SQL("drop table {};\n").format(_stage(name)))
        self._sink.block(closing(self._plan, receipt_of(self._plan, receipts, people), self._tables))

    def _send(
        self,
        ready: pa.RecordBatch,
        name: str,
        frame_of: Callable[[sql.Composable | None], Frame],
        put: Callable[..., None],
    ) -> None:
        """Rows between the head and the tail of statements, or by COPY into a table that one statement reads."""
        if not self._copy:
            frame = frame_of(None)
            for part in sliced(ready):
                for piece in chunked(values(part), STATEMENT_BYTES):
                    put(frame, piece)
            return
        if name not in self._staged:
            self._sink.write(self._inserts[name].stage(_stage(name)))
            self._staged.add(name)
        self._sink.copied(_stage(name), ready)
        put(frame_of(_stage(name)))
        self._sink.write(sql.SQL("truncate {};\n").format(_stage(name)))

    def _held(self, planned: PlannedTable, ready: pa.RecordBatch) -> frozenset[str]:
        """Columns beside foreign keys in which keys of catalogue rows stand: documents that name a level, say."""
        if not self._chosen:
            return frozenset()
        own = planned.key if planned.reference else ()
        return frozenset(
            name
            for name, column in zip(ready.schema.names, ready.columns, strict=True)
            if name not in own
            and pa.types.is_string(column.type)
            and pc.any(pc.match_substring(column, pattern=_CATALOGUE), min_count=0).as_py()
        )


def _stage(name: str) -> sql.Identifier:
    return sql.Identifier("pg_temp", name)
