"""The plan of a fill: what each table gets, in which order, and what it will not get and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from psycopg import sql

from ..entropy import I64
from ..infer import Inferred, infer_table
from ..schema.reflected import Check, Column, Database, ForeignKey, Name, Table, Unique
from ..scope import Scope
from .arrange import arrange, given_columns, must_cover
from .joint import Joint, shown_jointly
from .made import Made, Rowset
from .order import Order
from .outcome import survivable
from .partitions import PARTITIONS
from .polymorphic import pairs_of
from .request import Request
from .selection import Selection
from .serials import counted
from .stored import taken_of
from .targets import Targets, nullable_columns, opposite, parts_once
from .trial import Refusal

__all__ = ["Plan", "Planner"]

Connection = psycopg.Connection[Any]


@dataclass
class Plan:
    """What will be written.

    ``tables`` are those to fill, as they are filled (``roots``: partitions that links point to, and
    the tables that are filled in their stead); ``made`` how, in the order of writing;
    ``people``: whether there are users to own rows;
    ``blocked`` those of which no row can exist, with the reasons; ``doubted`` rows of such tables that
    inference says cannot exist: the server may know better.
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
    doubted: dict[Name, Made] = field(default_factory=dict)
    notes: dict[Name, tuple[str, ...]] = field(default_factory=dict)


