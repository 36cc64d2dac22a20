"""Functions in checks that always give the same: asked for once, and written out as constants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from ..schema.reflected import Name, Table

__all__ = ["constants_of", "with_constants"]

Connection = psycopg.Connection[Any]

_FUNCTIONS = """
select n.nspname, p.proname, format_type(p.prorettype, null) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.pronargs = 0 and p.provolatile = 'i' and p.prokind = 'f' and not p.proretset
and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and p.prorettype <> 'trigger'::regtype
order by 1, 2
"""


def constants_of(connection: Connection, tables: Iterable[Table]) -> dict[str, str]:
    """What immutable functions without arguments give, as expressions by their calls; only those that checks call."""
    texts = [check.expression for table in tables for check in table.checks if "()" in check.expression]
    if not texts:
        return {}
    with connection.cursor(row_factory=tuple_row) as cursor:
        functions = cursor.execute(_FUNCTIONS).fetchall()
    found: dict[str, str] = {}
    for schema, name, kind in functions:
        called = Name(schema, name).identifier.as_string(None) + "()"
        # the server leaves out quotes that nobody needs, and schemas of its search path
        spelled = {called, called.replace('"', ""), name + "()", f"{schema}.{name}()"}
        used = {s for s in spelled if any(re.search(_call(s), text) for text in texts)}
        value = _value(connection, called) if used else None
        if value is not None:
            found |= dict.fromkeys(used, f"{sql.Literal(value).as_string(None)}::{kind}")
    return found


def with_constants(table: Table, constants: Mapping[str, str]) -> Table:
    """The table, its checks with the constants in place of the calls."""
    if not constants:
        return table

    def spell(expression: str) -> str:
        for called in sorted(constants, key=len, reverse=True):
            expression = re.sub(_call(called), lambda _, c=called: constants[c], expression)  # type: ignore[misc]
        return expression

    checks = tuple(replace(check, expression=spell(check.expression)) for check in table.checks)
    return replace(table, checks=checks)


def _call(called: str) -> str:
    """A pattern for a call that is not the end of a longer name."""
    return rf"""(?<![\w."]){re.escape(called)}"""


def _value(connection: Connection, called: str) -> str | None:
    """What a call gives, as text; None where it gives nothing or an error."""
    try:
        with connection.transaction(), connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(f"select {called}::text".encode()).fetchone()
    except psycopg.Error:
        return None
    return None if row is None else row[0]
