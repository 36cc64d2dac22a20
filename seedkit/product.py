"""Products: what a package of factories and stories declares of itself, and how it is found.

A product is found through the entry-point group ``seedkit.products`` or, for a team's own tables
without packaging, through ``[tool.seedkit] products = ["myapp.seeds"]`` in ``pyproject.toml``: a
module with a ``product``.
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import pkgutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import UnknownName, UsageError

if TYPE_CHECKING:
    from .scenario import Scenario


@dataclass(frozen=True)
class Product:
    """One product: its models, factories, stories and rules.

    ``models`` are the declarative classes, ``extras`` the functions and triggers of the schema.
    ``person`` is the factory of a user who signs in, ``companions`` the factories of rows every
    user has (identity, profile). ``adopted`` names tables whose rows a trigger on a table we may
    not own makes. ``scenarios`` is the package that holds the stories, one module each.
    """

    name: str
    models: tuple[Any, ...]
    factories: str
    scenarios: str
    person: Any
    companions: tuple[Any, ...] = ()
    adopted: tuple[str, ...] = ()
    extras: Any = None
    invariants: tuple[Any, ...] = ()

    def all_factories(self) -> dict[str, Any]:
        """Every concrete table factory of the product, by name."""
        from .factory import TableFactory

        package = importlib.import_module(self.factories)
        found = {
            n: v for n, v in vars(package).items() if isinstance(v, type) and issubclass(v, TableFactory)
        }
        return {n: v for n, v in sorted(found.items()) if not v._meta.abstract and v.__name__ == n}

    def all_scenarios(self) -> dict[str, Scenario]:
        """Every story of the product, by name."""
        from .scenario import Scenario

        package = importlib.import_module(self.scenarios)
        found: dict[str, Scenario] = {}
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{self.scenarios}.{info.name}")
            for value in vars(module).values():
                if isinstance(value, Scenario) and value.module == module.__name__:
                    found[value.name] = value
        return dict(sorted(found.items()))


@functools.cache
def products() -> dict[str, str]:
    """Where each product is found: ``{name: "module:attribute"}``."""
    found = {e.name: e.value for e in importlib.metadata.entry_points(group="seedkit.products")}
    for module in _configured():
        found[module.rsplit(".", 1)[-1] if ":" not in module else module] = (
            module if ":" in module else f"{module}:product"
        )
    return found


@functools.cache
def find_product(name: str) -> Product:
    """The product of this name. Raises UnknownName, with the nearest."""
    if name not in products():
        raise UnknownName("product", name, products())
    module, _, attribute = products()[name].partition(":")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        product = getattr(importlib.import_module(module), attribute or "product")
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"the product {name!r} cannot be imported: {error}", where=products()[name]
        ) from error
    return product  # type: ignore[no-any-return]


def find_scenario(name: str) -> Scenario:
    """The story ``product/scenario``. Raises UnknownName, with the nearest."""
    product, _, story = name.partition("/")
    if not story:
        raise UnknownName("scenario", name, scenario_names())
    if product not in products():
        raise UnknownName("scenario", name, scenario_names())
    known = find_product(product).all_scenarios()
    if name not in known:
        raise UnknownName("scenario", name, known)
    return known[name]


def scenario_names() -> list[str]:
    """The names of all stories of all products."""
    return [name for product in products() for name in find_product(product).all_scenarios()]


def project_root(start: Path | None = None) -> Path | None:
    """The nearest folder upwards that holds a ``pyproject.toml``."""
    here = (start or Path.cwd()).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "pyproject.toml").is_file()), None)


def _configured() -> Iterator[str]:
    root = project_root()
    if root is None:
        return
    with (root / "pyproject.toml").open("rb") as file:
        tool = tomllib.load(file).get("tool", {})
    yield from tool.get("seedkit", {}).get("products", ())
