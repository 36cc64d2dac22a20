"""Moments: from the earliest to the latest of a window, at hours that people keep."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from ....errors import PlanError
from ....fields.moments import After, Before, Between, Daily, DayOf, Moment, Now, OnDay, Series, Within
from ....fields.rows import Rows
from ....types import is_valid
from ..drawing import Draw, alone, by_entropy, filled, opened, strategy

strategy.register(Now, alone)
strategy.register(Daily, by_entropy)
for _kind in (DayOf, OnDay, Series):
    strategy.register(_kind, opened)

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR


@strategy.register(Moment)
@strategy.register(After)
@strategy.register(Before)
@strategy.register(Between)
@st.composite
def _within(draw: st.DrawFn, field: Within, row: Rows) -> dt.datetime | None:
    made: Any = filled(draw, field, row)
    low, high, given = made.window(row)
    if given is not None and not is_valid(given)[0]:
        return None
    first, last = int(low[0]), int(high[0])
    if last < first:
        raise PlanError(
            [f"{field._name} = {field!r} has no room"], hint="Let the parent be older, or widen the window"
        )
    moment = draw(st.integers(first, last))
    if field.at is not None:
        at_hour = moment // _DAY * _DAY + _time_of_day(draw, field.at)
        moment = at_hour if first <= at_hour <= last else moment
    return _EPOCH + dt.timedelta(microseconds=moment)


def _time_of_day(draw: Draw, weights: tuple[int, ...]) -> int:
    """A time of day in microseconds, at an hour that has a weight."""
    hour: int = draw(st.sampled_from([hour for hour, weight in enumerate(weights) if weight]))
    minute: int = draw(st.integers(0, _HOUR - 1))
    return hour * _HOUR + minute
