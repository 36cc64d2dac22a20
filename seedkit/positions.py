"""Where rows stand in their table over the whole load: shared rows first, then copy by copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .entropy import I64
from .placement import placed_name

if TYPE_CHECKING:
    from .plan.model import Plan
    from .shard import Shard
    from .storyrows import StoryRows

__all__ = ["Positions", "positions"]

#: Copies between two remembered sums, and how many are counted in one go.
_BLOCK, _STRIDE = 64, 16_384


def positions(rows: StoryRows) -> I64:
    """The place of each row in its table, from the base that the load recorded.

    Dense over all row sets of the table, and the same however the load is cut into shards: more
    copies, or another shard size, move no row.
    """
    shard, table = rows.shard, rows.rowset.table
    kept = shard.plan.kept.setdefault(f"positions of {table}", Positions(shard.plan, table))
    base = shard.plan.bases.get(placed_name(table, shard.plan.schema), 0)
    place: I64 = base + kept.of(rows)
    return place


class Positions:
    """Sums of the rows of one table over copies, remembered every 64 copies."""

    def __init__(self, plan: Plan, table: str) -> None:
        self._plan, self._table = plan, table
        self._sums = [0]

    def of(self, rows: StoryRows) -> I64:
        """The places of these rows, without the load's base."""
        shard = rows.shard
        family = self._family(shard)
        index = next(i for i, member in enumerate(family) if member is rows)
        within = np.arange(len(rows)) - np.searchsorted(rows.copies, rows.copies)
        for member in family[:index]:
            # Rows of earlier sets in the same copy stand before these.
            ends = np.searchsorted(member.copies, rows.copies, side="right")
            within += ends - np.searchsorted(member.copies, rows.copies)
        if shard.whole:
            return within
        once = sum(len(member) for member in self._family(shard.load))
        copies, place = np.unique(rows.copies, return_inverse=True)
        return once + self._before(shard, copies)[place] + within

    def _family(self, shard: Shard) -> list[Any]:
        sets = self._plan.rowsets.values()
        here = [r for r in sets if r.table == self._table and r.once == shard.whole]
        return [shard.rows(rowset) for rowset in here]

    def _before(self, shard: Shard, copies: I64) -> I64:
        """How many rows all copies below each of these have."""
        if not len(copies):
            return copies
        self._remember(shard, int(copies[-1]) // _BLOCK)
        blocks = np.unique(copies // _BLOCK)
        members = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)[None, :]).ravel()
        sizes = self._sizes(shard, members).reshape(-1, _BLOCK)
        before = np.cumsum(sizes, axis=1) - sizes
        row = np.searchsorted(blocks, copies // _BLOCK)
        sums = np.array(self._sums, dtype=np.int64)
        return sums[copies // _BLOCK] + before[row, copies % _BLOCK]

    def _remember(self, shard: Shard, block: int) -> None:
        while len(self._sums) <= block:
            low = (len(self._sums) - 1) * _BLOCK
            sizes = self._sizes(shard, np.arange(low, low + _STRIDE)).reshape(-1, _BLOCK).sum(axis=1)
            self._sums += (self._sums[-1] + np.cumsum(sizes)).tolist()

    def _sizes(self, shard: Shard, copies: I64) -> I64:
        """The number of rows of the table in each of these copies."""
        part = type(shard)(self._plan, copies, shard.known)
        sizes = np.zeros(len(copies), dtype=np.int64)
        for member in self._family(part):
            sizes += np.bincount(np.searchsorted(copies, member.copies), minlength=len(copies))
        part.release()
        return sizes
