"""What several stories of Infinite Pages have in common: written stories, covers, credits, sales."""

from __future__ import annotations

from typing import Any

from seedkit.factories.infinitepages import (
    AiUsageLogFactory,
    ChapterFactory,
    CoverGenerationQueueFactory,
    CreatorEarningFactory,
    CreditPackageFactory,
    CreditTransactionFactory,
    GenerationLogFactory,
    PaymentFactory,
    StoryCoverFactory,
    StoryFactory,
    StoryPricingFactory,
    StoryPurchaseFactory,
    UserLibraryFactory,
)
from seedkit.factories.infinitepages.months import MonthStart
from seedkit.fields import (
    WAKING,
    After,
    Between,
    Field,
    Flag,
    Lookup,
    Moment,
    Now,
    Ordinal,
    days,
    minutes,
    this,
)
from seedkit.world import Person, RowSet, World, each

#: Signed up before anything that the stories tell.
LONG_AGO = Moment(before_now=days(400), until=days(200))
#: Before the first of four months ago, and so before everything that a payout of the stories covers.
BEFORE_SALES = Moment(before_now=days(190), until=days(165), at=WAKING)
#: A creator who may be paid.
PAYABLE = {"creator": True, "premium": True, "connected": True}


def in_month(back: int) -> Field:
    """A moment of the month so many months ago."""
    return Between(MonthStart(Now(), back), MonthStart(Now(), back - 1) - minutes(1))


def written(world: World, stories: RowSet, chapters: Any, *, label: str, **given: Any) -> RowSet:
    """The chapters of stories, so many each, and both logs of what wrote them and their foundations."""
    told = world.add(ChapterFactory, chapters, story=each(stories), label=label, **given)
    for log in (GenerationLogFactory, AiUsageLogFactory):
        world.add(log, story=each(stories), foundation=True, label=f"{label}, foundation")
    world.add(GenerationLogFactory, chapter=each(told), label=label)
    world.add(AiUsageLogFactory, chapter=each(told), extracted=Flag(0.4), label=label)
    return told


def covered(
    world: World,
    stories: RowSet,
    count: Any = None,
    *,
    label: str,
    charged: Person | None = None,
    **given: Any,
) -> RowSet:
    """Covers that the queue made for stories, so many each; their author may be charged for them."""
    jobs = world.add(CoverGenerationQueueFactory, count, story=each(stories), label=label, **given)
    covers = world.add(StoryCoverFactory, job=each(jobs), story=this.job.story, early=Flag(0.1), label=label)
    world.add(AiUsageLogFactory, picture=each(covers), cover=True, label=f"{label}, covers")
    if charged is not None:
        charge(world, charged, jobs, label=label)
    return covers


def charge(world: World, person: Person, jobs: RowSet, *, label: str) -> RowSet:
    """What covers cost whoever asked for them."""
    return world.add(
        CreditTransactionFactory, cover=each(jobs), user=person, cover_made=True, label=f"{label}, cover"
    )


def granted(world: World, person: Person, months: int = 3) -> RowSet:
    """The credits that a plan brought on the first of this month and of those before."""
    return world.add(CreditTransactionFactory, months, user=person, months_ago=Ordinal(), label="monthly")


def topped_up(world: World, person: Person, package: str, *, label: str = "package", **given: Any) -> RowSet:
    """A package of credits, paid and put on the account."""
    paid = world.add(
        PaymentFactory,
        user=person,
        package=Lookup(CreditPackageFactory, stripe_price_id=f"price_seedkit_{package}"),
        label=label,
        **given,
    )
    world.add(CreditTransactionFactory, payment=each(paid), user=person, bought=True, label=label)
    return paid


def published(
    world: World, author: Person, count: int, chapters: Any, *, label: str, prices: Any = None, **given: Any
) -> tuple[RowSet, RowSet]:
    """Stories for sale, each written within ten days of its foundation, and their chapters."""
    stories = world.add(
        StoryFactory, count, user=author, label=label, **{"created_at": BEFORE_SALES, **given}
    )
    paced = After(this.story.created_at, within=days(10), at=WAKING)
    told = written(world, stories, chapters, label=f"{author.handle}, {label}", created_at=paced)
    world.add(StoryPricingFactory, story=each(stories), label=f"{author.handle}, {label}", **(prices or {}))
    return stories, told


def shelved(world: World, reader: Person, stories: RowSet, *, label: str) -> RowSet:
    """Stories in a reader's library, where whatever they buy stands, too."""
    return world.add(UserLibraryFactory, user=reader, story=each(stories), label=label)


def sold(
    world: World, reader: Person, stories: RowSet, count: Any = None, *, label: str, **given: Any
) -> RowSet:
    """What a reader buys of each of the stories: the purchase, what it costs, what the author earns."""
    bought = world.add(StoryPurchaseFactory, count, user=reader, story=each(stories), label=label, **given)
    paid = world.add(
        CreditTransactionFactory, purchase=each(bought), user=reader, story_read=True, label=label
    )
    world.add(CreatorEarningFactory, transaction=each(paid), label=f"{label}, {reader.handle}")
    return bought
