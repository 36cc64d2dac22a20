"""A difference between the schema that a product means and a live one, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Difference", "DriftReport", "Kind", "Part", "Place"]

Kind = Literal["missing", "extra", "renamed", "changed"]
#: What of a schema differs; the order in which a report tells of it.
Part = Literal[
    "table", "view", "column", "primary key", "unique", "foreign key", "check", "exclusion", "row security", "policy",
    "trigger", "enum",
]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where the product says something: a file and line, and what stands there."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Difference:
    """One difference. ``table`` is ``schema.table`` as the product means it (of an enum: the type).

    ``name`` is that of the column or constraint, empty for the table itself; ``meant`` and ``found`` are
    what stands on both sides, as a server prints it; ``note`` says who knows of it, or what a load does.
    """

    kind: Kind
    part: Part
    table: str
    name: str = ""
    meant: str = ""
    found: str = ""
    note: str = ""
    places: tuple[Place, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The difference for ``--json``."""
        return {
            "kind": self.kind,
            "part": self.part,
            "table": self.table,
            "name": self.name,
            "meant": self.meant,
            "found": self.found,
            "note": self.note,
            "touches": [{"file": p.file, "line": p.line, "what": p.what} for p in self.places],
        }


@dataclass(frozen=True)
class DriftReport:
    """All differences, and how many facts of each part were compared: none found means something only then."""

    product: str
    differences: tuple[Difference, ...] = ()
    compared: Mapping[str, int] = field(default_factory=dict)
    #: Why something was not compared, in sentences.
    notes: tuple[str, ...] = ()

    #: The exit code where there are differences.
    DRIFT = 5

    @property
    def exit_code(self) -> int:
        """0, or 5 where anything differs."""
        return self.DRIFT if self.differences else 0

    @property
    def counts(self) -> Counter[str]:
        """How many differences there are of each kind."""
        return Counter(difference.kind for difference in self.differences)

    def as_dict(self) -> dict[str, Any]:
        """The report for ``--json``."""
        return {
            "product": self.product,
            "drift": bool(self.differences),
            "differences": [difference.as_dict() for difference in self.differences],
            "counts": dict(self.counts),
            "compared": dict(self.compared),
            "notes": list(self.notes),
        }
