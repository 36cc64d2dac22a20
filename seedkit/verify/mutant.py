"""One deliberate fault and what became of it, and the score over many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .findings import Check, Finding

Fate = Literal["killed", "survived", "not made"]


@dataclass(frozen=True)
class Mutant:
    """A fault: ``kind`` policy, constraint or cell, what was done to what, and who noticed."""

    kind: str
    table: str
    change: str
    fate: Fate
    by: str = ""

    def __str__(self) -> str:
        return f"{self.table}: {self.change}"


@dataclass(frozen=True)
class Score:
    """What became of the mutants; one that could not be made counts for nothing."""

    mutants: tuple[Mutant, ...]

    @property
    def killed(self) -> tuple[Mutant, ...]:
        """Those that the checks named."""
        return self._of("killed")

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """Those that nothing noticed."""
        return self._of("survived")

    @property
    def not_made(self) -> tuple[Mutant, ...]:
        """Those that could not be made here: no row to break, no value that breaks it."""
        return self._of("not made")

    @property
    def percent(self) -> float:
        """Killed of those that could be made; 0 if none could."""
        made = len(self.killed) + len(self.survivors)
        return 100.0 * len(self.killed) / made if made else 0.0

    def _of(self, fate: Fate) -> tuple[Mutant, ...]:
        return tuple(mutant for mutant in self.mutants if mutant.fate == fate)

    def check(self) -> Check:
        """The score as a check, each survivor a warning."""
        made = len(self.killed) + len(self.survivors)
        findings = tuple(
            Finding("mutants.survivor", "warning", m.table, f"nobody noticed: {m.change}")
            for m in self.survivors
        )
        note = f"{len(self.killed)} of {made} deliberate faults were named ({self.percent:.0f} %)"
        if self.not_made:
            note += f"; {len(self.not_made)} could not be made here"
        return Check("mutants", "the checks themselves", made, findings, note)

    def as_dict(self) -> dict[str, Any]:
        """The score for ``--json``."""
        return {
            "percent": round(self.percent, 1),
            "killed": len(self.killed),
            "survivors": [str(m) for m in self.survivors],
            "not_made": [f"{m} ({m.by})" for m in self.not_made],
        }
