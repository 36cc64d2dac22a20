"""Atoms over several columns: which column is made from others, which bounds which, and what that leaves of each."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any, Protocol

from .evaluate import compiled
from .linear import Bounds, Form, Inequality, Reader, closed, inequality, interval_of, propagated
from .measures import Measure
from .natures import Impossible, Listed, Nature, NotSolved
from .terms import Call, Column, Interval, Term, Value, columns_of, substituted
from .words import Words

__all__ = ["Relations", "related"]

_ERRORS = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError)
#: Casts that lose nothing.
_WIDER = [Value(name, "text") for name in ("numeric", "float", "timestamptz", "timestamp")]
_MOMENTS = frozenset({"date", "timestamp", "timestamptz", "interval", "time"})
#: Combinations that are tried for columns that only trying can bring together, and kept.
TRIED, KEPT = 60_000, 2000
#: Columns of such names are results rather than what they come from.
_RESULTS = (
    "total", "sum", "amount", "gross", "net", "tax", "balance", "closing", "after", "duration", "took", "minutes",
    "hours", "days", "size", "count", "length", "full", "subtotal", "end", "result", "year", "month", "lower", "slug",
    "hash", "digest",
)  # fmt: skip


def _beginnings(atom: Call) -> Iterable[tuple[str, Term]]:
    """The columns of which an equality tells the beginning, each with what that is: ``left(code, 2) = country``."""
    for start, whole in (atom.args, atom.args[::-1]):
        if isinstance(whole, Call) and isinstance(whole.args[0], Column):
            first = whole.op == "substring" and len(whole.args) == 3 and whole.args[1] == Value(1, "int")
            if whole.op == "left" or first:
                yield whole.args[0].name, start


class SlotLike(Protocol):
    """What is asked of a slot here."""

    @property
    def name(self) -> str: ...
    @property
    def fixed(self) -> bool: ...
    @property
    def nullable(self) -> bool: ...


@dataclass
class Relations:
    """How slots of a way depend on each other.

    ``defined`` are made by a term, ``at_least``, ``at_most`` and ``avoid`` are terms that bound others row by row;
    ``joint`` are slots that take one of some combinations together.
    """

    natures: dict[str, Nature]
    defined: dict[str, Term] = field(default_factory=dict)
    at_least: dict[str, list[Term]] = field(default_factory=dict)
    at_most: dict[str, list[Term]] = field(default_factory=dict)
    avoid: dict[str, list[Term]] = field(default_factory=dict)
    joint: tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]] | None = None
    begins: dict[str, Term] = field(default_factory=dict)
    tails: dict[str, int] = field(default_factory=dict)

    def needs(self) -> dict[str, set[str]]:
        """For each slot the others that must be there first."""
        found: dict[str, set[str]] = {name: set() for name in self.natures}
        for name, term in self.defined.items():
            found.setdefault(name, set()).update(columns_of(term))
        for name, term in self.begins.items():
            found[name] |= columns_of(term)
        for bounds in (self.at_least, self.at_most, self.avoid):
            for name, terms in bounds.items():
                for term in terms:
                    found[name] |= columns_of(term)
        return found


def related(
    slots: Mapping[str, SlotLike],
    natures: Mapping[str, Nature],
    null: Mapping[str, bool],
    atoms: Sequence[Term],
    wishes: Sequence[Term],
    now: dt.datetime,
) -> Relations:
    """The relations that make all atoms true, and the wishes as far as can be. Raises Impossible or NotSolved."""
    if not atoms and not wishes:
        return Relations(dict(natures))
    return _Relater(slots, natures, null, now).relate(atoms, wishes)


class _Relater:
    def __init__(
        self,
        slots: Mapping[str, SlotLike],
        natures: Mapping[str, Nature],
        null: Mapping[str, bool],
        now: dt.datetime,
    ) -> None:
        self._slots, self._now = slots, now
        self._found = Relations(dict(natures))
        self._null = null
        self._measures = {n: m for n, m in natures.items() if isinstance(m, Measure) and not null.get(n)}
        self._families = {name: measure.family for name, measure in self._measures.items()}
        self._units = {name: measure.unit for name, measure in self._measures.items()}
        self._micros = (now - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
        self._reader = Reader(self._families, self._micros)
        self._exact: dict[str, Form] = {}
        self._rules: list[Inequality] = []
        self._tests: list[Term] = []
        self._wished_for: set[str] = set()

    def relate(self, atoms: Sequence[Term], wishes: Sequence[Term]) -> Relations:
        for atom in atoms:
            if any(self._null.get(name) for name in columns_of(atom)):
                raise Impossible
        rest = self._define(list(atoms))
        self._define_wished([wish for wish in wishes if isinstance(wish, Call) and wish.op == "="])
        bounded: list[tuple[Call, str]] = []
        for atom in rest:
            if not self._take(atom) and not self._begin(atom):
                single = self._lone(atom)
                if single is not None and isinstance(atom, Call):
                    bounded.append((atom, single))
                else:
                    self._tests.append(atom)
        self._bounds(bounded, wishes)
        self._prove()
        return self._found

    # Columns that follow from others

    def _define(self, atoms: list[Term]) -> list[Term]:
        """Choose for every equality a column that it makes; the atoms that are left, those columns replaced."""
        rest: list[Term] = []
        for atom in atoms:
            made = self._definition(atom) if isinstance(atom, Call) and atom.op == "=" else None
            if made is None:
                rest.append(atom)
                continue
            name, term = made
            self._found.defined[name] = term
            form = self._reader.form(term) if name in self._measures else None
            if form is not None and not form.months:
                self._exact[name] = form
        return [self._replaced(atom) for atom in rest]

    def _define_wished(self, wishes: Sequence[Term]) -> None:
        """Columns that would believably be made from others, where nothing is against it."""
        for wish in wishes:
            name = wish.args[0].name if isinstance(wish, Call) and isinstance(wish.args[0], Column) else ""
            if (
                name not in self._measures
                or not columns_of(wish) <= self._measures.keys()
                or self._slots[name].fixed
            ):
                continue
            term = wish.args[1] if isinstance(wish, Call) else wish
            if name not in self._found.defined and not self._circular(name, term) and self._lands(name, term):
                self._found.defined[name] = term
                self._wished_for.add(name)

    def _replaced(self, atom: Term) -> Term:
        """The atom with columns that are linear in others, or mere copies, written as those."""
        known = {n: t for n, t in self._found.defined.items() if n in self._exact or not isinstance(t, Call)}
        for _ in range(len(known)):
            atom = substituted(atom, known)
        return atom

    def _definition(self, atom: Call) -> tuple[str, Term] | None:
        options: list[tuple[int, str, Term]] = []
        for name, term in self._sides(atom):
            if self._slots[name].fixed or name in self._found.defined or self._circular(name, term):
                continue
            if self._lands(name, term):
                options.append((_rank(name, term), name, term))
        if not options:
            return None
        _, name, term = min(options, key=lambda option: (option[0], -list(self._slots).index(option[1])))
        return name, term

    def _sides(self, atom: Call) -> Iterable[tuple[str, Term]]:
        """The columns that an equality could make, each with what it would be."""
        left, right = atom.args
        for one, other in ((left, right), (right, left)):
            inner = one
            while isinstance(inner, Call) and inner.op == "cast" and inner.args[1] in _WIDER:
                inner = inner.args[0]
            if (
                isinstance(inner, Column)
                and inner.name in self._slots
                and inner.name not in columns_of(other)
            ):
                yield inner.name, other
        whole, others = self._reader.form(left), self._reader.form(right)
        if whole is None or others is None:
            return
        form = whole.plus(others, Fraction(-1))
        for name, factor in form.factors.items():
            if not form.months:
                rest = Form({n: f for n, f in form.factors.items() if n != name}, form.constant)
                yield name, self._term(rest.times(-1 / factor), name)

    def _circular(self, name: str, term: Term) -> bool:
        needed, seen = set(columns_of(term)), set()
        while needed:
            one = needed.pop()
            if one == name:
                return True
            seen.add(one)
            if one in self._found.defined:
                needed |= columns_of(self._found.defined[one]) - seen
        return False

    def _lands(self, name: str, term: Term) -> bool:
        """Whether what the term is worth can always stand in the column."""
        nature = self._found.natures[name]
        if isinstance(nature, Measure):
            grain = self._grain(term)
            return grain is not None and (grain / nature.unit).denominator == 1 and nature.hard.step == 1
        if isinstance(nature, Words):
            return self._text_lands(nature, name, term)
        if isinstance(nature, Listed):
            return self._listed_lands(nature, term)
        return isinstance(term, Column)

    def _grain(self, term: Term) -> Fraction | None:
        """An amount that what a term is worth is always a multiple of."""
        form = self._reader.form(term)
        if form is not None:
            grains = [abs(f) * self._units[n] for n, f in form.factors.items()]
            grains += [abs(form.constant)] if form.constant else []
            over = math.lcm(*(g.denominator for g in grains)) if grains else 1
            return Fraction(math.gcd(*(int(g * over) for g in grains)), over) if grains else Fraction(1)
        if not isinstance(term, Call):
            return None
        if term.op in ("round", "trunc"):
            digits = term.args[1] if len(term.args) > 1 else Value(0, "int")
            return Fraction(1, 10**digits.value) if isinstance(digits, Value) and digits.value >= 0 else None
        if term.op in (
            "floor",
            "ceil",
            "length",
            "cardinality",
            "extract",
            "octet_length",
            "sign",
            "position",
        ):
            return Fraction(1)
        if term.op == "cast" and isinstance(term.args[2], Value):
            kind = str(term.args[2].value)
            if "(" in kind and "," in kind:
                return Fraction(1, 10 ** int(kind.split(",")[1].strip(" )")))
            return Fraction(1) if term.args[1] == Value("int", "text") else self._grain(term.args[0])
        if term.op == "cast" and term.args[1] == Value("date", "text"):
            return Fraction(86_400_000_000)
        inner = [self._grain(argument) for argument in term.args]
        if any(grain is None for grain in inner):
            return None
        grains = [grain for grain in inner if grain is not None]
        if term.op == "*":
            return grains[0] * grains[1]
        if term.op in ("+", "-"):
            over = math.lcm(*(g.denominator for g in grains))
            return Fraction(math.gcd(*(int(g * over) for g in grains)), over)
        return grains[0] if term.op in ("neg", "abs") else None

    def _text_lands(self, nature: Words, name: str, term: Term) -> bool:
        """Whether a text made of others passes what the column asks: then its sources are chosen so."""
        sources = sorted(columns_of(term))
        if not all(isinstance(self._found.natures[s], (Words, Listed, Measure)) for s in sources):
            return isinstance(term, Column)
        wanted: list[Term] = [substituted(atom, {name: term}) for atom in nature.atoms]
        if nature.longest is not None:
            wanted.append(Call("<=", (Call("length", (term,)), Value(nature.longest, "int"))))
        if len(sources) == 1:
            try:
                own = self._found.natures[sources[0]]
                narrowed = own.narrowed(wanted, self._now) if wanted else own
            except (Impossible, NotSolved):
                return False
            self._found.natures[sources[0]] = narrowed
            return True
        return self._passes_mostly(sources, wanted)

    def _passes_mostly(self, sources: Sequence[str], wanted: Sequence[Term]) -> bool:
        samples = [list(_some(self._found.natures[s]))[:40] for s in sources]
        if not all(samples):
            return False
        try:
            tests = [compiled(term, now=self._now) for term in wanted]
            rows = [
                {s: v[(i * (n + 1)) % len(v)] for n, (s, v) in enumerate(zip(sources, samples, strict=True))}
                for i in range(60)
            ]
            return all(test(row) is True for row in rows for test in tests)
        except _ERRORS:
            return False

    def _listed_lands(self, nature: Listed, term: Term) -> bool:
        """Whether a copy is one of the values: the source is narrowed to those."""
        if not isinstance(term, Column):
            return False
        other = self._found.natures[term.name]
        known = other.values()
        if known is None:
            return False
        kept = [value for value in known if value in nature.options]
        if not kept or not isinstance(other, Listed):
            return False
        self._found.natures[term.name] = other.only(kept)
        return True

    # Bounds

    def _take(self, atom: Term) -> bool:
        """A linear comparison becomes a rule, an inequality of two columns something to avoid."""
        if not isinstance(atom, Call):
            return False
        if atom.op == "<>":
            return self._avoid(atom)
        rules = inequality(atom, self._families, self._units, self._micros)
        if rules is None or any(not rule.columns <= self._measures.keys() for rule in rules):
            return False
        if atom.op == "=" and any(rule.factors for rule in rules):
            return False
        self._rules += rules
        return True

    def _begin(self, atom: Term) -> bool:
        """A text that must begin with another column: ``vat like country || '%'``, ``shelf = left(code, 4)``."""
        if isinstance(atom, Call) and atom.op == "=":
            return self._begin_with_link(atom) or any(
                self._begin_with(name, start, atom) for name, start in _beginnings(atom)
            )
        if not isinstance(atom, Call) or atom.op not in ("like", "starts_with"):
            return False
        text, start = atom.args
        if atom.op == "like":
            if not (isinstance(start, Call) and start.op == "||" and start.args[1] == Value("%", "text")):
                return False
            start = start.args[0]
        return isinstance(text, Column) and self._begin_with(text.name, start, atom)

    def _begin_with(self, name: str, start: Term, atom: Call) -> bool:
        """The text is what it has to begin with, and as many digits as it has room for."""
        if name in columns_of(start) or not columns_of(start):
            return False
        nature = self._found.natures[name]
        if not isinstance(nature, Words) or self._slots[name].fixed or self._circular(name, start):
            return False
        for tail in (8, 10, 7, 6, 5, 4, 3):
            begun = Call("||", (start, Value("1234567890"[:tail], "text")))
            wanted = [substituted(a, {name: begun}) for a in (*nature.atoms, atom)]
            if nature.longest is not None:
                wanted.append(Call("<=", (Call("length", (begun,)), Value(nature.longest, "int"))))
            if self._passes_mostly(sorted(columns_of(start)), wanted):
                self._found.begins[name], self._found.tails[name] = start, tail
                return True
        return False

    def _begin_with_link(self, atom: Call) -> bool:
        """The beginning of a text is a column that a link writes: the text is that, for it may be shorter."""
        for start, whole in (atom.args, atom.args[::-1]):
            if not (isinstance(whole, Call) and whole.op == "left" and isinstance(whole.args[0], Column)):
                continue
            name = whole.args[0].name
            linked = (
                isinstance(start, Column) and self._slots[start.name].fixed and not self._slots[name].fixed
            )
            if linked and isinstance(self._found.natures[name], Words) and name not in self._found.defined:
                self._found.defined[name] = start
                return True
        return False

    def _avoid(self, atom: Call) -> bool:
        order = list(self._slots)
        for one, other in sorted(self._both(atom), key=lambda pair: -order.index(pair[0])):
            free = not self._slots[one].fixed and one not in self._found.defined
            if not free or self._circular(one, other):
                continue
            if all(order.index(n) < order.index(one) or self._slots[n].fixed for n in columns_of(other)):
                self._found.avoid.setdefault(one, []).append(other)
                return True
        return False

    def _both(self, atom: Call) -> Iterable[tuple[str, Term]]:
        left, right = atom.args
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Column) and one.name in self._slots and one.name not in columns_of(other):
                yield one.name, other

    def _lone(self, atom: Term) -> str | None:
        """The column that a comparison bounds by an expression over others."""
        if not isinstance(atom, Call) or atom.op not in ("<", "<=", ">", ">="):
            return None
        order = list(self._slots)
        for name, other in sorted(self._both(atom), key=lambda pair: -order.index(pair[0])):
            free = name in self._measures and name not in self._found.defined and not self._slots[name].fixed
            if free and not self._circular(name, other) and columns_of(other) <= self._measures.keys():
                return name
        return None

    def _bounds(self, bounded: Sequence[tuple[Call, str]], wishes: Sequence[Term]) -> None:
        """Narrow every measure so that whatever is chosen first leaves room for the rest, and note the bounds."""
        for name in self._found.defined:
            if name in self._exact:
                self._limit_defined(name)
        wanted = [rule for wish in wishes for rule in self._wished(wish)]
        bounds, rules = self._narrowed(wanted)
        bounds = self._intervals(bounds, rules, bounded)
        for name, measure in self._measures.items():
            if name in self._found.defined:
                continue
            low, high = (edge / measure.unit for edge in bounds[name])
            low_tick, high_tick = math.ceil(low), math.floor(high)
            if (low_tick, high_tick) != (measure.soft.low, measure.soft.high):
                self._found.natures[name] = measure.within(low_tick, high_tick)
        for rule in rules:
            if not _always(rule, bounds):
                self._set_bound(rule)
        for atom, name in bounded:
            self._set_lone(atom, name)

    def _limit_defined(self, name: str) -> None:
        """What a column holds that others make must fit it."""
        measure, form = self._measures[name], self._exact[name]
        factors = tuple(sorted(form.factors.items()))
        low, high = measure.hard.low * measure.unit, measure.hard.high * measure.unit
        if not factors:
            if not low <= form.constant <= high:
                raise Impossible
            return
        negative = tuple((n, -f) for n, f in factors)
        self._rules += [Inequality(factors, high - form.constant), Inequality(negative, form.constant - low)]

    def _wished(self, wish: Term) -> list[Inequality]:
        if any(self._null.get(name) or name in self._found.defined for name in columns_of(wish)):
            return []
        if not isinstance(wish, Call) or wish.op not in ("<", "<=", ">", ">="):
            return []
        rules = inequality(wish, self._families, self._units, self._micros) or []
        return [rule for rule in rules if rule.columns <= self._measures.keys()]

    def _narrowed(
        self, wanted: Sequence[Inequality]
    ) -> tuple[dict[str, tuple[Fraction, Fraction]], list[Inequality]]:
        """Bounds in which the rules can all be met, with as many wishes as fit."""
        free = {n: m for n, m in self._measures.items() if n not in self._exact}
        soft = {n: (m.soft.low * m.unit, m.soft.high * m.unit) for n, m in free.items()}
        rules = closed(self._linear(self._rules))
        wishes = self._linear(wanted)
        for extra in (wishes, [] if wishes else None):
            if extra is None:
                continue
            found = propagated(soft, closed([*rules, *extra]), self._units)
            if found is not None and self._spares(found, soft):
                return found, closed([*rules, *extra])
        for reach in (Fraction(10), Fraction(1000), None):
            wide = {n: soft[n] if self._slots[n].fixed else self._wider(m, reach) for n, m in free.items()}
            found = propagated(wide, rules, self._units)
            if found is not None and (reach is None or self._spares(found, soft)):
                kept = [wish for wish in wishes if propagated(found, [*rules, wish], self._units) is not None]
                both = propagated(found, closed([*rules, *kept]), self._units)
                return (both, closed([*rules, *kept])) if both is not None else (found, rules)
        raise Impossible

    def _spares(self, found: Bounds, given: Bounds) -> bool:
        """Whether columns whose values come from elsewhere keep their bounds: nobody would ask these."""
        return all(found[name] == given[name] for name in found if self._slots[name].fixed)

    def _linear(self, rules: Iterable[Inequality]) -> list[Inequality]:
        """The rules over columns that nothing makes."""
        found = []
        for rule in rules:
            form = Form(dict(rule.factors))
            for _ in range(len(self._exact) + 1):
                for name, exact in self._exact.items():
                    factor = form.factors.get(name)
                    if factor:
                        without = Form({n: f for n, f in form.factors.items() if n != name}, form.constant)
                        form = without.plus(exact, factor)
            found.append(Inequality(tuple(sorted(form.factors.items())), rule.most - form.constant))
        return found

    def _wider(self, measure: Measure, reach: Fraction | None) -> tuple[Fraction, Fraction]:
        low, high = measure.hard.low * measure.unit, measure.hard.high * measure.unit
        if reach is None:
            return low, high
        soft = measure.soft
        width = max(soft.high - soft.low, 10) * measure.unit * reach
        return max(low, soft.low * measure.unit - width), min(high, soft.high * measure.unit + width)

    def _intervals(
        self,
        bounds: dict[str, tuple[Fraction, Fraction]],
        rules: list[Inequality],
        bounded: Sequence[tuple[Call, str]],
    ) -> dict[str, tuple[Fraction, Fraction]]:
        """Bounds in which expressions that are not linear stay where they must."""
        wanted: list[tuple[Term, Fraction | None, Fraction | None]] = []
        for name, term in self._found.defined.items():
            measure = self._measures.get(name)
            if measure is not None and name not in self._exact and columns_of(term) <= bounds.keys():
                wanted.append((term, measure.hard.low * measure.unit, measure.hard.high * measure.unit))
        for atom, name in bounded:
            left, right = atom.args
            other = right if left == Column(name) else left
            upper = (atom.op in ("<", "<=")) == (left == Column(name))
            low, high = bounds[name]
            tick = self._units[name]
            wanted.append((other, low + tick, None) if upper else (other, None, high - tick))
        kept: list[Term] = []
        for test in self._tests:
            limit = self._compared_to(test)
            if limit is None or not columns_of(limit[0]) <= bounds.keys():
                kept.append(test)
            else:
                wanted.append(limit)
        self._tests = kept
        for _ in range(2):
            for term, least, most in wanted:
                bounds = self._squeezed(bounds, rules, term, least, most)
        for name, term in self._found.defined.items():
            if (
                name not in bounds
                and name in self._measures
                and (found := interval_of(term, bounds, self._reader))
            ):
                bounds[name] = found
        return bounds

    def _compared_to(self, atom: Term) -> tuple[Term, Fraction | None, Fraction | None] | None:
        """``expression <= constant`` as the expression and its limits."""
        from .linear import amount_of

        if not isinstance(atom, Call) or atom.op not in ("<", "<=", ">", ">="):
            return None
        left, right = atom.args
        op = atom.op
        if isinstance(left, Value):
            left, right, op = right, left, {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[op]
        amount = amount_of(right.value) if isinstance(right, Value) else None
        if not isinstance(amount, Fraction) or isinstance(left, Value):
            return None
        slack = Fraction(1, 1000) if op in ("<", ">") else Fraction(0)
        return (left, None, amount - slack) if op in ("<", "<=") else (left, amount + slack, None)

    def _squeezed(
        self,
        bounds: dict[str, tuple[Fraction, Fraction]],
        rules: list[Inequality],
        term: Term,
        least: Fraction | None,
        most: Fraction | None,
    ) -> dict[str, tuple[Fraction, Fraction]]:
        """The bounds, halved where it helps until the term surely lies between its limits. Raises NotSolved."""

        def excess(given: Mapping[str, tuple[Fraction, Fraction]]) -> Fraction | None:
            found = interval_of(term, given, self._reader)
            if found is None:
                return None
            over = max(found[1] - most, Fraction(0)) if most is not None else Fraction(0)
            return over + (max(least - found[0], Fraction(0)) if least is not None else Fraction(0))

        for _ in range(80):
            wrong = excess(bounds)
            if wrong is None:
                if term in self._found.defined.values():
                    return bounds  # nobody knows its bounds; as a rule it fits
                raise NotSolved(str(term))
            if not wrong:
                return bounds
            best: tuple[Fraction, dict[str, tuple[Fraction, Fraction]]] | None = None
            for name in sorted(columns_of(term)):
                for half in self._halves(name, bounds[name]):
                    tried = propagated({**bounds, name: half}, rules, self._units)
                    left = excess(tried) if tried is not None else None
                    if tried is not None and left is not None and (best is None or left < best[0]):
                        best = left, tried
            if best is None or best[0] >= wrong:
                raise NotSolved(str(term))
            bounds = best[1]
        raise NotSolved(str(term))

    def _halves(self, name: str, edges: tuple[Fraction, Fraction]) -> Iterable[tuple[Fraction, Fraction]]:
        low, high = edges
        unit = self._units[name]
        if high - low < unit:
            return
        middle: Fraction = (low + high) / 2
        if low >= 0 and high > 100 * unit:
            middle = max(low, Fraction(math.isqrt(int(max(low / unit, Fraction(1)) * (high / unit)))) * unit)
        middle = math.floor(middle / unit) * unit
        yield low, max(middle, low)
        yield min(middle + unit, high), high

    def _set_bound(self, rule: Inequality) -> None:
        """The bound that a rule sets to the last of its columns."""
        names = [n for n in self._slots if n in rule.columns]
        if len(names) < 2:
            return
        free = [n for n in names if not self._slots[n].fixed and n not in self._found.defined]
        free = [
            n
            for n in free
            if not any(self._circular(n, self._found.defined[d]) for d in names if d in self._found.defined)
        ]
        if not free:
            if not self._holds_mostly(rule):
                raise NotSolved(f"only columns whose values come from elsewhere: {rule}")
            return
        last = free[-1]
        factors = dict(rule.factors)
        factor = factors.pop(last)
        rest = Form({n: -f / factor for n, f in factors.items()}, rule.most / factor)
        bounds = self._found.at_most if factor > 0 else self._found.at_least
        term = self._term(rest, last)
        self._leave_room(rule, last)
        known = bounds.setdefault(last, [])
        if isinstance(term, Column):
            # What bounds a bound already, and is there whenever that is, needs no saying.
            if any(isinstance(k, Column) and term in self._bounding(k.name, factor > 0) for k in known):
                return
            known[:] = [
                k for k in known if not (isinstance(k, Column) and k in self._bounding(term.name, factor > 0))
            ]
        known.append(term)

    def _leave_room(self, rule: Inequality, last: str) -> None:
        """What comes before the last column of a rule over three leaves at least so much as it needs itself."""
        names = [n for n in self._slots if n in rule.columns and n != last]
        free = [n for n in names if not self._slots[n].fixed and n not in self._found.defined]
        measure = self._found.natures[last]
        if len(names) < 2 or not free or not isinstance(measure, Measure):
            return
        factor = dict(rule.factors)[last]
        edge = (measure.soft.low if factor > 0 else measure.soft.high) * measure.unit
        rest = tuple(pair for pair in rule.factors if pair[0] != last)
        self._set_bound(Inequality(rest, rule.most - factor * edge))

    def _bounding(self, name: str, upper: bool) -> Sequence[Term]:
        """The bounds of a column that is never null."""
        slot = self._slots[name]
        if slot.nullable and self._null.get(name) is not False:
            return ()
        return (self._found.at_most if upper else self._found.at_least).get(name, ())

    def _holds_mostly(self, rule: Inequality) -> bool:
        """Whether a rule over columns that others make holds for all of some values of those."""
        term = self._rule_term(rule)
        for _ in range(len(self._found.defined)):
            term = substituted(term, self._found.defined)
        sources = sorted(columns_of(term))
        if any(self._slots[s].fixed for s in sources):
            return False
        return self._passes_mostly(sources, [term])

    def _set_lone(self, atom: Call, name: str) -> None:
        left, right = atom.args
        mine = left == Column(name)
        other = right if mine else left
        op = atom.op if mine else {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[atom.op]
        if op in ("<", ">"):
            unit = self._units[name]
            step = _constant(unit if op == ">" else -unit, self._families[name])
            other = Call("+", (other, step))
        bounds = self._found.at_most if op in ("<", "<=") else self._found.at_least
        bounds.setdefault(name, []).append(other)

    def _term(self, form: Form, name: str) -> Term:
        """A form as a term of the family of this column."""
        family = self._families[name]
        term: Term | None = None
        for other, factor in sorted(form.factors.items(), key=lambda one: (one[1] < 0, one[0])):
            part: Term = Column(other)
            scale = abs(factor)
            if scale != 1:
                part = Call(
                    "*", (part, _constant(scale, family if self._families[other] not in _MOMENTS else ""))
                )
            if term is None:
                term = part if factor > 0 else Call("neg", (part,))
            else:
                term = Call("+" if factor > 0 else "-", (term, part))
        if term is None:
            return _constant(form.constant, family)
        if form.constant:
            sign = "+" if form.constant > 0 else "-"
            term = Call(sign, (term, _constant(abs(form.constant), family)))
        return term

    # What is left to trying

    def _prove(self) -> None:
        """Combinations of columns that only trying can bring together. Raises Impossible or NotSolved."""
        if not self._tests:
            return
        names = sorted({n for test in self._tests for n in columns_of(test)}, key=list(self._slots).index)
        if any(
            n in self._found.defined or self._slots[n].fixed or n not in self._found.natures for n in names
        ):
            raise NotSolved(str(self._tests[0]))
        inside = [a for a in self._tests if columns_of(a) <= set(names)]
        inside += [self._rule_term(rule) for rule in self._rules if rule.columns <= set(names)]
        inside += [
            Call("<>", (Column(n), other))
            for n in names
            for other in self._found.avoid.get(n, ())
            if columns_of(other) <= set(names)
        ]
        kept, complete = self._combined(names, inside)
        if not kept:
            raise Impossible if complete else NotSolved(str(self._tests[0]))
        self._found.joint = tuple(names), tuple(kept)
        for name in names:
            for bounds in (self._found.at_least, self._found.at_most, self._found.avoid):
                bounds.pop(name, None)

    def _rule_term(self, rule: Inequality) -> Term:
        names = sorted(rule.columns)
        term = self._term(Form(dict(rule.factors)), names[0])
        return Call("<=", (term, _constant(rule.most, self._families[names[0]])))

    def _combined(self, names: Sequence[str], tests: Sequence[Term]) -> tuple[list[tuple[Any, ...]], bool]:
        values, complete = [], True
        for name in names:
            nature = self._found.natures[name]
            all_of_them = nature.values()
            if all_of_them is not None and len(all_of_them) <= TRIED:
                values.append(list(all_of_them))
            else:
                complete = False
                values.append(list(_some(nature)))
        if not all(values):
            raise NotSolved("values that nobody knows")
        try:
            runs = [compiled(test, now=self._now) for test in tests]
        except LookupError as unknown:
            raise NotSolved(str(unknown)) from None
        size = math.prod(map(len, values))
        complete = complete and size <= TRIED
        choices = product(*values) if size <= TRIED else _sampled(values, TRIED)
        kept: dict[tuple[Any, ...], None] = {}
        for choice in choices:
            row = dict(zip(names, choice, strict=True))
            try:
                if all(run(row) is True for run in runs):
                    kept[choice] = None
            except _ERRORS:
                continue
        found = list(kept)
        return found if len(found) <= KEPT else found[:: len(found) // KEPT + 1], complete


def _always(rule: Inequality, bounds: Mapping[str, tuple[Fraction, Fraction]]) -> bool:
    """Whether a rule holds whatever is chosen between the bounds."""
    if not rule.columns <= bounds.keys():
        return False
    return sum(max(f * bounds[n][0], f * bounds[n][1]) for n, f in rule.factors) <= rule.most


def _some(nature: Nature) -> Sequence[Any]:
    """Some values of a nature: of measures, the edges and what lies evenly between."""
    if isinstance(nature, Measure):
        soft = nature.soft
        count = min(soft.size, 120)
        ticks = {
            soft.low + (soft.high - soft.low) // soft.step * i // max(count - 1, 1) * soft.step
            for i in range(count)
        }
        ticks |= {t for t in (0, 1, -1, 100, nature.hard.low, nature.hard.high) if t in nature.hard}
        return [nature.value(tick) for tick in sorted(ticks) if tick in nature.hard]
    return nature.samples()


def _sampled(values: Sequence[Sequence[Any]], count: int) -> Iterable[tuple[Any, ...]]:
    """Combinations from all over, the same each time."""
    state = 0x9E3779B97F4A7C15
    for _ in range(count):
        choice = []
        for options in values:
            state = (state * 6364136223846793005 + 1442695040888963407) & ((1 << 64) - 1)
            choice.append(options[(state >> 33) % len(options)])
        yield tuple(choice)


def _constant(amount: Fraction, family: str) -> Value:
    """An exact amount as a constant of a family."""
    if family in _MOMENTS:
        micros = int(amount)
        days = int(micros / 86_400_000_000)
        return Value(Interval(0, days, micros - days * 86_400_000_000), "interval")
    if amount.denominator == 1:
        return Value(int(amount), "int")
    return Value(Decimal(amount.numerator) / Decimal(amount.denominator), "numeric")


def _rank(name: str, term: Term) -> int:
    """How much a column looks like a result: the less, the more."""
    words = name.lower().split("_")
    result = any(word in _RESULTS for word in words)
    return (0 if result else 2) + (0 if isinstance(term, (Call, Column)) else 5)
