"""Numbers: uniform, normal, lognormal, Zipf; whole, decimal with scale, or real.

Transcendental functions differ in the last bit between processors and numpy versions, so the
bell curves are read from frozen integer tables and everything else is exactly rounded.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import U64, below, unit
from ..errors import DeclarationError
from ..types import alike, cast, numbers
from .base import Field, column_of
from .rows import Rows

F64 = npt.NDArray[np.float64]


class Whole(Field):
    """Whole numbers from ``low`` to ``high``, both included, all equally likely. Bounds may be fields."""

    def __init__(self, low: Any, high: Any) -> None:
        super().__init__()
        self.low, self.high = low, high

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        low, high = (numbers(column_of(bound, rows)).astype(np.int64) for bound in (self.low, self.high))
        return low + below(rows.draw(self._name), np.maximum(high - low + 1, 1))


class Real(Field):
    """Real numbers from ``low`` up to ``high``, all equally likely; rounded to ``digits`` if given."""

    def __init__(self, low: float, high: float, digits: int | None = None) -> None:
        super().__init__()
        self.low, self.high, self.digits = low, high, digits

    def column(self, rows: Rows) -> pa.Array:
        return _rounded(self.low + unit(rows.draw(self._name)) * (self.high - self.low), self.digits)


class Amount(Field):
    """Decimals from ``low`` to ``high`` with ``scale`` digits after the point, all equally likely."""

    def __init__(self, low: float, high: float, *, scale: int = 2, step: float | None = None) -> None:
        super().__init__()
        self.low, self.high, self.scale, self.step = low, high, scale, step

    def column(self, rows: Rows) -> pa.Array:
        unit_ = 10**self.scale
        step = round((self.step or 1 / unit_) * unit_)
        low, high = round(self.low * unit_) // step, round(self.high * unit_) // step
        return scaled((low + below(rows.draw(self._name), high - low + 1)) * step, self.scale)


class Normal(Field):
    """A bell curve around ``mean``, cut at ``low`` and ``high``; whole numbers unless ``digits`` is given."""

    def __init__(
        self, mean: float, sd: float, *, low: float | None = None, high: float | None = None, digits: int = 0
    ) -> None:
        super().__init__()
        self.mean, self.sd, self.low, self.high, self.digits = mean, sd, low, high, digits

    def column(self, rows: Rows) -> pa.Array:
        values = self.mean + standard_normal(rows.draw(self._name)) * self.sd
        return _clipped(values, self.low, self.high, self.digits)


class LogNormal(Field):
    """Many small values and few great ones around ``median``; ``spread`` is the factor of one deviation."""

    def __init__(
        self,
        median: float,
        spread: float = 2.0,
        *,
        low: float | None = None,
        high: float | None = None,
        digits: int = 0,
    ) -> None:
        super().__init__()
        self.median, self.spread, self.low, self.high, self.digits = median, spread, low, high, digits

    def column(self, rows: Rows) -> pa.Array:
        values = self.median * power(self.spread, standard_normal(rows.draw(self._name)))
        return _clipped(values, self.low, self.high, self.digits)


class Zipf(Field):
    """Whole numbers 1 to ``n``, ``k`` as likely as ``1/k**exponent`` (exponent 0.5, 1, 1.5 or 2)."""

    def __init__(self, n: int, exponent: float = 1) -> None:
        super().__init__()
        if exponent not in (0.5, 1, 1.5, 2):
            raise DeclarationError(f"Zipf exponent {exponent!r}", allowed=["0.5", "1", "1.5", "2"])
        self.n, self.exponent = n, exponent

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        rank = np.arange(1, self.n + 1, dtype=np.float64)
        weight = {0.5: np.sqrt(rank), 1: rank, 1.5: rank * np.sqrt(rank), 2: rank * rank}[self.exponent]
        return 1 + weighted(rows.draw(self._name), 1 / weight)


class Round(Field):
    """A number rounded half up to ``digits``; without digits a whole number."""

    def __init__(self, of: Any, digits: int = 0) -> None:
        super().__init__()
        self.of, self.digits = of, digits

    def column(self, rows: Rows) -> pa.Array:
        rounded = pc.round(column_of(self.of, rows), ndigits=self.digits, round_mode="half_up")
        return cast(rounded, pa.int64()) if self.digits == 0 else rounded


class Least(Field):
    """The least of several fields or constants, row by row."""

    def __init__(self, *of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return _elementwise(pc.min_element_wise, [column_of(f, rows) for f in self.of])


class Greatest(Field):
    """The greatest of several fields or constants, row by row."""

    def __init__(self, *of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return _elementwise(pc.max_element_wise, [column_of(f, rows) for f in self.of])


def weighted(draws: U64, weights: Any) -> npt.NDArray[np.int64]:
    """Places drawn with these weights, by integer thresholds (exact on every machine)."""
    exact = np.asarray(weights, dtype=np.float64)
    edges = np.floor(np.cumsum(exact) / exact.sum() * 2.0**53).astype(np.uint64)
    edges[-1] = np.uint64(1 << 53)
    return np.searchsorted(edges, draws >> np.uint64(11), side="right").astype(np.int64)


def standard_normal(draws: U64) -> F64:
    """Standard deviations from the mean, read from a frozen table of 4,096 steps (within ±3.9)."""
    return _interpolated(_table("normal"), unit(draws)) / 1e9


def power(base: float, exponents: F64) -> F64:
    """``base ** exponents``, from the frozen table of ``2 ** x`` on [0, 1]."""
    binary = exponents * _log2(base)
    whole = np.floor(binary)
    return np.ldexp(_interpolated(_table("exp2"), binary - whole) / 1e9, whole.astype(np.int64))


def scaled(units: npt.NDArray[np.int64], scale: int) -> pa.Array:
    """Whole numbers of the smallest unit as decimals: 1999 with scale 2 is 19.99."""
    words = np.empty((len(units), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = units, units >> 63
    return pa.Array.from_buffers(pa.decimal128(19, scale), len(units), [None, pa.py_buffer(words)])


@functools.cache
def _table(name: str) -> F64:
    text = resources.files("seedkit.vocabulary").joinpath("data", f"{name}.txt").read_text("ascii")
    return np.array(text.split(), dtype=np.float64)


def _interpolated(table: F64, share: F64) -> F64:
    place = share * (len(table) - 1)
    below_ = np.minimum(np.floor(place), len(table) - 2).astype(np.int64)
    return table[below_] + (table[below_ + 1] - table[below_]) * (place - below_)


@functools.cache
def _log2(base: float) -> float:
    # Bisection over the frozen table instead of math.log2: the same bits everywhere.
    low, high = -64.0, 64.0
    for _ in range(80):
        middle = (low + high) / 2
        whole = np.floor(middle)
        value = np.ldexp(_interpolated(_table("exp2"), np.array([middle - whole]))[0] / 1e9, int(whole))
        low, high = (middle, high) if value < base else (low, middle)
    return (low + high) / 2


def _clipped(values: F64, low: float | None, high: float | None, digits: int) -> pa.Array:
    if low is not None or high is not None:
        values = np.clip(values, low, high)
    return _rounded(values, digits)


def _rounded(values: F64, digits: int | None) -> pa.Array:
    if digits is None:
        return pa.array(values)
    if digits == 0:
        return pa.array(np.floor(values + 0.5).astype(np.int64))
    return pc.round(pa.array(values), ndigits=digits, round_mode="half_up")


def _elementwise(best: Callable[..., pa.Array], arrays: list[pa.Array]) -> pa.Array:
    """The least or greatest row by row, nulls left out; moments are compared as numbers."""
    arrays = alike(arrays)
    kind = arrays[0].type
    if pa.types.is_timestamp(kind):
        return best(*(array.cast(pa.int64()) for array in arrays)).cast(kind)
    return best(*arrays)
