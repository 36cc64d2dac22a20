"""Natures of all types: numbers, texts, documents, and what Postgres has besides, put together from parts where they have any."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ..fields import Field, Key, Uuid
from ..fields.base import column_of
from ..schema.reflected import Type
from ..types import as_array
from .documents import Documents
from .fields.composed import ItemsOf, MultirangeOf, NestedItems, NumberedItems, RangeOf, RowOf
from .fields.formula import python_values
from .fields.typed import TYPED, Typed
from .fields.ways import Combination
from .kinds import measure
from .labels import labelled
from .natures import ENDLESS, Impossible, Listed, Made, Nature, NotSolved, accepted
from .parse import conjuncts, parse
from .terms import Call, Column, Term, Value, columns_of, walk
from .trial import TrialRows
from .words import Look, Words, _limits

__all__ = ["Arrays", "nature_of", "number_of"]

_TEXTS = frozenset({"text", "varchar", "bpchar", "citext", "name"})


def nature_of(kind: Type, now: dt.datetime, look: Look | None = None) -> Nature:
    """The nature of a type, its domains' checks included. Raises Impossible where it has no value."""
    nature = _bare(kind.base, now, look)
    for domain in reversed(list(kind.domains())):
        for check in domain.checks:
            term = parse(check.expression, {"VALUE": domain.element or kind}, "VALUE")
            nature = narrowed_by(nature, conjuncts(term), now)
    return nature


def narrowed_by(nature: Nature, atoms: Sequence[Term], now: dt.datetime) -> Nature:
    """A nature narrowed by conditions over it alone, those apart that are not understood."""
    known = [a for a in atoms if columns_of(a) and not (isinstance(a, Call) and a.op == "opaque")]
    try:
        return nature.narrowed(known, now) if known else nature
    except NotSolved:
        return nature


def _bare(base: Type, now: dt.datetime, look: Look | None) -> Nature:
    name = base.name.name
    if base.kind == "enum":
        if not base.labels:
            raise Impossible
        return labelled(base.labels)
    if base.kind == "array" and name in TYPED:
        return typed(base)
    if base.kind == "array":
        return Arrays(nature_of(base.element, now, look), base) if base.element else unknown(base)
    if base.kind == "composite":
        return _composite(base, now)
    if base.kind == "range":
        return _range(base, now)
    if base.kind == "multirange":
        inner = base.element
        return _multirange(inner, now) if inner is not None else unknown(base)
    measured = measure(base, now)
    if measured is not None and not (name == "interval" and _months_only(base)):
        return measured
    if name in _TEXTS:
        return Words(look or Look("title"), _longest(base))
    if name == "bool":
        return Listed((True, False), (0.6, 0.4))
    if name in ("json", "jsonb"):
        return Documents()
    if name == "uuid":
        return Uuids()
    if name == "interval":
        return Made(lambda: Months(), lambda nth: Months(nth))
    return typed(base)


def _longest(base: Type) -> int | None:
    if base.name.name == "name":
        return 63
    if base.name.name == "bpchar" and base.length is None and base.sql != "bpchar":
        return 1
    return base.length


def _months_only(base: Type) -> bool:
    words = base.sql.lower()
    return words.endswith(("year", "month"))


def typed(base: Type) -> Nature:
    """A type that is written as text of its own."""
    name = base.name.name
    if name not in TYPED:
        return unknown(base)
    return Written(name, _argument(base))


