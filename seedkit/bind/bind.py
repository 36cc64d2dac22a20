"""A plan held against a target: a pure function from their descriptions to a binding, with notes.

Tables are taken in load order, so that what becomes of a parent is known when its children are bound: a
table that is not there takes with it the rows that cannot do without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..placement import unplaced_name
from ..schema.meant import Meant
from ..schema.reflected import Column, Database, ForeignKey, Name, Table, Type, Unique
from .aliases import Aliases
from .binding import Binding, BoundColumn, BoundTable, Note, Orphan
from .columns import ColumnBinder, unknown_checks
from .extras import Found, by_inference, by_link
from .matching import LIKENESS, Matched, key_of, match

__all__ = ["bare", "bind_plan"]


def bind_plan(
    plan: Any,
    live: Database,
    *,
    meant: Meant | None = None,
    aliases: Aliases | None = None,
    places: int = 0,
) -> Binding:
    """The tables and columns of a plan in the target. Blocking notes say why it cannot be loaded at all.

    ``places`` of its tables belong to other loads: values that are inferred must be different from theirs.
    """
    meant = meant or bare(plan, live)
    aliases = aliases or Aliases()
    matched = match(meant, live, aliases, home=plan.schema)
    return _Binder(plan, live, meant, aliases, matched, places).binding()


def bare(plan: Any, live: Database) -> Meant:
    """What a plan of no known product means: its tables and columns, in whatever type they have there."""
    tables = {}
    for planned in plan.tables:
        name = _name(planned.name)
        there = live.tables.get(name)
        found = there.columns if there else {}
        columns = {c: found.get(c) or Column(c, n, _ANY) for n, c in enumerate(planned.columns, 1)}
        tables[name] = replace(there, columns=columns) if there else Table(name, "table", columns)
    return Meant(Database(tables), sketched=frozenset(tables))


@dataclass
class _Binder:
    plan: Any
    live: Database
    meant: Meant
    aliases: Aliases
    matched: Matched
    places: int
    notes: list[Note] = field(default_factory=list)
    bound: dict[Name, BoundTable] = field(default_factory=dict)
    skipped: set[Name] = field(default_factory=set)

    def binding(self) -> Binding:
        for planned in self.plan.tables:
            name = _name(planned.name)
            table = self._table(planned, name)
            if table is None:
                self.skipped.add(name)
            else:
                self.bound[name] = table
        return Binding({t.name: t for t in self.bound.values()}, tuple(self.notes))

    def _table(self, planned: Any, name: Name) -> BoundTable | None:
        found = self.matched.tables.get(name)
        if found is None or self.live[found].kind == "foreign":
            kind = self.live[name].kind if name in self.live.tables else None
            there = f"has a {kind} of this name, no table" if kind else "has no such table"
            self._give_up(planned, f"the target {there}")
            return None
        live, meant = self.live[found], self.meant.database[name]
        if name != found:
            source = self.matched.sources[name]
            said = "by its columns" if source == LIKENESS else source
            self._note("renamed", planned.name, f"the target calls it {found} ({said})")
        binder = ColumnBinder(
            self.live, meant, live, self.matched.columns[name], self.aliases, key_of(name, self.plan.schema),
            planned.columns, self._values(planned, live),
        )  # fmt: skip
        columns = binder.bound()
        by_plan = {column.planned: column for column in columns}
        anchors = (*planned.key, *planned.natural, *([planned.origin] if planned.origin else []))
        lacking = next((column for column in anchors if column not in by_plan), None)
        if lacking is not None:
            self.notes += (note for note in binder.notes if note.blocking)
            self._give_up(planned, "the target lacks this column, by which rows are found again", lacking)
            return None
        for column, parent in self._lost(name, columns):
            if live.columns[by_plan[column].name].not_null:
                self._give_up(planned, f"it must point to {parent}, of which no row is loaded", column)
                return None
        self.notes += binder.notes
        return self._with_rules(_bare_table(planned, found, columns), meant, live, binder.sure)

    def _give_up(self, planned: Any, why: str, column: str = "") -> None:
        """Skip a table, with all that cannot do without it; refuse where the people of the story live there."""
        rowsets: Mapping[str, Any] = getattr(self.plan, "rowsets", {})
        homes = {rowsets[person.label].table for person in self.plan.people} if rowsets else set()
        vital = unplaced_name(planned.name, self.plan.schema) in homes if rowsets else bool(column)
        done = "its rows are skipped"
        if vital:
            done = "and the people of the story live there" if rowsets else "so none can be loaded"
        self._note("missing", planned.name, f"{why}; {done}", column, blocking=vital)

    def _with_rules(self, table: BoundTable, meant: Table, live: Table, sure: Collection[str]) -> BoundTable:
        """The table with links that are cut, and rules of the target that the product does not know."""
        name = meant.name
        columns = list(table.columns)
        for lost, parent in list(self._lost(name, columns)):
            for place, column in enumerate(columns):
                if column.planned == lost:
                    columns[place] = replace(column, lost=True)
                    self._note("changed", table.planned, f"null, for {parent} is skipped", lost)
        sketched = name in self.meant.sketched
        checks = {} if sketched else unknown_checks(meant, live, columns, self.matched.columns[name], sure)
        uniques = () if sketched else tuple(self._unknown_uniques(meant, live, columns))
        for check, expression in checks.items():
            self._note(
                "changed",
                table.planned,
                f"the check {check} is not the product's: rows that break {expression} are left out",
            )
        kept = [
            self.matched.live(name, by) or by for by in self.aliases.preferred(key_of(name, self.plan.schema))
        ]
        for unique in uniques:
            keys = ", ".join(c or "…" for c in unique.columns)
            self._note(
                "changed",
                table.planned,
                f"only one row for each {keys} is allowed ({unique.name}): others are left out",
            )
        bound = replace(
            table,
            columns=tuple(columns),
            checks=checks,
            uniques=uniques,
            kept=tuple(k for k in kept if k in {c.name for c in columns}),
        )
        return replace(bound, orphans=tuple(self._orphans(bound, name, live)))

    def _lost(self, name: Name, columns: Iterable[BoundColumn]) -> Iterator[tuple[str, Name]]:
        """The columns of a table that can only point to rows which are not loaded, each with their table."""
        meant = {key.columns: key for key in self.meant.database[name].foreign_keys if key.target != name}
        for column in columns:
            if column.planned is None:
                continue
            asked = set(self._points(name, column.name))
            key = meant.get((column.planned,))
            if key is None:
                unbound = asked - {self.matched.tables[name]} - set(map(self.matched.tables.get, self.bound))
                if unbound:
                    yield column.planned, min(unbound)
            elif key.target in self.bound or key.target in self.skipped:
                targets = self._targets(key.target, key.target_columns[0])
                there = {self.matched.tables[target] for target in targets if target in self.bound}
                if not there or (asked and not any(t in there or self._beside(t, targets) for t in asked)):
                    yield column.planned, key.target

    def _targets(self, table: Name, column: str) -> set[Name]:
        """The tables of which the values of this column are keys: itself, and those it refers to in turn."""
        found = {table}
        for key in self._meant_keys(table):
            if key.columns == (column,) and key.target not in found:
                found |= self._targets(key.target, key.target_columns[0])
        return found

    def _beside(self, there: Name, targets: set[Name]) -> bool:
        """Whether a table of the target shares its keys with one of these: profiles with users."""
        mine = self._ours(there)
        return mine is not None and any(key.target in targets for key in self._meant_keys(mine))

    def _ours(self, there: Name) -> Name | None:
        """The bound table that the target calls so."""
        return next((name for name in self.bound if self.matched.tables[name] == there), None)

    def _meant_keys(self, table: Name) -> tuple[ForeignKey, ...]:
        found = self.meant.database.tables.get(table)
        return found.foreign_keys if found else ()

    def _points(self, name: Name, column: str) -> list[Name]:
        """The tables to which a column of the live table refers."""
        live = self.live[self.matched.tables[name]]
        return [key.target for key in live.foreign_keys if key.columns == (column,)]

    def _orphans(self, table: BoundTable, name: Name, live: Table) -> Iterator[Orphan]:
        """Links to tables of which rows may be left out, and those that the target holds to another table."""
        by_plan = {c.planned: c for c in table.columns if c.planned}
        links = [
            (by_plan[key.columns[0]], key.target, key.target_columns[0])
            for key in self.meant.database[name].foreign_keys
            if len(key.columns) == 1 and key.columns[0] in by_plan
        ]
        known = {
            (column.name, self.matched.tables.get(end))
            for column, target, to in links
            for end in self._targets(target, to)
            if end not in self.bound or not self.bound[end].thinned
        }
        for column, target, to in links:
            parent = table if target == name else self.bound.get(target)
            if parent is not None and parent.thinned and not column.lost:
                yield self._orphan(column, parent, parent.live(to) or to, live)
                known.add((column.name, _name(parent.name)))
        for column in table.columns:
            for there in self._points(name, column.name):
                mine = self._ours(there)
                if mine is not None and (column.name, there) not in known and not column.lost:
                    key = next(
                        k for k in live.foreign_keys if k.columns == (column.name,) and k.target == there
                    )
                    yield self._orphan(column, self.bound[mine], key.target_columns[0], live)

    def _orphan(self, column: BoundColumn, parent: BoundTable, to: str, live: Table) -> Orphan:
        there = self.live[_name(parent.name)].columns[to]
        mine = live.columns[column.name]
        spelled = there.type.base.sql != mine.type.base.sql
        return Orphan(column.name, parent.name, to, mine.not_null, spelled)

    def _unknown_uniques(self, meant: Table, live: Table, columns: Iterable[BoundColumn]) -> Iterator[Unique]:
        """Uniques of the target that hold for fewer columns, or more rows, than any of the product's."""
        there = {c.planned: c.name for c in columns if c.planned}
        written = set(there.values())
        known = [
            ({there.get(c or "", c or "") for c in u.columns} | set(u.expressions), u.predicate)
            for u in meant.uniques
        ]
        for unique in live.uniques:
            mine = {c for c in unique.columns if c} | set(unique.expressions)
            implied = any(keys <= mine and predicate in (None, unique.predicate) for keys, predicate in known)
            if not implied and {c for c in unique.columns if c} <= written:
                yield unique

    def _values(self, planned: Any, live: Table) -> Callable[[Column], Found | str]:
        """How a column that the plan does not have gets its value, or why it gets none."""
        if not hasattr(self.plan, "beside"):
            return lambda column: "the plan can make no other"
        rows = self.places + max(1000, int(2 * planned.rows * self.plan.copies))

        def value(column: Column) -> Found | str:
            return self._reached(planned, live, column) or by_inference(self.live, live, column, rows)

        return value

    def _reached(self, planned: Any, live: Table, column: Column) -> Found | None:
        """The value of an unknown foreign key, where links of the rows lead to its table."""
        targets = [key.target for key in live.foreign_keys if key.columns == (column.name,)]
        back = {there: name for name, there in self.matched.tables.items()}
        rowsets: Mapping[str, Any] = getattr(self.plan, "rowsets", {})
        for target in targets:
            meant = back.get(target)
            if meant is None or meant not in self.bound:
                continue
            there = unplaced_name(str(meant), self.plan.schema)
            for label in planned.labels:
                found = by_link(rowsets[label].factory, there, column.name)
                if found is not None:
                    return found
        return None

    def _note(self, kind: str, table: str, message: str, column: str = "", *, blocking: bool = False) -> None:
        self.notes.append(Note(kind, table, column, message, blocking))  # type: ignore[arg-type]


def _bare_table(planned: Any, found: Name, columns: tuple[BoundColumn, ...]) -> BoundTable:
    natural = planned.natural if planned.reference and len(planned.key) == 1 else ()
    return BoundTable(
        planned.name, str(found), columns, natural=natural, key=planned.key[0] if natural else ""
    )


_ANY = Type("", Name("", ""), "pseudo")


def _name(table: str) -> Name:
    return Name(*table.split(".", 1))
