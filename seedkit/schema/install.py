"""Building a product's schema in a database that does not have it yet."""

from __future__ import annotations

from typing import Any

import psycopg

from ..placement import HOME, placed_name, placed_sql
from ..product import Product
from ..supabase.standin import install_standin
from .access import qualified
from .ddl import is_optional, is_view, schema_sql

__all__ = ["has_schema", "install_schema", "product_sql"]


def product_sql(product: Product, *, optional: bool = False, schema: str = HOME) -> list[str]:
    """The statements that build the product's schema, in working order; in ``schema``, which they make.

    A product with SQL of its own is built by that, in one piece.
    """
    if product.schema is not None:
        return [*_opened(schema), placed_sql(product.schema.read_text("utf-8"), schema)]
    models = product.models
    wanted = [m.__tablename__ for m in models if is_optional(m)] if optional else []
    statements = schema_sql(models, extras=product.extras, optional=wanted)
    return [*_opened(schema), *(placed_sql(statement, schema) for statement in statements)]


def _opened(schema: str) -> list[str]:
    """What Supabase does for ``public`` of its own accord."""
    if schema == HOME:
        return []
    return [
        f'CREATE SCHEMA IF NOT EXISTS "{schema}"',
        f'GRANT USAGE ON SCHEMA "{schema}" TO anon, authenticated, service_role',
        f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" '
        "GRANT ALL ON SEQUENCES TO anon, authenticated, service_role",
    ]


def has_schema(connection: psycopg.Connection[Any], product: Product, schema: str = HOME) -> bool:
    """Whether any table of the product is there."""
    tables = [m.__table__ for m in product.models if not is_view(m)]
    names = [qualified(placed_name(f"{t.schema or HOME}.{t.name}", schema)) for t in tables]
    row = connection.execute(
        "select count(*) from unnest(%s::text[]) name where to_regclass(name) is not null", [names]
    ).fetchone()
    return bool(row and row[0])


def install_schema(connection: psycopg.Connection[Any], product: Product, schema: str = HOME) -> bool:
    """Build the stand-in for Supabase and the product's schema, all or nothing; False if it was there."""
    if has_schema(connection, product, schema):
        return False
    with connection.transaction():
        install_standin(connection)
        for statement in product_sql(product, schema=schema):
            connection.execute(statement)
    return True
