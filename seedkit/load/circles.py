"""Tables that need each other: their keys are checked when both ends are written, where the keys may be deferred."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import psycopg
from psycopg import sql

from .live import ForeignKey, read_foreign_keys

__all__ = ["defer_circles"]


def defer_circles(
    connection: psycopg.Connection[Any],
    names: Collection[str],
    foreign_keys: Iterable[ForeignKey] | None = None,
) -> None:
    """Put off the checks of deferrable keys by which these tables lead back to themselves, for this transaction."""
    known = read_foreign_keys(connection, names) if foreign_keys is None else foreign_keys
    inner = [fk for fk in known if fk.child in names and fk.parent in names and fk.child != fk.parent]
    closing = [fk for fk in inner if fk.deferrable and fk.child in _above(fk.parent, inner)]
    if closing:
        # a constraint stands in the schema of its table
        schemas = [(getattr(fk.child, "parts", None) or fk.child.split(".", 1))[0] for fk in closing]
        named = [sql.Identifier(schema, fk.name) for schema, fk in zip(schemas, closing, strict=True)]
        constraints = sql.SQL(", ").join(named)
        connection.execute(sql.SQL("set constraints {} deferred").format(constraints))


def _above(name: str, foreign_keys: Collection[ForeignKey]) -> set[str]:
    """The tables to which keys lead from this one, by any number of steps."""
    found, fresh = {name}, {name}
    while fresh:
        fresh = {fk.parent for fk in foreign_keys if fk.child in fresh} - found
        found |= fresh
    return found
