"""What the facts of a table say, spelled so that they can be compared: one line each, in the product's names."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ..bind.matching import Matched, spoken
from ..placement import HOME
from ..schema.reflected import Column, ForeignKey, Name, Policy, Trigger, Unique
from ..schema.snapshot import digest

__all__ = ["Said", "Sayings", "shape", "spelled"]

#: A fact of a table as it is compared: what it says, and how a report spells it.
Said = tuple[str, str]

#: The name in ``CREATE TRIGGER name BEFORE …``, and the table in ``… INSERT ON public.visions FOR EACH …``.
_NAMED = re.compile(r"^(CREATE (?:CONSTRAINT )?TRIGGER )(?:\"(?:[^\"]|\"\")*\"|\S+) ")
_ON = re.compile(r' ON (?:"(?:[^"]|"")*"|[\w$]+)\.(?:"(?:[^"]|"")*"|[\w$]+) ')


@dataclass(frozen=True)
class Sayings:
    """Spells facts of either side; ``there`` is whether one is the target's.

    Of tables that are ``sketched`` only what the models say is compared.
    """

    matched: Matched
    sketched: Collection[Name]
    home: str

    def unique(self, table: Name, unique: Unique, there: bool) -> Said:
        """A unique: what it compares, and how a person reads it."""
        say = self.text(table) if there else _line
        keys = [say(c) if c is not None else "" for c in unique.columns]
        expressions = [say(text) for text in unique.expressions]
        where = say(unique.predicate) if unique.predicate else ""
        shown = ", ".join(filter(None, [*keys, *expressions])) + (f" where {where}" if where else "")
        return repr((keys, expressions, where, unique.nulls_distinct)), shown

    def foreign_key(self, table: Name, key: ForeignKey, there: bool) -> Said:
        """A foreign key: what it compares, and how a person reads it."""
        say = self.text(table) if there else _line
        back = {found: name for name, found in self.matched.tables.items()}
        target = back.get(key.target, key.target) if there else key.target
        ends = self.text(target) if there else _line
        columns, to = ([f(c) for c in names] for f, names in ((say, key.columns), (ends, key.target_columns)))
        rules = () if table in self.sketched else (key.match, key.on_delete, key.on_update, key.deferrable)
        done = f" on delete {key.on_delete}" if key.on_delete != "no action" else ""
        return repr((columns, target, to, rules)), f"{', '.join(columns)} to {target} ({', '.join(to)}){done}"

    def check(self, table: Name, check: Any, there: bool) -> Said:
        """A check: its expression."""
        text = self.text(table)(check.expression) if there else _line(check.expression)
        return text, text

    def definition(self, table: Name, fact: Any, there: bool) -> Said:
        """Whatever the server defines in one text."""
        text = self.text(table)(fact.definition) if there else fact.definition
        return text, text

    def policy(self, table: Name, policy: Policy, there: bool) -> Said:
        """A policy: what it compares, and how a person reads it."""
        say = self.text(table) if there else _line
        using = say(policy.using) if policy.using else ""
        check = say(policy.check) if policy.check else ""
        roles = ", ".join(sorted(policy.roles))
        shown = f"for {policy.command} to {roles}" + (f" using {using}" if using else "")
        shown += f" with check {check}" if check else ""
        shown = shown if policy.permissive else f"restrictive {shown}"
        return shown, shown

    def trigger(self, table: Name, trigger: Trigger, there: bool) -> Said:
        """A trigger: what it compares, and how a person reads it."""
        say = self.text(table) if there else _line
        does = say(_NAMED.sub(r"\1", trigger.definition, count=1))
        body = self._body(trigger) if there else trigger.source
        state = {"O": "", "D": ", disabled", "R": ", in replica sessions", "A": ", always"}[trigger.enabled]
        shown = f"{_ON.sub(' ', does.partition('TRIGGER ')[2], count=1)}{state} (its body: {body[:8]})"
        return repr((does, body, trigger.enabled)), shown

    def _body(self, trigger: Trigger) -> str:
        source = trigger.source
        return digest(source if self.home == HOME else source.replace(f'"{self.home}".', f"{HOME}."))

    def text(self, table: Name) -> Callable[[str], str]:
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


def _line(text: str) -> str:
    return " ".join(text.split())


def spelled(column: Column) -> str:
    """``integer not null default 0``."""
    words = [column.type.sql, "not null" if column.not_null else ""]
    words += [f"generated {column.identity} as identity" if column.identity else ""]
    words += [f"default {column.default}" if column.default is not None else ""]
    words += [f"generated as {column.generated}" if column.generated is not None else ""]
    return " ".join(filter(None, words))


def shape(column: Column, sketched: bool, say: Callable[[str], str]) -> tuple[Any, ...]:
    """What is compared of a column."""
    kind = (column.type.sql, column.not_null)
    if sketched:
        return kind
    return (*kind, column.default, column.generated and say(column.generated), column.identity)