@dataclass(frozen=True)
class Written(Nature):
    """Values of a type that Arrow does not know; ``kept`` are the numbers of those that checks leave."""

    name: str
    argument: Any = None
    kept: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        return len(self.kept) or Typed(self.name, self.argument).size

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        if self.kept:
            made = Combination(self.name, self.kept, nth=nth)
            return Typed(self.name, self.argument, nth=made, mixed=False)
        return Typed(self.name, self.argument, nth=nth)

    def samples(self) -> Sequence[Any]:
        return _tried(self.field())

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Nature:
        if self.name == "bytea" and (length := _bytes_wanted(atoms)) is not None:
            longer = replace(self, argument=length)
            if len(accepted(longer.samples(), atoms, now)) == len(longer.samples()):
                return longer
        for candidate in (self, *self._geometries(atoms)):
            samples = candidate.samples()
            if len(accepted(samples, atoms, now)) == len(samples):
                return candidate
        numbers = list(_numbers(min(Typed(self.name, self.argument).size, 1 << 40)))
        writer = TYPED[self.name]
        texts = {writer.text(n, self.argument): n for n in reversed(numbers)}
        passing = accepted(list(texts), atoms, now)
        if not passing:
            raise NotSolved(str(atoms[0]))
        return replace(self, kept=tuple(sorted(texts[text] for text in passing)))

    def _geometries(self, atoms: Sequence[Term]) -> list[Written]:
        """The same with the shapes and reference systems that conditions name."""
        if self.name not in ("geometry", "geography"):
            return []
        known = _constants(atoms)
        systems = [v for v in known if isinstance(v, int) and v > 100] or [self.argument[1]]
        words = {str(v).upper().removeprefix("ST_") for v in known if isinstance(v, str)}
        shapes = [s for s in _SHAPES if s in words] or [self.argument[0]]
        return [replace(self, argument=(shape, srid)) for shape in shapes for srid in systems]


@dataclass(frozen=True)
class Uuids(Nature):
    """Uuids from ``low`` to ``high``, as whole numbers; a ``key`` tells whose it is."""

    low: int = 0
    high: int = (1 << 128) - 1
    key: bool = False

    @property
    def _free(self) -> bool:
        return self.low == 0 and self.high == (1 << 128) - 1

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        if self._free:
            return Key() if self.key else Uuid()
        return Typed("uuid", (self.low, self.high), nth=nth)

    def samples(self) -> Sequence[Any]:
        return _tried(self.field())

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Nature:
        found, rest = self, []
        for atom in atoms:
            edges = _uuid_edges(atom)
            if edges is None:
                rest.append(atom)
                continue
            found = replace(found, low=max(found.low, edges[0]), high=min(found.high, edges[1]))
        if found.low > found.high:
            raise Impossible
        samples = found.samples()
        if rest and len(accepted(samples, rest, now)) < len(samples):
            raise NotSolved(str(rest[0]))
        return found


def _constants(atoms: Sequence[Term]) -> set[Any]:
    return {part.value for atom in atoms for part in walk(atom) if isinstance(part, Value)}


def _uuid_edges(atom: Term) -> tuple[int, int] | None:
    """Between which numbers a comparison leaves uuids."""
    if not isinstance(atom, Call) or atom.op not in ("<", "<=", ">", ">="):
        return None
    column, value = atom.args
    if not (isinstance(column, Column) and isinstance(value, Value)):
        return None
    edge, top = UUID(str(value.value)).int, (1 << 128) - 1
    return {"<": (0, edge - 1), "<=": (0, edge), ">": (edge + 1, top), ">=": (edge, top)}[atom.op]


_SHAPES = (
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
)


def _numbers(size: int) -> list[int]:
    """Numbers of values to try: the first thousands, and some from all over."""
    return [*range(min(size, 3000)), *(n * 0x9E3779B97F4A7C15 % size for n in range(3000))]


def _bytes_wanted(atoms: Sequence[Term]) -> int | None:
    """How many bytes conditions ask for."""
    low, high = _limits(atoms)
    return None if not low and high is None else max(low, min(16, high if high is not None else 16))


def _argument(base: Type) -> Any:
    name = base.name.name
    if name in ("geometry", "geography"):
        found = re.search(r"\((\w+)(?:, *(\d+))?\)", base.sql)
        shape = found[1].upper() if found else "POINT"
        srid = int(found[2]) if found and found[2] else 4326 if name == "geography" else 0
        return ("POINT" if shape == "GEOMETRY" else shape), srid
    if name == "varbit":
        return base.length or 16
    if name == "bit":
        return base.length or 1
    if name == "timetz":
        return base.precision
    return base.length


def unknown(base: Type) -> Nature:
    """A type of which nothing is known: nothing can be made of it."""
    raise NotSolved(f"values of type {base.sql} are not known")


def _tried(field: Field) -> Sequence[Any]:
    """Some values of a field, as terms are evaluated over."""
    return python_values(as_array(field.bound("VALUE", {}).column(TrialRows({}, 30))))


