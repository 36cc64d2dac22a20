"""Every story of Infinite Pages on a real Postgres, and all of them together: nothing of the product is left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest
from allowed import allowed_values
from never_null import INFINITEPAGES
from story_tests import StoryTests, asked, ids, plan_of
from test_infinitepages_factories import WORDS

from seedkit import generate
from seedkit.factories.infinitepages import product
from seedkit.load.load import load

#: Copies in which a batch is summed up: enough for several shards.
MANY = 120


class TestStories(StoryTests):
    product = product
    unions = ("everything",)
    told = (
        ("connect-states", 6, {}),
        ("cover-backlog", 6, {}),
        ("cover-backlog", 2, {"waiting": 12}),
        ("creator-payout-month", 6, {}),
        ("credit-ledger", 6, {}),
        ("credit-ledger", 2, {"idle": 3}),
        ("everything", 1, {}),
        ("first-story", 6, {}),
        ("first-story", 2, {"chapters": 0}),
        ("first-story", 2, {"chapters": 12}),
        ("operations", 6, {}),
        ("reader-month", 6, {}),
        ("reader-month", 2, {"length": 14}),
        ("rising-creator", 6, {}),
        ("series", 6, {}),
        ("series", 2, {"books": 4, "chapters": 3}),
    )
    unfilled = {"request_flow_analytics.frontend_action": "a group is of an endpoint, whatever the action"}
    #: The higher tiers of creators take hundreds of readers (catalog/infinitepages c9).
    never_null = INFINITEPAGES
    allowed = tuple(
        (table, column, values - {"gold", "platinum"} if column == "creator_tier" else values)
        for table, column, values in allowed_values(product, WORDS)
    )

    @pytest.mark.db
    def test_a_batch_sums_up_all_copies_to_the_cent(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "creator-payout-month", copies=MANY)
        load(loaded, plan, generate)
        for handle, owed, paid in (
            ("exact", "0.00", "25.00"),
            ("under", "24.99", None),
            ("refused", "26.25", None),
            ("waiting", "26.25", None),
        ):
            accumulated = "select {} from public.creator_earnings_accumulation where creator_id = any(%s)"
            mine = ids(plan, handle)
            assert set(asked(loaded, accumulated.format("total_accumulated_usd"), mine)) == {Decimal(owed)}
            last = set(asked(loaded, accumulated.format("last_payout_amount"), mine))
            assert last == {Decimal(paid) if paid else None}
        wrong = (
            "select batch_date from public.monthly_payout_batches batch join lateral (select sum(amount_usd) usd, "
            "count(*) filter (where status = 'completed') paid from public.individual_payouts part "
            "where part.batch_id = batch.id) parts on true "
            "where (total_amount_usd, total_creators_paid) is distinct from (parts.usd, parts.paid)"
        )
        assert asked(loaded, wrong) == []
        paid_out = "select total_creators_paid from public.monthly_payout_batches order by batch_date"
        assert asked(loaded, paid_out) == [MANY, 2 * MANY]

    @pytest.mark.db
    def test_seven_of_ten_credits_are_the_author_s(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "creator-payout-month")
        load(loaded, plan, generate)
        shares = "select distinct (credits_spent, creator_earnings) from public.story_purchases"
        found = {(int(spent), int(earned)) for spent, earned in asked(loaded, shares)}
        assert {(143, 100), (170, 119), (250, 175)} <= found
        assert all(earned == spent * 7 // 10 for spent, earned in found)

    @pytest.mark.db
    def test_the_cache_takes_a_fifth_off(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "reader-month")
        load(loaded, plan, generate)
        rewarded = (
            "select array[original_cost, credits_saved, discounted_cost]::int[] from public.cache_rewards"
        )
        found = asked(loaded, rewarded)
        assert len(found) == 2 * plan.copies
        assert all((saved, paid) == (price // 5, price - price // 5) for price, saved, paid in found)

    @pytest.mark.db
    def test_a_basic_plan_keeps_three_months_credits(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "credit-ledger", parameters={"idle": 6})
        load(loaded, plan, generate)
        balance = "select credits_balance from public.profiles where id = any(%s)"
        assert asked(loaded, balance, ids(plan, "saver")) == [3 * 1332] * plan.copies

    @pytest.mark.db
    @pytest.mark.parametrize(
        ("readers", "stories", "tier"), [(49, 5, "bronze"), (50, 5, "silver"), (200, 15, "gold")]
    )
    def test_a_following_lifts_a_creator(
        self, loaded: psycopg.Connection[Any], readers: int, stories: int, tier: str
    ) -> None:
        plan = plan_of(
            product, "rising-creator", copies=1, parameters={"readers": readers, "stories": stories}
        )
        load(loaded, plan, generate)
        standing = "select (creator_tier, total_earnings_usd) from public.profiles where is_creator"
        assert asked(loaded, standing) == [(tier, f"{readers * stories * 0.40:.2f}")]
