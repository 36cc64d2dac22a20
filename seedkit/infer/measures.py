"""Numbers and moments as natures: what is allowed, what is believable of it, and fields of both."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from ..fields import Field
from .evaluate import compiled
from .fields.ticks import Ticks
from .linear import DAY, amount_of, inequality
from .natures import ENDLESS, Impossible, Nature, NotSolved
from .spans import MOST, Spans
from .terms import Call, Column, Interval, Term, Value, columns_of, walk

__all__ = ["Measure"]

_ERRORS = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError)
#: Sets of ticks up to this size are gone through one by one where a condition is no interval.
LISTABLE = 20_000
_MIRRORED = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
#: From the beginning of which year to the beginning of which.
_YEARS: dict[str, Callable[[int], tuple[int | None, int | None]]] = {
    "=": lambda n: (n, n + 1),
    "<": lambda n: (None, n),
    "<=": lambda n: (None, n + 1),
    ">": lambda n: (n + 1, None),
    ">=": lambda n: (n, None),
}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Measure(Nature):
    """Numbers or moments. ``unit`` is the amount of a tick (numbers: themselves, moments: microseconds).

    ``hard`` is what is allowed, ``low`` to ``high`` what is believable (in ticks). ``build`` makes the field from
    bounds in ticks and Ticks' own arguments; ``plain`` says that nothing but believable bounds was asked for.
    """

    family: str
    unit: Fraction
    hard: Spans
    low: int
    high: int
    build: Callable[..., Ticks]
    rising: bool = False
    touched: bool = False
    grain: int = 1
    coarse: int = 1

    @property
    def size(self) -> int:
        return min(self.hard.size, ENDLESS)

    @cached_property
    def soft(self) -> Spans:
        """What is allowed and believable; never empty. In coarser steps where these leave enough."""
        inside = self.hard.clipped(self.low, self.high)
        if inside:
            round_ones = inside.stepped(self.coarse, 0) if self.coarse > 1 and inside.step == 1 else inside
            enough = round_ones.size > 1 and round_ones.size * 4 >= inside.size // self.coarse
            return round_ones if enough else inside
        width = max(self.high - self.low, 10)
        near = [part for part in self.hard.parts if part[0] > self.high] or [self.hard.parts[-1]]
        low, high = near[0]
        if low > self.high:
            return self.hard.clipped(low, min(high, low + width))
        return self.hard.clipped(max(low, high - width), high)

    def values(self) -> Sequence[Any] | None:
        if self.hard.size > LISTABLE:
            return None
        return [
            self.value(tick) for low, high in self.hard.parts for tick in range(low, high + 1, self.hard.step)
        ]

    def value(self, tick: int) -> Any:
        """The value of a tick, as terms are evaluated over."""
        unit = self.unit
        amount = tick * unit.numerator if unit.denominator == 1 else tick * unit
        match self.family:
            case "int":
                return int(amount)
            case "numeric":
                digits = round(math.log10(self.unit.denominator)) if self.unit < 1 else 0
                return (Decimal(tick * self.unit.numerator) / Decimal(self.unit.denominator)).quantize(
                    Decimal(1).scaleb(-digits)
                )
            case "float":
                return float(amount)
            case "date":
                return dt.date(1970, 1, 1) + dt.timedelta(days=tick)
            case "timestamptz":
                return _EPOCH + dt.timedelta(microseconds=int(amount))
            case "timestamp":
                return (_EPOCH + dt.timedelta(microseconds=int(amount))).replace(tzinfo=None)
            case "time":
                return (_EPOCH + dt.timedelta(microseconds=int(amount))).time()
        days = int(Fraction(amount) / DAY)
        return Interval(0, days, int(amount) - days * DAY)

    def tick(self, value: Any) -> int | None:
        """The tick of a value; None where it lies between two."""
        amount = amount_of(value)
        if not isinstance(amount, Fraction):
            return None
        ticks = amount / self.unit
        return int(ticks) if ticks.denominator == 1 else None

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Measure:
        hard, rest = self.hard, []
        for atom in atoms:
            found = self._interval(atom, hard, now)
            if found is None:
                rest.append(atom)
            else:
                hard = found
            if not hard:
                raise Impossible
        narrowed = replace(self, hard=hard, touched=self.touched or hard != self.hard)
        return narrowed._tested(rest, now) if rest else narrowed

    def within(self, low: int, high: int) -> Measure:
        """With these believable bounds."""
        return replace(self, low=low, high=high)

    def _interval(self, atom: Term, hard: Spans, now: dt.datetime) -> Spans | None:
        """What an atom leaves of the set, None where it is no interval, list or step."""
        positive = not (isinstance(atom, Call) and atom.op == "not")
        inner = atom if positive or not isinstance(atom, Call) else atom.args[0]
        if not isinstance(inner, Call):
            return None
        name = next(iter(columns_of(atom)))
        if inner.op == "in" and isinstance(inner.args[0], Column):
            return self._listed(inner, hard, positive)
        if inner.op == "<>" and positive:
            rest = self._interval(Call("=", inner.args), hard, now)
            single = rest is not None and rest.size <= 1
            return None if rest is None or not single else hard.without([rest.low] if rest else [])
        if not positive:
            return None
        yearly = self._years(inner)
        if yearly is not None:
            return hard.clipped(*yearly)
        stepped = self._stepped(inner, hard)
        if stepped is not None:
            return stepped
        micros = (now - _EPOCH) // dt.timedelta(microseconds=1)
        rules = inequality(inner, {name: self.family}, {name: self.unit}, micros)
        if rules is None:
            return None
        for rule in rules:
            if not rule.factors:
                if rule.most < 0:
                    return Spans(())
                continue
            factor = rule.factors[0][1] * self.unit
            edge = rule.most / factor
            hard = hard.clipped(None, math.floor(edge)) if factor > 0 else hard.clipped(math.ceil(edge), None)
        return hard

    def _listed(self, inner: Call, hard: Spans, positive: bool) -> Spans | None:
        ticks = [self.tick(v.value) if isinstance(v, Value) else None for v in inner.args[1:]]
        known = [tick for tick in ticks if tick is not None]
        return Spans.listed(t for t in known if t in hard) if positive else hard.without(known)

    def _years(self, atom: Call) -> tuple[int | None, int | None] | None:
        """``extract(year from x) >= 2024``: the ticks between which that lies."""
        if (
            self.family not in ("date", "timestamp", "timestamptz")
            or atom.op not in _YEARS
            or len(atom.args) != 2
        ):
            return None
        left, right, op = *atom.args, atom.op
        if isinstance(left, Value):
            left, right, op = right, left, _MIRRORED[op]
        if not (isinstance(left, Call) and left.op == "extract" and left.args[0] == Value("year", "text")):
            return None
        if not (isinstance(left.args[1], Column) and isinstance(right, Value)):
            return None
        first, last = _YEARS[op](int(right.value))
        edges = [
            None if year is None else self.tick(dt.date(min(max(year, 2), 9998), 1, 1))
            for year in (first, last)
        ]
        return edges[0], None if edges[1] is None else edges[1] - 1

    def _stepped(self, atom: Call, hard: Spans) -> Spans | None:
        """``x % 5 = 0``: only with a step known to be whole ticks, and remainders of numbers not below nought."""
        if atom.op != "=":
            return None
        left, right = atom.args
        if isinstance(left, Value):
            left, right = right, left
        if not (isinstance(left, Call) and left.op == "%" and isinstance(left.args[0], Column)):
            return None
        by, rest = left.args[1], right
        if not (isinstance(by, Value) and isinstance(rest, Value)):
            return None
        step, phase = amount_of(by.value), amount_of(rest.value)
        if not isinstance(step, Fraction) or not isinstance(phase, Fraction) or not step:
            return None
        ticks, offset = abs(step) / self.unit, phase / self.unit
        if ticks.denominator != 1 or offset.denominator != 1 or abs(offset) >= ticks:
            return Spans(()) if abs(offset) >= ticks else None
        # The remainder has the sign of the number.
        side = hard.clipped(0, None) if offset > 0 else hard.clipped(None, 0) if offset < 0 else hard
        return side.stepped(int(ticks), int(offset) % int(ticks))

    def _tested(self, atoms: Sequence[Term], now: dt.datetime) -> Measure:
        """The values for which the atoms are true, found by trying: all if they are few, else likely ones."""
        try:
            tests = [compiled(atom, now=now) for atom in atoms]
        except LookupError as unknown:
            raise NotSolved(str(unknown)) from None
        names = {name for atom in atoms for name in columns_of(atom)}

        def passes(tick: int) -> bool:
            try:
                row = dict.fromkeys(names, self.value(tick))
                return all(test(row) is True for test in tests)
            except _ERRORS:
                return False

        if self.hard.size <= LISTABLE:
            kept = [t for t in _each(self.hard) if passes(t)]
            if not kept:
                raise Impossible
            return replace(self, hard=Spans.listed(kept), touched=True)
        regular = self._regular(passes, (1,))
        if regular is None and self._around().size <= LISTABLE:
            kept = [t for t in _each(self._around()) if passes(t)]
            regular = Spans.listed(kept) if kept else None
        regular = regular or self._regular(passes, self._steps())
        if regular is not None:
            return replace(self, hard=regular, touched=True)
        kept = sorted({t for t in self._likely(atoms) if t in self.hard and passes(t)})
        if not kept:
            raise NotSolved("no value found by trying")
        return replace(self, hard=Spans.listed(kept), touched=True)

    def _around(self) -> Spans:
        """The believable values, and about as many on both sides as may be gone through."""
        soft = self.soft
        room = max((LISTABLE * soft.step - (soft.high - soft.low)) // 2 - soft.step, 0)
        return self.hard.clipped(soft.low - room, soft.high + room)

    def _regular(self, passes: Callable[[int], bool], steps: Sequence[int]) -> Spans | None:
        """The believable values, where every step of some coarser size passes (whole hours, tens, first days)."""
        soft = self.soft
        for step in steps:
            if step < soft.step or step % soft.step:
                continue
            grid = soft.stepped(step, 0)
            if grid.size < 2:
                continue
            count = (grid.high - grid.low) // step + 1
            places = [grid.low + i * 0x9E3779B97F4A7C15 % count * step for i in range(240)]
            if all(passes(place) for place in places):
                wide = self.hard.stepped(step, 0)
                edges = [wide.low, wide.high] if wide.size else []
                return wide if edges and all(map(passes, edges)) else grid
        return None

    def _steps(self) -> Sequence[int]:
        if self.family in ("timestamptz", "timestamp", "time", "interval"):
            return (1, 1000, 1_000_000, 60_000_000, 3_600_000_000, DAY, 7 * DAY)
        if self.family == "date":
            return (1, 7)
        return (
            1,
            2,
            5,
            10,
            100,
            1000,
            *(self.unit.denominator * n for n in (1, 2, 5, 10) if self.unit.denominator > 1),
        )

    def _likely(self, atoms: Sequence[Term]) -> Sequence[int]:
        """Values to try: near the constants in the conditions, powers, and many between the believable bounds."""
        soft, found = self.soft, []
        for atom in atoms:
            for part in walk(atom):
                tick = self.tick(part.value) if isinstance(part, Value) else None
                if tick is not None:
                    found += [tick - 1, tick, tick + 1]
        found += [
            soft.low,
            soft.high,
            0,
            1,
            -1,
            *(2**power for power in range(62)),
            *(10**p for p in range(18)),
        ]
        for step in (1, *self._steps()):
            count = min(max((soft.high - soft.low) // step, 1), 4000)
            first = soft.low + (-soft.low) % step
            found += [
                first + (soft.high - first) // step * place // count * step for place in range(count + 1)
            ]
        if self.family in ("date", "timestamp", "timestamptz"):
            found += self._month_starts(soft)
        if self.unit.denominator > 1:
            whole = self.unit.denominator
            found += [n * whole + end for n in range(400) for end in (whole - 1, whole - 5, whole // 2)]
        return [tick for tick in found if abs(tick) <= MOST]

    def _month_starts(self, soft: Spans) -> list[int]:
        first, last = (self.value(edge) for edge in (soft.low, soft.high))
        starts = []
        for year in range(first.year, last.year + 1):
            for month in range(1, 13):
                tick = self.tick(dt.date(year, month, 1))
                starts.append(tick if tick is not None else 0)
        return starts

    def field(self, nth: Field | None = None, count: int = 0, **bounds: Any) -> Field:
        """A field; of ``count`` different values with ``nth``, else within the bounds of other columns."""
        if nth is None:
            return self.build(self, self.soft, **bounds)
        return self.build(self, self.numbered(count).soft, nth=nth, rising=self.rising)

    def numbered(self, count: int) -> Measure:
        """The measure with as many values as are asked for, as near to what is believable as that allows."""
        among = self.soft
        if among.size < count:
            step = self.hard.step
            near = self.hard.clipped(among.low, among.low + count * step * 2)
            for below in (0, count * step, count * step * 20):
                near = self.hard.clipped(among.low - below, among.low - below + count * step * 20)
                if near.size >= count:
                    break
            among = (
                near.clipped(None, int(near.nth(np.array([count - 1]))[0]))
                if near.size >= count
                else self.hard
            )
        return replace(
            self, low=among.low, high=among.high, coarse=among.step if among.step == self.coarse else 1
        )

    def share(self, kept: Measure) -> float:
        """How much of what is believable is left."""
        return min(max(kept.hard.clipped(self.low, self.high).size / max(self.soft.size, 1), 0.02), 1.0)


def _each(spans: Spans) -> Iterator[int]:
    return (tick for low, high in spans.parts for tick in range(low, high + 1, spans.step))
