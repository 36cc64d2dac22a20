"""Numbers and moments within bounds: constant ones, those of a check, and those that other columns set row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ...entropy import I64, below_wide, salt, walk
from ...fields.base import Field, column_of
from ...fields.rows import Rows
from ...types import as_array, is_valid, numbers
from ..spans import MOST, Spans

__all__ = ["Ticks", "places_of", "shuffled"]

#: How many different places ``walk`` can shuffle.
_WALK = 1 << 31


class Ticks(Field):
    """Values counted in ticks, the smallest step of the column: what numbers and moments have in common.

    ``among`` limits them to intervals (with a step). ``at_least`` and ``at_most`` are fields or constants, of which
    a null sets no bound; ``avoid`` are values that are not taken. With ``nth``, a field of numbers from 0, different
    numbers give different values.
    """

    def __init__(
        self,
        among: Spans,
        *,
        at_least: Sequence[Any] = (),
        at_most: Sequence[Any] = (),
        avoid: Sequence[Any] = (),
        nth: Any = None,
        rising: bool = False,
    ) -> None:
        super().__init__()
        self.among, self.at_least, self.at_most, self.avoid = (
            among,
            tuple(at_least),
            tuple(at_most),
            tuple(avoid),
        )
        self.nth, self.rising = nth, rising

    def spans(self, rows: Rows) -> Spans:
        """The values that may be taken, whatever the row."""
        return self.among

    def natural(self, rows: Rows, low: I64, high: I64) -> I64:
        """Believable ticks; those outside of the bounds are moved into them afterwards."""
        raise NotImplementedError

    def ticks_of(self, array: pa.Array, *, up: bool) -> tuple[I64, npt.NDArray[np.bool_]]:
        """The values of another column in ticks of this one (rounded up or down), and where there are any."""
        raise NotImplementedError

    def array_of(self, ticks: I64) -> Any:
        """Ticks as values of the column."""
        raise NotImplementedError

    def column(self, rows: Rows) -> Any:
        spans = self.spans(rows)
        if self.nth is not None:
            places = places_of(self.nth, rows)
            size = min(spans.size, _WALK)
            return self.array_of(spans.nth(places if self.rising else shuffled(places, size, self._name)))
        low, high = self._bounds(rows, spans)
        found = self.natural(rows, low, high)
        wrong = (found < low) | (found > high) | ~spans.holds(found)
        if wrong.any():
            found = np.where(wrong, self._inside(rows, spans, low, high), found)
        return self.array_of(self._avoided(rows, spans, found, low, high) if self.avoid else found)

    def _bounds(self, rows: Rows, spans: Spans) -> tuple[I64, I64]:
        low, high = (
            np.full(len(rows), spans.low, dtype=np.int64),
            np.full(len(rows), spans.high, dtype=np.int64),
        )
        for bound in self.at_least:
            values, there = self.ticks_of(column_of(bound, rows), up=True)
            low = np.where(there, np.maximum(low, values), low)
        for bound in self.at_most:
            values, there = self.ticks_of(column_of(bound, rows), up=False)
            high = np.where(there, np.minimum(high, values), high)
        return low, np.maximum(high, np.minimum(low, spans.high))

    def _inside(self, rows: Rows, spans: Spans, low: I64, high: I64) -> I64:
        """Some value between the bounds; near the bound that is set where the other is far."""
        first, last = spans.below(low), spans.below(np.minimum(high, MOST - 1) + 1)
        room = np.maximum(last - first, 1)
        return spans.nth(first + below_wide(rows.draw(self._name, "inside"), room))

    def _avoided(self, rows: Rows, spans: Spans, found: I64, low: I64, high: I64) -> I64:
        """The values, moved on to the next of the set where they are one that must not be taken."""
        others = [self.ticks_of(column_of(other, rows), up=True) for other in self.avoid]
        first = spans.below(low)
        room = np.maximum(spans.below(np.minimum(high, MOST - 1) + 1) - first, 1)
        for _ in range(len(others) + 1):
            same = np.zeros(len(rows), dtype=bool)
            for values, there in others:
                same |= there & (values == found)
            if not same.any():
                break
            found = np.where(same, spans.nth(first + (spans.below(found) - first + 1) % room), found)
        return found


def places_of(nth: Any, rows: Rows) -> I64:
    """A field of numbers from 0."""
    return numbers(as_array(column_of(nth, rows))).astype(np.int64)


def shuffled(places: I64, size: int, *names: str | int) -> I64:
    """Different places in ``[0, size)`` for different places there, out of order."""
    if size <= 1:
        return places * 0
    draws = np.full(len(places), salt("shuffled", *names), dtype=np.uint64)
    return walk(places, np.full(len(places), size, dtype=np.int64), draws)


def both(arrays: Iterable[pa.Array]) -> npt.NDArray[np.bool_]:
    """Where all arrays have values."""
    found = None
    for array in arrays:
        found = is_valid(array) if found is None else found & is_valid(array)
    assert found is not None
    return found
