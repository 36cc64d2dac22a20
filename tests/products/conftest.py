"""Databases with a whole product schema in them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from seedkit.factories.vibrationfit.models import MODELS
from seedkit.factories.vibrationfit.schema import EXTRAS
from seedkit.load.embedded import EmbeddedServer
from seedkit.schema.ddl import schema_sql
from seedkit.supabase.standin import install_standin


@pytest.fixture(scope="session")
def vibrationfit_url(server: EmbeddedServer) -> Iterator[str]:
    """A database with the stand-in and VibrationFit's schema; tests undo what they write."""
    name = f"vibrationfit_{secrets.token_hex(4)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    with psycopg.connect(server.url(name)) as connection:
        connection.autocommit = True
        install_standin(connection)
        connection.autocommit = False
        for statement in schema_sql(MODELS, extras=EXTRAS):
            connection.execute(statement)
    yield server.url(name)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def db(vibrationfit_url: str) -> Iterator[psycopg.Connection[Any]]:
    """An administrator's connection to VibrationFit, as of a fixed now; what a test writes is rolled back."""
    with psycopg.connect(vibrationfit_url) as connection:
        connection.execute("set local seedkit.now = '2025-11-20 00:00+00'")
        yield connection
        connection.rollback()
