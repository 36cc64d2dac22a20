"""The integer keys before ours: where the rows of a load begin in a table that counts its rows."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from .ledger import LedgerLoad
from .live import identifier
from .preflight import BoundPlan

__all__ = ["key_bases"]


def key_bases(
    connection: psycopg.Connection[Any], bound: BoundPlan, entry: LedgerLoad | None
) -> dict[str, int]:
    """The greatest integer key of each such table, as the plan calls it, when the load was first made; recorded, so that a reload finds its rows."""
    recorded: dict[str, int] = dict(entry.receipt.get("bases", {})) if entry else {}
    for name, table in bound.planned.items():
        planned = bound.binding.tables[name].planned
        if planned in recorded or len(table.key) != 1 or table.reference:
            continue
        column = bound.live[name].columns[table.key[0]]
        if column.base in _INTEGERS:
            row = connection.execute(
                sql.SQL("select coalesce(max({}), 0) from {}").format(
                    sql.Identifier(column.name), identifier(name)
                )
            ).fetchone()
            recorded[planned] = int(row[0]) if row else 0
    return recorded


_INTEGERS = ("int2", "int4", "int8")
