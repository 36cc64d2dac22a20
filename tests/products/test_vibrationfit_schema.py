"""VibrationFit's schema on a real Postgres: it is the catalogue's, closed by default, and signs people up."""

from __future__ import annotations

import pytest
from people import Connection, acting, column, insert, person, value
from psycopg import sql
from vibrationfit_catalog import BY_TABLE, COLUMNS

from seedkit.factories.vibrationfit.models import MODELS, TokenDrip
from seedkit.factories.vibrationfit.schema import EXTRAS
from seedkit.schema.ddl import schema_sql, statements

pytestmark = pytest.mark.db


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
