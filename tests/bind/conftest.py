"""A database with the whole schema of VibrationFit; what a test changes is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from seedkit.product import find_product
from seedkit.testing.recipes import product_schema
from seedkit.testing.server import DatabaseServer


@pytest.fixture(scope="session")
def meant_url(seedkit_server: DatabaseServer) -> Iterator[str]:
    """The URL of the database, for all tests."""
    with seedkit_server.database(product_schema(find_product("vibrationfit"))) as url:
        yield url


@pytest.fixture
def target(meant_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to it, in a transaction that leaves nothing behind."""
    with (
        psycopg.connect(meant_url, autocommit=True) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield connection
