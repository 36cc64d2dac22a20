"""What a term is worth for given values, as Postgres would find it: null where anything strict is.

Values are Python's: int, Decimal, float, str, bool, date, datetime (aware for timestamptz), time, Interval,
bytes, tuples for arrays and ranges ``(low, high, bounds)``; documents are what ``json.loads`` gives, wrapped in Document.
A function that is not known here raises NotUnderstood when the term is compiled, never when it is run.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from .functions import FUNCTIONS, Document, compared, equal, json_text
from .terms import Call, Column, Term, Value

__all__ = ["Document", "Row", "compiled", "constant_value"]

Row: TypeAlias = Mapping[str, Any]
Evaluator: TypeAlias = Callable[[Row], Any]


def compiled(term: Term, *, now: dt.datetime | None = None) -> Evaluator:
    """The term as a function of a row. Raises LookupError for what cannot be evaluated here."""
    if isinstance(term, Column):
        return operator.itemgetter(term.name)
    if isinstance(term, Value):
        value = Document.of(term.value) if term.family == "json" else term.value
        return lambda row: value
    if term.op in _SPECIAL:
        return _SPECIAL[term.op](term, now)
    if term.op in ("now", "current_date", "localtimestamp"):
        if now is None:
            raise LookupError(term.op)
        moment: Any = {"now": now, "current_date": now.date(), "localtimestamp": now.replace(tzinfo=None)}[
            term.op
        ]
        return lambda row: moment
    function = FUNCTIONS[term.op]
    parts = [compiled(argument, now=now) for argument in term.args]
    if len(parts) == 1:
        return _strict_one(function, parts[0])
    if len(parts) == 2:
        return _strict_two(function, *parts)
    return _strict(function, parts)


def constant_value(term: Term) -> Any:
    """What a term without columns is worth. Raises LookupError, ArithmeticError, ValueError, TypeError."""
    return compiled(term)({})


def _strict_one(function: Callable[[Any], Any], part: Evaluator) -> Evaluator:
    def run(row: Row) -> Any:
        value = part(row)
        return None if value is None else function(value)

    return run


def _strict_two(function: Callable[[Any, Any], Any], first: Evaluator, second: Evaluator) -> Evaluator:
    def run(row: Row) -> Any:
        left = first(row)
        if left is None:
            return None
        right = second(row)
        return None if right is None else function(left, right)

    return run


def _strict(function: Callable[..., Any], parts: list[Evaluator]) -> Evaluator:
    def run(row: Row) -> Any:
        values = [part(row) for part in parts]
        return None if None in values else function(*values)

    return run


# What is not strict: each from its call to a function of a row.


def _parts(term: Call, now: dt.datetime | None) -> list[Evaluator]:
    return [compiled(argument, now=now) for argument in term.args]


def _and(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)

    def run(row: Row) -> Any:
        result: bool | None = True
        for part in parts:
            value = part(row)
            if value is False:
                return False
            result = None if value is None else result
        return result

    return run


def _or(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)

    def run(row: Row) -> Any:
        result: bool | None = False
        for part in parts:
            value = part(row)
            if value is True:
                return True
            result = None if value is None else result
        return result

    return run


def _in(term: Call, now: dt.datetime | None) -> Evaluator:
    item, *others = _parts(term, now)

    def run(row: Row) -> Any:
        value = item(row)
        if value is None:
            return None
        result: bool | None = False
        for other in others:
            candidate = other(row)
            if candidate is None:
                result = None
            elif equal(value, candidate):
                return True
        return result

    return run


def _is_null(term: Call, now: dt.datetime | None) -> Evaluator:
    (part,) = _parts(term, now)
    return lambda row: part(row) is None


def _is_true(term: Call, now: dt.datetime | None) -> Evaluator:
    (part,) = _parts(term, now)
    wanted = term.op == "is true"
    return lambda row: part(row) is wanted


def _distinct(term: Call, now: dt.datetime | None) -> Evaluator:
    first, second = _parts(term, now)
    apart = term.op == "is distinct from"

    def run(row: Row) -> bool:
        left, right = first(row), second(row)
        same = left is right if left is None or right is None else equal(left, right)
        return same is not apart

    return run


def _case(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)
    branches, default = list(zip(parts[:-1:2], parts[1::2], strict=True)), parts[-1]

    def run(row: Row) -> Any:
        return (
            next((outcome(row) for test, outcome in branches if test(row) is True), None)
            if any(test(row) is True for test, _ in branches)
            else default(row)
        )

    return run


def _coalesce(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)
    return lambda row: next((value for part in parts if (value := part(row)) is not None), None)


def _nullif(term: Call, now: dt.datetime | None) -> Evaluator:
    first, second = _parts(term, now)

    def run(row: Row) -> Any:
        left, right = first(row), second(row)
        return None if left is not None and right is not None and equal(left, right) else left

    return run


def _count_nulls(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)
    wanted = term.op == "num_nulls"
    return lambda row: sum((part(row) is None) is wanted for part in parts)


def _extreme(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)
    sign = 1 if term.op == "greatest" else -1

    def run(row: Row) -> Any:
        best = None
        for part in parts:
            value = part(row)
            if value is not None and (best is None or compared(value, best) * sign > 0):
                best = value
        return best

    return run


def _concat(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)
    return lambda row: "".join(str(value) for part in parts if (value := part(row)) is not None)


def _array(term: Call, now: dt.datetime | None) -> Evaluator:
    parts = _parts(term, now)
    return lambda row: tuple(part(row) for part in parts)


def _quantified(term: Call, now: dt.datetime | None) -> Evaluator:
    operation, item, among = term.args
    if not isinstance(operation, Value):
        raise LookupError(term.op)
    function = FUNCTIONS[operation.value]
    one, many = compiled(item, now=now), compiled(among, now=now)
    stops = term.op == "any"

    def run(row: Row) -> Any:
        value, array = one(row), many(row)
        if array is None:
            return None
        result: bool | None = not stops
        for other in array:
            found = None if value is None or other is None else function(value, other)
            if found is stops:
                return stops
            result = None if found is None else result
        return result

    return run


def _cast(term: Call, now: dt.datetime | None) -> Evaluator:
    inner, wanted, kind = term.args
    if not (isinstance(wanted, Value) and isinstance(kind, Value)):
        raise LookupError("cast")
    part, convert = compiled(inner, now=now), _conversion(str(wanted.value), str(kind.value))
    return _strict_one(convert, part)


def _conversion(wanted: str, kind: str) -> Callable[[Any], Any]:
    if wanted not in _CONVERSIONS:
        raise LookupError(f"cast to {kind}")
    digits = re.search(r"\((\d+)(?:, *(-?\d+))?\)", kind)
    if wanted == "numeric" and digits:
        scale = Decimal(1).scaleb(-int(digits[2] or 0))
        return lambda value: Decimal(value).quantize(scale, ROUND_HALF_UP)
    return _CONVERSIONS[wanted]


def _to_int(value: Any) -> int:
    if isinstance(value, str):
        return int(value.strip())
    if isinstance(value, float):
        return round(value)
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def _to_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Document):
        return json_text(value.value)
    raise TypeError(type(value).__name__)


def _to_date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return (value.astimezone(dt.UTC) if value.tzinfo else value).date()
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _to_moment(value: Any, zone: dt.tzinfo | None) -> Any:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=zone) if value.tzinfo is None or zone is None else value.astimezone(zone)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=zone)
    raise TypeError(type(value).__name__)


def _to_bool(value: Any) -> bool:
    if isinstance(value, str):
        return {"t": True, "true": True, "f": False, "false": False}[value.lower()]
    return bool(value)


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "int": _to_int,
    "numeric": lambda value: Decimal(str(value)) if isinstance(value, float) else Decimal(value),
    "float": float,
    "text": _to_text,
    "bool": _to_bool,
    "date": _to_date,
    "timestamp": lambda value: _to_moment(value, None),
    "timestamptz": lambda value: _to_moment(value, dt.UTC),
    "json": lambda value: value if isinstance(value, Document) else Document.of(value),
}

_SPECIAL: Mapping[str, Callable[[Call, dt.datetime | None], Evaluator]] = {
    "and": _and,
    "or": _or,
    "in": _in,
    "is null": _is_null,
    "is true": _is_true,
    "is false": _is_true,
    "is distinct from": _distinct,
    "is not distinct from": _distinct,
    "case": _case,
    "coalesce": _coalesce,
    "nullif": _nullif,
    "num_nulls": _count_nulls,
    "num_nonnulls": _count_nulls,
    "greatest": _extreme,
    "least": _extreme,
    "concat": _concat,
    "array": _array,
    "any": _quantified,
    "all": _quantified,
    "cast": _cast,
}

#: Functions that may give something else than null for a null.
LENIENT = frozenset(_SPECIAL) - {"and", "or", "in", "cast", "any", "all"}
