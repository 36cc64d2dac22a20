"""Links of a plan in the target: those that lead nowhere there, and those that may."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..schema.meant import Meant
from ..schema.reflected import Database, ForeignKey, Name, Table
from .binding import BoundColumn, BoundTable, Orphan
from .matching import Matched

__all__ = ["Links"]


@dataclass(frozen=True)
class Links:
    """Asked table by table in load order: ``bound`` and ``skipped`` are the tables before."""

    meant: Meant
    live: Database
    matched: Matched
    bound: Mapping[Name, BoundTable]
    skipped: Collection[Name]

    def lost(self, name: Name, columns: Iterable[BoundColumn]) -> Iterator[tuple[str, str]]:
        """The columns of a table that can point to no row which is loaded, each with the reason."""
        meant = {key.columns: key for key in self.meant.database[name].foreign_keys if key.target != name}
        for column in columns:
            if column.planned is None:
                continue
            asked = set(self.points(name, column.name))
            key = meant.get((column.planned,))
            if key is None:
                unbound = asked - {self.matched.tables[name]} - set(map(self.matched.tables.get, self.bound))
                if unbound:
                    yield column.planned, f"it refers to {min(unbound)} here, which the story does not fill"
            elif key.target in self.bound or key.target in self.skipped:
                targets = self._targets(key.target, key.target_columns[0])
                there = {self.matched.tables[target] for target in targets if target in self.bound}
                if not there:
                    yield column.planned, f"it points to {key.target}, of which no row is loaded"
                elif asked and not any(t in there or self._beside(t, targets) for t in asked):
                    yield column.planned, f"it refers to {min(asked)} here instead of {key.target}"

    def orphans(self, table: BoundTable, name: Name, live: Table) -> Iterator[Orphan]:
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
                known.add((column.name, self.matched.tables[target]))
        for column in table.columns:
            for there in self.points(name, column.name):
                mine = self.ours(there)
                if mine is not None and (column.name, there) not in known and not column.lost:
                    key = next(
                        k for k in live.foreign_keys if k.columns == (column.name,) and k.target == there
                    )
                    yield self._orphan(column, self.bound[mine], key.target_columns[0], live)

    def points(self, name: Name, column: str) -> list[Name]:
        """The tables to which a column of the live table refers."""
        live = self.live[self.matched.tables[name]]
        return [key.target for key in live.foreign_keys if key.columns == (column,)]

    def ours(self, there: Name) -> Name | None:
        """The bound table that the target calls so."""
        return next((name for name in self.bound if self.matched.tables[name] == there), None)

    def _targets(self, table: Name, column: str) -> set[Name]:
        """The tables of which the values of this column are keys: itself, and those it refers to in turn."""
        found = {table}
        for key in self._meant_keys(table):
            if key.columns == (column,) and key.target not in found:
                found |= self._targets(key.target, key.target_columns[0])
        return found

    def _beside(self, there: Name, targets: set[Name]) -> bool:
        """Whether a table of the target shares its keys with one of these: profiles with users."""
        mine = self.ours(there)
        if mine is None:
            return False
        key = self.meant.database[mine].key
        return any(k.target in targets and k.columns == key for k in self._meant_keys(mine))

    def _meant_keys(self, table: Name) -> tuple[ForeignKey, ...]:
        found = self.meant.database.tables.get(table)
        return found.foreign_keys if found else ()

    def _orphan(self, column: BoundColumn, parent: BoundTable, to: str, live: Table) -> Orphan:
        schema, _, name = parent.name.partition(".")
        there = self.live[Name(schema, name)].columns[to]
        mine = live.columns[column.name]
        spelled = there.type.base.sql != mine.type.base.sql
        return Orphan(column.name, parent.name, to, mine.not_null, spelled)
