"""VibrationFit's schema on a real Postgres: it is the catalogue's, closed by default, and signs people up."""

from __future__ import annotations

import pytest
from people import Connection, acting, insert, person, value
from schema_tests import SchemaTests
from vibrationfit_catalog import VIBRATIONFIT

from seedkit.schema.ddl import statements
from seedkit.supabase.claims import Person

pytestmark = pytest.mark.db


class TestShape(SchemaTests):
    catalogue = VIBRATIONFIT
    seen = {"profiles": 1}

    @pytest.fixture
    def stranger(self, db: Connection) -> Person:
        return person(db, "stranger")

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
