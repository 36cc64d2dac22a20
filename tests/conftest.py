"""A real Postgres for every test that asks for one: the plugin's own fixtures, and plain URLs made of them.

The embedded server and its templates are kept from run to run; ``--seedkit-postgres`` chooses another
version: ``16``, or a folder of binaries such as ``/usr/lib/postgresql/15/bin``.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from seedkit.load.binaries import binaries_of
from seedkit.load.embedded import EmbeddedServer
from seedkit.product import find_product
from seedkit.testing.recipes import bare, blank, product_schema
from seedkit.testing.server import ALIVE, DatabaseServer, embedded_server, in_memory

# How long an example takes depends on what else the machine is doing.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="Run the tests marked thorough as well.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out more cases of the same, unless they are asked for, or named alone."""
    if config.getoption("--thorough") or any("::" in argument for argument in config.args):
        return
    thorough = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=thorough)
    items[:] = [item for item in items if not item.get_closest_marker("thorough")]


@pytest.fixture(scope="session")
def server(seedkit_server: DatabaseServer, pytestconfig: pytest.Config) -> EmbeddedServer:
    """The embedded server of this run, started."""
    return embedded_server(seedkit_server.home, pytestconfig.getoption("--seedkit-postgres"))


@pytest.fixture
def private_server(pytestconfig: pytest.Config) -> Iterator[EmbeddedServer]:
    """A server of this test's own, not yet started: to kill, to corrupt, to lock out."""
    home = a_home()
    embedded = embedded_server(home, pytestconfig.getoption("--seedkit-postgres"))
    yield embedded
    embedded.stop()
    shutil.rmtree(home, ignore_errors=True)


def a_home() -> Path:
    """A folder for a server, not made yet. Never in pytest's: as root, that is closed to the user that runs Postgres."""
    with tempfile.TemporaryDirectory(prefix="seedkit-tests-") as folder:
        return in_memory(Path(folder))


@pytest.fixture
def database(seedkit_server: DatabaseServer) -> Iterator[str]:
    """The URL of a fresh, empty database; dropped after the test."""
    with seedkit_server.database(bare()) as url:
        yield url


@pytest.fixture
def supabase(seedkit_server: DatabaseServer) -> Iterator[str]:
    """The URL of a fresh database with the stand-in for Supabase installed."""
    with seedkit_server.database(blank()) as url:
        yield url


@pytest.fixture
def product_database(seedkit_server: DatabaseServer) -> Iterator[Callable[[str], str]]:
    """Makes fresh databases with the whole schema of a product, by its name; dropped after the test."""
    with contextlib.ExitStack() as stack:
        yield lambda name: stack.enter_context(seedkit_server.database(product_schema(find_product(name))))


@pytest.fixture(scope="session")
def psql(server: EmbeddedServer) -> str:
    """The program psql of the server's version."""
    return binaries_of(server.version).tool("psql")


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


@pytest.fixture
def shopkeeper(connection: psycopg.Connection) -> Iterator[str]:
    """A role that is no superuser; gone after the test, with what it owns. Roles are the cluster's."""
    role = f"shopkeeper_{secrets.token_hex(4)}"
    connection.execute(f"create role {role}")
    yield role
    connection.execute(
        f"reset role; reassign owned by {role} to current_user; drop owned by {role}; drop role {role}"
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """No run leaves anything on the server but templates, and the roles of the stand-in.

    Databases of another run that is still under way are its own affair.
    """
    if hasattr(session.config, "workerinput"):
        return
    server = embedded_server(None, session.config.getoption("--seedkit-postgres"))
    if server.status() is None:
        return
    with psycopg.connect(server.url("postgres")) as connection:
        left = [found for query in _LEFT for (found,) in connection.execute(query, {"alive": ALIVE})]
    if left:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line(f"\nleft on the server: {', '.join(left)}", red=True, bold=True)


_LEFT = (
    "select datname from pg_database where not starts_with(datname, 'seedkit_template_') and not starts_with("
    "datname, 'seedkit_kept_') and datname not in ('postgres', 'template0', 'template1', 'seedkit') "
    "and not exists (select from pg_locks where locktype = 'advisory' and classid = %(alive)s::bigint::oid "
    "and starts_with(datname, format('seedkit_test_%%s_', lpad(to_hex(objid::bigint), 7, '0'))))",
    "select rolname from pg_roles where not starts_with(rolname, 'pg_') and rolname not in "
    "('postgres', 'anon', 'authenticated', 'service_role', 'authenticator')",
    "select setconfig::text from pg_db_role_setting where setdatabase <> 0",
    "select relname from pg_class where relnamespace = 'public'::regnamespace",
)
