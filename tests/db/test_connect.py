from __future__ import annotations

import socket
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proxies import announcing_another_pid
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from seedkit.errors import TargetError
from seedkit.load.connect import connect, describe, is_loopback, is_pooled, resolve, transaction
from seedkit.load.embedded import EmbeddedServer

pytestmark = pytest.mark.db

SECRET = "QX7Z-QX8Z"


@pytest.fixture(autouse=True)
def _no_target_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGSERVICE", "PGUSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def whole_story(error: BaseException | None) -> str:
    """An error with everything that a log could print of it."""
    text = ""
    while error is not None:
        text += f"{error} {error!r} {vars(error)}"
        error = error.__cause__ or error.__context__
    return text


def test_the_first_that_is_named_wins(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEEDKIT_HOME", str(server.home))
    (tmp_path / "supabase").mkdir()
    config = tmp_path / "supabase" / "config.toml"
    config.write_text("[db]\nport = 1\n")
    if server.version == 18:
        assert resolve().is_embedded
    config.write_text(f"[db]\nport = {server.start().port}\n")
    assert resolve().source == "supabase/config.toml"
    monkeypatch.setenv("PGHOST", "127.0.0.1")
    monkeypatch.setenv("PGDATABASE", "by_variable")
    assert (resolve().source, resolve().database) == ("PGHOST", "by_variable")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@127.0.0.1/by_url")
    assert (resolve().source, resolve().database) == ("DATABASE_URL", "by_url")
    assert resolve("host=127.0.0.1 dbname=by_option").database == "by_option"


def test_a_service_is_looked_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "services").write_text("[local]\nhost=127.0.0.1\ndbname=served\nuser=anna\nport=7\n")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.setenv("PGSERVICE", "local")
    assert describe(resolve()) == "anna@127.0.0.1:7/served (local, PGSERVICE)"


def test_a_broken_config_is_named(tmp_path: Path) -> None:
    (tmp_path / "supabase").mkdir()
    (tmp_path / "supabase" / "config.toml").write_text("[db\n")
    with pytest.raises(TargetError, match=r"port of the local Supabase.*config\.toml"):
        resolve()


def test_urls_of_other_clients_are_understood(database: str) -> None:
    url = database.replace("postgresql://", "postgresql+psycopg://") + "?schema=public&pgbouncer=true"
    with connect(resolve(url)) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert resolve(f"{database}?schema=a&connect_timeout=3").options["connect_timeout"] == "3"


def test_a_target_never_shows_its_password() -> None:
    target = resolve(f"postgresql://anna:{SECRET}@127.0.0.1:5432/app")
    assert describe(target) == "anna@127.0.0.1:5432/app (local, --db)"
    assert SECRET not in repr(target) + str(target) + describe(target)
    assert conninfo_to_dict(target.conninfo)["password"] == SECRET


@pytest.mark.parametrize(
    "raw",
    [
        f"postgresql://anna:{SECRET}@x@127.0.0.1/app",
        f"postgresql://anna:a/{SECRET}@127.0.0.1/app",
        f"postgresql://anna:{SECRET}/b@127.0.0.1/app",
        f"postgresql://anna:a/b?{SECRET}@127.0.0.1/app",
        f"postgresql://anna:%zz{SECRET}@127.0.0.1/app",
        f"postgresql://anna:%00{SECRET}@127.0.0.1/app",
        f"postgresql://anna:{SECRET}/app",
        f"postgresql://anna:{SECRET}@[::1/app",
        f"postgresql://anna:{SECRET}@127.0.0.1:54x/app",
        f"postgresql://anna:{SECRET}@127.0.0.1/app?nonsense={SECRET}",
        f"postgresql:/anna:{SECRET}@127.0.0.1/app",
        f"mysql://anna:{SECRET}@127.0.0.1/app",
        f"host=127.0.0.1 password=a {SECRET}",
        f"host=127.0.0.1 password='{SECRET}",
        f"host=127.0.0.1 password=a {SECRET}=b",
        f"dbname=postgresql://anna:{SECRET}@127.0.0.1/app",
        f"postgresql://anna:{SECRET}\n@127.0.0.1/app",
        f"postgresql://anna:{SECRET}\0@127.0.0.1/app",
        f"postgresql://anna:{SECRET}\ud800@127.0.0.1/app",
        SECRET,
        "",
    ],
)
def test_malformed_strings_are_refused_without_quoting_them(raw: str) -> None:
    with pytest.raises(TargetError, match=r"malformed.*percent-encoded") as caught:
        resolve(raw)
    assert SECRET not in whole_story(caught.value)


