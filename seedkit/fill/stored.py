"""Rows that were there before: what links may point to, and what uniques already hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql
from psycopg.rows import tuple_row

from ..infer import Taken
from ..schema.reflected import Table, Type, Unique
from .order import row_key

__all__ = ["KEYS", "count_rows", "native", "source_of", "stored_columns", "taken_of"]

#: Rows of a table that links may point to, and keys of a unique that are listed, at most.
KEYS = 10_000

_ORDERED = frozenset(
    {"int2", "int4", "int8", "numeric", "date", "timestamp", "timestamptz", "float4", "float8"}
)

Connection = psycopg.Connection[Any]


def source_of(table: Table) -> sql.Composable:
    """The FROM item that holds the table's own rows: those of partitions, not those of children."""
    only = sql.SQL("" if table.kind == "partitioned" else "only ")
    return sql.SQL("{}{}").format(only, table.name.identifier)


def count_rows(connection: Connection, table: Table) -> int:
    """How many rows the table holds."""
    return int(_rows(connection, sql.SQL("select count(*) from {}").format(source_of(table)))[0][0])


def stored_columns(
    connection: Connection, table: Table, columns: Sequence[str], *, limit: int = KEYS
) -> dict[str, pa.Array]:
    """These columns of the first rows by key in which none of them is null."""
    names = [sql.Identifier(name) for name in columns]
    order: list[sql.Composable] = [sql.Identifier(name) for name in row_key(table)]
    order = order or [sql.SQL("{}::text").format(name) for name in names]
    found = _rows(
        connection,
        sql.SQL("select {} from {} where {} order by {} limit {}").format(
            sql.SQL(", ").join(sql.SQL("{}::text").format(name) for name in names),
            source_of(table),
            sql.SQL(" and ").join(sql.SQL("{} is not null").format(name) for name in names),
            sql.SQL(", ").join(order),
            sql.Literal(limit),
        ),
    )
    return {
        name: native([row[place] for row in found], table.columns[name].type)
        for place, name in enumerate(columns)
    }


def taken_of(
    connection: Connection, table: Table, links: Mapping[str, Mapping[str, int]] | None = None
) -> dict[str, Taken]:
    """What the rows of a table keep of each of its uniques and exclusions, by their names.

    ``links``: for a column that a link writes, the places of the parents by the text of their key.
    """
    if table.empty:
        return {}
    rows = count_rows(connection, table)
    taken = {unique.name: _taken(connection, table, unique, rows, links or {}) for unique in table.uniques}
    for unique in table.uniques:
        if unique.temporal:
            end = _end(connection, table, str(unique.columns[-1]), unique.predicate)
            taken[unique.name] = replace(taken[unique.name], end=end)
    for exclusion in table.exclusions:
        for element in [element for element, operator in exclusion.elements if operator == "&&"][:1]:
            end = _end(connection, table, element, exclusion.predicate)
            if end is not None:
                taken[exclusion.name] = Taken(end=end)
    return taken


def _end(connection: Connection, table: Table, span: str, predicate: str | None) -> Any:
    """Where the last span of these rows ends; None where it does not, or what it is over has no end."""
    text = sql.SQL(re.sub(r"\s+\w+_ops$", "", span))
    query = sql.SQL("select max(upper({0})) from {1} where {2} having not bool_or(upper_inf({0}))").format(
        sql.Identifier(span) if span in table.columns else text,
        source_of(table),
        sql.SQL(predicate or "true"),
    )
    try:
        found = _rows(connection, query)
    except (psycopg.errors.UndefinedFunction, psycopg.DataError):
        # boxes and circles overlap too
        return None
    return found[0][0] if found else None


def native(texts: Sequence[str | None], kind: Type) -> pa.Array:
    """Values that Postgres printed, in the Arrow type in which fields make such values."""
    base, found = kind.base.name, pa.array(texts, pa.string())
    if base.schema == "pg_catalog" and base.name in ("int2", "int4", "int8"):
        return found.cast(pa.int64())
    if base.schema == "pg_catalog" and base.name == "uuid":
        raw = [None if text is None else bytes.fromhex(text.replace("-", "")) for text in texts]
        return pa.array(raw, pa.binary(16))
    return found


def _taken(
    connection: Connection, table: Table, unique: Unique, rows: int, links: Mapping[str, Mapping[str, int]]
) -> Taken:
    columns = [name for name in unique.columns if name is not None]
    ordered = [name for name in columns if table.columns[name].type.base.name.name in _ORDERED]
    source: sql.Composable = source_of(table)
    if unique.predicate is not None:
        # rows that the index does not hold keep nothing from anybody
        source = sql.SQL("{} where {}").format(source, sql.SQL(unique.predicate))
        rows = int(_rows(connection, sql.SQL("select count(*) from {}").format(source))[0][0])
    greatest = _greatest(connection, table, ordered, source)
    keys: frozenset[tuple[str | None, ...]] | None = None
    if len(columns) == len(unique.columns) and rows <= KEYS:
        query = sql.SQL("select distinct {} from {}").format(
            sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns), source
        )
        keys = frozenset(
            tuple(_placed(value, links.get(name)) for name, value in zip(columns, row, strict=True))
            for row in _rows(connection, query)
        )
    return Taken(rows, greatest, keys)


def _greatest(
    connection: Connection, table: Table, columns: Sequence[str], source: sql.Composable
) -> dict[str, Any]:
    """The greatest value of each column; none where it is infinite or beyond what Python can tell."""
    if not columns:
        return {}
    shown = [
        sql.SQL("max({0}) filter (where isfinite({0}))" if _is_moment(table, name) else "max({0})").format(
            sql.Identifier(name)
        )
        for name in columns
    ]
    query = sql.SQL("select {} from {}").format(sql.SQL(", ").join(shown), source)
    try:
        found = zip(columns, _rows(connection, query)[0], strict=True)
    except psycopg.DataError:
        return {}
    return {name: value for name, value in found if value is not None}


def _is_moment(table: Table, name: str) -> bool:
    return table.columns[name].type.base.name.name in ("date", "timestamp", "timestamptz")


def _placed(value: str | None, places: Mapping[str, int] | None) -> str | None:
    if value is None or places is None:
        return value
    return str(places[value]) if value in places else value


def _rows(connection: Connection, query: sql.Composed) -> list[tuple[Any, ...]]:
    """The rows of a query; its error leaves the transaction as it was."""
    with connection.transaction(), connection.cursor(row_factory=tuple_row) as cursor:
        found: list[tuple[Any, ...]] = cursor.execute(query).fetchall()
    return found
