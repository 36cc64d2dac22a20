from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from seedkit.errors import BadParameter, GuardRefused
from seedkit.load import guard
from seedkit.load.connect import Target, connect, embedded_target, resolve
from seedkit.load.ledger_schema import ensure_ledger

pytestmark = pytest.mark.db

TAG = 0x1234


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.os, "environ", {})


@pytest.fixture
def target(supabase: str) -> Target:
    return resolve(supabase)


@pytest.fixture
def opened(target: Target) -> Iterator[psycopg.Connection]:
    with connect(target) as connection:
        yield connection


def add_user(
    connection: psycopg.Connection, email: str | None, *, phone: str | None = None, tag: int = 0
) -> None:
    key = uuid.UUID(int=(0x5EED << 112 | tag << 96 | uuid.uuid4().int % 2**90) if tag else uuid.uuid4().int)
    connection.execute("insert into auth.users (id, email, phone) values (%s, %s, %s)", [key, email, phone])


def add_load(connection: psycopg.Connection, tag: int) -> None:
    ensure_ledger(connection)
    connection.execute(
        "insert into seedkit.loads (product, scenario, seed, tag, copies, now, fingerprint) "
        "values ('p', 'p/s', %s, %s, 1, now(), '')",
        [tag, tag],
    )


def test_a_local_database_passes_with_and_without_an_auth_schema(
    database: str, opened: psycopg.Connection, target: Target
) -> None:
    guard.check(opened, target)
    with connect(resolve(database)) as plain:
        guard.check(plain, resolve(database))


def test_another_address_is_refused_whatever_the_name_says(database: str) -> None:
    for named in ("0.0.0.0", "localhost"):
        target = resolve(f"{database}?host={named}&hostaddr=0.0.0.0")
        with (
            connect(target) as connection,
            pytest.raises(GuardRefused, match=r"not on this machine.*0\.0\.0\.0") as refused,
        ):
            guard.check(connection, target)
        assert refused.value.exit_code == 4
        with connect(target) as connection, pytest.raises(GuardRefused):
            guard.check(connection, embedded_target(f"{database}?host={named}&hostaddr=0.0.0.0"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("NODE_ENV", "production"), ("APP_ENV", "Prod"), ("ENVIRONMENT", "live"), ("X_ENV", "production")],
)
def test_a_production_environment_is_refused_by_name(
    opened: psycopg.Connection, target: Target, name: str, value: str
) -> None:
    with pytest.raises(GuardRefused, match=f"{name}={value}"):
        guard.check(opened, target, environment={name: value})
    guard.check(opened, embedded_target(target.conninfo), environment={name: value})


@pytest.mark.parametrize(
    ("name", "value"), [("NODE_ENV", "development"), ("VENV", "production"), ("ENV", "test")]
)
def test_other_environments_pass(opened: psycopg.Connection, target: Target, name: str, value: str) -> None:
    guard.check(opened, target, environment={name: value})


def test_foreign_users_are_refused_until_their_number_is_typed(
    opened: psycopg.Connection, target: Target
) -> None:
    add_user(opened, "anna@gmail.com")
    add_user(opened, "bert@gmail.com")
    add_user(opened, None, phone="4917012345")
    with pytest.raises(
        GuardRefused, match=r"3 users .*gmail\.com 2, phone only 1.*tunnel.*--accept-users 3"
    ) as refused:
        guard.check(opened, target)
    assert refused.value.got == 3
    with pytest.raises(BadParameter, match="3 foreign users, not 2"):
        guard.check(opened, target, accept=2)

    guard.check(opened, target, accept=3)
    guard.check(opened, target)
    assert opened.execute("select accepted_foreign_users from seedkit.target").fetchone() == (3,)

    add_user(opened, "carl@web.de")
    with pytest.raises(GuardRefused, match="4 users"):
        guard.check(opened, target)


@pytest.mark.parametrize(
    "email",
    [
        "a@example.com",
        "a@mail.example.org",
        "a@EXAMPLE.NET",
        "a@x.test",
        "a@test",
        "a@b.example",
        "a@c.invalid",
        "a@localhost",
    ],
)
def test_reserved_domains_are_nobodys(opened: psycopg.Connection, target: Target, email: str) -> None:
    add_user(opened, email)
    add_user(opened, None)
    add_user(opened, "")
    guard.check(opened, target)


@pytest.mark.parametrize("email", ["a@notexample.com", "a@example.com.evil.de", "a@test.de", "no-at-sign"])
def test_domains_that_only_look_reserved_are_somebodys(opened: psycopg.Connection, email: str) -> None:
    add_user(opened, email)
    assert guard.foreign_users(opened).count == 1


def test_users_in_the_key_ranges_of_our_loads_are_ours(opened: psycopg.Connection, target: Target) -> None:
    add_load(opened, TAG)
    add_load(opened, TAG + 5)
    for tag in (TAG, TAG + 5):
        add_user(opened, f"{tag}@gmail.com", tag=tag)
    guard.check(opened, target)
    for tag in (TAG - 1, TAG + 1, TAG + 6):
        add_user(opened, f"{tag}@gmail.com", tag=tag)
    assert guard.foreign_users(opened).count == 3


def test_an_embedded_server_is_never_a_tunnel(opened: psycopg.Connection, target: Target) -> None:
    add_user(opened, "anna@gmail.com")
    guard.check(opened, embedded_target(target.conninfo))


def test_a_role_that_cannot_see_the_users_is_refused(supabase: str, opened: psycopg.Connection) -> None:
    opened.execute("drop role if exists seedkit_blind")
    opened.execute("create role seedkit_blind login password 'blind'")
    opened.execute("grant usage on schema auth to seedkit_blind")
    opened.execute("grant select on auth.users to seedkit_blind")
    blind = resolve(f"{supabase}?user=seedkit_blind&password=blind")
    try:
        with connect(blind) as connection, pytest.raises(GuardRefused, match="cannot all be seen"):
            guard.check(connection, blind)
    finally:
        opened.execute("drop owned by seedkit_blind; drop role seedkit_blind")
