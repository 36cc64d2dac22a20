"""Ids and bytes as Arrow values: uuids, hexadecimal, base 36."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import U64, draw
from ..types import UUID

_DIGITS = np.frombuffer(b"0123456789abcdefghijklmnopqrstuvwxyz", dtype=np.uint8)
#: Where the groups of digits of a uuid begin, and where the last ends.
_GROUPS = (0, 8, 12, 16, 20, 32)
_BLOCK = 12  # characters of base 36 in one 64-bit draw


def uuids(raw: npt.NDArray[np.uint8]) -> pa.Array:
    """An array of shape ``(n, 16)`` as Arrow uuids."""
    return pa.FixedSizeBinaryArray.from_buffers(
        UUID, len(raw), [None, pa.py_buffer(np.ascontiguousarray(raw))]
    )


def base36(ids: U64, length: int, *names: str | int) -> pa.Array:
    """Random text of digits and lower-case letters, ``length`` characters a row."""
    text = np.empty((len(ids), length), dtype=np.uint8)
    for block in range(0, length, 12):
        word = draw(ids, *names, block)
        for place in range(block, min(block + 12, length)):
            text[:, place] = _DIGITS[(word % np.uint64(36)).astype(np.int64)]
            word = word // np.uint64(36)
    return fixed_text(text)


def hexadecimal(raw: npt.NDArray[np.uint8]) -> pa.Array:
    """Bytes of shape ``(n, k)`` as text of ``2k`` hexadecimal digits."""
    text = np.empty((raw.shape[0], raw.shape[1] * 2), dtype=np.uint8)
    text[:, 0::2], text[:, 1::2] = _DIGITS[raw >> 4], _DIGITS[raw & 15]
    return fixed_text(text)


def fixed_text(characters: npt.NDArray[np.uint8]) -> pa.Array:
    """ASCII characters of shape ``(n, k)`` as an array of text."""
    n, width = characters.shape
    offsets = np.arange(0, (n + 1) * width, max(width, 1), dtype=np.int32)[: n + 1]
    return pa.StringArray.from_buffers(
        n, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(characters))
    )


def uuid_text(array: pa.Array) -> pa.Array:
    """Uuids as 36 characters; null stays null."""
    if array.null_count == len(array):
        return pa.nulls(len(array), pa.string())
    raw = np.frombuffer(array.buffers()[1], dtype=np.uint8).reshape(-1, 16)
    raw = raw[array.offset : array.offset + len(array)]
    digits = np.frombuffer(raw.tobytes().hex().encode(), dtype=np.uint8).reshape(-1, 32)
    text = np.full((len(array), 36), ord("-"), dtype=np.uint8)
    for dashes, (start, stop) in enumerate(pairwise(_GROUPS)):
        text[:, start + dashes : stop + dashes] = digits[:, start:stop]
    result = fixed_text(text)
    return pc.if_else(array.is_valid(), result, None) if array.null_count else result
