"""Values that depend on the rows beside a row (versions, ranks) or below it (counts, sums)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, U64
from ..errors import DeclarationError
from ..types import alike, as_array, is_valid, numbers, whole_units
from .base import Field, column_of, references
from .numbers import scaled
from .rows import Rows
from .spelling import spelled

__all__ = ["Count", "Max", "Min", "Rank", "Sum", "Total", "VersionNumber", "group_ids", "position_in_group"]


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

    def references(self) -> Iterator[tuple[str, ...]]:
        yield tuple(self.within.split("."))
        yield from [(self.by,)] if isinstance(self.by, str) else references(self.by)

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        family = rows.siblings()
        key = ("rank", id(family[0]), self._name, self.within, repr(self.by), self.descending)
        ranks: list[I64] = rows.once(key, lambda: self._rank(family))
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


class Total(Field):
    """Base of roll-ups: reads the row sets of a factory that link to these rows.

    ``of`` is a function giving the child factory or one of its fields (``lambda: ChapterFactory.word_count``);
    ``where`` a condition on the child, written with ``this``; ``link`` the child's link, where it has several.
    Rows outside a story have no children.
    """

    def __init__(self, of: Any, *, where: Any = None, link: str | None = None) -> None:
        super().__init__()
        self.of, self.where, self.link = of, where, link

    def children(self) -> tuple[Any, str | None]:
        """The factory of the children and the name of the column read, None for the rows themselves."""
        of = self.of if isinstance(self.of, (Field, type)) else self.of()
        if not isinstance(of, Field):
            return of, None
        if of._origin is None:
            raise DeclarationError(f"{type(self).__name__}({of!r}) reads a field of no factory")
        return of._origin

    def _given(self) -> dict[str, Any]:
        # ``of`` belongs to the children: it must not be bound to this factory.
        return {"where": self.where}

    def references(self) -> Iterator[tuple[str, ...]]:
        return iter(())

    def column(self, rows: Rows) -> pa.Array:
        return rows.total(self)

    def over(self, rows: Rows) -> pa.Array:
        """The totals of these rows, read from their children now."""
        raise NotImplementedError

    def combine(self, parts: Sequence[pa.Array]) -> pa.Array | None:
        """The totals over all children, from those over parts of them; None where the order would show."""
        raise NotImplementedError

    def _parts(self, rows: Rows) -> Iterator[tuple[I64, pa.Array]]:
        """For each row set of children: the places of their parents, and the values that count."""
        factory, name = self.children()
        for child, index in rows.children(factory, self.link):
            values = child.column(name) if name else pa.array(np.ones(len(child), dtype=np.int64))
            chosen = (index >= 0) & is_valid(values)
            if self.where is not None:
                chosen &= numbers(column_of(self.where, child).cast(pa.bool_())).astype(bool)
            yield index[chosen], values.filter(pa.array(chosen))

    def __repr__(self) -> str:
        factory, name = self.children()
        parts = [f"lambda: {factory.__name__}{f'.{name}' if name else ''}"]
        parts += [
            f"{k}={spelled(v)}" for k, v in (("where", self.where), ("link", self.link)) if v is not None
        ]
        return f"{type(self).__name__}({', '.join(parts)})"


class Count(Total):
    """How many children the row has."""

    def over(self, rows: Rows) -> pa.Array:
        total = np.zeros(len(rows), dtype=np.int64)
        for index, _ in self._parts(rows):
            total += np.bincount(index, minlength=len(rows))
        return pa.array(total)

    def combine(self, parts: Sequence[pa.Array]) -> pa.Array | None:
        return pa.array(np.sum([part.to_numpy() for part in parts], axis=0, dtype=np.int64))


class Sum(Total):
    """The sum of a column over the children, zero without any. Decimals stay exact."""

    def over(self, rows: Rows) -> pa.Array:
        total: npt.NDArray[Any] = np.zeros(len(rows), dtype=np.int64)
        scale = 0
        for index, values in self._parts(rows):
            if pa.types.is_decimal(values.type):
                scale = values.type.scale
            added = _comparable(values)
            if added.dtype.kind == "f":
                total = total.astype(np.float64)
            np.add.at(total, index, added)
        return scaled(total, scale) if scale else pa.array(total)

    def combine(self, parts: Sequence[pa.Array]) -> pa.Array | None:
        if any(pa.types.is_floating(part.type) for part in parts):
            return None
        # A part without children does not know the scale.
        scale = max(part.type.scale if pa.types.is_decimal(part.type) else 0 for part in parts)
        total: I64 = np.asarray(np.sum([_comparable(part) for part in parts], axis=0, dtype=np.int64))
        return scaled(total, scale) if scale else pa.array(total)


class Max(Total):
    """The greatest value of a column over the children, null without any."""

    _better: Any = np.maximum

    def over(self, rows: Rows) -> pa.Array:
        best: npt.NDArray[Any] | None = None
        found = np.zeros(len(rows), dtype=bool)
        kind: pa.DataType = self._kind()
        for index, values in self._parts(rows):
            kind, added = values.type, _comparable(values)
            if best is None:
                best = np.zeros(len(rows), dtype=added.dtype)
            # The first value of a row stands until a better one comes.
            best[index[~found[index]]] = added[~found[index]]
            found[index] = True
            self._better.at(best, index, added)
        if best is None:
            return pa.nulls(len(rows), kind)
        return _as_before(best, ~found, kind)

    def combine(self, parts: Sequence[pa.Array]) -> pa.Array | None:
        element_wise = pc.max_element_wise if self._better is np.maximum else pc.min_element_wise
        return element_wise(*alike(parts))

    def _kind(self) -> pa.DataType:
        factory, name = self.children()
        return (name and factory._meta.arrow_type(name)) or pa.int64()


class Min(Max):
    """The least value of a column over the children, null without any."""

    _better = np.minimum


def _comparable(values: pa.Array) -> npt.NDArray[Any]:
    """Numbers, moments and dates as int64 or float64; decimals as whole numbers of their smallest unit."""
    if pa.types.is_decimal(values.type):
        return whole_units(values)
    if pa.types.is_date(values.type):
        values = values.cast(pa.int32())
    found = numbers(values)
    return found.astype(np.float64 if found.dtype.kind == "f" else np.int64)


def _as_before(values: npt.NDArray[Any], missing: npt.NDArray[np.bool_], kind: pa.DataType) -> pa.Array:
    """What ``_comparable`` made of values of this type, turned back; null where missing."""
    if pa.types.is_decimal(kind):
        array = scaled(values, kind.scale).take(pa.array(np.arange(len(values)), mask=missing))
    else:
        array = pa.array(values, mask=missing)
    return array.cast(pa.int32()).cast(kind) if pa.types.is_date(kind) else array.cast(kind)


def group_ids(rows: Rows, within: str) -> U64:
    """Row ids of the parent at the end of a dotted path of links; a row without one is its own group."""
    parent = rows.follow(within.split("."))
    return rows.ids if parent is None else np.where(parent.present(), parent.ids, rows.ids)


def position_in_group(groups: npt.NDArray[Any]) -> I64:
    """0, 1, 2 … within runs of equal values."""
    index = np.arange(len(groups))
    first = np.ones(len(groups), dtype=bool)
    first[1:] = groups[1:] != groups[:-1]
    return index - np.maximum.accumulate(np.where(first, index, 0)) if len(groups) else index
