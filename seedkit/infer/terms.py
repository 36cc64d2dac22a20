"""The language of constraints: an SQL expression as a small tree of columns, values and calls.

Operators are calls like functions: ``Call("<", (Column("start"), Column("end")))``. Names are those of
Postgres in lower case; what it writes as a word between operands keeps it (``is null``, ``at time zone``).
``opaque`` is an expression that was not understood: its text, and the columns it reads.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from ..schema.reflected import Type

__all__ = ["Call", "Column", "Interval", "Term", "Value", "columns_of", "family", "parsed_value", "spelled"]


@dataclass(frozen=True)
class Column:
    """The value of a column in the row."""

    name: str

    def __str__(self) -> str:
        return spelled(self)


@dataclass(frozen=True)
class Value:
    """A constant: a Python value, and the family of its type. Lists are tuples, documents their JSON text."""

    value: Any
    family: str = ""

    def __str__(self) -> str:
        return spelled(self)


@dataclass(frozen=True)
class Call:
    """An operator or function of other terms."""

    op: str
    args: tuple[Term, ...]

    def __str__(self) -> str:
        return spelled(self)


Term: TypeAlias = Column | Value | Call


@functools.total_ordering
class Interval(NamedTuple):
    """A span as Postgres keeps it; compared, as there, with months of 30 days and days of 24 hours."""

    months: int = 0
    days: int = 0
    microseconds: int = 0

    @property
    def total(self) -> int:
        """Microseconds in all."""
        return ((self.months * 30 + self.days) * 86_400_000_000) + self.microseconds

    def __lt__(self, other: Any) -> bool:
        return bool(self.total < other.total)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interval) and self.total == other.total

    def __hash__(self) -> int:
        return hash(self.total)


def columns_of(term: Term) -> frozenset[str]:
    """The columns that a term reads."""
    if isinstance(term, Column):
        return frozenset({term.name})
    if isinstance(term, Value):
        return frozenset()
    return frozenset().union(*map(columns_of, term.args))


def walk(term: Term) -> Iterator[Term]:
    """The term and all terms inside it."""
    yield term
    if isinstance(term, Call):
        for argument in term.args:
            yield from walk(argument)


def substituted(term: Term, known: dict[str, Term]) -> Term:
    """The term with some of its columns replaced."""
    if isinstance(term, Column):
        return known.get(term.name, term)
    if isinstance(term, Value):
        return term
    return Call(term.op, tuple(substituted(argument, known) for argument in term.args))


_FAMILIES = {
    "int2": "int", "int4": "int", "int8": "int", "oid": "int", "numeric": "numeric", "money": "numeric",
    "float4": "float", "float8": "float", "bool": "bool", "text": "text", "varchar": "text", "bpchar": "text",
    "char": "text", "name": "text", "citext": "text", "xml": "xml", "date": "date", "time": "time", "timetz": "timetz",
    "timestamp": "timestamp", "timestamptz": "timestamptz", "interval": "interval", "uuid": "uuid", "json": "json",
    "jsonb": "json", "bytea": "bytea", "inet": "inet", "cidr": "inet", "bit": "bit", "varbit": "bit",
    # as sqlglot and format_type spell them
    "smallint": "int", "int": "int", "integer": "int", "bigint": "int", "decimal": "numeric", "real": "float",
    "double": "float", "double precision": "float", "float": "float", "boolean": "bool", "character varying": "text",
    "character": "text", "nvarchar": "text", "nchar": "text", "ntext": "text", "varbinary": "bytea", "blob": "bytea",
    "timestamp with time zone": "timestamptz", "timestamp without time zone": "timestamp", "time with time zone": "timetz",
    "time without time zone": "time", "bit varying": "bit", "timestampntz": "timestamp", "smallmoney": "numeric",
}  # fmt: skip


def family(kind: Type | str) -> str:
    """Which of a few families a type belongs to: ``int numeric float text bool date …``, else ``other``."""
    if isinstance(kind, str):
        name = re.sub(r"\(.*?\)", "", kind.lower()).strip()
        if name.endswith("[]"):
            return "array"
        return "text" if name.rsplit(".", 1)[-1] == "citext" else _FAMILIES.get(name, "other")
    base = kind.base
    return _FAMILIES.get(base.name.name, "other") if base.kind == "base" else base.kind


_INTERVAL = re.compile(r"([-+]?\d+(?:\.\d+)?) *(year|mon|week|day|hour|min|sec|millisec|microsec)\w*", re.I)
_CLOCK = re.compile(r"([-+]?)(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?$")


def interval(text: str) -> Interval:
    """An interval from the text that Postgres prints (``1 year 2 mons 3 days 04:05:06``). Raises ValueError."""
    months, days, micros = Decimal(0), Decimal(0), Decimal(0)
    rest = text.strip()
    clock = _CLOCK.search(rest)
    if clock:
        sign = -1 if clock[1] == "-" else 1
        micros += (
            sign * (Decimal(clock[2]) * 3600 + Decimal(clock[3]) * 60 + Decimal(clock[4] or 0)) * 1_000_000
        )
        rest = rest[: clock.start()]
    for number, unit in _INTERVAL.findall(rest):
        amount, unit = Decimal(number), unit.lower()
        months += amount * {"year": 12, "mon": 1}.get(unit, 0)
        days += amount * {"week": 7, "day": 1}.get(unit, 0)
        micros += amount * {
            "hour": 3_600_000_000, "min": 60_000_000, "sec": 1_000_000, "millisec": 1000, "microsec": 1,
        }.get(unit, 0)  # fmt: skip
    if not clock and not _INTERVAL.search(rest) and rest.strip(" 0@"):
        raise ValueError(text)
    return Interval(int(months), int(days), int(micros))


def parsed_value(text: str, kind: str) -> Value:
    """A constant from its text, by the family of its type. Raises ValueError where it does not read so."""
    if kind in ("date", "timestamp", "timestamptz") and text in ("infinity", "-infinity"):
        return Value(math.inf if text == "infinity" else -math.inf, kind)
    match kind:
        case "int":
            return Value(int(text), kind)
        case "numeric":
            return Value(math.nan if text == "NaN" else Decimal(re.sub(r"[$,]", "", text)), kind)
        case "float":
            return Value(float(text), kind)
        case "bool":
            return Value(text.strip().lower() in ("t", "true", "y", "yes", "on", "1"), kind)
        case "date":
            return Value(dt.date.fromisoformat(text.strip()[:10]), kind)
        case "timestamp" | "timestamptz":
            moment = dt.datetime.fromisoformat(re.sub(r"([+-]\d\d)$", r"\1:00", text.strip()))
            if kind == "timestamp":
                return Value(moment.replace(tzinfo=None), kind)
            return Value(
                (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC), kind
            )
        case "time":
            return Value(dt.time.fromisoformat(text.strip()), kind)
        case "interval":
            return Value(interval(text), kind)
        case "json":
            return Value(json.dumps(json.loads(text), sort_keys=True), kind)
        case "bytea":
            return Value(bytes.fromhex(text[2:]) if text.startswith("\\x") else text.encode(), kind)
        case "uuid":
            return Value(text.lower(), kind)
    return Value(text, kind)


def array_items(text: str) -> list[str | None]:
    """The items of a one-dimensional array in Postgres' text form. Raises ValueError."""
    if not (text.startswith("{") and text.endswith("}")):
        raise ValueError(text)
    items: list[str | None] = []
    for quoted, bare in re.findall(r'"((?:[^"\\]|\\.)*)"|([^,{}"]+)', text[1:-1]):
        if bare:
            items.append(None if bare.strip().upper() == "NULL" else bare.strip())
        else:
            items.append(re.sub(r"\\(.)", r"\1", quoted))
    return items