class Planner:
    """Makes a plan, and makes parts of it anew when a table got other rows than planned.

    ``sources`` are the rows that links may point to besides those that were there.
    """

    def __init__(
        self, connection: Connection, plan: Plan, sources: Mapping[Name, Rowset] | None = None
    ) -> None:
        self.connection, self.plan = connection, plan
        self.targets = Targets(connection, plan, sources or {})
        self._sizes: dict[Name, dict[str, int]] = {}
        self._given = given_columns(plan.tables)
        self._cover = must_cover(plan.tables, self._given)
        self._pairs = {
            name: tuple(pairs_of(plan.database, table, plan.tables)) for name, table in plan.tables.items()
        }
        self._wanted: dict[Name, frozenset[str]] = {}
        for table in plan.tables.values():
            for key in table.foreign_keys:
                if key.target != table.name and not nullable_columns(table, key):
                    known = self._wanted.get(key.target, frozenset())
                    self._wanted[key.target] = known | set(key.target_columns)
        self._apart: dict[Name, set[tuple[str, ...]]] = {}
        for table in plan.tables.values():
            for key in table.foreign_keys:
                for part in parts_once(table, key):
                    theirs = tuple(opposite(key, name) for name in part)
                    self._apart.setdefault(key.target, set()).add(theirs)
        #: Fewer rows than asked, where the server took no more.
        self.caps: dict[Name, int] = {}

    def plan_all(self) -> None:
        """Infer every table in order; a circle until its numbers agree."""
        for name in self.plan.order.names:
            self.infer(name)
        for name in self.plan.order.late:
            # what comes after it in its circle is known only now: new rows are better parents than old ones
            if not self.plan.tables[name].empty:
                self.infer(name)
        for _ in range(5):
            changed = [name for name in self.plan.tables if self._sizes[name] != self._sizes_of(name)]
            for name in changed:
                self.infer(name)

    def refresh(self, name: Name) -> bool:
        """Infer a table again if there are more or fewer rows to point to than when it was inferred."""
        made = self.plan.made.get(name)
        waits = made is not None and self.targets.depends_on_rows(made.table, made.arrangement)
        stale = waits or self._sizes[name] != self._sizes_of(name)
        if stale:
            self.infer(name)
        return stale and name in self.plan.made

    def again(self, names: Iterable[Name]) -> None:
        """These tables are to be written anew, in other numbers."""
        names = list(names)
        self.targets.again(names)
        for _ in range(3):
            for name in names:
                self.infer(name)

    def infer(self, name: Name) -> None:
        """Decide how the rows of a table are made, from what there is to point to.

        What goes wrong with one table is said of it, and the others are filled.
        """
        try:
            self._infer(name)
        except Exception as error:
            survivable(self.connection, error)
            self._block(name, (f"its values could not be decided: {Refusal.of(error)}",))

    def _infer(self, name: Name) -> None:
        plan, table = self.plan, self.plan.tables[name]
        asked = min(plan.selection.asked[name], self.caps.get(name, plan.selection.asked[name]))
        sizes = self._sizes[name] = self._sizes_of(name)
        empty = [key for key in table.foreign_keys if not sizes[key.name]]
        reached = replace(table, foreign_keys=tuple(k for k in table.foreign_keys if k not in empty))
        arrangement = arrange(reached, self._given[name])
        allowed = self.targets.allowed(reached, arrangement)
        if reasons := self._obstacles(table, empty, allowed):
            self._block(name, reasons)
            return
        joints = self.targets.joints(reached, arrangement, allowed)
        sizes = {**sizes, **{key: len(p) for key, p in allowed.items()}}
        inferred = self._inferred(_without(reached, table, empty), asked, sizes, allowed, joints)
        made = Made(
            table=table,
            scope=plan.scope,
            asked=plan.selection.asked[name],
            rows=asked if inferred.limit is None else min(asked, inferred.limit),
            inferred=inferred,
            targets={key.name: self.targets.of(key) for key in table.foreign_keys},
            late=frozenset(key.name for key in plan.order.late.get(name, ())),
            nulls=frozenset(column for key in empty for column in nullable_columns(table, key)),
            before=self._before(name),
            arrangement=arrangement,
            allowed=allowed,
            joints={key.name: joint for joint in joints.values() for key in (joint.free, joint.bound)},
            cover=frozenset(self._cover.get(name, ())),
            pairs=self._pairs[name],
            sources=self.targets.sources,
        )
        if inferred.impossible:
            self._block(name, inferred.impossible)
            plan.doubted[name] = made
            return
        before = plan.made.get(name)
        self.believe(made)
        if before is not None and before.accepted is not None:
            # what the server let pass is the better guess, though other tables have other rows now
            plan.made[name].take(before.accepted[: plan.made[name].rows])

    def believe(self, made: Made) -> None:
        """These are the rows of a table."""
        self.plan.blocked.pop(made.name, None)
        self.plan.doubted.pop(made.name, None)
        self.plan.made[made.name] = self.targets.sources[made.name] = made

    def _inferred(
        self,
        table: Table,
        asked: int,
        sizes: Mapping[str, int],
        allowed: Mapping[str, I64],
        joints: Mapping[str, Joint],
    ) -> Inferred:
        """What inference makes of the table, as it has to see it."""
        # what a circle of keys begins with is no link to those who take it from there
        links = [key for key in table.foreign_keys if not set(key.columns) & self._given[table.name]]
        shown = _with_generated_links(replace(table, foreign_keys=tuple(links), columns=self._columns(table)))
        shown = shown_jointly(shown, joints)
        shown = replace(shown, uniques=tuple(self._wider(table, u, allowed, joints) for u in table.uniques))
        sizes = {**sizes, **{name: joint.size for name, joint in joints.items()}}
        places = (
            {} if table.empty else {k.columns[0]: self.targets.texts(k) for k in links if len(k.columns) == 1}
        )
        places = {name: found for name, found in places.items() if found}

        def infer(uniques: tuple[Unique, ...]) -> Inferred:
            taken = taken_of(self.connection, replace(table, uniques=(*table.uniques, *uniques)), places)
            inferred = infer_table(
                self.plan.database,
                replace(shown, uniques=(*shown.uniques, *uniques)),
                rows=asked,
                targets={key.name: sizes[key.name] for key in shown.foreign_keys},
                taken=taken,
                now=self.plan.scope.now,
            )
            return counted(self.plan.database, table, inferred, taken, rows=asked)

        apart = self._told_apart(table)
        inferred = infer(apart)
        if apart and (inferred.limit is not None or inferred.impossible):
            # children wish that rows differ in these columns, but the rows themselves come first
            inferred = infer(())
        return inferred

    def _told_apart(self, table: Table) -> tuple[Unique, ...]:
        """Columns in which no constraint says that rows differ, but those that point to them have to."""
        held = [set(unique.columns) for unique in table.uniques if unique.plain]
        wished = [c for c in sorted(self._apart.get(table.name, ())) if not any(u <= set(c) for u in held)]
        return tuple(Unique(f"wished for: {', '.join(columns)}", columns, "") for columns in wished)

    def _columns(self, table: Table) -> dict[str, Column]:
        """The columns, those to which other tables have to point never null."""
        wanted = self._wanted.get(table.name, frozenset())
        return {n: replace(c, not_null=True) if n in wanted else c for n, c in table.columns.items()}

    def _wider(
        self, table: Table, unique: Unique, allowed: Mapping[str, I64], joints: Mapping[str, Joint]
    ) -> Unique:
        """A unique over a part of a link's columns in which its targets differ already, as over all of them too."""
        columns = key_columns(unique)
        if not unique.plain:
            return unique
        for joint in joints.values():
            shared = [name for name in joint.bound.columns if name in joint.free.columns]
            if set(columns) < set(joint.columns) and all(
                self.targets.tells_apart(key, [n for n in key.columns if n in columns or n in known], None)
                for key, known in ((joint.free, ()), (joint.bound, shared))
            ):
                return replace(unique, columns=joint.columns)
        for key in table.foreign_keys:
            part = [name for name in key.columns if name in columns]
            known = self.targets.is_known(table, key.target) and 0 < len(part) < len(key.columns)
            if known and self.targets.tells_apart(key, part, allowed.get(key.name)):
                columns = tuple(dict.fromkeys([*columns, *key.columns]))
        return replace(unique, columns=columns)

    def _obstacles(
        self, table: Table, empty: Iterable[ForeignKey], allowed: Mapping[str, I64]
    ) -> tuple[str, ...]:
        """Why no row can exist, whatever its values."""
        if any(check.name == PARTITIONS and check.expression == "false" for check in table.checks):
            return ("it has no partition: no row has a place",)
        found = [self._why_empty(key) for key in empty if not nullable_columns(table, key)]
        required = [key.name for key in table.foreign_keys if not nullable_columns(table, key)]
        found += [
            f"{key}: no row that it could point to fits the table's checks and other keys"
            for key, places in allowed.items()
            if not len(places) and key in required
        ]
        return tuple(found)

    def _sizes_of(self, name: Name) -> dict[str, int]:
        return {key.name: self.targets.size(key) for key in self.plan.tables[name].foreign_keys}

    def _before(self, name: Name) -> frozenset[Name]:
        """Of the tables that this one points to, those before it, and rows that no table of the plan makes."""
        places, sources = self.plan.order.places, self.targets.sources
        return frozenset(
            target
            for target in {key.target for key in self.plan.tables[name].foreign_keys}
            if (places[target] < places[name] if target in places else target in sources)
        )

    def _block(self, name: Name, reasons: tuple[str, ...]) -> None:
        self.plan.blocked[name] = reasons
        self.plan.doubted.pop(name, None)
        self.plan.made.pop(name, None)
        self.targets.sources.pop(name, None)

    def _why_empty(self, key: ForeignKey) -> str:
        why = self.plan.selection.left.get(key.target)
        if key.target in self.plan.blocked:
            why = "no row of it can exist"
        return f"{key.name}: {key.target} holds no rows to point to" + (f" ({why})" if why else "")


