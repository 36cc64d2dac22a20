"""Signing up and answering the quiz, one step at a time."""

from __future__ import annotations

from typing import Any

from seedkit.factories.craveverse import (
    AiUsageMetricFactory,
    JourneyEventFactory,
    QueueJobFactory,
)
from seedkit.fields import After, Moment, hours, minutes
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World

from .parts import Craving, chosen, player

#: Events of an onboarding, in the order in which they come (catalog/craveverse c1).
STARTED, CHOSE, ANSWERED, SAVED, ALL = 1, 2, 3, 4, 7


@scenario("craveverse/newbie-onboarding")
def newbie_onboarding(world: World, *, craving: Craving = "any") -> None:
    """Eight people who signed up lately, from somebody who has not begun to somebody who is playing level one."""
    newbie(world, "signed-up")
    newbie(world, "started", STARTED)
    newbie(world, "chose", CHOSE)
    newbie(world, "answered", ANSWERED)
    rejected(world, newbie(world, "rejected", ANSWERED))
    lately = Moment(before_now=hours(30), until=hours(3))
    # The page was closed before it heard of it.
    unheard = finished(world, "unheard", SAVED, created_at=lately, **chosen(craving))
    done = finished(world, "finished", ALL, created_at=lately, **chosen(craving))
    finished(world, "nameless", ALL, created_at=lately, fallback=True, **chosen(craving))
    for person in (unheard, done):
        personalized(world, person)
    world.add(JourneyEventFactory, 3, user=done, created_at=_since(done), label="looking around")


def newbie(world: World, handle: str, events: int = 0) -> Person:
    """Somebody in the middle of it: nothing is stored before the end but the events."""
    person = world.person(handle, newbie=True)
    world.add(JourneyEventFactory, user=person, redirected=True, label="redirected")
    if events:
        stepped(world, person, events)
    return person


def stepped(world: World, person: Person, events: int) -> RowSet:
    """The first events of an onboarding."""
    steps = world.add(JourneyEventFactory, events, user=person, onboarding=True, label="steps")
    world.sees(person, steps)
    return steps


def rejected(world: World, person: Person) -> None:
    """The server could not store the answers."""
    world.add(
        JourneyEventFactory,
        user=person,
        event="onboarding_complete_server",
        success=False,
        created_at=After(person.created_at, within=minutes(60), least=minutes(46)),
        label="rejected",
    )


def finished(world: World, handle: str, events: int, **given: Any) -> Person:
    """Somebody who answered everything minutes ago: the quiz and both places in the preferences say the same."""
    person = player(world, handle, **given)
    stepped(world, person, events)
    return person


def personalized(world: World, person: Person) -> None:
    """The job that made a plan of the answers, and the call that it took."""
    job = world.add(
        QueueJobFactory,
        user=person,
        personalization=True,
        created_at=person.onboarding_completed_at,
        label="personalization",
    )
    call = world.add(
        AiUsageMetricFactory,
        user=person,
        feature="onboarding_personalization",
        created_at=job.processed_at,
        label="personalization",
    )
    world.sees(person, call)


def _since(person: Person) -> After:
    return After(person.onboarding_completed_at, within=hours(2), least=minutes(1))
