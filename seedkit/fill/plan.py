"""The plan of a fill: what each table gets, in which order, and what it will not get and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
import pyarrow as pa

from ..infer import infer_table
from ..load.values import text_column
from ..schema.reflected import Database, ForeignKey, Name, Table
from ..scope import Scope
from .made import Made, Rowset, Target
from .order import Order
from .request import Request
from .selection import Selection
from .stored import stored_columns, taken_of

__all__ = ["Plan", "Planner"]

Connection = psycopg.Connection[Any]


@dataclass
class Plan:
    """What will be written.

    ``tables`` are those to fill, as they are filled; ``made`` how, in the order of writing;
    ``blocked`` those of which no row can exist, with the reasons.
    """

    database: Database
    request: Request
    scope: Scope
    selection: Selection
    tables: Mapping[Name, Table]
    order: Order
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

    def plan_all(self) -> None:
        """Infer every table in order; a circle until its numbers agree."""
        for step in self.plan.order.steps:
            for name in step.tables:
                self.infer(name)
        for _ in range(5):
            changed = [name for name in self.plan.tables if self.outdated(name)]
            if not changed:
                return
            for name in changed:
                self.infer(name)

    def outdated(self, name: Name) -> bool:
        """Whether there are more or fewer rows to point to than when the table was inferred."""
        return name in self._sizes and self._sizes[name] != self._sizes_of(self.plan.tables[name])

    def infer(self, name: Name) -> None:
        """Decide how the rows of a table are made, from what there is to point to."""
        plan, table = self.plan, self.plan.tables[name]
        asked = plan.selection.asked[name]
        targets = {key.name: self.target(key) for key in table.foreign_keys}
        sizes = self._sizes[name] = self._sizes_of(table)
        empty = [key for key in table.foreign_keys if not sizes[key.name]]
        forced = [key for key in empty if not _nullable(table, key)]
        if forced and asked:
            self._block(name, tuple(self._why_empty(key) for key in forced))
            return
        nulls = {column for key in empty for column in _nullable(table, key)}
        shown = replace(table, foreign_keys=tuple(k for k in table.foreign_keys if k not in empty))
        inferred = infer_table(
            plan.database,
            shown,
            rows=asked,
            targets={key.name: sizes[key.name] for key in shown.foreign_keys},
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
            asked=asked,
            rows=rows,
            inferred=inferred,
            targets=targets,
            late=frozenset(key.name for key in plan.order.late.get(name, ())),
            nulls=frozenset(nulls),
            before=self._before(name),
        )
        self.sources[name] = plan.made[name]

    def target(self, key: ForeignKey) -> Target:
        """What a foreign key may point to."""
        stored = self._read(key.target, tuple(dict.fromkeys(key.target_columns)))
        return Target(self.sources, key.target, stored)

    def _sizes_of(self, table: Table) -> dict[str, int]:
        return {key.name: self._size(key) for key in table.foreign_keys}

    def _size(self, key: ForeignKey) -> int:
        target = self.target(key)
        if key.target in self.sources or key.target in self.plan.blocked:
            return target.size
        return target.held + self.plan.selection.asked.get(key.target, 0)

    def _read(self, name: Name, columns: tuple[str, ...]) -> Mapping[str, pa.Array]:
        if (name, columns) not in self._stored:
            table = self.plan.database.tables.get(name)
            held = table is not None and not table.empty
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
        names = [n for step in self.plan.order.steps for n in step.tables]
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


def _nullable(table: Table, key: ForeignKey) -> tuple[str, ...]:
    """The columns that make a foreign key point nowhere by being null; empty if it must point somewhere."""
    free = [name for name in key.columns if not table.columns[name].not_null]
    if key.match == "full" and len(free) < len(key.columns):
        return ()
    shared = {name for other in table.foreign_keys if other is not key for name in other.columns}
    return tuple([name for name in free if name not in shared] or free)
