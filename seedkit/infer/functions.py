"""Functions and operators of Postgres that constraints use, over Python values; all strict."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import ipaddress
import json
import math
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from .terms import Interval

__all__ = ["FUNCTIONS", "Document", "compared", "equal", "like_pattern", "regex", "similar_pattern"]


class Document:
    """A JSON value, so that it is not taken for a list or a number of SQL's."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    @classmethod
    def of(cls, text: str | None) -> Document | None:
        """The document of a text. Raises ValueError."""
        return None if text is None else cls(json.loads(text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self.value == other.value

    def __hash__(self) -> int:
        return hash(json.dumps(self.value, sort_keys=True))


def json_text(value: Any) -> str:
    """A JSON value as ``jsonb`` prints it: keys by length, a blank after each mark."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key))
        return (
            "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {json_text(value[k])}" for k in keys) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(json_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _pair(left: Any, right: Any) -> tuple[Any, Any]:
    """Two values that can be compared: dates as moments, decimals beside floats as floats."""
    if isinstance(left, float) and isinstance(right, Decimal):
        return left, float(right)
    if isinstance(left, Decimal) and isinstance(right, float):
        return float(left), right
    if isinstance(left, (dt.date, dt.datetime)) and isinstance(right, (dt.date, dt.datetime)):
        if isinstance(left, dt.datetime) or isinstance(right, dt.datetime):
            return _moment(left), _moment(right)
    elif isinstance(left, dt.date) and isinstance(right, float):
        return (-1.0 if right > 0 else 1.0), 0.0
    elif isinstance(right, dt.date) and isinstance(left, float):
        return (1.0 if left > 0 else -1.0), 0.0
    return left, right


def _moment(value: Any) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


#: Types of values that are the same where Python says so.
_SIMPLE = (int, str, bool)


def equal(left: Any, right: Any) -> bool:
    """Whether two values are the same in SQL."""
    if type(left) is type(right) and type(left) in _SIMPLE:
        return bool(left == right)
    left, right = _pair(left, right)
    if isinstance(left, float) and math.isnan(left):
        return isinstance(right, float) and math.isnan(right)
    return bool(left == right)


def compared(left: Any, right: Any) -> int:
    """Below nought, nought or above it; NaN is greater than all numbers. Raises TypeError for what has no order."""
    left, right = _pair(left, right)
    if equal(left, right):
        return 0
    for value, sign in ((left, 1), (right, -1)):
        if isinstance(value, float) and math.isnan(value):
            return sign
    if hasattr(left, "rank") and hasattr(right, "rank"):  # labels of an enum
        return -1 if left.rank < right.rank else 1
    if isinstance(left, str) and isinstance(right, str):
        # Collations differ; where the two commonest ways of ordering do, nobody can say.
        plain, folded = left < right, (left.casefold(), left) < (right.casefold(), right)
        if plain is not folded:
            raise TypeError("an order of texts that depends on the collation")
        return -1 if plain else 1
    return -1 if left < right else 1


def _compare(test: Callable[[int], bool]) -> Callable[[Any, Any], Any]:
    def run(left: Any, right: Any) -> bool | None:
        return test(compared(left, right))

    return run


# Numbers and moments


def _numbers(left: Any, right: Any) -> tuple[Any, Any]:
    if isinstance(left, float) or isinstance(right, float):
        return float(left), float(right)
    return left, right


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, Interval) and isinstance(right, Interval):
        return Interval(*(a + b for a, b in zip(left, right, strict=True)))
    if isinstance(right, Interval):
        return _shifted(left, right, 1)
    if isinstance(left, Interval):
        return _shifted(right, left, 1)
    if isinstance(left, dt.date):
        return left + dt.timedelta(days=right)
    if isinstance(right, dt.date):
        return right + dt.timedelta(days=left)
    left, right = _numbers(left, right)
    return left + right


def _without(document: Document, key: Any) -> Document:
    """A document without a key, or without the items that are equal to it."""
    value, keys = document.value, key if isinstance(key, tuple) else (key,)
    if isinstance(value, dict):
        return Document({k: v for k, v in value.items() if k not in keys})
    if isinstance(value, list):
        return Document([v for v in value if v not in keys])
    raise TypeError("-")


def _subtract(left: Any, right: Any) -> Any:
    if isinstance(left, Document):
        return _without(left, right)
    if isinstance(left, Interval):
        return Interval(*(a - b for a, b in zip(left, right, strict=True)))
    if isinstance(right, Interval):
        return _shifted(left, right, -1)
    if isinstance(left, dt.datetime):
        span = _moment(left) - _moment(right)
        return Interval(0, span.days, span // dt.timedelta(microseconds=1) - span.days * 86_400_000_000)
    if isinstance(left, dt.date):
        if isinstance(right, dt.datetime):
            return _subtract(_moment(left), right)
        return (left - right).days if isinstance(right, dt.date) else left - dt.timedelta(days=right)
    if isinstance(left, dt.time):
        return Interval(0, 0, _clock(left) - _clock(right))
    left, right = _numbers(left, right)
    return left - right


def _clock(value: dt.time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond


def _shifted(value: Any, by: Interval, sign: int) -> Any:
    if isinstance(value, dt.time):
        micros = (_clock(value) + sign * by.microseconds) % 86_400_000_000
        return (dt.datetime(2000, 1, 1) + dt.timedelta(microseconds=micros)).time()
    if not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)
    months = value.year * 12 + value.month - 1 + sign * by.months
    year, month = divmod(months, 12)
    last = ((dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)) - dt.timedelta(days=1)).day
    value = value.replace(year=year, month=month + 1, day=min(value.day, last))
    return value + sign * dt.timedelta(days=by.days, microseconds=by.microseconds)


def _multiply(left: Any, right: Any) -> Any:
    if isinstance(right, Interval):
        left, right = right, left
    if isinstance(left, Interval):
        return Interval(0, 0, int(left.total * Fraction(right)))
    left, right = _numbers(left, right)
    return left * right


def _divide(left: Any, right: Any) -> Any:
    if isinstance(left, Interval):
        return Interval(0, 0, int(left.total / Fraction(right)))
    left, right = _numbers(left, right)
    if isinstance(left, int) and isinstance(right, int):
        return abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return left / right


def _modulo(left: Any, right: Any) -> Any:
    left, right = _numbers(left, right)
    return (
        math.fmod(left, right)
        if isinstance(left, float)
        else left - right * int(Fraction(left) / Fraction(right))
    )


def _rounded(how: str) -> Callable[..., Any]:
    def run(value: Any, digits: int = 0) -> Any:
        if isinstance(value, int):
            return value
        if isinstance(value, float):
            if not math.isfinite(value):
                return value
            if digits == 0 and how == ROUND_HALF_UP:
                return float(round(value))
            return float(Decimal(value).quantize(Decimal(1).scaleb(-digits), how))
        return value.quantize(Decimal(1).scaleb(-digits), how)

    return run


def _power(left: Any, right: Any) -> Any:
    if isinstance(left, float) or isinstance(right, float):
        return float(left) ** float(right)
    return Decimal(left) ** Decimal(right)


_EXTRACTED: Mapping[str, Callable[[Any], Any]] = {
    "year": lambda m: m.year, "month": lambda m: m.month, "day": lambda m: m.day, "hour": lambda m: m.hour,
    "minute": lambda m: m.minute, "second": lambda m: Decimal(m.second) + Decimal(m.microsecond) / 1_000_000,
    "dow": lambda m: m.isoweekday() % 7, "isodow": lambda m: m.isoweekday(), "doy": lambda m: m.timetuple().tm_yday,
    "week": lambda m: m.isocalendar()[1], "quarter": lambda m: (m.month + 2) // 3, "isoyear": lambda m: m.isocalendar()[0],
    "milliseconds": lambda m: m.second * 1000 + Decimal(m.microsecond) / 1000, "decade": lambda m: m.year // 10,
    "microseconds": lambda m: m.second * 1_000_000 + m.microsecond, "century": lambda m: (m.year + 99) // 100,
    "epoch": lambda m: Decimal((_moment(m) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)) / 1_000_000,
}  # fmt: skip


def _extract(part: str, value: Any) -> Any:
    if isinstance(value, Interval):
        parts: dict[str, Callable[[], Any]] = {
            "epoch": lambda: Decimal(value.total) / 1_000_000,
            "day": lambda: value.days,
            "month": lambda: value.months % 12,
            "year": lambda: value.months // 12,
            "hour": lambda: value.microseconds // 3_600_000_000,
            "minute": lambda: value.microseconds // 60_000_000 % 60,
        }
        return parts[part]()
    return _EXTRACTED[part](value)


def _date_trunc(part: str, value: Any) -> Any:
    moment = value if isinstance(value, dt.datetime) else _moment(value)
    names = ("year", "month", "day", "hour", "minute", "second")
    if part == "week":
        moment -= dt.timedelta(days=moment.weekday())
        part = "day"
    if part == "quarter":
        moment, part = moment.replace(month=(moment.month - 1) // 3 * 3 + 1, day=1), "month"
    if part in ("milliseconds", "microseconds"):
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000) if part[:2] == "mi" else moment
    if part not in names:
        raise LookupError(part)
    kept = {name: getattr(moment, name) for name in names[: names.index(part) + 1]}
    return dt.datetime(**({"month": 1, "day": 1} | kept), tzinfo=moment.tzinfo)


def _at_time_zone(value: Any, zone: str) -> Any:
    if zone.lower() not in ("utc", "gmt", "etc/utc"):
        raise LookupError(zone)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None) if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return _moment(value).replace(tzinfo=None)


def _age(left: Any, right: Any) -> Interval:
    first, last = _moment(right), _moment(left)
    sign = 1
    if last < first:
        first, last, sign = last, first, -1
    months = (last.year - first.year) * 12 + last.month - first.month
    while _shifted(first, Interval(months), 1) > last:
        months -= 1
    rest = last - _shifted(first, Interval(months), 1)
    micros = rest // dt.timedelta(microseconds=1) - rest.days * 86_400_000_000
    return Interval(sign * months, sign * rest.days, sign * micros)


_TO_CHAR = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "HH24": "%H", "MI": "%M", "SS": "%S"}


def _to_char(value: Any, form: str) -> str:
    pattern = re.sub("|".join(_TO_CHAR), lambda m: _TO_CHAR[m[0]], form)
    if re.search(r"[A-Za-z]", re.sub(r"%[A-Za-z]", "", pattern)):
        raise LookupError(form)
    return str(value.strftime(pattern))


# Text


def regex(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    """A regular expression of Postgres' as one of Python's; cached. Raises LookupError for what differs too much."""
    return _regex(pattern, ignore_case)


_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "space": r"\s",
    "punct": r"""!-/:-@\[-`{-~""", "xdigit": "0-9A-Fa-f", "word": r"\w", "blank": r" \t",
}  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _regex(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    flags = re.IGNORECASE if ignore_case else 0
    if pattern.startswith("***="):
        return re.compile(re.escape(pattern[4:]), flags)
    pattern = pattern.removeprefix("***:")
    options = re.match(r"\(\?([a-z]+)\)", pattern)
    if options:
        if set(options[1]) - set("icsnpwtb"):
            raise LookupError(pattern)
        flags = (
            flags & ~re.IGNORECASE
            if "c" in options[1]
            else flags | (re.IGNORECASE if "i" in options[1] else 0)
        )
        pattern = pattern[options.end() :]
    for name, members in _CLASSES.items():
        pattern = pattern.replace(f"[:{name}:]", members)
    if re.search(r"\[[.=:]", pattern) or re.search(r"(?<!\\)(?:\\\\)*\\[cBe]", pattern):
        raise LookupError(pattern)
    # $ is the very end there; \m and \M are the ends of words; a dot is any character.
    pattern = re.sub(r"(?<!\\)((?:\\\\)*)\\([mMyYZ])", lambda m: m[1] + _ESCAPED[m[2]], pattern)
    try:
        return re.compile(_ends(pattern), flags | re.DOTALL)
    except (re.error, OverflowError, RecursionError):
        raise LookupError(pattern) from None


_ESCAPED = {"m": r"\b(?=\w)", "M": r"\b(?<=\w)", "y": r"\b", "Y": r"\B", "Z": r"\Z"}


def _ends(pattern: str) -> str:
    """``$`` outside brackets and escapes as ``\\Z``."""
    out, place, inside = [], 0, False
    while place < len(pattern):
        char = pattern[place]
        if char == "\\":
            out.append(pattern[place : place + 2])
            place += 2
            continue
        if inside and char == "[":
            char = "\\["
        elif char == "[" and not inside:
            inside = True
            for lead in ("[^]", "[]"):
                if pattern.startswith(lead, place):
                    char, place = lead[:-1] + "\\]", place + len(lead) - 1
                    break
        elif char == "]" and inside:
            inside = False
        elif char == "$" and not inside:
            char = r"\Z"
        out.append(char)
        place += 1
    return "".join(out)


@functools.lru_cache(maxsize=4096)
def like_pattern(pattern: str, ignore_case: bool = False) -> re.Pattern[str]:
    """A LIKE pattern as a regular expression for ``fullmatch``."""
    out, place = [], 0
    while place < len(pattern):
        char = pattern[place]
        if char == "\\" and place + 1 < len(pattern):
            place += 1
            out.append(re.escape(pattern[place]))
        else:
            out.append({"%": ".*", "_": "."}.get(char) or re.escape(char))
        place += 1
    return re.compile("".join(out), re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _escaped_like(pattern: str, escape: str) -> str:
    """A LIKE pattern with another escape character as one with a backslash."""
    out, place = [], 0
    while place < len(pattern):
        char = pattern[place]
        if char == escape and place + 1 < len(pattern):
            place += 1
            out.append("\\" + pattern[place])
        else:
            out.append("\\\\" if char == "\\" else char)
        place += 1
    return "".join(out)


@functools.lru_cache(maxsize=1024)
def similar_pattern(pattern: str) -> str:
    """A SIMILAR TO pattern as a regular expression of Postgres' own, anchored."""
    out, place, inside = [], 0, False
    while place < len(pattern):
        char = pattern[place]
        if char == "\\":
            out.append(pattern[place : place + 2])
            place += 2
            continue
        inside = (inside or char == "[") and char != "]"
        if inside:
            out.append(char)
        else:
            out.append({"%": ".*", "_": ".", ".": r"\.", "^": r"\^", "$": r"\$", "(": "(?:"}.get(char, char))
        place += 1
    return f"^(?:{''.join(out)})$"


def _matches(ignore_case: bool) -> Callable[[str, str], bool]:
    return lambda text, pattern: regex(pattern, ignore_case=ignore_case).search(text) is not None


def _left(text: str, n: int) -> str:
    return text[:n] if n >= 0 else text[: max(len(text) + n, 0)]


def _right(text: str, n: int) -> str:
    return text[max(len(text) - n, 0) :] if n >= 0 else text[-n:]


def _substring(text: str, start: Any, length: int | None = None) -> str | None:
    if isinstance(start, str):
        found = regex(start).search(text)
        return None if found is None else found[1] if found.re.groups else found[0]
    first = max(start - 1, 0)
    return text[first:] if length is None else text[first : max(start - 1 + length, first)]


def _length(value: Any) -> int:
    return len(value)


def _octets(value: Any) -> int:
    return len(value.encode()) if isinstance(value, str) else len(value)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value[0]


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value[1]


def _initcap(text: str) -> str:
    return re.sub(r"[^\W_]+", lambda word: word[0][:1].upper() + word[0][1:].lower(), text)


def _split_part(text: str, by: str, n: int) -> str:
    parts = text.split(by) if by else [text]
    place = n - 1 if n > 0 else len(parts) + n
    return parts[place] if 0 <= place < len(parts) else ""


def _regexp_replace(text: str, pattern: str, new: str, flags: str = "") -> str:
    if set(flags) - set("gi") or "\\" in new:
        raise LookupError(flags)
    return regex(pattern, ignore_case="i" in flags).sub(
        new.replace("\\", "\\\\"), text, 0 if "g" in flags else 1
    )


# Documents and arrays


def _typeof(document: Document) -> str:
    value = document.value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    kinds: dict[type, str] = {dict: "object", list: "array", str: "string"}
    return kinds.get(type(value), "number")


def _get(document: Document, key: Any) -> Document | None:
    value = document.value
    if isinstance(value, dict) and isinstance(key, str):
        return Document(value[key]) if key in value else None
    if isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
        return Document(value[key])
    return None


def _as_text(document: Document | None) -> str | None:
    if document is None or document.value is None:
        return None
    return document.value if isinstance(document.value, str) else json.dumps(document.value)


def _path(document: Document, keys: Any) -> Document | None:
    found: Document | None = document
    for key in keys:
        if found is None:
            return None
        found = _get(found, int(key) if isinstance(found.value, list) and key.lstrip("-").isdigit() else key)
    return found


def _has_key(document: Document, key: str) -> bool:
    value = document.value
    return key in value if isinstance(value, (dict, list)) else value == key


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, Document) and isinstance(right, Document):
        return _json_contains(left.value, right.value)
    if _is_range(left):
        return _range_contains(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return _box_contains(_figures(left), _figures(right))
    return all(
        any(item is not None and other is not None and equal(item, other) for item in left) for other in right
    )


def _box_contains(box: list[float], point: list[float]) -> bool:
    """Whether a box holds a point (or a box)."""
    if len(box) != 4:
        raise LookupError("a shape that is no box")
    xs, ys = sorted(box[0::2]), sorted(box[1::2])
    return all(xs[0] <= x <= xs[1] for x in point[0::2]) and all(ys[0] <= y <= ys[1] for y in point[1::2])


def _json_contains(left: Any, right: Any) -> bool:
    if isinstance(right, dict):
        return isinstance(left, dict) and all(
            k in left and _json_contains(left[k], v) for k, v in right.items()
        )
    if isinstance(right, list):
        return isinstance(left, list) and all(any(_json_contains(item, v) for item in left) for v in right)
    return bool(left == right) and isinstance(left, bool) is isinstance(right, bool)


def _is_range(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 3 and isinstance(value[2], str) and value[2] in _BOUNDS


_BOUNDS = ("[)", "[]", "(]", "()", "empty")


def _range(low: Any, high: Any, bounds: str = "[)") -> tuple[Any, Any, str]:
    return (low, high, bounds)


def _range_contains(left: Any, right: Any) -> bool:
    low, high, bounds = left
    first, last = (right[0], right[1]) if _is_range(right) else (right, right)
    if bounds == "empty" or (_is_range(right) and right[2] == "empty"):
        return bounds != "empty" or (_is_range(right) and right[2] == "empty")
    above = low is None or (first is not None and compared(low, first) <= (0 if bounds[0] == "[" else -1))
    if _is_range(right):
        return above and (high is None or (last is not None and compared(last, high) <= 0))
    return above and (high is None or compared(last, high) <= (0 if bounds[1] == "]" else -1))


def _array_length(array: Any, dimension: int = 1) -> int | None:
    return (len(array) or None) if dimension == 1 else None


def _item(array: Any, place: int) -> Any:
    return array[place - 1] if 1 <= place <= len(array) else None


def _position_of(array: Any, item: Any) -> int | None:
    return next((n for n, found in enumerate(array, 1) if found is not None and equal(found, item)), None)


def _is_json(document: Any, kind: str) -> bool:
    return (
        kind in ("value", "")
        or _typeof(document) == kind
        or (kind == "scalar" and not isinstance(document.value, (dict, list)))
    )


def _joined(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    raise TypeError("||")


# Addresses and points, which are texts here


def _network(text: str) -> Any:
    return ipaddress.ip_interface(text).network


def _inside(left: Any, right: Any) -> Any:
    """``<<`` and ``<<=`` of addresses; a shift of numbers."""
    if isinstance(left, int):
        return left << right
    inner, outer = _network(left), _network(right)
    return inner.version == outer.version and inner.subnet_of(outer)


def _around(left: Any, right: Any) -> Any:
    return left >> right if isinstance(left, int) else _inside(right, left)


def _shape_of(text: str) -> str:
    """The kind of a geometry in text: ``POINT``."""
    return text.split(";")[-1].split("(")[0].split()[0]


_ST_NAMES = {
    "POINT": "ST_Point", "LINESTRING": "ST_LineString", "POLYGON": "ST_Polygon", "MULTIPOINT": "ST_MultiPoint",
    "MULTILINESTRING": "ST_MultiLineString", "MULTIPOLYGON": "ST_MultiPolygon", "GEOMETRYCOLLECTION": "ST_GeometryCollection",
}  # fmt: skip


def _figures(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", text)]


def _item_of(value: Any, place: int) -> Any:
    """An item of an array; a coordinate of a point, which counts from nought."""
    return _figures(value)[place] if isinstance(value, str) else _item(value, place)


def _strip(how: str) -> Callable[..., str]:
    return lambda text, characters=" ": getattr(text, how)(characters)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "=": equal,
    "<>": lambda left, right: not equal(left, right),
    "<": _compare(lambda c: c < 0),
    "<=": _compare(lambda c: c <= 0),
    ">": _compare(lambda c: c > 0),
    ">=": _compare(lambda c: c >= 0),
    "not": lambda value: not value,
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "%": _modulo,
    "div": lambda a, b: _rounded(ROUND_DOWN)(Decimal(a) / Decimal(b)),
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "#": lambda a, b: a ^ b,
    "bitnot": lambda a: ~a,
    "get_bit": lambda bits, n: int(bits[n]),
    "neg": lambda a: -a,
    "abs": abs,
    "round": _rounded(ROUND_HALF_UP),
    "trunc": _rounded(ROUND_DOWN),
    "floor": _rounded(ROUND_FLOOR),
    "ceil": _rounded(ROUND_CEILING),
    "power": _power,
    "sqrt": lambda a: math.sqrt(a) if isinstance(a, float) else Decimal(a).sqrt(),
    "sign": lambda a: (a > 0) - (a < 0),
    "scale": lambda a: max(-int(a.as_tuple().exponent), 0) if isinstance(a, Decimal) else 0,
    "isfinite": lambda a: not isinstance(a, float),
    "extract": _extract,
    "date_trunc": _date_trunc,
    "at time zone": _at_time_zone,
    "age": _age,
    "make_date": dt.date,
    "to_char": _to_char,
    "~": _matches(False),
    "~*": _matches(True),
    "like": lambda text, pattern: like_pattern(pattern).fullmatch(text) is not None,
    "ilike": lambda text, pattern: like_pattern(pattern, True).fullmatch(text) is not None,
    "like_escape": lambda pattern, escape: _escaped_like(pattern, escape),
    "similar to": lambda text, pattern: regex(similar_pattern(pattern)).search(text) is not None,
    "length": _length,
    "octet_length": _octets,
    "bit_length": lambda value: 8 * _octets(value),
    "lower": _lower,
    "upper": _upper,
    "initcap": _initcap,
    "btrim": _strip("strip"),
    "ltrim": _strip("lstrip"),
    "rtrim": _strip("rstrip"),
    "left": _left,
    "right": _right,
    "substring": _substring,
    "position": lambda part, text: text.find(part) + 1,
    "starts_with": lambda text, start: text.startswith(start),
    "replace": lambda text, old, new: text.replace(old, new) if old else text,
    "regexp_replace": _regexp_replace,
    "split_part": _split_part,
    "repeat": lambda text, n: text * max(n, 0),
    "reverse": lambda text: text[::-1],
    "ascii": lambda text: ord(text[0]) if text else 0,
    "md5": lambda text: hashlib.md5(text.encode()).hexdigest(),
    "string_to_array": lambda text, by: tuple(text.split(by)) if text else (),
    "translate": lambda text, old, new: text.translate(
        {ord(c): (new[i] if i < len(new) else None) for i, c in reversed(list(enumerate(old)))}
    ),
    "||": _joined,
    "jsonb_typeof": _typeof,
    "jsonb_array_length": lambda d: len(d.value) if isinstance(d.value, list) else None,
    "->": _get,
    "->>": lambda document, key: _as_text(_get(document, key)),
    "#>": _path,
    "#>>": lambda document, keys: _as_text(_path(document, keys)),
    "?": _has_key,
    "?&": lambda document, keys: all(_has_key(document, key) for key in keys),
    "?|": lambda document, keys: any(_has_key(document, key) for key in keys),
    "@>": _contains,
    "<@": lambda left, right: _contains(right, left),
    "&&": lambda left, right: any(_contains(left, (item,)) for item in right if item is not None),
    "is json": _is_json,
    "cardinality": len,
    "array_length": _array_length,
    "array_ndims": lambda array: 1 if array else None,
    "array_position": _position_of,
    "[]": _item_of,
    "<<": _inside,
    ">>": _around,
    "st_isvalid": lambda g: True,
    "st_issimple": lambda g: True,
    "st_isempty": lambda g: False,
    "st_srid": lambda g: int(g[5:].split(";")[0]) if g.startswith("SRID=") else 0,
    "geometrytype": lambda g: _shape_of(g),
    "st_geometrytype": lambda g: _ST_NAMES.get(_shape_of(g), "ST_Point"),
    "st_ndims": lambda g: 2 + (" Z" in g) + (" M" in g) + 2 * (" ZM" in g),
    "ndims": lambda g: 2 + (" Z" in g) + (" M" in g),
    "st_coorddim": lambda g: 2 + (" Z" in g) + (" M" in g),
    "nlevel": lambda path: len(path.split(".")),
    "family": lambda a: ipaddress.ip_interface(a).version,
    "masklen": lambda a: _network(a).prefixlen,
    "radius": lambda c: _figures(c)[2],
    "diameter": lambda c: 2 * _figures(c)[2],
    "isempty": lambda r: r[2] == "empty",
    "lower_inc": lambda r: r[2][0] == "[" and r[0] is not None,
    "upper_inc": lambda r: r[2][-1] == "]" and r[1] is not None,
    "lower_inf": lambda r: r[2] != "empty" and r[0] is None,
    "upper_inf": lambda r: r[2] != "empty" and r[1] is None,
}
FUNCTIONS.update(
    dict.fromkeys(("int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"), _range)
)
