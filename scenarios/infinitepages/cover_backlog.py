"""A queue of covers that has run full."""

from __future__ import annotations

from typing import Any

from seedkit.factories.infinitepages import (
    CoverGenerationQueueFactory,
    CreditTransactionFactory,
    ErrorReportFactory,
    StoryFactory,
)
from seedkit.fields import WAKING, After, Moment, days, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, chance, each

from .parts import LONG_AGO, charge, covered, granted, written

#: Recent enough that three months' credits came before every cover.
_LATELY = Moment(before_now=days(55), until=days(40), at=WAKING)


@scenario("infinitepages/cover-backlog")
def cover_backlog(world: World, *, waiting: int = 3) -> None:
    """Covers of two plans: made, being made, waiting, and failed with the credits given back."""
    premium = world.person("premium", premium=True, created_at=LONG_AGO)
    basic = world.person("basic", subscribed=True, created_at=LONG_AGO)
    for person in (premium, basic):
        queued(world, person, waiting)


def queued(world: World, person: Person, waiting: int) -> None:
    """Two stories with covers, and a job in every state."""
    granted(world, person)
    stories = world.add(StoryFactory, 2, user=person, created_at=_LATELY)
    written(world, stories, between(3, 5), label=person.handle)
    covers = covered(
        world,
        stories,
        between(1, 3),
        charged=person,
        label=person.handle,
        created_at=After(this.story.created_at, within=days(30), at=WAKING),
    )
    made = [job(world, person, stories, waiting, pending=True), job(world, person, stories, generating=True)]
    failed = job(world, person, stories, 2, failed=True)
    world.add(
        CreditTransactionFactory,
        cover=each(failed),
        user=person,
        cover_refunded=True,
        label=f"{person.handle}, given back",
    )
    world.add(ErrorReportFactory, chance(0.5), user=person)
    world.sees(person, stories, covers, *made, failed)


def job(world: World, person: Person, stories: RowSet, count: Any = None, **state: bool) -> RowSet:
    """Jobs in some state for any of the stories, charged when they were asked for."""
    name = f"{person.handle}, {next(iter(state))}"
    jobs = world.add(CoverGenerationQueueFactory, count, story=stories, label=name, **state)
    charge(world, person, jobs, label=name)
    return jobs
