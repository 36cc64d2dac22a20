"""What uniques and exclusion constraints ask for, read: which slots and links, under which condition, how coarse."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..fields import Ordinal
from ..schema.reflected import Exclusion, Table, Unique
from .conditions import types_of
from .evaluate import compiled
from .measures import LISTABLE, Measure
from .natures import Listed, Nature
from .parse import parse, understood
from .spans import Spans
from .terms import Call, Column, Term, Value, columns_of, substituted
from .words import Words, _texts

__all__ = ["Claim", "claims_of"]

_ERRORS = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError)
#: Functions that give different results for different texts as we make them: these differ without regard to case.
_KEEPING = frozenset({"lower", "upper", "btrim", "ltrim", "rtrim", "md5", "cast", "neg", "reverse"})


@dataclass(frozen=True)
class Claim:
    """Rows must differ in one of ``columns`` at least, as far as ``predicate`` is true of them.

    ``natures`` are coarser ones for columns that are looked at through an expression: different values of these give
    different results. ``span`` are the slots between which rows must not overlap. ``alike`` says that nulls are
    not different from each other. ``kept`` are columns that must be the same where the others are.
    """

    source: Unique | Exclusion
    columns: tuple[str, ...]
    predicate: Term | None = None
    alike: bool = False
    natures: Mapping[str, Nature] = field(default_factory=dict)
    span: tuple[str, str] | None = None
    inclusive: bool = False
    kept: tuple[str, ...] = ()
    unclear: bool = False
    unordered: bool = False

    @property
    def name(self) -> str:
        """What the constraint is called."""
        return self.source.name


def claims_of(
    table: Table,
    natures: Mapping[str, Nature],
    generated: Mapping[str, Term],
    parts: Mapping[str, Term],
    now: dt.datetime,
    made: Mapping[str, Term] | None = None,
) -> list[Claim]:
    """The claims of a table. ``parts`` are what slots stand for: ``lower(during)`` for the slot of a range's bound.

    ``made`` are columns that checks make from one other: ``lower(email)``.
    """
    reader = _Reader(table, natures, generated, parts, now, made)
    found = [reader.unique(unique) for unique in table.uniques]
    found += [claim for exclusion in table.exclusions for claim in reader.exclusion(exclusion)]
    kept = [claim for claim in found if not _implied(claim, found)]
    return sorted(kept, key=lambda c: (bool(c.predicate), len(c.columns) if c.columns else 0))


def _implied(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether another claim over fewer columns asks for more."""
    return any(
        other is not claim
        and other.predicate is None
        and other.span is None
        and claim.span is None
        and not claim.kept
        and not other.unclear
        and set(other.columns) < set(claim.columns)
        and other.columns
        and (not claim.alike or other.alike)
        and not other.natures.keys() - claim.natures.keys()
        for other in others
    )


