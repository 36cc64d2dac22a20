"""Numbers: from the least to the greatest that the field gives; of bell curves too, however rare."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import strategies as st

from ....fields.numbers import Amount, Greatest, Least, LogNormal, Normal, Real, Round, Whole, Zipf
from ....fields.rows import Rows
from ..drawing import drawn, opened, strategy, value_of, with_draws

#: No bit of a draw, and all bits.
_ENDS = np.uint64(0), np.uint64(0xFFFF_FFFF_FFFF_FFFF)

strategy.register(Round, opened)
strategy.register(Least, opened)
strategy.register(Greatest, opened)


@strategy.register(Whole)
@st.composite
def _whole(draw: st.DrawFn, field: Whole, row: Rows) -> int:
    low, high = (int(drawn(draw, bound, row).value or 0) for bound in (field.low, field.high))
    return draw(st.integers(low, max(low, high)))


@strategy.register
def _real(field: Real, row: Rows) -> st.SearchStrategy[float]:
    if field.digits is None:
        return st.floats(field.low, field.high, exclude_max=field.low < field.high)
    return _steps(field.low, field.high, field.digits)


@strategy.register
def _amount(field: Amount, row: Rows) -> st.SearchStrategy[Decimal]:
    unit = 10**field.scale
    step = round((field.step or 1 / unit) * unit)
    low, high = round(field.low * unit) // step, round(field.high * unit) // step
    return st.integers(low, high).map(lambda n: Decimal(n * step).scaleb(-field.scale))


@strategy.register(Normal)
@strategy.register(LogNormal)
def _bell(field: Any, row: Rows) -> st.SearchStrategy[Any]:
    least, greatest = (
        value_of(field, with_draws(row, lambda ids, *_, to=to: np.full(len(ids), to))) for to in _ENDS
    )
    return st.integers(least, greatest) if field.digits == 0 else _steps(least, greatest, field.digits)


@strategy.register
def _zipf(field: Zipf, row: Rows) -> st.SearchStrategy[int]:
    return st.integers(1, field.n)


def _steps(low: float, high: float, digits: int) -> st.SearchStrategy[float]:
    """Numbers with so many digits after the point."""
    unit = 10**digits
    return st.integers(math.ceil(round(low * unit, 6)), math.floor(round(high * unit, 6))).map(
        lambda n: n / unit
    )
