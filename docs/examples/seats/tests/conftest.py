"""A Postgres with VibrationFit's schema for the whole run, and for each test a session that is undone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from today import NOW

from seedkit import settings
from seedkit.load.connect import connect, embedded_target
from seedkit.load.embedded import EmbeddedServer
from seedkit.product import find_product
from seedkit.schema.install import install_schema


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An embedded Postgres, in a folder that goes with the run."""
    with tempfile.TemporaryDirectory(prefix="seats-") as folder:
        Path(folder).chmod(0o755)  # Postgres does not run as root: its own user must reach the folder.
        server = EmbeddedServer(Path(folder) / "server")
        server.start()
        url = server.use("seats")
        with connect(embedded_target(url)) as connection:
            install_schema(connection, find_product("vibrationfit"))
        made = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
        yield made
        made.dispose()
        server.stop()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session in which the factories save; whatever it commits is undone."""
    with engine.connect() as connection, connection.begin() as whole:
        with (
            Session(connection, join_transaction_mode="create_savepoint") as opened,
            settings(session=opened, now=NOW),
        ):
            yield opened
        whole.rollback()


@pytest.fixture
def removed_hold_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted mistake: whoever left still counts."""
    monkeypatch.setattr("seats.seating.HOLDING", ("active", "pending", "removed"))
