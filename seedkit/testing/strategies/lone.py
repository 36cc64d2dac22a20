"""Rows and objects of one factory, drawn within what the factory means by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from hypothesis import reject
from hypothesis import strategies as st

from ...errors import PlanError
from ...factory import TableFactory, built, is_columnar
from ...objects import Objects
from ...rows import FactoryRows
from ...types import to_python
from ..small.literals import called, literal
from .checked import check, settled
from .drawn_rows import drawn_row
from .wild.rows import wild_row

__all__ = ["Row", "instances", "rows"]

M = TypeVar("M")


class Row(dict[str, Any]):
    """A row as ``{attribute: value}``; it shows itself as the call of its factory."""

    def __init__(self, factory: Any, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.factory = factory

    def __repr__(self) -> str:
        return called(
            f"{self.factory.__name__}.build", **{name: literal(value) for name, value in self.items()}
        )


def rows(
    factory: type[TableFactory[Any]], *, wild: bool = False, now: dt.datetime | None = None, **fixed: Any
) -> st.SearchStrategy[Row]:
    """Rows of a factory: every column that it writes, drawn within what the factory means by it.

    ``fixed`` are overrides and traits as for ``build``, or strategies of them. With ``wild`` a column holds
    anything that the *schema* allows: bounds of checks, every label of an enum, nulls, any text, the
    first and the last of moments; foreign keys then point nowhere unless they are given.

    The keys of an example's rows differ. Raises UnknownName, and UsageError for what is no table factory.
    """
    check(factory, fixed)
    return _wild_rows(factory, fixed) if wild else _rows(factory, fixed, now)


def instances(
    factory: type[TableFactory[M]], *, now: dt.datetime | None = None, **fixed: Any
) -> st.SearchStrategy[M]:
    """Unsaved objects of a factory with their parents, drawn as ``rows`` are."""
    check(factory, fixed)
    return _instances(factory, fixed, now)


@st.composite
def _rows(draw: st.DrawFn, factory: Any, fixed: Mapping[str, Any], now: dt.datetime | None) -> Row:
    try:
        return Row(factory, _read(drawn_row(draw, factory, settled(draw, fixed), now)))
    except PlanError:
        # A window that what was drawn before leaves no room in.
        reject()


@st.composite
def _wild_rows(draw: st.DrawFn, factory: Any, fixed: Mapping[str, Any]) -> Row:
    return Row(factory, wild_row(draw, factory, settled(draw, fixed)))


@st.composite
def _instances(draw: st.DrawFn, factory: Any, fixed: Mapping[str, Any], now: dt.datetime | None) -> Any:
    try:
        row = drawn_row(draw, factory, settled(draw, fixed), now)
        if is_columnar(factory):
            return Objects(built).of(row)[0]
        return factory.build(**_read(row))
    except PlanError:
        reject()


def _read(row: FactoryRows) -> dict[str, Any]:
    return {name: to_python(row.column(name), row.column_type(name))[0] for name in row.meta.written()}
