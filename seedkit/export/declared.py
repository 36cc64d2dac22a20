"""Tables as their models declare them, in the form in which a loader knows live ones.

An export has no server to ask; what ``seedkit schema`` builds is what it writes for.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects import postgresql

from ..load.live import LiveColumn, LiveTable
from ..placement import HOME, placed_name
from ..plan import Plan, PlannedTable

__all__ = ["cast_of", "declared_table"]

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]

_MODIFIERS = re.compile(r"\([\d, ]+\)")

#: What the catalogue calls the types that SQL gives other names.
_NAMES = {
    "BOOLEAN": "bool",
    "SMALLINT": "int2",
    "INTEGER": "int4",
    "BIGINT": "int8",
    "REAL": "float4",
    "FLOAT": "float8",
    "DOUBLE PRECISION": "float8",
    "CHAR": "bpchar",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "TIMESTAMP WITHOUT TIME ZONE": "timestamp",
    "TIME WITHOUT TIME ZONE": "time",
    "TIME WITH TIME ZONE": "timetz",
}


def declared_table(plan: Plan, planned: PlannedTable) -> LiveTable:
    """The table that the models of the plan declare, with the columns that the plan writes."""
    table = plan.rowsets[planned.labels[0]].factory._meta.model.__table__
    return LiveTable(
        name=planned.name,
        oid=0,
        columns={c.name: _column(c) for c in table.columns if c.name in planned.columns},
        key=planned.key,
        unique_columns=frozenset(),
        owned=True,
        row_security=False,
        privileges=frozenset(),
        triggers=(),
    )


def cast_of(kind: Any, schema: str = HOME) -> sql.Composable | None:
    """A column's type for a cast, without modifiers, which would cut a text or round a number silently.

    ``uuid``, ``"public"."mood"[]``; None for text, which a literal is anyway. Types of the product's own
    live in ``schema`` with its tables.
    """
    if isinstance(kind, sa.ARRAY):
        return sql.SQL("{}[]").format(cast_of(kind.item_type, schema) or sql.SQL("text"))
    if isinstance(kind, sa.Enum) and kind.native_enum and kind.name:
        return sql.Identifier(*placed_name(f"{kind.schema or HOME}.{kind.name}", schema).split(".", 1))
    if isinstance(kind, sa.String):
        return None
    return sql.SQL(_MODIFIERS.sub("", _compiled(kind)).lower())


def _column(column: Any) -> LiveColumn:
    kind = column.type
    element = kind.item_type if isinstance(kind, sa.ARRAY) else kind
    limits: dict[str, Any] = {}
    if isinstance(element, sa.String) and not isinstance(element, sa.Enum):
        limits["size"] = element.length
    elif isinstance(element, sa.Numeric) and not isinstance(element, sa.Float):
        limits["precision"], limits["scale"] = element.precision, element.scale
    return LiveColumn(
        name=column.name,
        type=_compiled(kind).lower(),
        base=_base(element),
        category="e" if isinstance(element, sa.Enum) else "b",
        array=isinstance(kind, sa.ARRAY),
        not_null=not column.nullable,
        has_default=column.server_default is not None,
        generated=column.computed is not None,
        identity="" if column.identity is None else "a" if column.identity.always else "d",
        **limits,
    )


def _base(element: Any) -> str:
    if isinstance(element, sa.Enum):
        return str(element.name or "text")
    words = _MODIFIERS.sub("", _compiled(element))
    return _NAMES.get(words, words.lower())


def _compiled(kind: Any) -> str:
    return str(kind.compile(dialect=_DIALECT))
