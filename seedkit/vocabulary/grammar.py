"""A phrase grammar: a few rules of text with slots, expanded to a finite, frozen list of phrases.

::

    walks = Grammar({
        "walk": ["Walked {where} before breakfast.", "Took {a dog:a} {where}."],
        "where": ["along the river", "up Cedar Hill"],
        "a dog": ["old beagle", "terrier"],
    })
    walks.phrases("walk")       # 6 sentences, always the same, in the same order

A rule is one production or a list of them; ``{rule}`` in a production is a slot. A slot named
twice in one production holds the same words both times (as in ``str.format``); two independent
words need two rules. ``{rule:a}`` puts the indefinite article before the words, ``{rule:cap}``
raises their first letter. Braces in the text are doubled.

There is no chance in here: ``phrases`` lists all combinations, or, where there are more than
``limit``, a fixed sample in which every production of a rule has its share, however few words it
can be filled with. (A sample of the combinations themselves would let one production with many
slots drown all the others.) ``array`` and ``records`` are for picking by number: there every production
has the same number of places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod
from string import Formatter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import mix
from ..errors import BadParameter, DeclarationError, UnknownName
from .pools import Pool

Piece = str | tuple[int, str]
"""Literal text, or (position of the slot in its production, modifier)."""

# How many phrases of a slot are at hand while drawing, and how many draws a distinct phrase may cost.
DECK, ATTEMPTS = 512, 6

_STEP = np.uint64(0x9E3779B97F4A7C15)

_SOUNDS_LIKE_CONSONANT = re.compile(r"(?:uni(?![nm])|us[eiu]|ut[eio]|eu|one\b|once\b|uku)", re.IGNORECASE)
_SOUNDS_LIKE_VOWEL = re.compile(r"(?:[aeiou]|hone|hono|hour|heir|8|11\b|18\b)", re.IGNORECASE)


def _with_article(words: str) -> str:
    vowel = _SOUNDS_LIKE_VOWEL.match(words) and not _SOUNDS_LIKE_CONSONANT.match(words)
    return f"{'an' if vowel else 'a'} {words}"


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


_MODIFIERS: Mapping[str, Callable[[str], str]] = {"": str, "a": _with_article, "cap": _capitalised}


def _modified(words: pa.Array, modifier: str) -> pa.Array:
    change = _MODIFIERS[modifier]
    return pa.array([change(text) for text in words.to_pylist()], pa.string()) if modifier else words


class Production:
    """One template: its literal text, and the distinct rules that fill its slots."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.slots: list[str] = []
        self._pieces: list[Piece] = []
        for literal, slot, modifier, conversion in Formatter().parse(template):
            if literal:
                self._pieces.append(literal)
            if slot is None:
                continue
            if not slot or conversion:
                raise ValueError("a slot is written {rule} or {rule:modifier}")
            if slot not in self.slots:
                self.slots.append(slot)
            name = modifier or ""
            if name not in _MODIFIERS:
                raise UnknownName("modifier", name, filter(None, _MODIFIERS))
            self._pieces.append((self.slots.index(slot), name))

    def fill(self, words: Sequence[str]) -> str:
        """The text with one phrase per slot."""
        return "".join(
            piece if isinstance(piece, str) else _MODIFIERS[piece[1]](words[piece[0]])
            for piece in self._pieces
        )

    def fill_all(self, words: Sequence[pa.Array]) -> pa.Array:
        """The texts with one array of phrases per slot: ``fill`` for all of their places at once."""
        pieces = [
            piece if isinstance(piece, str) else _modified(words[piece[0]], piece[1])
            for piece in self._pieces
        ]
        return pc.binary_join_element_wise(*pieces, "")


