"""The integer keys before ours: where the rows of a load begin in a table that counts its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from psycopg import sql

from ..bind.binding import BoundTable
from ..bind.extras import ByPlace
from ..fields import Field, Serial
from .ledger import LedgerLoad
from .live import LiveTable, identifier
from .preflight import BoundPlan
from .source import PlanLike, TableLike

__all__ = ["INTEGERS", "counts_rows", "key_bases", "slot_of"]

#: What the catalogue calls integer types.
INTEGERS = ("int2", "int4", "int8")
#: So many rows of a table lie between the first of one load and the first of the next. No round number: values that
#: are few (six digits, say) come round again, and must do so at another place.
SPREAD = 10_271_657


def slot_of(loads: Iterable[LedgerLoad], entry: LedgerLoad | None) -> int:
    """The load's number among those of the target, kept as long as it is there: for values that are counted."""
    if entry is not None:
        return int(entry.receipt.get("slot", 0))
    return max((int(other.receipt.get("slot", 0)) + 1 for other in loads), default=0)


def key_bases(
    connection: psycopg.Connection[Any],
    bound: BoundPlan,
    entry: LedgerLoad | None,
    slot: int,
    plan: PlanLike | None = None,
) -> dict[str, int]:
    """The greatest integer key of each such table, as the plan calls it, when the load was first made; recorded, so that a reload finds its rows."""
    recorded: dict[str, int] = dict(entry.receipt.get("bases", {})) if entry else {}
    for name, table in bound.planned.items():
        planned = bound.binding.tables[name].planned
        if planned in recorded or table.reference:
            continue
        if slot and (_counted(bound.binding.tables[name]) or _numbers(plan, planned)):
            recorded[planned] = slot * SPREAD
        if counts_rows(table, bound.live[name]):
            row = connection.execute(
                sql.SQL("select coalesce(max({}), 0) from {}").format(
                    sql.Identifier(table.key[0]), identifier(name)
                )
            ).fetchone()
            recorded[planned] = int(row[0]) if row else 0
    return recorded


def counts_rows(table: TableLike, live: LiveTable) -> bool:
    """Whether the key is a number that says where a row stands."""
    return len(table.key) == 1 and not table.reference and live.columns[table.key[0]].base in INTEGERS


def _numbers(plan: PlanLike | None, table: str) -> bool:
    """Whether a factory of the table makes values of its rows' numbers, which two loads must not share."""
    factories = {rowset.factory for rowset in getattr(plan, "rowsets", {}).values() if rowset.table == table}
    return any(
        _holds(declared.declaration, Serial)
        for factory in factories
        for declared in factory._meta.pre_declarations.values()
    )


def _holds(value: Any, kind: type[Field]) -> bool:
    """Whether a declaration is a field of this kind, or has one in it."""
    if isinstance(value, Field):
        return isinstance(value, kind) or any(_holds(v, kind) for v in value._given().values())
    items = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    )
    return any(_holds(item, kind) for item in items)


def _counted(table: BoundTable) -> bool:
    """Whether values of the table are made of the places of its rows."""
    return any(isinstance(column.field, ByPlace) for column in table.columns)
