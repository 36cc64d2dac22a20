"""A row of a factory whose cells are drawn: a batch of one, column by column as they are asked for."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from hypothesis import strategies as st

from ...entropy import I64, MAX_COPIES, U64, combine
from ...fields.base import Field
from ...fields.documents import is_document
from ...rows import FactoryRows
from ...scope import current_scope
from ...types import is_json, numbers, to_arrow
from . import fields
from .drawing import Draw, Entropy, Given, strategy

__all__ = ["DrawnRows", "drawn_row"]

_REGISTERED = fields
"""The families: importing them is what registers them."""


class DrawnRows(FactoryRows):
    """One row of a factory; what its fields may hold is drawn, and what its parents hold if it is asked for."""

    def __init__(self, draw: Draw, made: Any, ids: U64, **given: Any) -> None:
        self._draw = draw
        super().__init__(made, ids, **given)

    def wanted(self, name: str) -> tuple[I64, npt.NDArray[np.bool_]]:
        # The amount that was drawn, whatever the field would claim.
        return numbers(self.column(name)).astype(np.int64), np.zeros(len(self), dtype=bool)

    def _values(self, declaration: Any, name: str) -> pa.Array:
        if name in self._bound or not isinstance(declaration, Field) or self.is_link(name):
            return super()._values(declaration, name)
        value, kind = self._draw(strategy(declaration, self)), self.column_type(name)
        if kind is None or not is_json(kind):
            return Given(value, is_document(declaration, self)).column(self)
        # A field of a column of documents gives JSON text, unless it says that it gives documents.
        text = isinstance(value, str) and not is_document(declaration, self)
        return pa.array([value]) if text else to_arrow([value], kind)

    @property
    def _kind(self) -> Callable[..., DrawnRows]:
        return functools.partial(DrawnRows, self._draw)


def drawn_row(
    draw: st.DrawFn, made: Any, given: Mapping[str, Any], now: dt.datetime | None = None
) -> DrawnRows:
    """The next row of a factory in this example: no two of them have the same key."""
    counter: Iterator[int] = draw(st.shared(st.builds(itertools.count), key="rows of seedkit"))
    scope = current_scope()
    scope = replace(scope, now=now or scope.now, draws=Entropy(draw))
    ordinals = np.array([next(counter)], dtype=np.int64)
    return DrawnRows(
        draw,
        made,
        combine(scope.root("factory", made.__name__), ordinals),
        scope=scope,
        ordinals=ordinals,
        copies=ordinals % MAX_COPIES,
        overrides=made._given(given),
    )
