"""Where a product's tables live: declared for ``public``, placed in another schema by name alone.

Models, access rules, functions and invariants say ``public``. So that products which share names of
tables can share a database, a load, a schema or an invariant may be *placed*: every mention of
``public.`` becomes one of the other schema. ``auth`` and its users stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from .errors import UsageError

__all__ = ["HOME", "placed_name", "placed_sql", "placements", "unplaced", "unplaced_name"]

#: The schema for which everything is declared.
HOME = "public"

_T = TypeVar("_T")
_MENTION = re.compile(r'(?<![\w"$.])(?:public|"public")\.(?=[\w"])')
#: A trigger on a table that all products share: its name must tell them apart.
_SHARED_TRIGGER = re.compile(r"(?i)^(create\s+trigger\s+\w+)(?=\s[^;]*?\son\s+auth\.)")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]{0,50}")
_TAKEN = frozenset({"auth", "extensions", "information_schema", "realtime", "seedkit", "storage", "vault"})


def placed_sql(text: str, schema: str) -> str:
    """SQL that was written for ``public``, for this schema instead."""
    if schema == HOME:
        return text
    return _MENTION.sub(f'"{schema}".', _SHARED_TRIGGER.sub(rf"\1_{schema}", text))


def placed_name(table: str, schema: str) -> str:
    """``public.households`` as it is called in this schema; tables elsewhere keep their name."""
    own = table.removeprefix(f"{HOME}.")
    return table if own == table else f"{schema}.{own}"


def unplaced_name(table: str, schema: str) -> str:
    """``vf.households`` as it was declared."""
    return f"{HOME}.{table[len(schema) + 1 :]}" if table.startswith(f"{schema}.") else table


def unplaced(by_table: Mapping[str, _T], schema: str) -> Mapping[str, _T]:
    """What is known by table in this schema, by the names that were declared."""
    if schema == HOME:
        return by_table
    return {unplaced_name(name, schema): value for name, value in by_table.items()}


def placements(given: Iterable[str], products: Iterable[str]) -> dict[str, str]:
    """The schema of each product, of ``NAME`` for all or ``PRODUCT=NAME`` for one. Raises UsageError."""
    products = list(products)
    found: dict[str, str] = {}
    for text in given:
        product, equals, name = text.rpartition("=")
        if equals and product not in products:
            raise UsageError(
                f"--schema {text}: no story of {product!r} is loaded",
                got=text,
                allowed=[f"{p}=NAME" for p in products],
            )
        _check(name)
        found |= dict.fromkeys([product] if equals else products, name)
    return found


def _check(name: str) -> None:
    if not _PLAIN.fullmatch(name) or name in _TAKEN or name.startswith("pg_"):
        raise UsageError(
            f"--schema {name!r}: no name for a schema of a product",
            got=name,
            allowed=["small letters, digits and _, up to 51 of them"],
            hint=f"Not one that Supabase, Postgres or seedkit has: {', '.join(sorted(_TAKEN))}",
        )
