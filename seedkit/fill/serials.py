"""Keys that a sequence counts: the values that it would give, written in its stead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..fields import Field
from ..fields.rows import Rows
from ..infer import Inferred, Taken
from ..schema.reflected import Column, Database, Table

__all__ = ["Steps", "counted"]

_WHOLE = frozenset({"int2", "int4", "int8"})


class Steps(Field):
    """Whole numbers from ``first`` on, ``step`` apart."""

    def __init__(self, first: int, step: int = 1) -> None:
        super().__init__()
        self.first, self.step = first, step

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        return rows.ordinals * self.step + self.first


def counted(
    database: Database, table: Table, inferred: Inferred, taken: Mapping[str, Taken], *, rows: int
) -> Inferred:
    """The inferred fields with keys that go on where their sequences stand, and no more rows than these have values."""
    fields, limit, notes = dict(inferred.fields), inferred.limit, list(inferred.notes)
    for name in fields:
        column = table.columns.get(name)
        sequence = database.sequences.get(column.sequence) if column and column.sequence else None
        if column is None or sequence is None or not _is_free(table, column):
            continue
        first, step = sequence.following, sequence.increment
        known = [t.greatest[name] for t in taken.values() if name in t.greatest]
        if known and step > 0:
            first += max(0, -(-(max(known) + 1 - first) // step)) * step
        room = max(0, ((sequence.maximum if step > 0 else sequence.minimum) - first) // step + 1)
        alone = any(unique.plain and unique.columns == (name,) for unique in table.uniques)
        if room < rows and not alone:
            # it may repeat: what was inferred does
            continue
        fields[name] = Steps(first, step).bound(name, {})
        if room < rows and (limit is None or room < limit):
            notes.append(f"{sequence.name} has {room} more values")
            limit = room
    limits = (*inferred.limits, *notes[len(inferred.notes) :])
    return replace(inferred, fields=fields, limit=limit, limits=limits, notes=tuple(notes))


def _is_free(table: Table, column: Column) -> bool:
    """Whether nothing but its sequence says what the column holds."""
    kind = column.type
    spoken = any(column.name in check.columns for check in table.checks)
    return kind.kind == "base" and kind.name.name in _WHOLE and not spoken
