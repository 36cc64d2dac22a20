"""Databases with a whole product schema in them."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import psycopg
import pytest
from psycopg import sql

from seedkit.load.embedded import EmbeddedServer
from seedkit.schema.ddl import schema_sql
from seedkit.supabase.standin import install_standin

pytest.register_assert_rewrite(
    "catalogue_tests", "factory_tests", "invariants_tests", "schema_tests", "shape_tests", "story_tests", "vocabulary_tests"
)


@pytest.fixture(scope="session")
def craveverse_url(server: EmbeddedServer) -> Iterator[str]:
    """A database with the stand-in and CraveVerse's schema; tests undo what they write."""
    with _product(server, "craveverse") as url:
        yield url


@pytest.fixture(scope="session")
def infinitepages_url(server: EmbeddedServer) -> Iterator[str]:
    """A database with the stand-in and Infinite Pages' schema; tests undo what they write."""
    with _product(server, "infinitepages") as url:
        yield url


@pytest.fixture(scope="session")
def vibrationfit_url(server: EmbeddedServer) -> Iterator[str]:
    """A database with the stand-in and VibrationFit's schema; tests undo what they write."""
    with _product(server, "vibrationfit") as url:
        yield url


@pytest.fixture
def db(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection[Any]]:
    """An administrator's connection to the product that ``test_<product>_….py`` is about, as of a fixed now.

    What a test writes is rolled back.
    """
    product = request.module.__name__.split("_")[1]
    with psycopg.connect(request.getfixturevalue(f"{product}_url")) as connection:
        connection.execute("set local seedkit.now = '2025-11-20 00:00+00'")
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def empty_vibrationfit(server: EmbeddedServer) -> Iterator[str]:
    """A database of the module's own with VibrationFit's schema, to load into."""
    with _product(server, "vibrationfit") as url:
        yield url


@pytest.fixture(scope="module")
def empty_craveverse(server: EmbeddedServer) -> Iterator[str]:
    """A database of the module's own with CraveVerse's schema, to load into."""
    with _product(server, "craveverse") as url:
        yield url


@pytest.fixture(scope="module")
def empty_infinitepages(server: EmbeddedServer) -> Iterator[str]:
    """A database of the module's own with Infinite Pages' schema, to load into."""
    with _product(server, "infinitepages") as url:
        yield url


@contextlib.contextmanager
def _product(server: EmbeddedServer, product: str) -> Iterator[str]:
    models = import_module(f"seedkit.factories.{product}.models").MODELS
    extras = import_module(f"seedkit.factories.{product}.schema").EXTRAS
    name = f"{product}_{secrets.token_hex(4)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    with psycopg.connect(server.url(name)) as connection:
        connection.autocommit = True
        install_standin(connection)
        connection.autocommit = False
        for statement in schema_sql(models, extras=extras):
            connection.execute(statement)
    yield server.url(name)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
