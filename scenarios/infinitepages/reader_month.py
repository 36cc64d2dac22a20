"""A month of readers: what they unlock, what the cache saves them, how far they read, what they keep."""

from __future__ import annotations

from typing import Any

from seedkit.factories.infinitepages import (
    CacheRewardFactory,
    ChoiceAnalyticsFactory,
    CreatorEarningsAccumulationFactory,
    ReaderPathFactory,
    ReadingProgressFactory,
    StoryFactory,
    StoryPricingFactory,
    SubscriptionUsageFactory,
    UserLibraryFactory,
)
from seedkit.factories.infinitepages.rewards import ChapterOf
from seedkit.fields import WAKING, After, Moment, When, days, hours, minutes, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, each

from .parts import BEFORE_SALES, LONG_AGO, PAYABLE, granted, published, sold, topped_up, written

#: Two months old when readers come to it; their credits are older still.
_LATELY = Moment(before_now=days(55), until=days(45), at=WAKING)
#: As many options as a choice book has.
OPTIONS = 9


@scenario("infinitepages/reader-month")
def reader_month(world: World, *, length: int = 9) -> None:
    """Two readers, somebody who looks around, and an author: bundles, unlocks, a discount, a shelf, a choice book.

    ``length`` is how many chapters the stories have; there have to be enough to sell.
    """
    author = world.person("author", created_at=LONG_AGO, **PAYABLE)
    reader = world.person("reader", premium=True, created_at=LONG_AGO)
    browser = world.person("browser", created_at=LONG_AGO)
    visitor = world.person("visitor")
    granted(world, reader)
    topped_up(world, browser, "basic_month", created_at=BEFORE_SALES)
    slow, pages = published(world, author, 1, length, label="by chapter", created_at=_LATELY)
    whole, all_pages = published(
        world, author, 1, length, label="as a whole", created_at=_LATELY, prices={"repriced": True}
    )
    fresh = hot(world, author, length)
    # Two days after the last chapter nothing of a story is in the cache any more.
    soon = After(this.since, within=days(20), least=days(2), at=WAKING)
    bundle = sold(world, reader, slow, bundle=True, wanted=3, created_at=soon, label="bundle")
    then = After(bundle.created_at, within=days(6), least=hours(1))
    another = sold(world, reader, slow, wanted=1, created_at=then, label="another")
    unlocked = sold(world, reader, whole, unlock=True, created_at=soon, label="whole")
    one = sold(world, browser, slow, wanted=1, created_at=soon, label="one")
    early = discounted(world, reader, fresh, bundle=True)
    early_one = discounted(world, browser, fresh)
    read(world, reader, pages, bundle, 3)
    read(world, reader, all_pages, unlocked, length)
    read(world, browser, pages, one, 1)
    for person, bought in (
        (reader, ((slow, bundle), (whole, unlocked), (fresh, early))),
        (browser, ((slow, one), (fresh, early_one))),
    ):
        shelf = [on_shelf(world, person, story, purchase) for story, purchase in bought]
        world.sees(person, *shelf, world.add(SubscriptionUsageFactory, 3, user=person))
    choice_book(world, author, reader, browser)
    world.sees(author, world.add(CreatorEarningsAccumulationFactory, creator=author))
    wished = world.add(UserLibraryFactory, user=visitor, story=whole)
    world.sees(reader, slow, whole, fresh, bundle, another, unlocked, all_pages, early)
    world.sees(browser, one, early_one)
    first = {"chapter": each(pages), "user": visitor, "since": this.story.priced_at}
    world.add(ReadingProgressFactory, When(this.chapter_number.equals(1), 1, 0), opened=True, **first)
    dropped = world.add(UserLibraryFactory, user=visitor, story=slow, dropped=True, label="dropped")
    world.sees(visitor, whole, wished, dropped)


def hot(world: World, author: Person, length: int) -> RowSet:
    """A story written and put on sale within half a day: what is read of it at once is in the cache."""
    story = world.add(
        StoryFactory, user=author, created_at=Moment(before_now=days(20), until=days(4)), label="hot"
    )
    burst = After(this.story.created_at, within=hours(5), least=minutes(4))
    written(world, story, length, label=f"{author.handle}, hot", created_at=burst)
    world.add(
        StoryPricingFactory,
        story=story,
        usual=True,
        created_at=After(story.updated_at, within=hours(2), least=minutes(2)),
        label="hot",
    )
    return story


def discounted(world: World, person: Person, story: RowSet, **given: Any) -> RowSet:
    """Bought on the day it came out, a fifth off for what the cache saved."""
    bought = sold(world, person, story, early=True, label="early", **given)
    reward = world.add(
        CacheRewardFactory,
        purchase=each(bought),
        chapter=ChapterOf("story", this.number),
        label=person.handle,
    )
    world.sees(person, reward)
    return bought


def read(world: World, person: Person, pages: RowSet, bought: RowSet, count: int) -> None:
    """The free chapters and so many that were bought, one after the other since the purchase; the last in part."""
    number, upto = this.chapter_number, this.story.free_chapters + count
    label = f"{person.handle}, {bought.label}"
    mine = {"chapter": each(pages), "user": person, "since": bought.created_at}
    world.add(ReadingProgressFactory, When(number < upto, 1, 0), label=label, **mine)
    world.add(
        ReadingProgressFactory, When(number.equals(upto), 1, 0), started=True, label=f"{label}, last", **mine
    )


def on_shelf(world: World, person: Person, story: RowSet, bought: RowSet) -> RowSet:
    """A story in somebody's library, since they bought of it."""
    return world.add(
        UserLibraryFactory, user=person, story=story, added_at=bought.created_at, label=story.label
    )


def choice_book(world: World, author: Person, *readers: Person) -> None:
    """A book whose readers choose, through to the end, half-way, and right now; and what was chosen how often."""
    book = world.add(StoryFactory, user=author, created_at=_LATELY, label="choices")
    written(world, book, 7, label=f"{author.handle}, choices")
    for person in readers:
        for state in ("through", "left", "open"):
            given = {} if state == "through" else {state: True}
            paths = world.add(ReaderPathFactory, between(1, 2), user=person, story=book, label=state, **given)
            world.sees(person, paths)
    world.add(ChoiceAnalyticsFactory, OPTIONS, story=book)