def _without(reached: Table, table: Table, empty: Iterable[ForeignKey]) -> Table:
    """The table with a check for each link that finds nothing: its columns are null, and others go by that."""
    checks = [
        Check(
            f"{key.name}, for {key.target} holds no rows",
            f"({sql.Identifier(column).as_string(None)} IS NULL)",
            (column,),
        )
        for key in empty
        for column in nullable_columns(table, key)
    ]
    return replace(reached, checks=(*reached.checks, *checks))


def _with_generated_links(table: Table) -> Table:
    """Generated columns of foreign keys as ordinary ones that equal their expression: the others follow the link."""
    columns, checks = dict(table.columns), list(table.checks)
    for name in {name for key in table.foreign_keys for name in key.columns}:
        if (expression := columns[name].generated) is not None:
            columns[name] = replace(columns[name], generated=None)
            equal = f"({sql.Identifier(name).as_string(None)} = {expression})"
            others = [n for n in columns if re.search(rf"\b{re.escape(n)}\b", expression)]
            checks.append(Check(f"{name}, which is generated", equal, (name, *others)))
    return replace(table, columns=columns, checks=tuple(checks))


def key_columns(unique: Unique) -> tuple[str, ...]:
    """The columns of a unique that has no expressions."""
    return tuple(name for name in unique.columns if name is not None)
