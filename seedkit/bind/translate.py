"""Rows on their way from the plan to the target: renamed, reworded, cut to what it takes.

A :class:`BoundSource` stands before a source and speaks the target's names, so that loading need not know
that the plan has others.
"""

from __future__ import annotations

import decimal
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..types import cast, dump_json, to_python
from .binding import Binding, BoundColumn, BoundTable
from .words import WordMap

__all__ = ["BoundSource", "translated"]

Known = Mapping[str, Mapping[tuple[Any, ...], Any]]
_Batches = Iterator[tuple[str, pa.RecordBatch]]


class BoundSource:
    """A source whose rows come under the target's names, in words and types that it takes.

    ``left_out`` counts, by table, the rows that lacked a value which the target takes.
    """

    def __init__(self, source: Any, binding: Binding) -> None:
        self._source, self._binding = source, binding
        self._by_plan = {table.planned: table for table in binding.tables.values()}
        self._beside = {t.planned: t.beside for t in binding.tables.values() if t.beside}
        self._known: tuple[int, Known] | None = None
        self.left_out: Counter[str] = Counter()

    def shards(self, plan: Any, *, first: int = 0) -> Iterator[range]:
        """As those of the source."""
        shards: Iterator[range] = self._source.shards(plan, first=first)
        return shards

    def people(self, plan: Any, copies: Sequence[int]) -> Iterator[Any]:
        """As those of the source."""
        people: Iterator[Any] = self._source.people(plan, copies)
        return people

    def generate(
        self,
        plan: Any,
        copies: range,
        *,
        tables: Collection[str] | None = None,
        reference: Known | None = None,
    ) -> _Batches:
        """The rows of these copies, by the target's tables."""
        made = self._source.generate(
            self._plan(plan), copies, tables=self._planned(tables), reference=self._reference(plan, reference)
        )
        return self._translated(made)

    def generate_shared(
        self, plan: Any, *, tables: Collection[str] | None = None, reference: Known | None = None
    ) -> _Batches:
        """Catalogue rows and rows that live once a load, by the target's tables."""
        made = self._source.generate_shared(
            self._plan(plan), tables=self._planned(tables), reference=self._reference(plan, reference)
        )
        return self._translated(made)

    def _plan(self, plan: Any) -> Any:
        if not self._beside:
            return plan
        if getattr(plan, "beside", None) != self._beside:
            self._asked = plan.replace(beside=self._beside)
        return self._asked

    def _planned(self, tables: Collection[str] | None) -> list[str] | None:
        if tables is None:
            return [table.planned for table in self._binding.tables.values()]
        return [self._binding.tables[name].planned for name in tables]

    def _translated(self, batches: Iterable[tuple[str, pa.RecordBatch]]) -> _Batches:
        for name, batch in batches:
            table = self._by_plan.get(name)
            if table is not None:
                rows = _single(table, batch)
                made = rows if table.plain else translated(table, rows)
                self.left_out[table.name] += rows.num_rows - made.num_rows
                yield table.name, made

    def _reference(self, plan: Any, known: Known | None) -> Known | None:
        """What the target knows, in the plan's names and words; rows that fall together there share a key."""
        if known is None:
            return None
        if self._known is None or self._known[0] != id(known):
            found = {t.planned: known[t.name] for t in self._binding.tables.values() if t.name in known}
            for table in self._binding.tables.values():
                if any(table.reworded(column) for column in table.natural):
                    found[table.planned] = self._merged(plan, table, found)
            self._known = (id(known), found)
        return self._known[1]

    def _merged(self, plan: Any, table: BoundTable, known: Known) -> dict[tuple[Any, ...], Any]:
        """The keys of catalogue rows by the plan's natural key: that of the row which has its words there."""
        keys: dict[tuple[Any, ...], Any] = {}
        there = dict(known.get(table.planned, {}))
        others = {**known, table.planned: {}}
        for _, batch in self._source.generate_shared(
            self._plan(plan), tables=[table.planned], reference=others
        ):
            here, said, own = _spoken(table, batch)
            for row, word, key in sorted(zip(here, said, own, strict=True), key=lambda r: r[0] != r[1]):
                keys[row] = there.setdefault(word, key)
        return keys


