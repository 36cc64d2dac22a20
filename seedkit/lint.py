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

__all__ = ["lint"]

#: The row that is built, and the number of rows of the table around it.
_SEQUENCE, _ROWS = 7, 3


def lint(factories: Iterable[Any]) -> Report:
    """Build every factory and every trait of it, as an object and as a table.

    Found are states that fail, rows that differ between the two or from one time to the next
    (a clock, an unseeded random number: "not reproducible"), columns left to a server default that
    nobody can foretell or to none at all, and parameters named like a column. Nothing is raised.
    Stock factories of mapped classes are taken as well.
    """
    return Report(tuple(_checked(made) for made in factories))


def _checked(made: Any) -> Check:
    traits = [name for name, value in made._meta.parameters.items() if isinstance(value, Trait)]
    findings = [*_columns(made), *_parameters(made), *_catalogue(made)]
    for switches in ({}, *({trait: True} for trait in traits)):
        findings += _state(made, switches)
    return Check("factory", made.__name__, 1 + len(traits), tuple(findings))


def _state(made: Any, switches: Mapping[str, bool]) -> Iterator[Finding]:
    """One state of a factory: twice as an object, twice as a table."""
    given = ", ".join(f"{name}=True" for name in switches)
    calls = {
        "build": f"{made.__name__}.build({given})",
        "table": f"{made.__name__}.table({_ROWS}{', ' * bool(given)}{given})",
    }
    readers = {"build": _built, "table": _read}
    rows: dict[str, dict[str, Any]] = {}
    unsteady: set[str] = set()
    for code, reader in readers.items():
        try:
            rows[code], again = reader(made, switches), reader(made, switches)
        except Exception as error:  # Whatever a factory raises is what it is linted for.
            yield _finding(made, code, calls[code], _said(error))
            return
        if code == "table" or issubclass(made, TableFactory):
            unsteady |= _differing(rows[code], again)
    if unsteady:
        yield _finding(made, "not-reproducible", calls["build"], f"not reproducible: {_listed(unsteady)}")
    unequal = _differing(rows["build"], rows["table"]) - unsteady
    if unequal and issubclass(made, TableFactory):
        message = f"an object and its row in a table differ in {_listed(unequal)}"
        yield _finding(made, "unequal", calls["table"], message)


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
            yield _finding(made, "server-default", place, message)
        elif not column.nullable and literal(column) is None:
            yield _finding(
                made, "missing", place, f"{attribute.key} must not be null and has no default: declare it"
            )


def _parameters(made: Any) -> Iterator[Finding]:
    known = sqlalchemy_inspect(made._meta.model).all_orm_descriptors.keys()
    for name in made._meta.parameters:
        if name in known:
            message = f"the parameter {name} is named like a column, which it hides: give it another name"
            yield _finding(made, "hidden-column", f"{made.__name__}.{name}", message)


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
        yield _finding(made, "catalogue", call, _said(error))
        return
    twice = {natural for natural in naturals if naturals.count(natural) > 1}
    if twice:
        yield _finding(made, "catalogue", call, f"two rows have the natural key {_listed(map(str, twice))}")


def _finding(made: Any, code: str, call: str, message: str) -> Finding:
    local = made._meta.model.__table__
    return Finding(code, "error", f"{local.schema or 'public'}.{local.name}", message, samples=(call,))


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, SeedkitError) else f"{type(error).__name__}: {error}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
