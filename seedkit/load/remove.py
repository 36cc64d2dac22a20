"""Deleting sets of rows: refused while others refer to them, children first, no cascades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql

from .keys import Rows, key_expression
from .live import ForeignKey, identifier, read_foreign_keys, read_tables

__all__ = ["delete_rows", "find_references"]


def find_references(
    connection: psycopg.Connection[Any], doomed: Mapping[str, Rows], keys: Iterable[ForeignKey] | None = None
) -> list[str]:
    """Rows outside of the sets that refer to rows in them: a sentence for each foreign key.

    One pass over each referring table, however many foreign keys it has.
    """
    children: dict[str, list[ForeignKey]] = {}
    for foreign_key in read_foreign_keys(connection, doomed) if keys is None else keys:
        children.setdefault(foreign_key.child, []).append(foreign_key)
    primary = {name: table.key for name, table in read_tables(connection, children).items()}
    found = []
    for child, foreign_keys in children.items():
        found += _references(connection, doomed, child, foreign_keys, primary.get(child, ()))
    return found


def delete_rows(connection: psycopg.Connection[Any], doomed: Sequence[Rows]) -> dict[str, int]:
    """Delete the sets, given in load order, the last first; rows deleted by table.

    One statement a table, so that rows of a table that refer to each other go together.
    """
    counts = {}
    for rows in reversed(doomed):
        query = sql.SQL("delete from {} t where {}").format(identifier(rows.table.name), rows.holds("t"))
        counts[rows.table.name] = connection.execute(query).rowcount
    return counts


def _references(
    connection: psycopg.Connection[Any],
    doomed: Mapping[str, Rows],
    child: str,
    foreign_keys: Sequence[ForeignKey],
    key: tuple[str, ...],
) -> list[str]:
    reached = [doomed[fk.parent].reached(fk, "t") for fk in foreign_keys]
    stays = sql.SQL("not {}").format(doomed[child].holds("t")) if child in doomed else sql.SQL("true")
    shown = key_expression(key, "t") if key else sql.SQL("t.ctid::text")
    tests = [
        sql.SQL("count(*) filter (where {r}), (array_agg({shown}) filter (where {r}))[1:5]").format(
            r=r, shown=shown
        )
        for r in reached
    ]
    query = sql.SQL("select {} from {} t where {} and ({})").format(
        sql.SQL(", ").join(tests), identifier(child), stays, sql.SQL(" or ").join(reached)
    )
    row = connection.execute(query).fetchone() or ()
    found = []
    for fk, count, sample in zip(foreign_keys, row[0::2], row[1::2], strict=True):
        if count:
            listed = ", ".join(sample) + (", …" if count > len(sample) else "")
            found.append(f"{child}: {count} rows refer to {fk.parent} by {fk.name} ({listed})")
    return found
