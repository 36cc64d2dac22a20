"""Which cells of a story are free to choose: columns that a field with chance of its own makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import UniqueConstraint

from ...fields import (
    Amount,
    ArrayOf,
    Choice,
    Field,
    FirstName,
    Flag,
    FromPool,
    JsonList,
    LastName,
    LogNormal,
    Normal,
    OnDay,
    Phone,
    Phrase,
    Prose,
    Real,
    Several,
    Sometimes,
    Username,
    Whole,
    Zipf,
)
from ...fields.moments import Within
from ...rowsets import RowSet

__all__ = ["free_columns"]

#: Fields that draw by the row itself. Identity is not among them: keys, tokens and series are what they are.
_CHANCE = (
    Amount, ArrayOf, Choice, FirstName, Flag, FromPool, JsonList, LastName, LogNormal, Normal, OnDay, Phone, Phrase,
    Prose, Real, Several, Sometimes, Username, Whole, Within, Zipf,
)  # fmt: skip


def free_columns(rowset: RowSet) -> Iterator[str]:
    """The columns of a row set that may be chosen row by row."""
    if rowset.axis in ("catalogue", "derived"):
        return
    meta = rowset.factory._meta
    declared = meta.declared(rowset.given_values)
    unique = _unique(meta.model.__table__)
    for name in declared:
        declaration: Any = declared.settled(declared[name].declaration)
        column = meta.table_column(name)
        if (
            isinstance(declaration, Field)
            and isinstance(declaration, _CHANCE)
            and (column is None or column.name not in unique)
        ):
            yield name


def _unique(table: Any) -> set[str]:
    """Columns that some unique constraint or index has a say in."""
    keys = [c.columns for c in table.constraints if isinstance(c, UniqueConstraint)]
    keys += [index.columns for index in table.indexes if index.unique]
    return {column.name for columns in (*keys, table.primary_key.columns) for column in columns}
