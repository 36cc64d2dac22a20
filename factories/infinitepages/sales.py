"""What a purchase unlocks and what it costs, in whole credits (catalog/infinitepages c5)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import I64, combine
from seedkit.errors import PlanError
from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids, position_in_group
from seedkit.fields.rows import Rows
from seedkit.types import numbers, whole_units

from .running import running

_DAY = 86_400_000_000
#: More generations in a day than this make a story hot.
COOL = 3


class Unlocked(Field):
    """The numbers of the chapters that a purchase unlocks: those after the ones unlocked before.

    Reads ``wanted`` (how many; fewer where others of the reader's purchases want some, too), ``opens_all``,
    ``chapters`` and ``free`` of the row. Raises PlanError where nothing is left to unlock.
    """

    def column(self, rows: Rows) -> pa.Array:
        family = rows.siblings()
        found = rows.once(("unlocked", id(family[0])), lambda: _unlock(family))
        first, count = found[next(place for place, member in enumerate(family) if member is rows)]
        offsets = np.concatenate([[0], np.cumsum(count)])
        chapters = np.arange(offsets[-1]) + np.repeat(first - offsets[:-1], count)
        return pa.ListArray.from_arrays(
            pa.array(offsets.astype(np.int32)), pa.array(chapters.astype(np.int32))
        )


def _unlock(family: Any) -> list[tuple[I64, I64]]:
    """First chapter and number of chapters of every purchase, reader by reader, story by story, in time."""

    def all_of(name: str) -> I64:
        return np.concatenate([numbers(member.column(name)).astype(np.int64) for member in family])

    group = np.concatenate([combine(group_ids(m, "user"), group_ids(m, "story")) for m in family])
    ids = np.concatenate([member.ids for member in family])
    order = np.lexsort((ids, all_of("created_at"), group))
    names = ("wanted", "opens_all", "chapters", "free")
    wanted, opens_all, chapters, free = (all_of(name)[order] for name in names)
    first, count = _runs(group[order], wanted, opens_all.astype(bool), chapters - free)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    parts = np.cumsum([len(member) for member in family])[:-1]
    return list(zip(np.split((first + free)[back], parts), np.split(count[back], parts), strict=True))


def _runs(group: Any, wanted: I64, opens_all: npt.NDArray[np.bool_], locked: I64) -> tuple[I64, I64]:
    """What each purchase unlocks of the locked chapters, which are counted from 1; all groups side by side."""
    place = position_in_group(group)
    owner = np.cumsum(place == 0) - 1
    # Whoever buys again wants at least one chapter then.
    later = np.bincount(owner, minlength=1)[owner] - place - 1 if len(owner) else place
    first, count = np.ones(len(place), dtype=np.int64), np.zeros(len(place), dtype=np.int64)
    used = np.zeros(len(place), dtype=np.int64)
    for turn in range(int(place.max(initial=-1)) + 1):
        now = np.flatnonzero(place == turn)
        left = locked[now] - used[owner[now]]
        part = np.clip(wanted[now], 1, np.maximum(left - later[now], 1))
        count[now] = np.where(opens_all[now], locked[now], part)
        first[now] = np.where(opens_all[now], 1, used[owner[now]] + 1)
        _refuse_nothing(np.minimum(left, locked[now]))
        used[owner[now]] += np.where(opens_all[now], locked[now], part)
    return first, count


def _refuse_nothing(left: I64) -> None:
    if (left < 1).any():
        raise PlanError(
            [f"{int((left < 1).sum())} purchases find no chapter left to unlock"],
            hint="Write more chapters, or let readers buy less of a story; after a premium unlock there is nothing to buy",
        )


class Price(Field):
    """What so many chapters cost: each its price, a bundle less its discount rounded half up, all of a story its own price."""

    def __init__(self, kind: Any, count: Any, chapter: Any, discount: Any, unlock: Any) -> None:
        super().__init__()
        self.kind, self.count, self.chapter, self.discount, self.unlock = (
            kind,
            count,
            chapter,
            discount,
            unlock,
        )

    def column(self, rows: Rows) -> pa.Array:
        count, chapter, unlock = (
            numbers(column_of(f, rows)).astype(np.int64) for f in (self.count, self.chapter, self.unlock)
        )
        off = whole_units(column_of(self.discount, rows, pa.decimal128(5, 2)))
        kind = column_of(self.kind, rows)
        bundle = (count * chapter * (100 - off) + 50) // 100
        return pc.if_else(
            pc.equal(kind, "premium_unlock"),
            pa.array(unlock),
            pc.if_else(pc.equal(kind, "bundle"), pa.array(bundle), pa.array(count * chapter)),
        )


class Hot(Field):
    """Whether the story had more than three generations in the day before the row."""

    def column(self, rows: Rows) -> npt.NDArray[np.bool_]:
        from .generation import GenerationLogFactory

        logs = list(rows.others(GenerationLogFactory))
        if not logs:
            return np.zeros(len(rows), dtype=bool)
        story = np.concatenate([group_ids(log, "story") for log in logs])
        moment = np.concatenate([numbers(log.column("created_at")).astype(np.int64) for log in logs])
        asked, now = group_ids(rows, "story"), numbers(rows.column("created_at")).astype(np.int64)
        one = np.ones(len(story), dtype=np.int64)
        until_now, until_then = (running(story, moment, one, asked, t) for t in (now, now - _DAY - 1))
        hot: npt.NDArray[np.bool_] = until_now - until_then > COOL
        return hot
