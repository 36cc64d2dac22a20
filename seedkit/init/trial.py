"""A project tried before anybody sees it: imported, every factory built, the story generated; nothing of it stays."""

from __future__ import annotations

import contextlib
import importlib
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import SeedkitError
from ..generate import generate
from ..infer.fields.formula import python_values
from ..lint import lint
from ..plan import compile_plan
from ..product import on_trial
from ..schema.reflected import Name
from .arcs import checks_of
from .factory_files import FactoryFiles

__all__ = ["Tried", "imported", "tried"]

_COPIES = 4
_ROWS = 40


@dataclass
class Tried:
    """What went wrong: columns by table, tables whose rows cannot be, anything else in words."""

    columns: dict[Name, set[str]] = field(default_factory=dict)
    tables: dict[Name, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.columns or self.tables or self.rest)


@contextlib.contextmanager
def imported(folder: Path, package: str) -> Iterator[Any]:
    """The package of a folder, for a while."""
    hidden = {n: m for n, m in sys.modules.items() if n == package or n.startswith(f"{package}.")}
    for name in hidden:
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = importlib.import_module(package)
            with on_trial(module.product.name, f"{package}:product"):
                yield module
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(str(folder))
        for name in [n for n in sys.modules if n == package or n.startswith(f"{package}.")]:
            del sys.modules[name]
        sys.modules.update(hidden)


def tried(module: Any, files: FactoryFiles) -> Tried:
    """Everything that does not work yet."""
    found = Tried()
    factories = module.product.all_factories()
    by_name = {files.factory(name): name for name in files.survey.tables}
    for called, factory in factories.items():
        if called in by_name:
            wrong = _wrong_columns(factory)
            if wrong:
                found.columns[by_name[called]] = wrong
    if found:
        return found
    for check in lint(factories.values()).checks:
        found.rest += [f"{check.subject}: {finding.message}" for finding in check.findings]
    stories = module.product.all_scenarios()
    for story in stories.values():
        _tell(story, files, found)
    return found


def _wrong_columns(factory: Any) -> set[str]:
    wrong = set()
    rows = factory.rows(_ROWS)
    for attribute in factory._meta.written():
        try:
            if len(rows.column(attribute)) != _ROWS:
                wrong.add(attribute)
            factory.rows(1).column(attribute)
        except Exception:
            wrong.add(attribute)
    return wrong


def _passes(names: tuple[str, ...], test: Any, values: dict[str, list[Any]]) -> bool:
    for row in zip(*(values[name] for name in names), strict=True):
        try:
            if test(dict(zip(names, row, strict=True))) is False:
                return False
        except Exception:
            return True
    return True


def _tell(story: Any, files: FactoryFiles, found: Tried) -> None:
    """Generate a few copies and hold them against the uniques and marks of their tables."""
    try:
        plan = compile_plan(story, copies=_COPIES)
        batches = dict(generate(plan, range(_COPIES)))
    except SeedkitError as error:
        found.rest.append(str(error))
        return
    for name, taken in files.survey.tables.items():
        batch = batches.get(str(name))
        if batch is None:
            continue
        columns = {c: batch.column(c) for c in batch.schema.names}
        for unique in taken.table.uniques:
            said = " ".join(unique.expressions)
            names = [n for n in unique.columns if n is not None]
            names += [n for n in columns if n not in names and re.search(rf"\b{re.escape(n)}\b", said)]
            if unique.predicate is not None or not names or any(n not in columns for n in names):
                continue
            rows = list(zip(*(columns[n].to_pylist() for n in names), strict=True))
            if unique.expressions:
                rows = [tuple("" if v is None else str(v).casefold() for v in row) for row in rows]
            rows = [row for row in rows if None not in row]
            if len(set(map(repr, rows))) < len(rows):
                found.tables[name] = f"{unique.name} does not hold for its rows"
        values = {c: python_values(column) for c, column in columns.items()}
        for check, (read, test) in checks_of(taken.table, plan.now):
            if read and all(n in values for n in read) and not _passes(read, test, values):
                found.tables[name] = f"{check} does not hold for its rows"
        for column in taken.table.columns.values():
            if column.not_null and column.name in columns and columns[column.name].null_count:
                found.tables[name] = f"{column.name} is null in some rows"
