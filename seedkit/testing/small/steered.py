"""Shards whose counts and chance were chosen, and whose columns are kept from one small world to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from ...counting import Counted
from ...entropy import I64, U64, draw, mix, plain, salt
from ...errors import BadParameter, UnknownName
from ...fields.rows import Rows
from ...plan.model import Plan
from ...rows import FactoryRows
from ...rowsets import RowSet
from ...scope import Scope
from ...shard import Known, Shard
from ...storyrows import StoryRows
from .trace import Trace

__all__ = ["GREATEST", "SteeredShard", "Steering", "steered"]

#: Entropy of a cell goes from zero, the simplest value, to this, the last.
GREATEST = 0xFFFF

#: A cell: the label of a row set, the place of the row in it, the column.
Cell = tuple[str, int, str]


@dataclass(frozen=True)
class Steering:
    """What was chosen of a world instead of leaving it to chance.

    ``seed`` zero is no chance at all, another one draws values as a load does; ``counts`` are the rows of a
    row set in each copy, the least where they are not given; ``cells`` the entropy of single cells.
    """

    seed: int = 0
    counts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    cells: Mapping[Cell, int] = field(default_factory=dict)

    def cells_by_column(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """The chosen cells, (place, entropy), by label and column."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for (label, place, column), entropy in sorted(self.cells.items()):
            found.setdefault((label, column), []).append((place, entropy))
        return found


def chosen_of(
    plan: Plan, seed: int, counts: Mapping[str, int | Sequence[int]], cells: Mapping[Cell, int]
) -> Steering:
    """What was chosen of a plan. Raises UnknownName, BadParameter."""
    for label in (*counts, *(cell[0] for cell in cells)):
        if label not in plan.rowsets:
            raise UnknownName(f"row set in {plan.scenario}", label, plan.rowsets)
    for cell, entropy in cells.items():
        if not 0 <= entropy <= GREATEST:
            raise BadParameter(f"cells[{cell!r}] = {entropy}", got=entropy, allowed=[f"0 to {GREATEST}"])
    numbers = {label: (n,) if isinstance(n, int) else tuple(n) for label, n in counts.items()}
    for label, given in numbers.items():
        if not given or min(given) < 0:
            raise BadParameter(f"counts[{label!r}] = {given}", got=given, allowed=["numbers from 0 on"])
    return Steering(seed, numbers, dict(cells))


def steered(plan: Plan, steering: Steering, trace: Trace, *, known: Known | None = None) -> SteeredShard:
    """All copies of a plan as one shard, steered."""
    plan = plan.replace()
    plan.kept["steering"], plan.kept["trace"] = steering, trace
    return SteeredShard(plan, np.arange(plan.copies, dtype=np.int64), known)


class SteeredShard(Shard):
    """A shard that does as it is told by ``plan.kept["steering"]``, and tells ``plan.kept["trace"]`` who reads what."""

    def __init__(self, plan: Plan, copies: I64, known: Known | None = None, *, whole: bool = False) -> None:
        super().__init__(plan, copies, known, whole=whole)
        self.steering: Steering = plan.kept["steering"]
        self.trace: Trace = plan.kept["trace"]
        self.cells = self.steering.cells_by_column()
        self.place = whole, copies.tobytes()
        self._once_in_load = plan.kept.get("once") or {r.label for r in plan.rowsets.values() if r.once}
        plan.kept["once"] = self._once_in_load

    @property
    def whole_load(self) -> SteeredShard:
        """The shard of what lives once in the load."""
        load = self.load
        assert isinstance(load, SteeredShard)
        return load

    def rows(self, rowset: RowSet) -> FactoryRows:
        if not self.whole and rowset.label in self._once_in_load:
            return self.load.rows(rowset)
        node = "rows", self.place, rowset.label
        found: FactoryRows = self.trace.shared(node, self._new_rows, rowset)
        return found

    def _new_rows(self, rowset: RowSet) -> FactoryRows:
        self.trace.reads(rowset.label)
        return super().rows(rowset)

    def of_model(self, model: Any) -> list[FactoryRows]:
        self.trace.reads(("model", model))
        return super().of_model(model)

    def once(self, key: Any, compute: Callable[[], Any]) -> Any:
        return self.trace.shared(("once", self.place, key), compute)

    def release(self) -> None:
        """Nothing: what is kept belongs to the trace, and a world is small."""

    def _counts(self, rowset: RowSet, owners: Counted) -> I64:
        given = self.steering.counts.get(rowset.label)
        if given is None:
            # The least, whatever the seed: how many rows there are is chosen, or else could not shrink.
            owners.scope = replace(owners.scope, draws=plain)
            return super()._counts(rowset, owners)
        return np.array(given, dtype=np.int64)[owners.copies % len(given)]

    def _rows_of(
        self, rowset: RowSet, ids: U64, ordinals: I64, copies: I64, made_for: FactoryRows | None, index: I64
    ) -> StoryRows:
        scope = self._scope_of(rowset, ids)
        return TracedRows(self, rowset, ids, ordinals, copies, made_for, index, scope)

    def _scope_of(self, rowset: RowSet, ids: U64) -> Scope:
        own = {column: cells for (label, column), cells in self.cells.items() if label == rowset.label}
        return replace(self.scope, draws=_Chance(self.trace, rowset.label, self.steering.seed, own, ids))


