"""What Infinite Pages counts: the cache's worth, fingerprints, requests by window, alarms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest
from people import Connection, acting, column, insert, person, value

from seedkit.supabase.claims import Person

pytestmark = pytest.mark.db


def entry(db: Connection, who: Person, kind: str, **values: Any) -> None:
    """A cache entry of a day ago, valid for a week."""
    values = {"cache_key": f"{kind}-{len(values)}-{values.get('foundation_dependency')}-{values.get('hit_count')}",
              "created_at": "2025-11-19", "expires_at": "2025-11-26"} | values  # fmt: skip
    insert(db, "infinite_pages_cache", user_id=who.uid, content={}, content_type=kind, prompt_template="t",
           semantic_similarity_hash="h", **values)  # fmt: skip


class TestCache:
    @pytest.fixture
    def ana(self, db: Connection) -> Person:
        """Two foundations, of which one was used again, and three chapters."""
        ana = person(db, "ana")
        for print_, hits in (("f1", 3), ("f2", 0)):
            entry(db, ana, "story_foundation", foundation_dependency=print_, hit_count=hits,
                  token_cost_saved=hits * 20_000, metadata={"genre": "Fantasy"},
                  prompt_variables={"title": f"Book {print_}"})  # fmt: skip
        for n in range(3):
            entry(db, ana, "chapter_content", foundation_dependency="f1", hit_count=0, cache_key=f"c{n}")
        return ana

    def test_analytics(self, db: Connection, ana: Person) -> None:
        entry(db, person(db, "bob"), "story_foundation", hit_count=9, token_cost_saved=10**6)
        query = "select get_infinite_pages_analytics(%s)"
        with acting(db, ana) as cursor:
            (told,) = column(cursor, query, ana.uid)
        assert told == {
            "totalTokensSaved": 60000,
            "cacheHitRateByType": {"story_foundation": 60.0, "chapter_content": 0.0},
            "topGenres": [{"genre": "Fantasy", "efficiency": 5.0, "cacheHitRate": 1.5, "totalSavings": 0.9}],
            "foundationReuseRate": 50.0,
            "costSavingsThisMonth": 0.9,
            "avgChaptersPerFoundation": 1.5,
            "mostReusedFoundations": [
                {"title": "Book f1", "genre": "Fantasy", "reuse_count": 3, "total_savings": 0.9}
            ],
            "dailyPerformance": [{"date": "2025-11-19", "requests": 5, "hits": 3, "tokensSaved": 60000}],
            # 50 x 3/8 + 30 x 5/10 + 20 x 0.9
            "cacheEfficiencyScore": 51.8,
        }
        with acting(db, person(db, "eve")) as cursor:
            (told,) = column(cursor, query, ana.uid)
        assert (told["totalTokensSaved"], told["cacheEfficiencyScore"], told["topGenres"]) == (0, 0, [])

    def test_fingerprints(self, db: Connection, ana: Person) -> None:
        query = "select analyze_foundation_fingerprint_efficiency(%s)"
        told = value(db, query, ana.uid)
        assert told["fingerprintStats"] == {
            "totalFoundations": 2,
            "uniqueFingerprints": 2,
            "avgReusePerFingerprint": 1.5,
            "maxReusePerFingerprint": 3,
            "topFingerprintSavings": 0.9,
        }
        # 30 for no collision, 40 x 1.5/5, 30 for as many fingerprints as foundations.
        assert (told["collisionRate"], told["efficiencyScore"]) == (0, 72.0)
        assert told["reusePatterns"] == [
            {"genre": "Fantasy", "avgChaptersPerFoundation": 1.5, "reuseEfficiency": 1.5, "totalSavings": 0.9}
        ]
        entry(db, ana, "story_foundation", foundation_dependency="f1", cache_key="twin",
              prompt_variables={"title": "Another"})  # fmt: skip
        assert value(db, query, ana.uid)["collisionRate"] == 50
        assert value(db, query, person(db, "bob").uid)["efficiencyScore"] == 0

    def test_health_and_views(self, db: Connection, ana: Person) -> None:
        bob = person(db, "bob")
        entry(db, bob, "chapter_content", foundation_dependency="b1")
        health = "select * from check_fingerprint_health()"
        with acting(db, ana) as cursor:
            ((who, score, issues, advice),) = cursor.execute(health).fetchall()
            # 20 x 0.6 + 10 x 1.5 + 100 for 0.90 USD, and never above 100.
            assert (who, score) == (ana.uid, 100)
            assert [len(issues), len(advice)] == [2, 2]
            assert column(cursor, "select total_chapters from foundation_fingerprint_health") == [3]
        with acting(db, bob) as cursor:
            assert column(cursor, "select issues[1] from check_fingerprint_health()") == [
                "No story foundation in the cache"
            ]
        db.execute(
            "update profiles set tokens_used_total = 90000, tokens_saved_cache = 60000 where id = %s",
            [ana.uid],
        )
        with acting(db, ana) as cursor:
            saved = "select cache_efficiency_percentage, cost_savings_usd from cache_efficiency_by_user"
            assert cursor.execute(saved).fetchall() == [(Decimal("40.00"), Decimal("0.9"))]
        daily = "select date::text, total_requests, cache_hits, hit_rate_percentage, total_tokens_saved from daily_cache_stats"
        assert db.execute(daily).fetchall() == [("2025-11-19", 6, 1, Decimal("16.67"), 60000)]
        with acting(db, ana) as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute(daily)

    @pytest.mark.parametrize("function", ["clean_expired_cache_entries", "cleanup_expired_cache"])
    def test_expired_entries_go(self, db: Connection, ana: Person, function: str) -> None:
        entry(db, ana, "themes", expires_at="2025-11-19 23:59+00")
        assert value(db, f"select {function}()") == 1
        assert value(db, "select count(*) from infinite_pages_cache") == 5


def request(db: Connection, **values: Any) -> None:
    """A request an hour and a bit before now."""
    n = value(db, "select count(*) from request_logs")
    values = {"success_flag": True, "created_at": "2025-11-19 22:55+00"} | values
    insert(
        db, "request_logs", request_id=f"req-{n}", api_endpoint="/api/stories", http_method="GET", **values
    )


class TestRequests:
    def test_windows_are_counted_once(self, db: Connection) -> None:
        ana = person(db, "ana")
        for n in range(1, 21):
            request(db, response_time_ms=n * 10, success_flag=n > 5, user_id=ana.uid, session_id="s",
                    expected_endpoint="/api/story" if n == 1 else None)  # fmt: skip
        request(db, integration_point="claude_api", integration_success=True, response_time_ms=7)
        request(db, integration_point="claude_api", integration_success=False, response_time_ms=9)
        request(db, created_at="2025-11-20 00:00+00")
        count = "select generate_request_analytics('2025-11-19', '2025-11-20', 'day')"
        for _ in range(2):
            db.execute(count)
        told = """
            select total_requests, successful_requests, failed_requests, success_rate, avg_response_time_ms,
                   min_response_time_ms, max_response_time_ms, p95_response_time_ms, unique_users, unique_sessions,
                   integration_success_rate, endpoint_mismatch_count
            from request_flow_analytics order by 1 desc
        """
        assert db.execute(told).fetchall() == [
            (20, 15, 5, Decimal("75.00"), 105, 10, 200, 190, 1, 1, None, 1),
            (2, 2, 0, Decimal("100.00"), 8, 7, 9, 9, 0, 0, Decimal("50.00"), 0),
        ]

    def test_integrations_of_the_last_day(self, db: Connection) -> None:
        ana, admin = person(db, "ana"), person(db, "admin")
        db.execute("update profiles set is_admin = true where id = %s", [admin.uid])
        request(db, integration_point="claude_api", response_time_ms=10, user_id=ana.uid)
        request(db, integration_point="claude_api", response_time_ms=21, success_flag=False,
                created_at="2025-11-19 23:30+00")  # fmt: skip
        request(db, integration_point="stripe_payment", created_at="2025-11-18")
        query = "select * from get_integration_health()"
        with acting(db, admin) as cursor:
            assert cursor.execute(query).fetchall() == [("claude_api", 2, Decimal("50.00"), 16, 1)]
        with acting(db, ana) as cursor:
            assert cursor.execute(query).fetchall() == [("claude_api", 1, Decimal("100.00"), 10, 0)]

    def test_old_logs_go(self, db: Connection) -> None:
        request(db, created_at="2025-10-20")
        request(db)
        for end in ("2025-08-01", "2025-11-01"):
            insert(db, "request_flow_analytics", period_start="2025-07-01", period_end=end, period_type="day")
        db.execute("select cleanup_old_request_logs()")
        assert value(db, "select count(*) from request_logs") == 1
        assert column(db, "select period_end::date::text from request_flow_analytics") == ["2025-11-01"]

    def test_more_than_ten_failures_in_five_minutes_raise_an_alarm(self, infinitepages_url: str) -> None:
        add = """
            insert into request_logs (request_id, api_endpoint, http_method, created_at)
            select 'alarm-' || n, '/', 'GET', %s from generate_series(1, %s) n
        """
        with (
            psycopg.connect(infinitepages_url, autocommit=True) as listener,
            psycopg.connect(infinitepages_url) as db,
        ):
            listener.execute("listen critical_request_errors")
            for count, heard in ((10, 0), (11, 1)):
                db.execute("set local seedkit.now = '2025-11-20'")
                db.execute(add, ["2025-11-19 23:56+00", count])
                db.commit()
                alarms = list(listener.notifies(timeout=0.2, stop_after=1))
                assert len(alarms) == heard
                db.execute("delete from request_logs")
                db.commit()
        assert '"count": 11' in alarms[0].payload
