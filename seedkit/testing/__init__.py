"""In test suites: the pytest plugin, acting as people, Hypothesis strategies over factories and stories.

``pytest`` finds the plugin by itself; its types are listed for annotations. Each name is imported when it
is first used: ``import seedkit.testing`` costs nothing, and only what draws needs Hypothesis.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .acting import Acting
    from .case import Seedkit
    from .rows import LoadedPerson, LoadedRows
    from .server import DatabaseServer
    from .small.bench import Bench
    from .small.graph import Graph, small_graph
    from .small.world import SmallWorld, small_world
    from .strategies import Row, graphs, instances, of_type, rows, strategy, worlds
    from .world import LoadedWorld

__all__ = [
    "Acting", "Bench", "DatabaseServer", "Graph", "LoadedPerson", "LoadedRows", "LoadedWorld", "Row", "Seedkit",
    "SmallWorld", "graphs", "instances", "of_type", "rows", "small_graph", "small_world", "strategy", "worlds",
]  # fmt: skip

#: Where each name is defined. pytest imports this package in every run, used or not.
_HOMES = {
    "Acting": ".acting",
    "Bench": ".small.bench",
    "DatabaseServer": ".server",
    "Graph": ".small.graph",
    "LoadedPerson": ".rows",
    "LoadedRows": ".rows",
    "LoadedWorld": ".world",
    "Row": ".strategies",
    "Seedkit": ".case",
    "SmallWorld": ".small.world",
    "graphs": ".strategies",
    "instances": ".strategies",
    "of_type": ".strategies",
    "rows": ".strategies",
    "small_graph": ".small.graph",
    "small_world": ".small.world",
    "strategy": ".strategies",
    "worlds": ".strategies",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        # Importing a module of this name must not hide what is public under it.
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
