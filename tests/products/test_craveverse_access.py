"""Who sees and writes what in CraveVerse, known to the database by the subject of Clerk's token alone."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

import pytest
from craveverse_catalog import CRAVEVERSE
from craveverse_rows import Belongings, Catalogue, belongings, catalogue
from people import Connection, acting, clerk_person, column, insert
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from seedkit.factories.craveverse.models import MODELS
from seedkit.schema.access import access_by_table
from seedkit.schema.ddl import is_optional, is_view
from seedkit.supabase.claims import ANONYMOUS, Person
from seedkit.verify.access import Subject, prove_access
from seedkit.verify.mutants import mutation_score

pytestmark = pytest.mark.db

CLERK, UUID = "user_2abcDEFghiJKLmnoPQRstu", "0a1b2c3d-0000-4000-8000-00000000000b"
PUBLIC = ("battle_tasks", "cravings", "level_map_data", "levels", "shop_items")
CLOSED = ("admin_users", "queue_jobs")
PERSONAL = sorted(
    set(CRAVEVERSE.named(views=False, optional=False))
    - {*PUBLIC, *CLOSED, "users", "forum_posts", "forum_replies"}
)


class Crowd(NamedTuple):
    """Two people, one with a subject of Clerk's, one with a uuid; and rows that nobody owns."""

    people: dict[str, Person]
    has: dict[str, Belongings]
    known: Catalogue


@pytest.fixture
def crowd(db: Connection) -> Crowd:
    known = catalogue(db)
    people = {"ana": clerk_person(db, "ana", CLERK), "bob": clerk_person(db, "bob", UUID)}
    has = {name: belongings(db, who.uid, known, name=name) for name, who in people.items()}
    has["nobody"] = belongings(db, None, known, name="nobody")
    insert(db, "admin_users", clerk_user_id=CLERK, role="admin")
    insert(db, "queue_jobs", job_type="battle_tasks", payload={"craving": "sugar"})
    return Crowd(people, has, known)


def ids(db: Any, table: str) -> set[uuid.UUID]:
    rows = db.execute(sql.SQL("select id from {}").format(sql.Identifier(table))).fetchall()
    return {key for (key,) in rows}


every_person = pytest.mark.parametrize("who", ["ana", "bob"])


class TestEverybody:
    @every_person
    @pytest.mark.parametrize("table", PERSONAL)
    def test_sees_exactly_the_own_rows(self, db: Connection, crowd: Crowd, who: str, table: str) -> None:
        with acting(db, crowd.people[who]) as cursor:
            assert ids(cursor, table) == set(crowd.has[who].rows[table])

    @every_person
    def test_sees_the_own_account(self, db: Connection, crowd: Crowd, who: str) -> None:
        with acting(db, crowd.people[who]) as cursor:
            assert ids(cursor, "users") == ids(cursor, "user_dashboard") == {crowd.people[who].uid}

    @every_person
    @pytest.mark.parametrize("table", [*PERSONAL, "users"])
    def test_updates_the_own_rows_or_none_and_deletes_none(
        self, db: Connection, crowd: Crowd, who: str, table: str
    ) -> None:
        own = {crowd.people[who].uid} if table == "users" else set(crowd.has[who].rows[table])
        allowed = bool(CRAVEVERSE.rules(table, "update"))
        touch = {"users": "preferences", "battles": "tasks"}.get(table, "created_at")
        same = sql.SQL("update {} set {} = {} returning id").format(
            sql.Identifier(table),
            *[sql.Identifier("purchased_at" if table == "user_purchases" else touch)] * 2,
        )
        with acting(db, crowd.people[who]) as cursor:
            assert {key for (key,) in cursor.execute(same).fetchall()} == (own if allowed else set())
            assert cursor.execute(sql.SQL("delete from {}").format(sql.Identifier(table))).rowcount == 0

    @every_person
    def test_sees_active_posts_and_the_own(self, db: Connection, crowd: Crowd, who: str) -> None:
        shown = {
            name: [key for key in has.rows["forum_posts"] if key not in has.hidden or name == who]
            for name, has in crowd.has.items()
        }
        with acting(db, crowd.people[who]) as cursor:
            posts = {key for keys in shown.values() for key in keys}
            assert ids(cursor, "forum_posts") == ids(cursor, "forum_post_details") == posts
            answered = set(column(cursor, "select post_id from forum_replies"))
            assert answered == posts

    @pytest.mark.parametrize("reader", ["ana", "bob", "anonymous"])
    def test_reads_the_catalogue_and_writes_none_of_it(
        self, db: Connection, crowd: Crowd, reader: str
    ) -> None:
        for table in PUBLIC:
            with acting(db, crowd.people.get(reader, ANONYMOUS)) as cursor:
                assert len(ids(cursor, table)) == 1, table
        with acting(db, crowd.people.get(reader, ANONYMOUS)) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute("insert into battle_tasks (craving_type, task_text) values ('sugar', 'Win')")

    @every_person
    @pytest.mark.parametrize("table", CLOSED)
    def test_reaches_nothing_of_the_service(self, db: Connection, crowd: Crowd, who: str, table: str) -> None:
        with acting(db, crowd.people[who]) as cursor:
            assert ids(cursor, table) == set()
            assert cursor.execute(sql.SQL("delete from {}").format(sql.Identifier(table))).rowcount == 0

    def test_visitors_are_turned_away(self, db: Connection, crowd: Crowd) -> None:
        for table in (*PERSONAL, *CLOSED, "users", "transactions", "user_dashboard", "level_details"):
            with acting(db, ANONYMOUS) as cursor, pytest.raises(InsufficientPrivilege):
                ids(cursor, table)


