"""Lint of a test suite's factories: each is created in a real schema, in every state, and undone."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any

from factory.alchemy import SQLAlchemyModelFactory
from factory.base import Factory
from sqlalchemy import Connection, NullPool, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateSchema

from .errors import UsageError
from .lint import call_of, finding, hidden_columns, listed, said, states, unsteady_columns
from .load.connect import Target, connect
from .product import project_root
from .scope import settings
from .verify.findings import Check, Finding, Report

__all__ = ["factories_in", "in_words", "lint_suite"]

#: Rows of ours that a target may hold already were made with other seeds.
_SEED = 0x11D7


def factories_in(name: str) -> list[Any]:
    """The factories of mapped models that a module, or the modules of a package, define. Raises UsageError."""
    found: dict[str, Any] = {}
    for module in _modules(name):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Factory) and value.__module__.startswith(name):
                model = value._meta.model
                if not value._meta.abstract and inspect(model, raiseerr=False) is not None:
                    found.setdefault(f"{value.__module__}.{value.__qualname__}", value)
    if not found:
        raise UsageError(
            f"{name} defines no factories of SQLAlchemy models", hint="Name the module that has their classes"
        )
    return list(found.values())


def lint_suite(factories: Iterable[Any], target: Target, *, ignore: Iterable[str] = ()) -> tuple[Report, int]:
    """Create every factory in every state; all failures at once, and how many tables were made for it.

    Found are states that fail, in Python or in the database, a second object that the first forbids,
    rows that differ from one time to the next ("not reproducible") and parameters that hide a
    column. Factories of factory_boy's own and ours are taken alike; nothing is raised.

    All happens in one transaction that is undone, and each state in a savepoint. A target that has
    none of the tables gets them from the models, in the same transaction. ``ignore`` leaves
    findings of these codes out.
    """
    suite, ignored = list(factories), set(ignore)
    engine = create_engine("postgresql+psycopg://", creator=lambda: _raw(target), poolclass=NullPool)
    with engine.connect() as connection, connection.begin() as whole, settings(seed=_SEED):
        tables = _make_tables(connection, suite)
        checks = [_checked(made, connection, ignored) for made in suite]
        whole.rollback()
    return Report(tuple(checks)), tables


def _raw(target: Target) -> Any:
    raw = connect(target)
    raw.autocommit = False
    return raw


def _make_tables(connection: Connection, suite: Iterable[Any]) -> int:
    """The tables of the models, if the target has none of them; how many were made."""
    tables = {table for made in suite for table in inspect(made._meta.model).tables}
    known = inspect(connection)
    if any(known.has_table(table.name, schema=table.schema) for table in tables):
        return 0
    made = 0
    for metadata in _parents_first({table.metadata for table in tables}):
        for schema in sorted(
            {t.schema for t in metadata.tables.values() if t.schema} - set(known.get_schema_names())
        ):
            connection.execute(CreateSchema(schema, if_not_exists=True))
        metadata.create_all(connection)
        made += len(metadata.tables)
    return made


def _parents_first(wanted: set[Any]) -> list[Any]:
    """Metadata in the order in which their tables can be made: foreign keys may lead to those of others."""
    graph: dict[Any, set[Any]] = {}
    while waiting := wanted - graph.keys():
        for metadata in waiting:
            keys = (key for table in metadata.tables.values() for key in table.foreign_keys)
            graph[metadata] = {key.column.table.metadata for key in keys} - {metadata}
            wanted |= graph[metadata]
    return list(TopologicalSorter(graph).static_order())


def _checked(made: Any, connection: Connection, ignored: set[str]) -> Check:
    found, unsteady = list(hidden_columns(made)), set[str]()
    for switches in states(made):
        found += _state(made, switches, connection, unsteady)
    kept = tuple(f for f in found if f.code not in ignored)
    return Check("factory", made.__name__, len(states(made)), kept)


def _state(
    made: Any, switches: Mapping[str, Any], connection: Connection, known: set[str]
) -> Iterator[Finding]:
    """One state: created, a second time beside the first, and made twice for comparison.

    ``known`` are the columns that another state was already found to make anew each time.
    """
    call = call_of(made, "create", **switches)
    refused = _refused(made, switches, connection, times=1)
    if refused is not None:
        yield finding(made, "create", call, refused)
        return
    if not switches and (second := _refused(made, switches, connection, times=2)) is not None:
        yield finding(made, "second", call, f"a second one beside the first: {second}")
    try:
        unsteady = unsteady_columns(made, switches)
    except Exception as error:  # What can be created may still be impossible to build without a session.
        yield finding(made, "build", call_of(made, "build", **switches), in_words(error))
        return
    # What a parent is called is the parent's finding.
    own = {name for name in unsteady if not made._meta.model.__mapper__.columns[name].foreign_keys} - known
    known |= own
    if own:
        message = f"not reproducible: {listed(own)} (a clock, uuid4 or a random number that nobody seeds)"
        yield finding(made, "not-reproducible", call, message)


def _refused(made: Any, switches: Mapping[str, Any], connection: Connection, *, times: int) -> str | None:
    """Why so many objects of this state cannot be created, in words; None if they can. All of it is undone."""
    savepoint = connection.begin_nested()
    # A commit of a factory ends a savepoint of the session, and nothing else.
    with Session(connection, join_transaction_mode="create_savepoint") as session, _saving_in(session):
        try:
            for _ in range(times):
                session.add(made.create(**switches))
                session.flush()
            session.execute(text("set constraints all immediate"))
        except Exception as error:  # Whatever a factory raises is what it is linted for.
            return in_words(error)
        finally:
            session.close()
            savepoint.rollback()
    return None


@contextlib.contextmanager
def _saving_in(session: Session) -> Iterator[None]:
    """Every factory of factory_boy's, parents and children included, saves in this session."""
    metas = [made._meta for made in _subclasses(SQLAlchemyModelFactory)]
    names = ("sqlalchemy_session", "sqlalchemy_session_factory")
    before = [[getattr(meta, name) for name in names] for meta in metas]
    for meta in metas:
        meta.sqlalchemy_session, meta.sqlalchemy_session_factory = session, None
    try:
        with settings(session=session):
            yield
    finally:
        for meta, values in zip(metas, before, strict=True):
            meta.sqlalchemy_session, meta.sqlalchemy_session_factory = values


