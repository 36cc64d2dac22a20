"""VibrationFit's functions and triggers at work on a few rows."""

from __future__ import annotations

import pytest
from people import Connection, acting, column, insert, person, value
from psycopg.errors import CheckViolation, InsufficientPrivilege
from psycopg.types.json import Jsonb

from seedkit.factories.vibrationfit.models import AssessmentResult
from seedkit.supabase.claims import Person

pytestmark = pytest.mark.db


class TestTokens:
    def grant(self, db: Connection, who: Person, tokens: int, kind: str, expires: str | None) -> None:
        insert(db, "token_transactions", user_id=who.uid, action_type=kind, tokens_used=tokens,
               tokens_remaining=0, expires_at=expires)  # fmt: skip

    def test_balance(self, db: Connection) -> None:
        ana = person(db, "ana")
        self.grant(db, ana, 375000, "subscription_grant", "2025-11-19")
        self.grant(db, ana, 375000, "renewal_grant", "2025-11-21")
        self.grant(db, ana, -5, "admin_deduct", None)
        for success in (True, False):
            insert(db, "token_usage", user_id=ana.uid, action_type="chat_conversation", model_used="gpt-4o",
                   tokens_used=300000, success=success)  # fmt: skip
        balance = value(db, "select get_user_token_balance(%s)", ana.uid)
        kinds = [grant["action_type"] for grant in balance.pop("grants")]
        assert kinds == ["subscription_grant", "renewal_grant"]
        assert balance == {
            "total_active": 75000,
            "total_granted": 375000,
            "total_used": 300000,
            "total_expired": 375000,
        }
        assert value(db, "select calculate_token_balance(%s)", ana.uid) == 375000 - 300000 - 5
        db.execute("set local seedkit.now = '2025-11-22'")
        assert value(db, "select get_user_token_balance(%s) ->> 'total_active'", ana.uid) == "0"

    def test_a_stranger_learns_nothing(self, db: Connection) -> None:
        ana, bob = person(db, "ana"), person(db, "bob")
        self.grant(db, ana, 100, "admin_grant", None)
        asked = "select get_user_token_balance(%s) ->> 'total_active'"
        with acting(db, bob) as cursor:
            assert column(cursor, asked, ana.uid) == ["0"]
        with acting(db, ana) as cursor:
            assert column(cursor, asked, ana.uid) == ["100"]
            with pytest.raises(InsufficientPrivilege):
                cursor.execute("select grant_annual_tokens(auth.uid())")

    def test_cost_and_usage(self, db: Connection) -> None:
        ana = person(db, "ana")
        insert(
            db, "ai_model_pricing", model_name="gpt-4o", input_price_per_1k=0.005, output_price_per_1k=0.015
        )
        insert(db, "ai_model_pricing", model_name="whisper-1", input_price_per_1k=0, output_price_per_1k=0,
               price_per_unit=0.006, unit_type="second")  # fmt: skip
        assert value(db, "select calculate_ai_cost('gpt-4o', 1000, 2000)") == 4
        assert value(db, "select calculate_ai_cost('unheard-of', 1000, 2000)") == 0
        db.execute(
            "insert into ai_action_token_overrides (action_type, token_value) values ('image_generation', 25)"
        )
        use = "select apply_token_usage(%s, %s, %s, %s, %s, %s, p_audio_seconds => %s)"
        db.execute(use, [ana.uid, "chat_conversation", "gpt-4o", 1, 1000, 2000, None])
        db.execute(use, [ana.uid, "image_generation", "dall-e-3", None, 0, 0, None])
        db.execute(use, [ana.uid, "transcription", "whisper-1", 7, 0, 0, 65])
        used = "select tokens_used, calculated_cost_cents, audio_duration_formatted from token_usage order by action_type"
        assert db.execute(used).fetchall() == [(3000, 4, None), (25, 0, None), (7, 39, "00:01:05")]

    def test_tiers_grants_and_storage(self, db: Connection) -> None:
        ana = person(db, "ana")
        insert(db, "membership_tiers", name="Free", tier_type="free")
        monthly = insert(db, "membership_tiers", name="28-Day", tier_type="vision_pro_28day", monthly_token_grant=375000,
                         storage_quota_gb=25, stripe_price_id="price", features=Jsonb(["audio"]))  # fmt: skip
        tier = "select name from get_user_tier(%s)"
        with acting(db, ana) as cursor:
            assert column(cursor, tier, ana.uid) == ["Free"]
        held = insert(db, "customer_subscriptions", user_id=ana.uid, membership_tier_id=monthly,
                      stripe_customer_id="cus", status="active")  # fmt: skip
        db.execute("update membership_tiers set is_active = false where name = '28-Day'")
        with acting(db, ana) as cursor:
            assert column(cursor, tier, ana.uid) == ["28-Day"]
            assert column(cursor, "select user_has_feature(%s, 'audio')", ana.uid) == [True]
        db.execute("update membership_tiers set is_active = true")
        assert value(db, "select id from get_active_subscription(%s)", ana.uid) == held
        assert value(db, "select name from get_tier_by_type('free')") == "Free"
        assert value(db, "select name from get_tier_by_stripe_price_id('price')") == "28-Day"
        assert value(db, "select get_tier_config(%s) ->> 'tokens'", monthly) == "375000"
        for cycle in (1, 2):
            granted = value(db, "select drip_tokens_28day(%s, %s, %s)", ana.uid, held, cycle)
            assert granted["tokens_remaining"] == cycle * 375000
        assert value(db, "select total_quota_gb from get_user_storage_quota(%s)", ana.uid) == 25
        insert(db, "media_metadata", user_id=ana.uid, bucket="b", storage_path="p", public_url="u", file_name="f",
               file_type="video", file_size=26 * 2**30)  # fmt: skip
        assert value(db, "select check_storage_quota(%s) ->> 'within_quota'", ana.uid) == "false"


