"""Factories and scenarios that load into Postgres and Supabase with true arithmetic and proven row security.

The names below are the public surface; each is imported when it is first used, so that
``import seedkit`` costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factory.declarations import Trait

    from . import errors, fields
    from .factory import TableFactory, table
    from .fields.moments import days, hours, minutes, weeks
    from .product import Product
    from .scenario import scenario
    from .scope import settings, sharing
    from .verify.invariants import Invariant
    from .world import World, anyone, between, chance, copies, distinct, each, maybe

    __version__: str

__all__ = [
    "Invariant", "Product", "TableFactory", "Trait", "World", "__version__", "anyone", "between", "chance", "copies",
    "days", "distinct", "each", "errors", "fields", "hours", "maybe", "minutes", "scenario", "settings", "sharing", "table",
    "weeks",
]  # fmt: skip

#: Where each public name is defined.
_HOMES = {
    "Invariant": ".verify.invariants",
    "Product": ".product",
    "TableFactory": ".factory",
    "Trait": "factory.declarations",
    "World": ".world",
    "anyone": ".world",
    "between": ".world",
    "chance": ".world",
    "copies": ".world",
    "days": ".fields.moments",
    "distinct": ".world",
    "each": ".world",
    "hours": ".fields.moments",
    "maybe": ".world",
    "minutes": ".fields.moments",
    "scenario": ".scenario",
    "settings": ".scope",
    "sharing": ".scope",
    "table": ".factory",
    "weeks": ".fields.moments",
}


def __getattr__(name: str) -> Any:
    if name in ("errors", "fields"):
        return importlib.import_module(f".{name}", __name__)
    if name == "__version__":
        from importlib.metadata import version

        return version("seedkit-postgres")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        # Importing the module ``seedkit.scenario`` must not hide the decorator of that name.
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
