"""Arrow values made ready for a live column: cast safely, guarded, or written as text.

COPY BINARY believes its input: an int64 sent into a ``numeric`` column is stored as 0.00, an
int32 into a ``date`` as a day in 2054. So nothing is sent in any type but the one that the
live catalogue asks for, and every cast is a safe one.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import DataError
from .live import LiveColumn

__all__ = ["binary_type", "cast_column", "guard_column", "text_column"]

#: Types whose binary form is the bytes of their text.
_TEXTUAL = frozenset({"text", "varchar", "bpchar", "name", "json", "jsonb", "xml", "citext"})
_FIXED = {
    "bool": pa.bool_(),
    "int2": pa.int16(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "float4": pa.float32(),
    "float8": pa.float64(),
    "uuid": pa.binary(16),
    "bytea": pa.binary(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}
#: Elements whose type number in a binary array is the one that the server expects.
_ELEMENTS = frozenset(
    {"text", "bool", "int2", "int4", "int8", "float4", "float8", "bytea", "date", "timestamp"}
)
_NUL_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def binary_type(column: LiveColumn, given: pa.DataType) -> pa.DataType | None:
    """The Arrow type in which COPY BINARY carries this column, or None if only text does."""
    if not column.array:
        return _scalar_type(column, given)
    element = given.value_type if _is_list(given) else given
    known = column.base in _ELEMENTS or column.category == "e" or column.base == "numeric"
    inner = _scalar_type(column, element) if known and _is_list(given) else None
    return None if inner is None else pa.list_(inner)


def cast_column(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """The values in this type; raises ``pa.ArrowInvalid`` where a value would change."""
    if array.type == kind:
        return array
    if isinstance(array, pa.ExtensionArray):
        return cast_column(array.storage, kind)
    if pa.types.is_dictionary(array.type):
        return cast_column(array.dictionary_decode(), kind)
    if pa.types.is_string(kind):
        return text_column(array)
    if pa.types.is_decimal(kind) and pa.types.is_integer(array.type):
        array = array.cast(pa.decimal128(20, 0))
    return array.cast(kind, safe=True)


def guard_column(array: pa.Array, column: LiveColumn) -> str | None:
    """Why Postgres would refuse a value of this column, or None. Cheap where all is well."""
    if _is_list(array.type):
        return guard_column(array.flatten(), column)
    if not pa.types.is_string(array.type) or not len(array):
        return None
    lengths, data = _string_buffers(array)
    if len(data) and not data.min():
        return "a NUL character, which no Postgres text can hold"
    if column.base == "jsonb" and _has_nul_escape(array):
        return "the escape \\u0000, which jsonb cannot hold"
    if column.size is not None and not column.array and lengths.max() > column.size:
        longest = pc.max(pc.utf8_length(array)).as_py() or 0
        if longest > column.size:
            return f"{longest} characters where {column.type} takes {column.size}"
    return None


def first_bad(array: pa.Array, column: LiveColumn, kind: pa.DataType | None) -> int:
    """The first row whose value the cast or the guard refuses; for the message, so speed is no matter."""
    for row in range(len(array)):
        one = array.slice(row, 1)
        try:
            ready = cast_column(one, kind) if kind is not None else text_column(one)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return row
        if guard_column(ready, column):
            return row
    return 0


def text_column(array: pa.Array) -> pa.Array:
    """The values as Postgres reads them in text: uuids dashed, bytes in hex, lists in braces."""
    kind = array.type
    if isinstance(array, pa.ExtensionArray):
        return text_column(array.storage)
    if pa.types.is_string(kind):
        return array
    if pa.types.is_dictionary(kind):
        return text_column(array.dictionary_decode())
    if kind == pa.binary(16):
        return _uuid_text(array)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if v is None else "\\x" + v.hex() for v in array.to_pylist()], pa.string())
    if _is_list(kind):
        return _list_text(array)
    if pa.types.is_duration(kind):
        return _interval_text(array.cast(pa.duration("us")).cast(pa.int64()))
    return array.cast(pa.string())


def fail(table: str, column: str, reason: str, key: Any) -> DataError:
    """The error for a value that ``table.column`` cannot hold, in the row of this key."""
    return DataError(f"{table}.{column}: {reason}", where=f"row {key}", got=key)


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def _scalar_type(column: LiveColumn, given: pa.DataType) -> pa.DataType | None:
    if column.base in _FIXED and column.category == "b":
        kind = _FIXED[column.base]
        # text needs the server's own parser
        return None if pa.types.is_string(given) or _crosses(given, kind) else kind
    if column.category == "e" or column.base in _TEXTUAL:
        return pa.string()
    if column.base == "numeric":
        return _numeric_type(column, given)
    return None


def _crosses(given: pa.DataType, kind: pa.DataType) -> bool:
    """Whether a cast would read a number as a moment or a truth, or the other way round."""
    if pa.types.is_null(given):
        return False
    return any(bool(of(given)) != bool(of(kind)) for of in (pa.types.is_temporal, pa.types.is_boolean))


def _numeric_type(column: LiveColumn, given: pa.DataType) -> pa.DataType | None:
    if column.precision is not None and column.scale is not None:
        fits = column.precision <= 38 and 0 <= column.scale <= column.precision
        exact = pa.types.is_decimal(given) or pa.types.is_integer(given) or pa.types.is_null(given)
        return pa.decimal128(column.precision, column.scale) if fits and exact else None
    if pa.types.is_decimal128(given):
        return given
    return pa.decimal128(20, 0) if pa.types.is_integer(given) or pa.types.is_null(given) else None


def _string_buffers(array: pa.Array) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Byte lengths of the values, and their bytes in one array; no copies."""
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int32, len(array) + 1, array.offset * 4)
    if data is None:
        return np.diff(ends), np.empty(0, np.uint8)
    return np.diff(ends), np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]


