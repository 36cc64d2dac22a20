"""Text as a nature: how it looks of itself, and how it is made to look when checks want more.

What checks say is met by the first of these that works: phrases that pass as they are or in another form
(lower case, a slug …); the natural field where nearly all of its values pass; texts made from a regular
expression; a stream of texts of which those that pass are kept.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..fields import Field, Ordinal
from ..types import as_array
from .evaluate import compiled
from .fields.matching import Matching
from .fields.said import FORMS, Checked, Continued, Formed, Said, Sifted, condition_of, cut, short_texts
from .fields.ways import Combination
from .functions import like_pattern, similar_pattern
from .labels import weights_of
from .natures import ENDLESS, Impossible, Listed, Nature, NotSolved, accepted
from .terms import Call, Column, Term, Value, spelled, substituted
from .trial import TrialRows
from .vocabulary import phrases

__all__ = ["Look", "Words", "chosen", "listed_in"]

#: Phrases that must pass for a column to live on them, and the share of field values.
FEW, MOSTLY = 5, 0.95
#: How many texts of a field are tried.
SAMPLE = 120


@dataclass(frozen=True)
class Look:
    """How texts of a column look: phrases of a rule of the grammar, or a field.

    ``make`` gives the field for the longest text allowed; ``distinct`` one of different texts by number; ``many`` is how
    many of those there are.
    """

    rule: str | None = None
    form: str = ""
    sentences: tuple[int, int] | None = None
    make: Callable[[int | None], Field] | None = None
    distinct: Callable[[Field, int | None], Field] | None = None
    many: int = ENDLESS
    sifted: bool = False
    options: tuple[str, ...] = ()

    def field(self, longest: int | None) -> Field:
        """The texts as they are."""
        if self.make is not None:
            return self.make(longest)
        return Said(self.rule or "title", form=self.form, longest=longest, sentences=self.sentences)

    def apart(self, nth: Field, longest: int | None) -> Field:
        """Different texts."""
        if self.distinct is not None:
            return self.distinct(nth, longest)
        return Said(self.rule or "title", form=self.form, longest=longest, nth=nth)


def chosen(options: tuple[str, ...]) -> Look:
    """One of a few values, as often as their words let expect."""
    listed = Listed(options, weights_of(options))
    return Look(
        rule="name",
        form="snake",
        make=lambda longest: listed.field(),
        distinct=lambda nth, longest: Said(options, nth=nth, longest=longest),
        options=options,
    )


@dataclass(frozen=True)
class Words(Nature):
    """Texts of at most ``longest`` characters. ``solved`` makes them once checks have spoken."""

    look: Look
    longest: int | None = None
    atoms: tuple[Term, ...] = ()
    solved: Look | None = None

    @property
    def size(self) -> int:
        most = ENDLESS if self.longest is None or self.longest > 11 else short_texts(self.longest)
        return min((self.solved or self.look).many, most) if self.atoms else most

    @functools.cached_property
    def where(self) -> str | None:
        """What the checks say, over ``VALUE``."""
        if not self.atoms:
            return None
        parts = self._bare().atoms
        return spelled(parts[0] if len(parts) == 1 else Call("and", tuple(parts)))

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        look = self.solved or self.look
        if nth is None:
            return look.field(self.longest)
        if look.many < count and not self.atoms:
            return Continued(look.apart(nth, self.longest), nth, look.many, self.longest)
        return look.apart(nth, self.longest)

    def capacity(self, count: int) -> int:
        look = self.solved or self.look
        most = min(self.size, count)
        # Nobody knows how many pass but who has tried.
        return len(set(_texts(look.apart(Ordinal(), self.longest), most))) if look.sifted else most

    def samples(self) -> Sequence[Any]:
        return _texts(self.field(), SAMPLE)

    def all(self) -> Sequence[str]:
        """Every text there can be, where they are few."""
        return list(dict.fromkeys(_texts(self.field(Ordinal(), self.size), self.size)))

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Nature:
        if not atoms:
            return self
        listed = listed_in(atoms)
        if listed is not None:
            fitting = [v for v in listed if self.longest is None or len(v) <= self.longest]
            kept = accepted(fitting, [*self.atoms, *atoms], now)
            if not kept:
                raise Impossible
            options = tuple(dict.fromkeys(kept))
            return Listed(options, weights_of(options))
        together = replace(self, atoms=(*self.atoms, *atoms))
        try:
            for atom in together.atoms:
                compiled(atom, now=now)
        except LookupError as unknown:
            raise NotSolved(str(unknown)) from None
        if self.look.make is None and self.look.distinct is None:
            return replace(together, solved=_solved(together._bare()))
        return replace(together, solved=together._solve())

    def _bare(self) -> Words:
        """The same over ``VALUE``, whatever the column is called: to be solved once for all that are alike."""
        value = Column("VALUE")
        atoms = tuple(substituted(a, dict.fromkeys(_names(a), value)) for a in self.atoms)
        return replace(self, atoms=atoms, solved=None)

    def _passes(self, text: str) -> bool:
        return (self.longest is None or len(text) <= self.longest) and all(test(text) for test in self._tests)

    @functools.cached_property
    def _tests(self) -> list[Callable[[Any], bool]]:
        return [condition_of(atom) for atom in self._bare().atoms]

    def _solve(self) -> Look:
        for attempt in (
            self._by_options,
            self._by_phrases,
            self._by_field,
            self._by_pattern,
            self._by_numbers,
            self._by_length,
            self._by_sifting,
        ):
            found = attempt()
            if found is not None:
                return found
        if self.longest is not None and _shortest(self.atoms) > self.longest:
            raise Impossible
        raise NotSolved("no text found that passes")

    # The ways to meet the checks, the most natural first

    def _by_options(self) -> Look | None:
        """Those of a few believable values that pass."""
        kept = tuple(option for option in self.look.options if self._passes(option))
        return chosen(kept) if kept else None

    def _by_phrases(self) -> Look | None:
        rule = self.look.rule
        if rule is None or (self.look.make is not None and not self.look.form):
            return None
        if self.look.sentences is not None and _shortest(self.atoms) > 60:
            return None
        for some in dict.fromkeys((rule, "word")):
            known = phrases(some)[:150]
            for form in dict.fromkeys((self.look.form, *FORMS)):
                passing = {t for t in _in_form(some, form) if t and self._passes(t)}
                if len(passing) >= max(FEW, len(known) // 4):
                    return self._beside(self._said(some, form, len(passing)))
        return None

    def _said(self, rule: str, form: str, many: int) -> Look:
        where = self.where
        make = lambda longest: Said(rule, form=form, where=where, longest=longest)  # noqa: E731
        numbered = all(
            self._passes(f"{t}{_joint(form)}{n}") for t in self._some(rule, form) for n in (2, 37, 512, 4711)
        )
        if numbered:
            return Look(
                make=make,
                distinct=lambda nth, longest: Said(rule, form=form, where=where, longest=longest, nth=nth),
            )
        other = self._endless()
        if other is not None and other.distinct is not None:
            return Look(make=make, distinct=other.distinct, many=other.many, sifted=other.sifted)
        alone = lambda nth, longest: Said(rule, form=form, where=where, longest=longest, nth=nth)  # noqa: E731
        return Look(make=make, distinct=alone, many=many)

    def _beside(self, found: Look) -> Look:
        """Phrases as what a text made of other columns falls back to."""
        made, where = self.look.make, self.where or "true"
        if made is None or found.make is None:
            return found
        otherwise = found.make
        return replace(found, make=lambda longest: Checked(made(longest), where, otherwise(longest)))

    def _some(self, rule: str, form: str) -> list[str]:
        return [t for t in map(FORMS[form], phrases(rule)[:60]) if t and self._passes(t)][:8]

    def _endless(self) -> Look | None:
        return self._by_pattern() or self._by_sifting()

    def _by_field(self) -> Look | None:
        look = self.look
        if look.make is None:
            return None
        for form in (
            "",
            "lower",
            "upper",
            "slug",
            "snake",
            "joined",
            "title",
            "letters",
            "plain",
            "capitals",
        ):
            made = self._formed(look.field(self.longest), form)
            texts = _texts(made, SAMPLE)
            if not texts or sum(map(self._passes, texts)) < MOSTLY * len(texts):
                continue
            if len(set(texts)) < min(FEW, len(set(_texts(look.field(self.longest), SAMPLE)))):
                continue
            stream = self._formed(look.apart(Ordinal(), self.longest), form)
            other = self._by_pattern() or self._sifting(stream)
            return self._guarded(form, other, sure=all(map(self._passes, texts)))
        return None

    def _formed(self, field: Field, form: str) -> Field:
        return Formed(field, form, longest=self.longest) if form else field

    def _guarded(self, form: str, other: Look, *, sure: bool) -> Look:
        look, where = self.look, self.where or "true"

        def make(longest: int | None) -> Field:
            return Checked(self._formed(look.field(longest), form), where, other.field(longest))

        def distinct(nth: Field, longest: int | None) -> Field:
            apart = self._formed(look.apart(nth, longest), form)
            return Checked(apart, where, other.apart(nth, longest))

        texts = _texts(self._formed(look.apart(Ordinal(), self.longest), form), SAMPLE)
        apart = sure and len(set(texts)) == len(texts) and all(map(self._passes, texts))
        if apart and form in ("", "lower", "upper"):
            return Look(make=make, distinct=distinct, many=min(look.many, other.many))
        return Look(make=make, distinct=other.distinct, many=other.many, sifted=other.sifted)

    def _by_pattern(self) -> Look | None:
        # whatever it looks like of itself
        return _by_pattern(replace(self._bare(), look=Look("word")))

    def _of_pattern(self) -> Look | None:
        best: Look | None = None
        for pattern, ignore_case in _patterns(self.atoms):
            look = self._matching(pattern, ignore_case)
            if look is not None and look.many >= 1000:
                return look
            best = look if look is not None and (best is None or look.many > best.many) else best
        return best

    def _matching(self, pattern: str, ignore_case: bool) -> Look | None:
        shortest, longest = _limits(self.atoms)
        top = min((n for n in (longest, self.longest) if n is not None), default=None)
        field = Matching(pattern, ignore_case=ignore_case, shortest=shortest, longest=top)
        try:
            if not field._shapes:
                return None
        except LookupError:
            return None
        given: dict[str, Any] = {"ignore_case": ignore_case, "shortest": shortest, "longest": top}
        size = field.size
        if size <= 20_000:
            return self._enumerated(pattern, given, size)
        texts = _texts(field, SAMPLE * 2) + _texts(Matching(pattern, nth=Ordinal(), **given), SAMPLE)
        passing = sum(map(self._passes, texts))
        if passing == len(texts):
            return Look(
                make=lambda _: Matching(pattern, **given),
                distinct=lambda nth, _: Matching(pattern, nth=nth, **given),
                many=size,
            )
        if passing * 200 < len(texts):
            return None
        return self._sifting(Matching(pattern, nth=Ordinal(), **given))

    def _enumerated(self, pattern: str, given: dict[str, Any], size: int) -> Look | None:
        """All texts of a small pattern, one by one."""
        texts = _texts(Matching(pattern, nth=Ordinal(), **given), size)
        kept = tuple(dict.fromkeys(t for t in texts if self._passes(t)))
        if not kept:
            return None
        if len(kept) == len(texts):
            return Look(
                make=lambda _: Matching(pattern, **given),
                distinct=lambda nth, _: Matching(pattern, nth=nth, **given),
                many=size,
            )
        return Look(
            make=lambda _: Combination(pattern, kept),
            distinct=lambda nth, _: Combination(pattern, kept, nth=nth),
            many=len(kept),
        )

    def _by_numbers(self) -> Look | None:
        """Texts that are numbers: ``code::integer between 100 and 4000``."""
        if not any(
            isinstance(part, Call) and part.op == "cast" for atom in self.atoms for part in _parts(atom)
        ):
            return None
        kept = tuple(str(n) for n in range(20_000) if self._passes(str(n)))
        if not kept:
            return None
        return Look(
            make=lambda _: Combination("numbers", kept),
            distinct=lambda nth, _: Combination("numbers", kept, nth=nth),
            many=len(kept),
        )

    def _by_length(self) -> Look | None:
        """Texts of a length that phrases do not have: sentences after each other, or letters."""
        shortest, longest = _limits(self.atoms)
        top = min((n for n in (longest, self.longest) if n is not None), default=max(shortest + 200, 40))
        if shortest > top:
            raise Impossible
        if shortest > 12:
            return self._long(shortest, top)
        size = max(shortest, min(top, max(shortest, 6)))
        for alphabet in ("[a-z]", "[a-z0-9]", "[A-Z]", "[A-Za-z]", "[A-Z0-9]", "[0-9]"):
            look = self._matching(f"^{alphabet}{{{max(size - 2, shortest)},{size}}}$", False)
            if look is not None and look.many >= FEW:
                return look
        return None

    def _long(self, shortest: int, top: int) -> Look | None:
        many = shortest // 30 + 2
        rule = self.look.rule if self.look.sentences is not None and self.look.rule else "sentence"
        pad = max((shortest + top) // 2 if top < shortest + 60 else shortest + 30, shortest)

        def make(_: int | None) -> Field:
            return Padded(Said(rule, sentences=(many, many + 2)), pad, top)

        def distinct(nth: Field, _: int | None) -> Field:
            return Padded(Said(rule, nth=nth), pad, top, sure=True)

        texts = _texts(make(None), SAMPLE) + _texts(distinct(Ordinal(), None), SAMPLE)
        return Look(make=make, distinct=distinct) if all(map(self._passes, texts)) else None

    def _by_sifting(self) -> Look | None:
        """A stream of different texts, of which those are kept that pass."""
        streams: list[Field] = [Said(self.look.rule or "word", nth=Ordinal(), longest=self.longest)]
        streams += [
            Said("word", form=form, nth=Ordinal(), longest=self.longest)
            for form in ("", "joined", "capitals")
        ]
        top = min(self.longest or 12, 12)
        for alphabet in ("[a-z]", "[a-z0-9]", "[ -~]", "[0-9]"):
            streams += [
                Matching(f"^{alphabet}{{{n}}}$", nth=Ordinal())
                for n in sorted({min(3, top), min(6, top), top})
            ]
        best: tuple[float, Field] | None = None
        for stream in streams:
            texts = _texts(stream, 300)
            rate = sum(map(self._passes, texts)) / len(texts)
            if rate >= 0.5:
                return self._sifting(stream)
            best = (rate, stream) if rate > (best[0] if best else 0.0) else best
        if best is not None:
            return self._sifting(best[1])
        if any(sum(map(self._passes, _texts(stream, 4000))) for stream in streams[1:9:3]):
            return self._sifting(next(s for s in streams[1:9:3] if any(map(self._passes, _texts(s, 4000)))))
        found = [t for t in _palindromes() if self._passes(t)]
        if len(found) >= FEW:
            kept = tuple(found)
            return Look(
                make=lambda _: Combination("texts", kept),
                distinct=lambda nth, _: Combination("texts", kept, nth=nth),
                many=len(kept),
            )
        return None

    def _sifting(self, stream: Field) -> Look:
        where = self.where or "true"
        return Look(
            make=lambda _: Sifted(stream, where),
            distinct=lambda nth, _: Sifted(stream, where, nth=nth),
            sifted=True,
        )


@functools.lru_cache(maxsize=1024)
def _in_form(rule: str, form: str) -> tuple[str, ...]:
    """The first phrases of a rule, in a form."""
    return tuple(map(FORMS[form], phrases(rule)[:150]))


@functools.lru_cache(maxsize=4096)
def _solved(words: Words) -> Look:
    return words._solve()


@functools.lru_cache(maxsize=4096)
def _by_pattern(words: Words) -> Look | None:
    return words._of_pattern()


class Padded(Field):
    """A text made ``least`` characters long with more of the same, and cut at ``most``."""

    def __init__(self, of: Any, least: int, most: int, *, sure: bool = False) -> None:
        super().__init__()
        self.of, self.least, self.most, self.sure = of, least, most, sure

    def column(self, rows: Any) -> Any:
        import pyarrow as pa

        from ..fields.base import column_of

        made = []
        for text in as_array(column_of(self.of, rows)).to_pylist():
            text = text or "text"
            while len(text) < self.least:
                text = f"{text} {text}"
            short = cut(text, self.most) if len(text) > self.most else text
            made.append(
                short if len(short) >= self.least else text[: self.most].rstrip().ljust(self.least, ".")
            )
        return pa.array(made, pa.string())


def _joint(form: str) -> str:
    from .fields.said import _JOINTS

    return _JOINTS.get(form, " ")


def _names(term: Term) -> set[str]:
    return {part.name for part in _parts(term) if isinstance(part, Column)}


def _parts(term: Term) -> Iterator[Term]:
    yield term
    if isinstance(term, Call):
        for argument in term.args:
            yield from _parts(argument)


def _texts(field: Field, count: int) -> list[str]:
    """Some texts of a field, as it makes them."""
    rows = TrialRows({}, count)
    return [t for t in as_array(field.bound("VALUE", {}).column(rows)).to_pylist() if t is not None]


def listed_in(atoms: Sequence[Term]) -> list[str] | None:
    """The texts that an atom lists: ``= 'a'`` or ``in ('a', 'b')``."""
    for atom in atoms:
        if not isinstance(atom, Call) or atom.op not in ("=", "in") or not isinstance(atom.args[0], Column):
            continue
        values = [v.value for v in atom.args[1:] if isinstance(v, Value) and isinstance(v.value, str)]
        if len(values) == len(atom.args) - 1:
            return values
    return None


def _limits(atoms: Sequence[Term]) -> tuple[int, int | None]:
    """The shortest and the longest length that the atoms allow, as far as they say so plainly."""
    low, high = 0, None
    for atom in atoms:
        if not isinstance(atom, Call) or len(atom.args) != 2 or atom.op not in _BOUNDS:
            continue
        left, right = atom.args
        op = atom.op
        if isinstance(left, Value):
            left, right, op = right, left, _MIRROR[op]
        measures = isinstance(left, Call) and left.op in ("length", "octet_length", "char_length")
        if not (
            (measures and isinstance(right, Value) and isinstance(right.value, (int, float)))
            or _is_number(left, right)
        ):
            continue
        number = int(right.value) if isinstance(right, Value) else 0
        first, last = _BOUNDS[op](number)
        low = max(low, first or 0)
        high = last if high is None or (last is not None and last < high) else high
    return low, high


def _is_number(left: Term, right: Term) -> bool:
    from decimal import Decimal

    return (
        isinstance(left, Call)
        and left.op in ("length", "octet_length")
        and isinstance(right, Value)
        and isinstance(right.value, Decimal)
    )


_MIRROR = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_BOUNDS: dict[str, Callable[[int], tuple[int | None, int | None]]] = {
    "=": lambda n: (n, n),
    "<": lambda n: (None, n - 1),
    "<=": lambda n: (None, n),
    ">": lambda n: (n + 1, None),
    ">=": lambda n: (n, None),
}


def _shortest(atoms: Sequence[Term]) -> int:
    return _limits(atoms)[0]


def _patterns(atoms: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """Regular expressions of which texts may be made, all atoms' edges together first."""
    found: list[tuple[str, bool]] = []
    starts, ends, middles = [], [], []
    for atom in atoms:
        if not isinstance(atom, Call):
            continue
        one = _pattern(atom)
        if one is None:
            continue
        pattern, _ = one
        found.append(one)
        body = pattern.removeprefix("(?i)")
        if body.startswith("^") and not body.endswith("$"):
            starts.append(body[1:])
        elif body.endswith("$") and not body.startswith("^"):
            ends.append(body[:-1])
        elif not body.startswith("^") and "|" not in body:
            middles.append(body)
    low, high = _limits(atoms)
    if len(starts) <= 1 and len(ends) <= 1 and len(starts) + len(ends) + len(middles) > 0:
        room = f"{{{max(low - 8, 0)},{high}}}" if low > 10 or (high is not None and high < 12) else "{3,9}"
        inner = "".join(f"[a-z]{{2,4}}{m}[a-z]{{0,3}}" for m in middles) or f"[a-z0-9]{room}"
        ignore = any(ignore_case for _, ignore_case in found)
        found.insert(0, (f"^{''.join(starts)}{inner}{''.join(ends)}$", ignore))
        digits = inner.replace("[a-z0-9]", "[0-9]").replace("[a-z]", "[0-9]")
        found.append((f"^{''.join(starts)}{digits}{''.join(ends)}$", ignore))
    found.sort(key=lambda one: not (one[0].startswith("^") and one[0].endswith("$")))
    yield from dict.fromkeys(found)


