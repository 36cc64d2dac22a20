"""Columns as the text of a file: SQL literals, COPY's text, JSON. Each value as the loader spells it, then quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..fields.documents import json_text
from ..load.live import LiveColumn
from ..load.values import text_column

__all__ = ["chunked", "copy_text", "json_values", "literals", "rows_of_text", "sliced"]

_ROWS = 8192


def literals(array: pa.Array) -> pa.Array:
    """SQL literals: numbers and truths bare, all else in quotes (standard-conforming strings); nulls stay null."""
    kind = array.type
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_boolean(kind):
        return array.cast(pa.string())
    text = text_column(array)
    if pa.types.is_floating(kind) and pc.all(pc.is_finite(array), min_count=0).as_py():
        return text
    if _holds(text, "'"):
        text = pc.replace_substring(text, pattern="'", replacement="''")
    return pc.binary_join_element_wise("'", text, "'", "")


def copy_text(array: pa.Array) -> pa.Array:
    """Values as COPY's text format has them; nulls stay null."""
    text = text_column(array)
    if pa.types.is_primitive(array.type) or pa.types.is_decimal(array.type):
        return text
    for raw, safe in _COPY_ESCAPES.items():
        if _holds(text, raw):
            text = pc.replace_substring(text, pattern=raw, replacement=safe)
    return text


def json_values(array: pa.Array, column: LiveColumn) -> pa.Array:
    """Values as JSON: documents as they are, lists as arrays, moments in ISO 8601, null as ``null``."""
    if column.base in ("json", "jsonb") and not column.array:
        return pc.fill_null(array, "null")
    kind = array.type
    if pa.types.is_floating(kind) and not pc.all(pc.is_finite(array), min_count=0).as_py():
        return json_text(text_column(array))  # JSON has no NaN; Postgres reads it from text
    if pa.types.is_timestamp(kind) and kind.tz is None:
        return json_text(pc.replace_substring(text_column(array), pattern=" ", replacement="T"))
    if pa.types.is_list(kind) or pa.types.is_timestamp(kind) or pa.types.is_primitive(kind):
        return json_text(array)
    return json_text(array if pa.types.is_decimal(kind) else text_column(array))


def sliced(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The rows in pieces whose text, and what it is made of, does not weigh much."""
    return (batch.slice(start, _ROWS) for start in range(0, batch.num_rows, _ROWS))


def rows_of_text(
    columns: Sequence[pa.Array], *, before: str = "", between: str, after: str = "", null: str
) -> pa.Array:
    """The columns of text joined row by row."""
    # "replace" would put the null text between the parts as well, were they given as columns
    joined = pc.binary_join_element_wise(*columns, between, null_handling="replace", null_replacement=null)
    return pc.binary_join_element_wise(before, joined, after, "") if before or after else joined


def chunked(rows: pa.Array, size: int) -> list[pa.Array]:
    """Rows of text in pieces of at most ``size`` bytes each, or of one row that is longer."""
    ends = np.cumsum(pc.binary_length(rows).to_numpy(zero_copy_only=False), dtype=np.int64)
    pieces, start = [], 0
    while start < len(rows):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + size, side="right")))
        pieces.append(rows.slice(start, stop - start))
        start = stop
    return pieces


def _holds(text: pa.Array, what: str) -> bool:
    return bool(pc.any(pc.match_substring(text, pattern=what), min_count=0).as_py())


#: The backslash first: it is part of what the others become.
_COPY_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
