"""VibrationFit's schema on a real Postgres: it applies, its functions answer, its triggers fire, it keeps people apart."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import CheckViolation, InsufficientPrivilege
from psycopg.types.json import Jsonb
from vibrationfit_catalog import BY_TABLE, COLUMNS

from seedkit.factories.vibrationfit.models import MODELS, AssessmentResult, TokenDrip
from seedkit.factories.vibrationfit.schema import EXTRAS
from seedkit.schema.ddl import schema_sql, statements
from seedkit.supabase.claims import ANONYMOUS, Person, act_as

pytestmark = pytest.mark.db
Connection = psycopg.Connection[Any]


@pytest.fixture
def db(vibrationfit: Connection) -> Connection:
    vibrationfit.execute("set local seedkit.now = '2025-11-20 00:00+00'")
    return vibrationfit


def person(db: Connection, handle: str) -> Person:
    """Signs somebody up."""
    uid, email = uuid.uuid4(), f"{handle}@example.com"
    db.execute(
        "insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, %s)",
        [uid, email, Jsonb({"full_name": handle.title()})],
    )
    return Person(handle, uid, email)


@contextlib.contextmanager
def acting(db: Connection, who: Person) -> Iterator[psycopg.Cursor[Any]]:
    """Acts as somebody; what they wrote is undone at the end."""
    with db.transaction(force_rollback=True), db.cursor() as cursor:
        act_as(cursor, who)
        yield cursor


def value(db: Connection, query: str, *parameters: Any) -> Any:
    row = db.execute(query, parameters).fetchone()
    assert row is not None
    return row[0]


def column(db: psycopg.Cursor[Any] | Connection, query: str, *parameters: Any) -> list[Any]:
    return [row[0] for row in db.execute(query, parameters).fetchall()]


def insert(db: Connection, table: str, **values: Any) -> uuid.UUID:
    """Inserts a row and gives its id."""
    query = sql.SQL("insert into {} ({}) values ({}) returning id").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    given = [Jsonb(v) if isinstance(v, dict) else v for v in values.values()]
    row = db.execute(query, given).fetchone()
    assert row is not None
    return row[0]


class TestShape:
    def test_live_columns_are_the_catalogue(self, db: Connection) -> None:
        live = db.execute(
            """
            select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
              and a.attnum > 0 and not a.attisdropped
            """
        ).fetchall()
        names = {"character varying": "varchar", "timestamp with time zone": "timestamptz"}
        names["timestamp without time zone"] = "timestamp"
        found = set()
        for table, name, type_ in live:
            for long, short in names.items():
                type_ = type_.replace(long, short)
            found.add((table, name, type_))
        assert found == {
            (table, r["column"], r["pg_type"])
            for table, rows in COLUMNS.items()
            if table != "token_drips"
            for r in rows
        }

    def test_an_optional_table_comes_when_asked_for(self) -> None:
        assert not any("token_drips" in s for s in schema_sql(MODELS, extras=EXTRAS))
        asked = schema_sql(MODELS, extras=EXTRAS, optional=[TokenDrip.__tablename__])
        assert any(s.startswith("CREATE TABLE public.token_drips") for s in asked)

    def test_row_security_is_on_and_no_policy_is_doubled(self, db: Connection) -> None:
        assert not column(
            db,
            "select relname from pg_class where relnamespace = 'public'::regnamespace "
            "and relkind = 'r' and not relrowsecurity",
        )
        assert not column(
            db,
            "select tablename from pg_policies where schemaname = 'public' "
            "group by tablename, roles, cmd having count(*) > 1 or bool_or(permissive <> 'PERMISSIVE')",
        )

    def test_no_policy_raises_for_anybody(self, db: Connection) -> None:
        stranger = person(db, "stranger")
        for name in BY_TABLE.keys() - {"token_drips"}:
            query = sql.SQL("select count(*) from {}").format(sql.Identifier(name))
            with acting(db, stranger) as cursor:
                row = cursor.execute(query).fetchone()
                assert row == (1 if name == "profiles" else 0,), name

    def test_functions_are_pinned_and_closed_to_strangers(self, db: Connection) -> None:
        functions = "from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'"
        assert value(db, f"select count(*) {functions}") > 40
        assert not column(
            db, f"select proname {functions} and proconfig is distinct from array['search_path=\"\"']"
        )
        assert not column(
            db, f"select proname {functions} and has_function_privilege('anon', oid, 'execute')"
        )
        hidden = f"select proname {functions} and not has_function_privilege('authenticated', oid, 'execute')"
        triggers = column(db, f"select proname {functions} and prorettype = 'trigger'::regtype")
        assert set(column(db, hidden)) == EXTRAS.service_functions | set(triggers)

    def test_the_view_has_the_rights_of_its_reader(self, db: Connection) -> None:
        ana, bob = person(db, "ana"), person(db, "bob")
        for who in (ana, bob):
            insert(db, "token_usage", user_id=who.uid, action_type="transcription", model_used="whisper-1",
                   cost_estimate=200, calculated_cost_cents=150, audio_seconds=9)  # fmt: skip
        with acting(db, ana) as cursor:
            query = "select user_id, accuracy_percentage, usage_type from token_usage_with_costs"
            assert cursor.execute(query).fetchall() == [(ana.uid, 75, "audio")]

    def test_a_file_must_end_with_its_last_statement(self) -> None:
        assert list(statements("select 1;\n\nselect $$ a;\n$$;\n")) == ["select 1", "select $$ a;\n$$"]
        with pytest.raises(ValueError, match="ends within a statement"):
            list(statements("select $$ a;\n"))


class TestSigningUp:
    def test_a_new_user_gets_a_profile(self, db: Connection) -> None:
        ana = person(db, "ana")
        assert db.execute("select email, full_name from profiles where id = %s", [ana.uid]).fetchall() == [
            ("ana@example.com", "Ana")
        ]
        db.execute("insert into auth.users (id) values (gen_random_uuid())")
        assert value(db, "select count(*) from profiles") == 1

    def test_the_first_profile_version_makes_a_solo_household_and_the_second_joins_it(
        self, db: Connection
    ) -> None:
        ana = person(db, "ana")
        with acting(db, ana) as cursor:
            add = "insert into user_profiles (user_id, first_name, version_number) values (%s, 'Ana', %s)"
            cursor.execute(add, [ana.uid, 1])
            cursor.execute(add, [ana.uid, 2])
            assert cursor.execute("select distinct is_household_admin from user_profiles").fetchall() == [
                (True,)
            ]
            (home,) = cursor.execute(
                "select name, plan_type, max_members, subscription_status from households"
            ).fetchall()
            assert home == ("Ana's Account", "solo", 1, "trialing")
            assert cursor.execute("select role, status from household_members").fetchall() == [
                ("admin", "active")
            ]

    def test_a_removed_member_stays_without_household(self, db: Connection) -> None:
        admin, leaver = person(db, "admin"), person(db, "leaver")
        home = insert(db, "households", admin_user_id=admin.uid)
        insert(db, "household_members", household_id=home, user_id=leaver.uid, status="removed")
        profile = insert(db, "user_profiles", user_id=leaver.uid)
        assert value(db, "select household_id from user_profiles where id = %s", profile) is None


class TestHouseholds:
    @pytest.fixture
    def home(self, db: Connection) -> dict[str, Any]:
        people = {h: person(db, h) for h in ("admin", "member", "leaver", "invitee", "stranger")}
        home = insert(db, "households", admin_user_id=people["admin"].uid, shared_tokens_enabled=True)
        seats = {}
        for handle, role, status in (
            ("admin", "admin", "active"),
            ("member", "member", "active"),
            ("leaver", "member", "removed"),
        ):
            seats[handle] = insert(db, "household_members", household_id=home, user_id=people[handle].uid,
                                   role=role, status=status)  # fmt: skip
        insert(db, "household_invitations", household_id=home, invited_by=people["admin"].uid,
               invited_email="Invitee@Example.com", invitation_token="t")  # fmt: skip
        return {"id": home, "seats": seats, **people}

    @pytest.mark.parametrize(
        ("who", "households", "seats", "invitations"),
        [
            ("admin", 1, {"admin", "member", "leaver"}, 1),
            ("member", 1, {"member"}, 0),
            ("leaver", 0, {"leaver"}, 0),
            ("invitee", 0, set(), 1),
            ("stranger", 0, set(), 0),
        ],
    )
    def test_everybody_sees_exactly_theirs(
        self,
        db: Connection,
        home: dict[str, Any],
        who: str,
        households: int,
        seats: set[str],
        invitations: int,
    ) -> None:
        with acting(db, home[who]) as cursor:
            assert column(cursor, "select id from households") == [home["id"]] * households
            assert set(column(cursor, "select id from household_members")) == {
                home["seats"][s] for s in seats
            }
            assert len(column(cursor, "select id from household_invitations")) == invitations

    def test_anonymous_visitors_are_turned_away(self, db: Connection, home: dict[str, Any]) -> None:
        with acting(db, ANONYMOUS) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute("select from households")

    def test_only_the_admin_writes(self, db: Connection, home: dict[str, Any]) -> None:
        rename = "update households set name = 'Ours'"
        for who, reached in (("admin", 1), ("member", 0), ("stranger", 0)):
            with acting(db, home[who]) as cursor:
                assert cursor.execute(rename).rowcount == reached
                assert cursor.execute("delete from household_members").rowcount == 3 * reached
        with acting(db, home["stranger"]) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute(
                "insert into household_members (household_id, user_id) values (%s, %s)",
                [home["id"], home["stranger"].uid],
            )

    @pytest.mark.parametrize(
        "escalation",
        [
            "update households set plan_type = 'household'",
            "update households set admin_user_id = gen_random_uuid()",
            "insert into households (admin_user_id, stripe_subscription_id) values (auth.uid(), 'sub')",
            "update household_members set role = 'admin'",
            "update household_members set household_id = gen_random_uuid()",
            "update profiles set membership_tier_id = null",
            "update profiles set vibe_assistant_tokens_remaining = 1000000",
            "update user_profiles set is_household_admin = true",
            "update household_invitations set accepted_at = now()",
        ],
    )
    def test_columns_of_the_server_are_closed(
        self, db: Connection, home: dict[str, Any], escalation: str
    ) -> None:
        with (
            acting(db, home["admin"]) as cursor,
            pytest.raises(InsufficientPrivilege, match="permission denied"),
        ):
            cursor.execute(escalation)

    def test_summary_is_for_oneself(self, db: Connection, home: dict[str, Any]) -> None:
        summary = "select is_admin, member_count, can_use_shared_tokens from get_user_household_summary(%s)"
        with acting(db, home["member"]) as cursor:
            assert cursor.execute(summary, [home["member"].uid]).fetchall() == [(False, 2, True)]
            assert cursor.execute(summary, [home["admin"].uid]).fetchall() == []
        assert db.execute(summary, [home["leaver"].uid]).fetchall() == []

    def test_old_invitations_expire_once_for_each_address(self, db: Connection, home: dict[str, Any]) -> None:
        for status, token in (("pending", "late"), ("expired", "older")):
            insert(db, "household_invitations", household_id=home["id"], invited_by=home["admin"].uid,
                   invited_email="late@example.com", invitation_token=token, status=status,
                   expires_at="2025-11-19")  # fmt: skip
        assert value(db, "select expire_old_invitations()") == 1
        assert column(db, "select invitation_token from household_invitations where status = 'expired'") == [
            "late"
        ]
        with acting(db, home["admin"]) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute("select expire_old_invitations()")


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
