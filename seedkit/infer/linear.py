"""Comparisons of numbers and moments as linear inequalities, and the bounds that follow from them.

All amounts are exact: numbers as they are, moments and spans in microseconds. A month has 28 to 31 days and a
year 365 or 366; each inequality takes the length that makes it hold for certain.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .terms import Call, Column, Interval, Term, Value

__all__ = ["Form", "Inequality", "closed", "form_of", "inequality", "propagated"]

DAY = 86_400_000_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EXACT = {"=": ("<=", ">="), "<": ("<",), "<=": ("<=",), ">": (">",), ">=": (">=",)}


@dataclass(frozen=True)
class Form:
    """A sum of columns with factors, a constant, and months whose length is not known."""

    factors: Mapping[str, Fraction] = field(default_factory=dict)
    constant: Fraction = Fraction(0)
    months: int = 0

    def plus(self, other: Form, times: Fraction = Fraction(1)) -> Form:
        """The sum with another form, that one taken some times."""
        factors = dict(self.factors)
        for name, factor in other.factors.items():
            factors[name] = factors.get(name, Fraction(0)) + factor * times
        months = self.months + other.months * times
        return Form(
            {n: f for n, f in factors.items() if f}, self.constant + other.constant * times, int(months)
        )

    def times(self, factor: Fraction) -> Form:
        """The form taken some times."""
        return Form().plus(self, factor)


@dataclass(frozen=True)
class Inequality:
    """That a sum of columns with factors is at most ``most``."""

    factors: tuple[tuple[str, Fraction], ...]
    most: Fraction

    @property
    def columns(self) -> frozenset[str]:
        """The columns it reads."""
        return frozenset(name for name, _ in self.factors)


def amount_of(value: Any) -> Fraction | Interval | None:
    """A constant as an exact amount; a span with months stays one; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Interval):
        return value if value.months else Fraction(value.days * DAY + value.microseconds)
    if isinstance(value, (int, Decimal, float)):
        return Fraction(value) if not isinstance(value, float) or math.isfinite(value) else None
    if isinstance(value, dt.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return Fraction((aware - _EPOCH) // dt.timedelta(microseconds=1))
    if isinstance(value, dt.date):
        return Fraction((value - dt.date(1970, 1, 1)).days * DAY)
    if isinstance(value, dt.time):
        micros = ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond
        return Fraction(micros)
    return None


class Reader:
    """Reads terms over columns of known families as forms. ``now`` in microseconds."""

    def __init__(self, families: Mapping[str, str], now: int) -> None:
        self._families, self._now = families, now

    def form(self, term: Term) -> Form | None:
        """The term as a form, None where it is none."""
        found = self._form(term)
        return None if found is None else found[0]

    def _form(self, term: Term) -> tuple[Form, str] | None:
        """The form of a term and what it is: ``number``, ``date``, ``moment``, ``time`` or ``span``."""
        if isinstance(term, Column):
            kind = self._families.get(term.name)
            return (Form({term.name: Fraction(1)}), _KINDS[kind]) if kind in _KINDS else None
        if isinstance(term, Value):
            amount = amount_of(term.value)
            if isinstance(amount, Interval):
                return Form({}, Fraction(amount.days * DAY + amount.microseconds), amount.months), "span"
            if isinstance(term.value, Interval) and amount is not None:
                return Form({}, amount), "span"
            return None if amount is None else (Form({}, amount), _KINDS.get(term.family, "number"))
        if term.op in ("now", "localtimestamp"):
            return Form({}, Fraction(self._now)), "moment"
        if term.op == "current_date":
            return Form({}, Fraction(self._now // DAY * DAY)), "date"
        handler = getattr(self, f"_{_HANDLERS[term.op]}", None) if term.op in _HANDLERS else None
        return handler(term) if handler else None

    def _sum(self, term: Call) -> tuple[Form, str] | None:
        left, right = self._form(term.args[0]), self._form(term.args[1])
        if left is None or right is None:
            return None
        sign = Fraction(1 if term.op == "+" else -1)
        (a, x), (b, y) = left, right
        if x == "date" and y == "number":
            return a.plus(b, sign * DAY), "date"
        if x == "number" and y == "date" and sign > 0:
            return b.plus(a, Fraction(DAY)), "date"
        whole = a.plus(b, sign)
        if x == y == "date":
            return whole.times(Fraction(1, DAY)), "number"
        if x in ("date", "moment", "time") and y in ("date", "moment", "time"):
            return (whole, "span") if sign < 0 else None
        if "span" in (x, y):
            other = y if x == "span" else x
            return (whole, "moment" if other == "date" else other) if other != "number" else None
        return (whole, "number") if x == y == "number" else None

    def _product(self, term: Call) -> tuple[Form, str] | None:
        left, right = self._form(term.args[0]), self._form(term.args[1])
        if left is None or right is None:
            return None
        for (a, kind), (b, other) in ((left, right), (right, left)):
            if not b.factors and not b.months and other == "number":
                return (a.times(b.constant), kind) if kind in ("number", "span") else None
            if not b.factors and not b.months and other == "span" and kind == "number":
                return a.times(b.constant), "span"
        return None

    def _quotient(self, term: Call) -> tuple[Form, str] | None:
        left, right = self._form(term.args[0]), self._form(term.args[1])
        if left is None or right is None or right[0].factors or not right[0].constant or right[0].months:
            return None
        whole = all(self._is_whole(argument) for argument in term.args)
        return None if whole else (left[0].times(1 / right[0].constant), left[1])

    def _is_whole(self, term: Term) -> bool:
        """Whether dividing it cuts the fraction off."""
        if isinstance(term, Column):
            return self._families.get(term.name) == "int"
        if isinstance(term, Value):
            return term.family == "int"
        return term.op in ("+", "-", "*", "/", "%", "neg") and all(map(self._is_whole, term.args))

    def _negative(self, term: Call) -> tuple[Form, str] | None:
        found = self._form(term.args[0])
        return None if found is None else (found[0].times(Fraction(-1)), found[1])

    def _cast(self, term: Call) -> tuple[Form, str] | None:
        found = self._form(term.args[0])
        wanted, kind = (str(a.value) for a in term.args[1:] if isinstance(a, Value))
        if found is None or "(" in kind:
            return None
        form, given = found
        if wanted in ("numeric", "float") and given == "number":
            return found
        if wanted in ("timestamp", "timestamptz") and given in ("date", "moment"):
            return form, "moment"
        return None

    def _zone(self, term: Call) -> tuple[Form, str] | None:
        zone = term.args[1]
        utc = isinstance(zone, Value) and str(zone.value).lower() in ("utc", "gmt", "etc/utc")
        return self._form(term.args[0]) if utc else None

    def _age(self, term: Call) -> tuple[Form, str] | None:
        if len(term.args) == 1:
            return self._sum(Call("-", (Call("current_date", ()), term.args[0])))
        return self._sum(Call("-", term.args))

    def _extracted(self, term: Call) -> tuple[Form, str] | None:
        part, found = term.args[0], self._form(term.args[1])
        if found is None or part != Value("epoch", "text"):
            return None
        return found[0].times(Fraction(1, 1_000_000)), "number"


_KINDS = {
    "int": "number", "numeric": "number", "float": "number", "date": "date", "timestamp": "moment",
    "timestamptz": "moment", "time": "time", "interval": "span",
}  # fmt: skip
_HANDLERS = {
    "+": "sum", "-": "sum", "*": "product", "/": "quotient", "neg": "negative", "cast": "cast",
    "at time zone": "zone", "age": "age", "extract": "extracted",
}  # fmt: skip


def form_of(term: Term, families: Mapping[str, str], now: int) -> Form | None:
    """The term as a form, None where it is none."""
    return Reader(families, now).form(term)


def inequality(
    atom: Term, families: Mapping[str, str], units: Mapping[str, Fraction], now: int
) -> list[Inequality] | None:
    """A comparison (``=`` and ``<`` to ``>=``) as inequalities over columns; None where it is no linear one.

    ``units`` are the amounts of one tick of each column: less than means at most a tick less.
    """
    if not isinstance(atom, Call) or atom.op not in _EXACT:
        return None
    reader = Reader(families, now)
    left, right = (reader._form(side) for side in atom.args)
    if left is None or right is None:
        return None
    whole = left[0].plus(right[0], Fraction(-1))
    found = []
    for op in _EXACT[atom.op]:
        form, strict = whole, op in ("<", ">")
        if op in (">", ">="):
            form = whole.times(Fraction(-1))
        # Months on the side that must not be exceeded are short, on the other long.
        shortest, longest = (365, 366) if form.months % 12 == 0 else (28, 31)
        months = abs(form.months) // 12 if form.months % 12 == 0 else abs(form.months)
        constant = form.constant + (longest * months if form.months > 0 else -shortest * months) * DAY
        found.append(_exact(form.factors, -constant, strict, units))
    if atom.op == "=" and whole.months:
        return None
    return found


def _exact(
    factors: Mapping[str, Fraction], most: Fraction, strict: bool, units: Mapping[str, Fraction]
) -> Inequality:
    grain = Fraction(0)
    for name, factor in factors.items():
        grain = _common(grain, abs(factor) * units[name])
    if grain:
        most = (math.ceil(most / grain) - 1) * grain if strict else math.floor(most / grain) * grain
    elif strict:
        most = most - 1 if most == 0 else most
    return Inequality(tuple(sorted(factors.items())), most)


def _common(left: Fraction, right: Fraction) -> Fraction:
    """The greatest amount that both are multiples of."""
    over = math.lcm(left.denominator, right.denominator)
    return Fraction(math.gcd(int(left * over), int(right * over)), over)


Bounds = dict[str, tuple[Fraction, Fraction]]


def closed(inequalities: Iterable[Inequality], most: int = 14) -> list[Inequality]:
    """The inequalities and what follows from chains of differences (a < b and b < c: a < c)."""
    found = list(dict.fromkeys(inequalities))
    apart: dict[tuple[str, str], Fraction] = {}
    for one in found:
        difference = _difference(one)
        if difference is not None:
            pair, limit = difference
            apart[pair] = min(apart.get(pair, limit), limit)
    names = sorted({name for pair in apart for name in pair})
    if any(limit + apart.get((last, first), -limit) < 0 for (first, last), limit in apart.items()):
        return [Inequality((), Fraction(-1))]
    if not 2 < len(names) <= most:
        return found
    for middle in names:
        for first in names:
            for last in names:
                if (first, middle) in apart and (middle, last) in apart and first != last:
                    limit = apart[first, middle] + apart[middle, last]
                    if limit < apart.get((first, last), limit + 1):
                        apart[first, last] = limit
    if any(limit + apart.get((last, first), -limit) < 0 for (first, last), limit in apart.items()):
        return [Inequality((), Fraction(-1))]
    known = set(found)
    for (first, last), limit in sorted(apart.items()):
        derived = Inequality(tuple(sorted(((first, Fraction(1)), (last, Fraction(-1))))), limit)
        if derived not in known:
            found.append(derived)
    return found


def _difference(one: Inequality) -> tuple[tuple[str, str], Fraction] | None:
    """``x - y <= limit`` as ((x, y), limit)."""
    if len(one.factors) != 2:
        return None
    (a, x), (b, y) = one.factors
    if x != -y:
        return None
    return ((a, b) if x > 0 else (b, a)), one.most / abs(x)


def propagated(
    bounds: Bounds, inequalities: Iterable[Inequality], units: Mapping[str, Fraction]
) -> Bounds | None:
    """The bounds narrowed to what the inequalities leave, None where they leave nothing."""
    narrowed = dict(bounds)
    rules = list(inequalities)
    for _ in range(40):
        changed = False
        for rule in rules:
            least = sum((_least(f, narrowed[n]) for n, f in rule.factors), Fraction(0))
            if not rule.factors and rule.most < 0:
                return None
            for name, factor in rule.factors:
                low, high = narrowed[name]
                room = (rule.most - (least - _least(factor, (low, high)))) / factor
                unit = units[name]
                if factor > 0 and room < high:
                    high, changed = math.floor(room / unit) * unit, True
                elif factor < 0 and room > low:
                    low, changed = math.ceil(room / unit) * unit, True
                else:
                    continue
                if low > high:
                    return None
                narrowed[name] = (low, high)
                least = sum((_least(f, narrowed[n]) for n, f in rule.factors), Fraction(0))
        if not changed:
            return narrowed
    return None if _violated(narrowed, rules) else narrowed


def _least(factor: Fraction, bounds: tuple[Fraction, Fraction]) -> Fraction:
    return factor * (bounds[0] if factor > 0 else bounds[1])


def _violated(bounds: Bounds, rules: list[Inequality]) -> bool:
    return any(
        sum((_least(f, bounds[n]) for n, f in rule.factors), Fraction(0)) > rule.most for rule in rules
    )


def interval_of(
    term: Term, bounds: Mapping[str, tuple[Fraction, Fraction]], reader: Reader
) -> tuple[Fraction, Fraction] | None:
    """Between which amounts a term lies where its columns lie in these bounds; None where that is not known."""
    form = reader.form(term)
    if form is not None and not form.months and all(name in bounds for name in form.factors):
        low = high = form.constant
        for name, factor in form.factors.items():
            ends = (factor * bounds[name][0], factor * bounds[name][1])
            low, high = low + min(ends), high + max(ends)
        return low, high
    if not isinstance(term, Call) or term.op not in _MONOTONE:
        return None
    inner = [
        interval_of(a, bounds, reader) for a in term.args if not isinstance(a, Value) or term.op in "*/+-"
    ]
    if any(i is None for i in inner):
        return None
    found: tuple[Fraction, Fraction] | None = _MONOTONE[term.op](term, [i for i in inner if i is not None])
    return found


def _corner(term: Call, ends: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    (a, b), (c, d) = ends
    if term.op == "/":
        if c <= 0 <= d:
            return None
        corners = [a / c, a / d, b / c, b / d]
    elif term.op == "*":
        corners = [a * c, a * d, b * c, b * d]
    elif term.op == "+":
        return a + c, b + d
    else:
        return a - d, b - c
    return min(corners), max(corners)


def _near(term: Call, ends: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    (low, high), digits = ends[0], 0
    if len(term.args) > 1 and isinstance(term.args[1], Value) and term.op in ("round", "trunc"):
        digits = int(term.args[1].value)
    if term.op == "cast":
        kind = str(term.args[2].value) if isinstance(term.args[2], Value) else ""
        digits = (
            int(kind.split(",")[1].strip(" )"))
            if "," in kind
            else (0 if "(" in kind or kind == "int" else 12)
        )
    slack = Fraction(1, 10**digits) if digits >= 0 else Fraction(10**-digits)
    return low - slack, high + slack


_MONOTONE: Mapping[str, Any] = {
    "*": _corner, "/": _corner, "+": _corner, "-": _corner, "round": _near, "trunc": _near, "floor": _near,
    "ceil": _near, "cast": _near, "neg": lambda term, ends: (-ends[0][1], -ends[0][0]),
}  # fmt: skip
