"""What a template database holds, and the key that says whether one made before still holds it.

An empty database with what Supabase brings, on it the schema of a product, on that a story. Each
is a template of its own, so that stories share the schema.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from .. import generate
from ..errors import TargetError
from ..load.load import load
from ..plan import Plan
from ..plan.fingerprint import checksum
from ..product import Product, find_product
from ..schema.install import product_sql
from ..supabase.standin import install_standin

__all__ = ["Recipe", "bare", "blank", "install_files", "product_schema", "sql_files", "story_rows"]

Connection = psycopg.Connection[Any]

#: The code besides models, factories and stories that decides over what a template holds.
_PARTS = ("load", "schema", "supabase", "placement.py", "testing/recipes.py")


@dataclass(frozen=True)
class Recipe:
    """How a template is made on top of its parent, and what its content depends on."""

    title: str
    facts: tuple[str, ...]
    make: Callable[[Connection], object] = field(repr=False, compare=False)
    parent: Recipe | None = None

    def key(self, server: int) -> str:
        """Sixteen hexadecimal digits for this content on this version of Postgres."""
        above = self.parent.key(server) if self.parent else f"{_versions()} {server}"
        return hashlib.sha256("\n".join((above, *self.facts)).encode()).hexdigest()[:16]


def bare() -> Recipe:
    """An empty database."""
    return Recipe("empty", ("empty",), lambda connection: None)


def blank() -> Recipe:
    """A database with the stand-in for Supabase, else empty."""
    return Recipe("stand-in", ("stand-in",), install_standin)


def product_schema(product: Product, files: Sequence[Path] = ()) -> Recipe:
    """The schema of a product without a row: as its models say, or as these files do."""
    if files:
        facts = tuple(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
        return Recipe(f"{product.name}, own SQL", facts, lambda c: install_files(c, files), blank())
    statements = _statements(product.name)
    return Recipe(product.name, statements, lambda c: _execute(c, statements), blank())


def story_rows(plan: Plan, schema: Recipe) -> Recipe:
    """One load of a story on its product's schema."""
    facts = (plan.fingerprint, plan.now.isoformat(), str(plan.copies), str(plan.seed), plan.name)
    title = f"{plan.scenario}, seed {plan.seed}, {plan.now:%Y-%m-%d}, {plan.copies} copies"
    return Recipe(title, facts, lambda c: load(c, plan, generate, analyze=False), schema)


def sql_files(places: Sequence[Path]) -> list[Path]:
    """These files, and of these folders all ``*.sql`` by name. Raises TargetError."""
    found = [path for place in places for path in _sql_in(place)]
    if places and not found:
        raise TargetError("there is no SQL in seedkit_schema", got=", ".join(map(str, places)))
    return found


def install_files(connection: Connection, files: Sequence[Path]) -> None:
    """Execute files of SQL in order, each whole. Raises TargetError that names the file."""
    for path in files:
        try:
            connection.execute(path.read_bytes())
        except psycopg.Error as error:
            raise TargetError(
                f"{path.name} of seedkit_schema fails: {error.diag.message_primary or error}",
                where=str(path),
                got=error.sqlstate,
                hint=error.diag.message_hint,
            ) from error


def _sql_in(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(place.glob("*.sql"))
    elif place.is_file():
        yield place
    else:
        raise TargetError("there is no such file or folder", where="seedkit_schema", got=place)


def _execute(connection: Connection, statements: Sequence[str]) -> None:
    with connection.transaction():
        for statement in statements:
            connection.execute(statement.encode())


@functools.cache
def _statements(product: str) -> tuple[str, ...]:
    return tuple(product_sql(find_product(product)))


@functools.cache
def _versions() -> str:
    engine = Path(__file__).parents[1]
    code = checksum(tuple(engine / part for part in _PARTS)).hex()
    return f"{importlib.metadata.version('seedkit-postgres')} {code}"
