"""What an AI call costs (catalog/vibrationfit c1, calculate_ai_cost): exact to the billionth of a dollar."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import I64
from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.numbers import scaled
from seedkit.fields.rows import Rows
from seedkit.types import numbers


class _Cost(Field):
    """Base: per thousand tokens in and out, or per unit where the model has a price of that kind.

    ``price`` is a link to the model's row of ai_model_pricing; ``units`` are seconds, characters or images,
    with two digits after the point at most.
    """

    def __init__(self, price: Any, tokens_in: Any, tokens_out: Any, units: Any = 0) -> None:
        super().__init__()
        self.price, self.tokens_in, self.tokens_out, self.units = price, tokens_in, tokens_out, units

    def billionths(self, rows: Rows) -> I64:
        """The cost in units of 1e-9 dollars."""
        tokens_in, tokens_out = (
            numbers(column_of(f, rows)).astype(np.int64) for f in (self.tokens_in, self.tokens_out)
        )
        text = tokens_in * self._micros(rows, "input_price_per_1k") + tokens_out * self._micros(
            rows, "output_price_per_1k"
        )
        hundredths = pc.multiply(column_of(self.units, rows).cast(pa.float64()), 100.0)
        unit = np.round(numbers(hundredths)).astype(np.int64) * self._micros(rows, "price_per_unit") * 10
        cost: I64 = np.where(unit > 0, unit, text)
        return cost

    def _micros(self, rows: Rows, column: str) -> I64:
        price = column_of(getattr(self.price, column), rows)
        return np.round(numbers(price.cast(pa.float64())) * 1e6).astype(np.int64)


class CostInCents(_Cost):
    """What a call costs in whole cents, rounded half up."""

    def column(self, rows: Rows) -> I64:
        return (self.billionths(rows) + 5_000_000) // 10_000_000


class CostInDollars(_Cost):
    """What a call costs in dollars with ``digits`` after the point, rounded half up."""

    def __init__(
        self, price: Any, tokens_in: Any, tokens_out: Any, units: Any = 0, *, digits: int = 4
    ) -> None:
        super().__init__(price, tokens_in, tokens_out, units)
        self.digits = digits

    def column(self, rows: Rows) -> pa.Array:
        unit = 10 ** (9 - self.digits)
        return scaled((self.billionths(rows) + unit // 2) // unit, self.digits)