def _pattern(atom: Call) -> tuple[str, bool] | None:
    """What an atom says of the text as a regular expression."""
    subject = atom.args[0]
    if atom.op == "not" and isinstance(subject, Call) and subject.op == "~":
        # Without any character that is none of these: with these alone.
        wanted = subject.args[1].value if isinstance(subject.args[1], Value) else ""
        only = re.fullmatch(r"\[\^([^\]]+)\]", wanted)
        return (f"^[{only[1]}]+$", False) if only and _stripped(subject.args[0]) else None
    if atom.op in ("~", "~*", "like", "ilike", "similar to", "starts_with"):
        made = _stripped(subject)
        wanted = atom.args[1]
        if not made or not isinstance(wanted, Value) or not isinstance(wanted.value, str):
            return None
        if atom.op in ("~", "~*"):
            return wanted.value, atom.op == "~*"
        if atom.op == "similar to":
            return similar_pattern(wanted.value), False
        if atom.op == "starts_with":
            return "^" + re.escape(wanted.value), False
        return f"^{like_pattern(wanted.value).pattern}$", atom.op == "ilike"
    return _edge(atom)


def _stripped(term: Term) -> bool:
    """Whether a term is the text itself, at most trimmed, in another case or without some characters."""
    while isinstance(term, Call) and term.op in (
        "lower",
        "upper",
        "btrim",
        "cast",
        "replace",
        "regexp_replace",
    ):
        term = term.args[0]
    return isinstance(term, Column)


