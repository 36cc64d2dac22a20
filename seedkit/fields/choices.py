"""Choices: one of several values, weighted, or conditional on another column."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, U64, below, happens
from ..errors import DeclarationError
from ..types import alike, as_array, numbers, to_arrow
from .base import Field, column_of
from .numbers import weighted
from .rows import Rows


class Choice(Field):
    """One of the values; a mapping gives weights: ``Choice({"succeeded": 97, "failed": 3})``."""

    def __init__(self, values: Sequence[Any] | Mapping[Any, float]) -> None:
        super().__init__()
        if not len(values) or any(isinstance(value, Field) for value in values):
            raise DeclarationError(
                "Choice takes constants, at least one", hint="Match chooses between fields"
            )
        self.values = values

    def column(self, rows: Rows) -> pa.Array:
        draws = rows.draw(self._name)
        if isinstance(self.values, Mapping):
            index = weighted(draws, list(self.values.values()))
        else:
            index = below(draws, len(self.values))
        return self._array.take(pa.array(index))

    @functools.cached_property
    def _array(self) -> pa.Array:
        return to_arrow(list(self.values), None)

    @property
    def is_document(self) -> bool:
        return _documents(*self.values)


class Match(Field):
    """A value that follows from another column: ``Match(status, {"active": None, "removed": After(…)})``.

    Values may be constants or fields; ``default`` is for values that are not listed.
    """

    def __init__(self, on: Any, cases: Mapping[Any, Any], *, default: Any = None) -> None:
        super().__init__()
        self.on, self.cases, self.default = on, dict(cases), default

    def column(self, rows: Rows) -> pa.Array:
        key = column_of(self.on, rows)
        if pa.types.is_null(key.type):
            return column_of(self.default, rows)
        if not any(isinstance(v, Field) for v in (*self.cases.values(), self.default)):
            known = pa.array(list(self.cases), type=key.type)
            values = to_arrow([*self.cases.values(), self.default], None)
            return values.take(pc.fill_null(pc.index_in(key, value_set=known), len(self.cases)))
        result: Any = self.default
        for value, outcome in self.cases.items():
            result = either(rows, pc.equal(key, pa.scalar(value, key.type)), outcome, result)
        return column_of(result, rows)

    @property
    def is_document(self) -> bool:
        return _documents(*self.cases.values(), self.default)


class When(Field):
    """``yes`` where a condition holds, else ``no``; both constants or fields."""

    def __init__(self, condition: Any, yes: Any, no: Any = None) -> None:
        super().__init__()
        self.condition, self.yes, self.no = condition, yes, no

    def column(self, rows: Rows) -> pa.Array:
        return either(rows, column_of(self.condition, rows), self.yes, self.no)

    def claim(self, rows: Rows) -> tuple[I64, npt.NDArray[np.bool_]]:
        holds = numbers(column_of(self.condition, rows).cast(pa.bool_())).astype(bool)
        yes, no = (_claim(branch, rows) for branch in (self.yes, self.no))
        return np.where(holds, yes[0], no[0]), np.where(holds, yes[1], no[1])

    @property
    def is_document(self) -> bool:
        return _documents(self.yes, self.no)


class Flag(Field):
    """True with this probability."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability

    def column(self, rows: Rows) -> pa.Array:
        return pa.array(happens(rows.draw(self._name), self.probability))


class Sometimes(Field):
    """A value with this probability, else nothing: ``Sometimes(0.3, Phrase(…))``."""

    def __init__(self, probability: float, value: Any) -> None:
        super().__init__()
        self.probability, self.value = probability, value

    def column(self, rows: Rows) -> pa.Array:
        there = pa.array(happens(rows.draw(self._name, "there"), self.probability))
        return either(rows, there, self.value, None)

    @property
    def is_document(self) -> bool:
        return _documents(self.value)


class InTurn(Field):
    """The values in turn, by the row's ordinal: first, second, … and round again."""

    def __init__(self, values: Sequence[Any]) -> None:
        super().__init__()
        self.values = values

    def column(self, rows: Rows) -> pa.Array:
        return to_arrow(list(self.values), None).take(pa.array(rows.ordinals % len(self.values)))


class Several(Field):
    """Different values of a list, in its order, as an array column: ``Several(HOBBIES, 1, 4)``."""

    def __init__(self, values: Sequence[Any], low: int = 1, high: int = 3) -> None:
        super().__init__()
        if not 0 <= low <= high <= len(values):
            raise DeclarationError(f"Several takes {low} to {high} of {len(values)} values")
        self.values, self.low, self.high = tuple(values), low, high

    def column(self, rows: Rows) -> pa.Array:
        n, size = len(rows), len(self.values)
        ranks = _ranks([rows.draw(self._name, j) for j in range(size)])
        counts = self.low + below(rows.draw(self._name, "count"), self.high - self.low + 1)
        places = np.nonzero(ranks < counts[:, None])[1]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        values = to_arrow(list(self.values), None).take(pa.array(places))
        return (
            pa.ListArray.from_arrays(pa.array(offsets), values) if n else pa.array([], pa.list_(values.type))
        )


def either(rows: Rows, condition: pa.Array, yes: Any, no: Any) -> pa.Array:
    """``yes`` where the condition holds, else ``no``; each a constant, an array or a field."""
    mask = pc.fill_null(as_array(condition).cast(pa.bool_()), False)
    if mask.true_count == len(mask):
        return column_of(yes, rows)
    if mask.true_count == 0:
        return column_of(no, rows)
    return pc.if_else(mask, *alike([column_of(yes, rows), column_of(no, rows)]))


def _ranks(columns: Sequence[U64]) -> npt.NDArray[np.integer]:
    """The place of each column's value among those of its row, the first of equals first. Shape ``(n, columns)``.

    Of many rows every two columns are compared, which is ten times as fast as to sort them row by row.
    """
    if len(columns[0]) < 100 * len(columns):
        return np.stack(columns, axis=1).argsort(axis=1, kind="stable").argsort(axis=1)
    ranks = np.zeros((len(columns), len(columns[0])), dtype=np.uint16)
    for later in range(1, len(columns)):
        for earlier in range(later):
            after = columns[earlier] <= columns[later]
            ranks[later] += after
            ranks[earlier] += ~after
    return ranks.T


def _claim(branch: Any, rows: Rows) -> tuple[I64, npt.NDArray[np.bool_]]:
    if isinstance(branch, Field):
        return branch.claim(rows)
    return numbers(column_of(branch, rows)).astype(np.int64), np.zeros(len(rows), dtype=bool)


def _documents(*branches: Any) -> bool:
    """Whether the branches are JSON text. Raises DeclarationError where only some of them are."""
    there = [branch for branch in branches if branch is not None]
    found = {isinstance(b, dict) or (isinstance(b, Field) and b.is_document) for b in there}
    if len(found) > 1:
        raise DeclarationError("either all outcomes inside a document are documents, or none is")
    return found == {True}
