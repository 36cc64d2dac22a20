"""Series of books, and what has to stay true from one to the next."""

from __future__ import annotations

from typing import Literal

from seedkit.factories.infinitepages import (
    CharacterArcFactory,
    ForeshadowingElementFactory,
    PlotThreadFactory,
    SeriesFactory,
    SeriesFactsFactory,
    StoryFactFactory,
    StoryFactory,
    WorldStateChangeFactory,
)
from seedkit.fields import WAKING, After, Moment, Ordinal, Series, days, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, chance, each

from .parts import LONG_AGO, written

#: So many books are planned for the series that is told.
BOOKS = 4


@scenario("infinitepages/series")
def series(world: World, *, books: Literal[1, 2, 3, 4] = 2, chapters: int = 5) -> None:
    """An author in the middle of a series, one who has finished one, and one who has planned the first."""
    author, veteran = world.people("author", "veteran", premium=True, created_at=LONG_AGO)
    planner = world.person("planner")
    saga = world.add(
        SeriesFactory,
        user=author,
        planned_books=BOOKS,
        current_book_count=books,
        created_at=Moment(before_now=days(110), until=days(95), at=WAKING),
    )
    told = volumes(world, author, saga, books, chapters)
    kept = continuity(world, author, saga)
    world.sees(author, saga, told, *kept)
    complete = world.add(SeriesFactory, user=veteran, finished=True)
    world.sees(veteran, complete, *continuity(world, veteran, complete, ended=True))
    plan = world.add(SeriesFactory, user=planner, planned=True)
    world.sees(planner, plan)


def volumes(world: World, author: Person, saga: RowSet, books: int, chapters: int) -> RowSet:
    """The books so far, three weeks apart, told of the same people; the last one is being written."""
    told = world.add(
        StoryFactory,
        books,
        user=author,
        cast=saga.cast,
        genre=saga.genre,
        completed=Ordinal() < books - 1,
        in_progress=Ordinal().equals(books - 1),
        created_at=Series(saga.created_at + days(1), every=days(21)),
    )
    written(
        world,
        told,
        chapters,
        label=author.handle,
        created_at=After(this.story.created_at, within=days(18), at=WAKING),
    )
    world.add(StoryFactFactory, story=each(told), of_series=True, label="series")
    world.add(StoryFactFactory, 2, story=each(told), label="chapters")
    return told


def continuity(world: World, author: Person, saga: RowSet, *, ended: bool = False) -> tuple[RowSet, ...]:
    """What must not be forgotten: facts, people, changes, threads in every state, hints planted and paid off."""
    mine, name = {"series": saga}, author.handle
    facts = world.add(SeriesFactsFactory, label=name, **mine)
    # At the end of a series the third of its people, who stood against the first, is dead.
    arcs = world.add(CharacterArcFactory, 3, dead=ended and Ordinal().equals(2), label=name, **mine)
    changes = world.add(WorldStateChangeFactory, between(3, 6), label=name, **mine)
    world.add(WorldStateChangeFactory, chance(0.7), passing=True, label=f"{name}, passing", **mine)
    threads = world.add(
        PlotThreadFactory,
        4,
        resolved=Ordinal().equals(2),
        abandoned=Ordinal().equals(3),
        label=name,
        **mine,
    )
    hints = world.add(
        ForeshadowingElementFactory,
        5,
        reinforced=Ordinal().equals(1),
        paid_off=Ordinal().equals(2),
        open_ended=Ordinal().equals(3),
        label=name,
        **mine,
    )
    return facts, arcs, changes, threads, hints
