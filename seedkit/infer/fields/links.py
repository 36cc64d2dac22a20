"""Places of parents: few with many children as life has it, one each, or different combinations."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ...entropy import I64, U64, below, draw, mix, salt, unit, walk
from ...fields.base import Field
from ...fields.rows import Rows
from .ticks import places_of, shuffled

__all__ = ["Digit", "Flagged", "Nowhere", "OneEach", "Places", "Rank", "Share", "Turned"]


class Places(Field):
    """The place of a parent among ``targets``, a few of them often and most of them seldom.

    ``apart`` are other links to the same rows that must not point to the same one.
    """

    def __init__(self, targets: int, *, even: bool = False, apart: Sequence[Any] = ()) -> None:
        super().__init__()
        self.targets, self.even, self.apart = targets, even, tuple(apart)

    def column(self, rows: Rows) -> I64:
        draws = rows.draw(self._name)
        if self.even:
            found = below(draws, max(self.targets, 1))
        else:
            share = unit(draws)
            found = np.minimum((share * share * self.targets).astype(np.int64), max(self.targets - 1, 0))
            found = shuffled(found, self.targets, "parents", self._name)
        for _ in range(len(self.apart)):
            for other in self.apart:
                found = np.where(places_of(other, rows) == found, (found + 1) % max(self.targets, 1), found)
        return found


class OneEach(Field):
    """Another parent for each row; none for rows beyond ``targets``.

    Fields of the same ``pair`` go together: that which is the ``other`` never points to the same row.
    """

    def __init__(
        self, targets: int, nth: Any, *, again: bool = False, pair: str | None = None, other: bool = False
    ) -> None:
        super().__init__()
        self.targets, self.nth, self.again, self.pair, self.other = targets, nth, again, pair, other

    def column(self, rows: Rows) -> pa.Array:
        places = places_of(self.nth, rows)
        beyond = places >= self.targets
        found = shuffled(places % max(self.targets, 1), self.targets, "one each", self.pair or self._name)
        if self.other:
            step = 1 + below(rows.draw(self._name), max(self.targets - 1, 1))
            return pa.array((found + step) % max(self.targets, 1))
        return pa.array(found, mask=None if self.again else beyond)


class Nowhere(Field):
    """No parent."""

    def column(self, rows: Rows) -> pa.Array:
        return pa.nulls(len(rows), pa.int64())


class Share(Field):
    """Parents by their share of ``rows`` rows: few have many. None has more than ``most``.

    The rows of a parent follow each other, unless ``mixed``; their numbers are those of ``Rank``.
    """

    def __init__(
        self, name: str, targets: int, rows: int, *, most: int | None = None, mixed: bool = False
    ) -> None:
        super().__init__()
        self.name, self.targets, self.rows, self.most, self.mixed = name, targets, rows, most, mixed

    def column(self, rows: Rows) -> I64:
        return self.places(rows.ordinals)[0]

    def places(self, ordinals: I64) -> tuple[I64, I64]:
        """For each ordinal the place of its parent, and its number among that parent's rows."""
        starts = _starts(self.targets, max(self.rows, 1), self.most)
        total = max(int(starts[-1]), 1)
        turn, inside = ordinals // total, ordinals % total
        if self.mixed:
            inside = shuffled(inside, total, "mixed", self.name)
        which = np.searchsorted(starts, inside, side="right") - 1
        which = np.minimum(which, max(self.targets - 1, 0))
        counts = starts[which + 1] - starts[which]
        return shuffled(which, self.targets, "share", self.name), turn * counts + inside - starts[which]


class Rank(Field):
    """The number of a row among those of its parent: 0, 1, 2 …"""

    def __init__(self, share: Share, start: int = 0) -> None:
        super().__init__()
        self.share, self.start = share, start

    def column(self, rows: Rows) -> I64:
        return self.share.places(rows.ordinals)[1] + self.start


class Turned(Field):
    """The numbers of ``nth`` out of order below ``size``: in an order of its own for each value of ``by``."""

    def __init__(self, nth: Any, size: int, by: Any = None) -> None:
        super().__init__()
        self.nth, self.size, self.by = nth, size, by

    def column(self, rows: Rows) -> I64:
        places = places_of(self.nth, rows)
        if self.size >= 1 << 31:
            return places
        size = np.full(len(places), max(self.size, 1), dtype=np.int64)
        if self.by is None:
            draws: U64 = np.full(len(places), salt("turned", self._name), dtype=np.uint64)
        else:
            draws = draw(mix(places_of(self.by, rows).astype(np.uint64)), "turned")
        return walk(places % size, size, draws)


class Digit(Field):
    """One digit of a number that is made of several: ``of // skip % size``.

    With ``by`` each value of it, and each number below ``skip``, begins elsewhere: small numbers have digits too.
    """

    def __init__(self, of: Any, size: int, skip: int = 1, by: Any = None) -> None:
        super().__init__()
        self.of, self.size, self.skip, self.by = of, size, skip, by

    def column(self, rows: Rows) -> I64:
        number, size = places_of(self.of, rows), max(self.size, 1)
        digit: I64 = number // self.skip % size
        if self.by is None:
            return digit
        before = mix((number % self.skip).astype(np.uint64)) ^ mix(
            places_of(self.by, rows).astype(np.uint64) + np.uint64(1)
        )
        return (digit + below(draw(mix(before), "digit", self.skip), size)) % size


class Flagged(Field):
    """0 for the rows whose number is below ``limit``, else 1: which of a group's rows may carry a mark."""

    def __init__(self, nth: Any, limit: int = 1) -> None:
        super().__init__()
        self.nth, self.limit = nth, limit

    def column(self, rows: Rows) -> I64:
        return (places_of(self.nth, rows) >= self.limit).astype(np.int64)


@functools.lru_cache(maxsize=256)
def _starts(targets: int, rows: int, most: int | None) -> I64:
    """Where the rows of each parent begin, the parents with most rows first; the last entry is how many there are."""
    if targets <= 0:
        return np.array([0, rows], dtype=np.int64)
    places = np.arange(targets + 1, dtype=np.float64)
    starts = np.floor(rows * np.sqrt(places / targets)).astype(np.int64)
    counts = np.diff(starts)
    if most is not None:
        limit = min(rows, targets * most)
        counts = np.minimum(counts, most)
        left = limit - int(counts.sum())
        while left > 0:
            room = np.flatnonzero(counts < most)
            each = max(left // len(room), 1)
            more = np.minimum(most - counts[room], each)[: left if each == 1 else None]
            counts[room[: len(more)]] += more
            left -= int(more.sum())
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
