"""A month of play: thirty levels, relapses, a pause, a skip, and the end of the free levels."""

from __future__ import annotations

from seedkit.factories.craveverse import (
    AiUsageMetricFactory,
    JourneyEventFactory,
    ShareableProgressFactory,
    StreakPauseFactory,
    UserProgressFactory,
)
from seedkit.fields import Moment, days
from seedkit.scenario import scenario
from seedkit.world import Person, World, between

from .parts import (
    A_MONTH_AGO,
    FREE_LEVELS,
    LEVELS,
    ONE_DAY,
    SKIP,
    THREE_DAYS,
    Craving,
    bagged,
    bought,
    chosen,
    played,
    player,
    skipped,
    subscribed_at_once,
)


@scenario("craveverse/thirty-days")
def thirty_days(world: World, *, levels: int = LEVELS, craving: Craving = "any") -> None:
    """Five people along the map: all the way, with relapses, with a pause, around a level, and up to where it costs."""
    mine = {"created_at": A_MONTH_AGO, **chosen(craving)}
    champion(world, player(world, "champion", plus=True, **mine), max(1, min(levels, LEVELS)))
    relapsed(world, player(world, "relapsed", **mine))
    paused(world, player(world, "paused", **mine))
    around(world, player(world, "skipper", ultra=True, **mine))
    stopped(world, player(world, "stopped", **mine))


def champion(world: World, person: Person, levels: int) -> None:
    """On plus, every level done, coached all along, proud enough to share it."""
    subscribed_at_once(world, person)
    played(world, person, levels)
    coached(world, person)
    shares = world.add(ShareableProgressFactory, 2, user=person)
    lasting = world.add(ShareableProgressFactory, user=person, lasting=True, label="lasting")
    world.add(ShareableProgressFactory, user=person, expired=True, label="expired")
    world.sees(person, shares, lasting)


def coached(world: World, person: Person) -> None:
    """Calls of the AI over the last months, some of them answered from the cache."""
    calls = world.add(AiUsageMetricFactory, between(10, 30), user=person)
    world.add(AiUsageMetricFactory, between(1, 4), user=person, repeated_call=True, label="repeated")
    world.sees(person, calls)


def relapsed(world: World, person: Person) -> None:
    """Three levels went well, one did not: the streak began anew."""
    played(world, person, 3, label="first")
    played(world, person, label="slip", slipped=True)
    played(world, person, between(1, 4), label="again")
    world.add(AiUsageMetricFactory, between(1, 5), user=person)


def paused(world: World, person: Person) -> None:
    """One of two tokens paused the streak for a day, the only one for three days is used up."""
    played(world, person, FREE_LEVELS)
    bag = bagged(world, person, ONE_DAY, 2)
    short = world.add(StreakPauseFactory, user=person, pause_token=bag, label=ONE_DAY)
    purchase = bought(world, person, THREE_DAYS)
    long = world.add(StreakPauseFactory, user=person, purchase=purchase, used_up=True, label=THREE_DAYS)
    world.sees(person, short, long)


def around(world: World, person: Person) -> None:
    """On ultra: two levels were not for this player, the last one is still open."""
    subscribed_at_once(world, person)
    played(world, person, 9, label="before")
    bag = bagged(world, person, SKIP, 3)
    skipped(world, person, bag, 2)
    played(world, person, 4, label="after", unanswered=True)
    open_level = world.add(UserProgressFactory, user=person, opened=True, label="open")
    world.sees(person, open_level)


def stopped(world: World, person: Person) -> None:
    """The ten free levels done, and nobody there since."""
    played(world, person, FREE_LEVELS)
    world.add(
        JourneyEventFactory, between(1, 3), user=person, created_at=Moment(before_now=days(3)), label="visits"
    )
