"""Who sees and writes what of a story: author, buyers, anybody signed in, anonymous, admin."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from infinitepages_shop import buy, credit, story
from people import Connection, acting, column, insert, person, value
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from seedkit.supabase.claims import ANONYMOUS, Person

pytestmark = pytest.mark.db


@dataclass(frozen=True)
class Shop:
    """A published story of five chapters, two of them free, and the people around it."""

    people: dict[str, Person]
    story: uuid.UUID
    draft: uuid.UUID

    def __getitem__(self, handle: str) -> Person:
        return ANONYMOUS if handle == "anonymous" else self.people[handle]


@pytest.fixture
def shop(db: Connection) -> Shop:
    people = {h: person(db, h) for h in ("author", "buyer", "fan", "stranger", "admin")}
    db.execute("update profiles set is_admin = true where id = %s", [people["admin"].uid])
    author = people["author"]
    made = Shop(people, story(db, author), story(db, author, status="draft"))
    for handle in ("buyer", "fan"):
        credit(db, people[handle], 100)
    buy(db, people["buyer"], author, made.story, [4], 5)
    buy(db, people["fan"], author, made.story, [], 50, kind="premium_unlock")
    for what in (made.story, made.draft):
        insert(db, "story_covers", story_id=what, cover_url="u", cover_style="vintage", generation_prompt="p")
    return made


def seen(db: Connection, who: Person, query: str, *parameters: Any) -> list[Any]:
    with acting(db, who) as cursor:
        return column(cursor, query, *parameters)


class TestReading:
    @pytest.mark.parametrize(
        ("handle", "chapters"),
        [
            ("author", [1, 2, 3, 4, 5]),
            ("buyer", [1, 2, 4]),
            ("fan", [1, 2, 3, 4, 5]),
            ("stranger", [1, 2]),
            ("admin", [1, 2]),
        ],
    )
    def test_chapters(self, db: Connection, shop: Shop, handle: str, chapters: list[int]) -> None:
        query = "select chapter_number from chapters where story_id = %s order by 1"
        assert seen(db, shop[handle], query, shop.story) == chapters
        own = chapters if handle == "author" else []
        assert seen(db, shop[handle], query, shop.draft) == own

    def test_what_is_bought_stays_when_the_story_is_taken_down(self, db: Connection, shop: Shop) -> None:
        db.execute("update stories set status = 'completed'")
        insert(db, "chapters", story_id=shop.story, chapter_number=6)
        query = "select chapter_number from chapters where story_id = %s order by 1"
        assert seen(db, shop["buyer"], query, shop.story) == [4]
        assert seen(db, shop["fan"], query, shop.story) == [1, 2, 3, 4, 5, 6]
        assert seen(db, shop["stranger"], query, shop.story) == []
        for handle in ("buyer", "fan"):
            assert seen(db, shop[handle], "select id from stories") == [shop.story]
        assert seen(db, shop["stranger"], "select id from stories") == []

    def test_a_story_without_sample_shows_no_chapter(self, db: Connection, shop: Shop) -> None:
        db.execute("update story_pricing set is_free_sample = false")
        assert seen(db, shop["stranger"], "select chapter_number from chapters") == []
        assert seen(db, shop["buyer"], "select chapter_number from chapters") == [4]

    @pytest.mark.parametrize("table", ["stories", "story_pricing", "story_covers"])
    def test_the_shop_window(self, db: Connection, shop: Shop, table: str) -> None:
        key = "id" if table == "stories" else "story_id"
        query = f"select {key} from {table}"
        assert set(seen(db, shop["author"], query)) == {shop.story, shop.draft}
        for handle in ("buyer", "fan", "stranger"):
            assert seen(db, shop[handle], query) == [shop.story], handle
        with acting(db, ANONYMOUS) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute(query)

    @pytest.mark.parametrize(
        ("table", "counts"),
        [
            ("story_purchases", {"author": 2, "buyer": 1, "fan": 1, "stranger": 0}),
            ("creator_earnings", {"author": 2, "buyer": 0, "fan": 0, "stranger": 0}),
            ("creator_earnings_accumulation", {"author": 1, "buyer": 0, "fan": 0, "stranger": 0}),
            ("credit_transactions", {"author": 0, "buyer": 2, "fan": 2, "stranger": 0}),
            ("profiles", {"author": 1, "buyer": 1, "fan": 1, "stranger": 1, "admin": 1}),
            ("cache_efficiency_by_user", {"author": 1, "buyer": 1, "fan": 1, "stranger": 1, "admin": 1}),
        ],
    )
    def test_money_is_private(self, db: Connection, shop: Shop, table: str, counts: dict[str, int]) -> None:
        query = f"select count(*) from {table}"
        assert {handle: seen(db, shop[handle], query)[0] for handle in counts} == counts

    def test_packages_on_sale_are_public(self, db: Connection, shop: Shop) -> None:
        for name, active in (("Starter", True), ("Retired", False)):
            insert(db, "credit_packages", name=name, credits_amount=1332, price_usd="7.99",
                   stripe_price_id=f"price_seedkit_{name}", is_active=active)  # fmt: skip
        for handle in ("stranger", "anonymous"):
            assert seen(db, shop[handle], "select name from credit_packages") == ["Starter"]

    def test_batches_and_logs_are_the_admins(self, db: Connection, shop: Shop) -> None:
        insert(db, "monthly_payout_batches", batch_date="2025-12-01")
        insert(db, "system_logs", log_type="t", message="m")
        insert(db, "error_reports", message="m", category="unknown", severity="low", source="client")
        for who in ("author", "stranger"):
            insert(
                db, "request_logs", request_id=who, user_id=shop[who].uid, api_endpoint="/", http_method="GET"
            )
        # An address is not a role: people write their own.
        climber = person(db, "eve")
        db.execute("update profiles set email = 'eve@admin.example.com' where id = %s", [climber.uid])
        for table in ("monthly_payout_batches", "system_logs", "error_reports", "request_logs"):
            query = f"select count(*) from {table}"
            counts = [seen(db, who, query)[0] for who in (shop["admin"], shop["author"], climber)]
            assert counts == ([2, 1, 0] if table == "request_logs" else [1, 0, 0]), table
        with acting(db, shop["admin"]) as cursor:
            cursor.execute("update monthly_payout_batches set processing_status = 'completed'")
            assert cursor.rowcount == 1

    def test_choices_are_told_to_the_author(self, db: Connection, shop: Shop) -> None:
        insert(db, "choice_analytics", story_id=shop.story, choice_point_id="p", choice_id="c")
        insert(db, "reader_paths", user_id=shop["buyer"].uid, story_id=shop.story, session_id="s")
        counts = {
            table: [seen(db, shop[h], f"select count(*) from {table}")[0] for h in ("author", "buyer", "fan")]
            for table in ("choice_analytics", "reader_paths")
        }
        assert counts == {"choice_analytics": [1, 0, 0], "reader_paths": [1, 1, 0]}


class TestWriting:
    @pytest.mark.parametrize(
        "column_name",
        ["credits_balance", "is_creator", "is_admin", "subscription_tier", "pending_payout_usd"],
    )
    def test_nobody_promotes_themselves(self, db: Connection, shop: Shop, column_name: str) -> None:
        query = sql.SQL("update profiles set {0} = {0}").format(sql.Identifier(column_name))
        with acting(db, shop["stranger"]) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute(query)

    def test_people_keep_their_profile(self, db: Connection, shop: Shop) -> None:
        with acting(db, shop["stranger"]) as cursor:
            cursor.execute("update profiles set display_name = 'S.', writing_goals = '{rest}'")
            assert cursor.rowcount == 1
        lost = shop["stranger"]
        db.execute("delete from profiles where id = %s", [lost.uid])
        with acting(db, lost) as cursor:
            cursor.execute("insert into profiles (id, email) values (%s, %s)", [lost.uid, lost.email])
        with (
            acting(db, shop["fan"]) as cursor,
            pytest.raises(InsufficientPrivilege, match="row-level security"),
        ):
            cursor.execute("insert into profiles (id, email) values (%s, %s)", [lost.uid, lost.email])

    def test_only_the_author_prices_a_story(self, db: Connection, shop: Shop) -> None:
        db.execute("delete from story_pricing where story_id = %s", [shop.story])
        price = "insert into story_pricing (story_id, creator_id, free_chapters) values (%s, %s, 99)"
        for handle, creator in (("stranger", "stranger"), ("stranger", "author")):
            with acting(db, shop[handle]) as cursor, pytest.raises(InsufficientPrivilege, match="row-level"):
                cursor.execute(price, [shop.story, shop[creator].uid])
        with acting(db, shop["author"]) as cursor:
            cursor.execute(price, [shop.story, shop["author"].uid])

    @pytest.mark.parametrize(
        "statement",
        [
            "insert into story_purchases (user_id, story_id, creator_id, purchase_type, chapters_unlocked, "
            "credits_spent, creator_earnings) values ('{me}', '{story}', '{author}', 'premium_unlock', '{{}}', 0, 0)",
            "insert into credit_transactions (user_id, transaction_type, amount, balance_after, description) "
            "values ('{me}', 'bonus', 1000, 1000, 'x')",
            "insert into payments (user_id, stripe_payment_intent_id, stripe_customer_id, amount_usd, credits_purchased) "
            "values ('{me}', 'pi_seedkit_1', 'cus_seedkit_1', 1, 1)",
            "insert into subscription_logs (user_id, event_type) values ('{me}', 'payment_succeeded')",
            "insert into choice_analytics (story_id, choice_point_id, choice_id) values ('{story}', 'p', 'c')",
            "insert into claude_analytics (user_id, operation, model) values ('{author}', 'o', 'm')",
            "insert into system_logs (log_type, message) values ('t', 'm')",
            "insert into error_reports (message, category, severity, source, user_id) "
            "values ('m', 'unknown', 'low', 'client', '{author}')",
        ],
    )
    def test_ledgers_and_logs_of_others_are_closed(self, db: Connection, shop: Shop, statement: str) -> None:
        me = shop["stranger"]
        filled = statement.format(me=me.uid, story=shop.story, author=shop["author"].uid)
        with acting(db, me) as cursor, pytest.raises(InsufficientPrivilege, match="row-level security"):
            cursor.execute(filled)

    def test_a_buyer_changes_nothing(self, db: Connection, shop: Shop) -> None:
        with acting(db, shop["fan"]) as cursor:
            for statement in (
                "update stories set title = 'x'",
                "delete from chapters",
                "update story_purchases set chapters_unlocked = '{1,2,3}'",
                "delete from story_covers",
            ):
                cursor.execute(statement)
                assert cursor.rowcount == 0, statement

    def test_everybody_reports_errors_and_sees_none(self, db: Connection, shop: Shop) -> None:
        report = "insert into error_reports (message, category, severity, source, user_id) values ('m', 'unknown', 'low', 'client', %s)"
        for handle, who in (("anonymous", None), ("stranger", None), ("stranger", shop["stranger"].uid)):
            with acting(db, shop[handle]) as cursor:
                cursor.execute(report, [who])
                assert cursor.rowcount == 1
        with (
            acting(db, ANONYMOUS) as cursor,
            pytest.raises(InsufficientPrivilege, match="row-level security"),
        ):
            cursor.execute(report, [shop["stranger"].uid])
        assert value(db, "select count(*) from error_reports") == 0
