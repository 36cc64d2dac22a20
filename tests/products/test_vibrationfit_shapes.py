"""VibrationFit's stories in its dated schemas: January and November 2025, as described, as published, cleaned up since."""

from __future__ import annotations

from typing import Any, ClassVar

import psycopg
import pytest
from shape_tests import ShapeTests, column, kinds

from seedkit.factories.vibrationfit import product
from seedkit.load.receipt import Receipt
from seedkit.product import Product

pytestmark = pytest.mark.db


class VibrationFitShape(ShapeTests):
    product: ClassVar[Product] = product
    story = "household"


class TestJanuary(VibrationFitShape):
    """Ten tables: one profile a person, romance and business, completion_percentage, a status."""

    shape = "2025_01"
    exposed = {
        "delete.under": "user_profiles vision_versions",
    }
    left_out = {
        "public.assessment_responses",  # answers 1 to 5 of the scale that came later
        "public.audio_tracks",  # a text is narrated once
        "public.token_usage",  # grants were not booked as usage
        "public.user_profiles",  # one version a person
    }
    counts = {"missing": 119, "extra": 21, "renamed": 17, "changed": 14}

    def test_visions_go_by_the_names_of_the_time(self, target: psycopg.Connection[Any]) -> None:
        self.load(target, "vision-journey")
        rows = target.execute(
            "select status, completion_percentage, romance, business, possessions from public.vision_versions"
        ).fetchall()
        assert kinds([status for status, *_ in rows]).keys() == {"draft", "complete"}
        for status, percentage, *texts in rows:
            assert status == "draft" or percentage == 100
            assert percentage < 100 or all(texts)

    def test_of_many_profiles_the_active_one_stays(
        self, everything: Receipt, target: psycopg.Connection[Any]
    ) -> None:
        people = column(target, "select user_id from public.user_profiles")
        assert len(people) == len(set(people)) > 50
        assert everything.table("public.user_profiles").left_out > 50
        # an assessment of a version that was left out names none
        assert column(
            target, "select count(*) from public.assessment_results where profile_version_id is null"
        )[0]
        drafts = "select count(*) from public.user_profiles where is_draft and not is_active"
        assert column(target, drafts)[0] < len(people) / 4

    def test_usage_is_of_the_seven_kinds(self, target: psycopg.Connection[Any]) -> None:
        self.load(target, "token-month")
        found = kinds(column(target, "select action_type from public.token_usage"))
        assert found.keys() <= {
            "assessment_scoring", "vision_generation", "vision_refinement", "blueprint_generation",
            "chat_conversation", "audio_generation", "image_generation",
        }  # fmt: skip


class TestNovember(VibrationFitShape):
    """No households, six kinds of plan, counters in the profile."""

    shape = "2025_11_12"
    shaken = {
        "references.customer_subscriptions.plan_price",
        "references.customer_subscriptions.stripe_price_id",
    }
    counts = {"missing": 19, "extra": 17, "changed": 1}

    @pytest.mark.usefixtures("everything")
    def test_plans_that_are_no_more_become_the_nearest(self, target: psycopg.Connection[Any]) -> None:
        plans = dict(
            target.execute(
                "select tier_type::text, monthly_vibe_assistant_tokens from public.membership_tiers"
            ).fetchall()
        )
        assert plans == {
            "elite": 1_000_000, "free": 0, "starter": 100_000, "vision_pro_28day": 375_000, "vision_pro_annual": 0,
        }  # fmt: skip
        assert column(
            target, "select price_per_month from public.membership_tiers where tier_type = 'vision_pro_28day'"
        ) == [99]
        paid = "select count(*) from public.customer_subscriptions s join public.membership_tiers t on t.id = s.membership_tier_id"
        assert column(target, paid) == column(target, "select count(*) from public.customer_subscriptions")


@pytest.mark.thorough
class TestDescribed(VibrationFitShape):
    """Columns that only a description had, by the names that it gives them."""

    shape = "2025_11_12_described"
    exposed = {
        "delete.over": "voice_profiles",
        "insert.over": "voice_profiles",
        "read.over": "voice_profiles",
        "update.over": "voice_profiles",
    }
    left_out = {"public.user_profiles"}
    counts = {"missing": 355, "extra": 71, "renamed": 36, "changed": 19}

    @pytest.mark.usefixtures("everything")
    def test_values_are_found_under_the_described_names(self, target: psycopg.Connection[Any]) -> None:
        for query in (
            "select count(*) from public.scenes where scene_title is null or scene_text is null",
            "select count(*) from public.token_transactions where previous_balance + amount <> new_balance",
            "select count(*) from public.journal_entries where entry_date is null",
            "select count(*) from public.daily_papers where content ->> 'gratitude' is null",
            "select count(*) from public.profiles where first_name is null or last_name is null",
            "select count(*) from public.assessment_responses r join public.assessment_results a"
            " on a.id = r.assessment_result_id where r.user_id <> a.user_id",
            "select count(*) from public.audio_tracks where duration !~ '^[0-9]+$'",
            "select count(*) from public.customer_subscriptions where plan_id is null",
        ):
            assert column(target, query) == [0], query


class TestPublished(VibrationFitShape):
    """Our tables with the published policies and triggers: broken, and kept silent during a load."""

    shape = "2025_11_16"
    exposed = {
        "delete.over": "audio_variants refinements_backup_20251111 vision_versions_backup_20251111",
        "insert.over": (
            "assessment_insights audio_variants customer_subscriptions payment_history "
            "refinements_backup_20251111 token_transactions token_usage "
            "vision_versions_backup_20251111"
        ),
        "raises": "household_invitations household_members households vibrational_event_sources",
        "read.over": ("refinements_backup_20251111 token_usage_with_costs vision_versions_backup_20251111"),
        "update.over": "audio_variants refinements_backup_20251111 vision_versions_backup_20251111",
    }
    counts = {"missing": 9, "extra": 12, "changed": 4}

    def test_triggers_that_fail_are_there_and_stay(self, target: psycopg.Connection[Any]) -> None:
        self.load(target, "assessment")
        with pytest.raises(psycopg.errors.UndefinedColumn), target.transaction():
            target.execute("update public.assessment_responses set response_text = response_text")


class TestToday(VibrationFitShape):
    """After a clean-up: eleven tables fewer, a few columns more."""

    shape = "today"
    counts = {"missing": 12, "extra": 7}
