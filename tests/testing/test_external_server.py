"""A server that is named: databases where the role may make them, a transaction where it may not, the guard always."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from seedkit.load.embedded import EmbeddedServer
from seedkit.product import find_product
from seedkit.schema.install import install_schema

pytestmark = pytest.mark.db

COUNTS = """
import pytest

COUNT = "select count(*) from households"

@pytest.mark.parametrize("turn", range(2))
def test_default(seedkit, turn):
    world = seedkit("vibrationfit/household")
    assert world.db.execute(COUNT).fetchone()[0] == 2
    world.db.execute("delete from households")

@pytest.mark.seedkit("vibrationfit/household", rollback=True)
@pytest.mark.parametrize("turn", range(2))
def test_rollback(seedkit_world, seedkit_db, turn):
    assert seedkit_db.execute(COUNT).fetchone()[0] == 2
    with seedkit_world.acting_as("partner") as db:
        assert db.ids("journal_entries") == seedkit_world.ids("JournalEntry:partner") | seedkit_world.ids("spoken")
    seedkit_db.execute("delete from households")
"""

#: As on a hosted Supabase: no superuser, but row security does not apply to it, it owns the product's tables, and
#: the API roles are its to become.
ROLE = """
create role tester login password 'tester' bypassrls;
grant anon, authenticated, service_role to tester;
grant create on database named to tester;
grant usage, create on schema public, auth, extensions to tester;
grant all on all tables in schema public, auth to tester;
grant all on all sequences in schema public to tester;
do $$ declare it regclass; begin
    for it in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') loop
        execute format('alter table %s owner to tester', it);
    end loop;
end $$;
"""


@pytest.fixture(scope="module")
def named(home: Path) -> Iterator[str]:
    """The URL of a database with VibrationFit's schema, on a server of the module's own, as its superuser."""
    server = EmbeddedServer(home)
    server.start()
    url = server.url("named")
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("create database named")
    with psycopg.connect(url, autocommit=True) as connection:
        install_schema(connection, find_product("vibrationfit"))
        connection.execute(ROLE)
    yield url
    server.stop()


@pytest.fixture
def as_tester(named: str) -> str:
    """The same as a role that makes no databases."""
    return f"postgresql://tester:tester@{named.partition('@')[2]}"


@pytest.fixture
def outside(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, _all_imported: None
) -> pytest.Pytester:
    """A folder for a suite, and no embedded server to fall back on."""
    monkeypatch.setenv("SEEDKIT_HOME", "/nonexistent/seedkit")
    return pytester


def rows_in(url: str) -> list[tuple[int, ...]]:
    with psycopg.connect(url) as connection:
        query = "select (select count(*) from households), (select count(*) from auth.users), (select count(*) from pg_namespace where nspname = 'seedkit')"  # fmt: skip
        return connection.execute(query).fetchall()


def test_a_superuser_makes_databases(
    outside: pytest.Pytester, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEEDKIT_DATABASE_URL", named)
    outside.makepyfile(COUNTS)
    outside.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=4)
    assert rows_in(named) == [(0, 0, 0)]
    with psycopg.connect(named) as connection:
        left = connection.execute(
            "select count(*) from pg_database where starts_with(datname, 'seedkit_test_')"
        )
        assert left.fetchone() == (0,)


def test_a_role_without_createdb_is_told_and_may_roll_back(
    outside: pytest.Pytester, named: str, as_tester: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEEDKIT_DATABASE_URL", as_tester)
    outside.makepyfile(COUNTS)
    result = outside.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(
        [
            "*TargetError: tester@127.0.0.1:*/named (local, SEEDKIT_DATABASE_URL): the role 'tester' may not create "
            "databases (CREATEDB). Allowed: pytest.mark.seedkit(rollback=True), *superuser*"
        ]
    )
    assert rows_in(named) == [(0, 0, 0)]


def test_a_missing_schema_is_told(
    outside: pytest.Pytester, as_tester: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEEDKIT_DATABASE_URL", as_tester)
    outside.makepyfile(
        "import pytest\n@pytest.mark.seedkit('craveverse', rollback=True)\ndef test_it(seedkit_world): pass"
    )
    result = outside.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*has no table of craveverse*Build its schema there once: seedkit schema craveverse --apply"]
    )


def test_no_error_shows_the_password(
    outside: pytest.Pytester, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url, said in (
        (named.replace(named.partition("@")[2], "192.0.2.1:5432/x"), "is not on this machine: 192.0.2.1"),
        ("postgresql://u:hun@ter2@127.0.0.1/x", "connection string is malformed: it has an @ too many"),
        ("postgresql://u:hunter2@127.0.0.1:1/x", "cannot connect to u@127.0.0.1:1/x"),
    ):
        monkeypatch.setenv("SEEDKIT_DATABASE_URL", url)
        outside.makepyfile("def test_it(seedkit_db): pass")
        result = outside.runpytest_inprocess("-p", "no:xdist")
        result.assert_outcomes(errors=1)
        shown = result.stdout.str()
        assert said in shown
        secret = urlsplit(url).password or "ter2"
        assert secret not in shown
        assert "ter2" not in shown


def test_the_guard_looks_at_the_people_who_are_there(
    outside: pytest.Pytester, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEEDKIT_DATABASE_URL", named)
    outside.makepyfile("def test_it(seedkit_db): pass")
    somebody = "00000000-0000-4000-8000-000000000001"
    with psycopg.connect(named, autocommit=True) as connection:
        connection.execute("insert into auth.users (id, email) values (%s, 'jane@gmail.com')", [somebody])
        try:
            result = outside.runpytest_inprocess("-p", "no:xdist")
        finally:
            connection.execute("delete from auth.users where id = %s", [somebody])
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["GuardRefused: *holds 1 users that seedkit did not make (gmail.com 1)*"])
    monkeypatch.setenv("APP_ENV", "production")
    result = outside.runpytest_inprocess("-p", "no:xdist")
    result.stdout.fnmatch_lines(["GuardRefused: this is a production environment: APP_ENV=production*"])
