"""Credits that come and go: packages, what a plan brings, what is given, given back and taken back."""

from __future__ import annotations

from typing import Literal

from seedkit.factories.infinitepages import (
    CreditTransactionFactory,
    ExportFactory,
    PaymentFactory,
    StoryFactory,
    SubscriptionLogFactory,
    SubscriptionUsageFactory,
)
from seedkit.fields import After, Moment, Ordinal, days, hours, minutes, this
from seedkit.scenario import scenario
from seedkit.world import Person, World, between, each

from .parts import LONG_AGO, granted, topped_up, written

#: So many months' credits fit under the limit of the basic plan (catalog/infinitepages c2).
LIMIT = 3


@scenario("infinitepages/credit-ledger")
def credit_ledger(world: World, *, idle: Literal[3, 4, 5, 6] = 5) -> None:
    """Packages bought and not bought, an account at its limit, downloads, bonuses and corrections, plans of all states.

    ``idle`` is for how many months somebody on the basic plan has spent nothing.
    """
    buyer, founder = world.people("buyer", "founder", created_at=LONG_AGO)
    saver = world.person("saver", subscribed=True, created_at=LONG_AGO)
    downloader, favorite = world.people("downloader", "favorite", premium=True, created_at=LONG_AGO)
    packages(world, buyer)
    first = topped_up(world, founder, "founders", founders=True)
    world.sees(founder, first)
    kept = granted(world, saver, idle)
    back = world.add(
        CreditTransactionFactory, idle - LIMIT, user=saver, reverted=True, months_ago=Ordinal(), label="back"
    )
    world.sees(saver, kept, back)
    downloads(world, downloader)
    adjusted(world, favorite)
    plans(world)


def packages(world: World, person: Person) -> None:
    """Each package once, one more after the card was declined twice; one given up, one under way."""
    for package in ("basic_month", "premium_month", "basic_year", "premium_year"):
        bought = topped_up(world, person, package, label=package)
        world.sees(person, bought)
    declined = world.add(PaymentFactory, 2, user=person, failed=True, label="declined")
    again = After(declined.processed_at, within=hours(1), least=minutes(1))
    topped_up(world, person, "basic_month", created_at=again, label="again")
    world.add(PaymentFactory, user=person, canceled=True, label="given up")
    world.add(PaymentFactory, user=person, pending=True, label="under way")
    world.sees(person, declined)


def downloads(world: World, person: Person) -> None:
    """An author who pays for downloads of a story; what failed is not charged, what is under way not yet."""
    granted(world, person)
    lately = Moment(before_now=days(50), until=days(35))
    story = world.add(StoryFactory, user=person, completed=True, created_at=lately)
    told = written(
        world,
        story,
        between(4, 7),
        label=person.handle,
        created_at=After(this.story.created_at, within=days(9)),
    )
    files = world.add(ExportFactory, between(2, 3), story=story, created_at=After(story.updated_at))
    world.add(CreditTransactionFactory, export=each(files), user=person, downloaded=True, label="downloads")
    failed = world.add(ExportFactory, story=story, failed=True, label="failed")
    world.add(ExportFactory, story=story, pending=True, label="under way")
    used = world.add(SubscriptionUsageFactory, 3, user=person)
    world.sees(person, told, files, failed, used)


def adjusted(world: World, person: Person) -> None:
    """Somebody whom support has looked after."""
    ledger = granted(world, person, 4)
    for what in ("given", "corrected", "creator_bonus", "cache_bonus"):
        entry = world.add(CreditTransactionFactory, user=person, label=what, **{what: True})
        world.sees(person, entry)
    world.sees(person, ledger)


def plans(world: World) -> None:
    """A plan in every state that Stripe knows, with what it told of it."""
    told = {
        "steady": ("subscribed", ("payment_succeeded",)),
        "upgraded": ("premium", ("updated", "payment_succeeded")),
        "trialist": ("trialing", ()),
        "late": ("past_due", ("payment_failed",)),
        "unpaid": ("unpaid", ("payment_failed",)),
        "canceled": ("canceled", ("cancelled",)),
        "lapsed": ("lapsed", ("payment_succeeded", "cancelled")),
    }
    for handle, (state, events) in told.items():
        person = world.person(handle, created_at=LONG_AGO, **{state: True})
        logs = [world.add(SubscriptionLogFactory, user=person)]
        logs += [world.add(SubscriptionLogFactory, user=person, label=e, **{e: True}) for e in events]
        world.sees(person, *logs)
