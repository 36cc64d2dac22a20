"""Wild rows: anything that the schema allows, column by column, each within what the checks leave it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from factory.declarations import Trait
from hypothesis import reject
from hypothesis import strategies as st
from sqlalchemy import CheckConstraint, Computed, Identity, UniqueConstraint

from ....fields.base import Ref
from ....types import to_python
from ..drawn_rows import DrawnRows, drawn_row
from .checks import Node, OpaqueError, columns_in, holds, parse
from .narrowing import ANYTHING, Span, spans
from .types import fits, of_type

__all__ = ["wild_row"]

#: Characters of a text in an index: an entry has at most a third of a page, and a character four bytes.
_INDEXED = 200


def wild_row(draw: st.DrawFn, made: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """One row of a factory's table, ``{attribute: value}``, with these overrides.

    Primary and foreign keys stay what the factory makes of them, and so do columns of checks that are
    not understood.
    """
    meta, table = made._meta, made._meta.model.__table__
    checks, opaque = _checks(table)
    meant = drawn_row(draw, made, given)
    said = _said(meta, given)
    values: dict[str, Any] = {}
    for name, attribute in _columns(meta):
        column = table.columns[name]
        is_key = column in meta.mapper.primary_key
        if is_key or attribute in said or name in opaque or _is_given(meant, attribute, said):
            values[name] = _meant(meant, attribute)
        elif column.foreign_keys:
            key = _meant(meant, attribute)
            values[name] = draw(st.sampled_from([None, key])) if column.nullable and key is not None else key
        else:
            values[name] = draw(_values(draw, column, checks, values, name in _indexed(table)))
    if not all(_passes(check, values) for check in checks):
        reject()
    return {attribute: values[name] for name, attribute in _columns(meta)}


def _values(
    draw: st.DrawFn, column: Any, checks: list[Node], known: Mapping[str, Any], indexed: bool
) -> st.SearchStrategy[Any]:
    """What one column may hold, given those before it."""
    ways = [ANYTHING]
    for check in checks:
        found = spans(check, column.name, known)
        ways = [both for way in ways for span in found if (both := way.both(span)) is not None]
    if not ways:
        reject()
    span: Span = draw(st.sampled_from(ways))
    if span.null:
        return st.none()
    if span.values is not None:
        values = [value for value in span.values if value is not None and fits(column.type, value)]
        if not values:
            reject()
        possible = st.sampled_from(values)
    else:
        most = _INDEXED if indexed and (span.longest is None or span.longest > _INDEXED) else span.longest
        possible = of_type(column.type, replace(span, longest=most))
    # SQLAlchemy leaves out what is None where the server has a default, which a check may then find wrong.
    filled = column.server_default is not None and any(column.name in columns_in(check) for check in checks)
    return st.none() | possible if column.nullable and span.null is None and not filled else possible


def _said(meta: Any, given: Mapping[str, Any]) -> set[str]:
    """The names that are given, and those that a trait gives which is on."""
    traits = [meta.parameters[name] for name, value in given.items() if value and name in meta.parameters]
    return {*given, *(name for trait in traits if isinstance(trait, Trait) for name in trait.overrides)}


def _is_given(meant: DrawnRows, attribute: str, said: set[str]) -> bool:
    """Whether a column is the key of a row that is given."""
    declared = meant.meta.declared({})
    declaration = declared[attribute].declaration if attribute in declared else None
    return isinstance(declaration, Ref) and declaration.path[0] in said


def _meant(meant: DrawnRows, attribute: str) -> Any:
    return to_python(meant.column(attribute), meant.column_type(attribute))[0]


def _passes(check: Node, values: Mapping[str, Any]) -> bool:
    try:
        return holds(check, values)
    except OpaqueError:
        # Understood until it met these values: the server will judge.
        return True


@functools.cache
def _columns(meta: Any) -> list[tuple[str, str]]:
    """Column and attribute of everything that is written, in the order of the table."""
    attributes = {a.columns[0].name: a.key for a in meta.mapper.column_attrs}
    columns = meta.model.__table__.columns
    return [(c.name, attributes[c.name]) for c in columns if c.name in attributes and not _is_computed(c)]


def _is_computed(column: Any) -> bool:
    default = column.server_default
    return isinstance(default, Computed) or (isinstance(default, Identity) and bool(default.always))


@functools.cache
def _indexed(table: Any) -> frozenset[str]:
    keys = [c.columns for c in table.constraints if isinstance(c, UniqueConstraint)]
    return frozenset(
        column.name for columns in (*keys, *(i.columns for i in table.indexes)) for column in columns
    )


@functools.cache
def _checks(table: Any) -> tuple[list[Node], frozenset[str]]:
    """The checks of a table that are understood, and the columns of those that are not."""
    understood: list[Node] = []
    opaque: set[str] = set()
    names = {column.name for column in table.columns}
    for constraint in table.constraints:
        if not isinstance(constraint, CheckConstraint):
            continue
        text = str(constraint.sqltext)
        try:
            check = parse(text)
            if not columns_in(check) <= names:
                raise OpaqueError(text)
            understood.append(check)
        except OpaqueError:
            opaque |= {name for name in names if re.search(rf"\b{re.escape(name)}\b", text)}
    return understood, frozenset(opaque)
