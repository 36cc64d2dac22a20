"""Several small numbers of a row as one."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...entropy import I64
from ...fields.base import Field
from ...fields.rows import Rows
from .ticks import places_of

__all__ = ["Choosing"]


class Choosing(Field):
    """Numbers, each with how many it may be, as one number: the first counts ones."""

    def __init__(self, *numbers: tuple[Any, int]) -> None:
        super().__init__()
        self.numbers = tuple(numbers)

    def column(self, rows: Rows) -> I64:
        found, skip = np.zeros(len(rows), dtype=np.int64), 1
        for number, size in self.numbers:
            found += np.clip(places_of(number, rows), 0, size - 1) * skip
            skip *= size
        return found
