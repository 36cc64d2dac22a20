"""From wrong cells to findings: which rows, and which policies let them through or keep them out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import psycopg

from ...schema.access import API_ROLES
from ...supabase.claims import claims_of
from ..catalogue import Policy
from ..findings import SAMPLES, Finding
from ..query import Connection, literal, row, rows
from .personas import Subject
from .prover import Prover, acting
from .stage import Stage
from .survey import Facts, allowed_on
from .targets import Target
from .verdicts import Cell

#: Findings that get their rows and policies looked up, one for each table, probe and kind of person.
EXPLAINED = 150
#: Rows looked at for the sake of a few samples.
LOOKED_AT = 200

CODES = {
    "S": "read", "So": "read", "Sf": "read", "E": "sees", "U": "update.over", "Uo": "update.under", "Ub": "update.blind",
    "Uf": "give_away", "Ug": "give_away.blind", "Ue": "server_only", "D": "delete.over", "Do": "delete.under",
    "Db": "delete.blind", "I": "insert.over", "Io": "insert.under",
}  # fmt: skip

#: A probe that says nothing new where the other went wrong in the same way.
_IMPLIED = {"Ub": "U", "Db": "D", "Ug": "Uf", "So": "S", "Sf": "S", "E": "S"}


def findings_of(connection: Connection, stage: Stage, cells: Iterable[Cell]) -> list[Finding]:
    """One finding for each wrong cell, raising policies once for everybody they hit."""
    wrong = _without_implied([cell for cell in cells if cell.wrong])
    explained: set[tuple[str, str, str]] = set()
    raising: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    found = []
    for cell in wrong:
        if cell.verdict == "raises":
            key = (cell.probe.table, cell.answer.state, cell.answer.message or "")
            raising[key].append(cell)
            continue
        place = (cell.probe.table, cell.probe.letter, cell.subject.kind)
        about = stage.facts[cell.probe.table]
        ungranted = cell.answer.state == "ungranted"
        if ungranted or (place not in explained and len(explained) < EXPLAINED):
            explained.add(place)
            found.append(_explained(connection, stage, about, cell))
        else:
            found.append(_finding(about.target, cell, cell.probe.keys[:SAMPLES], ""))
    return found + [_raise(hit) for hit in raising.values()]


def _without_implied(cells: Sequence[Cell]) -> list[Cell]:
    wrong = {(c.subject.handle, c.probe.table, c.probe.letter) for c in cells}
    return [
        c for c in cells if (c.subject.handle, c.probe.table, _IMPLIED.get(c.probe.letter, "")) not in wrong
    ]


def _raise(cells: Sequence[Cell]) -> Finding:
    first = cells[0]
    people = list(dict.fromkeys(c.subject.handle for c in cells))
    tried = ", ".join(sorted({c.probe.command for c in cells}))
    message = f"{tried} raises {first.answer.state}: {first.answer.message} (for {_some(people)})"
    sql = as_person(first.subject, first.probe.sql)
    return Finding("access.raises", "error", first.probe.table, message, len(cells), (), sql, people[0])


def _explained(connection: Connection, stage: Stage, facts: Facts, cell: Cell) -> Finding:
    target, probe = facts.target, cell.probe
    if cell.answer.state == "ungranted":
        return _finding(
            target, cell, probe.keys[:SAMPLES], f"{cell.subject.person.role} has no such privilege"
        )
    if probe.reads:
        samples = _differing(connection, facts, cell)
    elif len(probe.keys) > 1:
        samples = _hit(stage.prover, facts, cell)
    else:
        samples = probe.keys
    why = _why(connection, target, cell, samples)
    if stage.quiet and cell.verdict == "over" and probe.command in target.loud_commands:
        why += "; triggers were off, and one may stop it"
    return _finding(target, cell, samples[:SAMPLES], why)


def _finding(target: Target, cell: Cell, samples: Sequence[str], why: str) -> Finding:
    probe = cell.probe
    code = CODES[probe.letter] + (f".{cell.verdict}" if probe.letter[0] == "S" else "")
    message = _said(cell) + (f"; {why}" if why else "")
    query = probe.sql
    if probe.reads:
        rows_meant = target.among("t", samples) if samples else "true"
        query = f"select * from {target.sql} t where {rows_meant}"
    count = abs((cell.reached or 0) - cell.expected) or 1
    severity = cell.severity or "error"
    sql = as_person(cell.subject, query)
    return Finding(
        f"access.{code}", severity, target.name, message, count, tuple(samples), sql, cell.subject.handle
    )


def _said(cell: Cell) -> str:
    probe, reached, expected = cell.probe, cell.reached or 0, cell.expected
    if probe.reads:
        where = " of a sample" if cell.answer.state == "sampled" else ""
        if reached == expected:
            return f"sees {reached} rows{where}, but not those expected"
        return f"sees {reached} rows{where}, {expected} expected"
    stopped = f" (stopped only by {cell.answer.state})" if cell.answer.state.startswith("23") else ""
    sayings = {
        "U": f"can change {reached or len(probe.keys)} of {len(probe.keys)} rows that are not theirs",
        "Uo": f"can change only {reached} of {expected} rows that are theirs",
        "Ub": "can change rows that are not theirs by an update without a filter",
        "Uf": f"can give a row away by changing {probe.column}",
        "Ug": f"can give rows away by changing {probe.column} without a filter",
        "Ue": f"can change {probe.column}, which only the server may",
        "D": f"can delete {reached or len(probe.keys)} of {len(probe.keys)} rows that are not theirs",
        "Do": f"can delete only {reached} of {expected} rows that are theirs",
        "Db": "can delete rows that are not theirs by a delete without a filter",
        "I": "can insert a row that is not theirs",
        "Io": "cannot insert a row that is theirs",
    }
    return sayings[probe.letter] + stopped


def _differing(connection: Connection, facts: Facts, cell: Cell) -> tuple[str, ...]:
    """Keys that the person sees beyond the expectation, or else expected ones that are missing."""
    target, n, probe = facts.target, cell.probe.person, cell.probe
    own = probe.keys or facts.reach["select"].keys.get(n, ())
    wanted = f"not ({target.among('t', own)})"
    if cell.verdict == "under" or probe.letter == "Sf":
        wanted = target.among("t", own)
    try:
        with acting(connection, cell.subject):
            query = f"select {target.key_of('t')} from {target.sql} t where {wanted} limit {LOOKED_AT}"
            visible = [key for (key,) in rows(connection, query)]
    except psycopg.Error:
        return ()
    if cell.verdict == "under":
        return tuple(key for key in own if key not in visible)
    expected = allowed_on(connection, target, visible, API_ROLES, [n])[n]
    return tuple(key for key in visible if "select" not in expected.get(key, frozenset()))


def _hit(prover: Prover, facts: Facts, cell: Cell) -> tuple[str, ...]:
    """Which of the keys a write with a filter reached: each is tried alone."""
    whole, target = cell.probe, facts.target
    every = target.among("t", whole.keys)
    expected = int(cell.verdict == "under")
    alone = [
        replace(whole, sql=whole.sql.replace(every, target.among("t", [key])), expected=expected, keys=(key,))
        for key in whole.keys
    ]
    return tuple(c.probe.keys[0] for c in prover.ask(cell.subject, alone) if c.wrong)


def _why(connection: Connection, target: Target, cell: Cell, samples: Sequence[str]) -> str:
    """The reason as the catalogue tells it."""
    if target.relation.kind == "m":
        return "a materialized view has no row-level security"
    if target.relation.kind == "v":
        return "a view reads with its owner's rights unless it is security_invoker"
    if not target.relation.row_security:
        return "row-level security is off"
    command, role = cell.probe.command, cell.subject.person.role
    applying = [p for p in target.policies if p.applies(command, role)]
    if not applying:
        return f"no policy lets {role} {command}"
    if cell.verdict == "under":
        return f"kept out by {_some([p.name for p in applying])}"
    true = [p.name for p in applying if p.permissive and _is_true(connection, target, cell, p, samples)]
    return f"let through by {_some(true or [p.name for p in applying])}"


def _is_true(
    connection: Connection, target: Target, cell: Cell, policy: Policy, samples: Sequence[str]
) -> bool:
    """Whether the policy's condition holds for one of these rows, asked as administrator with the person's claims."""
    condition = policy.check or policy.using if cell.probe.command == "insert" else policy.using
    if condition is None or not samples or cell.probe.letter in ("Uf", "Ug"):
        return condition is not None
    try:
        with acting(connection, cell.subject, as_administrator=True):
            query = f"select count(*) from {target.sql} where ({condition}) and {target.among(target.relation.alias, samples)}"
            return bool(row(connection, query)[0])
    except psycopg.Error:
        return False


def as_person(subject: Subject, query: str) -> str:
    """A script for psql that runs the query as the person and leaves nothing behind."""
    claims = {k: v for k, v in claims_of(subject.person).items() if k not in ("iat", "exp", "amr")}
    query = query.replace("where pg_temp.seedkit_tick()", "").strip()
    return (
        f"begin; select set_config('request.jwt.claims', {literal(json.dumps(claims))}, true); "
        f"set local role {subject.person.role}; {query}; rollback;"
    )


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:4])
    return shown + (f" and {len(names) - 4} more" if len(names) > 4 else "")
