"""The plan of a fill: what each table gets, in which order, and what it will not get and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa

from ..entropy import I64
from ..infer import infer_table
from ..load.values import text_column
from ..schema.reflected import Database, ForeignKey, Name, Table
from ..scope import Scope
from .arrange import Arrangement, arrange, given_columns, joint_key, must_cover
from .made import Made, Rowset, Target
from .order import Order
from .partitions import PARTITIONS
from .request import Request
from .selection import Selection
from .stored import stored_columns, taken_of

__all__ = ["Plan", "Planner"]

Connection = psycopg.Connection[Any]


@dataclass
class Plan:
    """What will be written.

    ``tables`` are those to fill, as they are filled (``roots``: partitions that links point to, and
    the tables that are filled in their stead); ``made`` how, in the order of writing;
    ``people``: whether there are users to own rows;
    ``blocked`` those of which no row can exist, with the reasons.
    """

    database: Database
    request: Request
    scope: Scope
    selection: Selection
    tables: Mapping[Name, Table]
    order: Order
    roots: Mapping[Name, Name] = field(default_factory=dict)
    people: bool = False
    made: dict[Name, Made] = field(default_factory=dict)
    blocked: dict[Name, tuple[str, ...]] = field(default_factory=dict)
    notes: dict[Name, tuple[str, ...]] = field(default_factory=dict)


class Planner:
    """Makes a plan, and makes parts of it anew when a table got other rows than planned.

    ``sources`` are the rows that links may point to besides those that were there.
    """

    def __init__(
        self, connection: Connection, plan: Plan, sources: Mapping[Name, Rowset] | None = None
    ) -> None:
        self.connection, self.plan = connection, plan
        self.sources: dict[Name, Rowset] = dict(sources or {})
        self._stored: dict[tuple[Name, tuple[str, ...]], Mapping[str, pa.Array]] = {}
        self._sizes: dict[Name, dict[str, int]] = {}
        self._written: set[Name] = set()
        self._given = given_columns(plan.tables)
        self._cover = must_cover(plan.tables, self._given)
        #: Fewer rows than asked, where the server took no more.
        self.caps: dict[Name, int] = {}

    def plan_all(self) -> None:
        """Infer every table in order; a circle until its numbers agree."""
        for name in self.plan.order.names:
            self.infer(name)
        for _ in range(5):
            changed = [name for name in self.plan.tables if self.outdated(name)]
            if not changed:
                return
            for name in changed:
                self.infer(name)

    def wrote(self, names: Iterable[Name]) -> None:
        """These tables have their rows; whoever points to partitions of them may look."""
        self._written.update(names)
        for name, columns in list(self._stored):
            if self.plan.roots.get(name, name) in self._written - {name}:
                del self._stored[name, columns]

    def again(self, names: Iterable[Name]) -> None:
        """These tables are to be written anew, in other numbers."""
        names = list(names)
        self._written.difference_update(names)
        for _ in range(3):
            for name in names:
                self.infer(name)

    def outdated(self, name: Name) -> bool:
        """Whether there are more or fewer rows to point to than when the table was inferred."""
        return name in self._sizes and self._sizes[name] != self._sizes_of(self.plan.tables[name])

    def infer(self, name: Name) -> None:
        """Decide how the rows of a table are made, from what there is to point to."""
        plan, table = self.plan, self.plan.tables[name]
        asked = min(plan.selection.asked[name], self.caps.get(name, plan.selection.asked[name]))
        targets = {key.name: self.target(key) for key in table.foreign_keys}
        sizes = self._sizes[name] = self._sizes_of(table)
        empty = [key for key in table.foreign_keys if not sizes[key.name]]
        forced = [key for key in empty if not _nullable(table, key)]
        if forced and asked:
            self._block(name, tuple(self._why_empty(key) for key in forced))
            return
        if any(check.name == PARTITIONS and check.expression == "false" for check in table.checks):
            self._block(name, ("it has no partition: no row has a place",))
            return
        nulls = {column for key in empty for column in _nullable(table, key)}
        shown = replace(table, foreign_keys=tuple(k for k in table.foreign_keys if k not in empty))
        arrangement = arrange(shown, self._given[name])
        # what the circle of keys begins with is no link to those who make its values
        shown = replace(
            shown, foreign_keys=tuple(k for k in shown.foreign_keys if not set(k.columns) & self._given[name])
        )
        allowed = self._allowed(shown, arrangement, targets)
        lonely = [key for key, places in allowed.items() if not len(places)]
        if lonely and asked:
            self._block(
                name, tuple(f"{key}: no row of its target agrees with the other keys" for key in lonely)
            )
            return
        counts = {
            key.name: len(allowed[key.name]) if key.name in allowed else sizes[key.name]
            for key in shown.foreign_keys
        }
        inferred = infer_table(
            plan.database,
            shown,
            rows=asked,
            targets=counts,
            taken=taken_of(self.connection, table, self._places(shown, targets)),
        )
        if inferred.impossible:
            self._block(name, inferred.impossible)
            return
        rows = asked if inferred.limit is None else min(asked, inferred.limit)
        plan.blocked.pop(name, None)
        plan.made[name] = Made(
            table=table,
            scope=plan.scope,
            asked=plan.selection.asked[name],
            rows=rows,
            inferred=inferred,
            targets=targets,
            late=frozenset(key.name for key in plan.order.late.get(name, ())),
            nulls=frozenset(nulls),
            before=self._before(name),
            arrangement=arrangement,
            allowed=allowed,
            cover=frozenset(self._cover.get(name, ())),
        )
        self.sources[name] = plan.made[name]

    def _allowed(
        self, table: Table, arrangement: Arrangement, targets: Mapping[str, Target]
    ) -> dict[str, I64]:
        """For links that others have to agree with: the rows for which these find one of theirs."""
        allowed: dict[str, I64] = {}
        for key in arrangement.chosen:
            if key.name in arrangement.bound:
                continue
            target = targets[key.name]
            fits = np.ones(target.size, dtype=bool)
            for other in arrangement.depends(key):
                shared = arrangement.bound.get(other.name, other.columns)
                ready = all(self._is_ready(table, k.target) for k in (key, other))
                if not ready or not set(shared) <= set(key.columns) or _nullable(table, other):
                    continue
                mine = [_opposite(key, name) for name in shared]
                theirs = [_opposite(other, name) for name in shared]
                places = np.arange(target.size, dtype=np.int64)
                wanted = joint_key([target.column(name, places) for name in mine])
                fits &= targets[other.name].groups(theirs).has(wanted)
            if not fits.all():
                allowed[key.name] = np.flatnonzero(fits)
        return allowed

    def _is_ready(self, table: Table, name: Name) -> bool:
        """Whether the keys of this table are known already: it was there, or comes before."""
        return name != table.name and (name in self.sources or name not in self.plan.tables)

    def target(self, key: ForeignKey) -> Target:
        """What a foreign key may point to."""
        stored = self._read(key.target, tuple(dict.fromkeys(key.target_columns)))
        return Target(self.sources, key.target, stored)

    def _sizes_of(self, table: Table) -> dict[str, int]:
        return {key.name: self._size(key) for key in table.foreign_keys}

    def _size(self, key: ForeignKey) -> int:
        target, root = self.target(key), self.plan.roots.get(key.target, key.target)
        if root != key.target:
            asked = 0 if root in self._written else self.plan.selection.asked.get(root, 0)
            return target.held + asked
        if key.target in self.sources or key.target in self.plan.blocked:
            return target.size
        return target.held + self.plan.selection.asked.get(key.target, 0)

    def _read(self, name: Name, columns: tuple[str, ...]) -> Mapping[str, pa.Array]:
        if (name, columns) not in self._stored:
            table = self.plan.database.tables.get(name)
            root = self.plan.roots.get(name, name)
            held = table is not None and (not table.empty or root in self._written - {name})
            self._stored[name, columns] = (
                stored_columns(self.connection, table, columns) if table and held else {}
            )
        return self._stored[name, columns]

    def _places(self, table: Table, targets: Mapping[str, Target]) -> dict[str, dict[str, int]]:
        """For each column that one link writes alone, the places of the stored parents by their key as text."""
        if table.empty:
            return {}
        places: dict[str, dict[str, int]] = {}
        for key in table.foreign_keys:
            target = targets[key.name]
            if len(key.columns) == 1 and target.held:
                first = self._size(key) - target.held
                texts = text_column(target.stored[key.target_columns[0]]).to_pylist()
                places[key.columns[0]] = {text: first + place for place, text in enumerate(texts)}
        return places

    def _before(self, name: Name) -> frozenset[Name]:
        """The tables that come before this one, and all rows that no table of the plan makes."""
        names = self.plan.order.names
        return frozenset(
            [*names[: names.index(name)], *(n for n in self.sources if n not in self.plan.tables)]
        )

    def _block(self, name: Name, reasons: tuple[str, ...]) -> None:
        self.plan.blocked[name] = reasons
        self.plan.made.pop(name, None)
        self.sources.pop(name, None)

    def _why_empty(self, key: ForeignKey) -> str:
        why = self.plan.selection.left.get(key.target)
        if key.target in self.plan.blocked:
            why = "no row of it can exist"
        return f"{key.name}: {key.target} holds no rows to point to" + (f" ({why})" if why else "")


def _opposite(key: ForeignKey, column: str) -> str:
    return key.target_columns[key.columns.index(column)]


def _nullable(table: Table, key: ForeignKey) -> tuple[str, ...]:
    """The columns that make a foreign key point nowhere by being null; empty if it must point somewhere."""
    free = [name for name in key.columns if not table.columns[name].not_null]
    if key.match == "full" and len(free) < len(key.columns):
        return ()
    shared = {name for other in table.foreign_keys if other is not key for name in other.columns}
    return tuple([name for name in free if name not in shared] or free)