class TestVersions:
    def test_draft_and_commit_by_the_user(self, db: Connection) -> None:
        ana, bob = person(db, "ana"), person(db, "bob")
        first = insert(
            db, "user_profiles", user_id=ana.uid, is_active=True, first_name="Ana", created_at="2025-11-01"
        )
        with acting(db, bob) as cursor, pytest.raises(InsufficientPrivilege, match="not allowed to act"):
            cursor.execute("select create_draft_from_version(%s, %s)", [first, ana.uid])
        with acting(db, ana) as cursor:
            assert column(cursor, "select get_next_version_number(%s)", ana.uid) == [2]
            (draft,) = column(cursor, "select create_draft_from_version(%s, %s)", first, ana.uid)
            assert column(cursor, "select commit_draft_as_active(%s, %s)", draft, ana.uid) == [True]
            versions = "select is_active, is_draft, version_number, first_name from user_profiles order by version_number"
            assert cursor.execute(versions).fetchall() == [(False, False, 1, "Ana"), (True, False, 3, "Ana")]
            assert column(cursor, "select get_profile_version_number(%s)", draft) == [2]
            assert column(cursor, "select count(distinct household_id) from user_profiles") == [1]
            assert column(cursor, "select set_version_active(%s, %s)", first, ana.uid) == [True]
            assert column(cursor, "select get_profile_completion_percentage(%s)", ana.uid) == [17]

    def test_visions(self, db: Connection) -> None:
        ana = person(db, "ana")
        with acting(db, ana) as cursor:
            add = "insert into vision_versions (user_id, version_number, title, is_draft, created_at) values (%s, %s, 'v', true, %s) returning id"
            newer, older = (column(cursor, add, ana.uid, n, f"2025-01-0{4 - n}")[0] for n in (1, 2))
            ranks = [column(cursor, "select get_vision_version_number(%s)", v)[0] for v in (newer, older)]
            assert ranks == [2, 1]
            assert column(cursor, "select total_categories from vision_progress") == [12, 12]
            cursor.execute("update vision_versions set love = 'x', fun = 'y' where id = %s", [newer])
            refined = "select refined_categories from vision_versions where id = %s"
            assert column(cursor, refined, newer) == [["fun", "love"]]
            cursor.execute(
                "insert into vision_conversations (user_id, vision_id, category) values (%s, %s, 'fun')",
                [ana.uid, newer],
            )
            cursor.execute("update vision_conversations set completed_at = now()")
            done = "select categories_completed from vision_progress where vision_id = %s"
            assert column(cursor, done, newer) == [["fun"]]

    def test_profile_snapshots(self, db: Connection) -> None:
        ana = person(db, "ana")
        data = Jsonb({"first_name": "Ana", "city": "", "state": None, "country": "Chile", "gender": "Female"})
        for _ in range(2):
            value(db, "select create_profile_version(%s, %s, false)", ana.uid, data)
        shares = db.execute("select version_number, completion_percentage from profile_versions order by 1")
        assert shares.fetchall() == [(1, 17), (2, 17)]


