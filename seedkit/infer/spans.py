"""Sets of whole numbers as intervals with a step: what may stand in a column of numbers or moments.

Numbers and moments are counted in *ticks*: cents of an amount, days of a date, microseconds of a moment.
The values of a set are numbered from nought, so that different numbers give different values.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..entropy import I64

__all__ = ["MOST", "Spans"]

#: No tick lies beyond: two of them can be added in 64 bits.
MOST = (1 << 62) - 1


@dataclass(frozen=True)
class Spans:
    """Whole numbers in disjoint, rising ``parts`` (both ends included) that leave ``phase`` when divided by ``step``."""

    parts: tuple[tuple[int, int], ...] = ((-MOST, MOST),)
    step: int = 1
    phase: int = 0

    @classmethod
    def of(cls, low: int | None, high: int | None) -> Spans:
        """All numbers from ``low`` to ``high``; None for no end."""
        return cls(((-MOST if low is None else low, MOST if high is None else high),))._tidy()

    @classmethod
    def listed(cls, values: Iterable[int]) -> Spans:
        """Just these numbers."""
        return cls(tuple((value, value) for value in sorted(set(values))))._tidy()

    def _tidy(self) -> Spans:
        """The same set, every part beginning and ending with a number of it."""
        parts: list[tuple[int, int]] = []
        for low, high in self.parts:
            low, high = max(low, -MOST), min(high, MOST)
            low += (self.phase - low) % self.step
            high -= (high - self.phase) % self.step
            if low > high:
                continue
            if parts and low <= parts[-1][1] + self.step:
                parts[-1] = parts[-1][0], max(high, parts[-1][1])
            else:
                parts.append((low, high))
        return Spans(tuple(parts), self.step, self.phase)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __contains__(self, value: int) -> bool:
        return (value - self.phase) % self.step == 0 and any(low <= value <= high for low, high in self.parts)

    @property
    def low(self) -> int:
        """The least."""
        return self.parts[0][0]

    @property
    def high(self) -> int:
        """The greatest."""
        return self.parts[-1][1]

    @cached_property
    def size(self) -> int:
        """How many there are."""
        return sum((high - low) // self.step + 1 for low, high in self.parts)

    def clipped(self, low: int | None, high: int | None) -> Spans:
        """Those from ``low`` to ``high``."""
        bottom, top = -MOST if low is None else low, MOST if high is None else high
        return Spans(
            tuple((max(a, bottom), min(b, top)) for a, b in self.parts), self.step, self.phase
        )._tidy()

    def without(self, values: Iterable[int]) -> Spans:
        """All but these."""
        parts = self.parts
        for value in values:
            cut = [((a, value - 1), (value + 1, b)) if a <= value <= b else ((a, b),) for a, b in parts]
            parts = tuple(part for pieces in cut for part in pieces)
        return Spans(parts, self.step, self.phase)._tidy()

    def united(self, other: Spans) -> Spans:
        """Those of both; a step that they do not share is taken for one (then the set is too large): see ``unites``."""
        return Spans(tuple(sorted(self.parts + other.parts)), self.step, self.phase)._tidy()

    def unites(self, other: Spans) -> bool:
        """Whether ``united`` is exact."""
        return (self.step, self.phase) == (other.step, other.phase)

    def stepped(self, step: int, phase: int) -> Spans:
        """Those that leave ``phase`` when divided by ``step``; the empty set where that cannot be."""
        shared = math.gcd(self.step, step)
        if (phase - self.phase) % shared:
            return Spans(())
        turns = (phase - self.phase) // shared * pow(self.step // shared, -1, step // shared)
        together = self.step // shared * step
        return Spans(self.parts, together, (self.phase + self.step * turns) % together)._tidy()

    def meets(self, other: Spans) -> Spans:
        """Those that are in both."""
        found = self.stepped(other.step, other.phase) if other.step > 1 else self
        parts = tuple(
            (max(a, c), min(b, d)) for a, b in found.parts for c, d in other.parts if a <= d and c <= b
        )
        return Spans(tuple(sorted(parts)), found.step, found.phase)._tidy()

    # For many values at once

    @cached_property
    def _lows(self) -> I64:
        return np.array([low for low, _ in self.parts], dtype=np.int64)

    @cached_property
    def _before(self) -> I64:
        """How many values lie before each part, and in all."""
        counts = [0]
        for low, high in self.parts:
            counts.append(min(counts[-1] + (high - low) // self.step + 1, MOST))
        return np.array(counts, dtype=np.int64)

    def nth(self, places: I64) -> I64:
        """The values with these numbers (from 0; beyond the last, the last)."""
        places = np.clip(places, 0, self._before[-1] - 1)
        part = np.searchsorted(self._before, places, side="right") - 1
        return self._lows[part] + (places - self._before[part]) * self.step

    def below(self, values: I64) -> I64:
        """How many of the set are less than each of these values."""
        part = np.clip(np.searchsorted(self._lows, values, side="right") - 1, 0, None)
        inside = -((self._lows[part] - values) // self.step)
        found: I64 = np.clip(inside, 0, self._before[part + 1] - self._before[part]) + self._before[part]
        return found

    def holds(self, values: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of these values are in the set."""
        return self.below(values + 1) > self.below(values)
