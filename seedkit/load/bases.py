"""The integer keys before ours: where the rows of a load begin in a table that counts its rows."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from .ledger import LedgerLoad
from .live import LiveTable, identifier
from .preflight import BoundPlan
from .source import TableLike

__all__ = ["INTEGERS", "counts_rows", "key_bases"]

#: What the catalogue calls integer types.
INTEGERS = ("int2", "int4", "int8")


def key_bases(
    connection: psycopg.Connection[Any], bound: BoundPlan, entry: LedgerLoad | None
) -> dict[str, int]:
    """The greatest integer key of each such table when the load was first made; recorded, so that a reload finds its rows."""
    recorded: dict[str, int] = dict(entry.receipt.get("bases", {})) if entry else {}
    for name, table in bound.planned.items():
        if name not in recorded and counts_rows(table, bound.live[name]):
            row = connection.execute(
                sql.SQL("select coalesce(max({}), 0) from {}").format(
                    sql.Identifier(table.key[0]), identifier(name)
                )
            ).fetchone()
            recorded[name] = int(row[0]) if row else 0
    return recorded


def counts_rows(table: TableLike, live: LiveTable) -> bool:
    """Whether the key is a number that says where a row stands."""
    return len(table.key) == 1 and not table.reference and live.columns[table.key[0]].base in INTEGERS
