"""How Infinite Pages' money behaves at its edges: chapters that run out, a cent too little, entries of one moment, shards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import pytest

from seedkit.errors import PlanError
from seedkit.factories.infinitepages import (
    ChapterFactory,
    CreatorEarningFactory,
    CreatorEarningsAccumulationFactory,
    CreditPackageFactory,
    CreditTransactionFactory,
    IndividualPayoutFactory,
    MonthlyPayoutBatchFactory,
    PaymentFactory,
    PayoutFactory,
    StoryFactory,
    StoryPricingFactory,
    StoryPurchaseFactory,
)
from seedkit.factories.infinitepages.months import MonthStart
from seedkit.factories.infinitepages.owed import Owed
from seedkit.factories.infinitepages.running import running
from seedkit.fields import Between, Lookup, Moment, Now, days, this
from seedkit.generate import generate, generate_shared
from seedkit.plan import compile_plan
from seedkit.scenario import Scenario, scenario
from seedkit.world import Person, RowSet, World, each

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
Rows = dict[str, list[dict[str, Any]]]


def told(story: Scenario, copies: int = 4, *, shard: int = 2, **parameters: Any) -> Rows:
    plan = compile_plan(story, now=NOW, copies=copies, parameters=parameters)
    found: Rows = defaultdict(list)
    parts = [range(low, min(low + shard, copies)) for low in range(0, copies, shard)]
    for source in (generate_shared(plan), *(generate(plan, part) for part in parts)):
        for table, batch in source:
            found[table.removeprefix("public.")] += batch.to_pylist()
    return found


def shop(world: World, chapters: int, **prices: Any) -> tuple[Person, Person, RowSet]:
    """An author with a story for sale, and a reader with 29,964 credits from long ago."""
    author = world.person("author", creator=True, premium=True, connected=True)
    reader = world.person("reader", premium=True)
    story = world.add(
        StoryFactory, user=author, created_at=Moment(before_now=days(119), until=days(118)), label="shop"
    )
    world.add(ChapterFactory, chapters, story=story, created_at=this.story.created_at + days(1) // 2)
    world.add(StoryPricingFactory, story=story, usual=True, **prices)
    paid = world.add(
        PaymentFactory,
        user=reader,
        package=Lookup(CreditPackageFactory, stripe_price_id="price_seedkit_premium_year"),
        created_at=this.user.created_at,
    )
    world.add(CreditTransactionFactory, payment=each(paid), user=reader, bought=True, label="bought")
    return author, reader, story


def bought(
    world: World, reader: Person, story: RowSet, count: Any = None, *, label: str, **given: Any
) -> None:
    sale = world.add(StoryPurchaseFactory, count, user=reader, story=story, label=label, **given)
    entry = world.add(
        CreditTransactionFactory, purchase=each(sale), user=reader, story_read=True, label=label
    )
    world.add(CreatorEarningFactory, transaction=each(entry), label=label)


@scenario("infinitepages/buying")
def buying(world: World, *, purchases: int = 4, chapters: int = 9, then_all: bool = False) -> None:
    """A reader who buys a story bit by bit."""
    _, reader, story = shop(world, chapters)
    bought(world, reader, story, purchases, label="chapters", wanted=3)
    if then_all:
        bought(world, reader, story, label="all", unlock=True, created_at=Now())


def test_purchases_share_the_chapters_that_are_for_sale() -> None:
    for purchases in (1, 2, 4, 7):
        rows = told(buying, purchases=purchases)["story_purchases"]
        for reader in {row["user_id"] for row in rows}:
            mine = sorted((r for r in rows if r["user_id"] == reader), key=lambda r: r["created_at"])
            unlocked = [n for row in mine for n in row["chapters_unlocked"]]
            assert unlocked == list(range(3, 3 + len(unlocked)))
            assert len(unlocked) <= 7
            assert all(row["credits_spent"] == 5 * len(row["chapters_unlocked"]) for row in mine)


def test_a_premium_unlock_opens_all_of_it_again() -> None:
    rows = told(buying, purchases=2, then_all=True)["story_purchases"]
    whole = [row for row in rows if row["purchase_type"] == "premium_unlock"]
    assert len(whole) == 4
    for row in whole:
        assert (row["chapters_unlocked"], row["credits_spent"], row["creator_earnings"]) == (
            [*range(3, 10)],
            50,
            35,
        )


@pytest.mark.parametrize(("purchases", "chapters"), [(8, 9), (1, 2)])
def test_nobody_buys_what_is_not_there(purchases: int, chapters: int) -> None:
    with pytest.raises(PlanError, match="find no chapter left to unlock"):
        told(buying, purchases=purchases, chapters=chapters)


@scenario("infinitepages/at-once")
def at_once(world: World) -> None:
    """A reader whose entries all fall on one moment."""
    _, reader, story = shop(world, 20)
    bought(world, reader, story, 9, label="chapters", wanted=1, created_at=Now() - days(30))


def test_entries_of_an_account_follow_each_other_and_balance() -> None:
    rows = told(at_once)["credit_transactions"]
    for reader in {row["user_id"] for row in rows}:
        mine = sorted((r for r in rows if r["user_id"] == reader), key=lambda r: r["created_at"])
        assert all(a["created_at"] < b["created_at"] for a, b in pairwise(mine))
        assert [row["balance_after"] for row in mine] == list(accumulate(row["amount"] for row in mine))


@scenario("infinitepages/settling")
def settling(world: World, *, price: int = 3572, refused: bool = False) -> None:
    """An author paid by two batches, and on demand between them."""
    author, reader, story = shop(world, 5, premium_unlock_price=price)
    others = world.add(
        StoryFactory, 2, user=author, created_at=Moment(before_now=days(117), until=days(116)), label="others"
    )
    world.add(ChapterFactory, 5, story=each(others), created_at=this.story.created_at, label="others")
    world.add(StoryPricingFactory, story=each(others), usual=True, premium_unlock_price=price, label="others")
    august, october = MonthStart(Now(), 3), MonthStart(Now(), 1)
    bought(world, reader, story, label="august", unlock=True, created_at=august + days(12))
    sold = {"unlock": True, "created_at": Between(october + days(1), october + days(9))}
    sale = world.add(StoryPurchaseFactory, user=reader, story=each(others), label="october", **sold)
    entry = world.add(CreditTransactionFactory, purchase=each(sale), user=reader, story_read=True, label="o")
    world.add(CreatorEarningFactory, transaction=each(entry), label="october")
    for back, label in ((2, "september"), (0, "november")):
        batch = world.add(MonthlyPayoutBatchFactory, shared=True, months_ago=back, label=label)
        if back == 2 or refused:
            part = world.add(
                IndividualPayoutFactory, batch=batch, creator=author, failed=refused, label=label
            )
            world.add(PayoutFactory, individual=each(part), label=label)
    if not refused:
        world.add(PayoutFactory, on_demand=True, creator=author, created_at=october + days(15), label="own")
    world.add(CreatorEarningsAccumulationFactory, creator=author)


def test_a_payout_covers_what_was_earned_since_the_last() -> None:
    rows = told(settling)
    assert {row["amount_usd"] for row in rows["individual_payouts"]} == {Decimal("25.00")}
    statements = {
        (row["amount_usd"], str(row["period_start"]), str(row["period_end"]), row["earnings_count"])
        for row in rows["payouts"]
    }
    assert statements == {
        (Decimal("25.00"), "2025-08-01", "2025-08-31", 1),
        (Decimal("50.00"), "2025-09-01", "2025-10-15", 2),
    }
    [owed] = {
        (r["total_accumulated_usd"], str(r["last_payout_date"]))
        for r in rows["creator_earnings_accumulation"]
    }
    assert owed == (0, "2025-09-01")


def test_what_was_refused_is_paid_with_the_next() -> None:
    rows = told(settling, refused=True)
    assert sorted(row["amount_usd"] for row in rows["individual_payouts"]) == [25] * 4 + [75] * 4
    assert {row["total_accumulated_usd"] for row in rows["creator_earnings_accumulation"]} == {
        Decimal("75.00")
    }
    assert {row["last_payout_date"] for row in rows["creator_earnings_accumulation"]} == {None}


def test_a_cent_too_little_is_no_payout() -> None:
    with pytest.raises(PlanError, match=r"a payout of 24\.99 USD is below 25\.00"):
        told(settling, price=3571)


def test_a_batch_is_the_same_for_shards_of_any_size() -> None:
    batches = [told(settling, 5, shard=size)["monthly_payout_batches"] for size in (1, 2, 5)]
    assert batches[0] == batches[1] == batches[2]
    assert {(r["total_creators_paid"], r["total_amount_usd"]) for r in batches[0]} == {(5, 125), (0, 0)}


def test_built_alone_a_payout_is_plausible() -> None:
    part = IndividualPayoutFactory.build()
    assert part.amount_usd >= 25
    assert repr(Owed("cents", 1)) == "Owed('cents', 1)"


def test_running_sums_include_the_moment_asked_for() -> None:
    groups = np.array([7, 7, 3, 7], dtype=np.uint64)
    moments = np.array([10, 20, 15, 30])
    amounts = np.array([1, 2, 100, 4])
    asked = np.array([7, 7, 7, 3, 9], dtype=np.uint64)
    until = np.array([9, 20, 99, 15, 50])
    assert running(groups, moments, amounts, asked, until).tolist() == [0, 3, 7, 100, 0]
