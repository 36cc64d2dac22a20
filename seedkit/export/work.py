"""The plans that are exported together: their tables as declared, and their rows, one plan after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from .. import generate
from ..load.bases import counts_rows
from ..load.live import LiveTable
from ..load.load import people_of
from ..load.receipt import PersonReceipt
from ..plan import Plan
from .declared import declared_table

__all__ = ["Batch", "Work", "work_of", "works_of"]


@dataclass(frozen=True)
class Batch:
    """Rows of one table, with the columns that are written. ``shared`` ones live once in the load."""

    name: str
    rows: pa.RecordBatch
    shared: bool


@dataclass(frozen=True)
class Work:
    """One plan on its way out. ``numbers`` are the highest integer keys so far, of the plans before too."""

    plan: Plan
    tables: dict[str, LiveTable]
    people: list[PersonReceipt]
    numbers: dict[str, int]

    def batches(self) -> Iterator[Batch]:
        """All rows: what lives once, then shard by shard, tables in load order."""
        yield from self.shared()
        yield from self.of_copies(range(self.plan.copies))

    def shared(self) -> Iterator[Batch]:
        """The rows that live once in the load, catalogue rows among them."""
        for name, rows in generate.generate_shared(self.plan):
            yield self._batch(name, rows, shared=True)

    def of_copies(self, copies: range) -> Iterator[Batch]:
        """The rows of a range of copies, shard by shard."""
        for some in generate.shards(self.plan.replace(copies=copies.stop), copies.start):
            for name, rows in generate.generate(self.plan, some):
                yield self._batch(name, rows, shared=False)

    def _batch(self, name: str, rows: pa.RecordBatch, *, shared: bool) -> Batch:
        table = self.tables[name]
        if name in self.plan.bases:
            self.numbers[name] = max(self.numbers[name], pc.max(rows.column(table.key[0])).as_py() or 0)
        return Batch(name, rows.select(list(table.columns)), shared)


def works_of(plans: Sequence[Plan]) -> Iterator[Work]:
    """The plans in order. The rows of one are read to the end before the next is asked for.

    Where a table counts its rows, those of a plan come after those of the plans before.
    """
    numbers: dict[str, int] = {}
    for plan in plans:
        tables = {t.name: _written(declared_table(plan, t)) for t in plan.tables}
        bases = {t.name: numbers.setdefault(t.name, 0) for t in plan.tables if counts_rows(t, tables[t.name])}
        yield Work(plan.replace(bases=bases), tables, people_of(plan, generate), numbers)


def work_of(plan: Plan) -> Work:
    """A plan that is exported alone."""
    return next(works_of([plan]))


def _written(table: LiveTable) -> LiveTable:
    return replace(table, columns={n: c for n, c in table.columns.items() if not c.generated})
