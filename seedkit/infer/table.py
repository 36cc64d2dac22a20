"""From a reflected table to the fields of its columns."""

from __future__ import annotations

from collections.abc import Mapping

from ..fields import Amount, Choice, Field, Flag, Json, Key, Moment, Real, Serial, Text, Uuid, Whole, days
from ..schema.reflected import Column, Database, Table
from .inferred import Inferred, Taken


def infer_table(
    database: Database,
    table: Table,
    *,
    rows: int,
    targets: Mapping[str, int],
    offset: int = 0,
    taken: Mapping[str, Taken] | None = None,
) -> Inferred:
    """The fields of a table of which ``rows`` rows are to be made; ``targets``: rows to point to, by foreign key."""
    linked = {name for key in table.foreign_keys for name in key.columns}
    fields = {
        name: _field(column, table).bound(name, {})
        for name, column in table.columns.items()
        if name not in linked and column.insertable and not column.computed
    }
    links = {
        key.name: Whole(0, max(targets[key.name] - 1, 0)).bound(key.name, {}) for key in table.foreign_keys
    }
    return Inferred(table.name, fields, links)


def _field(column: Column, table: Table) -> Field:
    kind = column.type.base
    if kind.kind == "enum":
        return Choice(list(kind.labels))
    if (column.name,) == table.key:
        return Key() if kind.name.name == "uuid" else Serial()
    return {
        "int2": lambda: Whole(0, 1000),
        "int4": lambda: Whole(0, 1000),
        "int8": lambda: Whole(0, 1000),
        "numeric": lambda: Amount(0, 100, scale=kind.scale or 0),
        "float8": lambda: Real(0, 100),
        "bool": lambda: Flag(0.5),
        "uuid": lambda: Uuid(),
        "jsonb": lambda: Json({}),
        "timestamptz": lambda: Moment(before_now=days(365)),
        "timestamp": lambda: Moment(before_now=days(365)),
    }.get(kind.name.name, lambda: Text("text"))()
