"""Every story of CraveVerse on a real Postgres, and all of them together: nothing of the product is left out."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from allowed import allowed_values
from never_null import CRAVEVERSE
from story_tests import StoryTests, asked, ids, plan_of

from seedkit import generate
from seedkit.factories.craveverse import product
from seedkit.factories.craveverse.invariants.words import WORDS
from seedkit.load.load import load

#: Values that no row has: items of the shop ask for no tier but plus.
UNUSED = {"shop_items.tier_required": {"plus_trial", "ultra"}}


class TestStories(StoryTests):
    product = product
    told = (
        ("battle-week", 6, {}),
        ("battle-week", 2, {"levels": 1}),
        ("everything", 1, {}),
        ("forum-moderation", 6, {}),
        ("newbie-onboarding", 6, {}),
        ("newbie-onboarding", 2, {"craving": "shopping"}),
        ("ops-day", 6, {}),
        ("shop", 6, {}),
        ("thirty-days", 6, {}),
        ("thirty-days", 2, {"levels": 3, "craving": "sugar"}),
        ("trial-to-paid", 6, {}),
    )
    never_null = CRAVEVERSE
    allowed = tuple(
        (table, column, values - UNUSED.get(f"{table}.{column}", set()))
        for table, column, values in allowed_values(product, WORDS)
    )
    everything = {"probe": True}

    # What the stories leave behind, by what the product itself says of it

    @pytest.mark.db
    def test_progress_is_what_the_product_counts(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "thirty-days", copies=3, parameters={"craving": "sugar"})
        load(loaded, plan, generate)
        query = """select total_levels_completed, total_xp, total_coins, current_level_number
            from unnest(%s::uuid[]) id cross join lateral public.get_user_progress_stats(id)"""
        # All of sugar's track, and the first ten levels of it (catalog/craveverse c2).
        assert loaded.execute(query, [ids(plan, "champion")]).fetchall() == [(30, 5670, 2835, 31)] * 3
        assert loaded.execute(query, [ids(plan, "stopped")]).fetchall() == [(10, 1290, 645, 11)] * 3
        # 100 for two tokens and 120 for one were spent.
        assert loaded.execute(query, [ids(plan, "paused")]).fetchall() == [(10, 1290, 425, 11)] * 3
        access = "select public.can_access_level(id, 11) from unnest(%s::uuid[]) id"
        assert asked(loaded, access, ids(plan, "stopped")) == [False] * 3
        assert asked(loaded, access, ids(plan, "champion")) == [True] * 3

    @pytest.mark.db
    def test_a_skip_earns_nothing(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "thirty-days", copies=2, parameters={"craving": "nofap"})
        load(loaded, plan, generate)
        query = "select xp, cravecoins, current_level from public.users where id = any(%s)"
        # Nine levels of 1110 XP, two skipped, four of 760; three skips cost 300 coins.
        assert loaded.execute(query, [ids(plan, "skipper")]).fetchall() == [(1870, 635, 16)] * 2

    @pytest.mark.db
    def test_battles_pay_winners_and_losers(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "battle-week", copies=2, parameters={"levels": 1})
        load(loaded, plan, generate)
        # One battle won, one lost, one tied, and a level of 100 XP.
        earned = "select xp from public.users where id = any(%s)"
        assert asked(loaded, earned, ids(plan, "challenger")) == [700] * 2
        assert asked(loaded, earned, ids(plan, "rival")) == [800] * 2
        assert asked(loaded, earned, ids(plan, "loner")) == [100] * 2

    @pytest.mark.db
    def test_people_are_found_by_their_clerk_id(self, loaded: psycopg.Connection[Any]) -> None:
        plan = plan_of(product, "newbie-onboarding", copies=2)
        load(loaded, plan, generate)
        for person in generate.people(plan, range(2)):
            found = "select (public.get_user_by_clerk_id(%s)).id"
            assert asked(loaded, found, person.sub) == [person.uid]
