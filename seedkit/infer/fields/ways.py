"""Rows that meet a condition in different ways: which way a row takes, and what a column holds then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ...entropy import I64, happens
from ...fields.base import Field, column_of
from ...fields.numbers import weighted
from ...fields.rows import Rows, TakenRows
from ...types import as_array, to_arrow
from .ticks import places_of, shuffled

__all__ = ["Cases", "Combination", "Null", "Nullable", "Way", "unified"]


class Null(Field):
    """Nothing."""

    def column(self, rows: Rows) -> pa.Array:
        return pa.nulls(len(rows))


class Way(Field):
    """Which of several ways a row takes: ``Way("shipping", (3, 1))`` takes the first three times of four.

    All columns that name the same choice agree. ``given`` is a field of numbers that limits it: ``allowed`` has, for
    each of its values, the ways that are left.
    """

    def __init__(
        self, name: str, weights: Sequence[float], *, given: Any = None, allowed: Sequence[Sequence[int]] = ()
    ) -> None:
        super().__init__()
        self.name, self.weights = name, tuple(weights)
        self.given, self.allowed = given, tuple(map(tuple, allowed))

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        draws = rows.draw("way", self.name)
        if self.given is None:
            return weighted(draws, self.weights)
        which = np.clip(places_of(self.given, rows), 0, len(self.allowed) - 1)
        found = np.zeros(len(rows), dtype=np.int64)
        for choice, ways in enumerate(self.allowed):
            here = which == choice
            if here.any():
                picked = weighted(draws[here], [self.weights[way] for way in ways])
                found[here] = np.array(ways, dtype=np.int64)[picked]
        return found


class Cases(Field):
    """What a column holds in each way: ``Cases(Way("shipping", (3, 1)), Null(), After(this.ordered_at))``."""

    def __init__(self, way: Any, *cases: Any) -> None:
        super().__init__()
        self.way, self.cases = way, cases

    def column(self, rows: Rows) -> pa.Array:
        ways = places_of(self.way, rows)
        arrays: list[pa.Array] = []
        index = np.full(len(rows), -1, dtype=np.int64)
        base = 0
        for number, case in enumerate(self.cases):
            here = np.flatnonzero(ways == number)
            if len(here):
                array = as_array(column_of(case, TakenRows(rows, here) if len(here) < len(rows) else rows))
                arrays.append(array)
                index[here] = base + np.arange(len(here))
                base += len(here)
        if not arrays:
            return column_of(self.cases[0], rows)
        return pa.concat_arrays(unified(arrays)).take(pa.array(index, mask=index < 0))


class Combination(Field):
    """One column of a list of combinations that are allowed together.

    Without ``nth`` a row takes one at random (all columns of the same ``name`` the same); with it, the one of that number.
    """

    def __init__(self, name: str, values: Sequence[Any], *, nth: Any = None, mixed: bool = True) -> None:
        super().__init__()
        self.name, self.values, self.nth, self.mixed = name, tuple(values), nth, mixed

    def column(self, rows: Rows) -> pa.Array:
        return to_arrow(list(self.values), None).take(pa.array(self.places(rows)))

    def places(self, rows: Rows) -> I64:
        """Which combination each row takes."""
        size = len(self.values)
        if self.nth is None:
            return weighted(rows.draw("combination", self.name), [1] * size)
        places = places_of(self.nth, rows) % size
        return shuffled(places, size, self.name) if self.mixed else places


class CombinationNumber(Combination):
    """The number of the combination that a row takes."""

    def column(self, rows: Rows) -> I64:
        return self.places(rows)


class Nullable(Field):
    """A value for a share of the rows, nothing for the others: ``Nullable(0.8, …)``."""

    def __init__(self, share: float, value: Any) -> None:
        super().__init__()
        self.share, self.value = share, value

    def column(self, rows: Rows) -> pa.Array:
        values = as_array(column_of(self.value, rows))
        there = pa.array(happens(rows.draw(self._name, "there"), self.share))
        return pc.if_else(there, values, pa.scalar(None, values.type))


class Beyond(Field):
    """Nothing for the rows that are one too many for a unique: their number is ``limit`` or more."""

    def __init__(self, value: Any, limit: int, nth: Any) -> None:
        super().__init__()
        self.value, self.limit, self.nth = value, limit, nth

    def column(self, rows: Rows) -> pa.Array:
        values = as_array(column_of(self.value, rows))
        return pc.if_else(
            pa.array(places_of(self.nth, rows) < self.limit), values, pa.scalar(None, values.type)
        )


def unified(arrays: Sequence[pa.Array]) -> list[pa.Array]:
    """The arrays in the one type that holds the values of all; as text where there is none."""
    kinds = {array.type for array in arrays if not pa.types.is_null(array.type)}
    if not kinds:
        return list(arrays)
    kind = next(iter(kinds))
    if len(kinds) > 1:
        if all(pa.types.is_integer(k) for k in kinds):
            kind = pa.int64()
        elif all(pa.types.is_decimal(k) or pa.types.is_integer(k) for k in kinds):
            scale = max(k.scale for k in kinds if pa.types.is_decimal(k))
            kind = pa.decimal128(38, scale)
        elif all(pa.types.is_decimal(k) or pa.types.is_integer(k) or pa.types.is_floating(k) for k in kinds):
            kind = pa.float64()
        else:
            kind = pa.string()
    return [_cast(array, kind) for array in arrays]


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(kind) and pa.types.is_integer(array.type):
        return array.cast(pa.int64()).cast(pa.decimal128(19, 0)).cast(kind)
    if pa.types.is_string(kind) and array.type == pa.binary(16):
        from ...fields.codes import uuid_text

        return uuid_text(array)
    return array.cast(kind)
