"""Sequences moved beyond the values that were written in their stead."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from ..schema.reflected import Column, Table
from .made import Made
from .stored import source_of

__all__ = ["advance"]

_WHOLE = frozenset({"int2", "int4", "int8", "numeric"})

_ADVANCE = """
select setval({literal}::regclass, value::bigint)
from (select s.seqincrement as step, s.seqmin, s.seqmax,
             case when s.seqincrement > 0 then (select max({column}) from {table})
                  else (select min({column}) from {table}) end as value
      from pg_catalog.pg_sequence s where s.seqrelid = {literal}::regclass) found, {sequence} now
where value between seqmin and seqmax
      and case when step > 0 then value >= now.last_value else value <= now.last_value end
"""


def advance(connection: psycopg.Connection[Any], made: Made) -> list[str]:
    """Move the sequences of the columns that were written; why not, where the role may not."""
    notes = []
    for column in made.table.columns.values():
        if column.sequence is None or column.name not in made.columns or not _counts(column):
            continue
        try:
            with connection.transaction():
                connection.execute(_statement(made.table, column))
        except psycopg.Error as error:
            notes.append(f"sequence {column.sequence} was not moved: {error.diag.message_primary}")
    return notes


def _counts(column: Column) -> bool:
    """Whether the column holds the sequence's numbers rather than something made of them."""
    return column.type.base.name.name in _WHOLE


def _statement(table: Table, column: Column) -> sql.Composed:
    assert column.sequence is not None
    quoted = column.sequence.identifier.as_string(None)
    return sql.SQL(_ADVANCE).format(
        literal=sql.Literal(quoted),
        column=sql.Identifier(column.name),
        table=source_of(table),
        sequence=column.sequence.identifier,
    )
