"""What tests name a table by: its model, its factory, its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from ..errors import UnknownName, UsageError
from ..placement import HOME, placed_name

__all__ = ["Relation", "matching", "model_of", "relation_of"]

_KEY = """
select a.attname::text
from pg_index i
cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
where i.indrelid = to_regclass(%s) and i.indisprimary
order by k.place
"""
_COLUMNS = """
select attname::text from pg_attribute
where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped
"""


@dataclass(frozen=True)
class Relation:
    """A table or view in the test's database, with the columns by which its rows are told apart."""

    name: str
    key: tuple[str, ...]
    columns: frozenset[str]

    @property
    def identifier(self) -> sql.Identifier:
        """Its quoted name."""
        schema, _, table = self.name.partition(".")
        return sql.Identifier(schema, table)


def model_of(thing: Any) -> Any:
    """The mapped class of a model or a factory; None for anything else."""
    meta = getattr(thing, "_meta", None)
    model = getattr(meta, "model", None) or thing
    return model if hasattr(model, "__table__") else None


def relation_of(connection: psycopg.Connection[Any], thing: Any, *, schema: str = HOME) -> Relation:
    """The relation that a model, a factory or a name means. Raises UsageError or UnknownName.

    A view, and a table without primary key, is told apart by ``id`` if it has one.
    """
    model = None if isinstance(thing, str) else model_of(thing)
    if model is not None:
        return _of_table(model.__table__, schema)
    name = _name(thing, schema)
    with psycopg.Cursor(connection, row_factory=tuple_row) as cursor:
        columns = frozenset(column for (column,) in cursor.execute(_COLUMNS, [name]).fetchall())
        if not columns:
            raise UnknownName("table", name, _tables(cursor, name.partition(".")[0]))
        key = tuple(column for (column,) in cursor.execute(_KEY, [name]).fetchall())
    return _relation(name, key, columns)


def _of_table(table: Any, schema: str) -> Relation:
    """What the model says; that the database agrees shows when it is asked."""
    name = placed_name(f"{table.schema or HOME}.{table.name}", schema)
    key = tuple(column.name for column in table.primary_key)
    return _relation(name, key, frozenset(column.name for column in table.columns))


def _relation(name: str, key: tuple[str, ...], columns: frozenset[str]) -> Relation:
    return Relation(name, key or (("id",) if "id" in columns else ()), columns)


def matching(relation: Relation, equal: Mapping[str, Any]) -> tuple[sql.Composable, list[Any]]:
    """A condition that these columns have these values, with what is bound. Raises UnknownName."""
    for name in equal:
        if name not in relation.columns:
            raise UnknownName(f"column of {relation.name}", name, relation.columns)
    tests = [sql.SQL("{} is not distinct from %s").format(sql.Identifier(name)) for name in equal]
    return sql.SQL(" and ").join([sql.SQL("true"), *tests]), list(equal.values())


def _name(thing: Any, schema: str) -> str:
    if isinstance(thing, str):
        return thing if "." in thing else f"{schema}.{thing}"
    raise UsageError(
        f"{thing!r} names no table",
        got=type(thing).__name__,
        allowed=("a model", "a factory", "the name of a table"),
    )


def _tables(cursor: psycopg.Cursor[Any], schema: str) -> list[str]:
    found = cursor.execute(
        "select %(schema)s || '.' || relname from pg_class where relnamespace = to_regnamespace(%(schema)s) "
        "and relkind in ('r', 'p', 'v', 'm')",
        {"schema": schema},
    ).fetchall()
    return [name for (name,) in found]
