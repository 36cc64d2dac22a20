"""Foreign keys of one table that share columns: which is chosen freely, and which must agree with it.

A task's project and its assignee must be of the same tenant; an order's address one of its customer's.
One foreign key is *free*: any row will do. Another that shares some of its columns is *bound*: it takes
one of the rows that agree in them. One all of whose columns others write is *implied*.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, U64, below
from ..load.values import text_column
from ..schema.reflected import ForeignKey, Name, Table
from .graph import components

__all__ = ["Arrangement", "Groups", "arrange", "given_columns", "joint_key", "must_cover"]


@dataclass(frozen=True)
class Arrangement:
    """The foreign keys that write columns, in order of choice; ``bound``: the columns in which each must agree.

    ``given`` are columns that keep the value of their field though a foreign key holds them: where keys
    follow from each other in a circle, one has to be first.
    """

    chosen: tuple[ForeignKey, ...] = ()
    bound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied: tuple[ForeignKey, ...] = ()
    given: frozenset[str] = frozenset()

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


def arrange(table: Table, given: Collection[str] = ()) -> Arrangement:
    """Which foreign key of a table is chosen first: those that must point somewhere, then the wider ones."""
    chosen: list[ForeignKey] = []
    implied: list[ForeignKey] = []
    bound: dict[str, tuple[str, ...]] = {}
    written: set[str] = set(given)
    for key in sorted(table.foreign_keys, key=lambda k: (not _required(table, k), -len(k.columns), k.name)):
        shared = tuple(name for name in key.columns if name in written)
        if len(shared) == len(key.columns):
            implied.append(key)
            continue
        if shared:
            bound[key.name] = shared
        chosen.append(key)
        written.update(key.columns)
    return Arrangement(tuple(chosen), bound, tuple(implied), frozenset(given))


def given_columns(tables: Mapping[Name, Table]) -> dict[Name, set[str]]:
    """Columns that have to be first where the keys of several tables (or one) follow from each other.

    The foreign key that loses its say in the column is one of several columns if there is such a one:
    it can then still choose a row that agrees.
    """
    given: dict[Name, set[str]] = {name: set() for name in tables}
    while True:
        writers: dict[tuple[Name, str], ForeignKey] = {}
        for name, table in tables.items():
            arrangement = arrange(table, given[name])
            for column in table.columns:
                found = arrangement.writers(column)
                if found and found[0].target in tables:
                    writers[name, column] = found[0]
        edges = {node: [(key.target, _opposite(key, node[1]))] for node, key in writers.items()}
        circles = [c for c in components(writers, edges) if len(c) > 1 or c[0] in edges[c[0]]]
        if not circles:
            return given
        for circle in circles:
            name, column = max(
                circle, key=lambda node: (len(writers[node].columns), writers[node].deferrable)
            )
            given[name].add(column)


def must_cover(tables: Mapping[Name, Table], given: Mapping[Name, Collection[str]]) -> dict[Name, set[str]]:
    """Links that have to reach every row of their target, because that needs a row which points back to it."""
    found: dict[Name, set[str]] = {}
    for name, table in tables.items():
        arrangement = arrange(table, given.get(name, ()))
        for key in arrangement.chosen:
            shared = [_opposite(key, column) for column in arrangement.bound.get(key.name, ())]
            if shared and key.target in tables and key.target != name:
                for back in tables[key.target].foreign_keys:
                    if back.target == name and set(shared) <= set(back.columns):
                        found.setdefault(key.target, set()).add(back.name)
    return found


def _opposite(key: ForeignKey, column: str) -> str:
    return key.target_columns[key.columns.index(column)]


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

    def sizes(self, wanted: pa.Array) -> I64:
        """For each wanted key how many rows have it."""
        values, _, _, sizes = self._encoded
        group = pc.index_in(wanted, value_set=values)
        code = group.fill_null(0).to_numpy()
        return np.where(group.is_null().to_numpy(zero_copy_only=False), 0, sizes[code])

    def nth(self, wanted: pa.Array, number: I64) -> I64:
        """For each wanted key the place of the row of this number among those that have it."""
        values, order, starts, _ = self._encoded
        code = pc.index_in(wanted, value_set=values).fill_null(0).to_numpy()
        found: I64 = order[starts[code] + number]
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
