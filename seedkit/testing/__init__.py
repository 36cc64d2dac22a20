"""In test suites: the pytest plugin, worlds loaded for a test, acting as their people.

``pytest`` finds the plugin by itself; what is listed here is for annotations.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .acting import Acting
    from .case import Seedkit
    from .contents import LoadedPerson, LoadedRows
    from .server import DatabaseServer
    from .world import LoadedWorld

__all__ = ["Acting", "DatabaseServer", "LoadedPerson", "LoadedRows", "LoadedWorld", "Seedkit"]

#: Where each name is defined. pytest imports this package in every run, used or not.
_HOMES = {
    "Acting": ".acting",
    "DatabaseServer": ".server",
    "LoadedPerson": ".contents",
    "LoadedRows": ".contents",
    "LoadedWorld": ".world",
    "Seedkit": ".case",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
