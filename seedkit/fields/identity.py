"""Identity: keys that tell their origin, other uuids, integers, and ids of outside services."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import U64, draw, key_bytes, random_uuid_bytes, timed_uuid_bytes
from ..types import UUID, numbers
from .base import Field, column_of
from .rows import Rows

_DIGITS = np.frombuffer(b"0123456789abcdefghijklmnopqrstuvwxyz", dtype=np.uint8)


class Key(Field):
    """A uuid primary key: v4-shaped, ``5eed`` + load tag + copy + 62 bits of the row id."""

    def column(self, rows: Rows) -> pa.Array:
        return uuids(key_bytes(rows.scope.tag, rows.copies, rows.ids))


class Uuid(Field):
    """A random v4 uuid that is no key of ours (a token, a session)."""

    def column(self, rows: Rows) -> pa.Array:
        return uuids(random_uuid_bytes(rows.ids, self._name))


class Uuid7(Field):
    """A time-ordered v7 uuid: the milliseconds of ``at``, then random bits."""

    def __init__(self, at: Any) -> None:
        super().__init__()
        self.at = at

    def column(self, rows: Rows) -> pa.Array:
        moments = numbers(column_of(self.at, rows)).astype(np.int64)
        return uuids(timed_uuid_bytes(moments // 1000, rows.ids, self._name))


class Serial(Field):
    """An integer key: dense from ``base + 1``, copy by copy, over all row sets of the table."""

    def __init__(self, base: int = 0) -> None:
        super().__init__()
        self.base = base

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        return rows.positions() + self.base + 1


class Token(Field):
    """``prefix`` and random characters of base 36: ``Token("cus_seedkit_", 14)``; 5.17 bits a character."""

    def __init__(self, prefix: str = "", length: int = 16) -> None:
        super().__init__()
        self.prefix, self.length = prefix, length

    def column(self, rows: Rows) -> pa.Array:
        return pc.binary_join_element_wise(self.prefix, base36(rows.ids, self.length, self._name), "")


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