_INFIX = frozenset(
    [
        "=",
        "<>",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "&",
        "|",
        "#",
        "^",
        "<<",
        ">>",
        "||",
        "like",
        "ilike",
        "~",
        "~*",
        "#>",
        "#>>",
        "?",
        "?&",
        "?|",
        "@>",
        "<@",
        "&&",
    ]
) | {"is distinct from", "is not distinct from", "similar to", "at time zone"}
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_BARE = frozenset({"now", "current_date", "localtimestamp", "current_time"})


def spelled(term: Term) -> str:
    """A term as SQL, for people and for reading it again."""
    if isinstance(term, Column):
        return term.name if _PLAIN.fullmatch(term.name) else '"' + term.name.replace('"', '""') + '"'
    if isinstance(term, Value):
        return _spelled_value(term.value, term.family)
    args = [spelled(argument) for argument in term.args]
    if term.op == "opaque":
        return str(term.args[0].value) if isinstance(term.args[0], Value) else "…"
    if term.op in _INFIX and len(args) == 2:
        return f"({args[0]} {term.op} {args[1]})"
    if term.op in _SPELLINGS:
        return _SPELLINGS[term.op](args)
    if term.op in _BARE:
        return "now()" if term.op == "now" else term.op
    return f"{term.op}({', '.join(args)})"


