"""Foreign keys of one table that share columns: which is chosen freely, and which must agree with it.

A task's project and its assignee must be of the same tenant; an order's address one of its customer's.
One foreign key is *free*: any row will do. Another that shares some of its columns is *bound*: it takes
one of the rows that agree in them. One all of whose columns others write is *implied*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, U64, below
from ..load.values import text_column
from ..schema.reflected import ForeignKey, Table

__all__ = ["Arrangement", "Groups", "arrange", "joint_key"]


@dataclass(frozen=True)
class Arrangement:
    """The foreign keys that write columns, in order of choice; ``bound``: the columns in which each must agree."""

    chosen: tuple[ForeignKey, ...] = ()
    bound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied: tuple[ForeignKey, ...] = ()

    def writers(self, column: str) -> list[ForeignKey]:
        """The foreign keys that give this column its value."""
        return [
            key for key in self.chosen if column in key.columns and column not in self.bound.get(key.name, ())
        ]

    def depends(self, key: ForeignKey) -> list[ForeignKey]:
        """The foreign keys that must find a row agreeing with one that this one chose."""
        others = [k for k in self.chosen if k.name in self.bound] + list(self.implied)
        return [k for k in others if k is not key and set(self._shared(k)) & set(key.columns)]

    def _shared(self, key: ForeignKey) -> tuple[str, ...]:
        return self.bound.get(key.name, key.columns)


def arrange(table: Table) -> Arrangement:
    """Which foreign key of a table is chosen first: those that must point somewhere, then the wider ones."""
    chosen: list[ForeignKey] = []
    implied: list[ForeignKey] = []
    bound: dict[str, tuple[str, ...]] = {}
    written: set[str] = {name for name, column in table.columns.items() if column.computed}
    for key in sorted(table.foreign_keys, key=lambda k: (not _required(table, k), -len(k.columns), k.name)):
        shared = tuple(name for name in key.columns if name in written)
        if len(shared) == len(key.columns):
            implied.append(key)
            continue
        if shared:
            bound[key.name] = shared
        chosen.append(key)
        written.update(key.columns)
    return Arrangement(tuple(chosen), bound, tuple(implied))


def _required(table: Table, key: ForeignKey) -> bool:
    return all(table.columns[name].not_null for name in key.columns)


@dataclass
class Groups:
    """Places of rows by what stands in some of their columns."""

    keys: pa.Array

    @cached_property
    def _encoded(self) -> tuple[pa.Array, I64, I64, I64]:
        encoded = self.keys.dictionary_encode()
        codes = pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable").astype(np.int64)
        sizes = np.bincount(codes, minlength=len(encoded.dictionary) + 1).astype(np.int64)
        return encoded.dictionary, order, np.cumsum(sizes) - sizes, sizes

    def has(self, wanted: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """For each wanted key whether any row has it."""
        found: np.ndarray[tuple[int], np.dtype[np.bool_]] = pc.is_in(
            wanted, value_set=self._encoded[0]
        ).to_numpy(zero_copy_only=False)
        return found

    def pick(self, wanted: pa.Array, draws: U64) -> I64:
        """For each wanted key the place of one row that has it; -1 if none does."""
        values, order, starts, sizes = self._encoded
        group = pc.index_in(wanted, value_set=values)
        code = group.fill_null(0).to_numpy()
        if not len(values):
            return np.full(len(wanted), -1, dtype=np.int64)
        place = order[starts[code] + below(draws, np.maximum(sizes[code], 1))]
        return np.where(group.is_null().to_numpy(zero_copy_only=False), -1, place)

    def pick_before(self, wanted: pa.Array, places: I64, draws: U64) -> I64:
        """The same among rows of lower places, for rows that point to rows of their own table."""
        values, order, starts, sizes = self._encoded
        group = pc.index_in(wanted, value_set=values)
        if not len(values):
            return np.full(len(wanted), -1, dtype=np.int64)
        code = group.fill_null(0).to_numpy()
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order)) - np.repeat(starts, sizes)
        before = rank[places]
        place = order[starts[code] + below(draws, np.maximum(before, 1))]
        return np.where(group.is_null().to_numpy(zero_copy_only=False) | (before == 0), -1, place)


def joint_key(columns: Sequence[pa.Array]) -> pa.Array:
    """Several columns as one text; null where any of them is."""
    texts = [text_column(column) for column in columns]
    return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, "\x1f")
