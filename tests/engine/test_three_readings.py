"""A factory is written once: row i of a table is the object built with that sequence number."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from bookshop import FACTORIES, NOW, CommentFactory, PersonFactory, StoryFactory
from factory.declarations import Trait
from hypothesis import given, settings
from hypothesis import strategies as st

from seedkit import scope
from seedkit.product import find_product
from seedkit.types import to_python


def traits_of(made: Any) -> list[str]:
    return [name for name, parameter in made._meta.parameters.items() if isinstance(parameter, Trait)]


@functools.cache
def shipped() -> tuple[Any, ...]:
    """The factories of the first shipped product."""
    return tuple(find_product("vibrationfit").all_factories().values())


@st.composite
def readings(draw: st.DrawFn, factories: Any) -> tuple[Any, dict[str, bool], int, int, int]:
    """A factory with some of its traits, a window of rows, a seed."""
    made = draw(st.sampled_from(factories()))
    traits = traits_of(made)
    # Traits of one factory may contradict each other: one at a time.
    switches = dict.fromkeys(draw(st.sampled_from([[], *([t] for t in traits)])), True)
    first, n = draw(st.integers(0, 2**27)), draw(st.integers(1, 12))
    return made, switches, first, n, draw(st.integers(0, 3))


def assert_equal(made: Any, switches: dict[str, bool], first: int, n: int, seed: int, *, place: int) -> None:
    with scope.settings(seed=seed, now=NOW):
        table = made.table(n, first=first, **switches)
        built = made.build(__sequence=first + place, **switches)
    for name, column in made._meta.written().items():
        [value] = to_python(table[column].slice(place, 1).combine_chunks(), made._meta.column_type(name))
        assert getattr(built, name) == value, f"{made.__name__}.{name}"


@given(readings(lambda: FACTORIES), st.data())
def test_a_row_of_a_table_is_the_object_of_its_number(reading: Any, data: st.DataObject) -> None:
    assert_equal(*reading, place=data.draw(st.integers(0, reading[3] - 1)))


@settings(max_examples=40, deadline=None)
@given(readings(shipped), st.data())
def test_so_it_is_for_a_shipped_product(reading: Any, data: st.DataObject) -> None:
    assert_equal(*reading, place=data.draw(st.integers(0, reading[3] - 1)))


@given(readings(lambda: FACTORIES))
def test_any_window_is_part_of_one_table(reading: Any) -> None:
    made, switches, first, n, _ = reading
    whole = made.table(n + 3, first=first, **switches)
    assert whole.slice(2, n) == made.table(n, first=first + 2, **switches)


@given(readings(lambda: FACTORIES))
def test_a_batch_is_the_objects_one_by_one(reading: Any) -> None:
    made, switches, _, n, seed = reading
    columns = [attribute.key for attribute in made._meta.mapper.column_attrs]
    with scope.settings(seed=seed, now=NOW):
        made.reset_sequence(5, force=True)
        batch = made.build_batch(n + 1, **switches)
        made.reset_sequence(5, force=True)
        single = [made.build(**switches) for _ in range(n + 1)]
    assert [[getattr(built, name) for name in columns] for built in batch] == [
        [getattr(built, name) for name in columns] for built in single
    ]
    for relationship in made._meta.mapper.relationships:
        keys = [getattr(getattr(built, relationship.key), "id", None) for built in batch]
        assert keys == [getattr(getattr(built, relationship.key), "id", None) for built in single]


def test_rows_reached_twice_are_the_same_object() -> None:
    comments = CommentFactory.build_batch(4, by_author=True)
    assert all(comment.author is comment.story.author for comment in comments)
    author = PersonFactory.build()
    stories = StoryFactory.build_batch(3, author=author, crime=np.array([True, False, True]))
    assert {id(story.author) for story in stories} == {id(author)}
    assert [story.genre.code for story in stories] == ["crime", "tale", "crime"]
    assert stories[0].genre is stories[2].genre
    replies = CommentFactory.build_batch(3, reply=np.array([False, True, False]))
    assert [reply.parent is None for reply in replies] == [True, False, True]
    assert len({id(comment.story) for comment in comments}) == 4
