"""Texts that match a regular expression, and texts that are kept only where a check lets them pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from ...entropy import I64, below, draw
from ...fields.base import Field
from ...fields.numbers import weighted
from ...fields.rows import Rows
from ..patterns import Shape, apart, shapes
from .ticks import places_of, shuffled

__all__ = ["Matching", "shape_sizes", "spell"]

_MANY = 1 << 62


class Matching(Field):
    """Texts of a regular expression: ``Matching("^[A-Z]{3}-[0-9]{4}$")``.

    ``shortest`` and ``longest`` limit their length. With ``nth``, a field of numbers from 0, different numbers give
    different texts, up to ``size`` of them; ``unlike`` are texts of which none is taken.
    """

    def __init__(
        self,
        pattern: str,
        *,
        ignore_case: bool = False,
        shortest: int = 0,
        longest: int | None = None,
        nth: Any = None,
    ) -> None:
        super().__init__()
        self.pattern, self.ignore_case = pattern, ignore_case
        self.shortest, self.longest, self.nth = shortest, longest, nth

    @cached_property
    def _shapes(self) -> tuple[Shape, ...]:
        found = shapes(self.pattern, ignore_case=self.ignore_case, longest=self.longest)
        return tuple(shape for shape in found if len(shape) >= self.shortest)

    @cached_property
    def _apart(self) -> tuple[Shape, ...]:
        return apart(self._shapes)

    @property
    def size(self) -> int:
        """How many different texts there are at least."""
        return min(sum(shape_sizes(self._apart)), _MANY)

    def column(self, rows: Rows) -> pa.Array:
        if self.nth is None:
            return self._drawn(rows)
        sizes = np.array([min(s, _MANY // 64) for s in shape_sizes(self._apart)], dtype=np.int64)
        ends = np.cumsum(sizes)
        total = int(ends[-1])
        places = places_of(self.nth, rows) % np.int64(total)
        if total < 1 << 31:
            places = shuffled(places, total, self._name)
            shape = np.searchsorted(ends, places, side="right")
            return _texts(self._apart, shape, places - (ends - sizes)[shape])
        largest = int(np.argmax(sizes))
        # Far apart in the largest shape: an odd step round a power of two meets every place once.
        span = np.int64(1) << np.int64(int(sizes[largest]).bit_length() - 1)
        step = np.int64(0x5851F42D4C957F2D % int(span)) | np.int64(1)
        start = np.uint64(0x2545F4914F6CDD1D)
        inner = (places.astype(np.uint64) * np.uint64(step) + start).astype(np.int64) & (span - 1)
        return _texts(self._apart, np.full(len(rows), largest), inner)

    def _drawn(self, rows: Rows) -> pa.Array:
        weights = [1.0 + 2.0 * (place == 0) for place in range(len(self._shapes))]
        which = weighted(rows.draw(self._name, "shape"), weights)
        return spell(self._shapes, which, rows.ids, self._name)


def shape_sizes(found: Sequence[Shape]) -> list[int]:
    """How many texts each shape has."""
    sizes = []
    for shape in found:
        size = 1
        for alphabet in shape:
            size = min(size * len(alphabet), _MANY)
        sizes.append(size)
    return sizes


def spell(found: Sequence[Shape], which: I64, ids: Any, *names: str | int) -> pa.Array:
    """A random text of the given shape for each row."""
    return _assembled(found, which, lambda shape, here: _letters(shape, ids[here], names))


def _texts(found: Sequence[Shape], which: I64, places: I64) -> pa.Array:
    """The text with this number of the given shape, for each row."""
    return _assembled(found, which, lambda shape, here: _digits(shape, places[here]))


def _assembled(found: Sequence[Shape], which: I64, letters: Callable[[Shape, I64], Any]) -> pa.Array:
    texts = np.empty(len(which), dtype=object)
    for number in np.unique(which):
        here = np.flatnonzero(which == number)
        shape = found[int(number)]
        if not shape:
            texts[here] = ""
            continue
        codes = letters(shape, here)
        texts[here] = ["".join(map(chr, row)) for row in codes.tolist()]
    return pa.array(texts.tolist(), pa.string())


def _letters(shape: Shape, ids: Any, names: tuple[str | int, ...]) -> Any:
    codes = np.empty((len(ids), len(shape)), dtype=np.int32)
    for place, alphabet in enumerate(shape):
        characters = np.array([ord(c) for c in alphabet], dtype=np.int32)
        codes[:, place] = characters[below(draw(ids, *names, place), len(characters))]
    return codes


def _digits(shape: Shape, places: I64) -> Any:
    codes = np.empty((len(places), len(shape)), dtype=np.int32)
    rest, room = places.copy(), 1
    for place in range(len(shape) - 1, -1, -1):
        characters = np.array([ord(c) for c in shape[place]], dtype=np.int32)
        if room >= _MANY:
            # The number is told already: what is left may be anything.
            digits = below(draw(places.astype(np.uint64), "rest", place), len(characters))
        else:
            digits = rest % len(characters)
            rest //= len(characters)
            room *= len(characters)
        codes[:, place] = characters[digits]
    return codes