def _subclasses(cls: Any) -> Iterator[Any]:
    for below in cls.__subclasses__():
        yield below
        yield from _subclasses(below)


def in_words(error: Exception) -> str:
    """What a factory or the database said, in one line for people."""
    refused = error.orig if isinstance(error, DBAPIError) else None
    diag = getattr(refused, "diag", None)
    if diag is None or not diag.message_primary:
        # factory_boy goes on to list every attribute and declaration.
        return said(error).partition(". Evaluated attributes are")[0]
    words = str(diag.message_primary)
    # The detail of other errors is the whole row.
    if diag.message_detail and diag.sqlstate in ("23503", "23505", "23P01"):
        words += f": {diag.message_detail.rstrip('.')}"
    if diag.sqlstate == "22001":
        words += f": {_too_long(words, error)}"
    hint = _HINTS.get(diag.sqlstate or "")
    return f"{words}. {hint.format(column=diag.column_name)}" if hint else words


#: What to do about the errors that factories run into most.
_HINTS = {
    "23502": "Declare {column} (a key: its factory.SubFactory), or give it a server default",
    "23505": "Make it differ from row to row: factory.Sequence",
    "23503": "Declare the parent: factory.SubFactory",
    "42P01": "The models and the database are not of one version",
    "42703": "The models and the database are not of one version",
}


def _too_long(message: str, error: Any) -> str:
    """The parameters that are longer than the type in the message: the database does not say which it was."""
    size = re.search(r"\((\d+)\)", message)
    limit = int(size[1]) if size else sys.maxsize
    given = error.params.items() if isinstance(error.params, Mapping) else ()
    found = {n.partition("__")[0]: len(v) for n, v in given if isinstance(v, str) and len(v) > limit}
    return ", ".join(f"{name} has {length}" for name, length in found.items()) or "a text of the row"


def _modules(name: str) -> Iterator[ModuleType]:
    """The module of this name and, of a package, all below it; importable from the project's folder or its src."""
    root = project_root() or Path.cwd()
    for folder in (root / "src", root, Path.cwd()):
        if folder.is_dir() and str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    module = _import(name)
    yield module
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
        yield _import(info.name)


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        hint = "Module names are as for import, from the project's folder or from src in it"
        raise UsageError(f"there is no module {error.name!r}", where=name, got=name, hint=hint) from error
    except Exception as error:  # Whatever a module does when it is imported.
        raise UsageError(f"the module {name} cannot be imported: {said(error)}", where=name) from error
