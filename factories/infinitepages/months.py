"""Calendar months and days, in UTC: when they begin and end (catalog/infinitepages c2, c7, c11)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, is_valid, numbers

_DAY = 86_400_000_000


class MonthStart(Field):
    """The first moment of the month that a moment lies in, or of one so many months ``back``."""

    def __init__(self, of: Any, back: Any = 0) -> None:
        super().__init__()
        self.of, self.back = of, back

    def column(self, rows: Rows) -> pa.Array:
        given = column_of(self.of, rows, MOMENT)
        back = numbers(column_of(self.back, rows)).astype(np.int64)
        months = numbers(given).astype(np.int64).astype("datetime64[us]").astype("datetime64[M]") - back
        start = months.astype("datetime64[us]").astype(np.int64)
        return pa.array(start, mask=~is_valid(given)).cast(MOMENT)


class DayStart(Field):
    """Midnight of the day that a moment lies in, or of a date."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        given = column_of(self.of, rows)
        given = given.cast(pa.timestamp("us")) if pa.types.is_date(given.type) else given
        moments = numbers(given.cast(pa.int64())).astype(np.int64)
        return pa.array(moments - moments % _DAY, mask=~is_valid(given)).cast(MOMENT)
