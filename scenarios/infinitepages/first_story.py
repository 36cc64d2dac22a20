"""Somebody's first story: an idea, its foundation, chapter after chapter, and what that costs."""

from __future__ import annotations

from seedkit.factories.infinitepages import (
    AiUsageLogFactory,
    CharacterVoicePatternFactory,
    ExportFactory,
    GenerationLogFactory,
    InfinitePagesCacheFactory,
    StoryBibleConflictFactory,
    StoryFactFactory,
    StoryFactory,
)
from seedkit.fields import After, Moment, When, days, hours, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, chance, each

from .parts import covered, granted, written


@scenario("infinitepages/first-story")
def first_story(world: World, *, chapters: int = 5) -> None:
    """A writer in the middle of a first story, one who has finished, one who has an idea, one who has signed up."""
    writer = world.person("writer", subscribed=True)
    finisher = world.person("finisher", premium=True)
    dreamer = world.person("dreamer", created_at=Moment(before_now=days(20), until=days(10)))
    world.person("newcomer", new=True, created_at=Moment(before_now=days(2), until=hours(2)))
    begun(world, writer, chapters)
    finished(world, finisher)
    idea = world.add(StoryFactory, user=dreamer, idea=True)
    world.sees(dreamer, idea)


def begun(world: World, person: Person, chapters: int) -> None:
    """A story with chapters to come, its bible, what was kept of it, and two covers to choose from."""
    granted(world, person)
    story = world.add(
        StoryFactory,
        user=person,
        in_progress=chapters > 0,
        draft=chapters == 0,
        created_at=Moment(before_now=days(45), until=days(12)),
    )
    told = written(world, story, chapters, label=person.handle)
    worked_over(world, person, story, told)
    covers = covered(world, story, 2, charged=person, label=person.handle)
    facts = world.add(StoryFactFactory, chapters, story=story, label="chapters")
    world.add(StoryFactFactory, story=story, universe=True, label="universe")
    world.add(StoryFactFactory, story=story, of_book=True, label="book")
    voices = world.add(CharacterVoicePatternFactory, 3, story=story, label=person.handle)
    world.add(StoryBibleConflictFactory, between(0, 2), story=story, label="open")
    world.add(StoryBibleConflictFactory, chance(0.7), story=story, resolved=True, label="resolved")
    world.add(StoryBibleConflictFactory, chance(0.3), story=story, ignored=True, label="ignored")
    world.sees(person, story, told, covers, facts, voices)


def worked_over(world: World, person: Person, story: RowSet, told: RowSet) -> None:
    """Characters generated for a story, chapters improved, and what the cache keeps of it."""
    world.add(AiUsageLogFactory, 3, story=story, character=True, label=f"{person.handle}, characters")
    every_third = When((this.chapter_number % 3).equals(0), 1, 0)
    for log in (GenerationLogFactory, AiUsageLogFactory):
        world.add(log, every_third, chapter=each(told), improvement=True, label=f"{person.handle}, improved")
    world.add(InfinitePagesCacheFactory, story=story, foundation=True, label=f"{person.handle}, foundation")
    world.add(InfinitePagesCacheFactory, between(3, 9), story=story, label=person.handle)


def finished(world: World, person: Person) -> None:
    """A story that is complete, in parts taken from the cache, with a cover and two downloads."""
    granted(world, person, 5)
    story = world.add(StoryFactory, user=person, completed=True)
    told = written(world, story, between(5, 8), label=person.handle)
    worked_over(world, person, story, told)
    covers = covered(world, story, charged=person, label=person.handle)
    files = world.add(ExportFactory, 2, story=story, created_at=After(story.updated_at, within=days(20)))
    world.sees(person, story, told, covers, files)
