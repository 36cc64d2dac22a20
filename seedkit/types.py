"""SQLAlchemy column types as Arrow types, and values between Python and Arrow."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import functools
import json
import uuid
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import types as sa
from sqlalchemy.dialects import postgresql as pg

UUID = pa.binary(16)
TEXT = pa.string()
MOMENT = pa.timestamp("us", tz="UTC")


@functools.lru_cache(maxsize=4096)
def arrow_type(column: sa.TypeEngine[Any]) -> pa.DataType:
    """The Arrow type that carries values of this column type; text where nothing closer fits."""
    if isinstance(column, (sa.ARRAY, pg.ARRAY)):
        return pa.list_(arrow_type(column.item_type))
    if isinstance(column, sa.Uuid):
        return UUID
    if isinstance(column, sa.Enum):
        return TEXT
    if isinstance(column, sa.Boolean):
        return pa.bool_()
    if isinstance(column, sa.SmallInteger):
        return pa.int16()
    if isinstance(column, sa.BigInteger):
        return pa.int64()
    if isinstance(column, sa.Integer):
        return pa.int32()
    if isinstance(column, sa.Float):
        return pa.float64()
    if isinstance(column, sa.Numeric):
        return pa.decimal128(column.precision or 38, column.scale if column.scale is not None else 10)
    if isinstance(column, sa.DateTime):
        return MOMENT if column.timezone else pa.timestamp("us")
    if isinstance(column, sa.Date):
        return pa.date32()
    if isinstance(column, sa.Time):
        return pa.time64("us")
    if isinstance(column, sa.Interval):
        return pa.duration("us")
    if isinstance(column, sa.LargeBinary):
        return pa.binary()
    return TEXT


def is_json(column: sa.TypeEngine[Any]) -> bool:
    """Whether values of this column are documents, carried as JSON text."""
    return isinstance(column, sa.JSON)


def infer(values: Sequence[Any]) -> pa.DataType:
    """The one Arrow type that holds all of these Python values, which belong to no column."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, uuid.UUID):
        return UUID
    if isinstance(first, dt.datetime):
        return MOMENT if first.tzinfo else pa.timestamp("us")
    if isinstance(first, dict):
        return TEXT
    if isinstance(first, (list, tuple)) and first and isinstance(first[0], uuid.UUID):
        return pa.list_(UUID)
    return pa.array([_plain(value) for value in values]).type


def to_arrow(values: Sequence[Any], column: sa.TypeEngine[Any] | None) -> pa.Array:
    """Python values as an Arrow array in the type of the column, or in their own."""
    if column is None:
        return pa.array([_plain(v) for v in values], type=infer(values))
    if is_json(column):
        return pa.array([None if v is None else dump_json(v) for v in values], type=TEXT)
    kind = arrow_type(column)
    if pa.types.is_decimal(kind):
        # As the column would take them: floats by their shortest text, all rounded to the scale.
        exact = pa.array([None if v is None else decimal.Decimal(str(_plain(v))) for v in values])
        return cast(exact, kind)
    return pa.array([_plain(v) for v in values], type=kind)


def to_python(array: pa.Array, column: sa.TypeEngine[Any] | None) -> list[Any]:
    """Arrow values as the Python objects that SQLAlchemy would load from the column."""
    values: list[Any] = array.to_pylist()
    if column is not None and is_json(column):
        return [None if v is None else json.loads(v) for v in values]
    if isinstance(column, sa.Enum) and column.enum_class is not None:
        members = dict(zip(column.enums, column.enum_class, strict=True))
        return [None if v is None else members[v] for v in values]
    if array.type == UUID:
        return [None if v is None else uuid.UUID(bytes=v) for v in values]
    if pa.types.is_list(array.type) and array.type.value_type == UUID:
        return [None if v is None else [uuid.UUID(bytes=item) for item in v] for v in values]
    if pa.types.is_timestamp(array.type) and array.type.tz:
        return [None if v is None else v.astimezone(dt.UTC) for v in values]
    return values


def as_array(values: pa.Array | pa.ChunkedArray | np.ndarray[Any, Any]) -> pa.Array:
    """A column as one Arrow array."""
    if isinstance(values, np.ndarray):
        return pa.array(values)
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
    return values


