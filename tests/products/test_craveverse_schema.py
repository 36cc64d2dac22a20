"""CraveVerse's schema on a real Postgres: it is the catalogue's, closed by default, and its views keep secrets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from craveverse_catalog import CRAVEVERSE
from craveverse_rows import belongings, catalogue
from people import Connection, acting, clerk_person, column, insert
from schema_tests import SchemaTests

from seedkit.supabase.claims import ANONYMOUS, Person

pytestmark = pytest.mark.db


class TestShape(SchemaTests):
    catalogue = CRAVEVERSE
    seen = {"user_dashboard": 1, "users": 1}

    @pytest.fixture
    def stranger(self, db: Connection) -> Person:
        return clerk_person(db, "stranger", "user_2stranger")


class TestViews:
    @pytest.fixture
    def people(self, db: Connection) -> tuple[Person, Person]:
        known = catalogue(db)
        ana, bob = clerk_person(db, "ana", "user_2ana"), clerk_person(db, "bob", "user_2bob")
        for who in (ana, bob):
            belongings(db, who.uid, known, name=who.handle)
        db.execute("update users set primary_craving = 'sugar'")
        return ana, bob

    def test_money_and_costs_are_the_readers(self, db: Connection, people: tuple[Person, Person]) -> None:
        with acting(db, people[0]) as cursor:
            paid = cursor.execute("select user_id, amount, type from transactions").fetchall()
            assert paid == [(people[0].uid, Decimal("11.99"), "subscription")]
            used = cursor.execute("select user_id, feature from ai_usage_log").fetchall()
            assert used == [(people[0].uid, "model_gpt-5-nano")]
            assert column(cursor, "select craving_name from user_dashboard") == ["Sugar"]

    def test_a_level_comes_once_with_the_readers_progress(
        self, db: Connection, people: tuple[Person, Person]
    ) -> None:
        db.execute("update user_progress set user_response = 'mine' where user_id = %s", [people[0].uid])
        for who, said in ((people[0], "mine"), (people[1], "It went well")):
            with acting(db, who) as cursor:
                assert column(cursor, "select user_response from level_details") == [said]
        assert column(db, "select user_response from level_details") == [None]

    def test_visitors_see_active_posts_with_their_authors(
        self, db: Connection, people: tuple[Person, Person]
    ) -> None:
        with acting(db, ANONYMOUS) as cursor:
            posts = "select title, author_name, author_tier, reply_count from forum_post_details order by 2"
            assert cursor.execute(posts).fetchall() == [
                ("active", "Ana", "free", 1),
                ("active", "Bob", "free", 1),
            ]

    def test_people_who_show_nothing_are_not_shown(
        self, db: Connection, people: tuple[Person, Person]
    ) -> None:
        shy, foe = clerk_person(db, "shy", "user_2shy"), clerk_person(db, "foe", "user_2foe")
        name = "select name from shown_person(%s)"
        for reader, found in ((ANONYMOUS, []), (people[0], []), (shy, ["Shy"]), (foe, [])):
            with acting(db, reader) as cursor:
                assert column(cursor, name, shy.uid) == found
        insert(db, "battles", user1_id=foe.uid, user2_id=shy.uid, craving_type="sugar")
        with acting(db, foe) as cursor:
            assert column(cursor, name, shy.uid) == ["Shy"]
