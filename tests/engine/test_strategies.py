"""Strategies of fields: every field has one, what it draws is what the field means, and it shrinks to the simplest."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from bookshop import NOW, CommentFactory, StoryFactory
from every_field import FIELDS, WORDS, title
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from telling import lone, values

import seedkit.fields
import seedkit.testing.strategies.fields as families
from seedkit.fields import (
    After,
    Amount,
    Before,
    Between,
    Choice,
    Field,
    Flag,
    FromPool,
    Greatest,
    Json,
    JsonList,
    Kept,
    Key,
    LogNormal,
    Match,
    Moment,
    Normal,
    OnDay,
    Phrase,
    Prose,
    Real,
    Several,
    Sometimes,
    Uuid,
    When,
    Whole,
    Zipf,
    days,
    hours,
)
from seedkit.fields.rows import Rows
from seedkit.testing import rows, strategy
from seedkit.testing.strategies.drawing import Given

LAST_WEEK = NOW - dt.timedelta(days=7)
each_field = pytest.mark.parametrize("field", FIELDS, ids=title)
quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def field_classes() -> Iterator[type[Field]]:
    """Every class of field that the engine has, public or not."""
    for info in pkgutil.iter_modules(seedkit.fields.__path__):
        module = importlib.import_module(f"seedkit.fields.{info.name}")
        for value in vars(module).values():
            if inspect.isclass(value) and issubclass(value, Field) and value.__module__ == module.__name__:
                yield value


#: Bases, and what becomes a reference: no factory declares them.
BASES = {"Field", "_Picked", "_Via", "Within"}


def one_row() -> Rows:
    return lone(1, first=7)


def drawn(field: Field, condition: Any = lambda value: True) -> Any:
    """The simplest value of a field's strategy for which this holds."""
    return find(strategy(field.bound("x", {}), one_row()), condition)


def reached(field: Field) -> list[Any]:
    """What the field gives on many rows."""
    return list(values(field, lone(1_500)))


# Every field has one


@pytest.mark.parametrize(
    "field", sorted({f.__name__: f for f in field_classes()}.items()), ids=lambda f: f[0]
)
def test_every_class_of_field_is_registered(field: tuple[str, type[Field]]) -> None:
    name, cls = field
    found = strategy.registry.get(cls)
    assert (found is not None) is (name not in BASES), name


def test_each_family_stands_in_a_module_of_the_same_name() -> None:
    for cls in field_classes():
        found = strategy.registry.get(cls)
        if found is None or found.__module__.endswith(
            (".drawing", "._internal.core", "._internal.strategies")
        ):
            continue
        assert found.__module__ == cls.__module__.replace("seedkit.fields", families.__name__), cls.__name__
    mine = {info.name for info in pkgutil.iter_modules(families.__path__)}
    theirs = {cls.__module__.rpartition(".")[2] for cls in field_classes()} | {"beside"}
    assert mine <= theirs


# What it draws is what the field means


@each_field
@quick
@given(data=st.data())
def test_what_is_drawn_the_field_could_give(field: Field, data: st.DataObject) -> None:
    """Of a field with few values one of them; of another one of the same kind, within the ends."""
    bound = field.bound("x", {})
    value = data.draw(strategy(bound, one_row()))
    known = FOUND.setdefault(repr(field), reached(field))
    numbers = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    if len({repr(v) for v in known}) < 200 and not numbers:
        few = [v if not isinstance(v, str) or not bound.is_document else json.loads(v) for v in known]
        # Rare combinations may not be among 1,500 rows.
        assert value in few or isinstance(value, (list, dict, str)), value
        return
    there = [v for v in known if v is not None]
    assert (
        numbers or value is None or type(value) in {type(v) for v in there} or isinstance(value, (dict, list))
    )
    if numbers or isinstance(value, dt.date):
        room = (max(there) - min(there)) * 3
        assert min(there) - room <= value <= max(there) + room


FOUND: dict[str, list[Any]] = {}


@each_field
def test_it_shrinks_to_what_zero_draws(field: Field) -> None:
    """A plain world and a shrunk row agree, but for signs: Hypothesis takes nought for simpler than less."""
    plain = one_row()
    plain.scope = replace(plain.scope, draws=lambda ids, *names: np.zeros(len(ids), dtype=np.uint64))
    bound = field.bound("x", {})
    [expected] = values(field, plain)
    found = drawn(field)
    if isinstance(expected, str) and bound.is_document:
        expected = json.loads(expected)
    if isinstance(expected, dt.datetime):
        assert abs(found - expected) < dt.timedelta(hours=1)
    elif isinstance(expected, (int, float, Decimal)) and (expected < 0 or type(field) is Real):
        # Of real numbers, round ones are the simplest.
        assert found == int(found)
    else:
        # To draw less is simpler still: a text whose rule nobody names.
        assert found == expected or (found is None and "by=" in repr(field))


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        (Whole(3, 900_000), 3, 900_000),
        (Amount(1, 20), Decimal("1.00"), Decimal("20.00")),
        (Amount(5, 50, step=2.5), Decimal("5.00"), Decimal("50.00")),
        (Real(0, 10, 2), 0, 10),
        (Normal(50, 12, low=0, high=100), 0, 100),
        (LogNormal(20, 3, low=1, high=500), 1, 500),
        (Zipf(20), 1, 20),
        (Moment(before_now=days(90), until=days(30)), NOW - dt.timedelta(days=90), NOW - dt.timedelta(days=30)),
        (After(LAST_WEEK, within=days(3), least=hours(1)), LAST_WEEK + dt.timedelta(hours=1), LAST_WEEK + dt.timedelta(days=3)),
        (Before(LAST_WEEK, within=hours(5)), LAST_WEEK - dt.timedelta(hours=5), LAST_WEEK),
        (Between(LAST_WEEK, NOW), LAST_WEEK, NOW),
    ],
    ids=lambda value: title(value) if isinstance(value, Field) else "",
)  # fmt: skip
def test_both_ends_are_reached_and_nothing_lies_beyond(field: Field, low: Any, high: Any) -> None:
    assert drawn(field) == low
    found = strategy(field.bound("x", {}), one_row())
    assert find(found, lambda value: value >= high) == high

    @quick
    @given(found)
    def within(value: Any) -> None:
        assert low <= value <= high

    within()


