"""Values put together from others: ranges, multiranges, rows of composite types, lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...entropy import below
from ...fields.base import Field, column_of
from ...fields.documents import Turn
from ...fields.rows import Rows
from ...load.values import text_column
from .ticks import places_of
from .ways import unified

__all__ = [
    "Behind",
    "ItemsOf",
    "MultirangeOf",
    "NestedItems",
    "NumberedItems",
    "RangeOf",
    "RowOf",
    "as_postgres",
]


def as_postgres(array: pa.Array) -> pa.Array:
    """Values as Postgres reads them in text; null stays null."""
    return array.cast(pa.string()) if pa.types.is_null(array.type) else text_column(array)


def _quoted(array: pa.Array) -> pa.Array:
    """Text in quotes, as it stands inside a composite or a range; nothing for null."""
    text = pc.replace_substring_regex(as_postgres(array), r'(["\\])', r"\\\1")
    return pc.fill_null(pc.binary_join_element_wise('"', text, '"', ""), "")


class RangeOf(Field):
    """A range between two values of the row, the upper end out: ``RangeOf(this.start, this.end)``; null is no end."""

    def __init__(self, low: Any, high: Any, bounds: str = "[)") -> None:
        super().__init__()
        self.low, self.high, self.bounds = low, high, bounds

    def column(self, rows: Rows) -> pa.Array:
        low, high = (_quoted(column_of(end, rows)) for end in (self.low, self.high))
        return pc.binary_join_element_wise(self.bounds[0], low, ",", high, self.bounds[1], "")


class MultirangeOf(Field):
    """One or two ranges of the multirange: the first and the third part of what lies between two values."""

    def __init__(self, *ranges: Any) -> None:
        super().__init__()
        self.ranges = ranges

    def column(self, rows: Rows) -> pa.Array:
        inner = [column_of(one, rows) for one in self.ranges]
        return pc.binary_join_element_wise("{", *[p for i in inner for p in (i, ",")][:-1], "}", "")


class Behind(Field):
    """Texts one behind the other."""

    def __init__(self, *parts: Any) -> None:
        super().__init__()
        self.parts = parts

    def column(self, rows: Rows) -> pa.Array:
        return pc.binary_join_element_wise(*[as_postgres(column_of(part, rows)) for part in self.parts], "")


class RowOf(Field):
    """A value of a composite type, from its attributes in order; ``RowOf(street=…, zip=…)``."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__()
        self.attributes = attributes

    def column(self, rows: Rows) -> pa.Array:
        if not self.attributes:
            return pa.repeat("()", len(rows))
        parts: list[Any] = []
        for attribute in self.attributes.values():
            parts += [",", _quoted(column_of(attribute, rows))]
        return pc.binary_join_element_wise("(", *parts[1:], ")", "")


class ItemsOf(Field):
    """An array of ``low`` to ``high`` values of a field. ``first`` is what it begins with, ``distinct`` leaves out repeats.

    ``count`` is a field of how many there are.
    """

    def __init__(
        self,
        item: Any,
        low: int = 1,
        high: int = 3,
        *,
        first: Sequence[Any] = (),
        count: Any = None,
        distinct: bool = False,
    ) -> None:
        super().__init__()
        self.item, self.low, self.high, self.first = item, low, high, tuple(first)
        self.count, self.distinct = count, distinct

    def column(self, rows: Rows) -> pa.Array:
        n = len(rows)
        if self.count is not None:
            counts = places_of(self.count, rows)
        else:
            counts = self.low + below(rows.draw(self._name, "count"), self.high - self.low + 1)
        counts = np.maximum(counts, len(self.first))
        most = int(counts.max(initial=0))
        arrays = [column_of(f, rows) for f in self.first][:most]
        arrays += [column_of(self.item, Turn(rows, turn)) for turn in range(len(arrays), most)]
        if not arrays:
            return pa.array([[]] * n, pa.list_(pa.string()))
        there = np.arange(most)[None, :] < counts[:, None]
        items = unified(arrays)
        if self.distinct:
            there &= _new(items)
        places = (np.arange(most)[None, :] * n + np.arange(n)[:, None])[there]
        offsets = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
        values = pa.concat_arrays(items).take(pa.array(places))
        return pa.ListArray.from_arrays(pa.array(offsets), values)


def _new(items: Sequence[pa.Array]) -> Any:
    """Which items of a row are no repeats of one before."""
    codes = pa.chunked_array(items).dictionary_encode().combine_chunks()
    if isinstance(codes, pa.ChunkedArray):
        codes = codes.chunk(0)
    table = codes.indices.fill_null(-1).to_numpy().reshape(len(items), -1).T
    new = np.ones(table.shape, dtype=bool)
    for place in range(1, table.shape[1]):
        new[:, place] = (table[:, :place] != table[:, place : place + 1]).all(axis=1)
    return new


class NestedItems(Field):
    """An array of arrays: so many rows of so many items each."""

    def __init__(self, item: Any, count: int, inner: int) -> None:
        super().__init__()
        self.item, self.count, self.inner = item, count, inner

    def column(self, rows: Rows) -> pa.Array:
        lists = []
        for outer in range(self.count):
            items = [
                _quoted(column_of(self.item, Turn(rows, outer * self.inner + n))) for n in range(self.inner)
            ]
            lists.append(pc.binary_join_element_wise("{", pc.binary_join_element_wise(*items, ","), "}", ""))
        return pc.binary_join_element_wise("{", pc.binary_join_element_wise(*lists, ","), "}", "")


class NumberedItems(Field):
    """An array that tells the number ``nth``: its digits to the base of the values, so that all arrays differ."""

    def __init__(self, values: Sequence[Any], nth: Any, *, length: int | None = None) -> None:
        super().__init__()
        self.values, self.nth, self.length = tuple(values), nth, length

    def column(self, rows: Rows) -> pa.Array:
        base = len(self.values)
        lists = []
        for number in places_of(self.nth, rows).tolist():
            digits: list[Any] = []
            if self.length is not None:
                for _ in range(self.length):
                    number, digit = divmod(number, base)
                    digits.append(self.values[digit])
            else:
                # Without a nought: 1, 2, 11, 12, 21 … have no two spellings.
                number += 1
                while number:
                    number, digit = divmod(number - 1, base)
                    digits.append(self.values[digit])
            lists.append(digits)
        return pa.array(lists)
