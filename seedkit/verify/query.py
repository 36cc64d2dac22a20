"""Running SQL that was composed as text: identifiers are quoted where they enter, values are bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import tuple_row

Connection = psycopg.Connection[Any]


def rows(connection: Connection, text: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of a query; without ``values`` a ``%`` is just a ``%``."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(text.encode(), values)
        return cursor.fetchall() if cursor.description else []


def row(connection: Connection, text: str, values: Sequence[Any] | None = None) -> tuple[Any, ...]:
    """The single row of a query that always has one, such as an aggregate."""
    return rows(connection, text, values)[0]


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """A block whose writes and settings are rolled back; a savepoint inside an open transaction."""
    with connection.transaction(force_rollback=True):
        yield


def literal(value: str | None) -> str:
    """A text as an SQL literal, safe under either setting of ``standard_conforming_strings``."""
    if value is None:
        return "null"
    doubled = value.replace("'", "''")
    return "E'" + doubled.replace("\\", "\\\\") + "'" if "\\" in value else f"'{doubled}'"


def text_array(values: Sequence[str]) -> str:
    """Texts as one SQL array expression."""
    return f"array[{', '.join(map(literal, values))}]::text[]"
