"""Everything that a column's type can hold, within a span: a strategy for each type of SQLAlchemy and Postgres.

``of_type.register(MyType)`` adds one.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import types as sa
from sqlalchemy.dialects import postgresql as pg

from ....errors import UsageError
from .narrowing import ANYTHING, Span

__all__ = ["documents", "fits", "of_type", "texts"]

_DIGITS = 20
"""Digits of a numeric without limits: Postgres takes 131,072, which no test would want to read."""


@functools.singledispatch
def of_type(kind: Any, span: Span = ANYTHING) -> st.SearchStrategy[Any]:
    """All values of a column type within a span, never null. Raises UsageError for a type that is not known."""
    raise UsageError(
        f"no strategy for the column type {kind!r}",
        got=type(kind).__name__,
        hint="Give the column a strategy: rows(Factory, wild=True, column=…)",
    )


def fits(kind: Any, value: Any) -> bool:
    """Whether a column of this type can hold a value that a check asks for."""
    if isinstance(kind, sa.Integer):
        limit = 1 << _bits(kind)
        return bool(value == int(value) and -limit <= value < limit)
    if isinstance(kind, sa.Numeric) and kind.precision:
        return bool(abs(value) < 10 ** (kind.precision - (kind.scale or 0)))
    return not (isinstance(kind, sa.String) and kind.length is not None and len(value) > kind.length)


def texts(span: Span = ANYTHING, longest: int | None = None) -> st.SearchStrategy[str]:
    """Any text that Postgres takes: no NUL, no half of a surrogate pair."""
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
    most = min((n for n in (span.longest, longest) if n is not None), default=None)
    return st.text(characters, min_size=span.shortest, max_size=most)


def documents() -> st.SearchStrategy[Any]:
    """Any JSON document that jsonb takes."""
    text = texts()
    # Numbers of jsonb are numeric: neither infinite nor not a number.
    leaves = (
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
    )
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(text, inner), max_leaves=8)


@of_type.register
def _text(kind: sa.String, span: Span = ANYTHING) -> st.SearchStrategy[str]:
    return texts(span, kind.length)


@of_type.register
def _enum(kind: sa.Enum, span: Span = ANYTHING) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(kind.enum_class) if kind.enum_class is not None else list(kind.enums))


@of_type.register
def _boolean(kind: sa.Boolean, span: Span = ANYTHING) -> st.SearchStrategy[bool]:
    return st.booleans()


@of_type.register
def _uuid(kind: sa.Uuid[Any], span: Span = ANYTHING) -> st.SearchStrategy[Any]:
    return st.uuids() if kind.as_uuid else st.uuids().map(str)


@of_type.register
def _integer(kind: sa.Integer, span: Span = ANYTHING) -> st.SearchStrategy[int]:
    limit = 1 << _bits(kind)
    return st.integers(*_whole(span, Decimal(-limit), Decimal(limit - 1), 0))


def _bits(kind: sa.Integer) -> int:
    return 15 if isinstance(kind, sa.SmallInteger) else 63 if isinstance(kind, sa.BigInteger) else 31


@of_type.register
def _numeric(kind: sa.Numeric[Any], span: Span = ANYTHING) -> st.SearchStrategy[Any]:
    scale = kind.scale if kind.scale is not None else 0 if kind.precision else 6
    digits = kind.precision or _DIGITS
    greatest = Decimal(10**digits - 1).scaleb(-scale)
    units = st.integers(*_whole(span, -greatest, greatest, scale))
    return units.map(
        lambda n: Decimal(n).scaleb(-scale) if kind.asdecimal else float(Decimal(n).scaleb(-scale))
    )


@of_type.register
def _float(kind: sa.Float[Any], span: Span = ANYTHING) -> st.SearchStrategy[float]:
    low, high = (None if end is None else float(end) for end in (span.low, span.high))
    bounded = span.low is not None or span.high is not None
    return st.floats(
        low,
        high,
        exclude_min=span.open_low,
        exclude_max=span.open_high,
        allow_nan=False,
        allow_infinity=not bounded,
    )


@of_type.register
def _moment(kind: sa.DateTime, span: Span = ANYTHING) -> st.SearchStrategy[dt.datetime]:
    low = _naive(span.low) or dt.datetime.min
    high = _naive(span.high) or dt.datetime.max
    tick = dt.timedelta(microseconds=1)
    zones = st.just(dt.UTC) if kind.timezone else st.none()
    return st.datetimes(
        low + tick * span.open_low, high - tick * span.open_high, timezones=zones
    ) | st.sampled_from([low + tick * span.open_low, high - tick * span.open_high]).map(
        lambda moment: moment.replace(tzinfo=dt.UTC if kind.timezone else None)
    )


@of_type.register
def _date(kind: sa.Date, span: Span = ANYTHING) -> st.SearchStrategy[dt.date]:
    day = dt.timedelta(days=1)
    low, high = _day(span.low) or dt.date.min, _day(span.high) or dt.date.max
    return st.dates(low + day * span.open_low, high - day * span.open_high)


@of_type.register
def _time(kind: sa.Time, span: Span = ANYTHING) -> st.SearchStrategy[dt.time]:
    if not kind.timezone:
        return st.times()
    zones = st.integers(-15 * 60, 15 * 60).map(lambda n: dt.timezone(dt.timedelta(minutes=n)))
    return st.builds(lambda time, zone: time.replace(tzinfo=zone), st.times(), zones)


@of_type.register
def _interval(kind: sa.Interval, span: Span = ANYTHING) -> st.SearchStrategy[dt.timedelta]:
    return st.timedeltas()


of_type.register(pg.INTERVAL, _interval)


@of_type.register
def _binary(kind: sa.LargeBinary, span: Span = ANYTHING) -> st.SearchStrategy[bytes]:
    return st.binary()


@of_type.register
def _json(kind: sa.JSON, span: Span = ANYTHING) -> st.SearchStrategy[Any]:
    # A document that is null at the top would be SQL's NULL.
    return documents().filter(lambda document: document is not None)


@of_type.register
def _array(kind: sa.ARRAY[Any], span: Span = ANYTHING) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.none() | of_type(kind.item_type, ANYTHING))


@of_type.register
def _inet(kind: pg.INET, span: Span = ANYTHING) -> st.SearchStrategy[str]:
    return st.ip_addresses().map(str)


def _whole(span: Span, least: Decimal, greatest: Decimal, scale: int) -> tuple[int, int]:
    """The ends of a span in units of the last digit."""
    low = least if span.low is None else max(least, Decimal(span.low))
    high = greatest if span.high is None else min(greatest, Decimal(span.high))
    first, last = math.ceil(low.scaleb(scale)), math.floor(high.scaleb(scale))
    first += span.open_low and Decimal(first).scaleb(-scale) == low
    last -= span.open_high and Decimal(last).scaleb(-scale) == high
    return first, max(first, last)


def _naive(end: Any) -> dt.datetime | None:
    moment = dt.datetime.fromisoformat(end) if isinstance(end, str) else end
    return None if moment is None else moment.replace(tzinfo=None)


def _day(end: Any) -> dt.date | None:
    return dt.date.fromisoformat(end) if isinstance(end, str) else end