class TestWriting:
    @pytest.mark.parametrize(
        "statement",
        [
            "insert into user_settings (user_id) values ({bob})",
            "insert into journey_events (user_id, event) values ({bob}, 'onboarding_start')",
            "insert into forum_posts (user_id, craving_type, title, content) values ({bob}, 'sugar', 't', 'c')",
            "insert into battles (user1_id, user2_id, craving_type) values ({bob}, {ana}, 'sugar')",
            "insert into user_inventory (user_id, quantity) values ({ana}, 9)",
            "insert into subscriptions (user_id, plan_id, status) values ({ana}, 'ultra', 'active')",
            "insert into admin_users (clerk_user_id) values ('user_2new')",
            "update journey_events set user_id = {bob}",
        ],
    )
    def test_nobody_writes_for_somebody_else_or_what_is_bought(
        self, db: Connection, crowd: Crowd, statement: str
    ) -> None:
        people = {name: sql.Literal(str(who.uid)) for name, who in crowd.people.items()}
        with (
            acting(db, crowd.people["ana"]) as cursor,
            pytest.raises(InsufficientPrivilege, match="row-level security"),
        ):
            cursor.execute(sql.SQL(statement).format(**people))

    @pytest.mark.parametrize(
        "statement",
        [
            "insert into users (clerk_user_id, email) values ('user_2new', '')",
            "update users set xp = 1000000",
            "update users set cravecoins = 1000000",
            "update users set clerk_user_id = 'user_2other'",
            "update users set subscription_tier = 'ultra'",
            "update users set plan_id = 'admin'",
            "update user_progress set completed_at = now()",
            "update battles set winner_id = user1_id",
            "update battles set user1_tasks_completed = 3",
            "update forum_posts set status = 'active'",
            "update forum_replies set upvotes = 99",
            "insert into shareable_progress (public_token, progress_data, view_count) values ('t', '{}', 99)",
        ],
    )
    def test_columns_of_the_server_are_closed(self, db: Connection, crowd: Crowd, statement: str) -> None:
        with (
            acting(db, crowd.people["ana"]) as cursor,
            pytest.raises(InsufficientPrivilege, match="permission denied"),
        ):
            cursor.execute(statement)

    def test_a_player_sees_and_plays_a_battle_that_another_made(self, db: Connection, crowd: Crowd) -> None:
        ana, bob = crowd.people["ana"], crowd.people["bob"]
        battle = insert(
            db, "battles", user1_id=bob.uid, user2_id=ana.uid, craving_type="sugar", status="active"
        )
        with acting(db, ana) as cursor:
            assert battle in ids(cursor, "battles")
            names = "select user1_name, user2_name, craving_name from battle_details where id = %s"
            assert cursor.execute(names, [battle]).fetchall() == [("Bob", "Ana", "Sugar")]
            assert cursor.execute("update battles set tasks = '[]' where id = %s", [battle]).rowcount == 1


class TestProof:
    @pytest.fixture
    def terms(self, db: Connection, crowd: Crowd) -> dict[str, Any]:
        """Rules, people and keys, for rows of which each person has some in every part they may play."""
        ana, bob = crowd.people["ana"], crowd.people["bob"]
        insert(db, "battles", user1_id=bob.uid, user2_id=ana.uid, craving_type="sugar")
        shown = [m for m in MODELS if not is_optional(m)]
        return {
            "tables": access_by_table(shown),
            "people": [Subject(ana, "owner"), Subject(bob, "second owner")],
            "keys": dict.fromkeys(access_by_table(m for m in shown if is_view(m)), ("id",)),
        }

    def test_everybody_reaches_what_the_rules_say_and_nothing_raises(
        self, db: Connection, terms: dict[str, Any]
    ) -> None:
        proof = prove_access(db, **terms, functions={"public.shown_person"})
        assert [str(f) for f in proof.findings if f.severity not in ("note", "meant")] == []
        assert proof.ok

    def test_the_proof_would_notice_any_other_policy(self, db: Connection, terms: dict[str, Any]) -> None:
        score = mutation_score(db, **terms, kinds=("policy",))
        assert [str(mutant) for mutant in (*score.survivors, *score.not_made)] == []
        assert len(score.killed) > 150
