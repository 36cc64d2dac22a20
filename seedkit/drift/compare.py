"""A live schema held against the one that a product means: every difference, in the order of tables."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..bind.matching import LIKENESS, Matched, spoken
from ..placement import HOME
from ..schema.meant import Meant
from ..schema.reflected import Column, Database, ForeignKey, Name, Policy, Table, Trigger, Type, Unique
from ..schema.snapshot import digest
from .difference import Difference, Kind, Part

__all__ = ["compare"]

#: A fact of a table as it is compared: what it says, and how a report spells it.
_Said = tuple[str, str]


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
                self._facts(name, "trigger", meant.triggers, self._product_triggers(live), self._trigger)
            return
        self._facts(name, "primary key", _primary(meant), _primary(live), self._unique)
        self._facts(name, "foreign key", meant.foreign_keys, live.foreign_keys, self._foreign_key)
        if name in self.meant.sketched:
            plain = [unique for unique in _others(live) if unique.plain]
            self._facts(name, "unique", _others(meant), plain, self._unique)
            return
        self._facts(name, "unique", _others(meant), _others(live), self._unique)
        self._facts(name, "check", meant.checks, live.checks, self._check)
        self._facts(name, "exclusion", meant.exclusions, live.exclusions, self._definition)
        self.compared["row security"] += 1
        if meant.row_security != live.row_security or meant.row_security_forced != live.row_security_forced:
            self._add("changed", "row security", name, meant=_security(meant), found=_security(live))
        self._facts(name, "policy", meant.policies, live.policies, self._policy)
        self._facts(name, "trigger", meant.triggers, live.triggers, self._trigger)

    def _columns(self, name: Name, meant: Table, live: Table) -> None:
        matches = self.matched.columns[name]
        sketched = name in self.meant.sketched
        for column in meant.columns.values():
            self.compared["column"] += 1
            match = matches.get(column.name)
            if match is None:
                self._add("missing", "column", name, column.name, meant=_column(column))
                continue
            there = live.columns[match.name]
            if match.source:
                self._add("renamed", "column", name, column.name, found=match.name, note=_known(match.source))
            if name in self.meant.foreign:
                continue
            here, found = (_shape(c, sketched, self._said(name)) for c in (column, there))
            if here != found:
                self._add("changed", "column", name, column.name, meant=_column(column), found=_column(there))
        known = {match.name for match in matches.values()}
        for column in live.columns.values() if name not in self.meant.foreign else ():
            if column.name not in known:
                self._add("extra", "column", name, column.name, found=_column(column))

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
        say: Callable[[Name, Any, bool], _Said],
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

    # What facts say, in the product's names

    def _unique(self, table: Name, unique: Unique, there: bool) -> _Said:
        say = self._said(table) if there else _as_it_is
        keys = [say(c) if c is not None else "" for c in unique.columns]
        expressions = [say(text) for text in unique.expressions]
        where = say(unique.predicate) if unique.predicate else ""
        shown = ", ".join(filter(None, [*keys, *expressions])) + (f" where {where}" if where else "")
        return repr((keys, expressions, where, unique.nulls_distinct)), shown

    def _foreign_key(self, table: Name, key: ForeignKey, there: bool) -> _Said:
        say = self._said(table) if there else _as_it_is
        back = {found: name for name, found in self.matched.tables.items()}
        target = back.get(key.target, key.target) if there else key.target
        ends = self._said(target) if there else _as_it_is
        columns, to = ([f(c) for c in names] for f, names in ((say, key.columns), (ends, key.target_columns)))
        rules = (
            () if table in self.meant.sketched else (key.match, key.on_delete, key.on_update, key.deferrable)
        )
        done = f" on delete {key.on_delete}" if key.on_delete != "no action" else ""
        return repr((columns, target, to, rules)), f"{', '.join(columns)} to {target} ({', '.join(to)}){done}"

    def _check(self, table: Name, check: Any, there: bool) -> _Said:
        text = self._said(table)(check.expression) if there else _line(check.expression)
        return text, text

    def _definition(self, table: Name, fact: Any, there: bool) -> _Said:
        text = self._said(table)(fact.definition) if there else fact.definition
        return text, text

    def _policy(self, table: Name, policy: Policy, there: bool) -> _Said:
        say = self._said(table) if there else _as_it_is
        using = say(policy.using) if policy.using else ""
        check = say(policy.check) if policy.check else ""
        roles = ", ".join(sorted(policy.roles))
        shown = f"for {policy.command} to {roles}" + (f" using {using}" if using else "")
        shown += f" with check {check}" if check else ""
        shown = shown if policy.permissive else f"restrictive {shown}"
        return shown, shown

    def _trigger(self, table: Name, trigger: Trigger, there: bool) -> _Said:
        say = self._said(table) if there else _as_it_is
        does = say(_NAMED.sub(r"\1", trigger.definition, count=1))
        body = self._body(trigger) if there else trigger.source
        state = {"O": "", "D": ", disabled", "R": ", in replica sessions", "A": ", always"}[trigger.enabled]
        shown = f"{_ON.sub(' ', does.partition('TRIGGER ')[2], count=1)}{state} (its body: {body[:8]})"
        return repr((does, body, trigger.enabled)), shown

    def _body(self, trigger: Trigger) -> str:
        source = trigger.source
        return digest(source if self.home == HOME else source.replace(f'"{self.home}".', f"{HOME}."))

    def _product_triggers(self, live: Table) -> list[Trigger]:
        return [t for t in live.triggers if t.function.schema == self.home]

    def _said(self, table: Name) -> Callable[[str], str]:
        """Text of the live table in the product's names, on one line.

        It may name columns of other tables too: those under a name that is nobody else's here.
        """
        own = self.matched.columns.get(table, {})
        taken = {match.name for match in own.values()}
        columns = {there: ours for there, ours in self._elsewhere.items() if there not in taken}
        columns |= {match.name: ours for ours, match in own.items() if match.name != ours}
        tables = {str(found): str(name) for name, found in self.matched.tables.items() if found != name}
        return lambda text: spoken(_line(text), columns, tables)

    @functools.cached_property
    def _elsewhere(self) -> dict[str, str]:
        """The product's name of every renamed column, by that in the target."""
        renamed = [
            (m.name, ours)
            for found in self.matched.columns.values()
            for ours, m in found.items()
            if m.name != ours
        ]
        return {there: ours for there, ours in renamed if [t for t, _ in renamed].count(there) == 1}

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


#: The name in ``CREATE TRIGGER name BEFORE …``.
_ON = re.compile(r' ON (?:"(?:[^"]|"")*"|[\w$]+)\.(?:"(?:[^"]|"")*"|[\w$]+) ')
_NAMED = re.compile(r"^(CREATE (?:CONSTRAINT )?TRIGGER )(?:\"(?:[^\"]|\"\")*\"|\S+) ")


def _line(text: str) -> str:
    return " ".join(text.split())


def _as_it_is(text: str) -> str:
    return _line(text)


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


def _column(column: Column) -> str:
    """``integer not null default 0``."""
    words = [column.type.sql, "not null" if column.not_null else ""]
    words += [f"generated {column.identity} as identity" if column.identity else ""]
    words += [f"default {column.default}" if column.default is not None else ""]
    words += [f"generated as {column.generated}" if column.generated is not None else ""]
    return " ".join(filter(None, words))


def _shape(column: Column, sketched: bool, say: Callable[[str], str]) -> tuple[Any, ...]:
    """What is compared of a column."""
    shape: tuple[Any, ...] = (column.type.sql, column.not_null)
    if sketched:
        return shape
    return (*shape, column.default, column.generated and say(column.generated), column.identity)
