"""One database for the tables of a whole module: what a test makes is undone when it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from seedkit.testing.recipes import bare
from seedkit.testing.server import DatabaseServer

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
def workshop(seedkit_server: DatabaseServer) -> Iterator[psycopg.Connection]:
    """A connection to a database that this module's tests share, in a transaction."""
    with seedkit_server.database(bare()) as url, psycopg.connect(url) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def connection(workshop: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The workshop, tidied up afterwards."""
    yield workshop
    workshop.rollback()
