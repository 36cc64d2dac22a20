"""Coins and XP over time: what players earned and spent by any moment, and when they can pay (catalog/craveverse c4, c5).

A player's coins are those of levels finished and battles fought, and those bought, less what the
shop and upvotes took. Prices are fixed and do not yield: instead a purchase without a moment of its
own falls after the moment at which everything told before it, and it, could be paid. Where a story
gives the moment and the coins are not there, that is a plan error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from seedkit.entropy import I64, U64, below_wide
from seedkit.errors import PlanError
from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, is_valid, numbers

#: Above every account, so that owner and amount fit into one number.
_MOST = 1 << 40
_NEVER = np.iinfo(np.int64).max


class Stream(NamedTuple):
    """Rows that move something: whose they are, when they count, how much; ``due`` is when it is needed at the latest."""

    of: Callable[[], Any]
    amount: str
    at: str
    owner: str = "user"
    due: str | None = None


class _Moves(NamedTuple):
    owner: U64
    moment: I64
    amount: I64


def _progress() -> Any:
    from .progression import UserProgressFactory

    return UserProgressFactory


def _battles() -> Any:
    from .battles import BattleFactory

    return BattleFactory


def _payments() -> Any:
    from .billing import PaymentTransactionFactory

    return PaymentTransactionFactory


def _purchases() -> Any:
    from .rewards import UserPurchaseFactory

    return UserPurchaseFactory


def _activities() -> Any:
    from .social import ActivityLogFactory

    return ActivityLogFactory


XP = (
    Stream(_progress, "xp", "completed_at"),
    Stream(_battles, "user1_xp", "end_time", "user1"),
    Stream(_battles, "user2_xp", "end_time", "user2"),
)
LEVELS = (Stream(_progress, "done", "completed_at"),)
COINS_IN = (
    Stream(_progress, "coins", "completed_at"),
    Stream(_battles, "user1_coins", "end_time", "user1"),
    Stream(_battles, "user2_coins", "end_time", "user2"),
    Stream(_payments, "coins", "created_at"),
)
COINS_OUT = (
    Stream(_purchases, "amount_coins", "purchased_at", due="needed_by"),
    Stream(_activities, "coins_given", "created_at"),
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
        return pa.array(_as_of(rows, self.moment, self.gains, self.costs))


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
        low = np.maximum(_moments(self.since, rows), rows.floor())
        sets = [(stream, part) for stream in COINS_OUT for part in rows.others(stream.of())]
        if sets:
            paid: list[I64] = rows.once(("affordable",), lambda: _affordable(rows, sets))
            low = np.maximum(low, paid[next(i for i, (_, part) in enumerate(sets) if part is rows)])
        high = np.minimum(_moments(self.until, rows), rows.scope.now_us)
        late = low > high
        if late.any():
            raise PlanError(
                ["coins are spent before there are enough of them"],
                hint="Let the player finish more levels before, or buy a pack of coins",
            )
        high = np.minimum(high, low + self.within // dt.timedelta(microseconds=1))
        return pa.array(low + below_wide(rows.draw(self._name), high - low + 1)).cast(MOMENT)


def _moves(rows: Rows, streams: Iterable[Stream]) -> _Moves:
    parts = [_Moves(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for stream in streams:
        for part in rows.others(stream.of()):
            amount = numbers(part.column(stream.amount)).astype(np.int64)
            some = amount != 0
            if some.any():
                moment = numbers(part.column(stream.at)).astype(np.int64)
                parts.append(_Moves(group_ids(part, stream.owner)[some], moment[some], amount[some]))
    return _Moves(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _as_of(rows: Rows, moment: Any, gains: Iterable[Stream], costs: Iterable[Stream]) -> I64:
    """What the moves up to a moment add up to, for each row's user."""
    plus, minus = _moves(rows, gains), _moves(rows, costs)
    asked, n = len(rows), len(plus.owner) + len(minus.owner)
    owner = np.concatenate([plus.owner, minus.owner, group_ids(rows, "user")])
    when = np.concatenate([plus.moment, minus.moment, _moments(moment, rows)])
    amount = np.concatenate([plus.amount, -minus.amount, np.zeros(asked, dtype=np.int64)])
    kind = np.repeat([0, 1, 2], [len(plus.owner), len(minus.owner), asked])
    order = np.lexsort((kind, when, owner))
    balance = _within_owner(owner[order], amount[order])
    if (balance < 0).any():
        raise PlanError(
            [f"a player spends coins that are not there: {-int(balance.min())} are missing"],
            hint="Let the player earn them before, or leave the moment of the purchase to the factory",
        )
    result = np.empty(n + asked, dtype=np.int64)
    result[order] = balance
    return result[n:]


def _within_owner(owner: U64, amount: I64) -> I64:
    """Running sums within runs of equal owners."""
    total = np.cumsum(amount)
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    start = np.maximum.accumulate(np.where(first, np.arange(len(owner)), 0))
    return total - (total - amount)[start] if len(owner) else total


def _affordable(rows: Rows, sets: list[tuple[Stream, Rows]]) -> list[I64]:
    """For each row that costs coins the first moment at which there are enough, row set by row set."""
    costs = [numbers(part.column(stream.amount)).astype(np.int64) for stream, part in sets]
    owners = np.concatenate([group_ids(part, stream.owner) for stream, part in sets])
    due = np.concatenate([_due(stream, part) for stream, part in sets])
    cost = np.concatenate(costs)
    gains = _moves(rows, COINS_IN)
    _, number = np.unique(np.concatenate([owners, gains.owner]), return_inverse=True)
    payer, earner = number[: len(owners)].astype(np.int64), number[len(owners) :].astype(np.int64)
    order = np.lexsort((np.arange(len(cost)), due, payer))
    wanted = np.empty(len(cost), dtype=np.int64)
    wanted[order] = _within_owner(payer[order].astype(np.uint64), cost[order])
    sequence = np.lexsort((gains.moment, earner))
    earner, moment = earner[sequence], gains.moment[sequence]
    have = earner * _MOST + _within_owner(earner.astype(np.uint64), gains.amount[sequence])
    place = np.searchsorted(have, payer * _MOST + wanted)
    there = np.minimum(place, max(len(have) - 1, 0))
    enough = (place < len(have)) & (earner[there] == payer) if len(have) else np.zeros(len(cost), dtype=bool)
    missing = ~enough & (cost > 0)
    if missing.any():
        raise PlanError(
            [f"a player who never has as many wants to spend {int(wanted[missing].max())} coins"],
            hint="Let the player finish more levels, or buy a pack of coins",
        )
    first = np.where(cost > 0, moment[there] if len(have) else 0, -_NEVER)
    return np.split(first, np.cumsum([len(part) for part in costs])[:-1])


def _due(stream: Stream, rows: Rows) -> I64:
    if stream.due is None:
        return np.full(len(rows), _NEVER, dtype=np.int64)
    column = rows.column(stream.due)
    return np.where(is_valid(column), numbers(column.cast(MOMENT)).astype(np.int64), _NEVER)


def _moments(moment: Any, rows: Rows) -> I64:
    return numbers(column_of(moment, rows, MOMENT)).astype(np.int64)
