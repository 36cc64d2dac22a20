"""SQL: the loads of some plans as one script, for psql and for Supabase's seed file.

One transaction. Each load begins with a block that decides whether it is written, and ends with one
that puts the triggers back and completes the ledger; run again, it writes nothing.
"""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from psycopg import sql

from .. import generate
from ..generate import StoryPerson
from ..load.connect import PINNED
from ..load.copy import Encoder
from ..load.live import LiveTable, identifier
from ..load.receipt import PersonReceipt, TableReceipt
from ..plan import Plan, PlannedTable
from ..supabase.passwords import PASSWORD
from .closing import closing, receipt_of
from .opening import ledger, opening
from .order import parents_first
from .spelling import chunked, copy_text, literals, rows_of_text
from .statements import LOADING, Frame, Inserts, block, catalogue_links

__all__ = ["Script"]

#: Bytes of rows in a statement: Supabase's command line once read at most 256 KiB of one.
STATEMENT_BYTES = 120 << 10
#: How the keys of catalogue rows begin.
_CATALOGUE = "5eed0000-"


class Script:
    """A script, written piece by piece. ``copy`` sends rows by COPY, which only psql understands."""

    def __init__(self, write: Callable[[bytes], object], *, copy: bool = False) -> None:
        self.send, self.copy = write, copy

    def begin(self, plans: Sequence[Plan]) -> None:
        """What stands before the first load."""
        self.comment(f"Written by seedkit {importlib.metadata.version('seedkit-postgres')}.")
        self.comment(
            "Run it with psql -v ON_ERROR_STOP=1 -f FILE."
            if self.copy
            else "Run it with psql -v ON_ERROR_STOP=1 -f FILE, or keep it as supabase/seed.sql."
        )
        self.comment("All or nothing. A load that the database holds already is left alone.")
        self._sign_ins([p for plan in plans for p in generate.people(plan, [0]) if p.email and not p.sub])
        self.write("\nbegin;\n")
        for name, value in {**PINNED, "standard_conforming_strings": "on", "statement_timeout": "0"}.items():
            # a quoted list would be one name
            parts = sql.SQL(", ").join(map(sql.Literal, value.split(", ")))
            self.write(sql.SQL("set local {} = {};\n").format(sql.SQL(name), parts))
        self.block(ledger())

    def end(self) -> None:
        """What stands after the last."""
        self.write("\ncommit;\n")

    def load(self, plan: Plan, tables: Mapping[str, LiveTable]) -> LoadScript:
        """One load of the script, opened."""
        about = f"{plan.copies:,} {'copy' if plan.copies == 1 else 'copies'}, seed {plan.seed}"
        named = f" --as {plan.name}" if plan.name else ""
        self.write("\n")
        self.comment(f"{plan.scenario}{named}: {about}, now {plan.now:%Y-%m-%d %H:%M} UTC")
        self.block(opening(plan, tables))
        return LoadScript(self, plan, tables)

    def _sign_ins(self, people: Sequence[StoryPerson]) -> None:
        if people:
            self.comment(f"For databases on your own machine: the password of everybody is {PASSWORD}")
        for person in people:
            self.comment(f"  {person.handle}: {person.email}")

    def framed(self, frame: Frame, rows: pa.Array) -> None:
        self.write(frame.head)
        self.send(_joined(rows, ",\n"))
        self.write(frame.tail)

    def block(self, body: str) -> None:
        before, after = block(body)
        self.write(before + body + after)

    def comment(self, text: str) -> None:
        self.write("".join(f"-- {line}\n" for line in text.splitlines()))

    def write(self, text: str | sql.Composable) -> None:
        self.send((text if isinstance(text, str) else text.as_string(None)).encode())


class LoadScript:
    """The rows of one load, written table by table, and its end."""

    def __init__(self, script: Script, plan: Plan, tables: Mapping[str, LiveTable]) -> None:
        self._script, self._plan, self._tables = script, plan, tables
        self._inserts = {
            t.name: Inserts(plan, t, tuple(tables[t.name].columns)) for t in plan.tables if t.name in tables
        }
        self._chosen = {name for t in plan.tables for name in catalogue_links(plan, t).values()}
        self._own: Counter[str] = Counter()
        self._staged: set[str] = set()

    def rows(self, name: str, batch: pa.RecordBatch, *, shared: bool) -> None:
        """The rows of a table; ``shared`` ones live once in the load."""
        planned, table, inserts = self._plan.table(name), self._tables[name], self._inserts[name]
        encoder = Encoder(table, batch.schema, inserts.columns, text=True)
        ready = encoder.prepare(parents_first(self._plan, planned, batch))
        held = self._held(planned, ready)
        self._script.write("\n")
        self._script.comment(f"{name}: {batch.num_rows:,} {'row' if batch.num_rows == 1 else 'rows'}")
        if shared and planned.reference:
            self._send(ready, name, inserts.reference, held, wrapped=True)
            return
        if planned.origin:
            self._own[name] += batch.num_rows
        if shared or planned.origin is None:
            self._send(ready, name, inserts.recorded, held, wrapped=True)
        elif self._script.copy and not (held or planned.adopted or catalogue_links(self._plan, planned)):
            where = sql.SQL(" where {}").format(LOADING)
            self._copied(ready, identifier(name), where)
        else:
            self._send(ready, name, inserts.rows, held)

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
        for name in sorted(self._staged):
            self._script.write(sql.SQL("drop table {};\n").format(sql.Identifier("pg_temp", name)))
        receipt = receipt_of(self._plan, receipts, people)
        self._script.write("\n")
        self._script.block(closing(self._plan, receipt, self._tables))

    def _send(
        self,
        ready: pa.RecordBatch,
        name: str,
        frame_of: Callable[..., Frame],
        held: frozenset[str],
        *,
        wrapped: bool = False,
    ) -> None:
        if self._script.copy:
            stage = sql.Identifier("pg_temp", name)
            if name not in self._staged:
                self._script.write(self._inserts[name].stage(stage))
                self._staged.add(name)
            self._copied(ready, stage)
            frame = frame_of(held, stage)
            text = frame.head + frame.tail
            if wrapped:
                self._script.block(text)
            else:
                self._script.write(text)
            self._script.write(sql.SQL("truncate {};\n").format(stage))
            return
        frame = frame_of(held)
        columns = [literals(column) for column in ready.columns]
        rows = rows_of_text(columns, before="(", between=", ", after=")", null="null")
        for piece in chunked(rows, STATEMENT_BYTES):
            if wrapped:
                before, after = block(frame.head + frame.tail, [_joined(piece, "").decode()])
                self._script.framed(Frame(before + frame.head, frame.tail + after), piece)
            else:
                self._script.framed(frame, piece)

    def _copied(
        self, ready: pa.RecordBatch, into: sql.Composable, where: sql.Composable | None = None
    ) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, ready.schema.names))
        statement = sql.SQL("copy {} ({}) from stdin{};\n")
        self._script.write(statement.format(into, columns, where or sql.SQL("")))
        rows = rows_of_text([copy_text(column) for column in ready.columns], between="\t", null=r"\N")
        self._script.send(_joined(rows, "\n"))
        self._script.write("\n\\.\n")

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


def _joined(rows: pa.Array, between: str) -> bytes:
    """Rows of text, one after the other."""
    whole = pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)
    text: bytes = pc.binary_join(whole, between).cast(pa.binary())[0].as_py()
    return text
