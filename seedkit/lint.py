"""Lint: every factory in every state, built and read as a table; all failures at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from factory.declarations import Trait
from sqlalchemy import inspect as sqlalchemy_inspect

from .defaults import has_computed_default, literal
from .errors import SeedkitError
from .factory import TableFactory, table
from .types import to_python
from .verify.findings import Check, Finding, Report

__all__ = ["call_of", "finding", "hidden_columns", "lint", "listed", "said", "states", "unsteady_columns"]

#: The row that is built, and the number of rows of the table around it.
_SEQUENCE, _ROWS = 7, 3


def lint(factories: Iterable[Any], *, ignore: Iterable[str] = ()) -> Report:
    """Build every factory and every trait of it, as an object and as a table.

    Found are states that fail, rows that differ between the two or from one time to the next
    (a clock, an unseeded random number: "not reproducible"), columns left to a server default that
    nobody can foretell or to none at all, and parameters named like a column. Nothing is raised.
    Stock factories of mapped classes are taken as well. ``ignore`` leaves findings of these codes out.
    """
    ignored = set(ignore)
    return Report(tuple(_checked(made, ignored) for made in factories))


def states(made: Any) -> list[dict[str, Any]]:
    """The states of a factory: as it is, and with each of its traits."""
    traits = [name for name, value in made._meta.parameters.items() if isinstance(value, Trait)]
    return [{}, *({trait: True} for trait in traits)]


def call_of(made: Any, verb: str, *given: Any, **switches: Any) -> str:
    """A call as somebody would type it: ``UserFactory.create(admin=True)``."""
    arguments = [*map(str, given), *(f"{name}={value}" for name, value in switches.items())]
    return f"{made.__name__}.{verb}({', '.join(arguments)})"


def _checked(made: Any, ignored: set[str]) -> Check:
    found = [*_columns(made), *hidden_columns(made), *_catalogue(made)]
    for switches in states(made):
        found += _state(made, switches)
    return Check(
        "factory", made.__name__, len(states(made)), tuple(f for f in found if f.code not in ignored)
    )


def _state(made: Any, switches: Mapping[str, bool]) -> Iterator[Finding]:
    """One state of a factory: twice as an object, twice as a table."""
    calls = {
        "build": call_of(made, "build", **switches),
        "table": call_of(made, "table", _ROWS, **switches),
    }
    readers = {"build": _built, "table": _read}
    rows: dict[str, dict[str, Any]] = {}
    unsteady: set[str] = set()
    for code, reader in readers.items():
        try:
            rows[code], again = reader(made, switches), reader(made, switches)
        except Exception as error:  # Whatever a factory raises is what it is linted for.
            yield finding(made, code, calls[code], said(error))
            return
        if code == "table" or issubclass(made, TableFactory):
            unsteady |= _differing(rows[code], again)
    if unsteady:
        yield finding(made, "not-reproducible", calls["build"], f"not reproducible: {listed(unsteady)}")
    unequal = _differing(rows["build"], rows["table"]) - unsteady
    if unequal and issubclass(made, TableFactory):
        message = f"an object and its row in a table differ in {listed(unequal)}"
        yield finding(made, "unequal", calls["table"], message)


def unsteady_columns(made: Any, switches: Mapping[str, bool]) -> set[str]:
    """Columns that hold something else each time the same row is made."""
    return _differing(_read(made, switches), _read(made, switches))


def _built(made: Any, switches: Mapping[str, bool]) -> dict[str, Any]:
    built = made.build(__sequence=_SEQUENCE, **switches)
    return {a.key: getattr(built, a.key) for a in sqlalchemy_inspect(made._meta.model).column_attrs}


def _read(made: Any, switches: Mapping[str, bool]) -> dict[str, Any]:
    read = table(made, _ROWS, first=_SEQUENCE - 1, **switches).slice(1, 1)
    columns = {a.key: a.columns[0] for a in sqlalchemy_inspect(made._meta.model).column_attrs}
    return {
        name: to_python(read[column.name].combine_chunks(), column.type)[0]
        for name, column in columns.items()
        if column.name in read.column_names
    }


def _differing(left: Mapping[str, Any], right: Mapping[str, Any]) -> set[str]:
    return {name for name in left.keys() & right.keys() if left[name] != right[name]}


def _columns(made: Any) -> Iterator[Finding]:
    """Columns that nobody declares: the server fills them with something else each time, or cannot."""
    given = made._meta.written() if issubclass(made, TableFactory) else made._meta.declarations
    for attribute in sqlalchemy_inspect(made._meta.model).column_attrs:
        column, place = attribute.columns[0], f"{made.__name__}.{attribute.key}"
        if attribute.key in given or any(key.column is not None for key in column.foreign_keys):
            continue
        if has_computed_default(column):
            message = (
                f"{attribute.key} is left to the server's default, which nobody can foretell: declare it"
            )
            yield finding(made, "server-default", place, message)
        elif not column.nullable and literal(column) is None:
            yield finding(
                made, "missing", place, f"{attribute.key} must not be null and has no default: declare it"
            )


def hidden_columns(made: Any) -> Iterator[Finding]:
    """Parameters and traits that are named like a column."""
    known = sqlalchemy_inspect(made._meta.model).all_orm_descriptors.keys()
    for name in made._meta.parameters:
        if name in known:
            message = f"the parameter {name} is named like a column, which it hides: give it another name"
            yield finding(made, "hidden-column", f"{made.__name__}.{name}", message)


def _catalogue(made: Any) -> Iterator[Finding]:
    if not getattr(made._meta, "rows", ()):
        return
    call = f"{made.__name__}.catalogue()"
    try:
        rows = made.catalogue()
        for name in made._meta.written():
            rows.column(name)
        naturals = list(zip(*(rows.column(name).to_pylist() for name in made._meta.natural), strict=True))
    except Exception as error:  # As above.
        yield finding(made, "catalogue", call, said(error))
        return
    twice = {natural for natural in naturals if naturals.count(natural) > 1}
    if twice:
        yield finding(made, "catalogue", call, f"two rows have the natural key {listed(map(str, twice))}")


def finding(made: Any, code: str, call: str, message: str) -> Finding:
    """What is wrong with a factory, and the call that shows it."""
    local = made._meta.model.__table__
    return Finding(code, "error", f"{local.schema or 'public'}.{local.name}", message, samples=(call,))


def said(error: Exception) -> str:
    """What a factory raised, in one line."""
    return str(error) if isinstance(error, SeedkitError) else f"{type(error).__name__}: {error}"


def listed(names: Iterable[str]) -> str:
    """Names in a fixed order."""
    return ", ".join(sorted(names))
