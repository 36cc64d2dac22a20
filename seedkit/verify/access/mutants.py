"""Faults in row security: each policy dropped, opened, or pointed at another column; RLS switched off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

import psycopg

from ...schema.access import API_ROLES, COMMANDS, qualified, quoted
from ..catalogue import Policy
from ..mutant import Mutant
from ..query import Connection, rows, undone
from .probes import Probe
from .prover import Prover
from .stage import Stage
from .targets import Target
from .verdicts import Cell

#: Milliseconds that one mutant may spend on reading a large table in full.
BUDGET = 1_000.0


@dataclass(frozen=True)
class Change:
    """A change of a policy or a table, as DDL."""

    what: str
    sql: str


def policy_mutants(connection: Connection, stage: Stage) -> Iterator[Mutant]:
    """Make every change and ask everybody who acts about that table, until somebody notices."""
    for facts in stage.facts.values():
        target = facts.target
        if target.rule is None or target.control or not target.relation.row_security:
            continue
        changes = list(_changes(target))
        if not target.size:
            yield from (
                Mutant("policy", target.name, c.what, "not made", "no row to decide on") for c in changes
            )
            continue
        before = _wrong(connection, stage, target, stop=False) if changes else set()
        for change in changes:
            try:
                with undone(connection):
                    rows(connection, change.sql)
                    noticed = _wrong(connection, stage, target, stop=True, known=before)
            except psycopg.Error as error:
                yield Mutant("policy", target.name, change.what, "not made", str(error.diag.message_primary))
                continue
            by = ", ".join(f"{handle} {letter}" for handle, letter, _, _ in sorted(noticed, key=str))
            yield Mutant("policy", target.name, change.what, "killed" if noticed else "survived", by)


def _wrong(
    connection: Connection,
    stage: Stage,
    target: Target,
    *,
    stop: bool,
    known: Set[tuple[str, str, tuple[str, ...], str | None]] = frozenset(),
) -> set[tuple[str, str, tuple[str, ...], str | None]]:
    """What goes wrong on this table beyond what is known to; the first of it, with ``stop``."""
    prover = Prover(connection, stage.facts, budget=BUDGET, timeout="60s")
    found: set[tuple[str, str, tuple[str, ...], str | None]] = set()
    for n in stage.order:
        if n in stage.acting:
            cells = prover.ask(stage.people[n], stage.probes(n, target.name))
            found |= {_name(cell) for cell in cells if cell.wrong} - known
            if stop and found:
                break
    return found


def _name(cell: Cell) -> tuple[str, str, tuple[str, ...], str | None]:
    probe: Probe = cell.probe
    return cell.subject.handle, probe.letter, probe.keys, probe.column


def _changes(target: Target) -> Iterator[Change]:
    table = qualified(target.name)
    if _guards(target):
        yield Change("row security off", f"alter table {table} disable row level security")
    for policy in target.policies:
        if not {"public", *API_ROLES} & set(policy.roles):
            continue
        name = quoted(policy.name)
        yield Change(f"policy {policy.name} dropped", f"drop policy {name} on {table}")
        if {policy.using, policy.check} - {None, "true"}:
            opened = _altered(policy, "true" if policy.using else None, "true" if policy.check else None)
            yield Change(f"policy {policy.name} replaced by true", opened)
        for column, other in _confusable(target, policy):
            pointed = _altered(
                policy, _pointed(policy.using, column, other), _pointed(policy.check, column, other)
            )
            yield Change(f"policy {policy.name} reads {other} for {column}", pointed)


def _guards(target: Target) -> bool:
    """Whether row security keeps any role from anything that its privileges allow."""
    return any(
        target.granted(role).holds(command)
        and not any(p.applies(command, role) and "true" in (p.using, p.check) for p in target.policies)
        for role in API_ROLES
        for command in COMMANDS
    )


def _altered(policy: Policy, using: str | None, check: str | None) -> str:
    parts = (f" using ({using})" if using else "") + (f" with check ({check})" if check else "")
    return f"alter policy {quoted(policy.name)} on {qualified(policy.table)}{parts}"


def _confusable(target: Target, policy: Policy) -> Iterator[tuple[str, str]]:
    """A column that the policy compares with the caller, and the first other one of its type."""
    stated = f"{policy.using or ''} {policy.check or ''}"
    uuids = [c.name for c in target.relation.columns.values() if c.type == "uuid"]
    compared = [name for name in uuids if re.search(_word(name), stated)]
    others = [name for name in uuids if name not in compared]
    if compared and others:
        yield compared[0], others[0]


def _word(name: str) -> str:
    """The column as a word of its own, not one of another table."""
    return rf"(?<![\w.]){re.escape(name)}\b(?!\s*\()"


def _pointed(expression: str | None, column: str, other: str) -> str | None:
    """The expression with one column of the row, named without its table, replaced by another."""
    return expression and re.sub(_word(column), quoted(other), expression)