def _has_nul_escape(array: pa.Array) -> bool:
    suspects = array.filter(pc.match_substring(array, "\\u0000"))
    return any(_NUL_ESCAPE.search(text) for text in suspects.to_pylist())


def _uuid_text(array: pa.Array) -> pa.Array:
    """Dashed hex for 16-byte values; vectorised, since every row of the text path has several."""
    rows = len(array)
    raw = np.frombuffer(array.buffers()[1], np.uint8, rows * 16, array.offset * 16).reshape(rows, 16)
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    out = np.full((rows, 36), ord("-"), np.uint8)
    places = [p for p in range(36) if p not in (8, 13, 18, 23)]
    out[:, places[0::2]] = digits[raw >> 4]
    out[:, places[1::2]] = digits[raw & 15]
    offsets = pa.py_buffer(np.arange(0, 36 * rows + 1, 36, dtype=np.int32))
    text = pa.StringArray.from_buffers(rows, offsets, pa.py_buffer(out.reshape(-1)))
    return pc.if_else(array.is_valid(), text, pa.scalar(None, pa.string())) if array.null_count else text


def _interval_text(micros: pa.Array) -> pa.Array:
    """Days and microseconds: ``48:00:00`` is another interval than ``2 days``."""
    days = pc.divide(micros, 86_400_000_000)
    rest = pc.subtract(micros, pc.multiply(days, 86_400_000_000))
    return pc.binary_join_element_wise(
        days.cast(pa.string()), "days", rest.cast(pa.string()), "microseconds", " "
    )


def _list_text(array: pa.Array) -> pa.Array:
    """``{a,"b c",NULL}``: every element quoted, so that none is read as syntax."""
    if pa.types.is_fixed_size_list(array.type):
        array = array.cast(pa.list_(array.type.value_type))
    items = text_column(array.flatten())
    if not _is_list(array.type.value_type):
        escaped = pc.replace_substring_regex(items, r'(["\\])', r"\\\1")
        items = pc.binary_join_element_wise('"', escaped, '"', "")
    items = pc.fill_null(items, "NULL")
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), items), ",")
    braced = pc.binary_join_element_wise("{", joined, "}", "")
    return pc.if_else(array.is_valid(), braced, pa.scalar(None, pa.string()))
