"""Signing up alone, one step at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from seedkit.factories.vibrationfit import (
    AiConversationFactory,
    AssessmentInsightFactory,
    AssessmentResponseFactory,
    AssessmentResultFactory,
    ConversationSessionFactory,
    ProfileVersionFactory,
    PromptSuggestionsCacheFactory,
    TokenUsageFactory,
    UserProfileFactory,
    UserStorageFactory,
    VisionProgressFactory,
    VisionVersionFactory,
    VoiceProfileFactory,
)
from seedkit.fields import WAKING, After, Moment, Series, days, hours, minutes
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, chance, each

from .parts import CATEGORIES, QUESTIONS, alone, assessed, subscribed, worked_through


@scenario("vibrationfit/solo-onboarding")
def solo_onboarding(world: World, *, answered: int = 31, categories: int = 4) -> None:
    """Seven people who signed up alone, each a step further than the one before."""
    signed_up(world, "unconfirmed", hours(20), unconfirmed=True)
    signed_up(world, "newcomer", days(1))
    drafter = signed_up(world, "drafter", days(3))
    answerer = signed_up(world, "answerer", days(5))
    scored = signed_up(world, "scored", days(8))
    subscriber = signed_up(world, "subscriber", days(12))
    dreamer = signed_up(world, "dreamer", days(20))
    world.sees(drafter, drafting(world, drafter))
    world.sees(answerer, answering(world, answerer, min(answered, QUESTIONS - 1)))
    world.sees(scored, scoring(world, scored))
    world.sees(subscriber, subscribing(world, subscriber))
    world.sees(dreamer, dreaming(world, dreamer, min(categories, CATEGORIES - 1)))


def signed_up(world: World, handle: str, ago: timedelta, **given: Any) -> Person:
    """Somebody who signed up about so long ago, and nothing more."""
    return world.person(handle, created_at=Moment(before_now=ago, until=ago * 0.75, at=WAKING), **given)


def drafting(world: World, person: Person) -> RowSet:
    """A household of one, and a profile that has little more than a name yet."""
    home = alone(world, person)
    world.add(UserStorageFactory, user=person, free=True, label="free")
    draft = world.add(
        UserProfileFactory,
        user=person,
        household=home,
        started=True,
        is_active=False,
        is_draft=True,
        created_at=home.created_at,
    )
    world.add(ProfileVersionFactory, user=person, profile=draft, draft=True, created_at=draft.created_at)
    return draft


def profiled(world: World, person: Person) -> RowSet:
    """A household of one, and a profile filled in to the end on the first day or two."""
    home = alone(world, person)
    world.add(UserStorageFactory, user=person, free=True, label="free")
    done = world.add(
        UserProfileFactory,
        user=person,
        household=home,
        created_at=home.created_at,
        updated_at=After(home.created_at, within=hours(30), least=minutes(9), at=WAKING),
    )
    world.add(ProfileVersionFactory, user=person, profile=done, full=True, created_at=done.updated_at)
    return done


def answering(world: World, person: Person, answered: int) -> RowSet:
    """Somebody in the middle of their first assessment."""
    done = profiled(world, person)
    begun = world.add(
        AssessmentResultFactory,
        user=person,
        profile_version=done,
        in_progress=True,
        created_at=After(done.updated_at, within=days(1)),
    )
    world.add(AssessmentResponseFactory, answered, assessment=begun)
    return begun


def scoring(world: World, person: Person) -> RowSet:
    """The first assessment finished and read by VIVA, who already has questions to ask."""
    done = profiled(world, person)
    result = assessed(
        world, person, profile_version=done, created_at=After(done.updated_at, within=days(1), at=WAKING)
    )
    world.add(AssessmentInsightFactory, 4, assessment=result, label=person.handle)
    world.add(
        PromptSuggestionsCacheFactory,
        12,
        user=person,
        profile=done,
        assessment=result,
        created_at=After(result.completed_at, within=minutes(20)),
    )
    return result


def subscribing(world: World, person: Person) -> RowSet:
    """Scored, and convinced: the first invoice is paid, the first tokens are there."""
    result = scoring(world, person)
    decided = After(result.completed_at, within=days(2), least=minutes(10), at=WAKING)
    return subscribed(world, person, cycles=1, created_at=decided)


def dreaming(world: World, person: Person, categories: int) -> RowSet:
    """The first vision half-way: some categories talked through with VIVA, the draft as far as they go."""
    plan = subscribing(world, person)
    week = {"within": days(5), "at": WAKING}
    world.add(
        VoiceProfileFactory, user=person, brief=True, created_at=After(plan.created_at, within=hours(2))
    )
    opened = Series(plan.created_at + hours(1), every=hours(12), jitter=hours(3))
    worked_through(world, person, categories, created_at=opened)
    talks = world.add(
        ConversationSessionFactory,
        between(2, 4),
        user=person,
        mode="vision_build",
        created_at=After(plan.created_at, **week),
    )
    world.add(
        AiConversationFactory, user=person, conversation_id=each(talks), first_greeting=True, label="hello"
    )
    world.add(AiConversationFactory, between(4, 12), user=person, conversation_id=each(talks))
    for count, action in (
        (categories, "life_vision_category_summary"),
        (between(8, 20), "chat_conversation"),
    ):
        called = After(plan.created_at, **week)
        world.add(TokenUsageFactory, count, user=person, action_type=action, created_at=called, label=action)
    world.add(TokenUsageFactory, chance(0.4), user=person, failed=True, created_at=called, label="failed")
    # The opening comes before the categories.
    vision = world.add(
        VisionVersionFactory,
        user=person,
        partial=True,
        sections_done=categories + 1,
        created_at=After(plan.created_at, **week),
    )
    world.add(VisionProgressFactory, vision=vision)
    return vision
