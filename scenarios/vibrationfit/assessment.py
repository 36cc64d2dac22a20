"""Assessments at every stage, on the published scale or the live one."""

from __future__ import annotations

from typing import Any, Literal

from seedkit.factories.vibrationfit import (
    AssessmentInsightFactory,
    AssessmentResponseFactory,
    AssessmentResultFactory,
    PromptSuggestionsCacheFactory,
)
from seedkit.fields import WAKING, After, Flag, Moment, days, hours, minutes
from seedkit.scenario import scenario
from seedkit.world import Person, World, each

from .parts import CATEGORIES, QUESTIONS, assessed, settled


@scenario("vibrationfit/assessment")
def assessment(
    world: World, *, scale: Literal["seed", "live"] = "seed", answered: int = 40, insights: int = 8
) -> None:
    """Taken twice, answered in one's own words, half-way, and not begun; on either scale.

    The live scale counts answers from 1 to 5 and asks what the profile tells it to ask.
    """
    again, outspoken, answering, invited = world.people("again", "outspoken", "answering", "invited")
    live = scale == "live"
    twice(world, again, insights, live=live)
    in_own_words(world, outspoken, live=live)
    half_way(world, answering, min(answered, QUESTIONS - 1), live=live)
    settled(world, invited)
    world.sees(invited, world.add(AssessmentResultFactory, user=invited, not_started=True, live_scale=live))


def twice(world: World, person: Person, insights: int, *, live: bool) -> None:
    """An assessment of two months ago, the one that replaced it, and what VIVA reads out of both."""
    mine = settled(world, person, revised=Moment(before_now=days(100), until=days(75)))
    asked: dict[str, Any] = {"profile_version": mine, "live_scale": live, "tailored": live}
    before = assessed(
        world,
        person,
        is_active=False,
        created_at=Moment(before_now=days(74), until=days(50), at=WAKING),
        label="before",
        **asked,
    )
    now = assessed(
        world,
        person,
        noted=True,
        created_at=Moment(before_now=days(40), until=hours(2), at=WAKING),
        label="now",
        **asked,
    )
    world.add(AssessmentInsightFactory, 4, assessment=before, tailored=live, label="before")
    world.add(AssessmentInsightFactory, insights, assessment=now, tailored=live, label="now")
    world.add(
        PromptSuggestionsCacheFactory,
        CATEGORIES,
        user=person,
        profile=mine,
        assessment=now,
        created_at=After(now.completed_at, within=minutes(30)),
    )
    world.sees(person, before, now)


def in_own_words(world: World, person: Person, *, live: bool) -> None:
    """An assessment with a dozen answers that VIVA had to judge, and insights that name no answers."""
    mine = settled(world, person)
    result = world.add(AssessmentResultFactory, user=person, profile_version=mine, live_scale=live)
    world.add(
        AssessmentResponseFactory,
        QUESTIONS,
        assessment=each(result),
        custom=Flag(0.14),
        tailored=live,
        label="own words",
    )
    world.add(AssessmentInsightFactory, 4, assessment=result, unsupported=True, label="own words")
    world.sees(person, result)


def half_way(world: World, person: Person, answered: int, *, live: bool) -> None:
    """An earlier assessment that still counts, and the next one with so many answers yet."""
    settled(world, person)
    earlier = assessed(
        world,
        person,
        live_scale=live,
        created_at=Moment(before_now=days(90), until=days(10), at=WAKING),
        label="earlier",
    )
    begun = world.add(AssessmentResultFactory, user=person, in_progress=True, live_scale=live, label="begun")
    world.add(AssessmentResponseFactory, answered, assessment=each(begun), label="begun")
    world.sees(person, earlier, begun)