def test_what_has_no_weight_is_never_drawn() -> None:
    found = strategy(Choice({"never": 0, "often": 9, "rarely": 1}).bound("x", {}), one_row())

    @quick
    @given(found)
    def something(value: str) -> None:
        assert value in ("often", "rarely")

    something()


def test_only_the_branch_that_holds_is_drawn() -> None:
    impossible = After(NOW + dt.timedelta(days=9), within=days(-1))
    assert drawn(When(Flag(0), impossible, "no")) == "no"
    assert drawn(Match(Choice(["a"]), {"a": 1, "b": impossible})) == 1
    assert drawn(Match(Choice(["c"]), {"a": impossible}, default="other")) == "other"
    assert drawn(Sometimes(0, impossible)) is None
    assert drawn(Sometimes(0.5, Whole(4, 9)), lambda v: v is not None) == 4


def test_texts_shrink_to_the_shortest_that_will_do() -> None:
    phrases = Phrase(None, ("a long phrase here", "mid one", "tiny"))
    assert drawn(phrases) == "tiny"
    assert drawn(phrases, lambda text: len(text) > 5) == "mid one"
    assert (
        drawn(Prose(None, ("longer", "ab"), sentences=(1, 4)), lambda text: text.count(" ") == 1) == "ab ab"
    )
    by = Phrase(None, {"a": ["one"], "b": ["two"]}, by=Choice(["a", "b", None]))
    assert drawn(by, lambda text: text is None) is None
    assert drawn(by, lambda text: text == "two") == "two"


def test_lists_keep_their_order_and_their_bounds() -> None:
    assert drawn(Several(WORDS, 1, 3), lambda found: len(found) == 3) == ["amber", "basil", "cedar"]
    assert drawn(Several(WORDS, 2, 2), lambda found: "dune" in found) == ["amber", "dune"]
    items = JsonList({"n": Whole(1, 3), "word?": Sometimes(0.5, Choice(WORDS))}, 1, 3)
    assert drawn(items) == [{"n": 1}]
    assert drawn(items, lambda found: any("word" in item for item in found)) == [{"n": 1, "word": "amber"}]


def test_documents_are_drawn_inside() -> None:
    document = Json(
        {"at": OnDay(LAST_WEEK.date()), "deep": [{"n": Whole(1, 9)}], "maybe?": Sometimes(0.5, "x")}
    )
    assert drawn(document)["deep"] == [{"n": 1}]
    assert drawn(document, lambda found: found["deep"][0]["n"] > 6)["deep"] == [{"n": 7}]
    assert drawn(Choice([{"a": 1}, {"a": 2}]), lambda found: found["a"] == 2) == {"a": 2}


def test_fields_that_share_a_row_of_a_pool_agree() -> None:
    class PlaceFactory(StoryFactory):
        title = FromPool("us_cities", "city", pick="home")
        status = FromPool("us_cities", "state", pick="home")

    known = {
        (values(PlaceFactory.title, r)[0], values(PlaceFactory.status, r)[0])
        for r in (lone(1, first=n) for n in range(2_000))
    }

    @quick
    @given(rows(PlaceFactory, now=NOW))
    def agree(row: dict[str, Any]) -> None:
        states = {state for city, state in known if city == row["title"]}
        assert not states or row["status"] in states

    agree()


def test_identity_follows_the_row_and_not_from_chance() -> None:
    for field in (Key(), Uuid()):
        assert drawn(field) == values(field, one_row())[0]


def test_operators_draw_what_they_combine() -> None:
    assert drawn(Greatest(Whole(0, 9), Whole(0, 9)), lambda value: value > 4) == 5
    assert drawn(Whole(1, 6) * 2 - 1, lambda value: value > 6) == 7
    assert drawn(Choice(WORDS).equals("dune"), lambda value: value is True) is True


class Doubled(Field):
    """A team's own field, with chance of its own."""

    def column(self, rows: Rows) -> Any:
        return (rows.draw(self._name) >> np.uint64(60)).astype(np.int64) * 2


def test_a_field_of_a_team_s_own_needs_no_strategy() -> None:
    assert drawn(Doubled()) == 0
    assert drawn(Doubled(), lambda value: value > 9) == 10
    assert {type(value) for value in values(Doubled(), lone(5))} == {int}


def test_one_may_be_registered_all_the_same() -> None:
    class Own(Doubled):
        pass

    strategy.register(Own, lambda field, row: st.just(40))
    assert drawn(Own()) == 40


def test_constants_are_just_themselves() -> None:
    assert find(strategy("word", one_row()), lambda value: True) == "word"
    assert Given(None).column(one_row()).to_pylist() == [None]


def test_a_kept_value_is_one_for_all_rows_with_the_key() -> None:
    class MoodFactory(CommentFactory):
        body = Kept(Choice(["calm", "loud", "sad", "gay"]), by="story_id")

    story = StoryFactory.build()

    @quick
    @given(st.lists(rows(MoodFactory, now=NOW, story=story), min_size=2, max_size=3))
    def same(found: list[dict[str, Any]]) -> None:
        assert len({row["body"] for row in found}) == 1

    same()