class _Reader:
    def __init__(
        self,
        table: Table,
        natures: Mapping[str, Nature],
        generated: Mapping[str, Term],
        parts: Mapping[str, Term],
        now: dt.datetime,
        made: Mapping[str, Term] | None = None,
    ) -> None:
        self._table, self._natures, self._now = table, natures, now
        self._generated, self._parts = dict(generated), parts
        self._made = dict(made or {})
        self._types = types_of(table)

    def _term(self, text: str) -> Term:
        return rewritten(substituted(parse(text, self._types), self._generated), self._parts)

    def unique(self, unique: Unique) -> Claim:
        expressions = iter(unique.expressions)
        predicate = None if unique.predicate is None else self._term(unique.predicate)
        claim = Claim(unique, (), predicate, alike=not unique.nulls_distinct or unique.primary)
        for name in unique.columns:
            term = self._term(next(expressions)) if name is None else self._generated.get(name, Column(name))
            claim = self._with(claim, rewritten(term, self._parts))
        if unique.temporal and claim.columns:
            *rest, _ = [n for n in unique.columns if n is not None]
            whole = next((n for n in reversed(unique.columns) if n is not None), "")
            bounds = f"{whole}.lower", f"{whole}.upper"
            if all(bound in self._natures for bound in bounds):
                return replace(claim, columns=tuple(rest), span=bounds)
        return claim

    def exclusion(self, exclusion: Exclusion) -> Iterator[Claim]:
        """One claim; it must differ in one of the elements, whichever is easiest."""
        predicate = None if exclusion.predicate is None else self._term(exclusion.predicate)
        claim = Claim(exclusion, (), predicate)
        for text, operator in exclusion.elements:
            op = operator.rsplit(".", 1)[-1].strip("()")
            term = self._term(_bare(text, self._types))
            if op == "=":
                claim = self._with(claim, _single(term))
            elif op == "&&" or (op == "-|-" and claim.span is None):
                claim = self._spanning(claim, term)
            elif op == "<>" and isinstance(term, Column):
                claim = replace(claim, kept=(*claim.kept, term.name))
            elif op != "-|-":
                claim = replace(claim, unclear=True)
        yield claim

    def _spanning(self, claim: Claim, term: Term) -> Claim:
        inclusive = False
        if isinstance(term, Call) and term.op.endswith("range") and len(term.args) >= 2:
            low, high = term.args[0], term.args[1]
            bounds = term.args[2] if len(term.args) > 2 else Value("[)", "text")
            inclusive = isinstance(bounds, Value) and str(bounds.value).endswith("]")
            low, high = (_uncast(end) for end in (low, high))
            if isinstance(low, Column) and low == high:
                return self._with(claim, low)
            if isinstance(low, Column) and isinstance(high, Column) and claim.span is None:
                return replace(claim, span=(low.name, high.name), inclusive=inclusive)
            return replace(claim, unclear=claim.span is None)
        if isinstance(term, Column):
            bounds_of = f"{term.name}.lower", f"{term.name}.upper"
            if all(bound in self._natures for bound in bounds_of):
                return claim if claim.span is not None else replace(claim, span=bounds_of)
            # Boxes, circles and networks of different numbers lie apart.
            return self._with(claim, term)
        return replace(claim, unclear=True)

    def _with(self, claim: Claim, term: Term) -> Claim:
        """The claim with one more element."""
        if not columns_of(term):
            return claim
        if (
            isinstance(term, Call)
            and term.op in ("least", "greatest")
            and all(isinstance(a, Column) for a in term.args)
        ):
            names = [a.name for a in term.args if isinstance(a, Column) and a.name not in claim.columns]
            return replace(claim, columns=(*claim.columns, *names), unordered=True)
        term = self._source(term)
        inner, coalesced = _peeled(term)
        if isinstance(inner, Column) and (inner == term or self._keeps(term, inner.name)):
            inner = self._leading(inner)
            return replace(claim, columns=(*claim.columns, inner.name), alike=claim.alike or coalesced)
        names = sorted(columns_of(term))
        if not understood(term):
            return replace(claim, columns=(*claim.columns, *names), unclear=True)
        best = self._coarser(term, names)
        if best is None:
            return replace(claim, columns=(*claim.columns, *names), unclear=True)
        name, nature = best
        return replace(
            claim, columns=(*claim.columns, name), natures={**claim.natures, name: nature}, alike=True
        )

    def _source(self, term: Term) -> Term:
        """A column that is nothing but an expression over another, as that."""
        return self._made.get(term.name, term) if isinstance(term, Column) else term

    def _leading(self, column: Column) -> Column:
        """The slot that tells values of a column with parts apart."""
        parts = [n for n in self._parts if n.startswith(f"{column.name}.") and n in self._natures]
        if f"{column.name}.lower" in parts:
            return Column(f"{column.name}.lower")
        return Column(max(parts, key=lambda n: self._natures[n].size)) if parts else column

    def _keeps(self, term: Term, name: str) -> bool:
        """Whether an expression surely keeps the column's values apart: texts made by us differ whatever their case."""
        nature = self._natures.get(name)
        if isinstance(nature, Words):
            return nature.solved is None
        return not isinstance(nature, Listed)

    def _coarser(self, term: Term, names: Sequence[str]) -> tuple[str, Nature] | None:
        """A column, and values of it for all of which the expression gives different results."""
        options: list[tuple[int, str, Nature]] = []
        for name in names:
            nature = self._natures.get(name)
            if nature is None:
                continue
            found = self._telling(term, name, nature, names)
            if found is not None:
                options.append((found.size, name, found))
        if not options:
            return None
        _, name, nature = max(options, key=lambda option: option[0])
        return name, nature

    def _telling(self, term: Term, name: str, nature: Nature, names: Sequence[str]) -> Nature | None:
        others = {n: _some_value(self._natures[n]) for n in names if n != name and n in self._natures}
        try:
            run = compiled(term, now=self._now)
        except LookupError:
            return None

        def results(values: Sequence[object]) -> list[object]:
            out = []
            for value in values:
                try:
                    out.append(run({**others, name: value}))
                except _ERRORS:
                    out.append(None)
            return out

        if isinstance(nature, Words):
            return self._telling_words(term, nature, results)
        if isinstance(nature, Measure):
            return self._telling_measure(nature, results)
        if isinstance(nature, Listed):
            found: Any = dict(zip(reversed(results(nature.options)), reversed(nature.options), strict=True))
            found.pop(None, None)
            return nature.only(list(found.values())) if found else None
        return None

    def _telling_words(
        self, term: Term, nature: Words, results: Callable[[Sequence[Any]], list[Any]]
    ) -> Nature | None:
        if nature.size <= 5000:
            texts = _texts(nature.field(Ordinal(), nature.size), nature.size)
            first = dict(zip(reversed(results(texts)), reversed(texts), strict=True))
            first.pop(None, None)
            return Listed(tuple(first.values())) if first else None
        for longest in (
            nature.longest,
            *(n for n in (20, 10, 8, 5) if nature.longest is None or n < nature.longest),
        ):
            shorter = replace(nature, longest=longest)
            texts = _texts(shorter.field(Ordinal(), 300), min(300, shorter.size))
            found = results(texts)
            if None not in found and len(set(map(str, found))) == len(set(texts)):
                return shorter
        return None

    def _telling_measure(
        self, nature: Measure, results: Callable[[Sequence[Any]], list[Any]]
    ) -> Nature | None:
        if nature.hard.size <= LISTABLE:
            ticks = [t for low, high in nature.hard.parts for t in range(low, high + 1, nature.hard.step)]
            first: dict[object, int] = {}
            for tick, result in zip(ticks, results([nature.value(t) for t in ticks]), strict=True):
                if result is not None:
                    first.setdefault(result, tick)
            return replace(nature, hard=Spans.listed(first.values()), touched=True) if first else None
        for step in (1, *nature._steps()):
            if step % nature.hard.step:
                continue
            grid = nature.soft.stepped(step, 0) if step > 1 else nature.soft
            if grid.size < 50:
                continue
            ticks = [grid.low + step * i for i in range(50)]
            found = results([nature.value(t) for t in ticks])
            if None not in found and len(set(found)) == len(found):
                return replace(nature, hard=nature.hard.stepped(step, 0), touched=True)
        around = range(nature.soft.low, nature.soft.low + 3000)
        seen: dict[object, int] = {}
        for tick, result in zip(around, results([nature.value(t) for t in around]), strict=True):
            if tick in nature.hard and result is not None:
                seen.setdefault(result, tick)
        return replace(nature, hard=Spans.listed(seen.values()), touched=True) if seen else None


