"""A real Postgres for every test that asks for one.

One embedded server per run, shared by the workers of pytest-xdist, in a folder of its own that is
removed at the end. Every test gets a fresh database, cloned from a template. ``SEEDKIT_TEST_PG``
chooses the server: ``16``, ``18``, or a folder of binaries such as ``/usr/lib/postgresql/15/bin``.
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from seedkit.load.binaries import Binaries, binaries_in, binaries_of
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.processes import exists
from seedkit.product import find_product
from seedkit.schema.install import install_schema
from seedkit.supabase.standin import install_standin

_HOME = "SEEDKIT_TEST_HOME"
_CHOICE = "SEEDKIT_TEST_PG"
_TEMPLATE_LOCK = 0x5EED
_MEMORY = Path("/dev/shm")


def _folder() -> Path:
    """Where servers live: memory if there are 2 GB of it (a database in 10 ms, on a slow disk 300).

    Never pytest's own base: as root, it is closed to the OS user that runs Postgres.
    """
    roomy = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2 << 30
    return _MEMORY if roomy else Path(tempfile.gettempdir())


def _new_home() -> Path:
    return _folder() / f"seedkit-tests-{os.getpid()}-{secrets.token_hex(4)}"


def _sweep() -> None:
    """Remove what killed runs left; a server that misses its pid file stops within a minute."""
    for home in _folder().glob("seedkit-tests-*-*"):
        if not exists(int(home.name.split("-")[2])):
            shutil.rmtree(home, ignore_errors=True)


def _binaries() -> Binaries:
    choice = os.environ.get(_CHOICE, "18")
    return binaries_of(int(choice)) if choice.isdigit() else binaries_in(Path(choice))


def test_server(home: Path) -> EmbeddedServer:
    return EmbeddedServer(home, binaries=_binaries())


test_server.__test__ = False  # type: ignore[attr-defined]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _sweep()
        # Set before workers start, who inherit it.
        os.environ[_HOME] = str(_new_home())


def pytest_unconfigure(config: pytest.Config) -> None:
    home = os.environ.get(_HOME)
    if not hasattr(config, "workerinput") and home and Path(home).exists():
        test_server(Path(home)).stop()
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def server() -> EmbeddedServer:
    """The embedded server of this run, started."""
    embedded = test_server(Path(os.environ[_HOME]))
    embedded.start()
    return embedded


@pytest.fixture
def private_server() -> Iterator[EmbeddedServer]:
    """A server of this test's own, not yet started: to kill, to corrupt, to lock out."""
    embedded = test_server(_new_home())
    yield embedded
    embedded.stop()
    shutil.rmtree(embedded.home, ignore_errors=True)


@pytest.fixture
def database(server: EmbeddedServer) -> Iterator[str]:
    """The URL of a fresh, empty database; dropped after the test."""
    with _fresh(server, template="template0") as url:
        yield url


@pytest.fixture
def supabase(server: EmbeddedServer) -> Iterator[str]:
    """The URL of a fresh database with the stand-in for Supabase installed."""
    with _fresh(server, template=_template(server, "seedkit_standin", install_standin)) as url:
        yield url


@pytest.fixture
def product_database(server: EmbeddedServer) -> Iterator[Callable[[str], str]]:
    """Makes fresh databases with the whole schema of a product, by its name; dropped after the test."""

    def made(product: str) -> str:
        install = functools.partial(install_schema, product=find_product(product))
        return stack.enter_context(_fresh(server, template=_template(server, f"seedkit_{product}", install)))

    with contextlib.ExitStack() as stack:
        yield made


@pytest.fixture(scope="session")
def psql() -> str:
    """The program psql of the server's version."""
    return _binaries().tool("psql")


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection]:
    """An autocommit connection to ``database``."""
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened


@pytest.fixture
def supabase_connection(supabase: str) -> Iterator[psycopg.Connection]:
    """An autocommit connection to ``supabase``."""
    with psycopg.connect(supabase, autocommit=True) as opened:
        yield opened


@contextlib.contextmanager
def _fresh(server: EmbeddedServer, *, template: str) -> Iterator[str]:
    """A database cloned from a template, dropped on exit whoever is still connected."""
    name = f"test_{secrets.token_hex(6)}"
    # FILE_COPY is twice as fast as the default here: fsync is off.
    strategy = " strategy file_copy" if server.version >= 15 else ""
    create = sql.SQL("create database {} template {}" + strategy)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    yield server.url(name)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _template(server: EmbeddedServer, name: str, install: Callable[[psycopg.Connection], object]) -> str:
    """A template database, made once: under another name, then renamed, so that nobody is connected."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(%s)", [_TEMPLATE_LOCK])
        if admin.execute("select from pg_database where datname = %s", [name]).fetchone() is None:
            draft = sql.Identifier(f"{name}_draft")
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(draft))
            admin.execute(sql.SQL("create database {}").format(draft))
            with psycopg.connect(server.url(f"{name}_draft"), autocommit=True) as connection:
                install(connection)
            admin.execute(sql.SQL("alter database {} with is_template true").format(draft))
            admin.execute(sql.SQL("alter database {} rename to {}").format(draft, sql.Identifier(name)))
    return name
