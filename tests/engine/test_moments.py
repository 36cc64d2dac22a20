"""Moments stay in their window, after the newest parent, and not after now."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from bookshop import NOW, PersonFactory, StoryFactory
from hypothesis import given
from hypothesis import strategies as st
from telling import lone, values

from seedkit.counting import Counted
from seedkit.errors import PlanError
from seedkit.fields import (
    OFFICE,
    After,
    Before,
    Between,
    Choice,
    Daily,
    DayOf,
    Field,
    Moment,
    OnDay,
    Series,
    Sometimes,
    days,
    hours,
    minutes,
    weeks,
)
from seedkit.fields.rows import Rows

spans = st.timedeltas(dt.timedelta(0), dt.timedelta(days=2000))
moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda m: m.replace(tzinfo=dt.UTC)
)


class Born(Counted):
    """Rows whose newest parent came to be at a moment."""

    def __init__(self, born: dt.datetime, n: int = 50) -> None:
        rows = lone(n)
        super().__init__(rows.ids, rows.copies, rows.ordinals, rows.scope)
        self._born = born

    def floor(self) -> Any:
        microseconds = (self._born - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
        return np.full(len(self), microseconds, dtype=np.int64)


@given(spans, spans)
def test_a_moment_is_in_its_window(before: dt.timedelta, until: dt.timedelta) -> None:
    before, until = max(before, until), min(before, until)
    found = values(Moment(before_now=before, until=until), lone(30))
    assert all(NOW - before <= moment <= NOW - until for moment in found)


@given(spans, moments.filter(lambda m: m <= NOW))
def test_no_moment_is_before_the_newest_parent(before: dt.timedelta, born: dt.datetime) -> None:
    for moment in values(Moment(before_now=before), Born(born)):
        assert max(born, NOW - before) <= moment <= NOW
    for moment in values(Moment(before_now=days(400), until=days(200)), Born(born)):
        assert born <= moment <= NOW


@given(moments, spans, spans)
def test_after_is_after(since: dt.datetime, within: dt.timedelta, least: dt.timedelta) -> None:
    within, least = max(within, least), min(within, least)
    for moment in values(After(since, within=within, least=least), lone(20)):
        assert moment >= min(since, NOW)
        assert moment <= max(NOW, since)
        assert since > NOW or moment <= since + within
    for moment in values(After(since, within=within, least=least, future=True), lone(20)):
        assert since + least <= moment <= since + within


@given(moments, spans)
def test_before_and_between(moment: dt.datetime, within: dt.timedelta) -> None:
    assert all(
        moment - within <= found <= moment for found in values(Before(moment, within=within), lone(20))
    )
    between = values(Between(moment, moment + within), lone(20))
    assert all(moment <= found <= moment + within for found in between)


def test_between_knows_the_parents_age() -> None:
    found = values(Between(NOW - days(30), NOW), Born(NOW - days(3)))
    assert all(NOW - days(3) <= moment <= NOW for moment in found)


def test_a_window_without_room_names_field_and_edges() -> None:
    with pytest.raises(
        PlanError, match=r"at = Between\(.*no room: not before 2026-01-15 12:00, not after 2026-01-10"
    ):
        values(Between(NOW, NOW - days(5)), name="at")
    with pytest.raises(PlanError, match="no room"):
        values(Moment(before_now=days(3)), Born(NOW + days(1)))


@pytest.mark.parametrize(
    "field",
    [
        After(Sometimes(0.5, NOW - days(9)), within=days(2)),
        Before(Sometimes(0.5, NOW - days(9)), within=days(2)),
        Between(NOW - days(9), Sometimes(0.5, NOW)),
        Between(Sometimes(0.5, NOW - days(9)), NOW),
        Series(Sometimes(0.5, NOW - days(9)), every=hours(1)),
        OnDay(Sometimes(0.5, NOW.date() - days(4))),
        DayOf(Sometimes(0.5, NOW)),
        Sometimes(0.5, NOW) + days(1),
    ],
    ids=repr,
)
def test_nothing_follows_from_nothing(field: Field) -> None:
    found = values(field, Born(NOW - days(20), 200))
    assert 60 < found.count(None) < 140


def test_series_are_steady() -> None:
    found = values(Series(NOW - days(9), every=weeks(1)), lone(4))
    assert found == [NOW - days(9) + weeks(1) * turn for turn in range(4)]
    jittered = values(Series(NOW, every=days(1), jitter=minutes(10)), lone(4))
    assert all(dt.timedelta(0) <= m - NOW - days(turn) <= minutes(10) for turn, m in enumerate(jittered))


@given(st.integers(1, 5), st.integers(0, 30), st.integers(1, 60))
def test_days_are_different_and_over(gap: int, until: int, n: int) -> None:
    found = values(Daily(gap=gap, until=until), lone(n))
    assert len(set(found)) == n
    assert found == sorted(found, reverse=True)
    assert all(day < NOW.date() - dt.timedelta(days=until) for day in found)


def test_days_start_over_when_the_parent_is_too_young() -> None:
    found = values(Daily(), Born(NOW - days(10), 25))
    assert min(found) >= (NOW - days(10)).date()
    assert found[:9] == found[9:18]


def test_hours_that_people_keep() -> None:
    found = [moment.hour for moment in values(Moment(before_now=days(300), at=OFFICE), lone(2000))]
    assert sum(hour < 7 for hour in found) < 20
    assert sum(8 <= hour <= 17 for hour in found) > 1600


def test_on_day_is_that_day_and_not_after_now() -> None:
    day = NOW.date()
    assert all(m.date() == day and m <= NOW for m in values(OnDay(day)))
    earlier = day - dt.timedelta(days=3)
    assert {m.date() for m in values(OnDay(earlier))} == {earlier}


def test_day_of_is_utc_also_before_1970() -> None:
    late = dt.datetime(1969, 12, 31, 23, 30, tzinfo=dt.UTC)
    assert set(values(DayOf(Choice([late])), lone(3))) == {dt.date(1969, 12, 31)}


def test_children_are_younger_than_their_parents() -> None:
    rows: Rows = StoryFactory.rows(300)
    author = rows.parent("author")
    assert author is not None
    born, created = author.column("created_at"), rows.column("created_at")
    assert pa.compute.all(pa.compute.less_equal(born, created)).as_py()
    assert PersonFactory.build().created_at < NOW
