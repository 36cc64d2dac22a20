"""Values for columns that the plan does not have: by alias, by a link of the row, by inference."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from ..entropy import I64
from ..errors import SeedkitError
from ..fields.base import Field, Ref
from ..fields.rows import Rows
from ..schema.reflected import Column, Database, Table

__all__ = ["ByPlace", "Found", "by_inference", "by_link"]

#: Links followed from a row to find the one that a foreign key wants.
_STEPS = 3


@dataclass(frozen=True)
class Found:
    """A field for a column, and how it was come by; ``sure`` where it meets all constraints of the column."""

    field: Field
    how: str
    sure: bool = False


class ByPlace(Field):
    """A field made for rows 0, 1, 2 … of a whole table: so uniques of its own hold over all row sets."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    def column(self, rows: Rows) -> Any:
        return self.field.column(_Placed(rows))


class _Placed(Rows):
    """The same rows, numbered by their place in the table."""

    def __init__(self, base: Rows) -> None:
        self._base = base
        self.ids, self.copies, self.scope = base.ids, base.copies, base.scope
        self.ordinals: I64 = base.positions()

    def column(self, name: str) -> pa.Array:
        return self._base.column(name)

    def parent(self, name: str) -> Rows | None:
        return self._base.parent(name)

    def is_link(self, name: str) -> bool:
        return self._base.is_link(name)

    @property
    def links(self) -> Sequence[str]:
        return self._base.links

    def signature(self) -> pa.Array:
        return self._base.signature()


def by_link(factory: Any, target: str, column: str) -> Found | None:
    """The key of the row of table ``target`` that links of this factory's rows lead to, over the fewest links."""
    waiting: deque[tuple[Any, tuple[str, ...]]] = deque([(factory, ())])
    while waiting:
        made, path = waiting.popleft()
        if path and made._meta.table_name() == target and made._meta.key:
            field = Ref(*path, made._meta.key).bound(column, {})
            return Found(field, f"from {'.'.join(path)}")
        if len(path) < _STEPS:
            links = ((name, made._meta.link_factory(name)) for name in made._meta.links)
            waiting.extend((to, (*path, name)) for name, to in links if to is not None)
    return None


def by_inference(database: Database, table: Table, column: Column, rows: int) -> Found | str:
    """A field inferred from the column's type, name and constraints; or why there is none."""
    from ..infer import infer_table

    if any(column.name in key.columns for key in table.foreign_keys):
        return "it is a foreign key, and no link of our rows leads there"
    asked = _alone(table, column)
    try:
        inferred = infer_table(database, asked, rows=rows, targets={})
    except SeedkitError as error:
        return str(error)
    if inferred.impossible:
        return "; ".join(inferred.impossible)
    if inferred.limit is not None and inferred.limit < rows:
        return f"its constraints allow {inferred.limit} rows at most"
    field = inferred.fields.get(column.name)
    if field is None:
        return "nothing could be inferred for it"
    named = field if field._name else field.bound(column.name, {})
    return Found(ByPlace(named).bound(column.name, {}), f"inferred: {field!r}", not inferred.judged)


def _alone(table: Table, column: Column) -> Table:
    """The table as if it had this column alone, with the constraints that speak of nothing else."""
    mine = {column.name}
    return replace(
        table,
        columns={column.name: column},
        uniques=tuple(u for u in table.uniques if set(u.columns) <= mine and u.predicate is None),
        checks=tuple(c for c in table.checks if set(c.columns) <= mine and c.columns),
        foreign_keys=(),
        exclusions=(),
        policies=(),
        triggers=(),
    )
