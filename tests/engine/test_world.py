"""Telling a story: what is recorded, under which label, and every mistake at once with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import bookshop
import pytest
from bookshop import (
    ChapterFactory,
    CommentFactory,
    ForumFactory,
    GenreFactory,
    GrantFactory,
    PersonFactory,
    ProfileFactory,
    StoryFactory,
)
from telling import planned, told

from seedkit.errors import BadParameter, DeclarationError, PlanError, UnknownName, UsageError
from seedkit.fields import Lookup, Text, Zipf
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, anyone, between, chance, copies, each, maybe


@pytest.fixture
def world() -> World:
    return World(bookshop.product, "bookshop/test")


# Labels and axes


def test_labels_are_factory_people_and_the_given_label(world: World) -> None:
    ada, bob = world.people("ada", "bob")
    assert world.add(StoryFactory, author=ada).label == "Story:ada"
    assert world.add(StoryFactory, author=ada, label="old").label == "Story:ada.old"
    story = world.add(StoryFactory, author=bob)
    assert world.add(CommentFactory, story=story, author=ada).label == "Comment:ada"
    assert world.add(ForumFactory, shared=True).label == "Forum"
    assert world.add(ChapterFactory, 3, story=each(story)).label == "Chapter"
    assert list(world.rowsets)[:4] == ["Person:ada", "Profile:ada", "Person:bob", "Profile:bob"]
    assert not world.findings


def test_a_duplicate_label_is_an_error_that_names_both_lines() -> None:
    def twice(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(StoryFactory, author=ada)
        world.add(StoryFactory, 3, author=ada)

    with pytest.raises(PlanError, match="two row sets are called 'Story:ada'") as caught:
        planned(twice)
    assert caught.value.message.count("test_world.py:") == 2
    assert "give one of them label=…" in caught.value.message


def test_every_row_set_knows_its_line(world: World) -> None:
    (ada,) = world.people("ada")
    rowset = world.add(StoryFactory, author=ada)
    file, line = rowset.where.split(":")
    assert file == "tests/engine/test_world.py"
    assert "rowset = world.add" in Path(__file__).read_text().splitlines()[int(line) - 1]
    assert ada.where.split(":")[0] == file


def test_people_bring_what_every_user_has(world: World) -> None:
    ada = world.person("ada", maybe(0.5), kind="member", first_name="Ada")
    assert isinstance(ada, Person)
    assert (ada.kind, ada.sure, ada.single) == ("member", False, True)
    [profile] = world.companions["ada"]
    assert profile.factory is ProfileFactory
    assert profile.links["person"].rowset is ada
    assert not profile.sure


def test_sure_and_single(world: World) -> None:
    ada = world.people("ada")[0]
    perhaps = world.person("perhaps", maybe(0.5))
    cases: list[tuple[RowSet, bool, bool]] = [
        (world.add(StoryFactory, author=ada, label="one"), True, True),
        (world.add(StoryFactory, 3, author=ada, label="three"), True, False),
        (world.add(StoryFactory, between(0, 2), author=ada, label="few"), False, False),
        (world.add(StoryFactory, between(1, 2), author=ada, label="some"), True, False),
        (world.add(StoryFactory, chance(0.2), author=ada, label="rare"), False, True),
        (world.add(StoryFactory, author=perhaps), False, True),
        (world.add(StoryFactory, Zipf(3), author=ada, label="field"), False, False),
    ]
    many = cases[1][0]
    cases += [
        (world.add(ChapterFactory, story=each(many), label="a"), True, False),
        (world.add(ChapterFactory, 2, story=each(cases[0][0]), label="b"), True, False),
        (world.add(ChapterFactory, story=each(cases[4][0]), label="c"), False, True),
        (world.add(ForumFactory, 4, shared=True), True, False),
    ]
    assert [(r.sure, r.single) for r, _, _ in cases] == [(sure, single) for _, sure, single in cases]
    assert not world.findings


def test_a_cell_is_a_column_of_a_row_set(world: World) -> None:
    (ada,) = world.people("ada")
    story = world.add(StoryFactory, author=ada)
    assert repr(story.created_at) == "Story:ada.created_at"
    assert repr(story["count"]) == "Story:ada.count"
    assert repr(story.author.email) == "Story:ada.author.email"
    assert repr(story["author"]["email"]) == "Story:ada.author.email"
    with pytest.raises(AttributeError):
        story._private  # noqa: B018
    with pytest.raises(DeclarationError, match="no truth value"):
        bool(story.featured)


# Mistakes


def test_all_findings_at_once_each_with_its_line() -> None:
    def wrong(world: World) -> None:
        ada = world.people("ada", "bob")[0]
        perhaps = world.person("perhaps", maybe(0.5))
        world.people("not a handle")
        story = world.add(StoryFactory, author=ada, titel="x", author__nam="y")
        world.add(StoryFactory, 2, author=perhaps)
        world.add(CommentFactory, story=each(story), author=each(ada))
        world.add(ChapterFactory, story=ada)
        world.add(StoryFactory, -1, author=ada, label="minus")
        world.add(StoryFactory, "many", author=ada, label="text")
        world.add(StoryFactory, True, author=ada, label="bool")
        world.add(GrantFactory, shared=True, person=ada)
        world.add(ChapterFactory, story=each(story), shared=True, label="both")
        world.add(ChapterFactory, story=story, words=story.wordz, label="cell")

    with pytest.raises(PlanError) as caught:
        planned(wrong)
    expected = [
        "the handle 'not a handle' is no part of an e-mail address",
        "StoryFactory has no column, link or trait 'titel'; did you mean 'title'?",
        "PersonFactory has no column, link or trait 'nam'",
        "Story:perhaps wants 2 in every copy, but its author, Person:perhaps, is not in every copy: write author=each(…)",
        "CommentFactory has two each(…), only one can count",
        "Chapter:ada.story points to Story rows, Person:ada has others",
        "StoryFactory has a negative count, -1",
        "StoryFactory cannot count 'many'",
        "StoryFactory cannot count True",
        "Grant:ada lives once in the load, but its person, Person:ada, in each copy",
        "ChapterFactory is shared and has an each(…)",
        "Chapter:both lives once in the load, but its story",
        "Chapter:cell.words reads Story:ada.wordz, which StoryFactory does not have",
    ]
    findings = "\n".join(caught.value.findings)
    for sentence in expected:
        assert sentence in findings
    assert len(caught.value.findings) == len(expected)
    assert all("(tests/engine/test_world.py:" in finding for finding in caught.value.findings)
    assert caught.value.where == "bookshop/wrong"


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda: between(3, 2), "lower to a higher"),
        (lambda: between(-1, 2), "from 0 on"),
        (lambda: chance(1.2), "between 0 and 1"),
        (lambda: maybe(-0.1), "between 0 and 1"),
        (lambda: copies(0), "one copy or more"),
    ],
)
def test_wrong_counts(call: Any, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        call()


def test_what_a_person_is_given_goes_to_the_row_that_has_it(world: World) -> None:
    ada = world.person("ada", first_name="Ada", display_name="The Countess")
    profile = world.companions["ada"][0]
    assert ada.overrides == {"first_name": "Ada"}
    assert profile.overrides == {"display_name": "The Countess"}
    assert not world.findings
    world.person("bob", display_nam="Bob")
    assert "no column, link or trait 'display_nam'" in world.findings[0]


def test_a_link_of_a_person_finds_the_row_that_comes_with_them(world: World) -> None:
    class DedicatedFactory(StoryFactory):
        """A story whose author link is bound to a person, directly."""

    (ada,) = world.people("ada")
    assert world.add(DedicatedFactory, author=ada).links["author"].rowset is ada
    assert world._target(DedicatedFactory, "author", ada) is ada


# Parameters


@scenario("bookshop/typed")
def typed(
    world: World,
    *,
    n: int = 2,
    share: float = 0.5,
    big: bool = False,
    title: str = "x",
    size: Literal["s", "m"] = "s",
) -> None:
    """A story of every kind of parameter.

    And a second paragraph.
    """
    world.people(*(f"p{i}" for i in range(n)))


def test_parameters_are_typed() -> None:
    assert typed.title == "A story of every kind of parameter."
    assert [p.type_name for p in typed.parameters.values()] == ["int", "float", "bool", "str", "s|m"]
    given = {"n": "3", "share": "0.25", "big": "yes", "title": 5, "size": "m"}
    assert typed.arguments(given) == {"n": 3, "share": 0.25, "big": True, "title": "5", "size": "m"}
    assert typed.arguments({})["n"] == 2
    assert list(typed.record(n=1).persons) == ["p0"]
    world = World(bookshop.product)
    typed(world, n=2)
    assert list(world.persons) == ["p0", "p1"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", "many"), ("n", -1), ("n", 2.5), ("n", True), ("share", "half"), ("share", "nan"), ("share", -0.1),
        ("big", "perhaps"), ("size", "xl"),
    ],
)  # fmt: skip
def test_wrong_parameters(name: str, value: Any) -> None:
    with pytest.raises(BadParameter, match=f"parameter {name}=") as caught:
        typed.arguments({name: value})
    assert caught.value.got == value
    assert caught.value.allowed == (("s", "m") if name == "size" else None)
    assert caught.value.hint


def test_an_unknown_parameter_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"parameter of bookshop/typed 'titel'\. Did you mean 'title'"):
        typed.arguments({"titel": 1})


@pytest.mark.parametrize("kind", [int | None, list[int], dict])
def test_a_parameter_of_another_type_is_refused(kind: Any) -> None:
    def story(world: World, *, n: Any = 1) -> None: ...

    story.__annotations__["n"] = kind
    with pytest.raises(DeclarationError, match="parameter 'n' of bookshop/story has the type"):
        told(story)


def test_parameters_are_keywords_with_defaults() -> None:
    def positional(world: World, n: int = 1) -> None: ...

    def without(world: World, *, n: int) -> None: ...

    def untyped(world: World, *, n=1) -> None: ...  # type: ignore[no-untyped-def]

    for story in (positional, without, untyped):
        with pytest.raises(DeclarationError, match="keyword-only, with a type and a default"):
            told(story)
    with pytest.raises(DeclarationError, match="Write product/story"):
        scenario("nameless")(typed.function)


# What a story may override


def test_overrides_are_as_in_build(world: World) -> None:
    (ada,) = world.people("ada", last_name="Lovelace")
    world.add(
        StoryFactory,
        author=ada,
        draft=True,
        title=Text("{author.first_name}"),
        genre=Lookup(GenreFactory, code="verse"),
    )
    world.add(CommentFactory, label="nested", story__author=ada, story__draft=True, author__first_name="Bo")
    world.add(
        CommentFactory, between(1, 2), label="any", author=anyone(ada), story=each(world.rowsets["Story:ada"])
    )
    assert not world.findings
    assert PersonFactory.build(last_name="x")
