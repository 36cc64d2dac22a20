"""What the foreign keys of a table may point to: rows of this fill, rows that were there, or only some of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from psycopg import sql
from psycopg.rows import tuple_row

from ..entropy import I64
from ..load.values import text_column
from ..schema.reflected import ForeignKey, Name, Table
from .arrange import Arrangement, joint_key
from .joint import Joint, joint_pairs
from .made import Made, Rowset, Target
from .stored import source_of, stored_columns
from .triggers import derived_columns

if TYPE_CHECKING:
    from .plan import Plan

#: Rows that were there and are asked whom they point to, at most.
HELD = 200_000

__all__ = ["Targets", "nullable_columns", "opposite", "parts_once"]

Connection = psycopg.Connection[Any]


class Targets:
    """The rows to point to, as far as they are known: they change while tables are written.

    ``sources`` are the rows of this fill by table, ``written`` the tables that have theirs.
    """

    def __init__(self, connection: Connection, plan: Plan, sources: Mapping[Name, Rowset]) -> None:
        self.connection, self.plan = connection, plan
        self.sources: dict[Name, Rowset] = dict(sources)
        self.written: set[Name] = set()
        self._stored: dict[Name, dict[tuple[Name, tuple[str, ...]], Mapping[str, pa.Array]]] = {}
        self._read_back: set[Name] = set()

    def of(self, key: ForeignKey) -> Target:
        """What a foreign key may point to."""
        stored = self._read(key.target, tuple(dict.fromkeys(key.target_columns)))
        return Target({} if self._is_read(key) else self.sources, key.target, stored)

    def size(self, key: ForeignKey) -> int:
        """How many rows that is, or will be when the target has its own."""
        target, root = self.of(key), self._root(key.target)
        if root in self.written or (not self._is_read(key) and key.target in self.sources):
            return target.size
        return target.held + (0 if root in self.plan.blocked else self.plan.selection.asked.get(root, 0))

    def wrote(self, names: Iterable[Name]) -> None:
        """These tables have their rows: what has to be read from them can be."""
        names = list(names)
        self.written.update(names)
        # triggers may have changed what was read back from others as well
        self._forget({*names, *self._read_back})

    def again(self, names: Iterable[Name]) -> None:
        """The rows of these tables were undone."""
        self.written.difference_update(names)
        self._forget(set(names))

    def allowed(self, table: Table, arrangement: Arrangement) -> dict[str, I64]:
        """For each link the places that it may take, where these are not all.

        Others have to find a row that agrees, and checks of the table may speak of the columns that
        the link alone writes: of these the server knows which rows to point to satisfy them.
        """
        allowed: dict[str, I64] = {}
        for key in arrangement.chosen:
            known = self.is_known(table, key.target)
            target = self.of(key)
            if key.name in arrangement.bound or not target.size or not (known or key.target in self.sources):
                continue
            fits = self._free(table, key, target) & self._fresh(table, key, target)
            if known:
                fits &= self._passing(table, key, target)
                for other, shared in self._depending(table, arrangement, key):
                    fits &= self._agreeing(key, other, shared)
                for columns in parts_once(table, key):
                    fits &= self._told_by(table, key, target, columns, fits)
            if not fits.all():
                allowed[key.name] = np.flatnonzero(fits)
        return allowed

    def _depending(
        self, table: Table, arrangement: Arrangement, key: ForeignKey
    ) -> Iterator[tuple[ForeignKey, tuple[str, ...]]]:
        """The foreign keys that must find a row agreeing with what this one chose, and in which columns."""
        for other in arrangement.depends(key):
            shared = arrangement.bound.get(other.name, other.columns)
            required = set(shared) <= set(key.columns) and not nullable_columns(table, other)
            if required and self.is_known(table, other.target):
                yield other, shared

    def joints(self, table: Table, arrangement: Arrangement, allowed: Mapping[str, I64]) -> dict[str, Joint]:
        """Pairs of links that are chosen as one, by name."""
        found = {}
        for free, bound in joint_pairs(table, arrangement):
            if not (self.is_known(table, free.target) and self.is_known(table, bound.target)):
                continue
            shared = arrangement.bound[bound.name]
            target = self.of(free)
            places = allowed.get(free.name, np.arange(target.size, dtype=np.int64))
            wanted = joint_key([target.column(opposite(free, name), places) for name in shared])
            groups = self.of(bound).groups([opposite(bound, name) for name in shared])
            joint = Joint(free, bound, places, wanted, groups)
            if joint.size:
                found[joint.name] = joint
        return found

    def tells_apart(self, key: ForeignKey, columns: Iterable[str], allowed: I64 | None) -> bool:
        """Whether rows to point to differ in these columns of a link already."""
        target, columns = self.of(key), list(columns)
        places = np.arange(target.size, dtype=np.int64) if allowed is None else allowed
        if not columns:
            return len(places) <= 1
        keys = joint_key([target.column(opposite(key, name), places) for name in columns])
        return len(keys.unique()) == len(keys)

    def texts(self, key: ForeignKey) -> dict[str, int]:
        """The places of the rows that were there, by their key as text; for keys of one column."""
        target = self.of(key)
        if len(key.columns) != 1 or not target.held:
            return {}
        first = self.size(key) - target.held
        texts = text_column(target.stored[key.target_columns[0]]).to_pylist()
        return {text: first + place for place, text in enumerate(texts)}

    def depends_on_rows(self, table: Table, arrangement: Arrangement) -> bool:
        """Whether what may be pointed to is only known when the targets are written: the rows, not their number."""
        agreeing = arrangement.bound or arrangement.implied
        return any(
            self._root(key.target) in self.plan.tables
            and bool(
                agreeing
                or _conditions(table, key)
                or any(parts_once(table, key))
                or (_once(table, key) and not table.empty)
            )
            for key in arrangement.chosen
        )

    def _root(self, name: Name) -> Name:
        return self.plan.roots.get(name, name)

    def _is_read(self, key: ForeignKey) -> bool:
        """Whether the keys to point to are written by the server, so that they have to be read from it."""
        return self._by_server(key.target, key.target_columns) or self._root(key.target) != key.target

    def _by_server(self, name: Name, columns: Iterable[str]) -> bool:
        """Whether the server has the last word on some of these columns of a table that is filled."""
        made = self.sources.get(name)
        if not isinstance(made, Made):
            return False
        return not set(columns) <= set(made.columns) - derived_columns(made.table)

    def is_known(self, table: Table, name: Name) -> bool:
        """Whether the keys of this table are known already: it was there, or comes before."""
        return name != table.name and (name in self.sources or name not in self.plan.tables)

    def _forget(self, names: set[Name]) -> None:
        # what was there before the fill stays what it was
        for root in names:
            known = self._stored.get(root, {})
            for name, columns in list(known):
                if name != root or self._by_server(name, columns):
                    del known[name, columns]

    def _read(self, name: Name, columns: tuple[str, ...]) -> Mapping[str, pa.Array]:
        root = self._root(name)
        known = self._stored.setdefault(root, {})
        if (name, columns) not in known:
            table = self.plan.database.tables.get(name)
            fresh = root in self.written and (name != root or self._by_server(name, columns))
            read = table is not None and (fresh or not table.empty)
            known[name, columns] = self._columns(table, columns) if table and read else {}
            if fresh:
                self._read_back.add(root)
        return known[name, columns]

    def _columns(self, table: Table, columns: tuple[str, ...]) -> Mapping[str, pa.Array]:
        try:
            return stored_columns(self.connection, table, columns)
        except psycopg.errors.InsufficientPrivilege:
            # rows that this role may not see are none that it could point to
            return {}

    def _agreeing(self, key: ForeignKey, other: ForeignKey, shared: Iterable[str]) -> Any:
        """For which rows of one target another holds a row that is the same in the shared columns."""
        target = self.of(key)
        places = np.arange(target.size, dtype=np.int64)
        wanted = joint_key([target.column(opposite(key, name), places) for name in shared])
        return self.of(other).groups([opposite(other, name) for name in shared]).has(wanted)

    def _passing(self, table: Table, key: ForeignKey, target: Target) -> Any:
        """For which rows of the target the checks over the link's columns hold."""
        everything = np.ones(target.size, dtype=bool)
        conditions = _conditions(table, key)
        if not conditions or (
            self._root(key.target) in self.plan.tables and self._root(key.target) not in self.written
        ):
            return everything
        try:
            with self.connection.transaction(), self.connection.cursor(row_factory=tuple_row) as cursor:
                rows = cursor.execute(
                    _passing_keys(self.plan.database[key.target], table, key, conditions)
                ).fetchall()
        except psycopg.Error:
            return everything
        columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(len(key.columns))]
        places = np.arange(target.size, dtype=np.int64)
        keys = joint_key([target.column(name, places) for name in key.target_columns])
        return pc.is_in(keys, value_set=joint_key(columns)).to_numpy(zero_copy_only=False)

    def _free(self, table: Table, key: ForeignKey, target: Target) -> Any:
        """Which rows of the target no row that is there points to yet, where each may be pointed to once."""
        free = np.ones(target.size, dtype=bool)
        if table.empty or not target.held or not _once(table, key):
            return free
        held = stored_columns(self.connection, table, key.columns, limit=HELD)
        places = np.arange(target.size - target.held, target.size, dtype=np.int64)
        keys = joint_key([target.column(name, places) for name in key.target_columns])
        taken = pc.is_in(keys, value_set=joint_key(list(held.values())))
        free[places] = ~taken.to_numpy(zero_copy_only=False)
        return free

    def _told_by(
        self, table: Table, key: ForeignKey, target: Target, columns: Sequence[str], fits: Any
    ) -> Any:
        """Of the fitting rows of the target, the first for each value of a part of the key that is unique itself."""
        places = np.arange(target.size, dtype=np.int64)
        values = joint_key([target.column(opposite(key, name), places) for name in columns])
        if not table.empty:
            held = joint_key(list(stored_columns(self.connection, table, columns, limit=HELD).values()))
            fits = fits & ~pc.is_in(values, value_set=held).to_numpy(zero_copy_only=False)
        codes = values.dictionary_encode().indices.to_numpy(zero_copy_only=False)
        chosen = np.flatnonzero(fits)
        first = np.zeros(target.size, dtype=bool)
        first[chosen[np.unique(codes[chosen], return_index=True)[1]]] = True
        return first

    def _fresh(self, table: Table, key: ForeignKey, target: Target) -> Any:
        """The rows of this fill, where one of these keys has to tell rows apart: nothing that is there points to them."""
        fits = np.ones(target.size, dtype=bool)
        made = target.size - target.held
        if table.empty or not target.held or made < self.plan.selection.asked.get(table.name, 0):
            return fits
        for unique in table.uniques:
            keys = [k for k in table.foreign_keys if set(k.columns) <= set(unique.columns)]
            newest = max(keys, key=lambda k: (self.of(k).size - self.of(k).held, k.name), default=None)
            if newest is not None and newest.name == key.name:
                fits[made:] = False
        return fits


