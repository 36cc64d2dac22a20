"""Plans: implied row sets, the order of tables, what is refused, the fingerprint."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bookshop import (
    NOW,
    ChapterFactory,
    CommentFactory,
    ForumFactory,
    GrantFactory,
    PersonFactory,
    SpendingFactory,
    StoryFactory,
    TicketFactory,
)
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table
from telling import planned, rows_of, told

from seedkit.entropy import key_range
from seedkit.errors import BadParameter, PlanError, UnknownName
from seedkit.fields import Choice, OfUser, Parent, Sum, Whole, Zipf, this
from seedkit.fields import Text as Template
from seedkit.generate import people
from seedkit.plan import compile_plan
from seedkit.plan.order import load_order
from seedkit.world import World, anyone, between, chance, each, maybe


def library(world: World, *, stories: int = 2) -> None:
    """Somebody writes, somebody reads."""
    ada, bob = world.people("ada", "bob")
    story = world.add(StoryFactory, stories, author=ada)
    world.add(ChapterFactory, between(1, 3), story=each(story))
    world.add(CommentFactory, chance(0.5), story=story, author=bob)
    world.sees(bob, story)


def test_a_plan_is_what_a_load_needs() -> None:
    plan = planned(library, copies=3, seed=5, name="try")
    assert (plan.scenario, plan.product, plan.seed, plan.name) == ("bookshop/library", "bookshop", 5, "try")
    assert (plan.copies, plan.now, plan.parameters) == (3, NOW, {"stories": 2})
    assert [table.name for table in plan.tables] == [
        "public.genres", "public.persons", "public.profiles", "public.stories", "public.chapters", "public.comments",
    ]  # fmt: skip
    assert [(p.handle, p.label, p.sure) for p in plan.people] == [
        ("ada", "Person:ada", True),
        ("bob", "Person:bob", True),
    ]
    [sight] = plan.sights
    assert (sight.handle, sight.label, sight.table) == ("bob", "Story:ada", "public.stories")
    assert sight.where.startswith("tests/engine/test_plan.py:")
    assert 1 <= plan.tag <= 0xFFFE
    assert plan.key_range() == key_range(plan.tag)
    assert plan.key_range(1, 2) == key_range(plan.tag, 1, 2)


def test_a_planned_table() -> None:
    plan = planned(library)
    genres, stories = plan.table("public.genres"), plan.table("public.stories")
    assert (genres.natural, genres.shared, genres.reference, genres.rows) == (("code",), True, True, 0)
    assert (stories.key, stories.origin, stories.shared, stories.adopted) == (("id",), "id", False, False)
    assert (stories.factories, stories.labels, stories.rows) == (("StoryFactory",), ("Story:ada",), 2)
    assert plan.table("public.chapters").rows == 4
    assert plan.table("public.comments").rows == 0.5
    assert plan.table("public.profiles").origin == "person_id"
    assert stories.columns[:3] == ("id", "author_id", "genre_id")
    with pytest.raises(UnknownName, match=r"public.story.*mean 'public.stories'"):
        plan.table("public.story")


def test_parents_that_nobody_bound_are_row_sets_too() -> None:
    def alone(world: World) -> None:
        world.add(CommentFactory, 3)
        world.add(TicketFactory, 2, person__last_name="Moss")

    plan = planned(alone)
    assert [label for label in plan.rowsets if "." in label] == [
        "Comment.story", "Comment.story.author", "Comment.author", "Ticket.person",
    ]  # fmt: skip
    tables = rows_of(plan)
    assert {name: table.num_rows for name, table in tables.items()} == {
        "genres": 3, "persons": 8, "stories": 3, "comments": 3, "tickets": 2,
    }  # fmt: skip
    assert set(tables["comments"]["story_id"].to_pylist()) == set(tables["stories"]["id"].to_pylist())
    assert sum(".moss." in email for email in tables["persons"]["email"].to_pylist()) == 2


def test_a_derived_parent_is_what_its_link_says() -> None:
    class OwnStoryFactory(CommentFactory):
        """A remark of an author under a draft of their own."""

        author = Parent(PersonFactory)
        story = Parent(StoryFactory, author=this.author, title="Mine", draft=True)

    def own(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(OwnStoryFactory, 2, author=ada)
        world.add(OwnStoryFactory, label="free", story__title="Free", story__version=9)
        world.add(CommentFactory, label="bound", story__author=ada)

    plan = planned(own, copies=2)
    tables = rows_of(plan)
    stories = {row["id"]: row for row in tables["stories"].to_pylist()}
    comments = tables["comments"].to_pylist()
    assert len(stories) == len(comments) == 8
    mine = [c for c in comments if stories[c["story_id"]]["status"] == "draft"]
    assert len(mine) == 6
    assert all(stories[c["story_id"]]["author_id"] == c["author_id"] for c in mine)
    assert sorted(stories[c["story_id"]]["title"] for c in mine) == ["Free"] * 2 + ["Mine"] * 4
    ada = {person.uid.bytes for person in people(plan, range(2))}
    assert sum(stories[c["story_id"]]["author_id"] in ada for c in comments) == 6


def test_a_link_that_only_some_rows_make() -> None:
    def replies(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(CommentFactory, 40, author=ada, reply=Choice([True, False]))

    plan = planned(replies)
    comments = rows_of(plan)["comments"].to_pylist()
    keys = {c["id"] for c in comments}
    answered = [c["parent_id"] for c in comments if c["parent_id"] is not None]
    assert 10 < len(answered) < 30
    assert len(comments) == 40 + len(answered), "a row that is no reply makes no parent"
    assert set(answered) <= keys
    assert len(set(answered)) == len(answered)


def test_expected_rows_follow_counts_and_chances() -> None:
    def odds(world: World) -> None:
        perhaps = world.person("perhaps", maybe(0.25))
        story = world.add(StoryFactory, author=perhaps)
        world.add(ChapterFactory, 4, story=each(story))
        (ada,) = world.people("ada")
        world.add(GrantFactory, Zipf(4), person=ada)

    plan = planned(odds)
    assert plan.table("public.chapters").rows == 1
    assert plan.table("public.stories").rows == 0.25
    assert 1.7 < plan.table("public.grants").rows < 2.2
    assert round(plan.rows_per_copy, 1) == round(sum(t.rows for t in plan.tables), 1)


# What is refused


def refused(function: Any) -> str:
    with pytest.raises(PlanError) as caught:
        planned(function)
    return "\n".join(caught.value.findings)


def test_rows_of_other_copies_must_not_be_read_back() -> None:
    def reaching(world: World) -> None:
        ada, bob = world.people("ada", "bob")
        story = world.add(StoryFactory, author=ada)
        world.add(ChapterFactory, 3, story=anyone(story))
        world.add(StoryFactory, 2, author=anyone(bob), label="guest")

    found = refused(reaching)
    assert "Chapter reaches Story:ada of other copies" in found
    assert "but Story:ada reads its Chapter rows back" in found
    assert "which rows of other copies reach as well" in found, "versions are ranked within the author"


def test_reaching_is_fine_where_nobody_reads_back() -> None:
    def friendly(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(TicketFactory, 2, person=anyone(ada))

    planned(friendly)


def test_sums_over_a_user_stay_in_their_copy() -> None:
    class ReaderFactory(TicketFactory):
        """A ticket of somebody whose coins are counted beside it."""

        subject = Template(
            "{coins} coins", coins=OfUser(Sum(lambda: GrantFactory.coins, link="person"), by="person")
        )

    def beside(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(GrantFactory, 3, person=ada)
        world.add(ReaderFactory, person=ada)

    tables = rows_of(planned(beside, copies=4))
    coins = tables["grants"]["coins"].to_pylist()
    assert tables["tickets"]["subject"].to_pylist() == [
        f"{sum(coins[i : i + 3])} coins" for i in range(0, 12, 3)
    ]

    def reaching(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(GrantFactory, 3, person=anyone(ada))
        world.add(ReaderFactory, person=ada)

    found = refused(reaching)
    assert "Grant:ada reaches Person:ada from other copies" in found
    assert "Reader:ada sums up what belongs to one" in found
    assert "Grant:ada keeps an account" in found


def test_ledgers_and_ranks_stay_in_their_copy() -> None:
    def spending(world: World) -> None:
        ada, bob = world.people("ada", "bob")
        world.add(GrantFactory, 2, person=ada)
        world.add(SpendingFactory, 2, person=anyone(ada))
        story = world.add(StoryFactory, author=bob)
        world.add(CommentFactory, 3, story=anyone(story), author=bob)

    found = refused(spending)
    assert "Spending:ada keeps an account within Person:ada" in found
    assert "Comment:bob ranks within Story:bob" in found


def test_reaching_through_a_link_of_another_row_counts_as_well() -> None:
    def through(world: World) -> None:
        ada, bob = world.people("ada", "bob")
        world.add(GrantFactory, person=ada)
        ticket = world.add(TicketFactory, person=anyone(ada))
        world.add(SpendingFactory, 2, person=ticket.person)
        assert bob

    assert "keeps an account within Person:ada" in refused(through)


def test_shared_rows_know_nothing_of_a_copy() -> None:
    def mixing(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(ForumFactory, shared=True, name=ada.first_name)

    assert "Forum lives once in the load, but its name reads Person:ada.first_name of each copy" in refused(
        mixing
    )


def test_nobody_may_be_reached_where_somebody_must_be() -> None:
    def absent(world: World) -> None:
        perhaps = world.person("perhaps", maybe(0.5))
        world.add(TicketFactory, person=anyone(perhaps))

    assert "Ticket:perhaps.person may reach a copy that has no Person:perhaps" in refused(absent)


def test_tables_in_a_circle_are_refused() -> None:
    metadata = MetaData()
    columns = [Column("id", Integer, primary_key=True)]
    a = Table("a", metadata, *columns, Column("b_id", ForeignKey("b.id")))
    b = Table("b", metadata, Column("id", Integer, primary_key=True), Column("a_id", ForeignKey("a.id")))
    with pytest.raises(PlanError, match=r"in a circle: public\.[ab] -> public\.[ab]"):
        load_order([a, b])
    assert load_order([a]) == [a]


def test_parents_without_end_are_refused() -> None:
    class EndlessFactory(CommentFactory):
        parent = Parent(lambda: EndlessFactory)

    def endless(world: World) -> None:
        world.add(EndlessFactory)

    assert "Endless needs parents without end" in refused(endless)


def test_errors_of_one_row_set_do_not_hide_others() -> None:
    def two(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(StoryFactory, author=ada, wrong=1)
        world.add(ChapterFactory, -2)

    assert len(refused(two).splitlines()) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"copies": 0}, "copies=0"),
        ({"copies": 1 << 28}, "copies=268435456"),
        ({"seed": 2**63}, "seed="),
        ({"now": dt.datetime(2026, 1, 1)}, "has no time zone"),
    ],
)
def test_wrong_arguments(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadParameter, match=message):
        planned(library, **options)


# Identity


def test_the_fingerprint_changes_with_parameters_only() -> None:
    story = told(library)
    same = compile_plan(story, now=NOW).fingerprint
    later = NOW + dt.timedelta(days=3)
    assert compile_plan(story, now=later, copies=9, seed=4, name="x").fingerprint == same
    assert compile_plan(story, now=NOW, parameters={"stories": 3}).fingerprint != same
    assert compile_plan(story, now=NOW, parameters={"stories": "2"}).fingerprint == same


def test_the_tag_follows_the_identity_of_the_load() -> None:
    plan = planned(library)
    assert plan.tag == planned(library, copies=7).tag
    assert plan.tag != planned(library, seed=1).tag
    assert plan.tag != planned(library, name="other").tag
    assert plan.replace(copies=4).tag == plan.tag


def test_now_is_kept_in_utc() -> None:
    paris = dt.timezone(dt.timedelta(hours=1))
    assert planned(library, now=NOW.astimezone(paris)).now.utcoffset() == dt.timedelta(0)
    assert planned(library, now=None).now.hour == 0


def test_counts_that_are_fields_read_the_rows_they_count_for() -> None:
    def counted(world: World) -> None:
        (ada,) = world.people("ada")
        story = world.add(StoryFactory, 30, author=ada, version=Whole(0, 3))
        world.add(ChapterFactory, this.version, story=each(story))

    tables = rows_of(planned(counted))
    versions = {row["id"]: row["version"] for row in tables["stories"].to_pylist()}
    chapters = tables["chapters"]["story_id"].to_pylist()
    assert {key: chapters.count(key) for key in versions} == versions