class TracedRows(StoryRows):
    """Rows of a steered shard: columns are kept, links and floors belong to this world.

    Whatever else they are made of, they depend on which rows there are; so that is asked first.
    """

    shard: SteeredShard

    def column(self, name: str) -> pa.Array:
        node = "column", self.shard.place, self.rowset.label, name
        return self.shard.trace.kept(node, self._column, name)

    def parent(self, name: str) -> Rows | None:
        node = "parent", self.shard.place, self.rowset.label, name
        found: Rows | None = self.shard.trace.shared(node, self._link, name)
        return found

    def floor(self) -> I64:
        node = "floor", self.shard.place, self.rowset.label
        floor: I64 = self.shard.trace.shared(node, self._newest_parent)
        return floor

    def _column(self, name: str) -> pa.Array:
        self.shard.rows(self.rowset)
        return super().column(name)

    def _link(self, name: str) -> Rows | None:
        self.shard.rows(self.rowset)
        return super().parent(name)

    def _newest_parent(self) -> I64:
        self.shard.rows(self.rowset)
        return super().floor()

    def _declarations(self, overrides: Mapping[str, Any]) -> Any:
        known, said = self.shard.trace.memory.declarations, self.shard.trace.says(self.rowset.label)
        if (self.rowset.label, said) not in known:
            known[self.rowset.label, said] = super()._declarations(overrides)
        return known[self.rowset.label, said]


class _Chance:
    """The draws of one row set: none at all or by a seed, but for the cells that were chosen."""

    def __init__(
        self, trace: Trace, label: str, seed: int, cells: Mapping[str, Sequence[tuple[int, int]]], ids: U64
    ) -> None:
        self._trace, self._label = trace, label
        self._salt = np.uint64(salt("seeded", seed)) if seed else None
        self._cells = (
            {c: [(ids[n % len(ids)], e) for n, e in chosen] for c, chosen in cells.items()}
            if len(ids)
            else {}
        )

    def __call__(self, ids: U64, *names: str | int) -> U64:
        draws = plain(ids) if self._salt is None else draw(ids ^ self._salt, *names)
        for column in _columns(names):
            self._trace.reads(("cells", self._label, column))
            for row, entropy in self._cells.get(column, ()):
                draws = np.where(ids == row, spread(entropy, *names), draws)
        return draws


def _columns(names: Sequence[str | int]) -> Iterator[str]:
    """The columns that these draws are for: also of fields inside another, and of those that share a pool's row."""
    first = str(names[0])
    yield first.partition(".")[0]
    if first == "pool":
        yield str(names[1])


def spread(entropy: int, *names: str | int) -> np.uint64:
    """64 bits for the entropy of a cell: zero for zero, all for the greatest, else rising with it.

    The high bits, which choose, are the entropy's; the low ones differ from draw to draw.
    """
    if entropy in (0, GREATEST):
        return np.uint64(0 if entropy == 0 else 0xFFFF_FFFF_FFFF_FFFF)
    low = mix(np.array([entropy ^ salt(*names)], dtype=np.uint64)) >> np.uint64(16)
    return np.uint64((entropy << 48) | int(low[0]))
