"""Infinite Pages' stories before there were creators, as published, and in a schema that a team changed."""

from __future__ import annotations

from typing import Any, ClassVar

import psycopg
import pytest
from shape_tests import ShapeTests, column, kinds

from seedkit.factories.infinitepages import product
from seedkit.product import Product

pytestmark = pytest.mark.db


class InfinitePagesShape(ShapeTests):
    product: ClassVar[Product] = product
    story = "reader-month"


class TestBeforeCreators(InfinitePagesShape):
    """Seven tables, a ledger of other kinds, plans of other names."""

    shape = "before_creators"
    counts = {"missing": 62, "extra": 3, "renamed": 2, "changed": 4}
    shaken = {"c1.inactive", "c2.sign"}

    @pytest.mark.usefixtures("everything")
    def test_the_ledger_speaks_of_its_own_kinds(self, target: psycopg.Connection[Any]) -> None:
        kinds_there = kinds(column(target, "select transaction_type from public.credit_transactions"))
        assert kinds_there.keys() == {
            "admin_adjustment", "usage_deduction", "monthly_distribution", "credit_reversion",
        }  # fmt: skip
        assert kinds(column(target, "select subscription_tier from public.profiles")).keys() == {
            "free",
            "pro",
        }
        assert set(column(target, "select tier from public.credit_packages")) == {"basic", "premium"}


class TestPublished(InfinitePagesShape):
    """Readers see nothing of what they buy, anybody may change their credits; packages are there, twice."""

    shape = "published"
    exposed = {
        "delete.over": "choice_analytics",
        "delete.under": "reading_progress user_library",
        "give_away": "story_pricing",
        "insert.over": "choice_analytics",
        "insert.under": "generation_logs profiles reader_paths reading_progress user_library",
        "raises": "daily_cache_stats",
        "read.over": "cache_efficiency_by_user choice_analytics foundation_fingerprint_health",
        "read.under": "chapters reader_paths stories story_covers story_pricing story_purchases",
        "server_only": "profiles",
        "update.over": "choice_analytics",
        "update.under": "reader_paths reading_progress user_library",
    }
    counts = {"missing": 104, "extra": 33, "changed": 4}

    @pytest.mark.usefixtures("everything")
    def test_packages_that_came_with_the_schema_stay(self, target: psycopg.Connection[Any]) -> None:
        assert column(
            target, "select count(*) from public.credit_packages where created_at = '2025-09-01Z'"
        ) == [8]


class TestDegraded(InfinitePagesShape):
    """Renamed, filled, shortened: what a team did without telling."""

    shape = "degraded"
    counts = {"missing": 34, "extra": 19, "renamed": 4, "changed": 11}
    shaken = {
        "c3.chapter_cost", "c3.cost", "c3.logged", "c10.completed", "c10.failed", "times.child.generation_logs",
    }  # fmt: skip
    left_out = {"public.reading_progress", "public.story_covers"}

    @pytest.mark.usefixtures("everything")
    def test_links_lead_to_the_author(self, target: psycopg.Connection[Any]) -> None:
        wrong = "select count(*) from public.chapters c join public.stories s on s.id = c.story_id where c.author_id <> s.user_id"
        assert column(target, wrong) == [0]
        assert column(target, "select count(*) from public.reader_shelves")[0] > 5
        assert set(column(target, "select age_rating from public.stories")) <= {0, 6, 12, 16, 18}
        assert (
            len(set(column(target, "select slug from public.stories")))
            == column(target, "select count(*) from public.stories")[0]
        )
        assert column(
            target,
            "select count(*) from public.chapters where generation_cost_usd <> round(generation_cost_usd, 2)",
        ) == [0]
