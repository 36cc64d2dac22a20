"""Sets of rows of a load, as conditions in SQL: by range of keys, or by what the ledger recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from psycopg import sql

from ..entropy import MAX_COPIES, key_range
from .live import ForeignKey, LiveTable, identifier

__all__ = ["KeyRange", "RowSet", "Rows", "Written", "copy_of", "key_expression", "points_at"]


class Rows(Protocol):
    """Some rows of one table, as SQL conditions on an alias of it."""

    @property
    def table(self) -> LiveTable: ...
    @property
    def key(self) -> tuple[str, ...]: ...

    def holds(self, alias: str) -> sql.Composable:
        """Whether the row of this alias is one of them."""
        ...

    def reached(self, foreign_key: ForeignKey, child: str) -> sql.Composable:
        """Whether the child row of this alias refers to one of them."""
        ...


@dataclass(frozen=True)
class KeyRange:
    """The keys of some copies of a load, both ends included."""

    low: UUID
    high: UUID

    @classmethod
    def of(cls, tag: int, first: int = 0, last: int = MAX_COPIES - 1) -> KeyRange:
        """The keys of the copies ``first`` to ``last``; by default of all, shared rows included."""
        return cls(*key_range(tag, first, last))

    def holds(self, column: sql.Composable) -> sql.Composed:
        """Whether this column's value is one of the keys."""
        return sql.SQL("{} between {}::uuid and {}::uuid").format(
            column, sql.Literal(str(self.low)), sql.Literal(str(self.high))
        )


@dataclass(frozen=True)
class RowSet:
    """Rows of one table: those whose ``origin`` is in ``keys``, and those recorded for ``load``."""

    table: LiveTable
    key: tuple[str, ...]
    origin: str | None = None
    keys: KeyRange | None = None
    load: int | None = None

    def holds(self, alias: str) -> sql.Composable:
        """Whether the row of this alias is in the set."""
        tests: list[sql.Composable] = []
        if self.origin and self.keys:
            tests.append(self.keys.holds(sql.Identifier(alias, self.origin)))
        if self.load is not None:
            tests.append(recorded(self.table.name, self.key, alias, self.load))
        return sql.SQL("({})").format(sql.SQL(" or ").join(tests)) if tests else sql.SQL("false")

    def reached(self, foreign_key: ForeignKey, child: str) -> sql.Composable:
        """Whether the child row of this alias refers to a row of the set."""
        if self.load is None and self.keys and foreign_key.parent_columns == (self.origin,):
            # no join: the key alone tells
            return self.keys.holds(sql.Identifier(child, foreign_key.child_columns[0]))
        return points_at(foreign_key, child, self.holds("p"))


@dataclass(frozen=True)
class Written:
    """The rows of one table that some transactions wrote: ``xids`` as a literal of ``xid[]``."""

    table: LiveTable
    key: tuple[str, ...]
    xids: str

    def holds(self, alias: str) -> sql.Composable:
        """Whether one of these transactions wrote the row of this alias last."""
        return sql.SQL("{}.xmin = any({}::xid[])").format(sql.Identifier(alias), sql.Literal(self.xids))

    def reached(self, foreign_key: ForeignKey, child: str) -> sql.Composable:
        """Whether the child row of this alias refers to one of them."""
        return points_at(foreign_key, child, self.holds("p"))


def points_at(foreign_key: ForeignKey, child: str, parent: sql.Composable) -> sql.Composable:
    """Whether a child row refers to a parent row for which a condition on alias ``p`` holds."""
    pairs = zip(foreign_key.parent_columns, foreign_key.child_columns, strict=True)
    equal = [sql.SQL("{} = {}").format(sql.Identifier("p", a), sql.Identifier(child, b)) for a, b in pairs]
    return sql.SQL("exists (select from {} p where {} and {})").format(
        identifier(foreign_key.parent), sql.SQL(" and ").join(equal), parent
    )


def recorded(table: str, key: tuple[str, ...], alias: str, load: int) -> sql.Composed:
    """Whether ``seedkit.rows`` lists the row of this alias for this load."""
    return sql.SQL(
        "exists (select from seedkit.rows r where r.load_id = {} and r.table_name = {} and r.key = {})"
    ).format(sql.Literal(load), sql.Literal(table), key_expression(key, alias))


def key_expression(key: tuple[str, ...], alias: str) -> sql.Composable:
    """The key of a row as one text: itself, or a JSON array of its columns."""
    texts = [sql.SQL("{}::text").format(sql.Identifier(alias, column)) for column in key]
    if len(texts) == 1:
        return texts[0]
    return sql.SQL("jsonb_build_array({})::text").format(sql.SQL(", ").join(texts))


def copy_of(key: UUID) -> int:
    """The copy that a key of ours tells."""
    high = key.int >> 64
    return (high >> 16 & 0xFFFF) << 12 | high & 0xFFF
