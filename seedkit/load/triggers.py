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
def silenced(
    connection: psycopg.Connection[Any], tables: Iterable[LiveTable], *, inserting: bool = False
) -> Iterator[None]:
    """Disable the firing user triggers of the tables we own; enable them again as they were.

    With ``inserting`` only those that an INSERT fires: nothing else will be done to the tables.
    Triggers that were disabled or fire for replicas only are not touched, nor are constraint
    triggers, which check rather than write. If the block fails, so does the transaction, and
    the rollback puts everything back.
    """
    firing = [(t, [f for f in t.fires if f.inserts or not inserting]) for t in tables if t.owned]
    loud = [(table, triggers) for table, triggers in firing if triggers]
    for table, triggers in loud:
        disable(connection, table, triggers)
    yield
    if loud:
        # deferred checks that are still queued would forbid the ALTER TABLE
        connection.execute("set constraints all immediate")
    for table, triggers in loud:
        enable(connection, table, triggers)


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