class Grammar:
    """Named rules of text; immutable, checked when it is made.

    Raises DeclarationError for an empty rule, a malformed slot or a rule that leads back to itself,
    and UnknownName for a slot that names no rule. ``name`` is what errors call the grammar.
    """

    def __init__(self, rules: Mapping[str, str | Iterable[str]], *, name: str = "grammar") -> None:
        self.name = name
        self._rules = {rule: self._productions(rule, given) for rule, given in rules.items()}
        self._sizes: dict[str, int] = {}
        self._decks: dict[tuple[str, int], pa.Array] = {}
        self._lists: dict[tuple[str, int], tuple[str, ...]] = {}
        done: set[str] = set()
        for rule in self._rules:
            self._check(rule, (), done)

    def __repr__(self) -> str:
        return f"<Grammar {self.name}: {', '.join(self.roots)}>"

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of all rules, in the order given."""
        return tuple(self._rules)

    @property
    def roots(self) -> tuple[str, ...]:
        """The rules that no other rule uses: what a grammar is there to say."""
        used = {slot for productions in self._rules.values() for p in productions for slot in p.slots}
        return tuple(rule for rule in self._rules if rule not in used)

    def size(self, rule: str) -> int:
        """How many combinations the rule has before any limit (equal texts counted apart)."""
        if rule not in self._sizes:
            self._sizes[rule] = sum(map(self._combinations, self._rule(rule)))
        return self._sizes[rule]

    def phrases(self, rule: str, *, limit: int = 4096) -> tuple[str, ...]:
        """At most ``limit`` distinct phrases: all of them, or an even sample; cached.

        Raises UnknownName for a rule that is not there, BadParameter for a limit below 1.
        """
        if limit < 1:
            raise BadParameter("limit must be at least 1", where=self.name, got=limit)
        if (rule, limit) not in self._lists:
            productions = self._rule(rule)
            shares = _shares([self._combinations(production) for production in productions], limit)
            found: dict[str, None] = {}
            for production, share in zip(productions, shares, strict=True):
                found.update(dict.fromkeys(self._some(production, share)))
            self._lists[rule, limit] = tuple(found)
        return self._lists[rule, limit]

    def array(self, rule: str, *, size: int = 2048) -> pa.Array:
        """About ``size`` phrases to pick from by number, as a ``pa.string()`` array; cached.

        Unlike ``phrases`` it repeats: each production has the same number of places at every
        level, so that a template with few words is picked as often as one with thousands.
        """
        if size < 1:
            raise BadParameter("size must be at least 1", where=self.name, got=size)
        return self._deck(rule, size)

    def records(self, rule: str, *columns: str, size: int = 2048) -> Pool:
        """The ``array`` of a rule whose productions write several texts, parted by `` | ``, as a pool.

        Texts that belong together (a complaint and its answer, a title and its story) stay together
        in one row. The pool is filled when it is first read, and then raises DeclarationError where
        a phrase has another number of parts than there are columns.
        """
        self._rule(rule)
        return Pool(f"{self.name}.{rule}", lambda: self._table(rule, columns, size))

    def _table(self, rule: str, columns: Sequence[str], size: int) -> dict[str, pa.Array]:
        rows = [phrase.split(" | ") for phrase in self._deck(rule, size).to_pylist()]
        for row in rows:
            if len(row) != len(columns):
                raise DeclarationError(
                    f"rule {rule!r} writes {len(row)} texts for {len(columns)} columns",
                    where=self.name,
                    got=" | ".join(row),
                    allowed=columns,
                )
        arrays = (pa.array(texts, pa.string()) for texts in zip(*rows, strict=True))
        return dict(zip(columns, arrays, strict=True))

    def _rule(self, rule: str) -> tuple[Production, ...]:
        if rule not in self._rules:
            raise UnknownName("rule", rule, self._rules, where=self.name)
        return self._rules[rule]

    def _productions(self, rule: str, given: str | Iterable[str]) -> tuple[Production, ...]:
        templates = (given,) if isinstance(given, str) else tuple(given)
        if not templates:
            raise DeclarationError(f"rule {rule!r} is empty", where=self.name, hint="Give it a text")
        made = []
        for template in templates:
            try:
                made.append(Production(template))
            except ValueError as problem:
                raise DeclarationError(
                    f"rule {rule!r}: {problem}", where=self.name, got=template, hint="Double a literal brace"
                ) from None
        return tuple(made)

    def _check(self, rule: str, path: tuple[str, ...], done: set[str]) -> None:
        if rule in path:
            circle = " -> ".join((*path[path.index(rule) :], rule))
            raise DeclarationError(f"a rule leads back to itself: {circle}", where=self.name, got=rule)
        if rule in done:
            return
        for production in self._rules[rule]:
            for slot in production.slots:
                if slot not in self._rules:
                    raise UnknownName("rule", slot, self._rules, where=f"{self.name}, rule {rule!r}")
                self._check(slot, (*path, rule), done)
        done.add(rule)

    def _combinations(self, production: Production) -> int:
        return prod(map(self.size, production.slots))

    def _some(self, production: Production, count: int) -> Iterable[str]:
        """``count`` distinct texts of one production (fewer where combinations read the same)."""
        size = self._combinations(production)
        if count in (0, size):
            return (self._fill_by_number(production, i) for i in range(count))
        if len(production.slots) == 1:
            return (production.fill([words]) for words in self.phrases(production.slots[0], limit=count))
        found: dict[str, None] = {}
        for text in self._share(production, count * ATTEMPTS).to_pylist():
            found[text] = None
            if len(found) == count:
                return found
        for number in range(size):  # nearly all combinations are wanted: draws would repeat for long
            found[self._fill_by_number(production, number)] = None
            if len(found) == count:
                break
        return found

    def _deck(self, rule: str, size: int) -> pa.Array:
        """About ``size`` phrases, the same number from each production, repeats and all; cached."""
        if (rule, size) not in self._decks:
            productions = self._rule(rule)
            if not any(production.slots for production in productions):
                size = len(productions)
            parts: list[pa.Array] = []
            fixed: list[str] = []
            for place, production in enumerate(productions):
                count = size * (place + 1) // len(productions) - size * place // len(productions)
                if not production.slots:
                    fixed += [production.fill(())] * count
                else:
                    parts += [pa.array(fixed, pa.string()), self._share(production, count)]
                    fixed = []
            self._decks[rule, size] = pa.concat_arrays([*parts, pa.array(fixed, pa.string())])
        return self._decks[rule, size]

    def _share(self, production: Production, count: int) -> pa.Array:
        """``count`` texts of a production with slots."""
        numbers = np.arange(count, dtype=np.uint64)
        if len(production.slots) == 1:  # draws would only lose the evenness below
            deck = self._deck(production.slots[0], max(1, count))
            return production.fill_all([deck.take(pa.array(numbers % np.uint64(len(deck))))])
        seeds = mix(numbers + _STEP)
        decks = (self._deck(slot, DECK) for slot in production.slots)
        return production.fill_all(
            [
                deck.take(pa.array(mix(seeds + np.uint64(n) + _STEP) % np.uint64(len(deck))))
                for n, deck in enumerate(decks)
            ]
        )

    def _by_number(self, rule: str, number: int) -> str:
        for production in self._rule(rule):
            size = self._combinations(production)
            if number < size:
                return self._fill_by_number(production, number)
            number -= size
        raise IndexError(number)

    def _fill_by_number(self, production: Production, number: int) -> str:
        """The combination whose digits, in the mixed radix of the slots' sizes, are ``number``."""
        words = []
        for slot in reversed(production.slots):
            number, digit = divmod(number, self.size(slot))
            words.append(self._by_number(slot, digit))
        return production.fill(words[::-1])


def _shares(sizes: Sequence[int], limit: int) -> list[int]:
    """How many phrases each production gives: equal shares, and what a small one leaves unused goes on."""
    shares = [0] * len(sizes)
    if limit < len(sizes):
        for i in range(limit):
            shares[len(sizes) * i // limit] = 1
        return shares
    left = limit
    by_size = sorted(range(len(sizes)), key=sizes.__getitem__)
    for place, i in enumerate(by_size):
        shares[i] = min(sizes[i], left // (len(sizes) - place))
        left -= shares[i]
    return shares
