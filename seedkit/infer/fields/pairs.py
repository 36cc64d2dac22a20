"""Two links to the same table that must not point to the same row, or in a given order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from ...entropy import I64, below
from ...fields.base import Field
from ...fields.rows import Rows
from .ticks import places_of, shuffled

__all__ = ["PairOf", "Ring", "pairs_of"]


class PairOf(Field):
    """The first or the second of two different places among ``targets``: ``PairOf("friends", 100, 0)``.

    Fields of the same ``name`` speak of the same pair. With ``nth``, a field of numbers from 0, all pairs differ; with
    ``both_ways`` the two in the other order are another pair. ``links`` are those of which the first's key must be
    less than the second's.
    """

    def __init__(
        self,
        name: str,
        targets: int,
        which: int,
        *,
        nth: Any = None,
        both_ways: bool = False,
        links: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self.name, self.targets, self.which, self.nth = name, targets, which, nth
        self.both_ways, self.links = both_ways, tuple(links)

    def column(self, rows: Rows) -> I64:
        first, second = self._places(rows)
        if self.links:
            swapped = _greater(rows, self.links, first, second)
            first, second = np.where(swapped, second, first), np.where(swapped, first, second)
        return second if self.which else first

    def _places(self, rows: Rows) -> tuple[I64, I64]:
        n = max(self.targets, 2)
        size = pairs_of(n, self.both_ways)
        if self.nth is not None:
            number = shuffled(places_of(self.nth, rows) % size, size, "pair", self.name)
        else:
            first = below(rows.draw("pair", self.name), n)
            second = below(rows.draw("pair", self.name, "other"), n - 1)
            return first, second + (second >= first)
        if self.both_ways:
            first, second = number // (n - 1), number % (n - 1)
            return first, second + (second >= first)
        high = np.floor((1 + np.sqrt(1 + 8 * number.astype(np.float64))) / 2).astype(np.int64)
        high -= high * (high - 1) // 2 > number
        high += (high + 1) * high // 2 <= number
        return number - high * (high - 1) // 2, high


class Ring(Field):
    """The row before this one: none for the first (``chain``), or the last for it, which closes the ring."""

    def __init__(self, targets: int, *, chain: bool = False) -> None:
        super().__init__()
        self.targets, self.chain = targets, chain

    def column(self, rows: Rows) -> pa.Array:
        before = rows.ordinals - 1
        if self.chain:
            return pa.array(before, mask=before < 0)
        return pa.array(before % max(self.targets, 1))


def pairs_of(n: int, both_ways: bool) -> int:
    """How many pairs of different places there are."""
    return n * (n - 1) if both_ways else n * (n - 1) // 2


def _greater(rows: Rows, links: tuple[str, ...], first: I64, second: I64) -> Any:
    """Whether the key of the first is greater than that of the second; of rows without keys, the place."""
    keys_of = getattr(rows, "keys_of", None)
    if keys_of is None:
        return first > second
    left, right = (keys_of(links[0], places).to_pylist() for places in (first, second))
    return np.array(
        [a is not None and b is not None and a > b for a, b in zip(left, right, strict=True)], dtype=bool
    )