def number_of(name: str) -> Callable[[Field], Field]:
    """A field of different values of a type by number."""
    return lambda nth: Typed(name, nth=nth)


class Months(Field):
    """A span of whole months: ``14 mons``."""

    def __init__(self, nth: Any = None) -> None:
        super().__init__()
        self.nth = nth

    def column(self, rows: Any) -> Any:
        import pyarrow as pa

        from ..entropy import below
        from .fields.ticks import places_of

        months = below(rows.draw(self._name), 36) + 1 if self.nth is None else places_of(self.nth, rows) + 1
        return pa.array([f"{n} mons" for n in months.tolist()], pa.string())


# Types with parts


def _composite(base: Type, now: dt.datetime) -> Nature:
    parts = {name: nature_of(kind, now) for name, kind in base.attributes}

    def make(nth: Field | None = None) -> Field:
        leader = max(parts, key=lambda n: parts[n].size) if parts and nth is not None else None
        return RowOf(**{n: p.field(nth if n == leader else None) for n, p in parts.items()})

    many = max((p.size for p in parts.values()), default=1)
    return Made(make, make, many=many)


def _range(base: Type, now: dt.datetime) -> Nature:
    """A range whose bounds are not asked for by any check: see parts.py for the others."""
    low = nature_of(base.element, now) if base.element is not None else None
    if low is None:
        return unknown(base)

    def make(nth: Field | None = None) -> Field:
        return Ordered(low.field(nth), low.field(None), keep=nth is not None)

    return Made(make, make, many=low.size)


def _multirange(inner: Type, now: dt.datetime) -> Nature:
    one = _range(inner, now)
    return Made(lambda: MultirangeOf(one.field()), lambda nth: MultirangeOf(one.field(nth)), many=one.size)


class Ordered(Field):
    """A range from the lesser of two values to the greater; with ``keep`` the first is its lower bound or its only one."""

    def __init__(self, first: Any, second: Any, *, keep: bool = False) -> None:
        super().__init__()
        self.first, self.second, self.keep = first, second, keep

    def column(self, rows: Any) -> Any:
        import pyarrow.compute as pc

        first, second = column_of(self.first, rows), column_of(self.second, rows)
        less = pc.less_equal(first, second)
        if self.keep:
            import pyarrow as pa

            high = pc.if_else(pc.less(first, second), second, pa.scalar(None, second.type))
            return RangeOf(first, high).column(rows)
        low, high = pc.if_else(less, first, second), pc.if_else(less, second, first)
        return RangeOf(low, high, "[]").column(rows)


