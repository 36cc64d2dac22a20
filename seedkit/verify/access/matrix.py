"""The matrix of cells as checks: one for each table and command, with what could not be proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ...schema.access import API_ROLES, COMMANDS, Access
from ..findings import Check, Finding
from .explain import as_person
from .personas import KINDS
from .stage import Stage
from .survey import Facts
from .verdicts import Cell

_UNPROVEN = ("vacuous", "not run")


def table_checks(
    stage: Stage, tables: Mapping[str, Access], cells: Sequence[Cell], findings: Sequence[Finding]
) -> list[Check]:
    """A check for each table and command; its facts are the cells that had something to decide."""
    checks = []
    partitions = [name for name, facts in stage.facts.items() if facts.target.relation.parent in tables]
    for table in [*tables, *partitions]:
        if table not in stage.facts:
            note = stage.unasked.get(table, "not in this database")
            checks.append(Check("access.select", table, 0, note=note, skipped=True))
            continue
        facts = stage.facts[table]
        for command in COMMANDS if facts.target.relation.writable else COMMANDS[:1]:
            asked = [c for c in cells if c.probe.table == table and c.probe.command == command]
            found = [f for f in findings if f.table == table and _command(f, cells) == command]
            checks.append(_check(facts, command, asked, found))
    return checks


def _command(finding: Finding, cells: Iterable[Cell]) -> str:
    """The command whose check a finding belongs to; the story's own statements have checks of their own."""
    part = finding.code.split(".")[1]
    if part == "raises":
        return next(
            c.probe.command for c in cells if c.verdict == "raises" and c.probe.table == finding.table
        )
    return {"read": "select", "give_away": "update", "server_only": "update"}.get(part, part)


def _check(facts: Facts, command: str, cells: Sequence[Cell], findings: Sequence[Finding]) -> Check:
    decided = [c for c in cells if c.verdict not in _UNPROVEN]
    counts = Counter(c.verdict for c in cells)
    said = [f"{n} {verdict}" for verdict, n in counts.most_common()]
    sampled = sum(c.answer.state == "sampled" for c in cells)
    if sampled:
        said.append(f"{sampled} by sample")
    if command == "select" and any(facts.common(role) for role in API_ROLES):
        said.append("open to everybody, as declared")
    missing = unproven(facts, command, cells)
    note = ", ".join(said) + (f"; not proven: {', '.join(missing)}" if missing else "")
    # A table without rows decides nothing, however many people were told so.
    return Check(
        f"access.{command}",
        facts.target.name,
        len(decided) if facts.target.size else 0,
        tuple(findings),
        note,
    )


def unproven(facts: Facts, command: str, cells: Sequence[Cell]) -> list[str]:
    """What the rows at hand could not show about this command."""
    target, missing = facts.target, []
    roles = [role for role in API_ROLES if target.access.conditions(command, role)]
    if not target.size:
        return ["no rows"]
    for role in roles:
        personal, common = target.conditions(command, role)
        of_role = [c for c in cells if c.subject.person.role == role]
        if command == "select":
            if personal and not any(c.expected for c in of_role):
                missing.append(f"no {role} person has a row")
            if not common and not any(c.expected < target.size for c in of_role):
                missing.append("no row of anybody else")
        elif personal and not any(c.probe.letter in ("Uo", "Do", "Io") for c in of_role):
            missing.append(f"no {role} person may {command} a row")
    costly = sorted({c.subject.handle for c in cells if c.verdict == "not run"})
    if costly:
        missing.append(f"unfiltered writes of {len(costly)} people (too costly here)")
    return missing


def check_people(stage: Stage) -> Check:
    """Who was asked, and which kinds of people nobody here is."""
    present = Counter(s.kind for s in stage.people)
    absent = [kind for kind in KINDS if kind not in present]
    note = ", ".join(s.handle for s in stage.people[:12]) + (" …" if len(stage.people) > 12 else "")
    if absent:
        note += f"; nobody is: {', '.join(absent)}"
    return Check("access.people", "people", len(stage.people), note=note)


def check_undeclared(stage: Stage, cells: Sequence[Cell]) -> Check:
    """Relations of the same schemas that have no rule and yet show rows to anon or a stranger."""
    asked = [c for c in cells if stage.facts[c.probe.table].target.rule is None]
    findings = [
        Finding(
            "access.undeclared",
            "warning",
            c.probe.table,
            f"has no access rule, and {c.subject.handle} sees {c.reached} rows",
            c.reached or 1,
            (),
            as_person(c.subject, c.probe.sql),
            c.subject.handle,
        )
        for c in asked
        if c.verdict == "over"
    ]
    return Check("access.undeclared", "relations without a rule", len(asked), tuple(findings))
