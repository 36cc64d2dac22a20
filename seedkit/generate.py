"""From a plan to record batches: any range of copies, alone, in any order, always the same bytes.

Every row set is generated for all copies of a shard at once; the function that told the story
ran once and looped over nothing.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from .defaults import default_column
from .entropy import I64
from .errors import PlanError, SeedkitError, UnknownName
from .fields.base import Field
from .placement import unplaced
from .plan.model import Plan, PlannedTable
from .product import find_product
from .rows import FactoryRows
from .rowsets import RowSet
from .shard import Known, Shard, shards
from .types import alike, arrow_type, as_array, cast, to_python

__all__ = [
    "Known",
    "Shard",
    "StoryPerson",
    "batch_of",
    "generate",
    "generate_shared",
    "joined",
    "people",
    "person_rows",
    "rehearse",
    "shards",
    "table_batch",
]


def generate(
    plan: Plan, copies: range, *, tables: Iterable[str] | None = None, reference: Known | None = None
) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The rows of these copies: one batch a table, in load order; tables without rows are left out.

    ``reference`` holds the keys of catalogue rows that the target already has.
    """
    shard = Shard(plan, np.arange(copies.start, copies.stop, dtype=np.int64), _declared(plan, reference))
    try:
        yield from _batches(plan, shard, tables)
    finally:
        shard.release()


def generate_shared(
    plan: Plan, *, tables: Iterable[str] | None = None, reference: Known | None = None
) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The rows that live once per load, catalogue rows among them.

    What they sum over all copies is read in a first pass, shard by shard.
    """
    yield from _batches(plan, Shard(plan, _no_copies(), _declared(plan, reference)).load, tables)


def rehearse(plan: Plan, *, copies: int = 3) -> None:
    """Make every column of the first copies. Raises PlanError with all that fails, by row set and line.

    What depends on single rows (a window without room, an overdraft, a lookup of nothing) shows
    only when rows are made: better here than in the middle of a load.
    """
    plan = plan.replace(copies=min(copies, plan.copies))
    shard = Shard(plan, np.arange(plan.copies, dtype=np.int64))
    findings: dict[str, str] = {}
    for rowset in plan.rowsets.values():
        for name in rowset.written():
            try:
                shard.rows(rowset).column(name)
            except SeedkitError as error:
                # One cause fails every column that reads it: it is said once, where it shows first.
                findings.setdefault(str(error), f"{rowset.label}.{name}: {error} ({rowset.where})")
    shard.release()
    if findings:
        raise PlanError(findings.values(), where=plan.scenario)


def person_rows(plan: Plan, handle: str, copies: Sequence[int]) -> FactoryRows:
    """The user rows of one person in these copies. Raises UnknownName."""
    labels = {person.handle: person.label for person in plan.people}
    if handle not in labels:
        raise UnknownName("person", handle, labels, where=plan.scenario)
    return Shard(plan, np.array(sorted(copies), dtype=np.int64)).rows(plan.rowsets[labels[handle]])


@dataclass(frozen=True)
class StoryPerson:
    """A person of one copy: ``admin@37`` has the handle ``admin`` and the copy 37.

    ``sub`` is what a token says, where that is not the uid.
    """

    handle: str
    copy: int
    uid: uuid.UUID
    email: str | None
    sub: str | None = None
    kind: str = "owner"


def people(plan: Plan, copies: Iterable[int], *, shard: Shard | None = None) -> Iterator[StoryPerson]:
    """Everybody in these copies, copy by copy, in the order of the story; read from a shard of them, if given."""
    shard = shard or Shard(plan, np.array(sorted(set(copies)), dtype=np.int64))
    subject = find_product(plan.product).subject
    found: list[tuple[int, int, StoryPerson]] = []
    for order, person in enumerate(plan.people):
        rows = shard.rows(plan.rowsets[person.label])
        uids, emails = (to_python(rows.column(name), None) for name in ("id", "email"))
        subs = to_python(rows.column(subject), None) if subject else [None] * len(rows)
        for copy, uid, email, sub in zip(rows.copies.tolist(), uids, emails, subs, strict=True):
            found.append((copy, order, StoryPerson(person.handle, copy, uid, email, sub, person.kind)))
    yield from (person for _, _, person in sorted(found, key=lambda entry: entry[:2]))


def _batches(plan: Plan, shard: Shard, tables: Iterable[str] | None) -> Iterator[tuple[str, pa.RecordBatch]]:
    wanted = None if tables is None else set(tables)
    for table in plan.tables:
        if wanted is None or table.name in wanted:
            batch = table_batch(table, shard)
            if batch is not None:
                yield table.name, batch


def table_batch(table: PlannedTable, shard: Shard) -> pa.RecordBatch | None:
    """All rows of a table in a shard; None without any."""
    sets = [shard.plan.rowsets[label] for label in table.labels]
    found = [(rowset, shard.rows(rowset)) for rowset in sets if rowset.once == shard.whole]
    beside = shard.plan.beside.get(table.name, {})
    return joined([batch_of(table, rowset, rows, beside) for rowset, rows in found if len(rows)])


def batch_of(
    table: PlannedTable, rowset: RowSet, rows: FactoryRows, beside: Mapping[str, Field] | None = None
) -> pa.RecordBatch:
    """The rows in the order of the table's columns; one they do not give holds its literal default.

    Behind them come the columns that only the target has, ``beside``.
    """
    beside = beside or {}
    given = {column: attribute for attribute, column in rowset.written().items()}
    model = rowset.factory._meta.model.__table__
    columns, kinds = model.columns, _kinds(model)
    arrays = []
    for name in table.columns:
        kind: Any = kinds[name]
        if name in given:
            arrays.append(cast(rows.column(given[name]), kind))
        else:
            arrays.append(cast(default_column(columns[name], len(rows)), kind))
    arrays += [_besides(field, rows) for field in beside.values()]
    return pa.record_batch(arrays, names=[*table.columns, *beside])


def _besides(field: Field, rows: FactoryRows) -> pa.Array:
    """A column that no factory declares; nothing for rows that lack a name it reads."""
    if any(path[0] not in rows.meta.names for path in field.references()):
        return pa.nulls(len(rows))
    return as_array(field.column(rows))


@functools.cache
def _kinds(table: Any) -> dict[str, pa.DataType]:
    """The Arrow types of a table's columns."""
    return {column.name: arrow_type(column.type) for column in table.columns}


def joined(parts: Sequence[pa.RecordBatch]) -> pa.RecordBatch | None:
    """Batches of one table as one; None without any."""
    if len(parts) < 2:
        return parts[0] if parts else None
    if all(part.schema.equals(parts[0].schema) for part in parts[1:]):
        whole = pa.Table.from_batches(parts).combine_chunks().to_batches()
        if len(whole) == 1:
            return whole[0]
    columns = [
        pa.concat_arrays(alike([part.column(i) for part in parts])) for i in range(parts[0].num_columns)
    ]
    return pa.record_batch(columns, names=parts[0].schema.names)


def _declared(plan: Plan, reference: Known | None) -> Known | None:
    """What the loader knows by the target's tables, by those that factories name."""
    return reference and unplaced(reference, plan.schema)


def _no_copies() -> I64:
    return np.zeros(0, dtype=np.int64)
