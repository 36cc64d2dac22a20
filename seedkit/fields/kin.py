"""Values that depend on the rows beside a row (versions, ranks) or below it (counts, sums)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, U64
from ..errors import DeclarationError
from ..types import numbers
from .base import Field, as_array, column_of
from .rows import Rows


class Rank(Field):
    """The place of a row among its siblings, from ``start``: ``Rank(within="story", by=votes)``.

    ``within`` is a link (or a dotted path of links); all row sets of the model that share the
    parent count. Ties break by row id. ``descending`` puts the greatest first.
    """

    def __init__(
        self, *, within: str, by: Any = "created_at", start: int = 0, descending: bool = False
    ) -> None:
        super().__init__()
        self.within, self.by, self.start, self.descending = within, by, start, descending

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        family = rows.siblings()
        ranks: list[I64] = rows.once(("rank", self._name), lambda: self._rank(family))
        return ranks[next(i for i, member in enumerate(family) if member is rows)] + self.start

    def _rank(self, family: Any) -> list[I64]:
        groups = np.concatenate([group_ids(member, self.within) for member in family])
        values = np.concatenate([numbers(self._values(member)) for member in family])
        ids = np.concatenate([member.ids for member in family])
        order = np.lexsort((ids, -values if self.descending else values, groups))
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = position_in_group(groups[order])
        return np.split(ranks, np.cumsum([len(member) for member in family])[:-1])

    def _values(self, rows: Rows) -> pa.Array:
        return rows.column(self.by) if isinstance(self.by, str) else as_array(self.by.column(rows))


class VersionNumber(Rank):
    """1, 2, 3 … within a parent, in the order of a moment: ``VersionNumber(within="user", by=created_at)``."""

    def __init__(self, *, within: str, by: Any = "created_at") -> None:
        super().__init__(within=within, by=by, start=1)


class _Total(Field):
    """Base of roll-ups: reads the row sets of a factory that link to these rows.

    ``of`` is a function giving the child factory or one of its fields (``lambda: ChapterFactory.word_count``);
    ``where`` a condition on the child, written with ``this``; ``link`` the child's link, where it has several.
    """

    def __init__(self, of: Any, *, where: Any = None, link: str | None = None) -> None:
        super().__init__()
        self.of, self.where, self.link = of, where, link

    def _parts(self, rows: Rows) -> Iterator[tuple[I64, pa.Array]]:
        factory, name = self._target()
        for child, index in rows.children(factory, self.link):
            values = child.column(name) if name else pa.array(np.ones(len(child), dtype=np.int64))
            chosen = index >= 0
            if self.where is not None:
                chosen = chosen & numbers(column_of(self.where, child).cast(pa.bool_())).astype(bool)
            chosen = chosen & ~values.is_null().to_numpy(zero_copy_only=False)
            yield index[chosen], values.filter(pa.array(chosen))

    def _target(self) -> tuple[Any, str | None]:
        target = self.of() if callable(self.of) and not isinstance(self.of, type) else self.of
        if not isinstance(target, Field):
            return target, None
        try:
            return DECLARED[id(target)]
        except KeyError:
            raise DeclarationError(f"{self!r} reads a field of no factory") from None

    def __repr__(self) -> str:
        factory, name = self._target()
        return f"{type(self).__name__}({factory.__name__}{'.' + name if name else ''})"


class Count(_Total):
    """How many children the row has."""

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        total = np.zeros(len(rows), dtype=np.int64)
        for index, _ in self._parts(rows):
            total += np.bincount(index, minlength=len(rows))
        return total


class Sum(_Total):
    """The sum of a column over the children, zero without any. Decimals stay exact."""

    def column(self, rows: Rows) -> pa.Array:
        total = np.zeros(len(rows), dtype=np.int64)
        scale = 0
        for index, values in self._parts(rows):
            if pa.types.is_decimal(values.type):
                scale = values.type.scale
                values = pc.multiply(values, pa.scalar(10**scale).cast(pa.decimal128(19, 0))).cast(
                    pa.int64(), safe=False
                )
            np.add.at(total, index, numbers(values).astype(np.int64))
        result = pa.array(total)
        if scale:
            result = pc.divide(
                result.cast(pa.decimal128(19, 0)).cast(pa.decimal128(19 + scale, scale)), 10**scale
            )
        return result


class Max(_Total):
    """The greatest value of a column over the children, null without any."""

    _start, _better = np.iinfo(np.int64).min, np.maximum

    def column(self, rows: Rows) -> pa.Array:
        best = np.full(len(rows), self._start, dtype=np.int64)
        kind: pa.DataType = pa.int64()
        for index, values in self._parts(rows):
            kind = values.type
            self._better.at(
                best, index, numbers(values.cast(pa.int32()) if pa.types.is_date(kind) else values)
            )
        found = pa.array(best, mask=best == self._start)
        return found.cast(pa.int32()).cast(kind) if pa.types.is_date(kind) else found.cast(kind)


class Min(Max):
    """The least value of a column over the children, null without any."""

    _start, _better = np.iinfo(np.int64).max, np.minimum


#: Where each field object of a class body was declared: ``id(field) -> (factory, name)``.
DECLARED: dict[int, tuple[Any, str]] = {}


def group_ids(rows: Rows, within: str) -> U64:
    """Row ids of the parent at the end of a dotted path of links; a row without one is its own group."""
    parent: Rows | None = rows
    for name in within.split("."):
        parent = parent.parent(name) if parent is not None else None
    return rows.ids if parent is None else parent.ids


def position_in_group(groups: npt.NDArray[Any]) -> I64:
    """0, 1, 2 … within runs of equal values."""
    index = np.arange(len(groups))
    first = np.ones(len(groups), dtype=bool)
    first[1:] = groups[1:] != groups[:-1]
    return index - np.maximum.accumulate(np.where(first, index, 0)) if len(groups) else index
