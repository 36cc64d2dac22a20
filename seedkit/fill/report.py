"""The report of a fill: what each table got, what it did not get, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..load.receipt import PersonReceipt
from ..verify.findings import Report

__all__ = ["FillReport", "TableFill"]


@dataclass(frozen=True)
class TableFill:
    """One table. ``asked`` rows were wanted, ``limit`` is how many its constraints allow, ``written`` were written.

    ``why`` are the reasons for fewer rows, by constraint; ``notes`` what was done to get them in, and
    ``decided`` what inference made of its columns. ``failed`` says that rows which should be there are not.
    """

    name: str
    asked: int
    written: int = 0
    limit: int | None = None
    why: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    failed: bool = False

    @property
    def planned(self) -> int:
        """Rows that were to be written."""
        return self.asked if self.limit is None else min(self.asked, self.limit)


@dataclass(frozen=True)
class FillReport:
    """What a fill did. ``name`` tells it from earlier fills of this seed: none, 2, 3 …

    ``left`` are tables that were not filled, with the reason. ``people`` are some who own much, to act as.
    ``verified`` is what re-checking every constraint found; None where nothing was written.
    """

    target: str
    seed: int
    name: str
    now: dt.datetime
    tables: tuple[TableFill, ...]
    left: Mapping[str, str] = field(default_factory=dict)
    people: tuple[PersonReceipt, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    verified: Report | None = None
    dry_run: bool = False

    @property
    def written(self) -> int:
        """Rows written in all tables."""
        return sum(table.written for table in self.tables)

    @property
    def failed(self) -> tuple[TableFill, ...]:
        """Tables that lack rows which they could hold, or that can hold none."""
        return tuple(table for table in self.tables if table.failed)

    @property
    def ok(self) -> bool:
        """Whether every table got what it can hold, and every constraint holds."""
        return not self.failed and (self.verified is None or not _failing(self.verified))

    @property
    def exit_code(self) -> int:
        """0 when ok, else 1."""
        return 0 if self.ok else 1

    def table(self, name: str) -> TableFill:
        """What happened to this table, by ``schema.name`` or by name alone. Raises KeyError."""
        for table in self.tables:
            if name == table.name or name == table.name.partition(".")[2]:
                return table
        raise KeyError(name)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The report as text: tables with their rows, then what is missing and why."""
        lines = [f"{table.name}: {table.written} of {table.asked} rows" for table in self.tables]
        for table in self.tables:
            lines += [f"{table.name}: {reason}" for reason in table.why]
            lines += [f"note: {table.name}: {note}" for note in table.notes]
        lines += [f"left: {name}: {why}" for name, why in self.left.items()]
        lines += [f"note: {note}" for note in self.notes]
        for finding in self.verified.findings if self.verified else ():
            lines.append(f"{finding.severity}: {finding.table}: {finding.message} ({finding.count})")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The report in JSON types."""
        return {
            "target": self.target,
            "seed": self.seed,
            "name": self.name,
            "now": self.now.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
            "ok": self.ok,
            "dry_run": self.dry_run,
            "written": self.written,
            "tables": [asdict(table) for table in self.tables],
            "left": dict(self.left),
            "people": [asdict(person) for person in self.people],
            "notes": list(self.notes),
            "seconds": dict(self.seconds),
            "verified": None if self.verified is None else self.verified.as_dict(),
        }


def _failing(report: Report) -> bool:
    return any(finding.failing for finding in report.findings)
