"""What an answer means: one cell of the matrix person x table x probe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..findings import Severity
from .personas import Subject
from .probes import Probe
from .survey import Facts

Verdict = Literal[
    "exact",
    "over",
    "under",
    "raises",
    "denied by grant",
    "denied by policy",
    "stopped by trigger",
    "vacuous",
    "not run",
]

#: Verdicts that break the expectation.
WRONG: frozenset[Verdict] = frozenset({"over", "under", "raises"})


#: Somebody else held a lock or changed the row meanwhile; that says nothing about access.
_BUSY = frozenset({"55P03", "40P01", "40001"})


@dataclass(frozen=True)
class Answer:
    """What the prober said: ``state`` is ok, sampled, costly or an SQLSTATE, ``spent`` milliseconds."""

    state: str
    reached: int | None
    digest: Decimal | None
    spent: float
    message: str | None


#: The answer to a probe that was not run because the role has no privilege.
UNGRANTED = Answer("ungranted", None, None, 0.0, None)


@dataclass(frozen=True)
class Cell:
    """The verdict on one probe of one person, and how bad it is."""

    subject: Subject
    probe: Probe
    answer: Answer
    verdict: Verdict
    severity: Severity | None = None
    expected: int = 0
    reached: int | None = None

    @property
    def wrong(self) -> bool:
        """Whether the expectation is broken."""
        return self.verdict in WRONG


def judge(facts: Facts, subject: Subject, probe: Probe, answer: Answer) -> Cell:
    """The verdict; probes of own rows can only fall short, all others only go too far."""
    verdict, severity, expected, reached = _judge(facts, probe, answer)
    return Cell(subject, probe, answer, verdict, severity, expected, reached)


_Judged = tuple[Verdict, Severity | None, int, int | None]


def _judge(facts: Facts, probe: Probe, answer: Answer) -> _Judged:
    expected, state = probe.expected, answer.state
    if state == "ungranted":
        return ("under", "error", expected, 0) if expected else ("denied by grant", None, 0, None)
    if state in _BUSY or state == "costly":
        return "not run", None, expected, None
    if state.startswith("42501"):
        return _denied(facts, probe, answer)
    allowed = state in ("ok", "sampled", "ZZ001") or state.startswith("23")
    if not allowed:
        return "raises", "error", expected, None
    if probe.reads:
        return _read(facts, probe, answer)
    if probe.letter in ("Uo", "Do", "Io"):
        # A constraint that stops the write shows that the policy let it through.
        short = state == "ok" and (answer.reached or 0) < expected
        return (
            ("under", "error", expected, answer.reached)
            if short
            else ("exact", None, expected, answer.reached)
        )
    return _went_through(probe, answer)


def _denied(facts: Facts, probe: Probe, answer: Answer) -> _Judged:
    """42501: by this table's policy or privileges, or because a policy reads what the role may not."""
    about = re.match(r"permission denied for (\w+) (\S+)", answer.message or "")
    if about and about[2].strip('"') != facts.target.name.rpartition(".")[2]:
        return "raises", "error", probe.expected, None
    if probe.expected and (probe.reads or probe.letter in ("Uo", "Do", "Io")):
        return "under", "error", probe.expected, 0
    return ("denied by grant" if about else "denied by policy"), None, probe.expected, None


def _read(facts: Facts, probe: Probe, answer: Answer) -> _Judged:
    expected, digest = probe.expected, probe.digest
    if answer.state == "sampled" and probe.sampled:
        expected, digest = probe.sampled[0], probe.sampled[1] if digest is not None else None
    reached = answer.reached or 0
    if not facts.target.size:
        return "vacuous", None, expected, reached
    if reached > expected:
        return "over", "live", expected, reached
    if reached < expected:
        return "under", "error", expected, reached
    if digest is not None and answer.digest is not None and digest != answer.digest:
        return "over", "live", expected, reached
    return "exact", None, expected, reached


def _went_through(probe: Probe, answer: Answer) -> _Judged:
    """A write beyond the person's own rows that no policy refused."""
    blind = probe.letter in ("Ub", "Db")
    severity: Severity = "latent" if blind or probe.letter == "Ug" else "live"
    if answer.state == "ok" and (answer.reached or 0) <= probe.expected:
        return "denied by policy", None, probe.expected, answer.reached
    if answer.state.startswith("23") and blind and probe.expected:
        # The constraint may have stopped it on an own row: nothing is said of the others.
        return "vacuous", None, probe.expected, None
    return "over", severity, probe.expected, answer.reached
