"""CraveVerse's stories in its first schema, as published, and in one that a team changed."""

from __future__ import annotations

from typing import Any, ClassVar

import psycopg
import pytest
from shape_tests import ShapeTests, column, kinds

from seedkit.factories.craveverse import product
from seedkit.product import Product

pytestmark = pytest.mark.db


class CraveVerseShape(ShapeTests):
    product: ClassVar[Product] = product
    story = "shop"


class TestFirst(CraveVerseShape):
    """Half of the tables, accounts without a plan."""

    shape = "2025_10"
    counts = {"missing": 24}


class TestPublished(CraveVerseShape):
    """Published policies read no token of Clerk's; the catalogue comes with the schema."""

    shape = "2025_11"
    exposed = {
        "delete.over": "admin_users battle_tasks cravings levels queue_jobs",
        "insert.over": "admin_users battle_tasks cravings levels queue_jobs",
        "raises": (
            "activity_log ai_usage_metrics battle_details battles button_interactions forum_posts "
            "forum_replies journey_events level_details notification_preferences pause_tokens "
            "payment_transactions shareable_progress streak_pauses subscriptions trial_history "
            "user_inventory user_progress user_purchases user_quiz_responses user_settings "
            "user_themes users"
        ),
        "read.over": (
            "admin_users ai_usage_log forum_post_details forum_posts level_details queue_jobs "
            "shareable_progress transactions user_dashboard"
        ),
        "update.over": "admin_users battle_tasks cravings levels queue_jobs",
    }
    counts = {"missing": 54, "extra": 48, "changed": 5}

    @pytest.mark.usefixtures("everything")
    def test_what_the_schema_brings_is_looked_up(self, target: psycopg.Connection[Any]) -> None:
        assert column(target, "select count(*) from public.cravings") == [5]
        assert column(target, "select min(description) from public.cravings where type = 'sugar'") == [
            "Break free from sugar"
        ]
        names = column(target, "select name from public.shop_items where created_at = '2025-11-01Z'")
        assert len(names) == 4
        assert max(kinds(column(target, "select name from public.shop_items")).values()) == 1


class TestDegraded(CraveVerseShape):
    """Renamed, filled, shortened: what a team did without telling."""

    shape = "degraded"
    exposed = {
        "read.over": "payment_transactions",
    }
    counts = {"missing": 13, "extra": 16, "renamed": 7, "changed": 17}
    shaken = {"c6.tier", "c7.job", "c9.craving", "c11.person", "words.journey_events"}

    @pytest.mark.usefixtures("everything")
    def test_two_cravings_become_the_nearest_and_their_levels_with_them(
        self, target: psycopg.Connection[Any]
    ) -> None:
        assert kinds(column(target, "select type::text from public.cravings")).keys() == {
            "nofap",
            "sugar",
            "smoking_vaping",
        }
        assert column(target, "select count(*) from public.levels") == [90]
        elsewhere = (
            "select count(*) from public.user_progress p join public.users u on u.id = p.user_id"
            " join public.levels l on l.id = p.level_id where l.craving_type is distinct from u.primary_craving"
        )
        assert column(target, elsewhere) == [0]

    @pytest.mark.usefixtures("everything")
    def test_columns_that_nobody_knows_are_filled(self, target: psycopg.Connection[Any]) -> None:
        codes = column(target, "select referral_code from public.users")
        assert len(set(codes)) == len(codes)
        assert kinds(column(target, "select region from public.battles")).keys() <= {"eu", "us", "asia"}
        assert column(
            target, "select count(*) from public.forum_replies where author_account <> user_id"
        ) == [0]

    def test_a_renamed_table_is_filled_all_the_same(self, target: psycopg.Connection[Any]) -> None:
        receipt = self.load(target, "ops-day")
        assert receipt.table("public.ai_usage").rows > 10
