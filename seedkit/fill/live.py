"""A reflected table as the loader's COPY knows tables."""

from __future__ import annotations

from ..load.live import LiveColumn, LiveTable, Trigger
from ..schema.reflected import Column, Table, Type

__all__ = ["live_table"]

_CATEGORIES = {"base": "b", "enum": "e", "composite": "c", "range": "r", "multirange": "m", "domain": "d"}


def live_table(table: Table) -> LiveTable:
    """What :class:`~seedkit.load.copy.Encoder` needs to know; nothing is asked of the server."""
    return LiveTable(
        name=table.name.dotted,
        oid=0,
        columns={name: _column(column) for name, column in table.columns.items()},
        key=table.key,
        unique_columns=frozenset(),
        owned=table.owned,
        row_security=table.row_security,
        privileges=table.privileges,
        triggers=tuple(Trigger(t.name, t.enabled, t.constraint, str(t.function)) for t in table.triggers),
    )


def _column(column: Column) -> LiveColumn:
    whole = column.type.base
    kind = whole.element if whole.kind == "array" and whole.element else whole
    return LiveColumn(
        name=column.name,
        type=column.type.sql,
        base=_encoded_as(kind),
        category=_CATEGORIES.get(kind.kind, "p"),
        array=whole.kind == "array",
        not_null=column.not_null,
        has_default=column.default is not None,
        generated=column.computed,
        identity=column.identity,
        size=kind.length if _encoded_as(kind) in ("varchar", "bpchar") else None,
        precision=kind.precision,
        scale=kind.scale,
    )


def _encoded_as(kind: Type) -> str:
    """The name by which COPY knows how a type travels; none for a stranger's type of a known name."""
    known = kind.name.schema == "pg_catalog" or kind.extension == "citext"
    return kind.name.name if known else ""
