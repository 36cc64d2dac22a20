"""The nature of a type: what a column of it holds if neither its name nor a check says more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..fields import Field
from ..schema.reflected import Type
from .fields.figures import REAL, Figure
from .fields.instants import DAY, Instant, SpanOf
from .measures import Measure
from .natures import Listed
from .spans import MOST, Spans
from .terms import family

__all__ = ["choices", "measure", "moment", "number", "span"]

WHOLE = {
    "int2": (-(1 << 15), (1 << 15) - 1),
    "int4": (-(1 << 31), (1 << 31) - 1),
    "int8": (-MOST, MOST),
    "oid": (1, (1 << 31) - 1),
}
_EPOCH = dt.date(1970, 1, 1)
#: Dates that every client and every calendar can show.
_FIRST, _LAST = (dt.date(1, 1, 1) - _EPOCH).days + 366, (dt.date(9999, 12, 31) - _EPOCH).days - 366


def choices(options: tuple[Any, ...], weights: tuple[float, ...] = ()) -> Listed:
    """One of some values."""
    return Listed(options, weights)


def digits(kind: Type) -> int:
    """How many digits after the point a number of this type has (as far as we use them)."""
    base = kind.base
    name = base.name.name
    if name in ("float4", "float8"):
        return 4 if name == "float4" else REAL
    if name == "money":
        return 2
    if name != "numeric":
        return 0
    if base.scale is not None:
        # numbers are counted in 64 bits: of wide ones the digits before the point come first
        whole = (base.precision or 18) - base.scale
        return min(base.scale, max(6, 18 - whole))
    return 2


def number(
    kind: Type,
    low: float,
    high: float,
    *,
    typical: float | None = None,
    spread: float = 2.5,
    scale: int | None = None,
    ends: tuple[int, ...] = (),
    rising: bool = False,
) -> Measure:
    """Numbers of a type from ``low`` to ``high``; ``scale`` may leave digits out that the type has."""
    base, full = kind.base, digits(kind)
    fine = full if scale is None else min(scale, full)
    step = 10 ** (full - fine) if full >= fine else 1
    unit = Fraction(1, 10**full) if full >= 0 else Fraction(10**-full)
    hard = Spans.of(*_limits(base, full))
    real = base.name.name in ("float4", "float8")

    def build(given: Measure, among: Spans, **kw: Any) -> Figure:
        shape: dict[str, Any] = {"scale": full, "real": real}
        if typical is not None and kw.get("nth") is None:
            inside = among.low <= typical / unit <= among.high
            middle = typical if inside else _near(among, unit, typical)
            shape |= {"typical": middle, "spread": spread, "ends": ends}
        if len(among.parts) == 1 and among.step == 1:
            edges = [_plain(tick * unit) for tick in among.parts[0]]
            return Figure(edges[0], edges[1], **shape, **kw)
        return Figure(among=among, **shape, **kw)

    low_tick, high_tick = int(Fraction(str(low)) / unit), int(Fraction(str(high)) / unit)
    return Measure(family(kind), unit, hard, low_tick, high_tick, build, rising=rising, coarse=step)


def _near(among: Spans, unit: Fraction, typical: float) -> float:
    """A typical amount inside bounds that the usual one misses."""
    low, high = float(among.low * unit), float(among.high * unit)
    return float(f"{low + (high - low) * 0.2 if typical < low else low + (high - low) * 0.5:.6g}")


def _limits(base: Type, scale: int) -> tuple[int, int]:
    name = base.name.name
    if name in WHOLE:
        return WHOLE[name]
    if name == "numeric" and base.precision is not None:
        most = min(10 ** min(base.precision - (base.scale or 0) + scale, 18) - 1, MOST)
        return -most, most
    if name == "money":
        return -MOST // 4, MOST // 4
    if name == "float4":
        return -(10**7) * 10**scale, 10**7 * 10**scale
    return -MOST, MOST


def _plain(amount: Fraction) -> Any:
    if amount.denominator == 1:
        return int(amount)
    return Decimal(amount.numerator) / amount.denominator


def moment(
    kind: Type,
    since: dt.timedelta = dt.timedelta(days=730),
    until: dt.timedelta = dt.timedelta(0),
    *,
    now: dt.datetime,
    within: dt.timedelta | None = None,
    at: tuple[int, ...] | None = None,
    youthful: bool = True,
    grain: int = 1,
    rising: bool = False,
) -> Measure:
    """Moments or dates from ``since`` ago to ``until`` ago (below nought: ahead)."""
    name: Any = kind.base.name.name
    unit = DAY if name == "date" else 1
    micros = (now - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
    low, high = ((micros - span // dt.timedelta(microseconds=1)) // unit for span in (since, until))
    fine = 10 ** (6 - kind.base.precision) if kind.base.precision is not None and unit == 1 else 1
    grain = max(grain, fine)
    per_day = DAY // unit
    hard = Spans.of(_FIRST * per_day, _LAST * per_day)
    hard = hard.stepped(fine, 0) if fine > 1 else hard

    def build(given: Measure, among: Spans, **kw: Any) -> Instant:
        shape: dict[str, Any] = {"kind": name, "at": at, "youthful": youthful, "within": within}
        if name != "date" and grain > 1:
            shape["grain"] = grain
        untouched = not given.touched and (given.low, given.high) == (low, high)
        if untouched and (kw.get("nth") is None or among == given.soft):
            return Instant(since, until, **shape, **kw)
        aligned = among.stepped(grain, 0) if grain > 1 and unit == 1 else among
        return Instant(among=aligned or among, **shape, **kw)

    return Measure(family(kind), Fraction(unit), hard, low, high, build, grain=grain, rising=rising)


def time_of_day(kind: Type, *, at: tuple[int, ...] | None = None, grain: int = 60_000_000) -> Measure:
    """Times of day, of whole minutes as people name them."""
    fine = 10 ** (6 - kind.base.precision) if kind.base.precision is not None else 1

    def build(given: Measure, among: Spans, **kw: Any) -> Instant:
        plain = among.stepped(grain, 0) if kw.get("nth") is None else among
        return Instant(kind="time", among=plain or among, youthful=False, **kw)

    return Measure("time", Fraction(1), Spans.of(0, DAY - 1).stepped(fine, 0), 0, DAY - 1, build)


def span(kind: Type, low: dt.timedelta, high: dt.timedelta) -> Measure:
    """Spans of time, of whole minutes if the type has any smaller."""
    grain = _span_grain(kind.base.sql)
    first, last = (edge // dt.timedelta(microseconds=1) for edge in (low, high))

    def build(given: Measure, among: Spans, **kw: Any) -> SpanOf:
        coarse = among.stepped(max(grain, 60_000_000), 0)
        if kw.get("nth") is None and not any(kw.values()) and coarse.size > 100:
            among = coarse
        return SpanOf(among=among, grain=1, **kw)

    hard = Spans.of(-DAY * 365_000, DAY * 365_000).stepped(grain, 0)
    return Measure("interval", Fraction(1), hard, first, last, build)


def _span_grain(sql: str) -> int:
    words = sql.lower()
    if "month" in words or "year" in words:
        return 30 * DAY
    if words.endswith("day"):
        return DAY
    if words.endswith("hour"):
        return 3_600_000_000
    if words.endswith("minute"):
        return 60_000_000
    return 1_000_000 if "second" in words or "(" in words else 1


def measure(kind: Type, now: dt.datetime) -> Measure | None:
    """The measure of a type of numbers or moments; None for other types."""
    base = kind.base
    match base.name.name if base.kind == "base" else "":
        case "int2" | "int4" | "int8":
            return number(kind, 1, 1000, typical=40, spread=3.0)
        case "numeric" | "money" | "float4" | "float8":
            return number(kind, 0, _roomy(base), typical=min(60.0, _roomy(base) / 4), spread=3.0, scale=2)
        case "date" | "timestamp" | "timestamptz":
            return moment(kind, now=now)
        case "time":
            return time_of_day(kind)
        case "interval":
            return span(kind, dt.timedelta(minutes=5), dt.timedelta(days=3))
    return None


def _roomy(base: Type) -> float:
    """A thousand, or as much as the type can hold."""
    if base.name.name == "numeric" and base.precision is not None:
        return float(
            min(Decimal(1000), Decimal(10) ** (base.precision - (base.scale or 0)) * Decimal("0.99"))
        )
    return 1000.0


def fields_of(nature: Any) -> Callable[..., Field]:
    """The field maker of a nature."""
    maker: Callable[..., Field] = nature.field
    return maker
