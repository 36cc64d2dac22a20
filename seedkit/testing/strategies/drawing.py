"""How a field becomes a strategy: the registry, and what its families have in common.

``strategy(field, row)`` is all that the field may hold on that row, beside ``column(rows)``, which is what
it does hold. The row's other columns are read from the row, which draws them in its turn. Families register
themselves with ``strategy.register``; a field that nobody registered (a team's own) is drawn by its entropy:
its ``column`` is computed, and what it asks of chance is drawn.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from ...entropy import U64
from ...fields.base import Field
from ...fields.documents import is_document
from ...fields.rows import Rows
from ...types import as_array, dump_json, to_arrow, to_python
from ..small.steered import GREATEST, spread

__all__ = [
    "Entropy",
    "Given",
    "alone",
    "by_entropy",
    "drawn",
    "either_of",
    "opened",
    "strategy",
    "value_of",
    "with_draws",
]

#: Draws a value from a strategy, as a composite strategy is given it.
Draw = Callable[[st.SearchStrategy[Any]], Any]


@functools.singledispatch
def strategy(field: Any, row: Rows) -> st.SearchStrategy[Any]:
    """All values that a field may have on a row (a batch of one), as Python objects; of a constant just itself."""
    return by_entropy(field, row) if isinstance(field, Field) else st.just(field)


def alone(field: Field, row: Rows) -> st.SearchStrategy[Any]:
    """A field without chance: what it holds on the row."""
    return st.builds(value_of, st.just(field), st.just(row))


@st.composite
def by_entropy(draw: st.DrawFn, field: Field, row: Rows) -> Any:
    """A field with whatever it asks of chance drawn."""
    return value_of(field, chancy(row, draw))


@st.composite
def opened(draw: st.DrawFn, field: Field, row: Rows) -> Any:
    """A field whose arguments are drawn by strategies of their own, and the rest of its chance as entropy."""
    return value_of(filled(draw, field, row), chancy(row, draw))


def filled(draw: Draw, field: Field, row: Rows) -> Field:
    """The field with every field among its arguments replaced by a value drawn for it."""
    made = copy.copy(field)
    for name, value in field._given().items():
        setattr(made, name, _filled(draw, value, row))
    return made


def _filled(draw: Draw, value: Any, row: Rows) -> Any:
    if isinstance(value, Field):
        return drawn(draw, value, row)
    if isinstance(value, Mapping):
        return {key: _filled(draw, part, row) for key, part in value.items()}
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return type(value)(_filled(draw, part, row) for part in value)
    return value


def drawn(draw: Draw, argument: Any, row: Rows) -> Given:
    """The argument of a field as a value drawn for it."""
    document = isinstance(argument, Field) and is_document(argument, row)
    return Given(draw(strategy(argument, row)), document)


def either_of(argument: Any, row: Rows) -> st.SearchStrategy[Any]:
    """The strategy of an argument that may be a field, an array or a constant."""
    if isinstance(argument, (pa.Array, np.ndarray)):
        return st.just(to_python(as_array(argument), None)[0])
    return strategy(argument, row)


class Given(Field):
    """A value that is there already, in the place of a field; a document as a Python object."""

    def __init__(self, value: Any, document: bool = False) -> None:
        super().__init__()
        self.value, self.document = value, document

    @property
    def is_document(self) -> bool:
        return self.document

    def column(self, rows: Rows) -> pa.Array:
        if self.document and self.value is not None:
            return pa.array([dump_json(self.value)])
        return to_arrow([self.value], None)


def value_of(field: Field, row: Rows) -> Any:
    """What a field holds on a row, as a Python object."""
    [value] = to_python(as_array(field.column(row)), None)
    return json.loads(value) if isinstance(value, str) and is_document(field, row) else value


class Entropy:
    """Chance that is drawn: 16 bits for each draw that a field asks for, the same for the same draw."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._known: dict[tuple[int, tuple[str | int, ...]], np.uint64] = {}

    def __call__(self, ids: U64, *names: str | int) -> U64:
        return np.array([self._of(int(row), names) for row in ids], dtype=np.uint64)

    def _of(self, row: int, names: tuple[str | int, ...]) -> np.uint64:
        if (row, names) not in self._known:
            self._known[row, names] = spread(self._draw(st.integers(0, GREATEST)), *names)
        return self._known[row, names]


def chancy(row: Rows, draw: Draw) -> Rows:
    """The same row, its chance drawn; one that draws its columns does so already."""
    return row if isinstance(row.scope.draws, Entropy) else with_draws(row, Entropy(draw))


def with_draws(row: Rows, draws: Callable[..., U64]) -> Rows:
    """The same row with another source of chance."""
    made = copy.copy(row)
    made.scope = replace(row.scope, draws=draws)
    return made
