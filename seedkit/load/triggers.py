"""User triggers kept silent during a load, and put back exactly as they were."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from psycopg import sql

from .live import LiveTable, Trigger, identifier

__all__ = ["disable", "enable", "silenced"]

_ENABLE = {"O": sql.SQL("enable trigger {}"), "A": sql.SQL("enable always trigger {}")}


@contextlib.contextmanager
def silenced(connection: psycopg.Connection[Any], tables: Iterable[LiveTable]) -> Iterator[None]:
    """Disable the firing user triggers of the tables we own; enable them again as they were.

    Triggers that were disabled or fire for replicas only are not touched, nor are constraint
    triggers, which check rather than write. If the block fails, so does the transaction, and
    the rollback puts everything back.
    """
    loud = [t for t in tables if t.owned and t.fires]
    for table in loud:
        disable(connection, table, table.fires)
    yield
    if loud:
        # deferred checks that are still queued would forbid the ALTER TABLE
        connection.execute("set constraints all immediate")
    for table in loud:
        enable(connection, table, table.fires)


def disable(connection: psycopg.Connection[Any], table: LiveTable, triggers: Iterable[Trigger]) -> None:
    """Keep these triggers of a table from firing, for everybody who comes after this transaction too."""
    _alter(connection, table, [(sql.SQL("disable trigger {}"), t.name) for t in triggers])


def enable(connection: psycopg.Connection[Any], table: LiveTable, triggers: Iterable[Trigger]) -> None:
    """Let them fire again as they did."""
    _alter(connection, table, [(_ENABLE[t.enabled], t.name) for t in triggers])


def _alter(
    connection: psycopg.Connection[Any], table: LiveTable, actions: Iterable[tuple[sql.SQL, str]]
) -> None:
    parts = [action.format(sql.Identifier(name)) for action, name in actions]
    connection.execute(sql.SQL("alter table {} {}").format(identifier(table.name), sql.SQL(", ").join(parts)))