def _some_value(nature: Nature) -> Any:
    """A value for the other columns of an expression."""
    if isinstance(nature, Measure):
        return nature.value(nature.soft.low)
    return next(iter(nature.samples() or (None,)), None)


def rewritten(term: Term, parts: Mapping[str, Term]) -> Term:
    """The term with what slots stand for written as those slots."""
    for name, stands_for in parts.items():
        if term == stands_for:
            return Column(name)
    if isinstance(term, Call):
        return Call(term.op, tuple(rewritten(argument, parts) for argument in term.args))
    return term


def _peeled(term: Term) -> tuple[Term, bool]:
    """What is left of an expression without functions that keep values apart; whether nulls were made values."""
    coalesced = False
    while isinstance(term, Call):
        if term.op == "coalesce":
            coalesced, term = True, term.args[0]
        elif term.op in _KEEPING:
            if (
                term.op == "cast"
                and isinstance(term.args[1], Value)
                and term.args[1].value in ("date", "int", "bool")
            ):
                break
            term = term.args[0]
        else:
            break
    return term, coalesced


def _uncast(term: Term) -> Term:
    while isinstance(term, Call) and term.op == "cast":
        term = term.args[0]
    return term


def _single(term: Term) -> Term:
    """``int4range(x, x, '[]')`` is x."""
    if (
        isinstance(term, Call)
        and term.op.endswith("range")
        and len(term.args) >= 2
        and term.args[0] == term.args[1]
    ):
        return _uncast(term.args[0])
    return term


def _bare(text: str, types: Mapping[str, object]) -> str:
    """An element as an expression: names are quoted as needed, operator classes dropped."""
    if text in types:
        return '"' + text.replace('"', '""') + '"'
    return re.sub(r"\s+\w+_ops$", "", text)
