"""A database made for one moment on the embedded Postgres: to see what a server makes of a schema."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from ..load.embedded import EmbeddedServer
from ..placement import HOME
from ..product import Product
from ..supabase.standin import install_standin
from .install import product_sql
from .reflection import reflect
from .snapshot import dump

__all__ = ["snapshot_of"]


def snapshot_of(product: Product) -> str:
    """The snapshot of a product's whole schema, optional tables included."""
    with _scratch(EmbeddedServer()) as connection:
        install_standin(connection)
        with connection.transaction():
            for statement in product_sql(product, optional=True):
                connection.execute(statement)
        return dump(reflect(connection, schemas=(HOME, "auth")))


@contextlib.contextmanager
def _scratch(server: EmbeddedServer) -> Iterator[psycopg.Connection[Any]]:
    server.start()
    name = f"scratch_{secrets.token_hex(6)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            with psycopg.connect(server.url(name), autocommit=True) as connection:
                yield connection
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
