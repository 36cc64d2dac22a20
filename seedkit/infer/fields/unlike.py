"""A value that must not be the same as others of its row."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ...fields.base import Field, column_of
from ...fields.documents import Turn
from ...fields.rows import Rows
from ...types import as_array
from .composed import as_postgres
from .ways import unified

__all__ = ["Unlike"]


class Unlike(Field):
    """A value of a field, drawn again where it is the same as one of ``others``."""

    def __init__(self, of: Any, *others: Any) -> None:
        super().__init__()
        self.of, self.others = of, others

    def column(self, rows: Rows) -> pa.Array:
        values = as_array(column_of(self.of, rows))
        others = [as_postgres(column_of(other, rows)) for other in self.others]
        for turn in range(8):
            same = pa.array([False] * len(rows))
            for other in others:
                same = pc.or_(same, pc.fill_null(pc.equal(as_postgres(values), other), False))
            if not same.true_count:
                break
            again = as_array(column_of(self.of, Turn(rows, turn)))
            pair = unified([again, values])
            values = pc.if_else(same, *pair)
        return values
