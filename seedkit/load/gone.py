"""Rows that a load must delete, listed by key in a temporary table: a set like any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from .keys import points_at
from .live import ForeignKey, LiveTable, identifier

__all__ = ["GoneRows"]


@dataclass(frozen=True)
class GoneRows:
    """Rows to delete, listed by key in a temporary table."""

    table: LiveTable
    key: tuple[str, ...]

    @property
    def name(self) -> sql.Identifier:
        """The temporary table."""
        return sql.Identifier("pg_temp", f"seedkit_gone_{self.table.oid}")

    def open(self, connection: psycopg.Connection[Any]) -> GoneRows:
        """Make the list, or empty it; itself."""
        columns = sql.SQL(", ").join(map(sql.Identifier, self.key))
        connection.execute(
            sql.SQL(
                "create temp table if not exists {} on commit drop as select {} from {} with no data"
            ).format(sql.Identifier(f"seedkit_gone_{self.table.oid}"), columns, identifier(self.table.name))
        )
        connection.execute(sql.SQL("delete from {}").format(self.name))
        return self

    def add(self, connection: psycopg.Connection[Any], condition: sql.Composable) -> int:
        """Add the rows (alias ``t``) for which the condition holds and that are not yet listed."""
        return connection.execute(
            sql.SQL("insert into {} select {} from {} t where {} and not {}").format(
                self.name,
                sql.SQL(", ").join(sql.Identifier("t", c) for c in self.key),
                identifier(self.table.name),
                condition,
                self.holds("t"),
            )
        ).rowcount

    def holds(self, alias: str) -> sql.Composable:
        """Whether the row of this alias is listed."""
        equal = [
            sql.SQL("{} = {}").format(sql.Identifier("g", c), sql.Identifier(alias, c)) for c in self.key
        ]
        return sql.SQL("exists (select from {} g where {})").format(self.name, sql.SQL(" and ").join(equal))

    def reached(self, foreign_key: ForeignKey, child: str) -> sql.Composable:
        """Whether the child row of this alias refers to a listed row."""
        return points_at(foreign_key, child, self.holds("p"))
