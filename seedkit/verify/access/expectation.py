"""What the story itself says about who sees what, beside the rules of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..findings import Check, Finding
from .probes import Probe, stated
from .stage import Stage

#: Keys asked for in one probe; a larger set is asked in parts.
_PART = 500


@dataclass(frozen=True)
class Expectation:
    """This person sees these rows, by key as text; with ``exactly`` no others of the table."""

    person: str
    table: str
    keys: frozenset[str]
    exactly: bool = False


def told(stage: Stage, n: int, sees: Sequence[Expectation]) -> Iterator[Probe]:
    """The probes of what the story says about person ``n``."""
    for expectation in sees:
        if expectation.person == stage.people[n].handle and expectation.table in stage.facts:
            facts, keys = stage.facts[expectation.table], sorted(expectation.keys)
            if facts.target.granted(stage.people[n].person.role).holds("select"):
                for start in range(0, len(keys), _PART):
                    yield stated(facts, n, keys[start : start + _PART])


def check_story(stage: Stage, sees: Sequence[Expectation], findings: Sequence[Finding]) -> list[Check]:
    """One check for each statement whose person and table are here."""
    numbers = {subject.handle: n for n, subject in enumerate(stage.people)}
    checks = []
    for expectation in sees:
        person, table = expectation.person, expectation.table
        subject = f"{person} sees {table}"
        if person not in numbers or table not in stage.facts:
            missing = (
                f"{person} is not among the people proven"
                if person not in numbers
                else f"there is no {table}"
            )
            checks.append(Check("access.sees", subject, 0, note=missing, skipped=True))
            continue
        broken = [f for f in findings if f.code == "access.sees" and f.person == person and f.table == table]
        ruled = stage.facts[table].reach["select"].of(numbers[person])[0]
        if expectation.exactly and ruled != len(expectation.keys):
            message = f"the story says {len(expectation.keys)} rows, the rule of the table {ruled}"
            broken.append(Finding("access.sees", "error", table, message, person=person))
        checks.append(Check("access.sees", subject, len(expectation.keys), tuple(broken)))
    return checks
