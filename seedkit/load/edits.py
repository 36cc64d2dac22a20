"""Rows of a load that somebody else touched: found by ``xmin``, without a hash for every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from .keys import Rows, RowSet, key_expression
from .live import identifier

__all__ = ["Touched", "find_touched", "touched_keys", "untouched"]


@dataclass(frozen=True)
class Touched:
    """What is left of a row set: ``present`` rows, ``edited`` of them last written by others."""

    present: int
    edited: int


def untouched(xids: str, *, force: bool = False) -> sql.Composable:
    """A condition on alias ``t``: one of these transactions wrote the row last; always true by ``force``."""
    return sql.SQL("true") if force else sql.SQL("t.xmin = any({}::xid[])").format(sql.Literal(xids))


def find_touched(connection: psycopg.Connection[Any], rows: Rows, ours: sql.Composable) -> Touched:
    """Count the rows of a set, and those that others wrote: one pass over its keys."""
    query = sql.SQL("select count(*), count(*) filter (where not {}) from {} t where {}").format(
        ours, identifier(rows.table.name), rows.holds("t")
    )
    present, edited = connection.execute(query).fetchone() or (0, 0)
    return Touched(present, edited)


def touched_keys(
    connection: psycopg.Connection[Any], rows: RowSet, ours: sql.Composable, *, limit: int
) -> list[tuple[str, UUID]]:
    """Keys of rows that others wrote, each with the value of the origin column; at most ``limit``."""
    if not rows.origin:
        return []
    query = sql.SQL("select {}, {} from {} t where {} and not {} limit {}").format(
        key_expression(rows.key, "t"),
        sql.Identifier("t", rows.origin),
        identifier(rows.table.name),
        rows.holds("t"),
        ours,
        sql.Literal(limit),
    )
    return connection.execute(query).fetchall()
