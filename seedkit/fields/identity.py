"""Identity: keys that tell their origin, other uuids, integers, and ids of outside services."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import key_bytes, random_uuid_bytes, timed_uuid_bytes
from ..types import numbers
from .base import Field, column_of
from .codes import base36, fixed_text, hexadecimal, uuids
from .rows import Rows

__all__ = ["Key", "Serial", "Token", "Uuid", "Uuid7", "base36", "fixed_text", "hexadecimal", "uuids"]


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
    """An integer key: dense from ``base + 1``, copy by copy, over all row sets of the table.

    ``create`` takes the next numbers of the table's own sequence, where it has one.
    """

    def __init__(self, base: int = 0) -> None:
        super().__init__()
        self.base = base

    def column(self, rows: Rows) -> npt.NDArray[np.int64]:
        reserved = rows.reserved(self._name)
        return rows.positions() + self.base + 1 if reserved is None else reserved


class Token(Field):
    """``prefix`` and random characters of base 36: ``Token("cus_seedkit_", 14)``; 5.17 bits a character."""

    def __init__(self, prefix: str = "", length: int = 16) -> None:
        super().__init__()
        self.prefix, self.length = prefix, length

    def column(self, rows: Rows) -> pa.Array:
        return pc.binary_join_element_wise(self.prefix, base36(rows.ids, self.length, self._name), "")
