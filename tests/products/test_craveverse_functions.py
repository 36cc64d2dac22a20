"""CraveVerse's functions and triggers at work on a few rows."""

from __future__ import annotations

import pytest
from craveverse_catalog import CRAVEVERSE
from craveverse_rows import belongings, catalogue
from people import Connection, acting, clerk_person, column, insert, value
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from seedkit.supabase.claims import Person

pytestmark = pytest.mark.db


@pytest.fixture
def ana(db: Connection) -> Person:
    return clerk_person(db, "ana", "user_2ana")


@pytest.fixture
def bob(db: Connection) -> Person:
    return clerk_person(db, "bob", "user_2bob")


class TestPlay:
    def test_rewards_add_up(self, db: Connection, ana: Person) -> None:
        for xp, coins in ((100, 50), (120, 60)):
            db.execute("select award_xp_and_coins(%s, %s, %s)", [ana.uid, xp, coins])
        assert db.execute("select xp, cravecoins from users").fetchall() == [(220, 110)]

    @pytest.mark.parametrize(
        ("today", "active", "left"),
        [
            ("2025-11-19 23:59+00", True, 0),
            ("2025-11-20 00:00+00", True, 2),
            ("2025-11-21 23:59+00", True, 2),
            ("2025-11-22 00:00+00", True, 0),
            ("2025-11-20 23:00-05", True, 2),
            ("2025-11-20 12:00+00", False, 0),
        ],
    )
    def test_a_streak_survives_a_missed_day_only_in_a_pause(
        self, db: Connection, ana: Person, today: str, active: bool, left: int
    ) -> None:
        insert(db, "streak_pauses", user_id=ana.uid, start_date="2025-11-20", end_date="2025-11-21",
               is_active=active)  # fmt: skip
        for _ in range(2):
            db.execute("select update_streak(%s, true)", [ana.uid])
        db.execute("select set_config('seedkit.now', %s, true)", [today])
        db.execute("select update_streak(%s, false)", [ana.uid])
        assert value(db, "select streak_count from users") == left

    @pytest.mark.parametrize(
        ("tier", "highest"), [("free", 10), ("plus", 30), ("plus_trial", 30), ("ultra", 30), (None, 0)]
    )
    def test_tiers_open_levels(self, db: Connection, ana: Person, tier: str | None, highest: int) -> None:
        db.execute("update users set subscription_tier = %s", [tier])
        opened = (
            "select coalesce(max(n) filter (where can_access_level(%s, n)), 0) from generate_series(1, 40) n"
        )
        with acting(db, ana) as cursor:
            assert column(cursor, opened, ana.uid) == [highest]

    def test_progress_is_told_to_oneself(self, db: Connection, ana: Person, bob: Person) -> None:
        belongings(db, ana.uid, catalogue(db), name="ana")
        stats = "select * from get_user_progress_stats(%s)"
        with acting(db, ana) as cursor:
            assert cursor.execute(stats, [ana.uid]).fetchall() == [(0, 0, 0, 0, 1)]
        db.execute("update user_progress set completed_at = now()")
        db.execute("update users set xp = 100, cravecoins = 50, streak_count = 1, current_level = 2")
        with acting(db, ana) as cursor:
            assert cursor.execute(stats, [ana.uid]).fetchall() == [(1, 1, 100, 50, 2)]
        with acting(db, bob) as cursor:
            assert cursor.execute(stats, [ana.uid]).fetchall() == []
            assert column(cursor, "select can_access_level(%s, 1)", ana.uid) == [False]

    def test_ai_usage_is_logged_as_of_now(self, db: Connection, ana: Person) -> None:
        logged = value(db, "select log_ai_usage(%s, 'gpt-5-mini', 100, 0.00012, 'hash')", ana.uid)
        found = "select id, tokens_used, cost_usd::text, cached_response, created_at = current_moment() from ai_usage_metrics"
        assert db.execute(found).fetchall() == [(logged, 100, "0.000120", False, True)]

    @pytest.mark.parametrize(
        "call",
        [
            "select award_xp_and_coins('{id}', 1, 1)",
            "select update_streak('{id}', true)",
            "select log_ai_usage('{id}', 'gpt-5-nano', 1, 0, 'hash')",
            "select create_user_from_clerk('user_2new', '')",
            "select update_user_from_clerk('user_2ana', name => 'A')",
            "select delete_user_from_clerk('user_2ana')",
        ],
    )
    def test_what_changes_an_account_is_the_services_to_call(
        self, db: Connection, ana: Person, call: str
    ) -> None:
        with acting(db, ana) as cursor, pytest.raises(InsufficientPrivilege, match="for function"):
            cursor.execute(call.format(id=ana.uid))


