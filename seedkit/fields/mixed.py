"""Rows that come from several batches, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import salt
from ..types import cast
from .rows import Rows

Mask = npt.NDArray[np.bool_]


class MixedRows(Rows):
    """For each row the row of the one batch whose mask holds there; where none does, no row.

    All batches have as many rows as there are masks' places, and no two masks overlap.
    """

    def __init__(self, parts: Sequence[tuple[Rows, Mask]]) -> None:
        self.parts = parts
        self.scope = parts[0][0].scope
        n = len(parts[0][0])
        self.ids = np.full(n, salt("nobody"), dtype=np.uint64)
        self.copies, self.ordinals = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
        self._present = np.zeros(n, dtype=bool)
        for rows, mask in parts:
            self.ids[mask], self.copies[mask] = rows.ids[mask], rows.copies[mask]
            self.ordinals[mask] = rows.ordinals[mask]
            self._present |= mask & rows.present()

    def present(self) -> Mask:
        return self._present

    def column(self, name: str) -> pa.Array:
        columns = [(rows.column(name), mask) for rows, mask in self.parts]
        kind = next((c.type for c, _ in columns if not pa.types.is_null(c.type)), pa.null())
        result = pa.nulls(len(self), kind)
        for column, mask in columns:
            result = pc.if_else(pa.array(mask), cast(column, kind), result)
        return result

    def keys(self) -> pa.Array:
        return self.column(self.parts[0][0].key or "id")

    def parent(self, name: str) -> Rows | None:
        found = [(rows.parent(name), mask) for rows, mask in self.parts]
        there = [(rows, mask) for rows, mask in found if rows is not None]
        return MixedRows(there) if there else None

    def is_link(self, name: str) -> bool:
        return any(rows.is_link(name) for rows, _ in self.parts)

    def column_type(self, name: str) -> Any:
        return self.parts[0][0].column_type(name)

    @property
    def links(self) -> Sequence[str]:
        return self.parts[0][0].links

    @property
    def key(self) -> str | None:
        return self.parts[0][0].key

    @property
    def born(self) -> str | None:
        return self.parts[0][0].born
