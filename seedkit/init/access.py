"""Access rules of an unknown schema: what its policies plainly say, in the words of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..fill.owners import _owners
from ..schema.access import COMMANDS
from ..schema.reflected import Policy, Table
from .code import assigned, comment, quoted
from .survey import Survey, Taken

__all__ = ["Rule", "rule_of"]

_EVERYBODY = frozenset({"public", "anon"})


@dataclass
class Rule:
    """``__access__`` of a model: its terms, joined by ``|``; ``unread`` are policies that nobody understood."""

    terms: list[str] = field(default_factory=list)
    unread: list[Policy] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The lines of the class body."""
        made = [
            comment(f"The policy {policy.name!r} is not told here ({policy.command}): {policy.using or policy.check}")
            for policy in self.unread
        ]
        return [*made, assigned("__access__", " | ".join(self.terms))] if self.terms else made


def rule_of(survey: Survey, taken: Taken) -> Rule:
    """What the policies of a table say; nothing (only the service) where it has none."""
    rule, table = Rule(), taken.table
    if not (survey.supabase and table.row_security):
        return rule
    allowed: dict[str, list[str]] = {}
    for policy in table.policies:
        if not policy.permissive:
            continue
        commands = COMMANDS if policy.command == "all" else (policy.command,)
        terms = list(_terms(policy, table))
        if not terms:
            rule.unread.append(policy)
        for term in terms:
            known = allowed.setdefault(term, [])
            known += [command for command in commands if command not in known]
    for term, found in allowed.items():
        rule.terms += _spelled(term, [command for command in COMMANDS if command in found])
    return rule


def _terms(policy: Policy, table: Table) -> Iterator[str]:
    """``own <column>``, ``everybody``, ``signed in``: each alternative that is understood."""
    text = policy.using if policy.using is not None else policy.check
    if text is None:
        return
    everybody = bool(_EVERYBODY & set(policy.roles)) or not policy.roles
    if re.fullmatch(r"\(*true\)*", text.strip()):
        if policy.command in ("select", "all"):
            yield "everybody" if everybody else "signed in"
        return
    for owner in dict.fromkeys(_owners(text, table)):
        if re.search(r"\band\b", text, re.IGNORECASE) is None:
            yield f"own {owner}"


def _spelled(term: str, commands: list[str]) -> list[str]:
    if term in ("everybody", "signed in"):
        return ["public_read()" if term == "everybody" else "authenticated_read()"]
    column = quoted(term.removeprefix("own "))
    if commands == list(COMMANDS):
        return [f"own({column})"]
    return [f"own({column}, commands={quoted(' '.join(commands))})"]