class TestProgress:
    @pytest.mark.parametrize(("maximum", "top", "line_at"), [(840, 10, 56), (420, 5, 28)])
    def test_answers_score_their_assessment_on_either_scale(
        self, db: Connection, maximum: int, top: int, line_at: int
    ) -> None:
        ana = person(db, "ana")
        run = insert(db, "assessment_results", user_id=ana.uid, max_possible_score=maximum)
        answer = (
            "insert into assessment_responses (assessment_id, question_id, question_text, category, response_value, "
            "response_text, green_line) select %s, %s || i, 'q', %s::assessment_category, %s, 'a', 'above' "
            "from generate_series(1, 7) i"
        )
        with acting(db, ana) as cursor:
            cursor.execute(answer, [run, "money_", "money", top])
            cursor.execute(answer, [run, "home_", "home", top * 3 // 5])
            scores = "select category_scores, green_line_status, total_score, overall_percentage from assessment_results"
            total = 7 * top + 7 * (top * 3 // 5)
            assert cursor.execute(scores).fetchall() == [
                (
                    {"money": 7 * top, "home": 7 * (top * 3 // 5)},
                    {"money": "above", "home": "transition"},
                    total,
                    round(100 * total / maximum),
                )
            ]
            cursor.execute("delete from assessment_responses where category = 'money'")
            assert column(cursor, "select green_line_status from assessment_results") == [
                {"home": "transition"}
            ]
            cursor.execute("delete from assessment_results")
        status = "select get_green_line_status(%s, %s)::text"
        assert value(db, status, line_at, maximum // 12) == "above"
        assert value(db, status, line_at - 1, maximum // 12) == "transition"

    def test_scores_cannot_exceed_the_scale(self, db: Connection) -> None:
        with pytest.raises(CheckViolation, match="valid_scores"):
            insert(db, AssessmentResult.__tablename__, user_id=person(db, "ana").uid, total_score=841)

    def test_blueprint_follows_its_tasks(self, db: Connection) -> None:
        ana = person(db, "ana")
        plan = insert(db, "actualization_blueprints", user_id=ana.uid, title="t", category="fun")
        tasks = [insert(db, "blueprint_tasks", blueprint_id=plan, title="t") for _ in range(3)]
        progress = "select progress_percentage from actualization_blueprints"
        db.execute("update blueprint_tasks set status = 'completed' where id = %s", [tasks[0]])
        assert value(db, progress) == 33
        db.execute("delete from blueprint_tasks where id = %s", [tasks[1]])
        assert value(db, progress) == 50

    def test_session_follows_its_messages(self, db: Connection) -> None:
        ana = person(db, "ana")
        session = insert(db, "conversation_sessions", user_id=ana.uid)
        with acting(db, ana) as cursor:
            cursor.execute(
                "insert into ai_conversations (user_id, conversation_id, role, message, created_at) "
                "select %s, %s, 'user', 'm', timestamptz '2025-11-01' + i * interval '1 day' from generate_series(1, 3) i",
                [ana.uid, session],
            )
            counted = "select message_count, last_message_at::date::text from conversation_sessions"
            assert cursor.execute(counted).fetchall() == [(3, "2025-11-04")]

    def test_intensive(self, db: Connection) -> None:
        ana = person(db, "ana")
        purchase = insert(db, "intensive_purchases", user_id=ana.uid, amount=49900)
        insert(db, "intensive_checklist", intensive_id=purchase, user_id=ana.uid, profile_completed=True,
               assessment_completed=True)  # fmt: skip
        assert value(db, "select get_intensive_progress(c) from intensive_checklist c") == 20
        assert value(db, "select get_next_intensive_step(c) from intensive_checklist c") == "call_scheduled"
        assert value(db, "select check_intensive_completion(%s) ->> 'is_complete'", purchase) == "false"

    def test_journal_streak(self, db: Connection) -> None:
        ana = person(db, "ana")
        streaks = []
        for day in ("2025-11-01", "2025-11-02", "2025-11-02", "2025-11-04"):
            db.execute("select set_config('seedkit.now', %s, true)", [day])
            db.execute("select increment_journal_stats(%s)", [ana.uid])
            streaks.append(value(db, "select journal_streak from user_stats"))
        db.execute("select increment_ai_usage(%s, 10, 0.5)", [ana.uid])
        assert streaks == [1, 2, 2, 1]
        assert db.execute("select total_journal_entries, total_ai_calls from user_stats").fetchall() == [
            (4, 1)
        ]

    def test_updates_are_stamped(self, db: Connection) -> None:
        ana = person(db, "ana")
        db.execute("update profiles set full_name = 'A', updated_at = '2000-01-01' where id = %s", [ana.uid])
        assert value(db, "select updated_at = '2025-11-20 00:00+00' from profiles") is True
        insert(db, "vibrational_links", user_id=ana.uid, category_a="fun", category_b="home", strength=1)
        db.execute("update vibrational_links set strength = 0.5")
        assert value(db, "select last_updated = '2025-11-20 00:00+00' from vibrational_links") is True
