"""What a load does when something goes wrong: nothing is left, and the reason is said."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from story import Story, become_owner, content, make_schema

from seedkit.errors import DataError, TargetError
from seedkit.load.load import load


@pytest.fixture
def shop(connection: psycopg.Connection) -> psycopg.Connection:
    make_schema(connection)
    return connection


def empty(connection: psycopg.Connection) -> bool:
    ledger = connection.execute("select count(*) from seedkit.loads").fetchone() == (0,)
    silenced = connection.execute("select count(*) from pg_trigger where tgenabled = 'D'").fetchone()
    return ledger and silenced == (0,) and not any(content(connection).values())


@dataclass(frozen=True)
class Failing(Story):
    """Raises ``error`` when the third shard is generated."""

    error: type[BaseException] = RuntimeError
    copies: int = 9

    def generate(self, plan, copies, **options):
        if copies.start >= 4:
            raise self.error("no more")
        return super().generate(plan, copies, **options)


@dataclass(frozen=True)
class Waiting(Story):
    """Says by a byte in a pipe that the second shard is due, and waits there."""

    says: int = 0
    seconds: float = 60
    copies: int = 9

    def generate(self, plan, copies, **options):
        if copies.start >= 2:
            time.sleep(0.3)
            os.write(self.says, b"x")
            time.sleep(self.seconds)
        return super().generate(plan, copies, **options)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_error_in_generation_rolls_back_and_comes_through(shop, error):
    with pytest.raises(error):
        load(shop, Failing(), Failing(error=error))
    assert empty(shop)
    assert load(shop, Story(), Story()).mode == "fresh"


def test_ctrl_c_rolls_back(shop):
    reading, writing = os.pipe()
    threading.Thread(
        target=lambda: (os.read(reading, 1), signal.raise_signal(signal.SIGINT)), daemon=True
    ).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        load(shop, Waiting(), Waiting(says=writing, seconds=2))
    assert time.monotonic() - started < 5
    assert empty(shop)


def _load_in_child(url: str, says: Connection) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        load(connection, Waiting(), Waiting(says=says.fileno()))


def test_kill_9_in_mid_load_leaves_nothing(shop, database):
    reading, writing = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_load_in_child, args=(database, writing))
    child.start()
    assert reading.poll(30)
    busy = (
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    )
    assert shop.execute(busy).fetchone() == (1,)
    with pytest.raises(TargetError, match="another session is loading or unloading shop/home"):
        load(shop, Story(), Story())
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    deadline = time.monotonic() + 5
    while shop.execute(busy).fetchone() != (0,) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert empty(shop)
    assert load(shop, Story(), Story()).mode == "fresh"


def test_a_lost_connection_is_said_and_leaves_nothing(shop, database):
    reading, writing = os.pipe()
    with psycopg.connect(database, autocommit=True) as other:
        killer = threading.Thread(
            target=lambda: (
                os.read(reading, 1),
                shop.execute("select pg_terminate_backend(%s)", [other.info.backend_pid]),
            )
        )
        killer.start()
        with pytest.raises(TargetError, match="the connection was lost; nothing was written"):
            load(other, Waiting(), Waiting(says=writing, seconds=1))
        killer.join()
    assert empty(shop)


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_connection_lost_at_the_commit_is_asked_about(shop, database, cut):
    with _proxy(database, cut) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("select 1")
        if cut == "after":
            assert load(connection, Story(), Story(), analyze=False).written == 26
            assert load(shop, Story(), Story()).mode == "unchanged"
        else:
            with pytest.raises(TargetError, match="nothing was written"):
                load(connection, Story(), Story(), analyze=False)
            assert empty(shop)


@contextlib.contextmanager
def _proxy(url: str, cut: str):
    """A relay that breaks the first connection at the load's COMMIT, before or after the server sees it."""
    target = conninfo_to_dict(url)
    listener = socket.create_server(("127.0.0.1", 0))
    commits = 0

    def relay(client: socket.socket, *, break_it: bool) -> None:
        server = socket.create_connection((target["host"], int(target["port"])))
        done = threading.Event()

        def back() -> None:
            with contextlib.suppress(OSError):
                while data := server.recv(65536):
                    if done.is_set():
                        break
                    client.sendall(data)
            client.close()

        threading.Thread(target=back, daemon=True).start()
        nonlocal commits
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                # the first commits are the check for a read-only target, and the ledger's own
                commits += data.count(b"COMMIT")
                if break_it and commits == 3 and b"COMMIT" in data:
                    done.set()
                    if cut == "after":
                        server.sendall(data)
                        time.sleep(0.2)
                    break
                server.sendall(data)
        for end in (client, server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        first = True
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(
                    target=relay, args=(client,), kwargs={"break_it": first}, daemon=True
                ).start()
                first = False

    threading.Thread(target=accept, daemon=True).start()
    yield make_conninfo(url, host="127.0.0.1", port=listener.getsockname()[1], sslmode="disable")
    listener.close()


def test_a_lock_that_is_not_free_is_given_up_in_time(shop, database):
    with psycopg.connect(database, application_name="app") as other:
        other.execute("lock table homes")
        started = time.monotonic()
        with pytest.raises(TargetError, match=r"a lock was not free in time.*held by: pid \d+ \(app\)"):
            load(shop, Story(), Story(), lock_timeout="300ms")
        assert time.monotonic() - started < 2
    assert load(shop, Story(), Story()).mode == "fresh"


def test_a_read_only_session_is_refused(shop):
    shop.execute("set default_transaction_read_only = on")
    with pytest.raises(TargetError, match="the session is read-only"):
        load(shop, Story(), Story())


def test_a_missing_privilege_is_named_before_any_write(shop):
    shop.execute("drop role if exists clerk; create role clerk; grant create on schema public to clerk")
    shop.execute("create schema if not exists seedkit authorization clerk")
    shop.execute(
        "do $$ begin execute format('grant create on database %I to clerk', current_database()); end $$"
    )
    shop.execute(
        "grant select on all tables in schema public to clerk; grant insert on people, homes to clerk"
    )
    shop.execute("set role clerk")
    with pytest.raises(TargetError) as caught:
        load(shop, Story(), Story())
    assert "public.entries: this role has no INSERT privilege" in str(caught.value)
    assert "public.homes" not in str(caught.value)
    shop.execute("reset role; drop schema seedkit cascade; drop owned by clerk; drop role clerk")


def test_a_role_under_row_security_is_refused(connection, shopkeeper):
    become_owner(connection, shopkeeper)
    make_schema(connection)
    connection.execute("alter table homes enable row level security, force row level security")
    with pytest.raises(TargetError, match=r"public\.homes: row-level security applies to this role"):
        load(connection, Story(), Story())


def test_triggers_of_tables_that_we_do_not_own_fire_and_their_rows_are_adopted(shop, shopkeeper):
    """As with auth.users on Supabase: granted, not owned; profiles are ours, but the trigger makes them."""
    become_owner(shop, shopkeeper)
    shop.execute("reset role")
    shop.execute(f"""
        do $$ declare t regclass; begin
            for t in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
            loop execute format('alter table %s owner to {shopkeeper}', t); end loop;
        end $$;
        alter table people owner to postgres; alter table profiles owner to postgres;
        grant all on people, profiles to {shopkeeper}; grant all on all sequences in schema public to {shopkeeper};
        set role {shopkeeper};
    """)
    receipt = load(shop, Story(), Story())
    assert receipt.table("public.profiles").adopted == 3
    assert receipt.table("public.profiles").rewritten == ("updated_at",)
    assert receipt.table("public.people").inserted == 3
    assert shop.execute(
        "select full_name, updated_at::date::text from profiles order by 1 limit 1"
    ).fetchone() == (
        "Owner 0",
        "2000-01-01",
    )
    assert (load(shop, Story(), Story()).written, load(shop, Story(), Story()).edits) == (0, ())
    assert load(shop, Story(copies=4), Story(copies=4)).table("public.profiles").rows == 4


def test_a_unique_collision_with_a_users_row_is_an_error_with_the_key(shop):
    shop.execute(
        "insert into people (id, email, name) values (gen_random_uuid(), 'owner2-1@example.com', 'x')"
    )
    with pytest.raises(DataError, match=r"public\.people\.people_email_key: duplicate key .*row id=5eed"):
        load(shop, Story(), Story())
    assert shop.execute("select count(*) from people").fetchone() == (1,)
