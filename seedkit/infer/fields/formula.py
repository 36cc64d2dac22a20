"""Values that follow from other columns by a formula of SQL's: ``Formula("round(net * rate / 100, 2)")``."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ...entropy import I64
from ...fields.base import Field
from ...fields.numbers import scaled
from ...fields.rows import Rows
from ...types import as_array, is_valid
from ..evaluate import Document, compiled
from ..linear import DAY, amount_of
from ..parse import parse
from ..terms import Call, Column, Interval, Term, Value, columns_of, spelled
from .figures import _units
from .instants import microseconds

__all__ = ["Formula", "Holds", "Mask", "python_values"]

Mask: TypeAlias = npt.NDArray[np.bool_]
#: Whole numbers, the amount that one of them stands for, and where there are any.
Exact: TypeAlias = tuple[I64, Fraction, Mask]

_SAFE = float(1 << 61)


class Formula(Field):
    """What an expression over columns of the row is worth; null where a column that it needs is.

    ``kind`` is the family of the result (``int numeric float bool text date timestamp timestamptz interval``),
    ``scale`` the digits after the point of a numeric. ``documents`` are the columns that are JSON.
    """

    def __init__(
        self, text: str | Term, kind: str = "int", scale: int = 0, documents: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._term = parse(text, {}) if isinstance(text, str) else text
        self.text = text if isinstance(text, str) else spelled(text)
        self.kind, self.scale, self.documents = kind, scale, tuple(documents)

    def _given(self) -> dict[str, Any]:
        return {name: value for name, value in super()._given().items() if name != "_term"}

    def references(self) -> Any:
        yield from ((name,) for name in sorted(columns_of(self._term)))

    def column(self, rows: Rows) -> pa.Array:
        exact = _Exactly(rows).of(self._term) if self.kind not in ("text", "bool") else None
        if exact is not None:
            made = self._from_exact(exact)
            if made is not None:
                return made
        return self._row_by_row(rows)

    def _from_exact(self, exact: Exact) -> pa.Array | None:
        """Exact amounts as values of the kind; None where one does not fit it."""
        values, unit, there = exact
        wanted = Fraction(1, 10**self.scale) if self.scale >= 0 else Fraction(10**-self.scale)
        if self.kind == "date":
            wanted = Fraction(DAY)
        elif self.kind in ("timestamp", "timestamptz", "interval", "int", "time"):
            wanted = Fraction(1)
        if self.kind == "float":
            array = pa.array(values.astype(np.float64) * unit.numerator / unit.denominator)
        else:
            ratio = unit / wanted
            if ratio.denominator != 1 and (values * ratio.numerator % ratio.denominator != 0).any():
                return None
            array = _made(values * ratio.numerator // ratio.denominator, self.kind, self.scale)
        return pc.if_else(pa.array(there), array, pa.scalar(None, array.type)) if not there.all() else array

    def _row_by_row(self, rows: Rows) -> pa.Array:
        found = evaluated(self._term, rows, self.documents)
        return _array(found, self.kind, self.scale)


class Holds(Field):
    """Whether a condition of SQL's holds: ``Holds("amount > 100")``; null where that is unknown."""

    def __init__(self, text: str | Term, documents: Sequence[str] = ()) -> None:
        super().__init__()
        self._term = parse(text, {}) if isinstance(text, str) else text
        self.text = text if isinstance(text, str) else spelled(text)
        self.documents = tuple(documents)

    def _given(self) -> dict[str, Any]:
        return {name: value for name, value in super()._given().items() if name != "_term"}

    def column(self, rows: Rows) -> pa.Array:
        return pa.array(evaluated(self._term, rows, self.documents), pa.bool_())


def evaluated(term: Term, rows: Rows, documents: Sequence[str] = ()) -> list[Any]:
    """What a term is worth in each row; null where it cannot be told."""
    run = compiled(term, now=rows.scope.now)
    names = sorted(columns_of(term))
    columns = [python_values(rows.column(name), document=name in documents) for name in names]
    if not columns:
        return [run({})] * len(rows)
    found = []
    for values in zip(*columns, strict=True):
        try:
            found.append(run(dict(zip(names, values, strict=True))))
        except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError):
            found.append(None)
    return found


