"""Numbers: whole, decimal or real, falling off from what is typical, in bounds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ...entropy import I64, below_wide
from ...fields.numbers import power, scaled, standard_normal
from ...fields.rows import Rows
from ...types import is_valid, numbers
from ..spans import MOST, Spans
from .ticks import Ticks

__all__ = ["REAL", "Figure"]

#: Digits after the point with which real numbers are counted.
REAL = 6


class Figure(Ticks):
    """A number from ``low`` to ``high``: ``Figure(0, 500, scale=2, typical=30)`` is an amount.

    ``scale`` are its digits after the point (below nought: zeros before it), ``real`` makes it a float.
    Around ``typical`` numbers are frequent (``spread`` is the factor of one deviation), else all are.
    ``ends`` are digits that amounts end with (``99``). ``among`` lists intervals, see Ticks.
    """

    def __init__(
        self,
        low: Any = 0,
        high: Any = 1000,
        *,
        scale: int = 0,
        typical: Any = None,
        spread: float = 2.5,
        ends: Sequence[int] = (),
        real: bool = False,
        among: Spans | None = None,
        at_least: Sequence[Any] = (),
        at_most: Sequence[Any] = (),
        avoid: Sequence[Any] = (),
        nth: Any = None,
        rising: bool = False,
    ) -> None:
        unit = Decimal(1).scaleb(-scale)
        bounds = Spans.of(int(Decimal(str(low)) / unit), int(Decimal(str(high)) / unit))
        inside = among if among is not None else bounds
        super().__init__(inside, at_least=at_least, at_most=at_most, avoid=avoid, nth=nth, rising=rising)
        self.among = among  # type: ignore[assignment]
        self.low, self.high, self.scale, self.real = low, high, scale, real
        self.typical, self.spread, self.ends = typical, spread, tuple(ends)
        self._spans = inside

    def spans(self, rows: Rows) -> Spans:
        return self._spans

    @cached_property
    def _typical(self) -> float:
        return float(Decimal(str(self.typical)).scaleb(self.scale))

    def natural(self, rows: Rows, low: I64, high: I64) -> I64:
        draws = rows.draw(self._name)
        if self.typical is None:
            return low + below_wide(draws, np.clip(high - low + 1, 1, MOST))
        normal = standard_normal(draws)
        values = self._typical * power(self.spread, normal)
        if self.at_least:
            # What must be more than another column is so by a part of that, not as if there were no other.
            above = low * (1.05 + np.minimum(0.4 * np.abs(normal), 2.0))
            values = np.where((low > max(self._spans.low, 0)) & (low > self._typical / 50), above, values)
        found = np.clip(values, -float(MOST), float(MOST)).astype(np.int64)
        if self.scale > 0 and self.ends and not self.real:
            whole = 10**self.scale
            endings = np.array(self.ends, dtype=np.int64)
            chosen = endings[(rows.draw(self._name, "end") % np.uint64(len(endings))).astype(np.int64)]
            found = found // whole * whole + chosen * 10 ** max(self.scale - 2, 0)
        return found

    def ticks_of(self, array: pa.Array, *, up: bool) -> tuple[I64, npt.NDArray[np.bool_]]:
        there = is_valid(array)
        if pa.types.is_integer(array.type) and self.scale >= 0:
            return numbers(array).astype(np.int64) * 10**self.scale, there
        if pa.types.is_decimal(array.type) and self.scale >= array.type.scale and not self.real:
            return _units(array) * 10 ** (self.scale - array.type.scale), there
        if pa.types.is_decimal(array.type) and self.scale >= 0:
            # Whole numbers of the finer unit, divided towards the side that keeps the bound.
            fine, factor = _units(array), 10 ** max(array.type.scale - self.scale, 0)
            return (-(-fine // factor) if up else fine // factor), there
        exact = numbers(array.cast(pa.float64())) * 10.0**self.scale
        return (np.ceil if up else np.floor)(np.round(exact, 6)).astype(np.int64), there

    def array_of(self, ticks: I64) -> Any:
        if self.real:
            return ticks.astype(np.float64) / 10.0**self.scale
        if self.scale <= 0:
            return ticks * 10**-self.scale
        return scaled(ticks, self.scale)


def _units(array: pa.Array) -> I64:
    """Decimals as whole numbers of their last digit, nought where null."""
    filled = pc.fill_null(array, pa.scalar(Decimal(0)).cast(array.type)) if array.null_count else array
    words = np.frombuffer(filled.buffers()[1], dtype=np.int64).reshape(-1, 2)
    return words[filled.offset : filled.offset + len(filled), 0].copy()
