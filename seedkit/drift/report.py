"""Drift of a database from a product: reflected, matched, compared, placed."""

from __future__ import annotations

from typing import Any

import psycopg

from ..bind.aliases import Aliases
from ..bind.matching import match
from ..errors import TargetError, UsageError
from ..load.ledger import read_loads
from ..placement import HOME
from ..product import Product, products
from ..schema.meant import meant_schema
from ..schema.reflection import reflect
from .compare import compare
from .difference import DriftReport
from .touches import Touches

__all__ = ["drift_of", "home_of"]


def home_of(connection: psycopg.Connection[Any], product: str | None, schema: str | None) -> tuple[str, str]:
    """The product and the schema that are meant: what is given, else what was loaded here. Raises UsageError."""
    homes = dict.fromkeys((entry.product, entry.schema) for entry in read_loads(connection))
    fitting = [home for home in homes if product in (None, home[0]) and schema in (None, home[1])]
    if product is not None:
        return product, schema or (fitting[0][1] if len(fitting) == 1 else HOME)
    if len(fitting) != 1:
        raise UsageError(
            "nothing was loaded here, so the product must be named"
            if not homes
            else "several products are here",
            allowed=[f"--product {name}" for name in (dict.fromkeys(p for p, _ in fitting) or products())],
        )
    return fitting[0]


def drift_of(connection: psycopg.Connection[Any], product: Product, schema: str = HOME) -> DriftReport:
    """How the schema of a database differs from what the product means. Reads the catalogue alone.

    Raises TargetError where no table of the product is there at all.
    """
    meant = meant_schema(product, schema)
    live = reflect(connection, schemas={schema, *(name.schema for name in meant.database.tables)})
    matched = match(meant, live, Aliases(product.aliases), home=schema)
    if not matched.tables.keys() - meant.foreign:
        raise TargetError(
            f"no table of {product.name} is in the schema {schema}",
            got=schema,
            hint=f"seedkit schema {product.name} --apply builds them; --schema NAME names another schema",
        )
    differences, compared = compare(meant, live, matched, home=schema)
    touches = Touches(product, schema)
    notes = []
    if product.snapshot is None:
        notes.append(
            "the product keeps no snapshot: defaults, checks, policies and triggers were not compared; "
            f"seedkit schema {product.name} --snapshot prints one"
        )
    return DriftReport(product.name, tuple(map(touches.placed, differences)), compared, tuple(notes))
