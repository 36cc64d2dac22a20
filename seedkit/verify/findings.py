"""Findings are data: what a check looked at, what it found, and the SQL to see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "live", "latent", "warning", "meant", "note"]

#: Severities that fail a report. ``live`` is an exposure reachable over REST, ``latent`` one that
#: needs another client (a write without a filter); both are exposures.
FAILING: frozenset[Severity] = frozenset({"error", "live", "latent"})

#: Keys that a finding shows at most.
SAMPLES = 5


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong (or worth a note): where, how often, which rows, how to see them."""

    code: str
    severity: Severity
    table: str
    message: str
    count: int = 1
    samples: tuple[str, ...] = ()
    sql: str = ""
    person: str | None = None

    @property
    def failing(self) -> bool:
        """Whether this finding fails its report."""
        return self.severity in FAILING

    def as_dict(self) -> dict[str, Any]:
        """The finding for ``--json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "table": self.table,
            "person": self.person,
            "message": self.message,
            "count": self.count,
            "samples": list(self.samples),
            "sql": self.sql,
        }


@dataclass(frozen=True)
class Check:
    """One question put to the database. ``facts`` is how many rows or facts the answer rests on."""

    code: str
    subject: str
    facts: int
    findings: tuple[Finding, ...] = ()
    note: str = ""
    skipped: bool = False

    @property
    def verdict(self) -> Literal["failed", "skipped", "vacuous", "ok"]:
        """``vacuous`` is a check that found nothing to look at: it is not a pass."""
        if any(f.failing for f in self.findings):
            return "failed"
        if self.skipped:
            return "skipped"
        return "ok" if self.facts else "vacuous"

    def as_dict(self) -> dict[str, Any]:
        """The check for ``--json``."""
        return {
            "code": self.code,
            "subject": self.subject,
            "verdict": self.verdict,
            "facts": self.facts,
            "findings": [f.as_dict() for f in self.findings],
            "note": self.note,
        }


@dataclass(frozen=True)
class Report:
    """The checks of one run."""

    checks: tuple[Check, ...] = ()

    @classmethod
    def of(cls, *groups: Iterable[Check]) -> Report:
        """A report over several lists of checks."""
        return cls(tuple(check for group in groups for check in group))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the checks."""
        return tuple(finding for check in self.checks for finding in check.findings)

    @property
    def facts(self) -> int:
        """How many rows and facts were looked at in all."""
        return sum(check.facts for check in self.checks)

    @property
    def vacuous(self) -> tuple[Check, ...]:
        """The checks that had nothing to look at."""
        return tuple(check for check in self.checks if check.verdict == "vacuous")

    @property
    def skipped(self) -> tuple[Check, ...]:
        """The checks whose tables or columns this database does not have."""
        return tuple(check for check in self.checks if check.verdict == "skipped")

    @property
    def ok(self) -> bool:
        """No failing finding, and at least one fact: a report about nothing is not ok."""
        return self.facts > 0 and not any(finding.failing for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 when ok, else 1."""
        return 0 if self.ok else 1

    def as_dict(self) -> dict[str, Any]:
        """The report for ``--json``."""
        return {
            "ok": self.ok,
            "facts": self.facts,
            "checks": [check.as_dict() for check in self.checks],
            "vacuous": [f"{check.code} {check.subject}" for check in self.vacuous],
        }
