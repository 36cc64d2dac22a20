"""What stays the same: draws that belong to another row's key rather than to the row itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import U64, draw, happens, mix
from ..types import as_array
from .base import Field, column_of
from .documents import Turn
from .rows import Rows

__all__ = ["DrawnAs", "Kept", "ids_of"]


class Kept(Field):
    """A field drawn from a key, so that all rows with that key have the same value.

    ``Kept(Choice(GENDERS), by="user_id")`` is the same in all versions of somebody's profile.
    ``changes`` is the share of rows that have a value of their own all the same: what a new
    version corrects. It may be a boolean field.
    """

    def __init__(self, field: Any, *, by: str = "user_id", changes: Any = 0.0) -> None:
        super().__init__()
        self.field, self.by, self.changes = field, by, changes

    def column(self, rows: Rows) -> pa.Array:
        ids = _ids_by(rows, self.by)
        if isinstance(self.changes, Field):
            changed = pc.fill_null(column_of(self.changes, rows), False).to_numpy(zero_copy_only=False)
            ids = np.where(changed, rows.ids, ids)
        elif self.changes:
            ids = np.where(happens(rows.draw(self._name, "changes"), self.changes), rows.ids, ids)
        return as_array(self.field.column(DrawnAs(rows, ids)))


class DrawnAs(Turn):
    """The same rows with draws by other ids."""

    def __init__(self, base: Rows, ids: U64) -> None:
        self._base = base
        self.scope, self.copies = base.scope, base.copies
        self.ids, self.ordinals = ids, base.ordinals


def _ids_by(rows: Rows, by: str) -> U64:
    """What the rows draw from by this key: asked by dozens of columns of one row, computed once."""
    keys = rows.column(by)
    known: dict[str, tuple[pa.Array, U64]] = vars(rows).setdefault("_ids_by", {})
    if by not in known or known[by][0] is not keys:
        known[by] = keys, ids_of(keys)
    return known[by][1]


def ids_of(keys: pa.Array) -> U64:
    """A number for each uuid key to draw from; the same for built objects, tables and stories."""
    raw = np.frombuffer(keys.buffers()[1], dtype=">u8")[2 * keys.offset : 2 * (keys.offset + len(keys))]
    words = raw.reshape(len(keys), 2).astype(np.uint64)
    return draw(mix(words[:, 0]) ^ words[:, 1], "kept")
