"""Databases with a whole product schema in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from seedkit.testing import DatabaseServer

pytest.register_assert_rewrite(
    "catalogue_tests",
    "factory_tests",
    "invariants_tests",
    "schema_tests",
    "shape_tests",
    "story_tests",
    "vocabulary_tests",
)


@pytest.fixture(scope="session")
def craveverse_url(seedkit_server: DatabaseServer) -> Iterator[str]:
    """A database with the stand-in and CraveVerse's schema; tests undo what they write."""
    with seedkit_server.world("craveverse") as world:
        yield world.url


@pytest.fixture(scope="session")
def infinitepages_url(seedkit_server: DatabaseServer) -> Iterator[str]:
    """A database with the stand-in and Infinite Pages' schema; tests undo what they write."""
    with seedkit_server.world("infinitepages") as world:
        yield world.url


@pytest.fixture(scope="session")
def vibrationfit_url(seedkit_server: DatabaseServer) -> Iterator[str]:
    """A database with the stand-in and VibrationFit's schema; tests undo what they write."""
    with seedkit_server.world("vibrationfit") as world:
        yield world.url


@pytest.fixture
def db(request: pytest.FixtureRequest, seedkit_server: DatabaseServer) -> Iterator[psycopg.Connection[Any]]:
    """An administrator's connection to the product that ``test_<product>_….py`` is about, as of a fixed now.

    What a test writes is rolled back.
    """
    product = request.module.__name__.split("_")[1]
    with seedkit_server.world(product, rollback=True, now="2025-11-20") as world:
        yield world.db


@pytest.fixture(scope="module")
def empty_vibrationfit(seedkit_server: DatabaseServer) -> Iterator[str]:
    """A database of the module's own with VibrationFit's schema, to load into."""
    with seedkit_server.world("vibrationfit") as world:
        yield world.url


@pytest.fixture(scope="module")
def empty_craveverse(seedkit_server: DatabaseServer) -> Iterator[str]:
    """A database of the module's own with CraveVerse's schema, to load into."""
    with seedkit_server.world("craveverse") as world:
        yield world.url


@pytest.fixture(scope="module")
def empty_infinitepages(seedkit_server: DatabaseServer) -> Iterator[str]:
    """A database of the module's own with Infinite Pages' schema, to load into."""
    with seedkit_server.world("infinitepages") as world:
        yield world.url
