"""A plan held against a target: a pure function from their descriptions to a binding, with notes.

Tables are taken in load order, so that what becomes of a parent is known when its children are bound: a
table that is not there takes with it the rows that cannot do without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..placement import unplaced_name
from ..schema.meant import Meant
from ..schema.reflected import Column, Database, Name, Table, Type
from .aliases import Aliases
from .binding import Binding, BoundColumn, BoundTable, Note
from .columns import ColumnBinder
from .extras import Found, by_inference, by_link
from .links import Links
from .matching import LIKENESS, Matched, key_of, match
from .rules import unknown_checks, unknown_exclusions, unknown_uniques

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

    def __post_init__(self) -> None:
        self.links = Links(self.meant, self.live, self.matched, self.bound, self.skipped)

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
            planned.columns, self._values(planned, name, live),
        )  # fmt: skip
        columns = binder.bound()
        by_plan = {column.planned: column for column in columns}
        anchors = (*planned.key, *planned.natural, *([planned.origin] if planned.origin else []))
        lacking = next((column for column in anchors if column not in by_plan), None)
        if lacking is not None:
            self.notes += (note for note in binder.notes if note.blocking)
            self._give_up(planned, "the target lacks this column, by which rows are found again", lacking)
            return None
        for column, why in self.links.lost(name, columns):
            if live.columns[by_plan[column].name].not_null:
                self._give_up(planned, why, column)
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
        for lost, why in list(self.links.lost(name, columns)):
            for place, column in enumerate(columns):
                if column.planned == lost:
                    columns[place] = replace(column, lost=True)
                    self._note("changed", table.planned, f"null: {why}", lost)
        bound = replace(table, columns=tuple(columns))
        if name not in self.meant.sketched:
            bound = self._thinned(bound, meant, live, sure)
        return replace(bound, orphans=tuple(self.links.orphans(bound, name, live)))

    def _thinned(self, table: BoundTable, meant: Table, live: Table, sure: Collection[str]) -> BoundTable:
        """The table with the rules of the target that its rows may break."""
        matches = self.matched.columns[meant.name]
        checks = unknown_checks(meant, live, table.columns, matches, sure)
        uniques = tuple(unknown_uniques(meant, live, table.columns))
        exclusions = tuple(unknown_exclusions(meant, live, table.columns, matches))
        for name, text in checks.items():
            self._note(
                "changed",
                table.planned,
                f"check {name} is not the product's: rows are left out that break {text}",
            )
        for unique in uniques:
            keys = ", ".join(c or "…" for c in unique.columns)
            self._note(
                "changed",
                table.planned,
                f"only one row for each {keys} is allowed ({unique.name}): others are left out",
            )
        for exclusion in exclusions:
            self._note(
                "changed",
                table.planned,
                f"{exclusion.name} is not the product's: rows are left out that break {exclusion.definition}",
            )
        preferred = self.aliases.preferred(key_of(meant.name, self.plan.schema))
        kept = tuple(there for by in preferred if (there := table.live(by)) is not None)
        return replace(table, checks=checks, uniques=uniques, exclusions=exclusions, kept=kept)

    def _values(self, planned: Any, name: Name, live: Table) -> Callable[[Column], Found | str]:
        """How a column that the plan does not have gets its value, or why it gets none."""
        if not hasattr(self.plan, "beside"):
            return lambda column: "the plan can make no other"
        if name in self.meant.foreign:
            return lambda column: "nothing is guessed that sign-in may need"
        rows = self.places + max(1000, int(2 * planned.rows * self.plan.copies))

        def value(column: Column) -> Found | str:
            return self._reached(planned, live, column) or by_inference(self.live, live, column, rows)

        return value

    def _reached(self, planned: Any, live: Table, column: Column) -> Found | None:
        """The value of an unknown foreign key, where links of the rows lead to its table."""
        rowsets: Mapping[str, Any] = getattr(self.plan, "rowsets", {})
        for target in (key.target for key in live.foreign_keys if key.columns == (column.name,)):
            meant = self.links.ours(target)
            if meant is None:
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
