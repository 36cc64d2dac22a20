"""Small worlds: what is chosen of them is so, what is kept between them is right, and code makes them again."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pyarrow as pa
import pytest
from bookshop import (
    NOW,
    ChapterFactory,
    CommentFactory,
    ForumFactory,
    GrantFactory,
    PersonFactory,
    ProfileFactory,
    SpendingFactory,
    Story,
    StoryFactory,
    TicketFactory,
)
from telling import told

import seedkit.testing.small.steered as steered
from seedkit.errors import BadParameter, PlanError, UnknownName
from seedkit.fields import After, Moment, days
from seedkit.rowsets import between as counted_between
from seedkit.rowsets import chance as counted_chance
from seedkit.testing import SmallWorld, small_world
from seedkit.testing.small.steered import GREATEST, Steering
from seedkit.testing.small.telling import Telling, telling_of
from seedkit.world import World, anyone, between, chance, distinct, each, maybe


@told
def busy_shop(world: World, *, writers: int = 2, loud: bool = True) -> None:
    """Everything that rows may depend on: kin, totals, ledgers, links elsewhere, rows that live once."""
    reader, guest = world.person("reader"), world.person("guest", maybe(0.5))
    forum = world.add(ForumFactory, 2, shared=True)
    for number in range(writers):
        writer = world.person(f"writer{number}", first_name="Ada" if loud else "Bo")
        stories = world.add(StoryFactory, between(1, 3), author=writer)
        world.add(ChapterFactory, between(0, 4), story=each(stories), label=f"of {number}")
        world.add(CommentFactory, 2, story=stories, author=reader, forum=forum, label=f"under {number}")
        world.add(StoryFactory, chance(0.5), author=writer, draft=True, label="draft")
        again = distinct(anyone(reader))
        world.add(CommentFactory, between(0, 3), story=each(stories), author=again, label=f"of {number}")
    world.add(GrantFactory, between(1, 3), person=reader, coins=100)
    world.add(SpendingFactory, between(0, 5), person=reader)
    world.add(SpendingFactory, 1, person=each(guest), created_at=After(guest.created_at, within=days(9)))
    world.add(TicketFactory, 2, person=reader)


def plain(**choices: Any) -> SmallWorld:
    return small_world(busy_shop, now=NOW, **choices)


def tables_of(world: SmallWorld) -> list[tuple[str, bool, pa.RecordBatch]]:
    return [(table.planned.name, table.once, table.batch) for table in world.tables()]


# What is chosen


def test_without_a_choice_everything_is_the_simplest() -> None:
    world = plain()
    assert world.count(StoryFactory) == 2
    assert world.count(ChapterFactory) == 0
    assert [person.handle for person in world.people] == ["reader", "writer0", "writer1"]
    assert {row["title"] for row in world.rows(StoryFactory)} == {"The Well"}
    assert [row["featured"] for row in world.rows(StoryFactory)] == [False, False]
    assert {row["coins"] for row in world.rows(SpendingFactory)} == set()
    assert {row["votes"] for row in world.rows(CommentFactory)} == {-3}


def test_parameters_copies_and_counts_are_chosen() -> None:
    assert [p.handle for p in plain(writers=0, copies=2).people] == ["reader", "reader"]
    world = plain(
        copies=2,
        counts={"Story:writer0": (3, 1), "Chapter:of 0": 2, "Story:writer1.draft": 1, "Person:guest": 1},
    )
    assert [world.count("Story:writer0"), world.count("Chapter:of 0")] == [4, 4 * 2]
    assert world.count(Story) == 4 + 2 + 2


def test_a_seed_draws_as_a_load_does() -> None:
    one, two = plain(seed=1), plain(seed=2)
    assert len({row["created_at"].date() for row in one.rows(CommentFactory)}) > 1
    assert tables_of(one) != tables_of(two)
    # The rows are the same rows: only what chance makes of them differs.
    keys = [
        [person.uid for person in world.people if person.handle != "guest"] for world in (plain(), one, two)
    ]
    assert keys[0] == keys[1] == keys[2]


def test_a_cell_is_chosen_and_what_follows_from_it_follows() -> None:
    cell = ("Story:writer1", 0, "created_at")
    before, after = plain(), plain(cells={cell: 40_000})
    [was], [is_] = before.rows("Story:writer1"), after.rows("Story:writer1")
    assert was["created_at"] < is_["created_at"] <= is_["published_at"]
    assert {k: v for k, v in was.items() if "_at" not in k} == {
        k: v for k, v in is_.items() if "_at" not in k
    }
    assert before.rows("Story:writer0") == after.rows("Story:writer0")
    assert before.rows(PersonFactory) == after.rows(PersonFactory)


def test_the_greatest_entropy_is_the_last_value() -> None:
    for entropy, title in ((0, "The Well"), (30_000, "North"), (GREATEST, "A Letter")):
        assert (
            plain(cells={("Story:writer0", 0, "title"): entropy}).rows("Story:writer0")[0]["title"] == title
        )


def test_a_cell_of_a_row_that_is_not_there_is_another_row_s() -> None:
    world = plain(cells={("Story:writer0", 7, "title"): GREATEST, ("Chapter:of 0", 3, "words"): 9})
    assert [row["title"] for row in world.rows("Story:writer0")] == ["A Letter"]
    assert world.count(ChapterFactory) == 0


def test_totals_and_balances_agree_whatever_is_chosen() -> None:
    world = plain(counts={"Chapter:of 0": 3, "Grant:reader": 2, "Spending:reader": 4}, seed=1)
    chapters = world.rows(ChapterFactory)
    for story in world.rows(StoryFactory):
        mine = [c["words"] for c in chapters if c["story_id"] == story["id"]]
        assert (story["chapter_count"], story["word_total"]) == (len(mine), sum(mine))
    assert all(row["balance"] >= 0 for row in world.rows(SpendingFactory))


@pytest.mark.parametrize(
    ("choices", "error", "says"),
    [
        (
            {"counts": {"Storys:writer0": 1}},
            UnknownName,
            "row set in bookshop/busy_shop 'Storys:writer0'. Did you mean 'Story:writer0'",
        ),
        ({"cells": {("Story:writer9", 0, "title"): 1}}, UnknownName, "Did you mean 'Story:writer"),
        ({"cells": {("Story:writer0", 0, "title"): 70_000}}, BadParameter, "70000. Allowed: 0 to 65535"),
        ({"counts": {"Story:writer0": -1}}, BadParameter, "counts.*Allowed: numbers from 0 on"),
        ({"writer": 3}, UnknownName, "Did you mean 'writers'"),
        ({"writers": "many"}, BadParameter, "is no int"),
    ],
)
def test_a_wrong_choice_is_said(choices: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        plain(**choices)


def test_choices_that_contradict_each_other_are_a_plan_error() -> None:
    @told
    def broke(world: World) -> None:
        """Somebody spends more than they have."""
        person = world.person("reader")
        world.add(
            GrantFactory,
            between(0, 1),
            person=person,
            coins=50,
            kept=True,
            created_at=Moment(before_now=days(9)),
        )
        world.add(SpendingFactory, person=person, fixed=True, created_at=Moment(before_now=days(1)))

    small_world(broke, now=NOW, counts={"Grant:reader": 1}).tables()
    with pytest.raises(PlanError, match="a fixed debit of 5 meets a balance of 0"):
        small_world(broke, now=NOW).tables()


# What is read of them


def test_people_are_found_by_handle() -> None:
    world = plain(copies=2)
    assert world.person("writer1").copy == 0
    assert world.person("writer1@1").uid == world.people[5].uid
    with pytest.raises(UnknownName, match=r"there is no person 'writer7'\. Did you mean 'writer"):
        world.person("writer7")
    with pytest.raises(UnknownName, match="row set"):
        world.rows("nothing")


def test_rows_are_objects_as_well_each_of_them_once() -> None:
    world = plain(counts={"Chapter:of 0": 2})
    stories, chapters = world.objects(StoryFactory), world.objects(ChapterFactory)
    assert {id(chapter.story) for chapter in chapters} <= {id(story) for story in stories}
    assert world.objects(StoryFactory)[0] is stories[0]
    assert stories[0].author.first_name == "Ada"


# What is kept


def test_nothing_that_is_kept_is_ever_wrong() -> None:
    """Worlds one after the other, each the same as if it were the first."""
    chosen = random.Random(7)
    telling = Telling(busy_shop, NOW)
    for number in range(80):
        given = {"writers": chosen.randrange(4), "loud": chosen.random() < 0.7}
        copies = chosen.choice([1, 1, 2])
        rowsets = telling.plan(given).rowsets
        open_ = {
            label: r.count
            for label, r in rowsets.items()
            if isinstance(r.count, (counted_between, counted_chance))
        }
        counts = {
            label: tuple(chosen.randrange(3) for _ in range(copies))
            for label in chosen.sample(sorted(open_), min(chosen.randrange(4), len(open_)))
        }
        free = [(label, kind[1]) for kind, labels in telling.free_cells(given).items() for label in labels]
        cells = {
            (label, chosen.randrange(3), column): chosen.randrange(1, GREATEST)
            for label, column in chosen.sample(free, min(chosen.randrange(5), len(free)))
        }
        steering = Steering(chosen.choice([0, 0, 1]), counts, cells)
        arguments = busy_shop.arguments(given)
        kept = SmallWorld(telling, arguments, copies, steering)
        fresh = SmallWorld(Telling(busy_shop, NOW), arguments, copies, steering)
        assert tables_of(kept) == tables_of(fresh), (number, given, steering)


def test_equal_tables_are_one_object() -> None:
    before, after = plain(), plain(cells={("Story:writer0", 0, "title"): 9_999})
    same = {table.planned.name for table in before.tables() if table in after.tables()}
    assert "public.stories" not in same
    assert {"public.persons", "public.grants", "public.genres", "public.tickets"} <= same


def test_only_what_depends_on_a_choice_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    telling = telling_of(busy_shop, NOW)
    arguments = busy_shop.arguments({})
    SmallWorld(telling, arguments, 1, Steering()).tables()
    made: list[tuple[str, str]] = []
    column = steered.TracedRows._column
    monkeypatch.setattr(
        steered.TracedRows,
        "_column",
        lambda rows, name: (made.append((rows.rowset.label, name)), column(rows, name))[1],
    )
    SmallWorld(telling, arguments, 1, Steering()).tables()
    assert made == []
    SmallWorld(telling, arguments, 1, Steering(cells={("Grant:reader", 0, "created_at"): 5_000})).tables()
    assert {label for label, _ in made} <= {"Grant:reader", "Spending:reader"}
    assert ("Grant:reader", "created_at") in made


# Code that makes them again


def test_a_world_shows_itself_as_the_call_that_makes_it() -> None:
    names = {"small_world": small_world, "busy_shop": busy_shop, "dt": dt}
    for choices in (
        {},
        {"writers": 0, "loud": False},
        {
            "copies": 2,
            "seed": 1,
            "counts": {"Story:writer0": (2, 1)},
            "cells": {("Story:writer0", 1, "title"): 77},
        },
    ):
        world = plain(**choices)
        again = eval(repr(world), names)
        assert repr(again) == repr(world)
        assert tables_of(again) == tables_of(world)
    assert repr(plain(writers=0)) == (
        "small_world(busy_shop, writers=0, now=dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC))"
    )


def test_its_rows_are_calls_of_factories_that_can_be_pasted() -> None:
    world = plain(counts={"Chapter:of 0": 2}, cells={("Chapter:of 0", 1, "words"): 30_000}, writers=1)
    code = world.code()
    lines = code.splitlines()
    assert lines[0].endswith(" rows of bookshop/busy_shop as of 2026-01-15 12:00")
    assert lines[1].startswith("from bookshop import ChapterFactory, ")
    assert lines[2:5] == [
        "reader = PersonFactory.build()",
        "forum_0 = ForumFactory.build()",
        "ForumFactory.build()",
    ]
    words = world.rows(ChapterFactory)[1]["words"]
    assert f"ChapterFactory.build(story=story_writer0_0, words={words})" in code
    assert "TicketFactory.build_batch(2, person=reader)" in code
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["story_writer0_0"].author is names["writer0"]
    assert names["writer0"].first_name == "Ada"


@pytest.mark.parametrize(
    "choices", [{"seed": 1, "copies": 2}, {"seed": 2, "counts": {"Story:writer1.draft": 1}}]
)
def test_code_says_what_chance_decided(choices: dict[str, Any]) -> None:
    world = plain(**choices)
    names: dict[str, Any] = {}
    exec(world.code(), names)
    named = [names[f"story_writer{n}_0"] for n in range(2)]
    rows = [world.rows(f"Story:writer{n}")[0] for n in range(2)]
    assert [(s.title, s.featured, s.created_at) for s in named] == [
        (row["title"], row["featured"], row["created_at"]) for row in rows
    ]


def test_only_so_many_lines_are_written() -> None:
    lines = plain().code(most=3).splitlines()
    assert len(lines) == 6
    assert lines[-1].endswith("more lines: print(world.code())")


def test_companions_come_last() -> None:
    lines = plain().code().splitlines()
    profiles = [place for place, line in enumerate(lines) if line.startswith(ProfileFactory.__name__)]
    assert profiles == list(range(len(lines) - 3, len(lines)))
