"""What several stories of VibrationFit have in common: accounts, plans, assessments, visions."""

from __future__ import annotations

from typing import Any

from seedkit.factories.vibrationfit import (
    AssessmentResponseFactory,
    AssessmentResultFactory,
    AudioSetFactory,
    AudioTrackFactory,
    CustomerSubscriptionFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    LifeVisionCategoryStateFactory,
    MembershipTierFactory,
    PaymentHistoryFactory,
    TokenTransactionFactory,
    UserProfileFactory,
    UserStorageFactory,
)
from seedkit.fields import Lookup, Moment, Ordinal, Series, days, this
from seedkit.world import Person, RowSet, World, chance, each

#: A billing cycle, and how many of them a plan of the stories has seen (catalog/vibrationfit c2).
CYCLE, CYCLES, YEAR = days(28), 3, days(365)
#: Questions of an assessment, sections of a vision read aloud (catalog/vibrationfit c3, c5).
QUESTIONS, SECTIONS, CATEGORIES = 84, 14, 12
#: What each seat beyond the two included costs in cents and grants in tokens, each cycle (catalog/vibrationfit c4).
SEAT_PRICE, SEAT_GRANT = 1_900, 100_000

# When an active profile version was made, as the factory has it.
_LATELY = Moment(before_now=days(100), until=days(1))


def alone(world: World, person: Person, **given: Any) -> RowSet:
    """A household of one, which everybody has who joined no other."""
    home = world.add(HouseholdFactory, admin_user=person, solo=True, label="solo", **given)
    world.add(HouseholdMemberFactory, household=home, user=person, admin=True)
    return home


def profile(world: World, person: Person, home: RowSet, *, revised: Any = _LATELY, **facts: Any) -> RowSet:
    """A first version of a profile, the revised one that is active, and in some copies a draft of the next."""
    mine = {"user": person, "household": home, **facts}
    first = world.add(UserProfileFactory, old=True, label="first", **mine)
    active = world.add(UserProfileFactory, parent_version=first, created_at=revised, label="active", **mine)
    world.add(UserProfileFactory, chance(0.3), draft=True, parent_version=active, label="draft", **mine)
    return active


def settled(world: World, person: Person, *, revised: Any = _LATELY, **facts: Any) -> RowSet:
    """Somebody on their own for months: a solo household, the storage of the free plan, a profile in two versions."""
    world.add(UserStorageFactory, user=person, free=True, label="free")
    return profile(world, person, alone(world, person), revised=revised, **facts)


def subscribed(
    world: World,
    person: Person,
    *,
    plan: str = "vision_pro_28day",
    cycles: int = CYCLES,
    yearly: bool = False,
    seats: int = 0,
    label: str | None = None,
    **state: Any,
) -> RowSet:
    """A plan with so many cycles paid and granted, and its storage; ``seats`` are those beyond the two included."""
    tier = Lookup(MembershipTierFactory, tier_type=plan)
    held = world.add(
        CustomerSubscriptionFactory, user=person, annual=yearly, membership_tier=tier, label=label, **state
    )
    begun = Series(this.subscription.created_at, every=YEAR if yearly else CYCLE)
    cycle: dict[str, Any] = {"user": person, "subscription": held, "created_at": begun, "label": label}
    more, granted = {}, {}
    if seats:
        more = {"amount": this.subscription.membership_tier.price_monthly + SEAT_PRICE * seats}
        granted = {"tokens_used": this.subscription.membership_tier.monthly_token_grant + SEAT_GRANT * seats}
    world.add(PaymentHistoryFactory, cycles, **cycle, **more)
    # A yearly plan is renewed; each cycle of the others counts as a grant of its own.
    world.add(TokenTransactionFactory, cycles, renewal=yearly and Ordinal() > 0, **cycle, **granted)
    world.add(UserStorageFactory, user=person, subscription=held, label=label)
    return held


def pack(world: World, person: Person, *, label: str = "pack", older: bool = False, **given: Any) -> RowSet:
    """A token pack with its payment, under the same payment intent; ``older`` packs are booked in words of old."""
    bought = world.add(
        TokenTransactionFactory, user=person, label=label, bought=not older, bought_long_ago=older, **given
    )
    world.add(
        PaymentHistoryFactory,
        user=person,
        pack=True,
        stripe_payment_intent_id=bought.stripe_payment_intent_id,
        amount=bought.amount_paid_cents,
        created_at=bought.created_at,
        label=label,
    )
    return bought


def assessed(
    world: World, person: Person, *, label: str | None = None, tailored: bool = False, **given: Any
) -> RowSet:
    """A finished assessment with its 84 answers, ``tailored`` to the profile that is given with it."""
    result = world.add(AssessmentResultFactory, user=person, label=label, **given)
    world.add(
        AssessmentResponseFactory,
        QUESTIONS,
        assessment=each(result),
        tailored=tailored,
        label=label or person.handle,
    )
    return result


def worked_through(world: World, person: Person, done: int = CATEGORIES, **given: Any) -> RowSet:
    """The twelve categories on the way to a vision: so many done, the next three half-way, the rest untouched."""
    return world.add(
        LifeVisionCategoryStateFactory,
        CATEGORIES,
        user=person,
        imagined=Ordinal().equals(done),
        summarized=Ordinal().equals(done + 1),
        transcribed=Ordinal().equals(done + 2),
        untouched=Ordinal() > done + 2,
        **given,
    )


def narrated(world: World, vision: RowSet, count: int | None = None, *, label: str, **given: Any) -> RowSet:
    """Audio sets of a vision, each with a track for every section."""
    sets = world.add(AudioSetFactory, count, vision=vision, label=label, **given)
    world.add(AudioTrackFactory, SECTIONS, audio_set=each(sets), label=label)
    return sets
