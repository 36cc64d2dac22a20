"""Rows of a table that refers to itself: parents first, since a statement may end between any two rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..plan import Plan, PlannedTable

__all__ = ["parents_first"]


def parents_first(plan: Plan, planned: PlannedTable, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with every row after the rows of the table that it refers to, else in its order."""
    table = plan.rowsets[planned.labels[0]].factory._meta.model.__table__
    parents = [
        _places(batch.column(key.parent.name), batch.column(key.column.name))
        for key in table.foreign_keys
        if key.column.table is table and key.parent.name in planned.columns
    ]
    depth = np.zeros(batch.num_rows, dtype=np.int64)
    # A link further down each turn, until no chain is longer; rows in a circle keep their order.
    for _ in range(batch.num_rows):
        deeper = np.max([depth, *(np.where(p >= 0, depth[p] + 1, 0) for p in parents)], axis=0)
        if (deeper == depth).all():
            break
        depth = deeper
    return batch.take(pa.array(np.argsort(depth, kind="stable"))) if depth.any() else batch


def _places(links: pa.Array, keys: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The row that each link means, -1 if it is none of these or the row itself."""
    place = pc.fill_null(pc.index_in(links, value_set=keys), -1).to_numpy(zero_copy_only=False)
    return np.where(place == np.arange(len(place)), -1, place).astype(np.int64)
