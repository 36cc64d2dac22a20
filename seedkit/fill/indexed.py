"""Texts that an index or a generated column reads as numbers: whatever else they may be, those have to be digits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from ..schema.reflected import Check, Name, Table

__all__ = ["digits_of", "with_digits"]

Connection = psycopg.Connection[Any]

_EXPRESSIONS = """
select n.nspname, c.relname, pg_get_expr(i.indexprs, i.indrelid)
from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
where i.indexprs is not null and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
order by 1, 2, 3
"""
_NUMBER = re.compile(r"::(smallint|integer|bigint|numeric|real|double precision)\b")
_TEXTS = frozenset({"text", "varchar", "bpchar"})


def digits_of(connection: Connection, tables: Iterable[Table]) -> dict[Name, tuple[str, ...]]:
    """By table the columns of text whose values must be digits, for the server reads them so wherever a row is written."""
    known = {table.name: table for table in tables}
    with connection.cursor(row_factory=tuple_row) as cursor:
        indexed = cursor.execute(_EXPRESSIONS).fetchall()
    expressions = [(Name(schema, name), text) for schema, name, text in indexed]
    expressions += [
        (table.name, c.generated) for table in known.values() for c in table.columns.values() if c.generated
    ]
    found: dict[Name, tuple[str, ...]] = {}
    for name, expression in expressions:
        table = known.get(name)
        if table is None or not _NUMBER.search(expression):
            continue
        for column in _free_texts(table, expression):
            if _reads_digits(connection, table, expression, column):
                found[name] = tuple(dict.fromkeys([*found.get(name, ()), column]))
    return found


def with_digits(table: Table, columns: Iterable[str]) -> Table:
    """The table with a check for each of these columns."""
    checks = [
        Check(f"{name}, which is read as a number", f"({_quoted(name)} ~ '^[1-9][0-9]{{0,8}}$')", (name,))
        for name in columns
    ]
    return replace(table, checks=(*table.checks, *checks)) if checks else table


def _free_texts(table: Table, expression: str) -> Iterator[str]:
    """The columns of text in an expression of which neither a check nor a link says anything."""
    spoken = {name for check in table.checks for name in check.columns}
    spoken |= {name for key in table.foreign_keys for name in key.columns}
    for name, column in table.columns.items():
        kind = column.type
        plain = kind.kind == "base" and kind.name.name in _TEXTS and not column.generated
        if plain and name not in spoken and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", expression):
            yield name


def _reads_digits(connection: Connection, table: Table, expression: str, column: str) -> bool:
    """Whether the server can tell what the expression is worth of digits, but not of a word."""
    return not _works(connection, table, expression, column, "word") and _works(
        connection, table, expression, column, "1234"
    )


def _works(connection: Connection, table: Table, expression: str, column: str, value: str) -> bool:
    query = sql.SQL("select {} from (select (jsonb_populate_record(null::{}, {}::jsonb)).*) as {}").format(
        sql.SQL(expression),
        table.name.identifier,
        sql.Literal(json.dumps({column: value})),
        sql.Identifier(table.name.name),
    )
    try:
        with connection.transaction():
            connection.execute(query)
    except psycopg.Error:
        return False
    return True


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string(None)
