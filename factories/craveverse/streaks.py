"""Streaks: one more with each level, back to zero with a relapse, unless a pause covers the day (catalog/craveverse b2, c3, c5)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from seedkit.entropy import I64, U64
from seedkit.fields import Field
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import is_valid, numbers

from .circles import pauses, progress
from .history import events_of, moments_of

_DAY = 86_400_000_000
Mask = npt.NDArray[np.bool_]


class _Finished(NamedTuple):
    """Levels that count: whose, when, and whether the streak began anew with it."""

    owner: U64
    moment: I64
    broken: Mask


class Streak(Field):
    """How many levels the user finished in a row: since the last relapse that no pause covers, that level included.

    Of the row's ``user`` at a moment (null outside a story), or of the user that the row is, today.
    """

    def __init__(self, moment: Any = None) -> None:
        super().__init__()
        self.moment = moment

    def column(self, rows: Rows) -> pa.Array | I64:
        asked = len(rows)
        if self.moment is None:
            owners, moments = rows.ids, np.full(asked, np.iinfo(np.int64).max)
        elif not rows.others(progress()):
            return pa.nulls(asked, pa.int64())
        else:
            owners, moments = group_ids(rows, "user"), moments_of(self.moment, rows)
        known: _Finished = rows.once(("streaks",), lambda: _finished(rows))
        found = _Finished(*(column[events_of(known.owner, owners)] for column in known))
        owner = np.concatenate([found.owner, owners])
        moment = np.concatenate([found.moment, moments])
        counts = np.repeat([1, 0], [len(found.owner), asked])
        broken = np.concatenate([found.broken, np.zeros(asked, dtype=bool)])
        order = np.lexsort((np.arange(len(owner)), moment, owner))
        streak = np.empty(len(owner), dtype=np.int64)
        streak[order] = _run(owner[order], counts[order], broken[order])
        return streak[len(streak) - asked :]


def _run(owner: U64, counts: I64, broken: Mask) -> I64:
    """Levels since the owner's first or the last broken one; the sums only ever rise, so the latest start is the greatest."""
    if not len(owner):
        return counts
    total = np.cumsum(counts)
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    start = np.where(first | broken, total - counts, -1)
    return total - np.maximum.accumulate(start)


def _finished(rows: Rows) -> _Finished:
    """The levels that count, in the order of owners and moments."""
    owners, moments, relapsed = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], [np.zeros(0, bool)]
    for part in rows.others(progress()):
        counts = numbers(part.column("earned")).astype(bool) & is_valid(part.column("completed_at"))
        owners.append(group_ids(part, "user")[counts])
        moments.append(numbers(part.column("completed_at")).astype(np.int64)[counts])
        relapsed.append(numbers(part.column("relapse_count"))[counts] > 0)
    owner, moment, broken = (np.concatenate(parts) for parts in (owners, moments, relapsed))
    if broken.any():
        broken[broken] = ~_covered(rows, owner[broken], moment[broken] // _DAY)
    order = np.lexsort((moment, owner))
    return _Finished(owner[order], moment[order], broken[order])


def _covered(rows: Rows, owner: U64, day: I64) -> Mask:
    """Whether a pause of the owner covers the day, both its ends included."""
    owners, days, steps = [owner], [day], [np.zeros(len(owner), dtype=np.int64)]
    for part in rows.others(pauses()):
        active = numbers(part.column("is_active")).astype(np.int64)
        for column, step, later in (("start_date", active, 0), ("end_date", -active, 1)):
            owners.append(group_ids(part, "user"))
            days.append(numbers(part.column(column).cast(pa.int32())).astype(np.int64) + later)
            steps.append(step)
    whose, when, step = (np.concatenate(parts) for parts in (owners, days, steps))
    order = np.lexsort((np.arange(len(when)) < len(owner), when, whose))
    open_ = np.empty(len(order), dtype=np.int64)
    # What opens also closes, so that the sums start over with each owner.
    open_[order] = np.cumsum(step[order])
    return open_[: len(owner)] > 0
