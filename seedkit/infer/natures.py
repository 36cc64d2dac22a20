"""What may stand in a column, and how it looks of itself: narrowed by what checks say, made into fields at the end.

::

    Nature              values of a type
    ├── Listed          a few values, with weights
    ├── Measure         numbers and moments, in ticks             (measures.py)
    ├── Words           text                                      (words.py)
    ├── Documents       JSON                                      (documents.py)
    ├── Arrays          lists of a nature's values                (arrays.py)
    └── Made            anything else: a field, and one that gives different values

A nature with a finite ``size`` has that many different values, and ``field(nth)`` gives a different one for each
number below it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import SeedkitError
from ..fields import Choice, Field
from .evaluate import compiled
from .fields.ways import Combination
from .terms import Term, columns_of

__all__ = ["ENDLESS", "FAILURES", "Impossible", "Listed", "Made", "Nature", "NotSolved", "accepted"]

#: More different values than anybody asks for.
ENDLESS = 1 << 62

#: What code that works on anybody's schema may stumble over: then a condition is not solved, and no more.
FAILURES = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError, SeedkitError)


class Impossible(Exception):
    """No value at all can meet the conditions."""


class NotSolved(Exception):
    """Conditions that are understood, perhaps, but that we have no way to meet."""


class Nature:
    """Values of a column. Subclasses say which."""

    @property
    def size(self) -> int:
        """How many different values there are; ``ENDLESS`` for enough."""
        return ENDLESS

    def capacity(self, count: int) -> int:
        """How many different values there are, as far as ``count`` asks."""
        return min(self.size, count)

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Nature:
        """The values for which all of these are true. Raises Impossible or NotSolved."""
        raise NotSolved

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        """A field of the values; with ``nth`` a different one for each number (``count`` of them are asked for)."""
        raise NotImplementedError

    def values(self) -> Sequence[Any] | None:
        """All values as terms are evaluated over, in the order of ``nth``, where they are few; else None."""
        return None

    def samples(self) -> Sequence[Any]:
        """Some values that conditions may be tried on; empty where there is no telling."""
        return self.values() or ()


@dataclass(frozen=True)
class Listed(Nature):
    """One of some values, some more often than others. ``stored`` are they as they are written, if otherwise."""

    options: tuple[Any, ...]
    weights: tuple[float, ...] = ()
    stored: tuple[Any, ...] = ()

    @property
    def size(self) -> int:
        return len(self.options)

    def values(self) -> Sequence[Any]:
        return self.options

    def share(self, kept: Listed) -> float:
        """How often a value is one of ``kept``."""
        weights = dict(zip(self.options, self.weights or [1.0] * self.size, strict=True))
        return float(sum(weights.get(option, 0.0) for option in kept.options) / sum(weights.values()))

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Listed:
        kept = accepted(self.options, atoms, now)
        return self.only(kept)

    def only(self, kept: Sequence[Any]) -> Listed:
        """Some of the values. Raises Impossible where there is none."""
        places = [place for place, option in enumerate(self.options) if option in kept]
        if not places:
            raise Impossible
        return Listed(
            tuple(self.options[p] for p in places),
            tuple(self.weights[p] for p in places) if self.weights else (),
            tuple(self.stored[p] for p in places) if self.stored else (),
        )

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        written = self.stored or self.options
        if nth is not None:
            return Combination("", written, nth=nth)
        if self.weights and len(set(self.weights)) > 1:
            return Choice(dict(zip(written, self.weights, strict=True)))
        return Choice(list(written))


@dataclass(frozen=True)
class Made(Nature):
    """Values of which we know how to make them, and little else."""

    make: Callable[[], Field]
    distinct: Callable[[Field], Field] | None = None
    many: int = ENDLESS
    tried: Callable[[], Sequence[Any]] | None = None

    @property
    def size(self) -> int:
        return self.many if self.distinct is not None else 1

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Nature:
        samples = self.samples()
        kept = accepted(samples, atoms, now) if samples else []
        if samples and len(kept) == len(samples):
            return self
        raise NotSolved

    def samples(self) -> Sequence[Any]:
        return self.tried() if self.tried is not None else ()

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        if nth is not None and self.distinct is not None:
            return self.distinct(nth)
        return self.make()


def accepted(values: Sequence[Any], atoms: Sequence[Term], now: dt.datetime) -> list[Any]:
    """The values for which all atoms are true. Raises NotSolved where an atom cannot be evaluated."""
    try:
        tests = [compiled(atom, now=now) for atom in atoms]
    except LookupError as unknown:
        raise NotSolved(str(unknown)) from None
    names = sorted({name for atom in atoms for name in columns_of(atom)})
    kept = []
    for value in values:
        row: Mapping[str, Any] = dict.fromkeys(names, value)
        try:
            if all(test(row) is True for test in tests):
                kept.append(value)
        except FAILURES:
            continue
    return kept
