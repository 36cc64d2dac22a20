"""Catalogue rows: looked up by natural key, inserted if missing, never doubled, shared by all loads."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from .keys import key_expression
from .live import LiveTable, identifier, read_foreign_keys
from .preflight import BoundPlan
from .stage import Stage

__all__ = ["delete_unused", "insert_reference", "known_rows"]


def known_rows(
    connection: psycopg.Connection[Any], bound: BoundPlan
) -> dict[str, dict[tuple[Any, ...], Any]]:
    """The catalogue rows that the target holds, whoever made them: ``{table: {natural key: key}}``."""
    known: dict[str, dict[tuple[Any, ...], Any]] = {}
    for name, planned in bound.planned.items():
        if not (planned.reference and planned.natural and planned.key):
            continue
        columns = sql.SQL(", ").join(map(sql.Identifier, (*planned.natural, *planned.key)))
        rows = connection.execute(sql.SQL("select {} from {}").format(columns, identifier(name))).fetchall()
        width = len(planned.natural)
        known[name] = {r[:width]: r[width] if len(planned.key) == 1 else r[width:] for r in rows}
    return known


def insert_reference(
    connection: psycopg.Connection[Any], stage: Stage, natural: tuple[str, ...], load: int
) -> int:
    """Insert the staged rows that are missing and record them; rows inserted.

    Rows that another load inserted are recorded for this one too: they go with the last
    load that used them. Rows that nobody recorded belong to the schema, and stay.
    """
    missing = stage.keys_missing(natural or stage.match)
    inserted = stage.insert_missing(natural or stage.match)
    name = stage.table.name
    connection.execute(
        """insert into seedkit.rows (load_id, table_name, key)
           select %(load)s, %(table)s, key from unnest(%(keys)s::text[]) key
           union select %(load)s, %(table)s, key from seedkit.rows
                 where table_name = %(table)s and key = any(%(used)s::text[])
           on conflict do nothing""",
        {"load": load, "table": name, "keys": missing, "used": stage.keys_present(natural or stage.match)},
    )
    return inserted


def delete_unused(
    connection: psycopg.Connection[Any], table: LiveTable, key: tuple[str, ...], load: int
) -> int:
    """Delete the catalogue rows that only this load recorded and no row refers to; rows deleted."""
    conditions = [
        sql.SQL(
            "exists (select from seedkit.rows r where r.load_id = {load} and r.table_name = {table} and r.key = {key})"
            " and not exists (select from seedkit.rows r where r.load_id <> {load} and r.table_name = {table}"
            " and r.key = {key})"
        ).format(load=sql.Literal(load), table=sql.Literal(table.name), key=key_expression(key, "p"))
    ]
    for foreign_key in read_foreign_keys(connection, [table.name]):
        pairs = zip(foreign_key.child_columns, foreign_key.parent_columns, strict=True)
        refers = [sql.SQL("{} = {}").format(sql.Identifier("c", a), sql.Identifier("p", b)) for a, b in pairs]
        conditions.append(
            sql.SQL("not exists (select from {} c where {})").format(
                identifier(foreign_key.child), sql.SQL(" and ").join(refers)
            )
        )
    query = sql.SQL("delete from {} p where {}").format(
        identifier(table.name), sql.SQL(" and ").join(conditions)
    )
    return connection.execute(query).rowcount
