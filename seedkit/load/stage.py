"""A temporary table beside a live one: rows are compared in the server, and only differences written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import psycopg
from psycopg import sql

from .copy import copy_batch
from .keys import key_expression
from .live import LiveTable, identifier
from .overlap import Part

__all__ = ["Stage"]

#: Types without an equality operator; their text is compared.
_NO_EQUALITY = frozenset(
    {
        *("json", "jsonpath", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"),
        *("pg_snapshot", "txid_snapshot", "refcursor"),
    }
)

T, S = sql.Identifier("t"), sql.Identifier("s")


class Stage:
    """Generated rows of one table, waiting in ``pg_temp``; dropped with the transaction.

    ``match`` are the columns by which a row is found again. ``ours``, a condition on alias ``t``,
    says which rows nobody else has touched: only those are ever updated.
    """

    ours: sql.Composable = sql.SQL("true")

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        table: LiveTable,
        columns: tuple[str, ...],
        match: tuple[str, ...],
    ) -> None:
        self.table, self.columns, self.match = table, columns, match
        self._connection = connection
        self.name = sql.Identifier("pg_temp", f"seedkit_stage_{table.oid}")
        self._live = identifier(table.name)
        self._run("drop table if exists {stage}")
        self._run("create temp table {stage} on commit drop as select {columns} from {live} with no data")

    def fill(self, part: Part) -> int:
        """COPY a part into the stage; the number of rows."""
        with self._connection.cursor() as cursor:
            return copy_batch(cursor, part.encoder, part.batch, part.chunks, into=self.name)

    def empty(self) -> None:
        """Forget the staged rows."""
        self._run("truncate {stage}")

    def insert_missing(self, on: tuple[str, ...] | None = None) -> int:
        """Insert staged rows that the table does not hold, as told by ``on`` (default: the match)."""
        return self._run(
            "insert into {live} ({columns}) overriding system value select {columns} from {stage} s"
            " where not exists (select from {live} t where {same})",
            same=_all_equal(on or self.match, T, S, nulls=on is not None),
        ).rowcount

    def update_distinct(self) -> int:
        """Update untouched rows whose content differs from the staged."""
        if not self._others():
            return 0
        return self._run(
            "update {live} t set {assign} from {stage} s where {same} and {ours} and ({differs})",
            assign=_commas(sql.SQL("{} = {}").format(sql.Identifier(c), _of(S, c)) for c in self._others()),
        ).rowcount

    def found(self) -> int:
        """How many of the staged rows the table holds already."""
        row = self._run("select count(*) from {live} t join {stage} s on {same}").fetchone()
        return int(row[0]) if row else 0

    def keys_missing(self, on: tuple[str, ...]) -> list[str]:
        """Keys of the staged rows that the table does not hold, as told by the columns ``on``."""
        return self._keys("s", "{stage} s where not exists (select from {live} t where {equal})", on)

    def keys_present(self, on: tuple[str, ...]) -> list[str]:
        """Keys of the table's rows that are among the staged, as told by the columns ``on``."""
        return self._keys("t", "{live} t where exists (select from {stage} s where {equal})", on)

    def edited(self) -> tuple[int, list[str]]:
        """Rows that somebody else touched and whose content differs: how many, and up to five keys."""
        return self._listed("{same} and not {ours} and ({differs})")

    def rewritten(self) -> tuple[str, ...]:
        """The columns in which some row holds another value than the staged: what triggers left."""
        tests = _commas(
            sql.SQL("coalesce(bool_or({}), false)").format(self._differ(c)) for c in self._others()
        )
        row = self._run("select {tests} from {live} t join {stage} s on {same}", tests=tests).fetchone()
        return tuple(c for c, differs in zip(self._others(), row or (), strict=True) if differs)

    def record(self, load: int) -> None:
        """Note the keys of the staged rows in ``seedkit.rows``: their keys do not tell their load."""
        self._run(
            "insert into seedkit.rows (load_id, table_name, key) select {load}, {table}, {key} from {stage} s"
            " on conflict do nothing",
            load=sql.Literal(load),
            table=sql.Literal(self.table.name),
            key=key_expression(self.match, "s"),
        )

    def holds(self, alias: str) -> sql.Composable:
        """Whether the row of this alias is staged."""
        same = _all_equal(self.match, sql.Identifier(alias), S)
        return sql.SQL("exists (select from {} s where {})").format(self.name, same)

    def changed(self, columns: Collection[str]) -> sql.Composable:
        """Whether the row ``t`` is staged with another value in one of these columns."""
        differs = _any(self._differ(c) for c in self._others() if c in columns)
        return sql.SQL("exists (select from {} s where {} and ({}))").format(self.name, self.same, differs)

    @property
    def same(self) -> sql.Composable:
        """A condition on ``t`` and ``s``: they are the same row."""
        return _all_equal(self.match, T, S)

    def _others(self) -> tuple[str, ...]:
        return tuple(c for c in self.columns if c not in self.match)

    def _differ(self, column: str) -> sql.Composable:
        live = self.table.columns[column]
        text = sql.SQL("::text" if live.base in _NO_EQUALITY else "")
        return sql.SQL("{}{text} is distinct from {}{text}").format(_of(T, column), _of(S, column), text=text)

    def _listed(self, condition: str) -> tuple[int, list[str]]:
        row = self._run(
            "select count(*), (array_agg({key}))[1:5] from {live} t join {stage} s on " + condition,
            key=key_expression(self.match, "t"),
        ).fetchone()
        return (row[0], list(row[1] or [])) if row else (0, [])

    def _keys(self, alias: str, rows: str, on: tuple[str, ...]) -> list[str]:
        equal = _all_equal(on, T, S, nulls=True)
        found = self._run("select {key} from " + rows, key=key_expression(self.match, alias), equal=equal)
        return [key for (key,) in found.fetchall()]

    def _run(self, query: str, **parts: sql.Composable) -> psycopg.Cursor[Any]:
        known = {
            "live": self._live,
            "stage": self.name,
            "columns": _commas(map(sql.Identifier, self.columns)),
            "ours": self.ours,
        }
        if self.match:
            known["same"] = self.same
        if "{differs}" in query:
            known["differs"] = _any(self._differ(c) for c in self._others())
        return self._connection.execute(sql.SQL(query).format(**{**known, **parts}))


def _of(alias: sql.Identifier, column: str) -> sql.Composed:
    return sql.SQL("{}.{}").format(alias, sql.Identifier(column))


def _commas(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)


def _any(conditions: Iterable[sql.Composable]) -> sql.Composable:
    listed = list(conditions)
    return sql.SQL(" or ").join(listed) if listed else sql.SQL("false")


def _all_equal(
    columns: Iterable[str], left: sql.Identifier, right: sql.Identifier, *, nulls: bool = False
) -> sql.Composable:
    compare = sql.SQL("{} is not distinct from {}" if nulls else "{} = {}")
    return sql.SQL(" and ").join(compare.format(_of(left, c), _of(right, c)) for c in columns)
