"""What operators between fields do to Arrow arrays."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..types import to_arrow


def matching(value: Any, kind: pa.DataType) -> pa.Scalar:
    """A constant as a scalar that can stand beside an array of this type."""
    scalar = to_arrow([value], None)[0]
    if pa.types.is_decimal(kind) and isinstance(value, (int, float)):
        number = round(decimal.Decimal(str(value)), kind.scale)
        # No wider than it needs to be: a product has the digits of both factors, and 38 at most.
        return pa.scalar(number, pa.decimal128(max(len(number.as_tuple().digits), kind.scale, 1), kind.scale))
    moment = pa.types.is_timestamp(kind) and not pa.types.is_duration(scalar.type)
    return scalar.cast(kind) if pa.types.is_string(kind) or moment else scalar


def _divide(left: pa.Array, right: pa.Array) -> pa.Array:
    return pc.divide(left.cast(pa.float64()) if pa.types.is_integer(left.type) else left, right)


def _floor_divide(left: pa.Array, right: pa.Array) -> pa.Array:
    if not (pa.types.is_integer(left.type) and pa.types.is_integer(right.type)):
        return pc.floor(pc.divide(left, right))
    # Arrow divides towards zero; one less where a remainder has the other sign than the divisor.
    whole = pc.divide(left, right)
    rest = pc.subtract(left, pc.multiply(whole, right))
    below = pc.less(pc.multiply(pc.sign(rest), pc.sign(right)), 0)
    return pc.subtract(whole, below.cast(pa.int64()))


def _modulo(left: pa.Array, right: pa.Array) -> pa.Array:
    return pc.subtract(left, pc.multiply(_floor_divide(left, right), right))


#: Each operator as a function of Arrow arrays and scalars, nulls passed on.
OPERATIONS: Mapping[str, Callable[..., pa.Array]] = {
    "+": pc.add,
    "-": pc.subtract,
    "*": pc.multiply,
    "/": _divide,
    "//": _floor_divide,
    "%": _modulo,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
    "&": pc.and_kleene,
    "|": pc.or_kleene,
    "~": pc.invert,
    "equals": pc.equal,
    "is_null": pc.is_null,
    "or_else": pc.coalesce,
}
