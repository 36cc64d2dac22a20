"""Values of types that Arrow does not know, in the text that Postgres reads: each written from a number.

Different numbers (below the type's ``size``) give different values, so that a key of any type can be made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pyarrow as pa

from ...entropy import below_wide, combine
from ...fields.base import Field
from ...fields.rows import Rows
from ...vocabulary import pool
from .ticks import places_of, shuffled

__all__ = ["TYPED", "Typed", "Writer"]

_MASK = (1 << 62) - 1


TEXT = pa.string()


@dataclass(frozen=True)
class Writer:
    """How a value is written: ``text(number, argument)``; ``size`` numbers give different ones.

    ``usual`` numbers are taken where values need not differ; from ``apart`` on they surely do.
    """

    text: Callable[[int, Any], Any]
    size: int = 1 << 40
    usual: int | None = None
    apart: int = 0
    arrow: pa.DataType = TEXT


class Typed(Field):
    """A value of a type by its name: ``Typed("inet")``. ``argument`` is what the type's modifier says.

    With ``nth``, a field of numbers from 0, different numbers give different values.
    """

    def __init__(self, kind: str, argument: Any = None, *, nth: Any = None, mixed: bool = True) -> None:
        super().__init__()
        self.kind, self.argument, self.nth, self.mixed = kind, argument, nth, mixed

    @property
    def size(self) -> int:
        """How many different values there are."""
        size = TYPED[self.kind].size
        return sized(self.kind, self.argument) if size < 0 else size

    def column(self, rows: Rows) -> pa.Array:
        writer, size = TYPED[self.kind], self.size
        if self.nth is None:
            usual = min(size, writer.usual or size)
            draws = rows.draw(self._name)
            numbers = below_wide(draws, combine(draws, draws) * 0 + usual)
        else:
            numbers = places_of(self.nth, rows) % size
            if self.mixed:
                numbers = shuffled(numbers, size, self._name) if size < 1 << 31 else numbers
                numbers = numbers + writer.apart
        return pa.array([writer.text(n, self.argument) for n in numbers.tolist()], writer.arrow)


def sized(kind: str, argument: Any) -> int:
    """How many values a type has whose size depends on its argument."""
    if kind in ("bit", "varbit"):
        return 1 << min(int(argument or 1), 62)
    return 24 * 3600 * int(10 ** int(6 if argument is None else argument))


def scattered(number: int) -> int:
    """Another number of 62 bits, different for different numbers, that looks drawn."""
    number = (number * 0x1F83D9ABFB41BD6B + 0x2545F4914F6CDD1D) & _MASK
    number ^= number >> 31
    return (number * 0x14057B7EF767814F) & _MASK


def _bytes(number: int, argument: Any) -> bytes:
    length = int(argument or 16)
    if length < 8:
        return scattered(number).to_bytes(8, "big")[-length:]
    first = scattered(number)
    out, rest = first.to_bytes(8, "big"), first
    while len(out) < length:
        rest = scattered(rest)
        out += rest.to_bytes(8, "big")
    return out[:length]


def _uuid(number: int, argument: Any) -> str:
    low, high = argument or (0, (1 << 128) - 1)
    room = high - low + 1
    # The number in the upper bits, as far as there is room for it.
    wide = max(room.bit_length() - 63, 0)
    return str(
        UUID(int=low + ((scattered(number) << wide) + (scattered(number + 1) & ((1 << wide) - 1))) % room)
    )


def _bits(number: int, argument: Any) -> str:
    length = int(argument or 1)
    low = min(length, 62)
    text = format(number % (1 << low), f"0{low}b")
    while len(text) < length:
        text += format(scattered(number + len(text)), "062b")
    return text[:length]


def _inet(number: int, _: Any) -> str:
    """An address of the ranges kept for documentation; beyond their 768, one of a private network."""
    if number < 768:
        return ("192.0.2.", "198.51.100.", "203.0.113.")[number // 256] + str(number % 256)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _cidr(number: int, _: Any) -> str:
    if number < 1 << 16:
        # every fourth outside 10.0.0.0/8, which somebody may have as a whole
        if number % 4 == 3 and number < 64 * 4:
            return f"192.168.{number // 4}.0/24"
        if number % 4 == 1 and number < 4096 * 4:
            return f"172.{16 + (number // 4 >> 8)}.{number // 4 & 255}.0/24"
        return f"10.{number >> 8}.{number & 255}.0/24"
    return f"2001:db8:{number >> 16 & 0xFFFF:x}:{number & 0xFFFF:x}::/64"


def _mac(number: int, _: Any) -> str:
    return ":".join(
        ["02", *(f"{byte:02x}" for byte in (scattered(number) & ((1 << 40) - 1)).to_bytes(5, "big"))]
    )


def _mac8(number: int, _: Any) -> str:
    parts = _mac(number, None).split(":")
    return ":".join([*parts[:3], "ff", "fe", *parts[3:]])


def _timetz(number: int, digits: Any) -> str:
    scale = 10 ** int(6 if digits is None else digits)
    seconds, part = number % 86400, number // 86400 % scale
    fraction = f".{part:0{len(str(scale)) - 1}d}" if part else ""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}+00"


def _word(number: int) -> str:
    words = pool("streets").column("name")
    return str(words[number % len(words)].as_py()).split()[0].lower()


def _words(number: int, joined: str, count: int = 3) -> str:
    found = [_word(scattered(number + place)) for place in range(count)]
    return joined.join([*dict.fromkeys(found), f"n{number}"] if number >= 4096 else dict.fromkeys(found))


def _vector(number: int, argument: Any) -> str:
    length, values, state = int(argument or 3), [], number
    for _ in range(length):
        state = scattered(state + 1)
        values.append(f"{(state % 20001 - 10000) / 10000:g}")
    if number:  # the first says which it is
        values[0] = f"{(number % 999_983 + 1) / 1_000_000:g}"
    return f"[{','.join(values)}]"


def _sparse(number: int, argument: Any) -> str:
    length = int(argument or 10)
    places = sorted({scattered(number + n) % length + 1 for n in range(3)})
    pairs = [f"{p}:{(scattered(number + p) % 1000 + 1) / 1000:g}" for p in places]
    return f"{{{','.join(pairs)}}}/{length}"


def _point(number: int) -> tuple[float, float]:
    """A place on the globe that tells the number: east, north."""
    state = scattered(number)
    east, north = state % 3_000_000 / 10_000 - 150, state // 3_000_000 % 1_200_000 / 10_000 - 60
    return round(east, 4), round(north, 4)


def _at(number: int, dx: float = 0, dy: float = 0) -> str:
    x, y = _point(number)
    return f"({x + dx:g},{y + dy:g})"


def _side(number: int) -> float:
    return 0.5 + scattered(number) % 40 / 10


def _corners(number: int) -> str:
    side = _side(number)
    return ",".join(_at(number, *c) for c in ((0, 0), (side, 0), (side, side), (0, side)))


def _cells(number: int) -> tuple[int, int, int, int]:
    """A square of a grid: squares of different numbers do not touch."""
    column, row = number % 20_000, number // 20_000
    return column * 10, row * 10, column * 10 + 6, row * 10 + 4


def _box(number: int, _: Any) -> str:
    x, y, right, top = _cells(number)
    return f"({right},{top}),({x},{y})"


def _circle(number: int, _: Any) -> str:
    x, y, _right, _top = _cells(number)
    return f"<({x},{y}),{1 + number % 30 / 10:g}>"


_RING = [(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5), (0, 0)]

_SHAPES: Mapping[str, Callable[[int, str], str]] = {
    "POINT": lambda n, z: _wkt(n, z, [(0, 0)]),
    "LINESTRING": lambda n, z: _wkt(n, z, [(0, 0), (0.4, 0.2), (0.9, 0.3)]),
    "POLYGON": lambda n, z: f"({_wkt(n, z, _RING)})",
    "MULTIPOINT": lambda n, z: _wkt(n, z, [(0, 0), (0.5, 0.4)]),
    "MULTILINESTRING": lambda n, z: (
        f"({_wkt(n, z, [(0, 0), (0.4, 0.2)])},{_wkt(n, z, [(1, 1), (1.4, 1.2)])})"
    ),
    "MULTIPOLYGON": lambda n, z: f"(({_wkt(n, z, _RING)}))",
}


def _wkt(number: int, extra: str, offsets: list[tuple[float, float]]) -> str:
    x, y = _point(number)
    points = ",".join(f"{x + dx:.4f} {y + dy:.4f}{' 10' * len(extra)}" for dx, dy in offsets)
    return f"({points})"


def _geometry(number: int, argument: Any) -> str:
    shape, srid = argument or ("POINT", 0)
    extra = "".join(c for c in "ZM" if shape.removeprefix("MULTI").endswith(c) or shape.endswith("ZM"))
    plain = shape.removesuffix("M").removesuffix("Z")
    start = f"SRID={srid};" if srid else ""
    if plain == "GEOMETRYCOLLECTION":
        inner = f"POINT{' ' + extra if extra else ''}{_SHAPES['POINT'](number, extra)}"
        return f"{start}GEOMETRYCOLLECTION{' ' + extra if extra else ''}({inner})"
    plain = plain if plain in _SHAPES else "POINT"
    return f"{start}{plain}{' ' + extra if extra else ''}{_SHAPES[plain](number, extra)}"


def _checked(digits: str, weights: tuple[int, ...], modulus: int) -> str:
    total = sum(int(d) * w for d, w in zip(digits, weights * 13, strict=False))
    check = (modulus - total % modulus) % modulus
    return digits + ("X" if check == 10 else str(check))


def _ean(number: int, prefix: Any) -> str:
    return _checked(f"{prefix or '978'}{number % 10**9:09d}", (1, 3), 10)


def _isbn(number: int, _: Any) -> str:
    return _checked(f"{number % 10**9:09d}", tuple(range(10, 1, -1)), 11)


def _issn(number: int, _: Any) -> str:
    return _checked(f"{number % 10**7:07d}", tuple(range(8, 1, -1)), 11)


def _listed(*names: str) -> Writer:
    return Writer(lambda n, _: names[n], len(names))


#: Types by name. Sizes below nought depend on the argument.
TYPED: Mapping[str, Writer] = {
    "bytea": Writer(_bytes, 1 << 56, arrow=pa.binary()),
    "bit": Writer(_bits, -1),
    "varbit": Writer(_bits, -1),
    "uuid": Writer(_uuid, 1 << 62),
    "inet": Writer(_inet, 1 << 24, usual=768),
    "cidr": Writer(_cidr, 1 << 31, usual=1 << 16),
    "macaddr": Writer(_mac),
    "macaddr8": Writer(_mac8),
    "timetz": Writer(_timetz, -1),
    "xml": Writer(lambda n, _: f'<note id="{n}"><subject>{_words(n, " ", 2)}</subject></note>', usual=4096),
    "tsvector": Writer(lambda n, _: _words(n, " "), usual=4096, apart=4096),
    "tsquery": Writer(lambda n, _: _words(n, " & ", 2), usual=4096, apart=4096),
    "jsonpath": Writer(lambda n, _: f'$."items"[{n}]."{_word(n)}"', usual=100),
    "pg_lsn": Writer(lambda n, _: f"{n >> 32:X}/{n & 0xFFFFFFFF:X}"),
    "xid": Writer(lambda n, _: str(n + 3), 1 << 31),
    "xid8": Writer(lambda n, _: str(n + 3)),
    "cid": Writer(lambda n, _: str(n), 1 << 31),
    "oid": Writer(lambda n, _: str(n + 16384), 1 << 31, usual=100_000),
    "tid": Writer(lambda n, _: f"({n // 100},{n % 100 + 1})", 1 << 36, usual=10_000),
    "pg_snapshot": Writer(lambda n, _: f"{n + 10}:{n + 20}:{n + 12},{n + 15}", 1 << 40),
    "txid_snapshot": Writer(lambda n, _: f"{n + 10}:{n + 20}:{n + 12},{n + 15}", 1 << 40),
    "int2vector": Writer(lambda n, _: f"{n % 30000} {n // 30000 % 30000 + 1} 3"),
    "oidvector": Writer(lambda n, _: f"{n % 10**9 + 16384} {n // 10**9 + 23}"),
    "refcursor": Writer(lambda n, _: f"cursor_{n}"),
    "aclitem": Writer(lambda n, role: f"={'rawdDxt'[: n % 7 + 1]}/{role or 'postgres'}", 7),
    "char": Writer(
        lambda n, _: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[n], 62, usual=26
    ),
    "regclass": _listed(
        "pg_class", "pg_type", "pg_proc", "pg_index", "pg_attribute", "pg_constraint", "pg_namespace"
    ),
    "regtype": _listed(
        "integer", "text", "boolean", "uuid", "numeric", "date", "jsonb", "timestamp with time zone"
    ),
    "regproc": _listed("now", "version", "pi", "pg_backend_pid", "current_database", "clock_timestamp"),
    "regprocedure": _listed(
        "now()", "abs(integer)", "lower(text)", "length(text)", "md5(text)", "upper(text)"
    ),
    "regoper": _listed("|/", "||/"),
    "regoperator": _listed(
        "+(integer,integer)", "*(integer,integer)", "=(text,text)", "<(date,date)", "~(text,text)"
    ),
    "regrole": _listed("pg_monitor", "pg_read_all_settings", "pg_signal_backend", "pg_read_all_stats"),
    "regnamespace": _listed("pg_catalog", "public", "information_schema"),
    "regconfig": _listed("simple", "english", "german", "french", "spanish", "italian"),
    "regdictionary": _listed("simple", "english_stem", "german_stem", "french_stem"),
    "regcollation": _listed('"C"', '"POSIX"', '"default"'),
    "point": Writer(lambda n, _: _at(n)),
    "line": Writer(lambda n, _: f"{{{n % 97 + 1},{n % 89 + 1},{n}}}"),
    "lseg": Writer(lambda n, _: f"[{_at(n)},{_at(n, 1, _side(n))}]"),
    "box": Writer(_box, usual=5000),
    "path": Writer(lambda n, _: f"[{_at(n)},{_at(n, 1, 0.5)},{_at(n, 2, _side(n))}]"),
    "polygon": Writer(lambda n, _: f"({_corners(n)})"),
    "circle": Writer(_circle, usual=5000),
    "hstore": Writer(lambda n, _: f'"name"=>"{_word(n)}", "number"=>"{n}"'),
    "ltree": Writer(lambda n, _: f"top.{_word(n)}.n{n}", usual=1000),
    "lquery": Writer(lambda n, _: f"*.{_word(n)}.*"),
    "ltxtquery": Writer(lambda n, _: f"{_word(n)} & {_word(n + 1)}"),
    "cube": Writer(lambda n, _: f"({n % 1000},{n // 1000},{n % 7})", usual=100_000),
    "seg": Writer(lambda n, _: f"{n} .. {n + 5}", usual=1000),
    "ean13": Writer(_ean, 10**9),
    "isbn13": Writer(_ean, 10**9),
    "isbn": Writer(_isbn, 10**9),
    "issn": Writer(_issn, 10**7),
    "issn13": Writer(lambda n, _: _checked(f"977{n % 10**7:07d}00", (1, 3), 10), 10**7),
    "upc": Writer(lambda n, _: _checked(f"0{n % 10**11:011d}", (1, 3), 10), 10**11),
    "vector": Writer(_vector, 900_000),
    "halfvec": Writer(_vector, 2000),
    "sparsevec": Writer(_sparse, 1000),
    "geometry": Writer(_geometry),
    "geography": Writer(_geometry),
    "box2d": Writer(lambda n, _: "BOX({:g} {:g},{:g} {:g})".format(*(float(v) for v in _cells(n)))),
    "box3d": Writer(lambda n, _: "BOX3D({:g} {:g} 0,{:g} {:g} 5)".format(*(float(v) for v in _cells(n)))),
}