def constant(value: Any, n: int, column: sa.TypeEngine[Any] | None = None) -> pa.Array:
    """One Python value, ``n`` times."""
    scalar = _scalar(value, column) if type(value) in _PLAIN else to_arrow([value], column)[0]
    # Arrow cannot repeat a list no times.
    return pa.repeat(scalar, n) if n and scalar.is_valid else pa.nulls(n, scalar.type)


@functools.lru_cache(maxsize=4096, typed=True)
def _scalar(value: Any, column: sa.TypeEngine[Any] | None) -> pa.Scalar:
    """A constant as Arrow has it; made once, and 1 and True are told apart."""
    return to_arrow([value], column)[0]


#: Types whose equal values are the same constant.
_PLAIN = frozenset({str, int, bool, type(None)})


def is_valid(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Where there is a value, as booleans."""
    valid: npt.NDArray[np.bool_] = array.is_valid().to_numpy(zero_copy_only=False)
    return valid


def alike(arrays: Sequence[pa.Array]) -> list[pa.Array]:
    """The arrays in the one type that holds the values of all: nothing is any type, whole is a number."""
    kind = functools.reduce(_wider, (array.type for array in arrays))
    return [cast(array, kind) for array in arrays]


def _wider(left: pa.DataType, right: pa.DataType) -> pa.DataType:
    if pa.types.is_null(left) or (pa.types.is_integer(left) and not pa.types.is_null(right)):
        return right
    both_decimal = pa.types.is_decimal(left) and pa.types.is_decimal(right)
    return right if both_decimal and right.scale > left.scale else left


def cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """The array in this type: numbers rounded half away from zero to the column's scale."""
    if array.type == kind:
        return array
    if pa.types.is_decimal(kind):
        return _to_decimal(array, kind)
    if pa.types.is_string(kind) and pa.types.is_dictionary(array.type):
        return array.cast(kind)
    if pa.types.is_timestamp(array.type) and pa.types.is_date(kind):
        return pc.floor_temporal(array.cast(pa.timestamp("us")), unit="day").cast(kind)
    if pa.types.is_integer(kind) and pa.types.is_floating(array.type):
        array = pc.round(array, round_mode="half_towards_infinity")
    if pa.types.is_integer(kind) and pa.types.is_decimal(array.type):
        array = pc.round(array, ndigits=0, round_mode="half_towards_infinity")
    return array.cast(kind)


def numbers(array: pa.Array) -> np.ndarray[Any, Any]:
    """The values as numpy, zero where null."""
    if pa.types.is_null(array.type):
        return np.zeros(len(array), dtype=np.int64)
    if array.null_count:
        array = pc.fill_null(
            array, False if pa.types.is_boolean(array.type) else pa.scalar(0).cast(array.type)
        )
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.int64())
    values: np.ndarray[Any, Any] = array.to_numpy(zero_copy_only=False)
    return values


def dump_json(value: Any) -> str:
    """A document as JSON text; text that is given stays a JSON string."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), default=_json_value)


def _json_value(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else str(value)


def whole_units(array: pa.Array) -> np.ndarray[Any, Any]:
    """Decimals as whole numbers of their smallest unit (19.99 is 1999), zero where null."""
    words = np.frombuffer(array.buffers()[1], dtype=np.int64).reshape(-1, 2)
    units = words[array.offset : array.offset + len(array), 0]
    return np.where(is_valid(array), units, 0) if array.null_count else units


def _to_decimal(array: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_floating(array.type):
        array = pc.round(array, ndigits=kind.scale, round_mode="half_towards_infinity")
        return pc.cast(array, kind, safe=False)
    if pa.types.is_decimal(array.type) and array.type.scale > kind.scale:
        array = pc.round(array, ndigits=kind.scale, round_mode="half_towards_infinity")
    if pa.types.is_integer(array.type):
        array = array.cast(pa.int64()).cast(pa.decimal128(19, 0))
    return array.cast(kind)


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.bytes
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return dump_json(value)
    return value.value if isinstance(value, enum.Enum) else value