def opposite(key: ForeignKey, column: str) -> str:
    """The column of the target that a column of a foreign key refers to."""
    return key.target_columns[key.columns.index(column)]


def nullable_columns(table: Table, key: ForeignKey) -> tuple[str, ...]:
    """The columns that make a foreign key point nowhere by being null; empty if it must point somewhere."""
    free = [name for name in key.columns if not table.columns[name].not_null]
    if key.match == "full" and len(free) < len(key.columns):
        return ()
    shared = {name for other in table.foreign_keys if other is not key for name in other.columns}
    return tuple([name for name in free if name not in shared] or free)


def _once(table: Table, key: ForeignKey) -> bool:
    """Whether each row of the target may be pointed to by one row at most."""
    return any(set(unique.columns) == set(key.columns) for unique in table.uniques)


def parts_once(table: Table, key: ForeignKey) -> Iterator[tuple[str, ...]]:
    """The parts of a key of several columns in which rows have to differ, whatever the rest of it is."""
    for unique in table.uniques:
        columns = tuple(name for name in unique.columns if name is not None)
        if unique.plain and set(columns) < set(key.columns):
            yield columns


def _conditions(table: Table, key: ForeignKey) -> list[str]:
    """What a row to point to has to satisfy: checks over columns of the link alone, and generated ones."""
    columns = set(key.columns)
    found = [check.expression for check in table.checks if check.columns and set(check.columns) <= columns]
    for name in key.columns:
        column = table.columns[name]
        if column.generated and not any(_mentions(column.generated, other) for other in table.columns):
            found.append(f"{sql.Identifier(name).as_string(None)} = {column.generated}")
    return found


def _mentions(expression: str, column: str) -> bool:
    return re.search(rf"\b{re.escape(column)}\b", expression) is not None


def _passing_keys(target: Table, table: Table, key: ForeignKey, conditions: Iterable[str]) -> sql.Composed:
    """The keys of the target under the names that they have in the table, where the conditions hold."""
    pairs = list(zip(key.target_columns, key.columns, strict=True))
    return sql.SQL("select {} from (select {} from {}) as {} where {}").format(
        sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(mine)) for _, mine in pairs),
        sql.SQL(", ").join(
            sql.SQL("{} as {}").format(sql.Identifier(theirs), sql.Identifier(mine)) for theirs, mine in pairs
        ),
        source_of(target),
        sql.Identifier(table.name.name),
        sql.SQL(" and ").join(sql.SQL("({}) is not false").format(sql.SQL(text)) for text in conditions),
    )
