"""Closed lists of words that no constraint enforces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..verify.invariants import Invariant
from .declare import Rules, listed

__all__ = ["Words"]

Lists = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Words:
    """What text columns may hold: ``{table: {column: words}}``; null is no word.

    ``arrays`` are columns that hold several of the words. ``source`` is where the lists stand.
    """

    rules: Rules
    columns: Lists
    arrays: Lists = field(default_factory=dict)
    source: str = ""

    def invariants(self) -> tuple[Invariant, ...]:
        """One promise a table."""
        return tuple(self._of(table) for table in sorted({*self.columns, *self.arrays}))

    def _of(self, table: str) -> Invariant:
        columns = [*self.columns.get(table, {}), *self.arrays.get(table, {})]
        plural = len(columns) > 1
        return self.rules.each(
            f"words.{table}",
            f"In {table} the column{'s' * plural} {', '.join(columns)} hold{'s' * (not plural)} only words that the product knows",
            f"public.{table} t",
            " and ".join(self._holds(table)),
            ours=self.rules.owned(table),
            show=", ".join(f"t.{column}" for column in columns),
            source=self.source,
        )

    def _holds(self, table: str) -> list[str]:
        words = [
            f"coalesce(t.{column} in {listed(values)}, true)"
            for column, values in self.columns.get(table, {}).items()
        ]
        lists = [
            f"coalesce(t.{column} <@ array[{listed(values)[1:-1]}]::text[], true)"
            for column, values in self.arrays.get(table, {}).items()
        ]
        return words + lists
