"""Trials and plans: begun, converted, overdue, given up."""

from __future__ import annotations

from seedkit.factories.craveverse import PaymentTransactionFactory, SubscriptionFactory
from seedkit.fields import WAKING, Moment, days
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World

from .parts import played, player, subscribed, tried


@scenario("craveverse/trial-to-paid")
def trial_to_paid(world: World, *, levels: int = 12) -> None:
    """Ten accounts, from trials that run to a plan that was given up, and one that never got paid."""
    for handle, plan in (("on-trial", "plus"), ("on-ultra-trial", "ultra")):
        person = player(world, handle, trialing=True, plan_id=plan)
        tried(world, person, subscribed(world, person, payments=0))
    converted(world, player(world, "converted", converted=True), max(1, min(levels, 30)))
    lapsed = player(world, "lapsed", trial_over=True)
    tried(world, lapsed, subscribed(world, lapsed, payments=0), over=True)
    yearly = player(world, "yearly", ultra=True)
    subscribed(world, yearly, payments=1, yearly=True)
    monthly = player(world, "monthly", ultra=True)
    subscribed(world, monthly)
    overdue(world, player(world, "overdue", plus=True))
    leaving = player(world, "leaving", plus=True)
    subscribed(world, leaving, canceling=True)
    gone = player(world, "gone")
    subscribed(world, gone, payments=2, canceled=False)
    unconfirmed(world, player(world, "unconfirmed"))


def converted(world: World, person: Person, levels: int) -> None:
    """The trial ended in a plan that is paid since, and levels past the tenth."""
    plan = subscribed(world, person)
    tried(world, person, plan)
    played(world, person, levels)


def overdue(world: World, person: Person) -> None:
    """Two periods went well, the payment for the third failed twice."""
    began = Moment(before_now=days(75), until=days(66), at=WAKING)
    plan = subscribed(world, person, payments=2, past_due=True, created_at=began)
    for late in (0, 3):
        declined(world, person, plan, late)


def declined(world: World, person: Person, plan: RowSet, late: int) -> None:
    """A payment for the current period that did not go through, so many days into it."""
    world.add(
        PaymentTransactionFactory,
        user=person,
        subscription=plan,
        failed=True,
        created_at=plan.current_period_start + days(late),
        label=f"failed after {late} days",
    )


def unconfirmed(world: World, person: Person) -> None:
    """The first payment waits for a confirmation, for some hours now."""
    plan = world.add(SubscriptionFactory, user=person, incomplete=True)
    world.add(
        PaymentTransactionFactory,
        user=person,
        subscription=plan,
        pending=True,
        label="pending",
    )
    world.sees(person, plan)
