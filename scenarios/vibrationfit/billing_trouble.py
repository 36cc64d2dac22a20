"""Subscriptions that do not go well."""

from __future__ import annotations

from typing import Any

from seedkit.factories.vibrationfit import (
    CustomerSubscriptionFactory,
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
    MembershipTierFactory,
    PaymentHistoryFactory,
    TokenTransactionFactory,
    TokenUsageFactory,
)
from seedkit.fields import WAKING, After, Lookup, Moment, days, minutes
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between

from .parts import profile, settled, subscribed

#: Plans of somebody alone and of a household.
OWN, SHARED = "vision_pro_28day", "vision_pro_household_28day"


@scenario("vibrationfit/billing-trouble")
def billing_trouble(world: World) -> None:
    """Ten people whose plans are late, unpaid, leaving, gone or never began; three have a household."""
    for handle, trouble in (
        ("recovered", recovered),
        ("late", past_due),
        ("unpaid", unpaid),
        ("leaving", leaving),
        ("gone", gone),
        ("hesitant", never_began),
        ("dropout", given_up),
    ):
        person = world.person(handle)
        settled(world, person)
        world.sees(person, trouble(world, person, OWN))
    for handle, trouble, state in (
        ("late-host", past_due, "past_due"),
        ("former-host", gone, "canceled"),
        ("new-host", never_began, "incomplete"),
    ):
        host = world.person(handle, kind="admin")
        home = at_home(world, host, trouble(world, host, SHARED), state)
        world.add(HouseholdInvitationFactory, household=home, canceled=True, label=f"of {handle}")
    offered = world.person("offered", kind="pending")
    world.add(HouseholdMemberFactory, household=home, user=offered, pending=True)


def at_home(world: World, host: Person, plan: RowSet, state: str) -> RowSet:
    """The household of an admin, in the state of the plan."""
    home = world.add(
        HouseholdFactory,
        admin_user=host,
        stripe_customer_id=plan.stripe_customer_id,
        stripe_subscription_id=plan.stripe_subscription_id,
        **{state: True},
    )
    world.add(HouseholdMemberFactory, household=home, user=host, admin=True)
    profile(world, host, home)
    world.sees(host, home, plan)
    return home


def declined(world: World, person: Person, plan: RowSet, *, label: str = "declined", **given: Any) -> None:
    """An invoice that failed, that of the current period unless something else is given."""
    world.add(PaymentHistoryFactory, user=person, subscription=plan, failed=True, label=label, **given)


def used(world: World, person: Person, plan: RowSet) -> None:
    """AI calls while there were tokens."""
    world.add(
        TokenUsageFactory,
        between(5, 20),
        user=person,
        created_at=After(plan.created_at, within=days(50), at=WAKING),
    )


def recovered(world: World, person: Person, tier: str) -> RowSet:
    """The card was declined; half an hour later another one paid, and the tokens came."""
    plan = subscribed(world, person, plan=tier, cycles=2)
    declined(world, person, plan)
    paid = {"created_at": plan.current_period_start + minutes(30), "label": "another card"}
    world.add(PaymentHistoryFactory, user=person, subscription=plan, **paid)
    world.add(TokenTransactionFactory, user=person, subscription=plan, **paid)
    used(world, person, plan)
    return plan


def past_due(world: World, person: Person, tier: str) -> RowSet:
    """Two cycles went well, the third invoice failed."""
    plan = subscribed(world, person, plan=tier, cycles=2, past_due=True)
    declined(world, person, plan)
    used(world, person, plan)
    return plan


def unpaid(world: World, person: Person, tier: str) -> RowSet:
    """The third invoice failed, and failed again three days and a week later."""
    began = Moment(before_now=days(82), until=days(64), at=WAKING)
    plan = subscribed(world, person, plan=tier, cycles=2, unpaid=True, created_at=began)
    for late in (0, 3, 7):
        tried = plan.current_period_start + days(late)
        declined(world, person, plan, created_at=tried, label=f"tried after {late} days")
    used(world, person, plan)
    return plan


def leaving(world: World, person: Person, tier: str) -> RowSet:
    """Canceled, and good until the period ends."""
    plan = subscribed(world, person, plan=tier, canceling=True)
    used(world, person, plan)
    return plan


def gone(world: World, person: Person, tier: str) -> RowSet:
    """Canceled in the third period, with immediate effect."""
    plan = subscribed(world, person, plan=tier, canceled=True)
    used(world, person, plan)
    return plan


def never_began(world: World, person: Person, tier: str) -> RowSet:
    """The first payment failed within the last day; there are hours left to try again."""
    return unstarted(world, person, tier, incomplete=True)


def given_up(world: World, person: Person, tier: str) -> RowSet:
    """The first payment failed weeks ago, and nobody tried again."""
    return unstarted(world, person, tier, incomplete_expired=True)


def unstarted(world: World, person: Person, tier: str, **state: Any) -> RowSet:
    """A plan that was never paid."""
    plan = world.add(
        CustomerSubscriptionFactory,
        user=person,
        membership_tier=Lookup(MembershipTierFactory, tier_type=tier),
        **state,
    )
    declined(world, person, plan)
    return plan
