"""Products: what a package of factories and stories declares of itself, and how it is found.

A product is found through the entry-point group ``seedkit.products`` or, for a team's own tables
without packaging, through ``pyproject.toml``: modules with a ``product``, importable from the
folder of that file or from ``src`` in it::

    [tool.seedkit]
    products = ["myapp.seeds", "otherapp.seeds:its_product"]
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.metadata
import pkgutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import DeclarationError, UnknownName, UsageError

if TYPE_CHECKING:
    from .scenario import Scenario

__all__ = [
    "Product",
    "find_product",
    "find_scenario",
    "on_trial",
    "products",
    "project_root",
    "scenario_names",
]


@dataclass(frozen=True)
class Product:
    """One product: its models, factories, stories and rules.

    ``name`` is the first part of its stories' names. ``models`` are the declarative classes,
    ``extras`` the functions and triggers of the schema. ``person`` is the factory of a user who
    signs in, ``companions`` the factories of rows every user has (identity, profile). ``adopted``
    names tables whose rows a trigger on a table we may not own makes. ``factories`` and
    ``scenarios`` are import paths of a module or of a package of modules. ``subject`` is the
    attribute of the person's row that a token's ``sub`` says, where that is not the key (Clerk), and
    ``uuid_subject`` the trait by which it has the shape of a uuid.
    ``catalogue`` are the factories whose catalogue rows every load brings, looked up or not.
    ``aliases`` say what tables, columns and values are called elsewhere; ``snapshot`` is the file
    (anything with ``read_text``) that holds the schema as a server prints it, ``schema`` one with the
    SQL that builds it, where the models do not tell all of it.
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
    ledger_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subject: str | None = None
    uuid_subject: str | None = None
    catalogue: tuple[Any, ...] = ()
    aliases: tuple[Any, ...] = ()
    snapshot: Any = None
    schema: Any = None

    @property
    def signs_in(self) -> bool:
        """Whether its people are users of Supabase's auth server."""
        from .supabase.auth import AuthBase

        models = [getattr(made, "_meta", made).model for made in (self.person, *self.companions)]
        return any(isinstance(model, type) and issubclass(model, AuthBase) for model in models)

    @property
    def guarded(self) -> bool:
        """Whether it says of anybody what they may do: its people sign in, or a model has an access rule."""
        return self.signs_in or any(hasattr(model, "__access__") for model in self.models)

    def all_factories(self) -> dict[str, Any]:
        """Every concrete table factory of the product, by name."""
        from .factory import TableFactory

        package = importlib.import_module(self.factories)
        found = {
            n: v for n, v in vars(package).items() if isinstance(v, type) and issubclass(v, TableFactory)
        }
        return {n: v for n, v in sorted(found.items()) if not v._meta.abstract and v.__name__ == n}

    def all_scenarios(self) -> dict[str, Scenario]:
        """Every story of the product, by name. Raises DeclarationError for one of another product's name."""
        from .scenario import Scenario

        found: dict[str, Scenario] = {}
        for module in _modules(self.scenarios):
            for value in vars(module).values():
                if isinstance(value, Scenario) and value.module == module.__name__:
                    self._check_name(value)
                    found[value.name] = value
        return dict(sorted(found.items()))

    def _check_name(self, story: Scenario) -> None:
        if story.product != self.name:
            raise DeclarationError(
                f"the story {story.name!r} belongs to the product {self.name!r}",
                where=story.module,
                hint=f"Call it {self.name}/{story.name.partition('/')[2]}",
            )


@functools.cache
def products() -> dict[str, str]:
    """Where each product is found: ``{name: "module:attribute"}``."""
    found = {e.name: e.value for e in importlib.metadata.entry_points(group="seedkit.products")}
    root = project_root()
    if root is None:
        return found
    where = str(root / "pyproject.toml")
    for place in _configured(root):
        name = _imported(place, where=where).name
        if name in found:
            raise UsageError(f"two products are called {name!r}: {found[name]} and {place}", where=where)
        found[name] = place
    return found


@functools.cache
def find_product(name: str) -> Product:
    """The product of this name. Raises UnknownName, with the nearest."""
    if name not in products():
        raise UnknownName("product", name, products())
    return _imported(products()[name], where="the entry points of group seedkit.products")


@contextlib.contextmanager
def on_trial(name: str, place: str) -> Iterator[None]:
    """A product that is known for a while, by the place it is imported from; it hides one of its name."""
    known = products()
    before = known.get(name)
    known[name] = place
    find_product.cache_clear()
    try:
        yield
    finally:
        if before is None:
            del known[name]
        else:
            known[name] = before
        find_product.cache_clear()


def find_scenario(name: str) -> Scenario:
    """The story ``product/scenario``. Raises UnknownName, with the nearest."""
    product, _, story = name.partition("/")
    if not story or product not in products():
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


def _configured(root: Path) -> Iterator[str]:
    """The places that ``[tool.seedkit] products`` names; the project becomes importable."""
    path = root / "pyproject.toml"
    try:
        tool = tomllib.loads(path.read_text("utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"pyproject.toml cannot be read: {error}", where=str(path)) from error
    places = tool.get("seedkit", {}).get("products", [])
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise UsageError(
            "[tool.seedkit] products is no list of modules",
            where=str(path),
            got=places,
            hint='Write products = ["myapp.seeds"]',
        )
    for folder in (root / "src", root) if places else ():
        if folder.is_dir() and str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    yield from (place if ":" in place else f"{place}:product" for place in places)


def _imported(place: str, *, where: str) -> Product:
    module, _, attribute = place.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute or "product")
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the product {place} cannot be imported: there is no module {error.name!r}",
            where=where,
            got=place,
            hint="Module names are as for import: from the project's folder, or from src in it",
        ) from error
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"the product {place} cannot be imported: {error}", where=where, got=place
        ) from error
    if not isinstance(found, Product):
        raise UsageError(
            f"{place} is no product but a {type(found).__name__}",
            where=where,
            hint="Write product = Product(…)",
        )
    return found


def _modules(name: str) -> Iterator[Any]:
    """The module of this name and, if it is a package, those in it. Raises UsageError for a broken one."""
    module = _module(name)
    yield module
    for info in pkgutil.iter_modules(getattr(module, "__path__", ())):
        yield _module(f"{name}.{info.name}")


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except (ImportError, SyntaxError) as error:
        raise UsageError(f"the module {name} cannot be imported: {error}", where=name) from error
