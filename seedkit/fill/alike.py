"""Arrays from several sources in one type: keys that were computed, and keys that were read."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from ..load.values import text_column

__all__ = ["alike", "joined"]


def alike(arrays: Sequence[pa.Array]) -> list[pa.Array]:
    """The arrays in one type: their own if it is the same, else as Postgres' text."""
    kinds = {array.type for array in arrays if not pa.types.is_null(array.type)}
    if len(kinds) <= 1:
        kind = next(iter(kinds), pa.string())
        return [array.cast(kind) if pa.types.is_null(array.type) else array for array in arrays]
    if all(map(pa.types.is_integer, kinds)):
        return [array.cast(pa.int64()) for array in arrays]
    return [text_column(array) for array in arrays]


def joined(arrays: Sequence[pa.Array]) -> pa.Array:
    """The arrays behind each other, in one type."""
    return pa.concat_arrays(alike(arrays)) if len(arrays) > 1 else arrays[0]
