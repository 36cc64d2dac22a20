"""Rows that belong together without a foreign key: a reader's progress and shelf, a month and what was bought in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import I64, U64, combine
from seedkit.fields import Field
from seedkit.fields.base import as_array
from seedkit.fields.kept import DrawnAs
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import numbers

#: What rows have in common: a number for each row.
KeyOf = Callable[[Rows], U64]


class Matching(Field):
    """A roll-up over rows that have something in common with these: ``Matching(Count(…), of_reader)``.

    ``theirs`` says what the rows counted have, if it is said otherwise than by these.
    """

    def __init__(self, total: Any, own: KeyOf, theirs: KeyOf | None = None) -> None:
        super().__init__()
        self.total, self.own, self.theirs = total, own, theirs

    def column(self, rows: Rows) -> pa.Array:
        return as_array(self.total.column(_Matched(rows, self.own(rows), self.theirs or self.own)))


class _Matched(DrawnAs):
    """Rows that count as children whatever has the same key."""

    def __init__(self, base: Rows, keys: U64, theirs: KeyOf) -> None:
        super().__init__(base, base.ids)
        self._keys, self._theirs = keys, theirs

    def children(self, factory: type[Any], link: str | None = None) -> Iterable[tuple[Rows, I64]]:
        for child in self._base.others(factory):
            yield child, places(self._keys, self._theirs(child))


class Distinct(Field):
    """How many different rows of a link's the children have: ``Distinct(lambda: StoryPurchaseFactory, "story")``."""

    def __init__(self, of: Any, link: str) -> None:
        super().__init__()
        self.of, self.link = of, link

    def column(self, rows: Rows) -> I64:
        pairs = [
            np.stack([index.astype(np.uint64), ids], axis=1)[index >= 0] for index, ids in self._pairs(rows)
        ]
        if not pairs:
            return np.zeros(len(rows), dtype=np.int64)
        found = np.unique(np.concatenate(pairs), axis=0)
        return np.bincount(found[:, 0].astype(np.int64), minlength=len(rows)).astype(np.int64)

    def _pairs(self, rows: Rows) -> Iterator[tuple[I64, U64]]:
        for child, index in rows.children(self.of()):
            target = child.parent(self.link)
            if target is not None:
                yield index, target.ids

    def references(self) -> Iterator[tuple[str, ...]]:
        return iter(())


def places(keys: U64, wanted: U64) -> I64:
    """The place of each wanted key among ``keys``, which are all different; -1 where it is none of them."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    found = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
    return np.where(keys[found] == wanted, found, -1)


def of_reader(rows: Rows) -> U64:
    """Who reads which story."""
    return combine(group_ids(rows, "user"), group_ids(rows, "story"))


def of_month(moment: str) -> KeyOf:
    """Whose row of which month, by a moment or a date of it."""

    def key(rows: Rows) -> U64:
        return combine(group_ids(rows, "user"), months(rows.column(moment)))

    return key


def months(moments: pa.Array) -> I64:
    """Months since 1970 (UTC) of moments or dates."""
    days = moments if pa.types.is_date(moments.type) else moments.cast(pa.timestamp("us"))
    return numbers(pc.add(pc.multiply(pc.year(days), 12), pc.month(days))).astype(np.int64) - 1970 * 12 - 1
