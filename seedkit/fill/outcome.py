"""What became of a table so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import psycopg

__all__ = ["Outcome", "survivable"]


@dataclass
class Outcome:
    """Rows written, why they are fewer than planned, and what was done to get them in."""

    written: int = 0
    why: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: bool = False

    def fail(self, reasons: Iterable[str]) -> None:
        """The table lacks rows, for these reasons."""
        self.failed = True
        self.why += [reason for reason in reasons if reason not in self.why]


def survivable(connection: psycopg.Connection[Any], error: Exception) -> None:
    """Raise again what concerns more than one table: a lost connection, a cancelled query."""
    lost = connection.broken or connection.closed
    if lost or isinstance(error, (psycopg.errors.QueryCanceled, psycopg.errors.AdminShutdown)):
        raise error
