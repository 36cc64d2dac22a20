"""Moments, dates, times of day and spans, in bounds that other columns set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ...entropy import I64, below_wide
from ...fields.numbers import power, standard_normal, weighted
from ...fields.rows import LONG_AGO, Rows
from ...types import MOMENT, is_valid, numbers
from ..spans import MOST, Spans
from .ticks import Ticks, places_of, shuffled

__all__ = ["DAY", "Instant", "SpanOf"]

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
Kind = Literal["timestamptz", "timestamp", "date", "time"]


class Instant(Ticks):
    """A moment from ``since`` ago to ``until`` ago (below nought: ahead); in ``kind`` a date or a time of day.

    After the latest of ``at_least`` it comes soon: ``within`` is how long after that most are. ``at`` weighs the hours
    of the day. ``grain`` is the smallest step in microseconds. A moment is never before its newest parent came to be
    (unless bounds demand it).
    """

    def __init__(
        self,
        since: dt.timedelta = dt.timedelta(days=730),
        until: dt.timedelta = dt.timedelta(0),
        *,
        kind: Kind = "timestamptz",
        grain: int = 1,
        within: dt.timedelta | None = None,
        at: tuple[int, ...] | None = None,
        youthful: bool = True,
        among: Spans | None = None,
        at_least: Sequence[Any] = (),
        at_most: Sequence[Any] = (),
        avoid: Sequence[Any] = (),
        nth: Any = None,
        rising: bool = False,
    ) -> None:
        super().__init__(
            among or Spans(), at_least=at_least, at_most=at_most, avoid=avoid, nth=nth, rising=rising
        )
        self.among = among  # type: ignore[assignment]
        self.since, self.until, self.kind, self.grain = since, until, kind, grain
        self.within, self.at, self.youthful = within, at, youthful

    @property
    def unit(self) -> int:
        """Microseconds of a tick."""
        return DAY if self.kind == "date" else 1

    def spans(self, rows: Rows) -> Spans:
        if self.among is not None:
            return self.among
        if self.kind == "time":
            low, high = 0, DAY - 1
        else:
            now = rows.scope.now_us
            low, high = ((now - _us(span)) // self.unit for span in (self.since, self.until))
        spans = Spans.of(low, high)
        return spans.stepped(self.grain, 0) if self.grain > 1 and self.unit == 1 else spans

    def column(self, rows: Rows) -> Any:
        if self.nth is not None and self.among is None and self.kind != "time":
            return self.array_of(self._apart(rows))
        return super().column(rows)

    def _apart(self, rows: Rows) -> I64:
        """Different moments without end: round after round back in time, in each a place of its own."""
        spans = self.spans(rows)
        step = max(self.grain // self.unit, 1)
        places = places_of(self.nth, rows)
        slots = max(int(spans.high - spans.low) // step, 1)
        per_round = min(slots, 1 << 20)
        width = slots // per_round
        turn, place = places // per_round, places % per_round
        if not self.rising:
            place = shuffled(place, int(per_round), self._name)
        inside = below_wide(rows.draw(self._name), np.full(len(rows), width, dtype=np.int64))
        return np.int64(spans.low) - turn * per_round * width * step + (place * width + inside) * step

    def natural(self, rows: Rows, low: I64, high: I64) -> I64:
        if self.youthful and self.kind in ("timestamptz", "timestamp", "date"):
            floor = rows.floor()
            born = np.where(floor > LONG_AGO, -(-floor // self.unit), -MOST)
            low = np.where(born <= high, np.maximum(low, born), low)
        draws = rows.draw(self._name)
        if self.at_least and self.within is not None:
            typical = max(_us(self.within) / 4 / self.unit, 1.0)
            gap = (typical * power(2.5, standard_normal(draws))).astype(np.int64)
            found = low + gap
            found = np.where(found > high, low + below_wide(draws, high - low + 1), found)
        else:
            found = low + below_wide(draws, np.clip(high - low + 1, 1, MOST))
        found = self._on_the_hour(rows, found, low, high)
        return found - found % self.grain if self.grain > 1 and self.unit == 1 else found

    def _on_the_hour(self, rows: Rows, found: I64, low: I64, high: I64) -> I64:
        """Moments moved to an hour at which people do such things, where the bounds leave room."""
        if self.at is None or self.unit > 1:
            return found
        hour = weighted(rows.draw(self._name, "hour"), self.at)
        moved = found // DAY * DAY + hour * HOUR + found % HOUR
        return np.where((moved >= low) & (moved <= high), moved, found)

    def ticks_of(self, array: pa.Array, *, up: bool) -> tuple[I64, npt.NDArray[np.bool_]]:
        micros, there = microseconds(array)
        return (-(-micros // self.unit) if up else micros // self.unit), there

    def array_of(self, ticks: I64) -> pa.Array:
        if self.kind == "date":
            return pa.array(ticks.astype(np.int32)).cast(pa.date32())
        if self.kind == "time":
            return pa.array(ticks).cast(pa.time64("us"))
        return pa.array(ticks).cast(MOMENT if self.kind == "timestamptz" else pa.timestamp("us"))


class SpanOf(Ticks):
    """A span of time from ``low`` to ``high``, as Postgres reads it: ``1 days 04:30:00``."""

    def __init__(
        self,
        low: dt.timedelta = dt.timedelta(minutes=5),
        high: dt.timedelta = dt.timedelta(days=2),
        *,
        grain: int = 60 * SECOND,
        among: Spans | None = None,
        at_least: Sequence[Any] = (),
        at_most: Sequence[Any] = (),
        avoid: Sequence[Any] = (),
        nth: Any = None,
        rising: bool = False,
    ) -> None:
        inside = among if among is not None else Spans.of(_us(low), _us(high)).stepped(grain, 0)
        super().__init__(inside, at_least=at_least, at_most=at_most, avoid=avoid, nth=nth, rising=rising)
        self.among = among  # type: ignore[assignment]
        self.low, self.high, self.grain = low, high, grain
        self._spans = inside

    def spans(self, rows: Rows) -> Spans:
        return self._spans

    def natural(self, rows: Rows, low: I64, high: I64) -> I64:
        found = low + below_wide(rows.draw(self._name), np.clip(high - low + 1, 1, MOST))
        return found - found % self.grain if self.grain > 1 else found

    def ticks_of(self, array: pa.Array, *, up: bool) -> tuple[I64, npt.NDArray[np.bool_]]:
        return microseconds(array)

    def array_of(self, ticks: I64) -> pa.Array:
        return pa.array(ticks).cast(pa.duration("us"))


def microseconds(array: pa.Array) -> tuple[I64, npt.NDArray[np.bool_]]:
    """Moments, dates, times and spans as microseconds, and where there are any."""
    there = is_valid(array)
    kind = array.type
    if pa.types.is_date(kind):
        return numbers(array.cast(pa.int32())).astype(np.int64) * DAY, there
    if pa.types.is_timestamp(kind):
        return numbers(array.cast(pa.timestamp("us", tz=kind.tz)).cast(pa.int64())), there
    if pa.types.is_time(kind) or pa.types.is_duration(kind):
        return numbers(array.cast(pa.int64())), there
    if pa.types.is_null(kind):
        return np.zeros(len(array), dtype=np.int64), there
    return numbers(array).astype(np.int64), there


def _us(span: dt.timedelta) -> int:
    return span // dt.timedelta(microseconds=1)
