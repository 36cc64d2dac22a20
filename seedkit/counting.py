"""How many rows: counts of a row set, for each copy or each row they are made for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from .entropy import I64, U64, below, draw, happens
from .errors import DeclarationError
from .fields.base import Field
from .fields.rows import Rows
from .rowsets import between, chance, maybe
from .scope import Scope
from .types import as_array, numbers

__all__ = ["Counted", "counts", "expected"]

_SAMPLE = 1024


class Counted(Rows):
    """What a count may ask: draws of its own, and the columns of the rows that are counted for."""

    def __init__(
        self, ids: U64, copies: I64, ordinals: I64, scope: Scope, owners: Rows | None = None
    ) -> None:
        self.ids, self.copies, self.ordinals, self.scope = ids, copies, ordinals, scope
        self.owners = owners

    def column(self, name: str) -> pa.Array:
        if self.owners is None:
            raise DeclarationError(
                f"a count reads the column {name!r} of no row",
                hint="Only counts of each(…) have a row to read",
            )
        return self.owners.column(name)

    def parent(self, name: str) -> Rows | None:
        return None if self.owners is None else self.owners.parent(name)

    def is_link(self, name: str) -> bool:
        return self.owners is not None and self.owners.is_link(name)


def counts(count: Any, label: str, rows: Counted) -> I64:
    """The number of rows of the row set ``label`` for each of these copies or rows, none below zero."""
    draws = rows.draw("count", label)
    if isinstance(count, between):
        return count.low + below(draws, count.high - count.low + 1)
    if isinstance(count, (chance, maybe)):
        return happens(draws, count.probability).astype(np.int64)
    if isinstance(count, Field):
        values = as_array(count.bound(f"count.{label}", {}).column(rows))
        number: I64 = np.maximum(numbers(values).astype(np.int64), 0)
        return number
    return np.full(len(rows), 1 if count is None else count, dtype=np.int64)


def expected(count: Any) -> float:
    """The mean of a count; of a field a sample's, or one where it depends on other rows."""
    if isinstance(count, between):
        return (count.low + count.high) / 2
    if isinstance(count, (chance, maybe)):
        return count.probability
    if not isinstance(count, Field):
        return 1.0 if count is None else float(count)
    index = np.arange(_SAMPLE, dtype=np.int64)
    sample = Counted(draw(index.astype(np.uint64), "sample"), index * 0, index, Scope())
    try:
        return float(counts(count, "sample", sample).mean())
    except DeclarationError:
        return 1.0
