"""Rows that the target would refuse, taken out of a stage before they are written.

Only tables that the binding says so of are thinned: where the target has a check or a unique that the
product does not know, and where a link may point to a row that was left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from ..bind.binding import BoundTable, Orphan
from ..schema.reflected import Exclusion, Unique
from .live import identifier
from .stage import Stage

__all__ = ["thin"]

#: Whether the row of this alias in this table is one that stays as it is, whatever is staged.
Standing = Callable[[str, str], sql.Composable]
#: The stage of a table whose rows are yet to be written, None for one that was.
Staged = Callable[[str], Stage | None]


def thin(
    connection: psycopg.Connection[Any],
    table: BoundTable,
    stage: Stage,
    *,
    standing: Standing,
    staged: Staged,
) -> int:
    """Delete the staged rows that the target would refuse, and cut the links that lead nowhere; rows deleted."""
    gone = 0
    for expression in table.checks.values():
        gone += _delete(connection, stage, sql.SQL("({}) is false").format(sql.SQL(expression)))
    for unique in table.uniques:
        gone += _single(connection, table, stage, unique, standing)
    for exclusion in table.exclusions:
        gone += _apart(connection, table, stage, exclusion, standing)
    again = True
    while again:
        # a row that goes may be the parent of another in the same stage
        found = sum(_orphaned(connection, stage, orphan, standing, staged) for orphan in table.orphans)
        again = found > 0 and any(orphan.parent == table.name for orphan in table.orphans)
        gone += found
    return gone


def _orphaned(
    connection: psycopg.Connection[Any], stage: Stage, orphan: Orphan, standing: Standing, staged: Staged
) -> int:
    """Rows whose parent is not there are deleted, or lose the link where they can do without."""
    link, key = sql.Identifier("s", orphan.column), sql.Identifier("p", orphan.parent_column)
    held = sql.SQL("exists (select from {} p where {} = {} and {})")
    if orphan.spelled:
        held = sql.SQL("exists (select from {} p where {}::text = {}::text and {})")
    tests = [held.format(identifier(orphan.parent), key, link, standing(orphan.parent, "p"))]
    waiting = stage if orphan.parent == stage.table.name else staged(orphan.parent)
    if waiting is not None:
        tests.append(held.format(waiting.name, key, link, sql.SQL("true")))
    lost = sql.SQL("{} is not null and not ({})").format(link, sql.SQL(" or ").join(tests))
    if orphan.required:
        return _delete(connection, stage, lost)
    connection.execute(
        sql.SQL("update {} s set {} = null where {}").format(stage.name, sql.Identifier(orphan.column), lost)
    )
    return 0


def _single(
    connection: psycopg.Connection[Any], table: BoundTable, stage: Stage, unique: Unique, standing: Standing
) -> int:
    """Of staged rows that the unique takes for one, the first stays; none where another row stands already."""
    expressions = iter(unique.expressions)
    keys: list[sql.Composable] = [
        sql.Identifier("s", c) if c is not None else sql.SQL("({})").format(sql.SQL(next(expressions)))
        for c in unique.columns
    ]
    held: list[sql.Composable] = (
        [sql.SQL("({})").format(sql.SQL(unique.predicate))] if unique.predicate else []
    )
    if unique.nulls_distinct:
        held += [sql.SQL("{} is not null").format(key) for key in keys]
    where = sql.SQL(" and ").join(held or [sql.SQL("true")])
    order: list[sql.Composable] = [
        sql.SQL("{} desc nulls last").format(sql.Identifier("s", c)) for c in table.kept
    ]
    order += [sql.Identifier("s", c) for c in stage.match]
    twins = sql.SQL(
        "s.ctid in (select ctid from (select s.ctid, row_number() over (partition by {keys} order by {order}) n"
        " from {stage} s where {where}) r where n > 1)"
    ).format(keys=_commas(keys), order=_commas(order), stage=stage.name, where=where)
    gone = _delete(connection, stage, twins)
    taken = sql.SQL("{} and {}").format(where, _taken(table, stage, unique, standing))
    return gone + _delete(connection, stage, taken)


def _taken(table: BoundTable, stage: Stage, unique: Unique, standing: Standing) -> sql.Composable:
    """Whether another row of the table stands where a staged one wants to."""
    expressions = iter(unique.expressions)
    # expressions name bare columns: those of the nearest table, t here and the staged row alone in a query of its own
    same = [
        sql.SQL("{} is not distinct from {}").format(sql.Identifier("t", c), sql.Identifier("s", c))
        if c is not None
        else sql.SQL("({0}) is not distinct from (select ({0}) from (select s.*) o)").format(
            sql.SQL(next(expressions))
        )
        for c in unique.columns
    ]
    same += [sql.SQL("({})").format(sql.SQL(unique.predicate))] if unique.predicate else []
    other = [
        sql.SQL("{} is distinct from {}").format(sql.Identifier("t", c), sql.Identifier("s", c))
        for c in stage.match
    ]
    return sql.SQL("exists (select from {} t where {} and ({}) and {})").format(
        identifier(table.name),
        sql.SQL(" and ").join(same),
        sql.SQL(" or ").join(other),
        standing(table.name, "t"),
    )


def _apart(
    connection: psycopg.Connection[Any],
    table: BoundTable,
    stage: Stage,
    exclusion: Exclusion,
    standing: Standing,
) -> int:
    """Staged rows that an exclusion constraint holds against one before them, or against one that stands."""
    ours: list[sql.Composable] = [sql.Identifier("s", c) for c in stage.match]
    others: list[sql.Composable] = [sql.Identifier("o", c) for c in stage.match]
    clash = sql.SQL(" and ").join(
        sql.SQL("{} {} {}").format(
            sql.Identifier("o", element), sql.SQL(operator), sql.Identifier("s", element)
        )
        for element, operator in exclusion.elements
    )
    gone = _delete(
        connection,
        stage,
        sql.SQL("exists (select from {} o where ({}) < ({}) and {})").format(
            stage.name, _commas(others), _commas(ours), clash
        ),
    )
    return gone + _delete(
        connection,
        stage,
        sql.SQL("exists (select from {} o where ({}) <> ({}) and {} and {})").format(
            identifier(table.name), _commas(others), _commas(ours), clash, standing(table.name, "o")
        ),
    )


def _delete(connection: psycopg.Connection[Any], stage: Stage, condition: sql.Composable) -> int:
    return connection.execute(sql.SQL("delete from {} s where {}").format(stage.name, condition)).rowcount


def _commas(parts: list[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)