class Semicolons(Field):
    """A list whose items are parted by semicolons."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Any) -> Any:
        import pyarrow.compute as pc

        return pc.binary_join_element_wise("{", pc.binary_join(column_of(self.of, rows), ";"), "}", "")


@dataclass(frozen=True)
class Arrays(Nature):
    """Lists of a nature's values, ``low`` to ``high`` of them; ``first`` are values that they begin with."""

    item: Nature
    kind: Type
    low: int = 1
    high: int = 3
    first: tuple[Any, ...] = ()
    distinct: bool = True
    inner: int = 0

    @property
    def size(self) -> int:
        if self.item.size >= ENDLESS // 2 or self.low != self.high:
            return ENDLESS
        return min(int(self.item.size ** max(self.high, 1)), ENDLESS)

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        if nth is not None:
            values = self.item.values()
            if values is not None and len(values) < 10_000 and len(values) > 1:
                return NumberedItems(values, nth, length=self.low if self.low == self.high else None)
            return ItemsOf(self.item.field(), self.low, self.high, first=[self.item.field(nth, count)])
        if self.inner:
            return NestedItems(self.item.field(), self.low, self.inner)
        made = ItemsOf(
            self.item.field(),
            self.low,
            self.high,
            first=self._first(),
            distinct=self.distinct and not self.low,
        )
        return self._joined(made)

    def _joined(self, field: Field) -> Field:
        """The list as the type wants it: boxes stand behind semicolons."""
        inner = self.kind.element
        return Semicolons(field) if inner is not None and inner.name.name == "box" else field

    def _first(self) -> Sequence[Any]:
        from .fields.ways import Combination

        return [Combination(str(n), [value]) for n, value in enumerate(self.first)]

    def samples(self) -> Sequence[Any]:
        try:
            return _tried(self.field())
        except (TypeError, ValueError):
            return ()

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Nature:
        found, rest = self, []
        for atom in atoms:
            tried = found._one(atom, now)
            if tried is None:
                rest.append(atom)
            else:
                found = tried
        if found.low > found.high:
            raise Impossible
        if rest and not found.inner:
            samples = found.samples()
            if not samples or len(accepted(samples, rest, now)) < len(samples):
                raise NotSolved(str(rest[0]))
        return found

    def _one(self, atom: Term, now: dt.datetime) -> Arrays | None:
        if not isinstance(atom, Call):
            return None
        counted = self._counted(atom)
        if counted is not None:
            return counted
        if atom.op == "<@" and isinstance(atom.args[0], Column):
            return self._among(atom.args[1], now)
        if atom.op in ("@>", "any") or (atom.op == "&&"):
            return self._holding(atom)
        if (
            atom.op == "all"
            and len(atom.args) == 3
            and isinstance(atom.args[1], Value)
            and isinstance(atom.args[2], Column)
        ):
            item = Call(str(atom.args[0].value), (atom.args[1], Column("VALUE")))  # type: ignore[union-attr]
            return replace(self, item=self.item.narrowed([item], now))
        inner = atom.args[0] if atom.op in ("not", "is null") and atom.args else None
        if isinstance(inner, Call) and inner.op == "array_position":
            return self if atom.op == "is null" else None
        if isinstance(inner, Call) and inner.op == "any" and isinstance(inner.args[1], Value):
            item = Call("<>", (inner.args[1], Column("VALUE")))
            return replace(self, item=self.item.narrowed([item], now))
        return None

    def _counted(self, atom: Call) -> Arrays | None:
        from .words import _BOUNDS, _MIRROR

        if atom.op not in _BOUNDS or len(atom.args) != 2:
            return None
        if (
            isinstance(atom.args[0], Call)
            and atom.args[0].op == "array_ndims"
            and atom.args[1] == Value(2, "int")
        ):
            return replace(self, inner=self.inner or 2, high=self.low)
        left, right, op = *atom.args, atom.op
        if isinstance(left, Value):
            left, right, op = right, left, _MIRROR[op]
        if not (
            isinstance(left, Call) and left.op in ("cardinality", "array_length") and isinstance(right, Value)
        ):
            return None
        if left.op == "array_length" and len(left.args) > 1 and left.args[1] != Value(1, "int"):
            return replace(self, inner=int(right.value), high=self.low) if op == "=" else None
        low, high = _BOUNDS[op](int(right.value))
        low = max(low or 0, 1 if left.op == "array_length" else 0, self.low if low is None else low)
        top = self.high if high is None else high
        return replace(
            self,
            low=min(low, top) if low <= 1 else low,
            high=max(top if high is not None else max(low, top), 0),
        )

    def _among(self, other: Term, now: dt.datetime) -> Arrays | None:
        if not (isinstance(other, Call) and other.op == "array"):
            return None
        values = tuple(v for v in other.args if isinstance(v, Value))
        item = self.item.narrowed([Call("in", (Column("VALUE"), *values))], now)
        return replace(self, item=item, high=min(self.high, max(item.size, self.low)), distinct=True)

    def _holding(self, atom: Call) -> Arrays | None:
        if atom.op == "any":
            op, item, among = atom.args
            if op != Value("=", "text") or not isinstance(item, Value) or not isinstance(among, Column):
                return None
            wanted: tuple[Any, ...] = (item.value,)
        else:
            mine, other = atom.args
            if not isinstance(mine, Column) or not (isinstance(other, Call) and other.op == "array"):
                return None
            wanted = tuple(v.value for v in other.args if isinstance(v, Value))
            wanted = wanted[:1] if atom.op == "&&" else wanted
        first = tuple(dict.fromkeys((*self.first, *wanted)))
        return replace(self, first=first, low=max(self.low, len(first)), high=max(self.high, len(first)))
