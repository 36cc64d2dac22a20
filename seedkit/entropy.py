"""Row ids, keys and draws: the only source of chance.

A *row id* is a uint64 that names one row of one story for one seed; a *draw* is a row id
mixed with the name of a column. Both are pure functions, so any row of any copy can be
computed alone, in any order, by any process. Only integer arithmetic modulo 2**64 and
exactly rounded float operations are used: the same bytes on every machine.

All functions take and give numpy arrays, never numpy scalars (whose overflow warns).
"""

from __future__ import annotations

import functools
import hashlib
import uuid
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

U64: TypeAlias = npt.NDArray[np.uint64]
I64: TypeAlias = npt.NDArray[np.int64]

#: First two bytes of every key that seedkit makes: ``5eed…``.
KEY_PREFIX = 0x5EED
#: Load tag of catalogue rows, shared by all loads of a database.
REFERENCE_TAG = 0x0000
#: Load tag of rows built by a factory outside any load.
LOOSE_TAG = 0xFFFF
#: Copies are numbered in 28 bits of the key.
MAX_COPIES = 1 << 28

_MASK = (1 << 64) - 1
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)


def mix(x: U64) -> U64:
    """Finalise 64-bit integers so that every input bit moves every output bit (splitmix64's finaliser)."""
    x = x ^ (x >> _30)
    x *= _FIRST
    x ^= x >> _27
    x *= _SECOND
    x ^= x >> _31
    return x


@functools.lru_cache(maxsize=65536)
def salt(*names: str | int) -> int:
    """A 64-bit constant for a name, the same in every process."""
    text = "\x1f".join(map(str, names)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def draw(ids: U64, *names: str | int) -> U64:
    """64 random bits for each row id and this column."""
    return mix(ids ^ np.uint64(salt(*names)))


def plain(ids: U64, *names: str | int) -> U64:
    """No bits at all: zero draws the simplest value of every field, where ``draw`` draws any."""
    return np.zeros(len(ids), dtype=np.uint64)


def combine(left: U64, right: U64 | I64) -> U64:
    """New ids from pairs of ids or ordinals; order matters."""
    return mix(left + mix(right.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)))


def start(*names: str | int) -> U64:
    """A single root id for these names, as an array of one."""
    return mix(np.array([salt(*names) & _MASK], dtype=np.uint64))


def below(draws: U64, n: int | I64 | U64) -> I64:
    """Uniform integers in ``[0, n)``; ``n`` at most 2**32, a number or one for each row."""
    high = draws >> np.uint64(32)
    limit = np.uint64(n) if isinstance(n, int) else n.astype(np.uint64)
    return ((high * limit) >> np.uint64(32)).astype(np.int64)


def below_wide(draws: U64, n: I64 | U64) -> I64:
    """Integers in ``[0, n)`` for ``n`` up to 2**62 (spans in microseconds); ``n`` one for each row."""
    limit = np.maximum(n.astype(np.uint64), np.uint64(1))
    return (draws % limit).astype(np.int64)


def unit(draws: U64) -> npt.NDArray[np.float64]:
    """Floats in ``[0, 1)`` with 53 random bits, exact on every machine."""
    return (draws >> np.uint64(11)).astype(np.float64) * 2.0**-53


def walk(ordinals: I64, n: I64, draws: U64) -> I64:
    """Different integers in ``[0, n)`` for the ordinals 0 to ``n - 1`` that share ``n`` and draws.

    By construction, nothing is tried twice: steps of a prime greater than any ``n`` (at most 2**31)
    round a circle of ``n`` places.
    """
    n = np.maximum(n, 1)
    step = _STEPS[(draws % np.uint64(len(_STEPS))).astype(np.int64)] % n
    return (below_wide(draws // np.uint64(len(_STEPS)), n) + ordinals % n * step) % n


#: The sixteen primes that follow 2**31.
_STEPS = (1 << 31) + np.array(
    [11, 45, 65, 95, 129, 135, 165, 209, 219, 221, 239, 245, 281, 303, 345, 351], dtype=np.int64
)


def happens(draws: U64, probability: float) -> npt.NDArray[np.bool_]:
    """True with this probability. Zero, the simplest draw, says no unless it must be yes."""
    if probability >= 1:
        return np.ones(len(draws), dtype=np.bool_)
    happening: npt.NDArray[np.bool_] = (draws >> np.uint64(11)) < np.uint64(int(probability * 2.0**53))
    return happening if draws.all() else happening & (draws != 0)


def key_bytes(tag: int, copies: I64, ids: U64) -> npt.NDArray[np.uint8]:
    """Keys that tell their origin, as 16 bytes each.

    v4-shaped: ``5eed``, the load tag (16 bits), the copy (28 bits, split around the version
    nibble), then 62 bits of the row id. Shape ``(len(ids), 16)``.
    """
    copy = copies.astype(np.uint64)
    high = (
        (np.uint64(KEY_PREFIX) << np.uint64(48))
        | (np.uint64(tag) << np.uint64(32))
        | ((copy >> np.uint64(12)) << np.uint64(16))
        | np.uint64(0x4000)
        | (copy & np.uint64(0xFFF))
    )
    low = (np.uint64(0b10) << np.uint64(62)) | (ids >> np.uint64(2))
    return _two_words(high, low)


def random_uuid_bytes(ids: U64, *names: str | int) -> npt.NDArray[np.uint8]:
    """v4 uuids that are not keys: 122 random bits. Shape ``(len(ids), 16)``."""
    high, low = draw(ids, *names, "high"), draw(ids, *names, "low")
    high = (high & np.uint64(0xFFFFFFFFFFFF0FFF)) | np.uint64(0x4000)
    low = (low & np.uint64(0x3FFFFFFFFFFFFFFF)) | (np.uint64(0b10) << np.uint64(62))
    return _two_words(high, low)


def timed_uuid_bytes(milliseconds: I64, ids: U64, *names: str | int) -> npt.NDArray[np.uint8]:
    """v7 uuids: 48 bits of unix milliseconds, then 74 random bits. Shape ``(len(ids), 16)``."""
    high, low = draw(ids, *names, "high"), draw(ids, *names, "low")
    high = (milliseconds.astype(np.uint64) << np.uint64(16)) | np.uint64(0x7000) | (high & np.uint64(0xFFF))
    low = (low & np.uint64(0x3FFFFFFFFFFFFFFF)) | (np.uint64(0b10) << np.uint64(62))
    return _two_words(high, low)


def key_range(tag: int, first_copy: int = 0, last_copy: int = MAX_COPIES - 1) -> tuple[uuid.UUID, uuid.UUID]:
    """The lowest and the highest key (both inclusive) of copies ``first_copy`` to ``last_copy``."""

    def edge(copy: int, low: int) -> uuid.UUID:
        high = KEY_PREFIX << 48 | tag << 32 | (copy >> 12) << 16 | 0x4000 | copy & 0xFFF
        return uuid.UUID(int=high << 64 | low)

    return edge(first_copy, 0b10 << 62), edge(last_copy, _MASK)


def _two_words(high: U64, low: U64) -> npt.NDArray[np.uint8]:
    words = np.empty((len(high), 2), dtype=">u8")
    words[:, 0], words[:, 1] = high, low
    return words.view(np.uint8).reshape(len(high), 16)
