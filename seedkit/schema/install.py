"""Building a product's schema in a database that does not have it yet."""

from __future__ import annotations

from typing import Any

import psycopg

from ..product import Product
from ..supabase.standin import install_standin
from .ddl import is_optional, is_view, schema_sql

__all__ = ["has_schema", "install_schema", "product_sql"]


def product_sql(product: Product, *, optional: bool = False) -> list[str]:
    """The statements that build the product's schema, in working order."""
    models = product.models
    wanted = [m.__tablename__ for m in models if is_optional(m)] if optional else []
    return schema_sql(models, extras=product.extras, optional=wanted)


def has_schema(connection: psycopg.Connection[Any], product: Product) -> bool:
    """Whether any table of the product is there."""
    names = [f"{m.__table__.schema or 'public'}.{m.__table__.name}" for m in product.models if not is_view(m)]
    row = connection.execute(
        "select count(*) from unnest(%s::text[]) name where to_regclass(name) is not null", [names]
    ).fetchone()
    return bool(row and row[0])


def install_schema(connection: psycopg.Connection[Any], product: Product) -> bool:
    """Build the stand-in for Supabase and the product's schema, all or nothing; False if it was there."""
    if has_schema(connection, product):
        return False
    with connection.transaction():
        install_standin(connection)
        for statement in product_sql(product):
            connection.execute(statement)
    return True
