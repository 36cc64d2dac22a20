"""Rows and objects of a factory, drawn within what the factory means by them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bookshop import (
    NOW,
    ChapterFactory,
    Comment,
    CommentFactory,
    GenreFactory,
    PersonFactory,
    ProfileFactory,
    SpendingFactory,
    Story,
    StoryFactory,
    TicketFactory,
)
from factory.declarations import LazyAttribute, LazyFunction, Sequence, Trait
from factory.helpers import post_generation
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from seedkit.errors import UnknownName, UsageError
from seedkit.factory import TableFactory
from seedkit.fields import Between, Moment, days, this
from seedkit.testing import instances, rows

quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(rows(StoryFactory))
def test_a_row_has_every_column_that_the_factory_writes(row: dict[str, Any]) -> None:
    assert row.keys() == StoryFactory._meta.written().keys()
    assert row["title"] in ("The Well", "North", "A Letter")
    assert row["tags"] == ["new", "short"]
    assert row["details"]["title"] == row["title"]
    assert NOW - dt.timedelta(days=300) <= row["created_at"] <= row["published_at"] <= NOW
    assert row["genre_id"].bytes == GenreFactory.catalogue().keys()[0].as_py()
    # A row by itself has nothing below it and nothing beside it.
    assert (row["chapter_count"], row["word_total"], row["longest"], row["version"]) == (0, 0, None, 1)


@quick
@given(st.data())
def test_traits_constants_and_strategies_are_fixed(data: st.DataObject) -> None:
    drafts = rows(StoryFactory, draft=True, title="Given", featured=st.just(True))
    row = data.draw(drafts)
    assert (row["status"], row["published_at"], row["title"], row["featured"]) == (
        "draft",
        None,
        "Given",
        True,
    )
    assert row["details"]["title"] == "Given"
    either = data.draw(rows(StoryFactory, draft=st.booleans()))
    assert (either["published_at"] is None) is (either["status"] == "draft")


@quick
@given(rows(StoryFactory, created_at=Moment(before_now=days(2))))
def test_a_field_may_be_given(row: dict[str, Any]) -> None:
    assert row["created_at"] >= NOW - dt.timedelta(days=2)


@quick
@given(st.lists(rows(TicketFactory), min_size=2, max_size=4))
def test_no_two_rows_of_an_example_share_a_key(found: list[dict[str, Any]]) -> None:
    assert len({row["id"] for row in found}) == len(found)
    assert len({row["person_id"] for row in found}) == len(found)
    assert all(row["subject"] == f"Ticket {row['id']}" for row in found)


def test_a_row_shows_itself_as_the_call_that_builds_it() -> None:
    row = find(rows(CommentFactory), lambda row: row["votes"] > 7)
    assert row["votes"] == 8
    names = {"CommentFactory": CommentFactory, "UUID": __import__("uuid").UUID, "dt": dt}
    again = eval(repr(row), names)
    assert isinstance(again, Comment)
    assert {name: getattr(again, name) for name in row} == row


def test_a_row_shrinks_to_its_simplest() -> None:
    row = find(rows(StoryFactory), lambda row: True)
    assert (row["title"], row["featured"], row["created_at"]) == (
        "The Well",
        False,
        NOW - dt.timedelta(days=300),
    )
    late = find(rows(ChapterFactory), lambda row: row["words"] > 1234)
    assert late["words"] == 1235


@quick
@given(instances(CommentFactory, reply=True))
def test_an_object_comes_with_its_parents(comment: Comment) -> None:
    assert comment.parent is not None
    assert comment.parent.story is comment.story
    assert comment.parent.created_at <= comment.created_at
    assert comment.body == f"{comment.author.first_name} read {comment.story.title}"
    assert comment.story_id == comment.story.id
    assert comment.author_id == comment.author.id


@quick
@given(st.data())
def test_an_object_may_be_given_for_a_link(data: st.DataObject) -> None:
    story = StoryFactory.build(title="Mine", __sequence=3)
    comment = data.draw(instances(CommentFactory, story=story, by_author=True))
    assert comment.story is story
    assert comment.author is story.author
    row = data.draw(rows(CommentFactory, story=story))
    assert row["story_id"] == story.id
    assert row["body"].endswith("read Mine")


@quick
@given(rows(ProfileFactory))
def test_what_a_parent_says_is_drawn_with_it(row: dict[str, Any]) -> None:
    first, _, last = row["display_name"].partition(" ")
    assert first
    assert last
    assert row["created_at"] <= NOW - dt.timedelta(days=365)


@quick
@given(rows(SpendingFactory))
def test_a_row_keeps_an_account_of_its_own(row: dict[str, Any]) -> None:
    assert 5 <= row["coins"] <= 120
    assert row["balance"] == 0


class LoudFactory(PersonFactory):
    """Declarations of factory_boy's own, and a hook."""

    class Params:
        loud = Trait(first_name="LOUD")

    first_name = LazyFunction(lambda: "plain")
    email = LazyAttribute(lambda row: f"{row.first_name}@example.com")
    story_count = Sequence(lambda n: n)

    @post_generation
    def greeted(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.greeting = f"Hello {self.first_name}"


@quick
@given(instances(LoudFactory, loud=st.booleans()))
def test_declarations_and_hooks_of_factory_boy_run(person: Any) -> None:
    assert person.greeting == f"Hello {person.first_name}"
    assert person.email == f"{person.first_name}@example.com"


def test_what_is_misspelt_is_said_when_the_strategy_is_made() -> None:
    with pytest.raises(
        UnknownName, match=r"no column, link or trait of StoryFactory 'titel'\. Did you mean 'title'"
    ):
        rows(StoryFactory, titel="x")
    with pytest.raises(UnknownName, match="Did you mean 'crime'"):
        instances(StoryFactory, crimes=True)


@pytest.mark.parametrize("wrong", [Story, "StoryFactory", TableFactory])
def test_only_table_factories_can_be_drawn(wrong: Any) -> None:
    with pytest.raises(UsageError, match=r"is no table factory. Derive it from TableFactory\[Model\]"):
        rows(wrong)


def test_now_may_be_given() -> None:
    then = dt.datetime(2020, 5, 1, tzinfo=dt.UTC)
    row = find(rows(StoryFactory, now=then), lambda row: True)
    assert row["created_at"] == then - dt.timedelta(days=300)


class HastyFactory(StoryFactory):
    """Published at a time that may have been before it was written."""

    published_at = Between(this.created_at, NOW - dt.timedelta(days=200))


@quick
@given(rows(HastyFactory))
def test_a_window_without_room_is_no_example(row: dict[str, Any]) -> None:
    assert row["created_at"] <= row["published_at"] <= NOW - dt.timedelta(days=200)