def _edge(atom: Call) -> tuple[str, bool] | None:
    """``left(x, 3) = 'org'`` and its like."""
    subject = atom.args[0]
    if not isinstance(subject, Call) or atom.op not in ("=", "in", ">", ">="):
        return None
    values = [v.value for v in atom.args[1:] if isinstance(v, Value)]
    words = "|".join(re.escape(str(v)) for v in values)
    args = [a.value if isinstance(a, Value) else None for a in subject.args]
    match subject.op:
        case "left" if atom.op in ("=", "in"):
            return f"^({words})", False
        case "right" if atom.op in ("=", "in"):
            return f"({words})$", False
        case "substring" if atom.op in ("=", "in") and isinstance(args[1], int):
            return f"^[a-z]{{{args[1] - 1}}}({words})", False
        case "position" if isinstance(args[0], str) and atom.op in (">", ">="):
            return f"^[a-z]{{3,8}}{re.escape(args[0])}[a-z]{{3,8}}$", False
        case "split_part" if atom.op in ("=", "in") and isinstance(args[1], str) and isinstance(args[2], int):
            by = re.escape(args[1])
            return f"^([a-z]{{3,8}}{by}){{{args[2] - 1}}}({words}){by}[a-z]{{3,8}}$", False
        case "array_length" if isinstance(subject.args[0], Call) and subject.args[0].op == "string_to_array":
            between = subject.args[0].args[1]
            if isinstance(between, Value) and isinstance(values[0], int) and values[0] > 0:
                return (
                    f"^[a-z]{{3,7}}({re.escape(str(between.value))}[a-z]{{3,7}}){{{values[0] - 1}}}$",
                    False,
                )
    return None


def _palindromes() -> Iterator[str]:
    letters = "aeilnorst"
    for a in letters:
        for b in letters:
            yield a + b + a
            for c in letters:
                yield a + b + c + b + a