def test_a_malformed_variable_does_not_leak_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATABASE", f"postgresql://anna:{SECRET}@127.0.0.1/app")
    with pytest.raises(TargetError, match="malformed") as caught:
        resolve()
    assert SECRET not in whole_story(caught.value)


@settings(max_examples=200, deadline=None)
@given(
    password=st.text(st.sampled_from("QXZ0123456789@:/?#%&= '\"\\[]"), min_size=6, max_size=24),
    form=st.sampled_from(
        [
            "postgresql://anna:{}@127.0.0.1:1/app",
            "postgresql://anna:{}@127.0.0.1:1/app?connect_timeout=2",
            "postgresql://127.0.0.1:1/app?user=anna&password={}",
            "host=127.0.0.1 port=1 user=anna password={} dbname=app",
            "host=127.0.0.1 port=1 user=anna password='{}' dbname=app",
        ]
    ),
)
def test_no_password_ever_reaches_an_error(password: str, form: str) -> None:
    try:
        target = resolve(form.format(password))
        shown = repr(target) + describe(target)
        connect(target).close()
    except TargetError as error:
        shown = whole_story(error)
    pieces = [password, *password.replace("%", "@").replace("/", "@").replace("?", "@").split("@")]
    assert not [piece for piece in pieces if len(piece) > 3 and piece in shown]


def test_a_wrong_password_and_a_dead_port_are_target_errors(database: str) -> None:
    password = conninfo_to_dict(database)["password"]
    for bad in (database.replace(str(password), SECRET), f"postgresql://anna:{SECRET}@127.0.0.1:1/app"):
        with pytest.raises(TargetError, match=r"cannot connect to \w+@127\.0\.0\.1") as caught:
            connect(resolve(bad))
        assert SECRET not in whole_story(caught.value)


def test_read_only_is_refused_before_anything_else(database: str, connection: psycopg.Connection) -> None:
    name = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("alter database {} set default_transaction_read_only = on").format(name))
    with pytest.raises(TargetError, match="cannot be written to: its transactions are read-only"):
        connect(resolve(database))
    with connect(resolve(database), writable=False) as reader:
        assert reader.execute("select 1").fetchone() == (1,)


def test_a_replica_is_refused(private_server: EmbeddedServer) -> None:
    url = private_server.start().url
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("alter system set wal_level = replica")
    for signal in (None, "standby.signal"):
        private_server.stop()
        if signal:
            (private_server.data / signal).touch()
        private_server.start()
    with pytest.raises(TargetError, match="cannot be written to: it is a replica in recovery"):
        connect(resolve(private_server.url()))


def test_a_transaction_pins_what_changes_meanings_and_leaves_nothing(database: str) -> None:
    shown = "select array[{}]".format(
        ", ".join(f"current_setting('{name}')" for name in ("timezone", "search_path", "row_security"))
    )
    with connect(resolve(f"{database}?options=-c%20timezone%3DAsia/Tokyo")) as connection:
        before = connection.execute(shown).fetchone()
        with transaction(connection, lock_timeout="1s"):
            assert connection.execute(shown).fetchone() == (["UTC", "public, extensions", "off"],)
            assert connection.execute("show lock_timeout").fetchone() == ("1s",)
        assert connection.execute(shown).fetchone() == before == (["Asia/Tokyo", '"$user", public', "on"],)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), transaction(connection, read_only=True):
            connection.execute("create table refused ()")


def test_a_pooler_is_recognised_by_the_process_it_makes_up(database: str) -> None:
    with connect(resolve(database)) as direct:
        assert not is_pooled(direct)
        with announcing_another_pid(direct.info.port) as port:
            pooled = connect(resolve(f"{direct.info.dsn} password={direct.info.password} port={port}"))
            assert is_pooled(pooled)
            pooled.close()


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("", True),
        ("/run/postgresql", True), ("@abstract", True), ("0.0.0.0", False), ("10.0.0.1", False),
        ("fe80::1%eth0", False), ("::ffff:10.0.0.1", False), ("localhost.evil.test", False),
    ],
)  # fmt: skip
def test_what_counts_as_this_machine(address: str, local: bool) -> None:
    assert is_loopback(address) is local


def test_the_address_counts_not_the_name() -> None:
    assert not resolve("host=localhost hostaddr=192.0.2.1 user=anna dbname=app").is_loopback
    assert not resolve("host=localhost,192.0.2.1 user=anna dbname=app").is_loopback
    assert resolve("host=localhost user=anna dbname=app").is_loopback
    assert socket.gethostbyname("localhost") in resolve("host=localhost user=anna dbname=app").addresses
