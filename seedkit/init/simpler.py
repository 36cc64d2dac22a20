"""Inferred fields said more simply: intervals of ticks as the numbers and days that they mean."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal

from ..infer.fields import Figure, Instant
from ..scope import midnight

__all__ = ["by_days", "by_ends"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def by_ends(field: Figure) -> Figure:
    """The figure from its least to its greatest number, where its interval says no more than that."""
    among = field.among
    if among is None or len(among.parts) != 1 or among.phase or field.scale < 0:
        return field
    digits = len(str(among.step)) - 1
    [(low, high)] = among.parts
    if (
        among.step != 10**digits
        or field.scale - digits < (not field.real)
        or low % among.step
        or high % among.step
    ):
        return field
    ends = (Decimal(end).scaleb(-field.scale) for end in (low, high))
    low_, high_ = (int(end) if end == int(end) else end.normalize() for end in ends)
    return Figure(
        low_,
        high_,
        scale=field.scale - digits,
        typical=field.typical,
        spread=field.spread,
        ends=field.ends,
        real=field.real,
        at_least=field.at_least,
        at_most=field.at_most,
        avoid=field.avoid,
        nth=field.nth,
        rising=field.rising,
    )


def by_days(field: Instant) -> Instant:
    """The moment so many days ago, where its interval ends on the day on which it was inferred."""
    if field.among is None or len(field.among.parts) != 1 or field.kind == "time":
        return field
    today = midnight()
    begins, ends = (
        (today - _EPOCH) - dt.timedelta(microseconds=end * field.unit) for end in field.among.parts[0]
    )
    if abs(ends - field.until) > dt.timedelta(days=1) or not field.until < begins < dt.timedelta(days=20_000):
        return field
    without = copy.copy(field)
    without.among = None  # type: ignore[assignment]
    without.since = dt.timedelta(days=begins.days)
    return without
