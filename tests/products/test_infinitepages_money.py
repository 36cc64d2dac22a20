"""Credits, purchases and payouts of Infinite Pages: what its functions write adds up to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from infinitepages_shop import buy, credit, story
from people import Connection, acting, column, insert, person, value
from psycopg.errors import CheckViolation, Error, InsufficientPrivilege, NoDataFound

from seedkit.supabase.claims import ANONYMOUS, Person

pytestmark = pytest.mark.db

_LEDGER = "select transaction_type, amount, balance_after, metadata ->> 'kind' from credit_transactions where user_id = %s order by created_at"
_CREDITS = "select credits_balance, credits_earned_total, credits_spent_total from profiles where id = %s"


def ledger(db: Connection, who: Person) -> list[tuple[Any, ...]]:
    return db.execute(_LEDGER, [who.uid]).fetchall()


class TestLedger:
    def test_balances_run_and_the_profile_agrees(self, db: Connection) -> None:
        ana = person(db, "ana")
        move = "select process_credit_transaction(%s, %s, %s, 'x')"
        for amount, kind in ((100, "purchase"), (-30, "spend"), (5, "refund")):
            db.execute(move, [ana.uid, amount, kind])
        assert [row[:3] for row in ledger(db, ana)] == [
            ("purchase", 100, 100),
            ("spend", -30, 70),
            ("refund", 5, 75),
        ]
        assert db.execute(_CREDITS, [ana.uid]).fetchall() == [(75, 105, 30)]
        assert value(db, "select min(created_at) = '2025-11-20 00:00+00' from credit_transactions")

    @pytest.mark.parametrize(
        ("amount", "kind", "said"),
        [
            (-31, "spend", "31 are needed, 30 are there"),
            (5, "spend", "5 credits are no spend"),
            (-5, "bonus", "no bonus"),
            (0, "spend", "no spend"),
            (5, "monthly_distribution", "transaction_type_check"),
        ],
    )
    def test_nothing_false_enters(self, db: Connection, amount: int, kind: str, said: str) -> None:
        ana = person(db, "ana")
        credit(db, ana, 30)
        with pytest.raises(CheckViolation, match=said), db.transaction():
            db.execute("select process_credit_transaction(%s, %s, %s, 'x')", [ana.uid, amount, kind])
        assert db.execute(_CREDITS, [ana.uid]).fetchall() == [(30, 30, 0)]

    def test_only_the_service_writes(self, db: Connection) -> None:
        ana = person(db, "ana")
        with acting(db, ana) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute("select process_credit_transaction(%s, 100, 'bonus', 'x')", [ana.uid])
        with acting(db, ana) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute("update profiles set credits_balance = 100")


class TestMonth:
    @pytest.mark.parametrize(
        ("tier", "stories", "credits"),
        [
            ("basic", 0, 1332),
            ("basic", 3, 1362),
            ("basic", 27, 1598),
            ("premium", 0, 2497),
            ("premium", 60, 2996),
        ],
    )
    def test_grant(self, db: Connection, tier: str, stories: int, credits: int) -> None:
        assert value(db, "select monthly_credit_grant(%s, %s)", tier, stories) == credits

    def test_subscribers_get_credits_once_a_month_and_basic_keeps_three_months(self, db: Connection) -> None:
        ana, bob, eve = (person(db, handle) for handle in ("ana", "bob", "eve"))
        db.execute(
            "update profiles set subscription_status = 'active' where id in (%s, %s)", [ana.uid, bob.uid]
        )
        db.execute("update profiles set subscription_tier = 'premium' where id = %s", [bob.uid])
        credit(db, ana, 3000)
        credit(db, bob, 3000)
        read = story(db, eve)
        for when in (
            "2025-09-30 23:59+00",
            "2025-10-02 00:00+00",
            "2025-10-31 23:59+00",
            "2025-11-01 00:00+00",
        ):
            insert(db, "story_purchases", user_id=bob.uid, story_id=read, creator_id=eve.uid, purchase_type="chapter",
                   chapters_unlocked=[3], credits_spent=0, creator_earnings=0, created_at=when)  # fmt: skip
        for _ in range(2):
            db.execute("select distribute_monthly_credits()")
        assert ledger(db, ana)[1:] == [
            ("bonus", 1332, 4332, "subscription_grant"),
            ("spend", -336, 3996, "credit_reversion"),
        ]
        assert ledger(db, bob)[1:] == [("bonus", 2507, 5507, "subscription_grant")]
        assert ledger(db, eve) == []
        assert column(db, "select metadata -> 'subscribers' from system_logs order by 1") == [0, 2]
        db.execute("set local seedkit.now = '2025-12-01'")
        db.execute("select distribute_monthly_credits()")
        assert ledger(db, bob)[-1][1:3] == (2507, 8014)

    def test_generation_allowance(self, db: Connection) -> None:
        ana, bob = person(db, "ana"), person(db, "bob")
        db.execute("update profiles set last_token_grant = '2025-10-31', tokens_remaining = 3000")
        db.execute("update profiles set subscription_tier = 'premium' where id = %s", [bob.uid])
        for _ in range(2):
            db.execute("select grant_monthly_tokens()")
        left = "select tokens_remaining from profiles where id = %s"
        assert (value(db, left, ana.uid), value(db, left, bob.uid)) == (3996, 5497)


class TestPurchase:
    def test_seven_tenths_are_exact_where_floating_point_is_not(self, db: Connection) -> None:
        assert column(db, "select creator_share(n) from generate_series(0, 2000) n") == [
            n * 7 // 10 for n in range(2001)
        ]

    @pytest.mark.parametrize(
        ("kind", "wanted", "chapters", "price"),
        [
            ("chapter", [3, 4], [3, 4], 10),
            ("chapter", [1, 2, 3, 9], [3], 5),
            ("bundle", [3, 4, 5], [3, 4, 5], 12),
            ("premium_unlock", [], [3, 4, 5], 50),
        ],
    )
    def test_quote(
        self, db: Connection, kind: str, wanted: list[int], chapters: list[int], price: int
    ) -> None:
        author, reader = person(db, "author"), person(db, "reader")
        what = story(db, author)
        quote = "select chapters, price from quote_story(%s, %s, %s, %s)"
        with acting(db, reader) as cursor:
            assert cursor.execute(quote, [reader.uid, what, wanted, kind]).fetchall() == [(chapters, price)]

    def test_bundles_round_half_up(self, db: Connection) -> None:
        author, reader = person(db, "author"), person(db, "reader")
        what = story(db, author, price_per_chapter=5, bundle_discount="0.10", is_free_sample=False)
        quote = "select price from quote_story(%s, %s, %s, 'bundle')"
        assert value(db, quote, reader.uid, what, [1]) == 5
        assert value(db, quote, reader.uid, what, [1, 2, 3]) == 14

    def test_everything_is_written_together(self, db: Connection) -> None:
        author, reader = person(db, "author"), person(db, "reader")
        credit(db, reader, 100)
        what = story(db, author, price_per_chapter=9)
        with acting(db, reader) as cursor:
            buy(cursor, reader, author, what, [4, 3], 18)
            assert column(cursor, "select credits_balance from profiles") == [82]
        buy(db, reader, author, what, [4, 3], 18)
        buy(db, reader, author, what, [], 50, kind="premium_unlock")
        assert [row[:3] for row in ledger(db, reader)[1:]] == [("spend", -18, 82), ("spend", -50, 32)]
        bought = "select purchase_type, chapters_unlocked, credits_spent, creator_earnings from story_purchases order by credits_spent"
        assert db.execute(bought).fetchall() == [
            ("chapter", [3, 4], 18, 12),
            ("premium_unlock", [3, 4, 5], 50, 35),
        ]
        earned = """
            select credits_earned, usd_equivalent, ledger.amount, ledger.reference_type, ledger.reference_id = story_id::text
            from creator_earnings join credit_transactions ledger on ledger.id::text = transaction_id
            order by credits_earned
        """
        assert db.execute(earned).fetchall() == [
            (12, Decimal("0.12"), -18, "story_read", True),
            (35, Decimal("0.35"), -50, "story_read", True),
        ]
        owed = "select total_accumulated_usd, total_earnings_usd, pending_payout_usd from creator_earnings_accumulation join profiles on profiles.id = creator_id"
        assert db.execute(owed).fetchall() == [(Decimal("0.47"),) * 3]

    def test_a_hot_story_is_a_fifth_cheaper(self, db: Connection) -> None:
        author, reader = person(db, "author"), person(db, "reader")
        credit(db, reader, 100)
        what = story(db, author, price_per_chapter=7)
        for hours in (1, 2, 3, 23, 25):
            assert value(db, "select cache_discount(%s, 14)", what) == 0
            insert(db, "generation_logs", user_id=author.uid, story_id=what, operation_type="chapter",
                   tokens_input=1, tokens_output=1, cost_usd=0,
                   created_at=value(db, "select current_moment() - make_interval(hours => %s)", hours))  # fmt: skip
            if hours == 23:
                break
        with acting(db, reader) as cursor:
            assert column(cursor, "select cache_discount(%s, 14)", what) == [2]
        buy(db, reader, author, what, [3, 4], 14, discount=2)
        rewards = "select credits_saved, original_cost, discounted_cost, hit_count, chapter_number from cache_rewards join chapters on chapters.id = chapter_id"
        assert db.execute(rewards).fetchall() == [(2, 14, 12, 1, 3)]
        hits = "select cache_hits, cache_discount_earned, credits_spent_total from profiles where id = %s"
        assert db.execute(hits, [reader.uid]).fetchall() == [(1, 2, 12)]
        assert column(db, "select creator_earnings from story_purchases") == [8]

    @pytest.mark.parametrize(
        ("chapters", "cost", "kind", "discount", "said"),
        [
            ([3], 4, "chapter", 0, "cost 5 credits, not 4"),
            ([3], 5, "chapter", 1, "not 5 less 1 for 4"),
            ([3, 3], 10, "chapter", 0, "left to unlock"),
            ([1, 3], 10, "chapter", 0, "left to unlock"),
            ([4], 5, "chapter", 0, "left to unlock"),
            ([3, 5], 9, "bundle", 0, "cost 8 credits"),
            ([], 0, "chapter", 0, "left to unlock"),
            ([], 50, "premium_unlock", 0, "50 are needed, 15 are there"),
        ],
    )
    def test_what_does_not_agree_is_refused(
        self, db: Connection, chapters: list[int], cost: int, kind: str, discount: int, said: str
    ) -> None:
        author, reader = person(db, "author"), person(db, "reader")
        credit(db, reader, 20)
        what = story(db, author)
        buy(db, reader, author, what, [4], 5)
        with pytest.raises(CheckViolation, match=said), db.transaction():
            buy(db, reader, author, what, chapters, cost, kind=kind, discount=discount)
        assert db.execute(_CREDITS, [reader.uid]).fetchall() == [(15, 20, 5)]

    def test_only_for_oneself_and_only_what_is_for_sale(self, db: Connection) -> None:
        author, reader, thief = (person(db, handle) for handle in ("author", "reader", "thief"))
        for who in (author, reader):
            credit(db, who, 100)
        what, draft = story(db, author), story(db, author, status="draft")
        refused: list[tuple[Person, tuple[Any, ...], type[Error]]] = [
            (thief, (reader, author, what), InsufficientPrivilege),
            (ANONYMOUS, (reader, author, what), InsufficientPrivilege),
            (reader, (reader, thief, what), NoDataFound),
            (reader, (reader, author, draft), NoDataFound),
            (author, (author, author, what), NoDataFound),
        ]
        for who, sale, error in refused:
            with acting(db, who) as cursor, pytest.raises(error):
                buy(cursor, *sale, [3], 5)

    def test_a_free_story_costs_nobody_anything(self, db: Connection) -> None:
        author, reader = person(db, "author"), person(db, "reader")
        what = story(db, author, price_per_chapter=0)
        buy(db, reader, author, what, [3], 0)
        assert value(db, "select count(*) from credit_transactions") == 0
        assert value(db, "select count(*) from creator_earnings") == 0

    def test_a_false_share_is_refused(self, db: Connection) -> None:
        author, reader = person(db, "author"), person(db, "reader")
        credit(db, reader, 100)
        with pytest.raises(CheckViolation, match="the share of 50 credits is 35 credits"):
            db.execute(
                "select allocate_creator_earnings(%s, %s, %s, 50, 36, 0.36)",
                [author.uid, story(db, author), reader.uid],
            )


class TestPayouts:
    @pytest.fixture
    def month(self, db: Connection) -> dict[str, Person]:
        """Three creators, of whom one lacks a cent."""
        people = {handle: person(db, handle) for handle in ("exact", "short", "more", "reader")}
        credit(db, people["reader"], 20_000)
        for handle, price in (("exact", 3572), ("short", 3571), ("more", 8000)):
            what = story(db, people[handle], premium_unlock_price=price)
            buy(db, people["reader"], people[handle], what, [], price, kind="premium_unlock")
        return people

    def run(self, db: Connection, date: str) -> list[tuple[Any, ...]]:
        batch = "select eligible_creators, total_amount, batch_id from process_monthly_payouts(%s)"
        return db.execute(batch, [date]).fetchall()

    def test_batch_arithmetic(self, db: Connection, month: dict[str, Person]) -> None:
        db.execute("set local seedkit.now = '2025-12-01'")
        ((count, total, batch),) = self.run(db, "2025-12-01")
        assert (count, total) == (2, Decimal("81.00"))
        paid = "select creator_id, amount_usd, status from individual_payouts where batch_id = %s order by amount_usd"
        assert db.execute(paid, [batch]).fetchall() == [
            (month["exact"].uid, Decimal("25.00"), "pending"),
            (month["more"].uid, Decimal("56.00"), "pending"),
        ]
        told = "select total_creators_paid, total_amount_usd, processing_status from monthly_payout_batches"
        assert db.execute(told).fetchall() == [(2, Decimal("81.00"), "processing")]
        left = """
            select total_accumulated_usd, last_payout_date::text, last_payout_amount, pending_payout_usd, total_earnings_usd
            from creator_earnings_accumulation join profiles on profiles.id = creator_id order by total_earnings_usd
        """
        assert db.execute(left).fetchall() == [
            (Decimal("24.99"), None, None, Decimal("24.99"), Decimal("24.99")),
            (0, "2025-12-01", Decimal("25.00"), 0, Decimal("25.00")),
            (0, "2025-12-01", Decimal("56.00"), 0, Decimal("56.00")),
        ]

    def test_a_date_has_one_batch_and_the_next_month_pays_what_came_since(
        self, db: Connection, month: dict[str, Person]
    ) -> None:
        first = self.run(db, "2025-12-01")
        assert self.run(db, "2025-12-01") == first
        what = story(db, month["short"], premium_unlock_price=2)
        buy(db, month["reader"], month["short"], what, [], 2, kind="premium_unlock")
        assert self.run(db, "2025-12-01") == first
        assert self.run(db, "2026-01-01")[0][:2] == (1, Decimal("25.00"))
        assert self.run(db, "2026-02-01")[0][:2] == (0, 0)
        settled = "select sum(amount_usd) from individual_payouts"
        assert value(db, settled) == value(db, "select sum(total_earnings_usd) from profiles")

    def test_the_minimum_is_the_caller_s(self, db: Connection, month: dict[str, Person]) -> None:
        asked = "select eligible_creators, total_amount from process_monthly_payouts('2025-12-01', %s)"
        assert db.execute(asked, [Decimal("24.99")]).fetchall() == [(3, Decimal("105.99"))]

    def test_summary_is_the_creator_s_own(self, db: Connection, month: dict[str, Person]) -> None:
        summary = "select * from get_creator_earnings_summary(%s)"
        with acting(db, month["more"]) as cursor:
            assert cursor.execute(summary, [month["more"].uid]).fetchall() == [
                (Decimal("56.00"), 5600, 1, 1, Decimal("56.00"), Decimal("56.00"))
            ]
            assert cursor.execute(summary, [month["short"].uid]).fetchall() == [(0, 0, 0, 0, 0, 0)]
        db.execute("set local seedkit.now = '2025-12-21'")
        assert db.execute(summary, [month["more"].uid]).fetchall() == [(0, 0, 0, 0, 0, Decimal("56.00"))]

    def test_creators_do_not_pay_themselves(self, db: Connection, month: dict[str, Person]) -> None:
        with acting(db, month["more"]) as cursor, pytest.raises(InsufficientPrivilege):
            self.run(cursor, "2025-12-01")  # type: ignore[arg-type]