def _cases(args: list[str]) -> str:
    branches = " ".join(f"WHEN {a} THEN {b}" for a, b in zip(args[:-1:2], args[1::2], strict=True))
    return f"CASE {branches} ELSE {args[-1]} END"


_SPELLINGS: Mapping[str, Callable[[list[str]], str]] = {
    "and": lambda a: f"({' AND '.join(a)})",
    "or": lambda a: f"({' OR '.join(a)})",
    "not": lambda a: f"(NOT {a[0]})",
    "neg": lambda a: f"(- {a[0]})",
    "is null": lambda a: f"({a[0]} IS NULL)",
    "is true": lambda a: f"({a[0]} IS TRUE)",
    "is false": lambda a: f"({a[0]} IS FALSE)",
    "in": lambda a: f"({a[0]} IN ({', '.join(a[1:])}))",
    "->": lambda a: f"({a[0]} -> {_cast_key(a[1])})",
    "->>": lambda a: f"({a[0]} ->> {_cast_key(a[1])})",
    "is json": lambda a: f"({a[0]} IS JSON {a[1][1:-1].upper()})",
    "any": lambda a: f"({a[1]} {a[0][1:-1]} ANY ({a[2]}))",
    "all": lambda a: f"({a[1]} {a[0][1:-1]} ALL ({a[2]}))",
    "array": lambda a: f"ARRAY[{', '.join(a)}]",
    "[]": lambda a: f"{a[0]}[{a[1]}]",
    ".": lambda a: f"({a[0]}).{a[1][1:-1]}",
    "case": _cases,
    "cast": lambda a: f"({a[0]})::{a[2][1:-1]}",
    "extract": lambda a: f"extract({a[0][1:-1]} FROM {a[1]})",
    "position": lambda a: f"position({a[0]} IN {a[1]})",
    "row": lambda a: f"({', '.join(a)})",
}


def _cast_key(key: str) -> str:
    return f"{key}::text" if key.startswith("'") else key


def _spelled_value(value: Any, kind: str) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Interval):
        return f"'{value.months} mons {value.days} days {value.microseconds} microseconds'::interval"
    if isinstance(value, (int, Decimal)):
        return str(value)
    text = (
        value.isoformat(*([" "] if isinstance(value, dt.datetime) else []))
        if hasattr(value, "isoformat")
        else str(value)
    )
    if isinstance(value, float):
        text = {"inf": "infinity", "-inf": "-infinity", "nan": "NaN"}.get(text, text)
    quoted = "'" + text.replace("'", "''") + "'"
    return quoted if kind in ("", "text") or ":" in kind else f"{quoted}::{_CASTS.get(kind, kind)}"


_CASTS = {"float": "double precision", "json": "jsonb", "inet": "inet"}
