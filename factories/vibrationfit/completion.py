"""How much of something is filled in."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows


class Completion(Field):
    """The share of fields that say something, in percent, rounded half up; blank text and empty lists do not."""

    def __init__(self, *of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        filled = sum(is_filled(column_of(field, rows)).astype(np.int64) for field in self.of)
        return (200 * filled + len(self.of)) // (2 * len(self.of))


def is_filled(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Whether there is a value that is more than a blank."""
    there = values.is_valid()
    if pa.types.is_string(values.type):
        there = pc.greater(pc.utf8_length(values), 0)
    elif pa.types.is_list(values.type):
        there = pc.greater(pc.list_value_length(values), 0)
    return pc.fill_null(there, False).to_numpy(zero_copy_only=False)
