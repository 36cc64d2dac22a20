"""A story told within another: names, lines, parameters, and what the rows depend on."""

from __future__ import annotations

import bookshop
import pytest
from bookshop import CommentFactory, ForumFactory, StoryFactory
from telling import planned, rows_of, told

from seedkit.errors import BadParameter, PlanError
from seedkit.world import World, each


@told
def shelf(world: World, *, stories: int = 2) -> None:
    """An author with stories that somebody comments on."""
    ada, bob = world.people("ada", "bob")
    written = world.add(StoryFactory, stories, author=ada)
    world.add(CommentFactory, 3, story=each(written), author=bob)
    world.add(ForumFactory, shared=True)
    world.sees(ada, written)


def library(world: World) -> None:
    """Two shelves, and an author of its own."""
    (ada,) = world.people("ada")
    world.add(StoryFactory, author=ada)
    world.include(shelf)
    world.include(shelf, prefix="upper", stories=5)


def test_people_and_row_sets_are_called_after_the_story() -> None:
    plan = planned(library)
    assert [p.handle for p in plan.people] == ["ada", "shelf-ada", "shelf-bob", "upper-ada", "upper-bob"]
    assert {"Story:ada", "Story:shelf-ada", "Story:upper-ada", "Comment:upper-bob"} <= plan.rowsets.keys()
    assert {"Forum:shelf", "Forum:upper"} <= plan.rowsets.keys()
    assert [(s.handle, s.label) for s in plan.sights] == [
        ("shelf-ada", "Story:shelf-ada"),
        ("upper-ada", "Story:upper-ada"),
    ]


def test_parameters_reach_the_story_and_are_checked() -> None:
    rows = rows_of(planned(library, copies=3))
    assert rows["stories"].num_rows == 3 * (1 + 2 + 5)
    with pytest.raises(BadParameter, match="stories"):
        planned(lambda world: world.include(shelf, stories="many"))


def test_nobody_shares_an_address() -> None:
    emails = rows_of(planned(library, copies=4))["persons"].column("email").to_pylist()
    assert len(set(emails)) == len(emails) == 20


def test_stories_within_stories_have_the_names_of_all() -> None:
    inner = told(library)

    def town(world: World) -> None:
        world.include(inner)

    assert "library-upper-bob" in [p.handle for p in planned(town).people]


def test_the_same_story_twice_needs_another_prefix() -> None:
    def twice(world: World) -> None:
        world.include(shelf)
        world.include(shelf)

    with pytest.raises(PlanError, match="two row sets are called 'Story:shelf-ada'"):
        planned(twice)


def test_a_prefix_ends_with_its_story() -> None:
    world = World(bookshop.product, "bookshop/test")
    with pytest.raises(BadParameter):
        world.include(shelf, stories="many")
    assert world.person("ada").handle == "ada"
