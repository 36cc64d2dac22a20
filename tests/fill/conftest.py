"""Databases of a module's own, for fills that several tests look at."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from seedkit.load.embedded import EmbeddedServer

pytest.register_assert_rewrite("acceptance")


@pytest.fixture(scope="module")
def new_database(server: EmbeddedServer) -> Iterator[Callable[[], str]]:
    """Makes a fresh database each time it is called, and drops them after the module."""
    made: list[str] = []

    def new() -> str:
        made.append(f"fill_{secrets.token_hex(6)}")
        _administer(server, sql.SQL("create database {} template template0").format(sql.Identifier(made[-1])))
        return server.url(made[-1])

    yield new
    for name in made:
        _administer(server, sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _administer(server: EmbeddedServer, statement: sql.Composed) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(statement)
