"""Zero, the draw of a plain world, is the simplest value of every field."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from bookshop import NOW
from every_field import FIELDS, WORDS, title
from telling import lone, values

from seedkit.entropy import draw, happens, plain
from seedkit.fields import (
    After,
    Amount,
    ArrayOf,
    Before,
    Between,
    Choice,
    Field,
    Flag,
    JsonList,
    Match,
    Moment,
    Normal,
    OnDay,
    Phrase,
    Prose,
    Real,
    Series,
    Several,
    Sometimes,
    Text,
    When,
    Whole,
    Zipf,
    days,
    hours,
)
from seedkit.fields.rows import Rows

LAST_WEEK = NOW - dt.timedelta(days=7)
SECOND = dt.timedelta(seconds=1)

SIMPLEST: tuple[tuple[Field, Any], ...] = (
    (Choice(["a", "b"]), "a"),
    (Choice({"never": 0, "often": 8, "rarely": 1}), "often"),
    (Flag(0.9), False),
    (Flag(1), True),
    (Sometimes(0.9, "there"), None),
    (Sometimes(1, "there"), "there"),
    (When(Flag(0.9), "yes", "no"), "no"),
    (Match(Choice(WORDS), {"amber": 1}, default=0), 1),
    (Several(WORDS, 2, 4), ["amber", "basil"]),
    (Whole(3, 9), 3),
    (Whole(-5, 5), -5),
    (Real(0.5, 2.5), 0.5),
    (Amount(5, 50, step=2.5) + 0, 5),
    (Normal(50, 12, low=18), 18),
    (Zipf(20), 1),
    (Phrase(None, ("long enough", "short", "tiny")), "tiny"),
    (Phrase(None, {"a": ["long", "l"], "b": ["short"]}, by=Choice(["a", "b"])), "l"),
    (Prose(None, ("long enough", "tiny"), sentences=(2, 5)), "tiny tiny"),
    (ArrayOf(Whole(1, 9), 0, 3), []),
    (ArrayOf(Whole(1, 9), 2, 3), [1, 1]),
    (JsonList({"n": Whole(4, 9)}, 1, 3), json.dumps([{"n": 4}])),
    (Text("{word}!", word=Choice(WORDS)), "amber!"),
)


def without_chance(n: int = 50) -> Rows:
    """Rows of which everything is the simplest."""
    rows = lone(n)
    rows.scope = replace(rows.scope, draws=plain)
    return rows


@pytest.mark.parametrize(("field", "simplest"), SIMPLEST, ids=[title(field) for field, _ in SIMPLEST])
def test_it_is_the_first_the_least_the_shortest_or_nothing(field: Field, simplest: Any) -> None:
    assert values(field, without_chance()) == [simplest] * 50


@pytest.mark.parametrize(
    ("field", "earliest"),
    [
        (Moment(before_now=days(90)), NOW - dt.timedelta(days=90)),
        (After(LAST_WEEK, within=days(3), least=hours(1)), LAST_WEEK + dt.timedelta(hours=1)),
        (Before(LAST_WEEK, within=hours(5)), LAST_WEEK - dt.timedelta(hours=5)),
        (Between(LAST_WEEK, NOW), LAST_WEEK),
    ],
    ids=["Moment", "After", "Before", "Between"],
)
def test_a_moment_is_the_earliest_but_none_is_like_another(field: Field, earliest: dt.datetime) -> None:
    """What happens in the same microsecond has no order, and a balance needs one."""
    found = values(field, without_chance(200))
    assert len(set(found)) == 200
    assert all(earliest < moment < earliest + SECOND for moment in found)


def test_an_hour_is_the_first_that_people_keep() -> None:
    at_night = values(OnDay(LAST_WEEK.date(), at=(0,) * 22 + (1, 1)), without_chance())
    assert {moment.replace(minute=0, second=0, microsecond=0).hour for moment in at_night} == {22}
    assert len(set(at_night)) == 50


def test_a_window_of_no_width_stays_one() -> None:
    assert set(values(Between(NOW, NOW), without_chance())) == {NOW}


@pytest.mark.parametrize("field", FIELDS, ids=title)
def test_every_field_has_one(field: Field) -> None:
    found = values(field, without_chance())
    assert len(found) == 50
    # What is told apart by its row still is; anything else is the same in all of them.
    by_row = type(field).__name__ in (
        "Key", "Uuid", "Uuid7", "Serial", "Token", "Ordinal", "InTurn", "Series", "Daily", "Email", "AvatarUrl",
    )  # fmt: skip
    moments = (
        isinstance(field, (Series, OnDay)) or "Moment" in repr(field) or isinstance(found[0], dt.datetime)
    )
    assert by_row or moments or all(value == found[0] for value in found)


def test_a_draw_of_a_load_is_none_of_this() -> None:
    """A hash may be zero, too, but one in 18 million million million times."""
    draws = draw(np.arange(1, 10_000, dtype=np.uint64), "flag")
    assert draws.all()
    assert happens(draws, 0.5).mean() == pytest.approx(0.5, abs=0.02)
    assert not happens(np.zeros(3, dtype=np.uint64), 0.999).any()
    assert happens(np.zeros(3, dtype=np.uint64), 1).all()