class TestClerk:
    def test_the_service_signs_people_up_and_keeps_them_up_to_date(self, db: Connection) -> None:
        with acting(db, Person("service", role="service_role")) as cursor:
            made = "select email, is_newbie, plan_id, current_level from create_user_from_clerk(%s, %s, %s)"
            assert cursor.execute(made, ["user_2new", "new@example.com", "New"]).fetchall() == [
                ("new@example.com", True, "free", 1)
            ]
            kept = "select email, name, avatar_url from update_user_from_clerk(%s, avatar_url => %s)"
            assert cursor.execute(kept, ["user_2new", "https://images.example.com/n.jpg"]).fetchall() == [
                ("new@example.com", "New", "https://images.example.com/n.jpg")
            ]
            assert column(cursor, "select name from get_user_by_clerk_id('user_2new')") == ["New"]
            assert column(cursor, "select delete_user_from_clerk('user_2new')") == [True]
            assert column(cursor, "select delete_user_from_clerk('user_2new')") == [False]

    def test_an_account_is_found_by_its_owner(self, db: Connection, ana: Person, bob: Person) -> None:
        for who, found in ((ana, "Ana"), (bob, None)):
            with acting(db, who) as cursor:
                assert column(cursor, "select name from get_user_by_clerk_id('user_2ana')") == [found]

    def test_answers_of_others_outlive_an_account(self, db: Connection, ana: Person, bob: Person) -> None:
        known = catalogue(db)
        hers, his = (belongings(db, who.uid, known, name=who.handle) for who in (ana, bob))
        for asked in (hers, his):
            post, reply = asked.rows["forum_posts"][0], hers.rows["forum_replies"][0]
            insert(db, "forum_replies", user_id=bob.uid, post_id=post, parent_reply_id=reply, content="Yes")
        insert(db, "battles", user1_id=bob.uid, craving_type="sugar", winner_id=ana.uid)
        assert value(db, "select delete_user_from_clerk('user_2ana')") is True
        assert column(db, "select name from users") == ["Bob"]
        assert db.execute("select parent_reply_id from forum_replies where content = 'Yes'").fetchall() == [
            (None,)
        ]
        assert value(db, "select count(*) from battles where winner_id is not null") == 0


class TestStamps:
    def test_every_update_is_stamped_where_there_is_a_column_for_it(
        self, db: Connection, ana: Person
    ) -> None:
        belongings(db, ana.uid, catalogue(db), name="ana")
        stamped = {name for name in CRAVEVERSE.named(views=False) if "updated_at" in CRAVEVERSE.table(name).c}
        for name in sorted(stamped):
            table = sql.Identifier(name)
            db.execute(sql.SQL("update {} set updated_at = '2000-01-01'").format(table))
            (found,) = db.execute(
                sql.SQL("select distinct updated_at::text from {}").format(table)
            ).fetchall()
            assert found == ("2025-11-20 00:00:00+00",), name
        assert len(stamped) == 14

    def test_shop_items_can_be_changed(self, db: Connection) -> None:
        catalogue(db)
        db.execute(
            "insert into shop_items (name, type, price_coins) values ('Pause Token', 'consumable', 60) "
            "on conflict (name, type) do update set price_coins = excluded.price_coins"
        )
        assert column(db, "select price_coins from shop_items") == [60]
