"""Databases of a module's own, for fills that several tests look at; and what a fill cannot do yet."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from seedkit.load.embedded import EmbeddedServer

pytest.register_assert_rewrite("acceptance")


GAPS = frozenset((Path(__file__).parent / "known_gaps.txt").read_text("utf-8").split("\n"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is listed as a gap may fail: some table of it gets fewer rows than it could hold, and says so."""
    for item in items:
        if item.nodeid.removeprefix("tests/fill/") in GAPS:
            item.add_marker(pytest.mark.xfail(reason="a known gap of fill", strict=False))


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
