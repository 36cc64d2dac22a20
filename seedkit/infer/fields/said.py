"""Words: phrases of the house's grammar, in a form that a column wants, kept where a condition lets them pass."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...entropy import I64, below
from ...fields.base import Field, column_of
from ...fields.rows import Rows
from ...types import as_array
from ..evaluate import compiled
from ..parse import parse
from ..terms import Term, spelled
from ..vocabulary import phrases
from .ticks import places_of, shuffled

__all__ = ["FORMS", "Checked", "Formed", "Said", "Sifted", "condition"]

_ERRORS = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError)
#: A moment for conditions that ask what time it is; texts do not.
_SOME_DAY = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def slugged(text: str, by: str = "-") -> str:
    """A text in lower case of letters and digits, words joined."""
    return re.sub(r"[^a-z0-9]+", by, _plain(text).lower()).strip(by)


#: Forms of a phrase, by name.
FORMS: Mapping[str, Callable[[str], str]] = {
    "": str,
    "lower": str.lower,
    "upper": str.upper,
    "title": lambda t: re.sub(r"[^\W_]+", lambda w: w[0][:1].upper() + w[0][1:].lower(), t),
    "slug": slugged,
    "snake": lambda t: slugged(t, "_"),
    "dotted": lambda t: slugged(t, "."),
    "joined": lambda t: slugged(t, ""),
    "letters": lambda t: re.sub(r"[^A-Za-z ]+", "", _plain(t)).strip(),
    "plain": lambda t: re.sub(r"[^A-Za-z0-9 ]+", "", _plain(t)).strip(),
    "camel": lambda t: "".join(
        w[:1].upper() + w[1:] for w in re.sub(r"[^A-Za-z0-9]+", " ", _plain(t)).split()
    ),
    "constant": lambda t: slugged(t, "_").upper(),
    "capitals": lambda t: slugged(t, "").upper(),
    "first": lambda t: slugged(t.split()[0] if t.split() else "", ""),
    "First": lambda t: slugged(t.split()[0] if t.split() else "", "").capitalize(),
}


def condition(text: str | Term) -> Callable[[Any], bool]:
    """Whether a condition over one column or ``VALUE`` is true of a text; cached by its spelling."""
    return _condition(text if isinstance(text, str) else spelled(text))


@functools.lru_cache(maxsize=4096)
def _condition(text: str) -> Callable[[Any], bool]:
    return condition_of(parse(text, {}))


def condition_of(term: Term) -> Callable[[Any], bool]:
    """Whether a term over one column is true of a value."""
    run = compiled(term, now=_SOME_DAY)

    class _Any(dict[str, Any]):
        def __missing__(self, key: str) -> Any:
            return self["VALUE"]

    def passes(value: Any) -> bool:
        try:
            return run(_Any(VALUE=value)) is True
        except _ERRORS:
            return False

    return passes


class Said(Field):
    """A phrase of the house's grammar: ``Said("product")``; ``form`` ``slug`` makes it one.

    ``where`` keeps those for which a condition over ``VALUE`` holds, ``longest`` limits their length. With ``nth``, a
    field of numbers from 0, different numbers give different phrases (without regard to case), with a number behind
    them where there are no more; fields with the same ``nth`` that are ``alike`` in a form (different in that form too)
    say the same. ``sentences`` (from, to) puts several in a row.
    """

    def __init__(
        self,
        rule: str | Sequence[str],
        *,
        form: str = "",
        where: str | None = None,
        longest: int | None = None,
        sentences: tuple[int, int] | None = None,
        nth: Any = None,
        alike: str | None = None,
    ) -> None:
        super().__init__()
        self.rule, self.form, self.where, self.longest = rule, form, where, longest
        self.sentences, self.nth, self.alike = sentences, nth, alike

    def column(self, rows: Rows) -> pa.Array:
        known = spoken(self.rule, self.form, self.where, self.longest)
        if self.nth is not None:
            return self._apart(rows)
        if self.sentences is not None:
            return self._several(rows, known)
        return known.take(pa.array(below(rows.draw(self._name), len(known))))

    def _several(self, rows: Rows, known: pa.Array) -> pa.Array:
        low, high = self.sentences or (1, 1)
        counts = low + below(rows.draw(self._name, "sentences"), high - low + 1)
        text = known.take(pa.array(below(rows.draw(self._name, 0), len(known))))
        for turn in range(1, high):
            more = known.take(pa.array(below(rows.draw(self._name, turn), len(known))))
            longer = pc.binary_join_element_wise(text, more, " ")
            fits = pa.array(counts > turn)
            if self.longest is not None:
                fits = pc.and_(fits, pc.less_equal(pc.utf8_length(longer), self.longest))
            text = pc.if_else(fits, longer, text)
        return text

    def _apart(self, rows: Rows) -> pa.Array:
        places = places_of(self.nth, rows)
        joint = _JOINTS.get(self.form, " ")
        if self.alike is not None:
            known = phrases_alike(self.rule, self.form, self.alike, self.longest)
            return (
                self._numbered(known, places, joint) if len(known) else numbered_alone(places, self.longest)
            )
        order: list[I64] = []
        parts: list[pa.Array] = []
        start, digits = 0, 0
        while sum(map(len, order)) < len(places):
            # first the phrases alone, then those with a number of one digit, of two …: whatever rows are asked for
            width = len(joint) + digits if digits else 0
            room = None if self.longest is None else self.longest - width
            known = distinct_phrases(self.rule, self.form, self.where, room)
            if not len(known) or digits > _NUMBER:
                mine = np.flatnonzero(places >= start)
                parts.append(
                    numbered_alone(places[mine] - start, self.longest, self._said_before(digits, joint))
                )
                order.append(mine)
                break
            size = len(known) * (9 * 10 ** (digits - 1) - (digits == 1) if digits else 1)
            mine = np.flatnonzero((places >= start) & (places < start + size))
            if len(mine):
                first = 10 ** (digits - 1) - 1 + (digits == 1) if digits else 0
                parts.append(self._numbered(known, places[mine] - start + first * len(known), joint))
                order.append(mine)
            start, digits = start + size, digits + 1
        if not parts:
            return pa.array([], pa.string())
        back = np.empty(len(places), dtype=np.int64)
        back[np.concatenate(order)] = np.arange(len(places))
        return pa.concat_arrays(parts).take(pa.array(back))

    def _numbered(self, known: pa.Array, places: I64, joint: str) -> pa.Array:
        """The phrases in an order of their own, from the second turn on with its number."""
        turns, inside = places // len(known), places % len(known)
        order = self._name if self.alike is None else str(self.rule)
        text = known.take(pa.array(shuffled(inside, len(known), order)))
        if not turns.any():
            return text
        number = pa.array(turns + 1).cast(pa.string())
        return pc.if_else(pa.array(turns > 0), pc.binary_join_element_wise(text, number, joint), text)

    def _said_before(self, digits: int, joint: str) -> tuple[str, ...]:
        """Short texts that were said already when phrases run out."""
        found: list[str] = []
        for width in range(digits):
            room = None if self.longest is None else self.longest - (len(joint) + width if width else 0)
            known = distinct_phrases(self.rule, self.form, self.where, room).to_pylist()
            numbers = range(max(10 ** (width - 1), 2), 10**width) if width else ()
            found += known if not width else []
            if width and not joint and len(known) * len(numbers) < 50_000:
                found += [f"{text}{number}" for text in known for number in numbers]
        return tuple(found)


#: Room for a number behind a phrase.
_NUMBER = 9
_JOINTS = {
    "slug": "-",
    "snake": "_",
    "dotted": ".",
    "joined": "",
    "camel": "",
    "constant": "_",
    "capitals": "",
    "first": "",
    "First": "",
}


_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"
#: What else one character can be, the plainest first; none of them is another's capital.
_MORE = "-_.+*/=#&%!?:;<>()[]{}@$^~|" + "".join(
    chr(n)
    for first, last in ((0xE0, 0xFE), (0x3B1, 0x3C1), (0x430, 0x44F), (0x4E00, 0x9FA5))
    for n in range(first, last + 1)
    if n != 0xF7
)


def short_texts(width: int) -> int:
    """How many texts of at most this many characters ``numbered_alone`` can tell apart."""
    return int(36**width) + len(_MORE) * int(36 ** (width - 1))


def numbered_alone(places: I64, longest: int | None, but: tuple[str, ...] = ()) -> pa.Array:
    """Numbers to the base of 36, for texts too short for a phrase; where they run out, rarer characters come first.

    None of them is one of ``but``.
    """
    width = longest or 8
    held = np.array(
        sorted({n for text in but if (n := _number_of(text.lower(), width)) is not None}), np.int64
    )
    # each number that is passed over moves those after it by one
    moved = places + np.searchsorted(held - np.arange(len(held)), places, side="right")
    return pa.array([_numbered(place, width) for place in moved.tolist()], pa.string())


def _number_of(text: str, width: int) -> int | None:
    if not text or len(text) > min(width, 11) or set(text) - set(_DIGITS):
        return None
    number = 0
    for character in text:
        number = number * 36 + _DIGITS.index(character)
    return number if _numbered(number, width) == text else None


def _numbered(place: int, width: int) -> str:
    more, rest = divmod(place - 36**width, 36 ** (width - 1)) if place >= 36**width else (-1, place)
    if more >= 0:
        return _MORE[more % len(_MORE)] + (_based(rest).rjust(width - 1, "a") if width > 1 else "")
    return _based(rest).rjust(min(width, 2), "a")


def _based(number: int) -> str:
    text = ""
    while number or not text:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text


@functools.lru_cache(maxsize=4096)
def spoken(rule: str | tuple[str, ...], form: str, where: str | None, longest: int | None) -> pa.Array:
    """The phrases of a rule in a form, for which a condition holds and that are not too long; never none."""
    known = phrases(rule) if isinstance(rule, str) else rule
    shape, passes = FORMS[form], condition(where) if where else None
    found = [
        t
        for t in map(shape, known)
        if t and (longest is None or len(t) <= longest) and (passes is None or passes(t))
    ]
    if not found and longest is not None and passes is None:
        found = list(dict.fromkeys(cut(shape(t), longest) for t in known))
    return pa.array(found or [""], pa.string())


@functools.lru_cache(maxsize=1024)
def phrases_alike(rule: str | tuple[str, ...], form: str, alike: str, longest: int | None) -> pa.Array:
    """The phrases in a form, one for each that they have in the form ``alike``: in the same order for any form."""
    known = phrases(rule) if isinstance(rule, str) else rule
    room = None if longest is None else longest - _NUMBER
    once = {FORMS[alike](t).casefold(): t for t in reversed(known) if room is None or len(t) <= room}
    shape = FORMS[form]
    return pa.array([shape(t) for like, t in once.items() if like and not like[-1:].isdigit()], pa.string())


@functools.lru_cache(maxsize=1024)
def distinct_phrases(
    rule: str | tuple[str, ...], form: str, where: str | None, longest: int | None
) -> pa.Array:
    """The same, each once whatever its case, and none that ends in a number."""
    if longest is not None and longest < 1:
        return pa.array([], pa.string())
    known = spoken(rule, form, where, longest).to_pylist()
    once = {text.casefold(): text for text in reversed(known) if not text[-1:].isdigit() and text}
    return pa.array(list(reversed(once.values())), pa.string())


def cut(text: str, longest: int) -> str:
    """A text of at most so many characters, cut between words if that leaves something."""
    if len(text) <= longest:
        return text
    short = text[:longest]
    words = short.rsplit(" ", 1)[0].rstrip(" ,.;:-") if " " in short else short
    return words or short.strip() or short


class Formed(Field):
    """A text in another form (see FORMS), cut to ``longest``: ``Formed(this.title, "slug")``."""

    def __init__(
        self, of: Any, form: str = "", *, longest: int | None = None, before: str = "", after: str = ""
    ) -> None:
        super().__init__()
        self.of, self.form, self.longest, self.before, self.after = of, form, longest, before, after

    def column(self, rows: Rows) -> pa.Array:
        known = as_array(column_of(self.of, rows)).cast(pa.string()).dictionary_encode()
        shape = FORMS[self.form]
        room = None if self.longest is None else max(self.longest - len(self.before) - len(self.after), 1)
        made = [
            self.before + (shape(t) if room is None else cut(shape(t), room)) + self.after
            for t in known.dictionary.to_pylist()
        ]
        return pa.array(made, pa.string()).take(known.indices)


class Checked(Field):
    """A value where a condition over ``VALUE`` holds for it, else another: ``Checked(…, "length(VALUE) > 3", …)``."""

    def __init__(self, value: Any, where: str | Term, otherwise: Any) -> None:
        super().__init__()
        self.value, self.otherwise = value, otherwise
        self.where = where if isinstance(where, str) else spelled(where)

    def column(self, rows: Rows) -> pa.Array:
        values = as_array(column_of(self.value, rows))
        known = values.dictionary_encode()
        passes = condition(self.where)
        good = pa.array([passes(value) for value in known.dictionary.to_pylist()], pa.bool_())
        fine = (
            pc.fill_null(good.take(known.indices), False)
            if len(known.dictionary)
            else pa.array([False] * len(rows))
        )
        if fine.true_count == len(fine):
            return values
        other = as_array(column_of(self.otherwise, rows)).cast(values.type)
        return pc.if_else(fine, values, other)


class Sifted(Field):
    """Those texts of a field for which a condition over ``VALUE`` holds.

    ``of`` gives different texts for different numbers; they are gone through in order. With ``nth`` different
    numbers give different texts, else each row takes one of the first hundreds.
    """

    def __init__(
        self, of: Callable[[Field], Field] | Any, where: str | Term, *, nth: Any = None, few: int = 400
    ) -> None:
        super().__init__()
        self.of, self.nth, self.few = of, nth, few
        self.where = where if isinstance(where, str) else spelled(where)

    def column(self, rows: Rows) -> pa.Array:
        if self.nth is not None:
            places = places_of(self.nth, rows)
            known = sifted(self, rows, int(places.max(initial=0)) + 1)
            return pa.array(known, pa.string()).take(pa.array(places % max(len(known), 1)))
        known = sifted(self, rows, self.few)
        return pa.array(known, pa.string()).take(pa.array(below(rows.draw(self._name), max(len(known), 1))))


class Continued(Field):
    """The ``many`` different texts of a field by ``nth``, and short ones that nobody chose where these run out."""

    def __init__(self, of: Any, nth: Any, many: int, longest: int | None) -> None:
        super().__init__()
        self.of, self.nth, self.many, self.longest = of, nth, many, longest

    def column(self, rows: Rows) -> pa.Array:
        places = places_of(self.nth, rows)
        texts = as_array(column_of(self.of, rows))
        beyond = places >= self.many
        if not beyond.any():
            return texts
        known = as_array(column_of(self.of, _Numbers(rows, np.arange(self.many, dtype=np.int64))))
        but = tuple(t for t in known.to_pylist() if t is not None and len(t) < 12)
        more = numbered_alone(np.maximum(places - self.many, 0), self.longest, but)
        return pc.if_else(pa.array(beyond), more, texts.cast(pa.string()))


class Unheld(Field):
    """The texts of a field that gives a different one to each row, but none of those that are ``held``."""

    def __init__(self, of: Any, held: Sequence[str]) -> None:
        super().__init__()
        self.of, self.held = of, tuple(held)

    def column(self, rows: Rows) -> pa.Array:
        if not len(rows):
            return as_array(column_of(self.of, rows))
        count = int(rows.ordinals.max()) + 1
        texts = as_array(
            column_of(self.of, _Numbers(rows, np.arange(count + len(self.held), dtype=np.int64)))
        )
        free = texts.filter(pc.invert(pc.is_in(texts, value_set=pa.array(self.held, texts.type))))
        return free.take(pa.array(rows.ordinals % max(len(free), 1)))


#: Texts that are gone through at most, for all that are wanted and for each of them.
TRIES, EACH = 400_000, 3000


def sifted(field: Sifted, rows: Rows, wanted: int) -> list[str]:
    """The first texts for which the condition holds: ``wanted`` of them, or all that trying found."""
    found: list[str] = []
    passes = condition(field.where)
    for start in _chunks(wanted):
        texts = as_array(column_of(field.of, _Numbers(rows, start)))
        found += [t for t in texts.to_pylist() if passes(t)]
        if len(found) >= wanted:
            return found[:wanted]
    return found


def _chunks(wanted: int) -> Iterator[I64]:
    start, size = 0, max(wanted * 2, 1000)
    most = min(TRIES, max(wanted * EACH, 20_000))
    while start < most:
        yield np.arange(start, start + size, dtype=np.int64)
        start += size
        size = min(size * 2, 50_000)


class _Numbers(Rows):
    """Rows that are nothing but numbers: what ``Ordinal()`` gives are these."""

    def __init__(self, base: Rows, ordinals: I64) -> None:
        self.ordinals, self.scope = ordinals, base.scope
        self.ids = ordinals.astype(np.uint64)
        self.copies = ordinals * 0

    def column(self, name: str) -> pa.Array:
        return pa.nulls(len(self))

    def parent(self, name: str) -> Rows | None:
        return None

    def is_link(self, name: str) -> bool:
        return False