def python_values(array: pa.Array, *, document: bool = False) -> list[Any]:
    """The values as terms are evaluated over: tuples for lists, Interval for spans, text for uuids."""
    kind = array.type
    if document:
        return [Document.of(text) for text in array.to_pylist()]
    if pa.types.is_list(kind):
        return [None if value is None else tuple(value) for value in array.to_pylist()]
    if pa.types.is_duration(kind):
        return [None if v is None else _interval(v) for v in array.cast(pa.int64()).to_pylist()]
    if kind == pa.binary(16):
        from ...fields.codes import uuid_text

        return list(uuid_text(array).to_pylist())
    if pa.types.is_timestamp(kind) and kind.tz:
        return [None if v is None else v.astimezone(dt.UTC) for v in array.to_pylist()]
    return list(array.to_pylist())


def _interval(micros: int) -> Interval:
    days = int(micros / DAY)
    return Interval(0, days, micros - days * DAY)


class _Exactly:
    """Arithmetic on whole columns, exact, without a loop over the rows."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, term: Term) -> Exact | None:
        """The amounts of a term, None where they cannot be had this way."""
        if isinstance(term, Value):
            amount = amount_of(term.value)
            if (
                not isinstance(amount, Fraction)
                or abs(amount.numerator) > _SAFE
                or amount.denominator > _SAFE
            ):
                return None
            n = len(self._rows)
            return (
                np.full(n, amount.numerator, np.int64),
                Fraction(1, amount.denominator),
                np.ones(n, dtype=bool),
            )
        if isinstance(term, Column):
            return self._column(term.name)
        handler = _OPERATIONS.get(term.op)
        if handler is None:
            return None
        inner = [self.of(argument) for argument in term.args[: _ARGUMENTS.get(term.op, len(term.args))]]
        found = [i for i in inner if i is not None]
        return handler(term, found) if len(found) == len(inner) else None

    def _column(self, name: str) -> Exact | None:
        array = as_array(self._rows.column(name))
        kind = array.type
        there = is_valid(array)
        if pa.types.is_integer(kind):
            return pc.fill_null(array, 0).to_numpy(zero_copy_only=False).astype(np.int64), Fraction(1), there
        if pa.types.is_decimal(kind):
            return _units(array), Fraction(1, 10**kind.scale), there
        if pa.types.is_temporal(kind):
            micros, there = microseconds(array)
            return micros, Fraction(1), there
        return None


def _aligned(left: Exact, right: Exact) -> tuple[I64, I64, Fraction] | None:
    a, b = left[1], right[1]
    over = math.lcm(a.denominator, b.denominator)
    unit = Fraction(math.gcd(int(a * over), int(b * over)), over)
    x, y = int(a / unit), int(b / unit)
    if _peak(left[0]) * x > _SAFE or _peak(right[0]) * y > _SAFE:
        return None
    return left[0] * x, right[0] * y, unit


def _peak(values: I64) -> float:
    return float(np.abs(values.astype(np.float64)).max(initial=0))


def _plus(term: Call, inner: list[Exact]) -> Exact | None:
    found = _aligned(*inner)
    if found is None:
        return None
    left, right, unit = found
    return (left + right if term.op == "+" else left - right), unit, inner[0][2] & inner[1][2]


def _times(term: Call, inner: list[Exact]) -> Exact | None:
    left, right = inner
    if _peak(left[0]) * _peak(right[0]) > _SAFE:
        return None
    return left[0] * right[0], left[1] * right[1], left[2] & right[2]


def _divided(term: Call, inner: list[Exact]) -> Exact | None:
    divisor = term.args[1]
    if not isinstance(divisor, Value) or not isinstance(divisor.value, Decimal) or not divisor.value:
        return None
    return (
        inner[0][0] * (1 if divisor.value > 0 else -1),
        inner[0][1] / abs(Fraction(divisor.value)),
        inner[0][2],
    )


def _negated(term: Call, inner: list[Exact]) -> Exact:
    return -inner[0][0], inner[0][1], inner[0][2]


def _rounded(term: Call, inner: list[Exact]) -> Exact | None:
    digits = term.args[1] if len(term.args) > 1 else Value(0, "int")
    return _to_scale(inner[0], digits.value) if isinstance(digits, Value) else None


def _cast(term: Call, inner: list[Exact]) -> Exact | None:
    wanted, kind = (str(a.value) for a in term.args[1:] if isinstance(a, Value))
    if wanted in ("numeric", "int") and "(" in kind:
        scale = kind.rstrip(")").partition(",")[2].strip()
        return _to_scale(inner[0], int(scale or 0))
    if wanted == "int":
        return _to_scale(inner[0], 0)
    return inner[0] if wanted == "numeric" else None


def _to_scale(exact: Exact, digits: int) -> Exact | None:
    """Rounded half away from nought to so many digits."""
    values, unit, there = exact
    wanted = Fraction(1, 10**digits) if digits >= 0 else Fraction(10**-digits)
    ratio = unit / wanted
    if ratio.denominator == 1:
        return (values * int(ratio), wanted, there) if _peak(values) * int(ratio) < _SAFE else None
    if _peak(values) * ratio.numerator * 2 > _SAFE:
        return None
    doubled = np.abs(values) * (2 * ratio.numerator)
    return np.sign(values) * ((doubled + ratio.denominator) // (2 * ratio.denominator)), wanted, there


_OPERATIONS: Mapping[str, Callable[[Call, list[Exact]], Exact | None]] = {
    "+": _plus, "-": _plus, "*": _times, "/": _divided, "neg": _negated, "round": _rounded, "cast": _cast,
}  # fmt: skip
#: How many of the arguments are amounts.
_ARGUMENTS = {"round": 1, "cast": 1}


def _made(values: I64, kind: str, scale: int) -> pa.Array:
    if kind == "date":
        return pa.array(values.astype(np.int32)).cast(pa.date32())
    if kind == "timestamptz":
        return pa.array(values).cast(pa.timestamp("us", tz="UTC"))
    if kind == "timestamp":
        return pa.array(values).cast(pa.timestamp("us"))
    if kind == "interval":
        return pa.array(values).cast(pa.duration("us"))
    if kind == "time":
        return pa.array(values).cast(pa.time64("us"))
    if kind == "numeric":
        return scaled(values, scale) if scale > 0 else pa.array(values * 10**-scale)
    return pa.array(values)


def _array(values: list[Any], kind: str, scale: int) -> pa.Array:
    if kind == "interval":
        micros = [None if v is None else v.total for v in values]
        return pa.array(micros, pa.int64()).cast(pa.duration("us"))
    if kind == "numeric":
        unit = Decimal(1).scaleb(-scale)
        exact = [None if v is None else Decimal(str(v)).quantize(unit) for v in values]
        return pa.array(exact, pa.decimal128(38, max(scale, 0)))
    if kind == "int":
        return pa.array([None if v is None else int(v) for v in values], pa.int64())
    if kind == "float":
        return pa.array([None if v is None else float(v) for v in values], pa.float64())
    if kind == "json":
        from ...types import dump_json

        return pa.array([None if v is None else dump_json(v.value) for v in values], pa.string())
    types = {"bool": pa.bool_(), "date": pa.date32(), "timestamp": pa.timestamp("us"), "time": pa.time64("us"),
             "timestamptz": pa.timestamp("us", tz="UTC")}  # fmt: skip
    if kind in types:
        return pa.array(values, types[kind])
    if kind == "array":
        return pa.array([None if v is None else list(v) for v in values])
    return pa.array([None if v is None else str(v) for v in values], pa.string())