def _spoken(
    table: BoundTable, batch: pa.RecordBatch
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[Any]]:
    """The natural keys of catalogue rows in the plan's words and in the target's, and their keys."""
    here = [to_python(batch.column(name), None) for name in table.natural]
    words = [table.reworded(name) for name in table.natural]
    said = [
        [w.instead.get(v, v) for v in values] if w is not None else values
        for w, values in zip(words, here, strict=True)
    ]
    return (
        list(zip(*here, strict=True)),
        list(zip(*said, strict=True)),
        to_python(batch.column(table.key), None),
    )


def _single(table: BoundTable, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Of catalogue rows that become one in the target, the one whose words are its own.

    So do rows whose natural key is a link to such rows.
    """
    if not table.natural:
        return batch
    chosen: dict[tuple[Any, ...], int] = {}
    here, said, _ = _spoken(table, batch)
    for place, (row, word) in enumerate(zip(here, said, strict=True)):
        if row == word:
            chosen[word] = place
        chosen.setdefault(word, place)
    return batch.take(pa.array(sorted(chosen.values())))


def translated(table: BoundTable, batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of the plan as the target takes it, without the rows that it would not."""
    keep: Any = None
    arrays = []
    for column in table.columns:
        array, good = _column(column, batch)
        arrays.append(array)
        if good is not None:
            keep = good if keep is None else pc.and_(keep, good)
    made = pa.record_batch(arrays, names=[column.name for column in table.columns])
    return made if keep is None else made.filter(keep)


def _column(column: BoundColumn, batch: pa.RecordBatch) -> tuple[pa.Array, Any]:
    """The values, and which rows may stay (None: all)."""
    array = batch.column(column.planned or column.beside)
    good: Any = None
    if column.words is not None:
        array, good = _reworded(array, column.words)
    if column.lost:
        array = pa.nulls(len(array), array.type)
    if column.to:
        array = _respelled(array, column.to)
    if column.longest is not None:
        array = pc.utf8_slice_codeunits(array.cast(pa.string()), 0, column.longest)
    if column.required and array.null_count:
        array = _filled(column, array, batch)
        valid = array.is_valid()
        good = valid if good is None else pc.and_(good, valid)
    return array, good


def _reworded(array: pa.Array, words: WordMap) -> tuple[pa.Array, Any]:
    """The words that the target allows; with nulls, or a mask without the rows, where there is none."""
    for word, instead in words.instead.items():
        array = pc.if_else(pc.equal(array, word), instead, array)
    allowed = pc.or_(pc.is_in(array, value_set=pa.array(words.allowed, array.type)), array.is_null())
    if words.null:
        return pc.if_else(allowed, array, pa.scalar(None, array.type)), None
    return array, allowed


def _filled(column: BoundColumn, array: pa.Array, batch: pa.RecordBatch) -> pa.Array:
    """The values, with what stands in for nulls."""
    if column.literal is not None:
        return pc.fill_null(array, _scalar(column.literal, array.type))
    if column.field is not None and column.planned is not None:
        return pc.coalesce(array, cast(batch.column(column.beside), array.type))
    return array


def _scalar(text: str, kind: pa.DataType) -> pa.Scalar:
    if pa.types.is_boolean(kind):
        return pa.scalar(text == "true")
    if pa.types.is_list(kind):
        return pa.scalar([], kind)
    if pa.types.is_decimal(kind):
        return pa.scalar(decimal.Decimal(text)).cast(kind)
    return pa.scalar(text).cast(kind)


_ROUNDED = {
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "date": pa.date32(),
}


def _respelled(array: pa.Array, to: str) -> pa.Array:
    """Numbers rounded, moments cut to their day, lists as documents."""
    if to in ("json", "jsonb"):
        return pa.array([None if v is None else dump_json(v) for v in array.to_pylist()], pa.string())
    if to.startswith("numeric("):
        precision, scale = json.loads(f"[{to[8:-1]}]")
        return cast(array, pa.decimal128(precision, scale))
    return cast(array, _ROUNDED[to])
