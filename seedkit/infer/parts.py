"""Columns that have parts: the bounds of a range, the attributes of a composite, keys of a document, the length of a list.

Each part that conditions may speak of is a slot of its own (``during.lower``, ``price.amount``), and conditions are
written anew over those. The column itself is put together from its parts at the end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..fields.base import Ref
from ..schema.reflected import Name, Type
from .documents import Documents, _path
from .exotic import nature_of
from .fields.composed import ItemsOf, MultirangeOf, RangeOf, RowOf
from .kinds import number
from .linear import DAY
from .measures import Measure
from .natures import Impossible, Made, Nature, NotSolved
from .solve import Condition, Slot
from .terms import Call, Column, Interval, Term, Value, columns_of, family, parsed_value, walk
from .words import Look, Words

__all__ = ["Parts", "parted"]

_TRUE, _FALSE = Value(True, "bool"), Value(False, "bool")


@dataclass
class Parts:
    """Slots of parts, what each stands for, and the natures of the columns that they make up."""

    slots: dict[str, Slot] = field(default_factory=dict)
    wholes: dict[str, Nature] = field(default_factory=dict)
    stands_for: dict[str, Term] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    ranges: dict[str, tuple[str, str]] = field(default_factory=dict)

    def rewrite(self, term: Term) -> Term:
        """A condition over columns as one over parts."""
        return _Rewriter(self).term(term)


def parted(types: Mapping[str, Type], terms: Iterable[Term], now: dt.datetime) -> Parts:
    """The parts of the columns of these types that these terms may speak of."""
    parts = Parts()
    for name, kind in types.items():
        try:
            _add(parts, name, kind.base, now)
        except (Impossible, NotSolved):
            continue
    for term in terms:
        if len(columns_of(term)) > 1 or (isinstance(term, Call) and term.op == "unique"):
            _add_inner(parts, term, types, now)
    return parts


def _add(parts: Parts, name: str, base: Type, now: dt.datetime) -> None:
    inner = base.element if base.kind == "multirange" and base.element is not None else base
    if inner.kind == "range" and inner.element is not None:
        low = nature_of(inner.element, now)
        if not isinstance(low, Measure):
            return
        _add_range(parts, name, low, many=base.kind == "multirange")
    elif base.kind == "composite" and base.attributes:
        names = {attribute: f"{name}.{attribute}" for attribute, _ in base.attributes}
        for attribute, kind in base.attributes:
            parts.slots[names[attribute]] = Slot(names[attribute], nature_of(kind, now))
            parts.stands_for[names[attribute]] = Call(".", (Column(name), Value(attribute, "text")))
        parts.wholes[name] = Made(lambda: RowOf(**{a: Ref(n) for a, n in names.items()}))


def _add_range(parts: Parts, name: str, low: Measure, *, many: bool) -> None:
    first, last = f"{name}.lower", f"{name}.upper"
    parts.slots[first] = Slot(first, low, nullable=True)
    parts.slots[last] = Slot(last, low, nullable=True)
    parts.ranges[name] = first, last
    parts.stands_for |= {first: Call("lower", (Column(name),)), last: Call("upper", (Column(name),))}
    parts.conditions.append(Condition(name, Call("<", (Column(first), Column(last)))))
    near = _near(low)
    if near is not None:
        wish = Call("<=", (Column(last), Call("+", (Column(first), near))))
        parts.conditions.append(Condition(name, wish, soft=True))
    make: Callable[[], RangeOf | MultirangeOf] = lambda: RangeOf(Ref(first), Ref(last))  # noqa: E731
    parts.wholes[name] = Made((lambda: MultirangeOf(make())) if many else make)


def _near(low: Measure) -> Value | None:
    """How far from the lower bound the upper one is of itself."""
    spans = {"date": 30 * DAY, "timestamp": 3 * DAY, "timestamptz": 3 * DAY}
    if low.family in spans:
        return Value(Interval(0, spans[low.family] // DAY, 0), "interval")
    return Value(50, "int") if low.family in ("int", "numeric", "float") else None


def _add_inner(parts: Parts, term: Term, types: Mapping[str, Type], now: dt.datetime) -> None:
    """Keys of documents and lengths of lists that a condition compares with other columns."""
    for part in walk(term):
        if not isinstance(part, Call) or not part.args or not isinstance(part.args[0], Column):
            continue
        name = part.args[0].name
        kind = types.get(name)
        if kind is None:
            continue
        if part.op == "->>" and family(kind.base) == "json" and (path := _path(part)):
            slot = f"{name}.{path[0]}"
            parts.slots.setdefault(slot, Slot(slot, Words(Look("word"))))
            parts.stands_for[slot] = part
            whole = parts.wholes.get(name, Documents())
            if isinstance(whole, Documents):
                parts.wholes[name] = whole._put(path, Ref(slot))
        elif part.op in ("cardinality", "array_length") and kind.base.kind == "array":
            slot = f"{name}.length"
            parts.slots.setdefault(slot, Slot(slot, number(_INTEGER, 1, 4).narrowed(_some(slot), now)))
            parts.stands_for[slot] = part
            _counted(parts, name, kind.base, slot, now)
    if isinstance(term, Call) and term.op == "any":
        _holding(parts, term, types, now)


_INTEGER = Type("integer", Name("pg_catalog", "int4"))


def _some(slot: str) -> Sequence[Term]:
    return [Call(">=", (Column(slot), Value(1, "int"))), Call("<=", (Column(slot), Value(6, "int")))]


def _counted(parts: Parts, name: str, base: Type, slot: str, now: dt.datetime) -> None:
    if base.element is not None and name not in parts.wholes:
        item = nature_of(base.element, now)
        parts.wholes[name] = Made(lambda: ItemsOf(item.field(), count=Ref(slot)))


def _holding(parts: Parts, term: Call, types: Mapping[str, Type], now: dt.datetime) -> None:
    """``chosen = any (choices)``: the list begins with what is chosen."""
    op, item, among = term.args
    if (
        op == Value("=", "text")
        and isinstance(item, Column)
        and isinstance(among, Column)
        and among.name in types
    ):
        base = types[among.name].base
        if base.kind == "array" and base.element is not None and among.name not in parts.wholes:
            each = nature_of(base.element, now)
            parts.wholes[among.name] = Made(lambda: ItemsOf(each.field(), 1, 4, first=[Ref(item.name)]))
            parts.stands_for[f"{among.name}.holds"] = term


class _Rewriter:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._known = {term: name for name, term in parts.stands_for.items()}

    def term(self, term: Term) -> Term:
        if not isinstance(term, Call):
            return term
        name = self._known.get(term)
        if name is not None:
            return _TRUE if name.endswith(".holds") else Column(name)
        made = self._of_range(term)
        return made if made is not None else Call(term.op, tuple(map(self.term, term.args)))

    def _of_range(self, term: Call) -> Term | None:
        """A condition over a range as one over its bounds; None where it is about something else."""
        if (
            len(term.args) == 1
            and isinstance(term.args[0], Column)
            and term.args[0].name in self._parts.ranges
        ):
            low, high = (Column(bound) for bound in self._parts.ranges[term.args[0].name])
            simple: dict[str, Term] = {
                "isempty": _FALSE, "lower_inc": Call("not", (Call("is null", (low,)),)), "upper_inc": _FALSE,
                "lower_inf": Call("is null", (low,)), "upper_inf": Call("is null", (high,)),
            }  # fmt: skip
            return simple.get(term.op)
        if term.op not in ("<@", "@>", "&&", "-|-", "=", "<>") or len(term.args) != 2:
            return None
        left, right = term.args
        sides = self._ends(left), self._ends(right)
        if sides[0] is None and sides[1] is None:
            return None
        return self._compared(term.op, left, right, *sides)

    def _compared(
        self, op: str, left: Term, right: Term, first: _Ends | None, last: _Ends | None
    ) -> Term | None:
        if op == "@>":
            op, left, right, first, last = "<@", right, left, last, first
        if op == "<>" and (_is_empty(left) or _is_empty(right)):
            return _TRUE
        if op == "<@" and last is not None:
            return last.hold(first) if first is not None else last.hold_value(self.term(left))
        if first is None or last is None:
            return None
        if op == "&&":
            return _both(first.below(last), last.below(first))
        if op == "-|-":
            return Call("or", (first.meets(last), last.meets(first)))
        return _both(first.same(last)) if op == "=" else None

    def _ends(self, term: Term) -> _Ends | None:
        if isinstance(term, Column) and term.name in self._parts.ranges:
            low, high = self._parts.ranges[term.name]
            return _Ends(Column(low), Column(high))
        if isinstance(term, Call) and term.op.endswith("range") and len(term.args) >= 2:
            bounds = term.args[2].value if len(term.args) > 2 and isinstance(term.args[2], Value) else "[)"
            return _Ends(self.term(term.args[0]), self.term(term.args[1]), str(bounds), _step(term.op))
        if isinstance(term, Value) and isinstance(term.value, str):
            return _literal(term)
        return None


@dataclass(frozen=True)
class _Ends:
    """The bounds of a range as terms; None for no end. ``step`` is what a bound that is in (or out) is moved by."""

    low: Term | None
    high: Term | None
    bounds: str = "[)"
    step: int = 0

    @property
    def _low(self) -> Term | None:
        if self.low is not None and self.step and self.bounds[0] == "(":
            return Call("+", (self.low, Value(self.step, "int")))
        return self.low

    @property
    def _high(self) -> Term | None:
        if self.high is not None and self.step and self.bounds[1] == "]":
            return Call("+", (self.high, Value(self.step, "int")))
        return self.high

    def hold(self, other: _Ends) -> Term:
        terms = []
        if self._low is not None and other._low is not None:
            terms.append(Call(">=", (other._low, self._low)))
        if self._high is not None and other._high is not None:
            terms.append(Call("<=", (other._high, self._high)))
        return _both(*terms)

    def hold_value(self, value: Term) -> Term:
        terms = []
        if self._low is not None:
            terms.append(Call(">=" if self.bounds[0] == "[" or self.step else ">", (value, self._low)))
        if self._high is not None:
            terms.append(Call("<=" if self.bounds[1] == "]" and not self.step else "<", (value, self._high)))
        return _both(*terms)

    def below(self, other: _Ends) -> Term:
        """That this one begins before the other ends."""
        if self._low is None or other._high is None:
            return _TRUE
        return Call("<", (self._low, other._high))

    def meets(self, other: _Ends) -> Term:
        """That this one ends where the other begins."""
        if self._high is None or other._low is None:
            return _FALSE
        return Call("=", (self._high, other._low))

    def same(self, other: _Ends) -> Term:
        if self._low is None or self._high is None or other._low is None or other._high is None:
            return Call("opaque", (Value("ranges without an end", "text"),))
        return _both(Call("=", (self._low, other._low)), Call("=", (self._high, other._high)))


def _both(*terms: Term) -> Term:
    flat = [part for t in terms for part in (t.args if isinstance(t, Call) and t.op == "and" else (t,))]
    return flat[0] if len(flat) == 1 else Call("and", tuple(flat)) if flat else _TRUE


def _is_empty(term: Term) -> bool:
    return isinstance(term, Value) and term.value == "empty"


_LITERAL = re.compile(r'\{?([\[(])"?([^",]*)"?,"?([^",]*)"?([\])])\}?$')
_ELEMENTS = {
    "int4": "int", "int8": "int", "num": "numeric", "date": "date", "ts": "timestamp", "tstz": "timestamptz",
}  # fmt: skip


def _step(op: str) -> int:
    return 1 if op.removesuffix("range").removesuffix("multi") in ("int4", "int8", "date") else 0


def _literal(term: Value) -> _Ends | None:
    """A constant range: ``'[0,100)'::int4range``."""
    found = _LITERAL.match(term.value)
    kind = term.family.rsplit(":", 1)[-1].rsplit(".", 1)[-1]
    element = _ELEMENTS.get(kind.removesuffix("range").removesuffix("multi"), "")
    if not found:
        return None
    try:
        low, high = (parsed_value(text, element) if text else None for text in (found[2], found[3]))
    except (ValueError, ArithmeticError):
        return None
    return _Ends(low, high, found[1] + found[4], _step(kind))
