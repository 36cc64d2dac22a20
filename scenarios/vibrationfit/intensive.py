"""The 72-hour intensive: ten steps, and the rows that each of them leaves behind (catalog/vibrationfit c7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from seedkit.factories.vibrationfit import (
    CustomerSubscriptionFactory,
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
    IntensiveChecklistFactory,
    IntensivePurchaseFactory,
    JournalEntryFactory,
    MembershipTierFactory,
    PaymentHistoryFactory,
    TokenTransactionFactory,
    TokenUsageFactory,
    UserProfileFactory,
    UserStorageFactory,
    VisionBoardItemFactory,
    VisionProgressFactory,
    VisionVersionFactory,
)
from seedkit.fields import WAKING, After, Between, Lookup, Moment, Token, days, hours, minutes, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between

from .parts import CATEGORIES, alone, assessed, narrated, worked_through

#: All steps of the checklist, and the time after a payment until the next one is due.
STEPS, INSTALMENT = 10, days(30)


@scenario("vibrationfit/intensive")
def intensive(world: World, *, steps: int = 6) -> None:
    """Nine people in the intensive: finished, on the way, just bought, won, abandoned, refunded."""
    finisher = buyer(world, "finisher", days(30), days(12))
    trial(world, finisher, done(world, finisher))

    two = buyer(world, "two-parts", days(52), days(36))
    trial(world, two, done(world, two, paid=2, two_payments=True))

    three = buyer(world, "three-parts", days(80), days(66))
    stayed(world, three, done(world, three, paid=3, three_payments=True))

    couple, partner = buyer(world, "couple", days(30), days(12), kind="admin"), world.person("partner")
    shared(world, couple, partner)

    underway = buyer(world, "underway", hours(58), hours(40))
    walk(world, underway, min(steps, STEPS - 1), in_progress=True)
    walk(world, buyer(world, "newest", hours(20), hours(10)), 0, two_payments=True)
    walk(world, buyer(world, "winner", hours(58), hours(30)), 2, paid=0, coupon=True)
    walk(world, buyer(world, "stuck", days(26), days(14)), 3, three_payments=True)
    walk(world, buyer(world, "regretful", days(40), days(12)), 1, refunded=True)


def buyer(world: World, handle: str, earliest: timedelta, latest: timedelta, **given: Any) -> Person:
    """Somebody who signed up in order to buy the intensive."""
    return world.person(handle, created_at=Moment(before_now=earliest, until=latest, at=WAKING), **given)


def done(world: World, person: Person, **given: Any) -> RowSet:
    """All ten steps walked; gives the checklist."""
    return walk(world, person, STEPS, completed=True, **given)


def walk(
    world: World, person: Person, steps: int, *, home: RowSet | None = None, paid: int = 1, **given: Any
) -> RowSet:
    """A purchase with so many payments, its checklist with so many steps done, and what they leave behind."""
    purchase = world.add(
        IntensivePurchaseFactory,
        user=person,
        created_at=After(this.user.email_confirmed_at, within=hours(6), least=minutes(4)),
        **given,
    )
    payments(world, person, purchase, paid)
    steps_done = world.add(IntensiveChecklistFactory, user=person, intensive=purchase, steps_done=steps)
    home = home or alone(world, person, created_at=person.email_confirmed_at)
    world.add(UserStorageFactory, user=person, free=True, label="free")
    known(world, person, home, purchase, steps_done, steps)
    envisioned(world, person, steps_done, steps)
    lived(world, person, steps_done, steps)
    world.sees(person, purchase, steps_done)
    return steps_done


def payments(world: World, person: Person, purchase: RowSet, count: int) -> None:
    """The payment at checkout, and an invoice for each further part."""
    parts: tuple[dict[str, Any], ...] = (
        {"stripe_payment_intent_id": purchase.stripe_payment_intent_id, "label": "checkout"},
        {
            "stripe_payment_intent_id": None,
            "stripe_invoice_id": Token("in_seedkit_", 18),
            "label": "second part",
        },
        {
            "stripe_payment_intent_id": None,
            "stripe_invoice_id": Token("in_seedkit_", 18),
            "label": "third part",
        },
    )
    for number, part in enumerate(parts[:count]):
        due = purchase.created_at + INSTALMENT * number
        world.add(
            PaymentHistoryFactory, user=person, intensive=True, amount=purchase.amount, created_at=due, **part
        )


def known(
    world: World, person: Person, home: RowSet, purchase: RowSet, steps_done: RowSet, steps: int
) -> None:
    """Steps 1 to 3: a profile, an assessment; of the call there is only the date."""
    if steps < 1:
        return
    profile = world.add(
        UserProfileFactory,
        user=person,
        household=home,
        created_at=Between(purchase.created_at, steps_done.profile_completed_at),
        updated_at=steps_done.profile_completed_at,
    )
    if steps >= 2:
        assessed(
            world,
            person,
            profile_version=profile,
            created_at=Between(steps_done.profile_completed_at, steps_done.assessment_completed_at),
            completed_at=steps_done.assessment_completed_at,
        )


def envisioned(world: World, person: Person, steps_done: RowSet, steps: int) -> None:
    """Steps 4 to 6: the first vision, the refined one that takes its place, and that one read aloud."""
    if steps < 4:
        return
    built = Between(steps_done.assessment_completed_at, steps_done.vision_built_at)
    worked_through(world, person, created_at=built, updated_at=steps_done.vision_built_at)
    vision = version(world, person, "first", built, steps_done.vision_built_at, is_active=steps < 5)
    if steps >= 5:
        later = Between(steps_done.vision_built_at, steps_done.vision_refined_at)
        vision = version(world, person, "refined", later, steps_done.vision_refined_at)
    if steps >= 6:
        heard = Between(steps_done.vision_refined_at, steps_done.audio_generated_at)
        narrated(world, vision, label=person.handle, created_at=heard)


def version(world: World, person: Person, label: str, made: Any, finished: Any, **given: Any) -> RowSet:
    """A whole vision and its progress."""
    vision = world.add(
        VisionVersionFactory, user=person, created_at=made, updated_at=finished, label=label, **given
    )
    world.add(VisionProgressFactory, vision=vision, label=f"{person.handle}, {label}")
    return vision


def lived(world: World, person: Person, steps_done: RowSet, steps: int) -> None:
    """Steps 7 and 8: the board and the first journal entry; of calibration and activation there is only the date."""
    if steps >= 7:
        pinned = Between(steps_done.audio_generated_at, steps_done.vision_board_completed_at)
        world.add(VisionBoardItemFactory, CATEGORIES, user=person, created_at=pinned)
    if steps >= 8:
        world.add(JournalEntryFactory, user=person, created_at=steps_done.first_journal_entry_at)


def trial(world: World, person: Person, steps_done: RowSet, *, household: bool = False) -> RowSet:
    """What the activation brings: a plan on trial for 56 days, a million tokens (two for a household), storage."""
    tier = "vision_pro_household_28day" if household else "vision_pro_28day"
    return granted(world, person, steps_done, tier, household=household, trialing=True)


def stayed(world: World, person: Person, steps_done: RowSet) -> None:
    """The trial is over, its tokens have expired, and the plan goes on, paid."""
    plan = granted(world, person, steps_done, "vision_pro_28day", converted=True)
    world.add(PaymentHistoryFactory, user=person, subscription=plan)
    world.add(TokenTransactionFactory, user=person, subscription=plan)


def granted(
    world: World, person: Person, steps_done: RowSet, tier: str, *, household: bool = False, **state: Any
) -> RowSet:
    """A plan that begins with a trial at the activation, its tokens and storage, and calls since then."""
    plan = world.add(
        CustomerSubscriptionFactory,
        user=person,
        membership_tier=Lookup(MembershipTierFactory, tier_type=tier),
        created_at=steps_done.activation_protocol_completed_at,
        **state,
    )
    kind = "intensive_household" if household else "intensive"
    world.add(
        TokenTransactionFactory,
        user=person,
        trial=True,
        created_at=plan.created_at,
        tokens_used=2_000_000 if household else 1_000_000,
        metadata_={"grant_type": "trial_grant", "tier_type": kind, "plan_category": "intensive"},
        label="trial",
    )
    world.add(UserStorageFactory, user=person, subscription=plan)
    used = After(plan.created_at, within=days(50), at=WAKING)
    world.add(TokenUsageFactory, between(5, 30), user=person, created_at=used)
    return plan


def shared(world: World, couple: Person, partner: Person) -> None:
    """The intensive of a household: one walks the steps, the other has a seat and tokens of nobody."""
    home = world.add(HouseholdFactory, admin_user=couple, created_at=couple.email_confirmed_at, sharing=True)
    world.add(HouseholdMemberFactory, household=home, user=couple, admin=True)
    steps_done = done(world, couple, home=home, household=True)
    trial(world, couple, steps_done, household=True)
    seat = world.add(HouseholdMemberFactory, household=home, user=partner, not_sharing=True)
    world.add(
        HouseholdInvitationFactory,
        household=home,
        accepted=True,
        invited_email=partner.email,
        created_at=seat.invited_at,
        accepted_at=seat.accepted_at,
    )
    world.add(UserProfileFactory, user=partner, household=home, not_sharing=True)
    world.sees(partner, home)
