"""Suites within the suite: pytest run on files that a test writes, against the server of this run or one of its own."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

import seedkit.testing
from seedkit.load.embedded import EmbeddedServer
from seedkit.product import find_scenario, scenario_names
from seedkit.testing.server import in_memory


@pytest.fixture(autouse=True)
def _no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment names for this run is not meant for those within."""
    monkeypatch.delenv("SEEDKIT_DATABASE_URL", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)


@pytest.fixture(scope="session")
def _all_imported() -> None:
    """Everything that suites within this process import: they forget what they imported first."""
    for module in pkgutil.iter_modules(seedkit.testing.__path__, "seedkit.testing."):
        importlib.import_module(module.name)
    for name in scenario_names():
        find_scenario(name)


@pytest.fixture
def suite(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, seedkit_server, _all_imported: None
) -> pytest.Pytester:
    """A folder for a suite that runs against the server of this run."""
    monkeypatch.setenv("SEEDKIT_HOME", str(seedkit_server.home))
    return pytester


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """The folder of a server of the module's own, not started."""
    # Not pytest's: as root, that is closed to the OS user that runs Postgres.
    with tempfile.TemporaryDirectory(prefix="seedkit-suites-") as unique:
        folder = in_memory(Path(unique))
    yield folder
    if folder.exists():
        EmbeddedServer(folder).stop()
        shutil.rmtree(folder)


@pytest.fixture
def alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, home: Path) -> pytest.Pytester:
    """A folder for a suite that has a server for itself, which it starts and stops."""
    monkeypatch.setenv("SEEDKIT_HOME", str(home))
    return pytester


@pytest.fixture
def left(home: Path) -> Callable[[], dict[str, list[str]]]:
    """What is on the module's server now, besides what Postgres and the stand-in bring."""

    def look() -> dict[str, list[str]]:
        server = EmbeddedServer(home)
        started = server.start().started
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            found = {what: [row[0] for row in connection.execute(query)] for what, query in _LEFT.items()}
        if started:
            server.stop()
        return found

    return look


_LEFT = {
    "databases": "select datname::text from pg_database where not starts_with(datname, 'seedkit_template_') "
    "and datname not in ('postgres', 'template0', 'template1', 'seedkit')",
    "templates": "select datname::text from pg_database where starts_with(datname, 'seedkit_template_') order by 1",
    "settings": "select setconfig::text from pg_db_role_setting where setdatabase <> 0",
    "roles": "select rolname::text from pg_roles where not starts_with(rolname, 'pg_') and rolname not in "
    "('postgres', 'anon', 'authenticated', 'service_role', 'authenticator')",
    "tables of postgres": "select relname::text from pg_class where relnamespace = 'public'::regnamespace",
}
