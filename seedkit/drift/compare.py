"""A live schema held against the one that a product means: every difference, in the order of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..bind.matching import LIKENESS, Matched
from ..placement import HOME
from ..schema.meant import Meant
from ..schema.reflected import Database, Name, Table, Trigger, Type, Unique
from .difference import Difference, Kind, Part
from .sayings import Said, Sayings, shape, spelled

__all__ = ["compare"]


def compare(
    meant: Meant, live: Database, matched: Matched, *, home: str = HOME
) -> tuple[list[Difference], Counter[str]]:
    """The differences, and how many facts of each part were compared."""
    comparison = _Comparison(meant, live, matched, home)
    comparison.run()
    return comparison.found, comparison.compared


@dataclass
class _Comparison:
    meant: Meant
    live: Database
    matched: Matched
    home: str
    found: list[Difference] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.say = Sayings(self.matched, self.meant.sketched, self.home)

    def run(self) -> None:
        for name, table in self.meant.database.tables.items():
            if table.fillable:
                self._table(name, table)
            else:
                self._view(name, table)
        self._extra_tables()
        self._enums()

    def _table(self, name: Name, meant: Table) -> None:
        there = self.matched.tables.get(name)
        if there is None:
            if name not in self.meant.optional:
                self.compared["table"] += 1
                kind = self.live[name].kind if name in self.live.tables else ""
                self._add("missing", "table", name, found=f"a {kind}" if kind else "")
            return
        live = self.live[there]
        self.compared["table"] += 1
        if there != name:
            self._add("renamed", "table", name, found=str(there), note=_known(self.matched.sources[name]))
        self._columns(name, meant, live)
        if name in self.meant.foreign:
            if self.meant.printed:
                self._facts(name, "trigger", meant.triggers, self._product_triggers(live), self.say.trigger)
            return
        self._facts(name, "primary key", _primary(meant), _primary(live), self.say.unique)
        self._facts(name, "foreign key", meant.foreign_keys, live.foreign_keys, self.say.foreign_key)
        if name in self.meant.sketched:
            plain = [unique for unique in _others(live) if unique.plain]
            self._facts(name, "unique", _others(meant), plain, self.say.unique)
            return
        self._facts(name, "unique", _others(meant), _others(live), self.say.unique)
        self._facts(name, "check", meant.checks, live.checks, self.say.check)
        self._facts(name, "exclusion", meant.exclusions, live.exclusions, self.say.definition)
        self.compared["row security"] += 1
        if meant.row_security != live.row_security or meant.row_security_forced != live.row_security_forced:
            self._add("changed", "row security", name, meant=_security(meant), found=_security(live))
        self._facts(name, "policy", meant.policies, live.policies, self.say.policy)
        self._facts(name, "trigger", meant.triggers, live.triggers, self.say.trigger)

    def _columns(self, name: Name, meant: Table, live: Table) -> None:
        matches = self.matched.columns[name]
        sketched = name in self.meant.sketched
        for column in meant.columns.values():
            self.compared["column"] += 1
            match = matches.get(column.name)
            if match is None:
                self._add("missing", "column", name, column.name, meant=spelled(column))
                continue
            there = live.columns[match.name]
            if match.source:
                self._add("renamed", "column", name, column.name, found=match.name, note=_known(match.source))
            if name in self.meant.foreign:
                continue
            here, found = (shape(c, sketched, self.say.text(name)) for c in (column, there))
            if here != found:
                self._add("changed", "column", name, column.name, meant=spelled(column), found=spelled(there))
        known = {match.name for match in matches.values()}
        for column in live.columns.values() if name not in self.meant.foreign else ():
            if column.name not in known:
                self._add("extra", "column", name, column.name, found=spelled(column))

    def _view(self, name: Name, meant: Table) -> None:
        self.compared["view"] += 1
        there = self.live.tables.get(name)
        if there is None or there.fillable:
            self._add("missing", "view", name, found="a table" if there else "")
            return
        sketched = name in self.meant.sketched
        here, found = (
            {c.name: "" if sketched else c.type.sql for c in t.columns.values()} for t in (meant, there)
        )
        for column in here.keys() | found.keys():
            if here.get(column) != found.get(column):
                kind: Kind = (
                    "changed"
                    if column in here and column in found
                    else "missing"
                    if column in here
                    else "extra"
                )
                self._add(
                    kind, "column", name, column, meant=here.get(column, ""), found=found.get(column, "")
                )

    def _extra_tables(self) -> None:
        known = {*self.matched.tables.values(), *self.meant.database.tables}
        for table in self.live:
            if table.name in known or table.name.schema != self.home:
                continue
            if table.partition_of is None and table.extension is None:
                part: Part = "view" if "view" in table.kind else "table"
                self._add("extra", part, table.name, found=f"{table.kind}, {len(table.columns)} columns")

    def _enums(self) -> None:
        instead = self._instead()
        for name, meant in self.meant.database.enums.items():
            self.compared["enum"] += 1
            there = self.live.enums.get(name)
            if there is None and len(instead.get(name, ())) == 1:
                (there,) = instead[name]
                self._add("renamed", "enum", name, found=str(there.name))
            if there is None:
                self._add("missing", "enum", name, meant=_list(meant.labels))
            elif there.labels != meant.labels:
                self._add("changed", "enum", name, meant=_list(meant.labels), found=_list(there.labels))
        known = {kind.name for kinds in instead.values() for kind in kinds} | {*self.meant.database.enums}
        ours = {self.matched.tables.get(name) for name in self.meant.database.tables}
        used = {c.type.base.name for t in self.live if t.name in ours for c in t.columns.values()}
        for name, there in self.live.enums.items():
            if name in used and name not in known and name.schema == self.home:
                self._add("extra", "enum", name, found=_list(there.labels))

    def _instead(self) -> dict[Name, set[Type]]:
        """The enums that columns have now, by the enum that they are meant to have."""
        found: dict[Name, set[Type]] = {}
        for name, there in self.matched.tables.items():
            for column, match in self.matched.columns[name].items():
                here = self.meant.database.tables[name].columns[column].type.base
                now = self.live[there].columns[match.name].type.base
                if here.kind == now.kind == "enum" and here.name != now.name:
                    found.setdefault(here.name, set()).add(now)
        return found

    def _facts(
        self,
        table: Name,
        part: Part,
        meant: Sequence[Any],
        live: Sequence[Any],
        say: Callable[[Name, Any, bool], Said],
    ) -> None:
        """Facts are the same if they say the same; their names tell which of the others was changed."""
        here = {fact.name: say(table, fact, False) for fact in meant}
        there = {fact.name: say(table, fact, True) for fact in live}
        self.compared[part] += len(here)
        same = {n for n in here if n in there and here[n][0] == there[n][0]}
        missing = {n: said for n, said in here.items() if n not in same}
        extra = {n: said for n, said in there.items() if n not in same}
        for name, (text, shown) in list(missing.items()):
            twin = next((n for n, (other, _) in extra.items() if other == text), None)
            if twin is not None:
                del missing[name], extra[twin]
                if table not in self.meant.sketched and part not in ("primary key", "foreign key"):
                    self._add("renamed", part, table, name, meant=shown, found=twin)
        for name, (_, shown) in missing.items():
            found = extra.pop(name, None)
            kind: Kind = "missing" if found is None else "changed"
            self._add(kind, part, table, name, meant=shown, found=found[1] if found else "")
        for name, (_, shown) in extra.items():
            self._add("extra", part, table, name, found=shown)

    def _product_triggers(self, live: Table) -> list[Trigger]:
        return [t for t in live.triggers if t.function.schema == self.home]

    def _add(
        self,
        kind: Kind,
        part: Part,
        table: Name,
        name: str = "",
        *,
        meant: str = "",
        found: str = "",
        note: str = "",
    ) -> None:
        self.found.append(Difference(kind, part, str(table), name, meant, found, note))


def _list(labels: Sequence[str]) -> str:
    return ", ".join(labels)


def _known(source: str) -> str:
    return "probably, by its likeness" if source == LIKENESS else source


def _primary(table: Table) -> list[Unique]:
    return [unique for unique in table.uniques if unique.primary]


def _others(table: Table) -> list[Unique]:
    return [unique for unique in table.uniques if not unique.primary]


def _security(table: Table) -> str:
    return "off" if not table.row_security else "forced" if table.row_security_forced else "on"
