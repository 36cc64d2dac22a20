"""Moments: after, before, between, at hours that people keep, one a day.

Nothing is dated after ``now`` unless the column means the future, and no row is older than its
newest parent: that bound is implicit. All moments are microseconds UTC.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, U64, below, below_wide, draw
from ..errors import PlanError
from ..types import MOMENT, is_valid, numbers
from .base import Field, column_of
from .numbers import weighted
from .rows import Rows

#: Weights of the 24 hours (UTC) at which people are at an app in the evening, and at which offices work.
WAKING = (2, 1, 1, 0, 0, 1, 4, 9, 10, 8, 7, 7, 8, 7, 6, 6, 7, 8, 10, 13, 14, 12, 8, 4)
OFFICE = (0, 0, 0, 0, 0, 0, 0, 1, 5, 10, 12, 11, 7, 9, 11, 11, 9, 5, 2, 1, 0, 0, 0, 0)

_SECOND = 1_000_000
_HOUR = 3600 * _SECOND
_DAY = 24 * _HOUR


def days(n: float) -> dt.timedelta:
    """A span of ``n`` days."""
    return dt.timedelta(days=n)


def hours(n: float) -> dt.timedelta:
    """A span of ``n`` hours."""
    return dt.timedelta(hours=n)


def minutes(n: float) -> dt.timedelta:
    """A span of ``n`` minutes."""
    return dt.timedelta(minutes=n)


def weeks(n: float) -> dt.timedelta:
    """A span of ``n`` weeks."""
    return dt.timedelta(weeks=n)


class Now(Field):
    """The ``now`` of the load."""

    def column(self, rows: Rows) -> pa.Array:
        return pa.repeat(pa.scalar(rows.scope.now_us, pa.int64()).cast(MOMENT), len(rows))


class Within(Field):
    """Base of fields that draw a moment of a window, by the hours ``at`` which people keep if they are given."""

    at: tuple[int, ...] | None = None

    def window(self, rows: Rows) -> tuple[I64, I64, pa.Array | None]:
        """The earliest and the latest moment of each row, both included; there is one where the array is valid."""
        raise NotImplementedError

    def column(self, rows: Rows) -> pa.Array:
        low, high, given = self.window(rows)
        return _moments(_between(rows, low, high, self, self.at), given)


class Moment(Within):
    """A moment at most ``before_now`` ago and at least ``until`` ago; ``at`` weighs the 24 hours of a day."""

    def __init__(
        self,
        *,
        before_now: dt.timedelta,
        until: dt.timedelta = dt.timedelta(0),
        at: tuple[int, ...] | None = None,
    ) -> None:
        super().__init__()
        self.before_now, self.until, self.at = before_now, until, at

    def window(self, rows: Rows) -> tuple[I64, I64, pa.Array | None]:
        now = rows.scope.now_us
        low = np.maximum(rows.floor(), now - _us(self.before_now))
        high = np.full(len(rows), now - _us(self.until), dtype=np.int64)
        # A parent younger than ``until`` leaves only the time since then.
        return low, np.maximum(high, np.minimum(low, now)), None


class After(Within):
    """A moment after another one, ``within`` a span, at least ``least`` later, never after now unless ``future``."""

    def __init__(
        self,
        moment: Any,
        *,
        within: dt.timedelta = dt.timedelta(days=3650),
        least: dt.timedelta = dt.timedelta(0),
        future: bool = False,
        at: tuple[int, ...] | None = None,
    ) -> None:
        super().__init__()
        self.moment, self.within, self.least, self.future, self.at = moment, within, least, future, at

    def window(self, rows: Rows) -> tuple[I64, I64, pa.Array | None]:
        given = column_of(self.moment, rows, MOMENT)
        since = numbers(given)
        low = np.maximum(since + _us(self.least), rows.floor())
        high = since + _us(self.within)
        if not self.future:
            high = np.minimum(high, rows.scope.now_us)
            low = np.minimum(low, np.maximum(rows.scope.now_us, since))
        return low, np.maximum(high, low), given


class Before(Within):
    """A moment before another one, ``within`` a span."""

    def __init__(self, moment: Any, *, within: dt.timedelta, at: tuple[int, ...] | None = None) -> None:
        super().__init__()
        self.moment, self.within, self.at = moment, within, at

    def window(self, rows: Rows) -> tuple[I64, I64, pa.Array | None]:
        given = column_of(self.moment, rows, MOMENT)
        until = numbers(given)
        return np.minimum(np.maximum(until - _us(self.within), rows.floor()), until), until, given


class Between(Within):
    """A moment from ``low`` to ``high``, both moments of the row."""

    def __init__(self, low: Any, high: Any, *, at: tuple[int, ...] | None = None) -> None:
        super().__init__()
        self.low, self.high, self.at = low, high, at

    def window(self, rows: Rows) -> tuple[I64, I64, pa.Array | None]:
        first, last = column_of(self.low, rows, MOMENT), column_of(self.high, rows, MOMENT)
        both = pc.if_else(last.is_valid(), first, None)
        low = np.maximum(numbers(first), np.minimum(rows.floor(), numbers(last)))
        return low, np.where(is_valid(both), numbers(last), low), both


class Series(Field):
    """Moments at a steady pace: the first at ``start``, then one every ``every``, by the row's ordinal.

    ``Series(subscription.created_at, every=days(28))`` are billing cycles; ``jitter`` moves each a little later.
    """

    def __init__(self, start: Any, *, every: dt.timedelta, jitter: dt.timedelta = dt.timedelta(0)) -> None:
        super().__init__()
        self.start, self.every, self.jitter = start, every, jitter

    def column(self, rows: Rows) -> pa.Array:
        given = column_of(self.start, rows, MOMENT)
        moments = numbers(given) + rows.ordinals * _us(self.every)
        if self.jitter:
            moments = moments + below_wide(rows.draw(self._name), np.full(len(rows), _us(self.jitter) + 1))
        return _moments(moments, given)


class Daily(Field):
    """Different days before now, by the row's ordinal: 0 is the newest. ``gap`` days between two at most.

    A date: unique within what the rows were made for, by construction, as long as the newest
    parent is older than the days asked for; then the days start over.
    """

    def __init__(self, *, gap: int = 1, until: int = 0) -> None:
        super().__init__()
        self.gap, self.until = gap, until

    def column(self, rows: Rows) -> pa.Array:
        today = rows.scope.now_us // _DAY
        room = (today - self.until - 1 - np.maximum(rows.floor(), 0) // _DAY) // self.gap
        place = rows.ordinals % np.maximum(room, 1)
        back = self.until + 1 + place * self.gap + below(rows.draw(self._name), self.gap)
        return pa.array((today - back).astype(np.int32)).cast(pa.date32())


class OnDay(Field):
    """A moment on a given day, at an hour that people keep, never after now."""

    def __init__(self, day: Any, *, at: tuple[int, ...] = WAKING) -> None:
        super().__init__()
        self.day, self.at = day, at

    def column(self, rows: Rows) -> pa.Array:
        given = column_of(self.day, rows, pa.date32())
        midnight = numbers(given.cast(pa.int32())).astype(np.int64) * _DAY
        moments = midnight + _hour_of_day(rows, self._name, self.at)
        moments = np.maximum(
            np.minimum(moments, rows.scope.now_us), np.minimum(rows.floor(), midnight + _DAY - 1)
        )
        return _moments(moments, given)


class DayOf(Field):
    """The date of a moment (UTC)."""

    def __init__(self, moment: Any) -> None:
        super().__init__()
        self.moment = moment

    def column(self, rows: Rows) -> pa.Array:
        moment = column_of(self.moment, rows, MOMENT).cast(pa.timestamp("us"))
        return pc.floor_temporal(moment, unit="day").cast(pa.date32())


def _between(rows: Rows, low: I64, high: I64, field: Field, at: tuple[int, ...] | None) -> I64:
    impossible = high < low
    if impossible.any():
        worst = int(np.argmax(impossible))
        room = f"not before {_iso(low[worst])}, not after {_iso(high[worst])}"
        raise PlanError(
            [f"{field._name} = {field!r} has no room: {room}"],
            hint="Let the parent be older, or widen the window",
        )
    moments = low + below_wide(_apart(rows, rows.draw(field._name)), high - low + 1)
    if at is not None:
        hour = moments // _DAY * _DAY + _hour_of_day(rows, field._name, at)
        moments = np.where((hour >= low) & (hour <= high), hour, moments)
    return moments


def _hour_of_day(rows: Rows, name: str, weights: tuple[int, ...]) -> npt.NDArray[np.int64]:
    hour = weighted(rows.draw(name, "hour"), weights)
    return hour * _HOUR + below_wide(_apart(rows, rows.draw(name, "second")), np.full(len(rows), _HOUR))


def _apart(rows: Rows, draws: U64) -> U64:
    """The draws, and where they are zero up to a second, another in each row.

    The simplest moment is the earliest; but what happens in the same microsecond has no order.
    """
    if draws.all():
        return draws
    return np.where(draws == 0, 1 + draw(rows.ids, "apart") % np.uint64(_SECOND - 1), draws)


def _moments(values: I64, given: pa.Array | None = None) -> pa.Array:
    mask = ~is_valid(given) if given is not None and given.null_count else None
    return pa.array(values, mask=mask).cast(MOMENT)


def _us(span: dt.timedelta) -> int:
    return span // dt.timedelta(microseconds=1)


def _iso(moment: Any) -> str:
    return (dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=int(moment))).isoformat(" ", "minutes")
