"""A month of sales and the payout on the first of the next: who gets what, to the cent (catalog/infinitepages c5-c7)."""

from __future__ import annotations

from typing import Any

from seedkit.factories.infinitepages import (
    CreatorEarningsAccumulationFactory,
    IndividualPayoutFactory,
    MonthlyPayoutBatchFactory,
    PayoutFactory,
    SystemLogFactory,
)
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, each

from .parts import BEFORE_SALES, LONG_AGO, PAYABLE, in_month, published, shelved, sold, topped_up

#: How many readers a copy has; each buys what the others buy.
READERS = 5
#: All of a story for 143 credits: 100 of them, a dollar, are the author's. Twenty-five of these are 25.00 USD.
A_DOLLAR = 143
#: For 170 credits: 119 are the author's, and 21 of these are 24.99 USD.
JUST_UNDER = 170
#: For 250 credits: 175 are the author's, and 15 of these are 26.25 USD.
ENOUGH = 250
#: What becomes of a transfer to somebody who has not finished with Stripe; the amount stays owed.
UNCONNECTED = "The destination account cannot receive transfers yet."


@scenario("infinitepages/creator-payout-month")
def creator_payout_month(world: World) -> None:
    """Creators at the threshold, just under it, paid twice, refused and not yet connected; one batch for all copies."""
    readers = audience(world)
    admin = world.person("admin", kind="admin", admin=True)
    exact, under, star, refused = world.people(
        "exact", "under", "star", "refused", created_at=LONG_AGO, **PAYABLE
    )
    waiting = world.person("waiting", created_at=LONG_AGO, creator=True, premium=True, connecting=True)
    # One dollar ten times two months ago and fifteen times in the last: exactly the threshold.
    bought_up(world, readers, exact, 2, A_DOLLAR, 2)
    bought_up(world, readers, exact, 3, A_DOLLAR, 1)
    # A cent short: the last unlock is the first reader's alone.
    bought_up(world, readers, under, 4, JUST_UNDER, 1)
    bought_up(world, readers[:1], under, 1, JUST_UNDER, 1, label="the last")
    for month in (2, 1):
        bought_up(world, readers, star, 3, ENOUGH, month)
    by_chapter(world, readers, star)
    for creator in (refused, waiting):
        bought_up(world, readers, creator, 3, ENOUGH, 1)
    before = world.add(MonthlyPayoutBatchFactory, shared=True, months_ago=1, label="the month before")
    batch = world.add(MonthlyPayoutBatchFactory, shared=True, label="this month")
    world.sees(star, paid(world, before, star, label="the month before"))
    for creator in (exact, star):
        world.sees(creator, paid(world, batch, creator))
    world.sees(refused, paid(world, batch, refused, failed=True))
    world.sees(waiting, paid(world, batch, waiting, failed=True, error_message=UNCONNECTED))
    for creator in (exact, under, star, refused, waiting):
        world.sees(creator, world.add(CreatorEarningsAccumulationFactory, creator=creator))
    runs = world.add(SystemLogFactory, 2, shared=True, paid_out=True, label="payouts")
    world.sees(admin, before, batch, runs)


def audience(world: World) -> tuple[Person, ...]:
    """Readers with a year's credits to spend."""
    readers = world.people(
        *(f"reader{number}" for number in range(1, READERS + 1)), subscribed=True, created_at=LONG_AGO
    )
    for reader in readers:
        topped_up(world, reader, "basic_year", created_at=BEFORE_SALES)
    return readers


def bought_up(
    world: World,
    readers: tuple[Person, ...],
    creator: Person,
    count: int,
    price: int,
    month: int,
    *,
    label: str = "",
) -> None:
    """Stories of a creator that every one of these readers unlocks as a whole in the month so many months ago."""
    name = label or f"{month} months ago"
    stories, _ = published(
        world,
        creator,
        count,
        between(2, 4),
        label=name,
        prices={"premium_unlock_price": price, "free_chapters": 1},
    )
    name = f"{creator.handle}, {name}"
    for reader in readers:
        shelved(world, reader, stories, label=name)
        sold(world, reader, stories, unlock=True, created_at=in_month(month), label=name)


def by_chapter(world: World, readers: tuple[Person, ...], creator: Person) -> None:
    """A long story that readers buy chapter by chapter and in bundles."""
    stories, _ = published(world, creator, 1, between(10, 12), label="by chapter")
    for reader in readers:
        shelved(world, reader, stories, label=f"{creator.handle}, by chapter")
        for what in ("chapter", "bundle"):
            sold(
                world,
                reader,
                stories,
                between(0, 2),
                bundle=what == "bundle",
                created_at=in_month(1),
                label=f"{creator.handle}, by {what}",
            )


def paid(world: World, batch: RowSet, creator: Person, *, label: str = "this month", **state: Any) -> RowSet:
    """The part of a creator in a batch, and the statement of it."""
    part = world.add(
        IndividualPayoutFactory, batch=batch, creator=creator, label=f"{creator.handle}, {label}", **state
    )
    return world.add(PayoutFactory, individual=each(part), label=f"{creator.handle}, {label}")
