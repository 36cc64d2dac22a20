"""Creators on their way to being paid, and payouts that did not go as they should."""

from __future__ import annotations

from typing import Any

from seedkit.factories.infinitepages import (
    CreatorEarningsAccumulationFactory,
    IndividualPayoutFactory,
    MonthlyPayoutBatchFactory,
    PayoutFactory,
)
from seedkit.factories.infinitepages.months import MonthStart
from seedkit.fields import Between, Field, Now, days
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, each

from .parts import BEFORE_SALES, LONG_AGO, PAYABLE, in_month, published, shelved, sold, topped_up

#: All of a story for 300 credits: 210 are the author's, and twelve of these are 25.20 USD.
PRICE, STORIES, READERS = 300, 4, 3


@scenario("infinitepages/connect-states")
def connect_states(world: World) -> None:
    """Accounts at Stripe that are absent, begun, pending and active; payouts on demand, refused and still under way."""
    fans = world.people(
        *(f"fan{number}" for number in range(1, READERS + 1)), subscribed=True, created_at=LONG_AGO
    )
    for fan in fans:
        topped_up(world, fan, "basic_year", created_at=BEFORE_SALES)
    world.person("admin", kind="admin", admin=True)
    world.person("unpaid", created_at=LONG_AGO, creator=True)
    for handle, state in (("begun", "connect_begun"), ("pending", "connecting"), ("ready", "connected")):
        person = world.person(handle, created_at=LONG_AGO, creator=True, premium=True, **{state: True})
        owed(world, person)
    on_demand(world, fans, world.person("impatient", created_at=LONG_AGO, **PAYABLE))
    under_way(world, fans)


def owed(world: World, person: Person) -> None:
    """What a creator has earned and was not paid; zero from the day they go to Stripe."""
    world.sees(person, world.add(CreatorEarningsAccumulationFactory, creator=person))


def earned(world: World, fans: tuple[Person, ...], creator: Person, when: Field) -> None:
    """Enough for a payout, all of it some time in a month."""
    stories, _ = published(
        world,
        creator,
        STORIES,
        3,
        label=creator.handle,
        prices={"premium_unlock_price": PRICE, "free_chapters": 1},
    )
    for fan in fans:
        shelved(world, fan, stories, label=creator.handle)
        sold(world, fan, stories, unlock=True, created_at=when, label=creator.handle)


def on_demand(world: World, fans: tuple[Person, ...], creator: Person) -> None:
    """Earned in the first half of a month and asked for in the second, without waiting for the first of the next."""
    month = MonthStart(Now(), 2)
    earned(world, fans, creator, Between(month, month + days(13)))
    paid = world.add(
        PayoutFactory, creator=creator, on_demand=True, created_at=Between(month + days(14), month + days(27))
    )
    owed(world, creator)
    world.sees(creator, paid)


def under_way(world: World, fans: tuple[Person, ...]) -> None:
    """A batch of which every transfer was refused, one that hangs, and one that was prepared and never run."""
    refused = world.add(MonthlyPayoutBatchFactory, shared=True, months_ago=2, label="refused")
    hanging = world.add(MonthlyPayoutBatchFactory, shared=True, months_ago=3, label="hanging")
    world.add(MonthlyPayoutBatchFactory, shared=True, months_ago=4, pending=True, label="prepared")
    for handle, batch, month, state in (
        ("closed", refused, 3, "failed"),
        ("stuck", hanging, 4, "processing"),
        ("queued", hanging, 4, "pending"),
    ):
        creator = world.person(handle, created_at=LONG_AGO, **PAYABLE)
        earned(world, fans, creator, in_month(month))
        part(world, batch, creator, state)
        owed(world, creator)
        if state == "failed":
            # With another bank account they ask for it again in the same month.
            again = world.add(
                PayoutFactory, creator=creator, on_demand=True, created_at=in_month(2), label="again"
            )
            world.sees(creator, again)


def part(world: World, batch: RowSet, creator: Person, state: str) -> None:
    """A creator's part of a batch that has not come through, and its statement."""
    given: dict[str, Any] = {"batch": batch, "creator": creator, "label": creator.handle, state: True}
    transfer = world.add(IndividualPayoutFactory, **given)
    statement = world.add(PayoutFactory, individual=each(transfer), label=creator.handle)
    world.sees(creator, transfer, statement)
