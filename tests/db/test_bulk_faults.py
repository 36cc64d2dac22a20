"""A load in bulk that is cut off, wherever: no row, and every definition as it was."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from story import Story, content, make_schema
from test_bulk import ODDITIES, catalogue

from seedkit.errors import SeedkitError
from seedkit.load.ledger_schema import ensure_ledger
from seedkit.load.load import load
from seedkit.testing.server import embedded_server

MANY = Story(copies=60, rows=7)
#: At how many places a load is cut off: a few always, ``SEEDKIT_FAULTS=30`` for more.
PLACES = int(os.environ.get("SEEDKIT_FAULTS", "6"))


@pytest.fixture
def shop(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    make_schema(connection)
    connection.execute(ODDITIES)
    return connection


@contextlib.contextmanager
def cut_after(url: str, limit: int | None) -> Iterator[tuple[str, list[int]]]:
    """A relay to the server that goes dead once it has passed so many bytes on; and how many it has."""
    target = conninfo_to_dict(url)
    passed = [0]

    def relay(client: socket.socket) -> None:
        server = socket.create_connection((str(target["host"]), int(target["port"] or 0)))
        threading.Thread(target=pump, args=(server, client), daemon=True).start()
        with contextlib.suppress(OSError):
            while data := client.recv(1024):
                passed[0] += len(data)
                if limit is not None and passed[0] >= limit:
                    break
                server.sendall(data)
        for end in (client, server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)

    def accept(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=relay, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        port = listener.getsockname()[1]
        yield make_conninfo(url, host="127.0.0.1", port=port, sslmode="disable", gssencmode="disable"), passed


def test_a_client_that_dies_at_any_byte_leaves_nothing(shop: psycopg.Connection[Any], database: str) -> None:
    before = catalogue(shop)
    ensure_ledger(shop)
    shop.execute("create database measured template template0")
    try:
        with psycopg.connect(make_conninfo(database, dbname="measured"), autocommit=True) as other:
            make_schema(other)
            other.execute(ODDITIES)
            ensure_ledger(other)
        whole = make_conninfo(database, dbname="measured")
        with cut_after(whole, None) as (url, passed), psycopg.connect(url, autocommit=True) as connection:
            start = passed[0]
            load(connection, MANY, MANY, bulk=True, analyze=False)
            length = passed[0] - start
    finally:
        shop.execute("drop database measured with (force)")
    places = random.Random(30)
    for number in range(PLACES):
        place = places.randrange(start + 1, start + length - 2_000)
        # every other one with processes that make the rows
        workers = number % 2
        with cut_after(database, place) as (url, _), contextlib.suppress(SeedkitError, psycopg.Error):
            with psycopg.connect(url, autocommit=True) as connection:
                load(connection, MANY, MANY, bulk=True, analyze=False, workers=workers)
            pytest.fail(f"the load came through a connection that was cut at byte {place}")
        _wait_for_others(shop)
        assert not any(content(shop).values()), place
        assert catalogue(shop) == before, place
    assert load(shop, MANY, MANY, bulk=True).mode == "fresh"
    assert catalogue(shop) == before


def _wait_for_others(connection: psycopg.Connection[Any]) -> None:
    """Until the backends of connections that were lost are gone, too."""
    for _ in range(500):
        busy = connection.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        ).fetchone()
        if busy == (0,):
            return
        threading.Event().wait(0.01)
    raise AssertionError("a connection stays open")


class Interrupting(Story):
    """Does something to the server when the fourth shard is due."""

    def generate(self, plan: Any, copies: range, **options: Any) -> Any:
        if copies.start >= 3 * self.rows:
            self.parameters["then"]()
        return super().generate(plan, copies, **options)


def test_a_server_that_dies_leaves_nothing(private_server: Any) -> None:
    running = private_server.start()
    with psycopg.connect(private_server.url("postgres"), autocommit=True) as connection:
        make_schema(connection)
        connection.execute(ODDITIES)
        before = catalogue(connection)
        dying = Interrupting(
            copies=60, rows=7, parameters={"then": lambda: os.kill(running.pid, signal.SIGQUIT)}
        )
        with pytest.raises(SeedkitError, match="nothing was written"):
            load(connection, MANY, dying, bulk=True)
    private_server.start()
    with psycopg.connect(private_server.url("postgres"), autocommit=True) as connection:
        assert not any(content(connection).values())
        assert catalogue(connection) == before
        assert load(connection, MANY, MANY, bulk=True).mode == "fresh"
        assert catalogue(connection) == before


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A folder on a file system of its own with 160 MB."""
    folder = Path(tempfile.mkdtemp(prefix="seedkit-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=160m,mode=0755", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        folder.rmdir()
        pytest.skip("a file system of its own cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def test_a_full_disk_leaves_nothing(small_disk: Path, pytestconfig: pytest.Config) -> None:
    server = embedded_server(small_disk / "home", pytestconfig.getoption("--seedkit-postgres"))
    ballast = small_disk / "ballast"
    server.start()
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            make_schema(connection)
            connection.execute(ODDITIES)
            before = catalogue(connection)
            free = shutil.disk_usage(small_disk).free
            # Room for the first shards only; the log is kept small by the server's own settings.
            ballast.write_bytes(b"\0" * max(0, free - (3 << 20)))
            large = Story(copies=20_000, rows=2_000)
            with pytest.raises(SeedkitError, match=r"nothing was written|connection was lost"):
                load(connection, large, large, bulk=True)
        ballast.unlink()
        server.start()
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            assert not any(content(connection).values())
            assert catalogue(connection) == before
            assert load(connection, MANY, MANY, bulk=True).mode == "fresh"
    finally:
        server.stop()
