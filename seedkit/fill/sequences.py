"""Sequences moved beyond the values that were written in their stead."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from ..schema.reflected import Column, Table
from .made import Made
from .serials import Steps
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


#: Where a role may draw from a sequence but not set it.
_DRAW = """
with recursive drawn (value) as (
    select nextval({literal}::regclass)
    union all
    select nextval({literal}::regclass) from drawn
    where case when {step} > 0 then value < {last} else value > {last} end)
select count(*) from drawn
"""

#: Values that are drawn one by one, at most.
_DRAWN = 1_000_000


def advance(connection: psycopg.Connection[Any], made: Made) -> list[str]:
    """Move the sequences of the columns that were written; why not, where the role may not."""
    notes = []
    for column in made.table.columns.values():
        if column.sequence is None or column.name not in made.columns or not _counts(column):
            continue
        field = made.fields.get(column.name)
        ways = [_statement(made.table, column)]
        if isinstance(field, Steps) and made.rows <= _DRAWN and made.accepted is None:
            ways.append(_draws(column, field.step, field.first + field.step * (made.rows - 1)))
        failure = None
        for way in ways:
            try:
                with connection.transaction():
                    connection.execute(way)
            except psycopg.Error as error:
                failure = failure or error.diag.message_primary
            else:
                break
        else:
            notes.append(f"sequence {column.sequence} was not moved: {failure}")
    return notes


def _draws(column: Column, step: int, last: int) -> sql.Composed:
    assert column.sequence is not None
    quoted = column.sequence.identifier.as_string(None)
    return sql.SQL(_DRAW).format(literal=sql.Literal(quoted), step=sql.Literal(step), last=sql.Literal(last))


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
