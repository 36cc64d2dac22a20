"""Where a product says something of its schema: the lines that a difference touches.

Columns stand in factories, keys and access rules in models, triggers in SQL, enums beside the models. Lines
are found in the source, by class and by name; what the source does not tell is left out.
"""

from __future__ import annotations

import ast
import functools
import importlib.resources
import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Enum

from ..placement import unplaced_name
from ..product import Product
from .difference import Difference, Place

__all__ = ["Touches"]


class Touches:
    """The places of a product, asked by difference."""

    def __init__(self, product: Product, schema: str) -> None:
        self._product, self._schema = product, schema
        self._models = {_table(m): m for m in product.models}
        self._factories: dict[str, list[Any]] = {}
        for factory in product.all_factories().values():
            self._factories.setdefault(factory._meta.table_name(), []).append(factory)

    def placed(self, difference: Difference) -> Difference:
        """The difference with the places that it touches."""
        table = unplaced_name(difference.table, self._schema)
        model, part = self._models.get(table), difference.part
        if part == "enum":
            found = [*self._of_enum(table)]
        elif part == "column":
            found = [*self._of_column(table, model, difference.name)]
        elif part in ("policy", "row security"):
            found = [*_lines(model, "__access__")] or [*_classes([model])]
        elif part == "trigger":
            found = [*self._in_sql(difference.name)] or [*_classes([model])]
        elif part in ("table", "view"):
            found = [*_classes(self._factories.get(table, [])), *_classes([model])]
        else:
            found = [*_classes([model])]
        return replace(difference, places=tuple(dict.fromkeys(found)))

    def _of_column(self, table: str, model: Any, column: str) -> Iterator[Place]:
        """The lines that declare a column: in its factories, else in the model; of an unknown one the factories."""
        factories = self._factories.get(table, [])
        known = model is not None and column in model.__table__.columns
        if not known:
            yield from _classes(factories or [model])
            return
        for factory in factories:
            names = {name for name, written in factory._meta.written().items() if written == column}
            links = {name for name in factory._meta.links if _key_of(factory, name) == column}
            lines = [place for name in (*names, *links) for place in _lines(factory, name)]
            yield from lines or _classes([factory])
        attributes = [p.key for p in model.__mapper__.column_attrs if p.columns[0].name == column]
        yield from (place for name in attributes for place in _lines(model, name))

    def _of_enum(self, name: str) -> Iterator[Place]:
        """Where an enum is listed, and the columns that have it."""
        for table, model in self._models.items():
            for column in model.__table__.columns:
                kind = column.type
                if isinstance(kind, Enum) and f"{kind.schema or 'public'}.{kind.name}" == name:
                    yield from self._of_column(table, model, column.name)

    def _in_sql(self, trigger: str) -> Iterator[Place]:
        """The line of an SQL file of the product that makes the trigger."""
        made = re.compile(
            rf"^create (?:constraint )?trigger {re.escape(trigger)}\b", re.IGNORECASE | re.MULTILINE
        )
        for package, name, text in _sql_files(self._product.factories):
            for found in made.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield Place(f"{_path(package)}/{name}", line, f"trigger {trigger}")


def _table(model: Any) -> str:
    return f"{model.__table__.schema or 'public'}.{model.__table__.name}"


def _key_of(factory: Any, link: str) -> str | None:
    """The foreign key column that a link writes."""
    mapper = factory._meta.mapper
    if mapper is None or link not in mapper.relationships:
        return None
    pairs = mapper.relationships[link].local_remote_pairs or ()
    return next((local.name for local, _ in pairs), None)


def _classes(classes: list[Any]) -> Iterator[Place]:
    """The line of each class."""
    for cls in classes:
        node = _node(cls)
        if node is not None:
            yield Place(_path_of(cls), node.lineno, cls.__name__)


def _lines(cls: Any, name: str) -> Iterator[Place]:
    """The line of the class body that gives this name a value, or of the class it inherits that from."""
    for base in inspect.getmro(cls) if cls is not None else ():
        node = _node(base)
        for statement in node.body if node is not None else ():
            targets = (
                statement.targets
                if isinstance(statement, ast.Assign)
                else [getattr(statement, "target", None)]
            )
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                yield Place(_path_of(base), statement.lineno, f"{cls.__name__}.{name}")
                return


def _node(cls: Any) -> ast.ClassDef | None:
    return _bodies(cls.__module__).get(cls.__qualname__) if cls is not None else None


@functools.cache
def _bodies(module: str) -> dict[str, ast.ClassDef]:
    """The classes at the top of a module, by name; none where there is no source."""
    try:
        source = inspect.getsource(importlib.import_module(module))
    except (ImportError, OSError, TypeError):
        return {}
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}


def _path_of(cls: Any) -> str:
    """``factories/vibrationfit/household.py`` of a class there; of a team's own ``shop/seeds.py``."""
    module = importlib.import_module(cls.__module__)
    return f"{_path(cls.__module__)}{'/__init__' if hasattr(module, '__path__') else ''}.py"


def _path(module: str) -> str:
    return module.removeprefix("seedkit.").replace(".", "/")


@functools.cache
def _sql_files(package: str) -> tuple[tuple[str, str, str], ...]:
    """The SQL files of a package and of the packages in it: package, name, text."""
    found: list[tuple[str, str, str]] = []
    try:
        root = importlib.resources.files(package)
    except (ModuleNotFoundError, TypeError):
        return ()
    folders = [(package, root), *((f"{package}.{f.name}", f) for f in root.iterdir() if f.is_dir())]
    for name, folder in folders:
        files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
        found += ((name, file.name, file.read_text("utf-8")) for file in files)
    return tuple(found)
