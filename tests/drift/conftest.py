"""Databases with a product's schema as it is meant; what a test changes is rolled back."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from seedkit.load.embedded import EmbeddedServer
from seedkit.product import find_product
from seedkit.schema.install import install_schema


@pytest.fixture(scope="session")
def meant_urls(server: EmbeddedServer) -> Iterator[dict[str, str]]:
    """The URL of a database for each product."""
    names = {p: f"drift_{p}_{secrets.token_hex(4)}" for p in ("vibrationfit", "craveverse", "infinitepages")}
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        for product, name in names.items():
            admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            with psycopg.connect(server.url(name), autocommit=True) as connection:
                install_schema(connection, find_product(product))
        yield {product: server.url(name) for product, name in names.items()}
        for name in names.values():
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@contextlib.contextmanager
def opened(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def vibrationfit(meant_urls: dict[str, str]) -> Iterator[psycopg.Connection[Any]]:
    with opened(meant_urls["vibrationfit"]) as connection:
        yield connection


@pytest.fixture
def craveverse(meant_urls: dict[str, str]) -> Iterator[psycopg.Connection[Any]]:
    with opened(meant_urls["craveverse"]) as connection:
        yield connection
