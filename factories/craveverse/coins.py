"""Coins and XP over time: what players earned and spent by any moment, and when they can pay (catalog/craveverse c4, c5).

A player's coins are those of levels finished and battles fought, and those bought, less what the
shop and upvotes took. Prices are fixed and do not yield: instead a purchase without a moment of its
own falls after the moment at which everything told before it, and it, could be paid. Where a story
gives the moment and the coins are not there, that is a plan error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from seedkit.entropy import I64, below_wide
from seedkit.errors import PlanError
from seedkit.fields import Field
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, is_valid, numbers

from .circles import activities, battles, payments, progress, purchases
from .history import Moves, Stream, events_of, moments_of, moves, running

#: Above every account, so that owner and amount fit into one number.
_MOST = 1 << 40
_NEVER = np.iinfo(np.int64).max


XP = (
    Stream(progress, "xp", "completed_at"),
    Stream(battles, "user1_xp", "end_time", "user1"),
    Stream(battles, "user2_xp", "end_time", "user2"),
)
LEVELS = (Stream(progress, "done", "completed_at"),)
COINS_IN = (
    Stream(progress, "coins", "completed_at"),
    Stream(battles, "user1_coins", "end_time", "user1"),
    Stream(battles, "user2_coins", "end_time", "user2"),
    Stream(payments, "coins", "created_at"),
)
COINS_OUT = (
    Stream(purchases, "amount_coins", "purchased_at", due="needed_by"),
    Stream(activities, "coins_given", "created_at"),
)


class _At(Field):
    """What the row's user has at a moment, moves of that very moment included; null outside a story."""

    gains: tuple[Stream, ...]
    costs: tuple[Stream, ...] = ()

    def __init__(self, moment: Any) -> None:
        super().__init__()
        self.moment = moment

    def column(self, rows: Rows) -> pa.Array:
        if not any(rows.others(stream.of()) for stream in (*self.gains, *self.costs)):
            return pa.nulls(len(rows), pa.int64())
        known: Moves = rows.once(
            ("moves", type(self).__name__), lambda: _solvent(rows, self.gains, self.costs)
        )
        owner, asked = group_ids(rows, "user"), len(rows)
        found = Moves(*(column[events_of(known.owner, owner)] for column in known))
        owner = np.concatenate([found.owner, owner])
        moment = np.concatenate([found.moment, moments_of(self.moment, rows)])
        amount = np.concatenate([found.amount, np.zeros(asked, dtype=np.int64)])
        order = np.lexsort((np.arange(len(owner)), moment, owner))
        total = np.empty(len(owner), dtype=np.int64)
        total[order] = running(owner[order], amount[order])
        return pa.array(total[len(total) - asked :])


class XpAt(_At):
    """The XP of the row's user at a moment."""

    gains = XP


class LevelsAt(_At):
    """How many levels the row's user has behind them at a moment, skipped ones included."""

    gains = LEVELS


class CoinsAt(_At):
    """The coins of the row's user at a moment."""

    gains, costs = COINS_IN, COINS_OUT


class Affordable(Field):
    """A moment at which the user can pay this row and all that is told before it, not later than ``until``.

    It comes within a span of having enough. Rows that are needed at a certain time are paid first.
    Outside a story: a moment since ``since``.
    """

    def __init__(self, *, since: Any, until: Any, within: dt.timedelta = dt.timedelta(days=5)) -> None:
        super().__init__()
        self.since, self.until, self.within = since, until, within

    def column(self, rows: Rows) -> pa.Array:
        low = np.maximum(moments_of(self.since, rows), rows.floor())
        sets = [(stream, part) for stream in COINS_OUT for part in rows.others(stream.of())]
        if sets:
            paid: list[I64] = rows.once(("affordable",), lambda: _affordable(rows, sets))
            low = np.maximum(low, paid[next(i for i, (_, part) in enumerate(sets) if part is rows)])
        high = np.minimum(moments_of(self.until, rows), rows.scope.now_us)
        late = low > high
        if late.any():
            raise PlanError(
                ["coins are spent before there are enough of them"],
                hint="Let the player finish more levels before, or buy a pack of coins",
            )
        high = np.minimum(high, low + self.within // dt.timedelta(microseconds=1))
        return pa.array(low + below_wide(rows.draw(self._name), high - low + 1)).cast(MOMENT)


def _solvent(rows: Rows, gains: Iterable[Stream], costs: Iterable[Stream]) -> Moves:
    """All moves. Raises PlanError where somebody spends what is not there."""
    found = moves(rows, gains, costs)
    least = running(found.owner, found.amount).min(initial=0)
    if least < 0:
        raise PlanError(
            [f"a player spends coins that are not there: {-int(least)} are missing"],
            hint="Let the player earn them before, or leave the moment of the purchase to the factory",
        )
    return found


def _affordable(rows: Rows, sets: list[tuple[Stream, Rows]]) -> list[I64]:
    """For each row that costs coins the first moment at which there are enough, row set by row set."""
    costs = [numbers(part.column(stream.amount)).astype(np.int64) for stream, part in sets]
    owners = np.concatenate([group_ids(part, stream.owner) for stream, part in sets])
    due = np.concatenate([_due(stream, part) for stream, part in sets])
    cost = np.concatenate(costs)
    gains = moves(rows, COINS_IN)
    _, number = np.unique(np.concatenate([owners, gains.owner]), return_inverse=True)
    payer, earner = np.split(number.astype(np.int64), [len(owners)])
    order = np.lexsort((np.arange(len(cost)), due, payer))
    wanted = np.empty(len(cost), dtype=np.int64)
    wanted[order] = running(payer[order], cost[order])
    # Owners are numbered in their order, which is that of the moves.
    have = earner * _MOST + running(earner, gains.amount)
    place = np.searchsorted(have, payer * _MOST + wanted)
    there = np.minimum(place, max(len(have) - 1, 0))
    enough = (place < len(have)) & (earner[there] == payer) if len(have) else np.zeros(len(cost), dtype=bool)
    missing = ~enough & (cost > 0)
    if missing.any():
        raise PlanError(
            [f"a player who never has as many wants to spend {int(wanted[missing].max())} coins"],
            hint="Let the player finish more levels, or buy a pack of coins",
        )
    first = np.where(cost > 0, gains.moment[there] if len(have) else 0, -_NEVER)
    return np.split(first, np.cumsum([len(part) for part in costs])[:-1])


def _due(stream: Stream, rows: Rows) -> I64:
    if stream.due is None:
        return np.full(len(rows), _NEVER, dtype=np.int64)
    column = rows.column(stream.due)
    return np.where(is_valid(column), numbers(column.cast(MOMENT)).astype(np.int64), _NEVER)
