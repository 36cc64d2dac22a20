"""What a creator is owed at a moment: everything earned since what was settled last (catalog/infinitepages c7)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from seedkit.entropy import I64, U64
from seedkit.errors import PlanError
from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, numbers

from .running import running

#: Who is owed less is not paid yet, in cents.
THRESHOLD = 2500
#: Before all moments: nothing was settled yet.
NEVER = -(1 << 62)


class Covered(NamedTuple):
    """What a payout covers: cents, how many earnings, and from when on."""

    cents: I64
    count: I64
    start: I64


class Owed(Field):
    """A figure of what a payout covers, ``cents``, ``count`` or ``start``: all that was earned since the last one.

    Read in a story from what its creator has earned up to ``until``, a moment of the row; outside a story it is
    ``otherwise``. A row that does not ``settle`` leaves the money owed, one that is not its ``own`` payout tells
    of another. Raises PlanError for a payout below the threshold.
    """

    def __init__(self, figure: str, otherwise: Any) -> None:
        super().__init__()
        self.figure, self.otherwise = figure, otherwise

    def column(self, rows: Rows) -> Any:
        from .payout import IndividualPayoutFactory, PayoutFactory

        sets = [*rows.others(IndividualPayoutFactory), *rows.others(PayoutFactory)]
        place = next((place for place, member in enumerate(sets) if member is rows), None)
        if place is None:
            return column_of(self.otherwise, rows)
        found: list[Covered] = rows.once(("owed", id(sets[0])), lambda: _settle(sets))
        return getattr(found[place], self.figure)


def _settle(sets: list[Rows]) -> list[Covered]:
    from .creator import CreatorEarningFactory

    earnings = list(sets[0].others(CreatorEarningFactory))
    creator = _joined([group_ids(rows, "creator") for rows in earnings], np.uint64)
    moment = _joined([_whole(rows, "created_at") for rows in earnings], np.int64)
    cents = _joined([_whole(rows, "credits_earned") for rows in earnings], np.int64)
    owner = _joined([group_ids(rows, "creator") for rows in sets], np.uint64)
    until = _joined([_whole(rows, "until") for rows in sets], np.int64)
    pays = _joined([_whole(rows, "settles") for rows in sets], np.int64) > 0
    own = _joined([_whole(rows, "own") for rows in sets], np.int64) > 0
    since = _previous(owner, until, pays & own)
    one = np.ones(len(cents), dtype=np.int64)
    covered, count = (
        running(creator, moment, amounts, owner, until) - running(creator, moment, amounts, owner, since)
        for amounts in (cents, one)
    )
    _refuse_too_little(covered[own])
    # The first payout covers the months from the first earning on.
    start = np.where(since == NEVER, _month_start(_first(creator, moment, owner)), since)
    parts = np.cumsum([len(rows) for rows in sets])[:-1]
    columns = [np.split(figure, parts) for figure in (covered, count, start)]
    return [Covered(*figures) for figures in zip(*columns, strict=True)]


def _previous(owner: U64, until: I64, pays: npt.NDArray[np.bool_]) -> I64:
    """For each payout the moment of the paying one before it."""
    order = np.lexsort((until, owner))
    sorted_owner, sorted_until = owner[order], until[order]
    place = np.arange(len(order))
    starts = np.ones(len(order), dtype=bool)
    starts[1:] = sorted_owner[1:] != sorted_owner[:-1]
    begin = np.maximum.accumulate(np.where(starts, place, 0))
    last = np.maximum.accumulate(np.where(pays[order], place, -1))
    before = np.concatenate([[-1], last[:-1]]) if len(last) else last
    since = np.empty(len(order), dtype=np.int64)
    since[order] = np.where(before >= begin, sorted_until[before], NEVER)
    return since


def _first(creator: U64, moment: I64, owner: U64) -> I64:
    """The moment of each owner's first earning; 0 for whoever has none."""
    if not len(creator):
        return np.zeros(len(owner), dtype=np.int64)
    order = np.lexsort((moment, creator))
    place = np.minimum(np.searchsorted(creator[order], owner), len(order) - 1)
    return np.where(creator[order][place] == owner, moment[order][place], 0)


def _month_start(moments: I64) -> I64:
    months = moments.astype("datetime64[us]").astype("datetime64[M]")
    return months.astype("datetime64[us]").astype(np.int64)


def _refuse_too_little(cents: I64) -> None:
    if (cents < THRESHOLD).any():
        least = int(cents.min())
        raise PlanError(
            [f"a payout of {least // 100}.{least % 100:02} USD is below {THRESHOLD // 100}.00"],
            hint="Let readers buy more before it: 25.00 USD are 3572 credits spent at once, or 72 unlocks of 50",
        )


def _whole(rows: Rows, name: str) -> I64:
    return numbers(rows.column(name)).astype(np.int64)


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)


class LastPaid(Field):
    """The last payout of the row's creator that was not refused: its ``moment`` or its ``cents``; null without one."""

    def __init__(self, figure: str) -> None:
        super().__init__()
        self.figure = figure

    def column(self, rows: Rows) -> pa.Array:
        from .payout import IndividualPayoutFactory

        sets = list(rows.others(IndividualPayoutFactory))
        owner = _joined([group_ids(other, "creator") for other in sets], np.uint64)
        until = _joined([_whole(other, "until") for other in sets], np.int64)
        cents = _joined([_whole(other, "owed") for other in sets], np.int64)
        paid = _joined([_whole(other, "settles") for other in sets], np.int64) > 0
        order = np.lexsort((until[paid], owner[paid]))
        known, value = owner[paid][order], (until if self.figure == "moment" else cents)[paid][order]
        asked = group_ids(rows, "creator")
        place = np.searchsorted(known, asked, side="right") - 1
        found = (place >= 0) & (known[place] == asked) if len(known) else np.zeros(len(asked), dtype=bool)
        values = value[np.maximum(place, 0)] if len(known) else np.zeros(len(asked), dtype=np.int64)
        return pa.array(values, mask=~found).cast(MOMENT if self.figure == "moment" else pa.int64())
