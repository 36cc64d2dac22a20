"""Text: templates that name their row, and prose from phrase grammars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Formatter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, U64, below
from .base import Field, column_of
from .codes import uuid_text
from .rows import Rows


class Text(Field):
    """A template over the row: ``Text("The {admin_user.last_name} Household")``.

    Slots are columns, also of parents, or keyword arguments (fields); a null in a slot makes the
    whole text null.
    """

    def __init__(self, template: str, **parts: Any) -> None:
        super().__init__()
        self.template, self.parts = template, parts

    def column(self, rows: Rows) -> pa.Array:
        pieces: list[Any] = []
        for literal, slot, _, _ in Formatter().parse(self.template):
            if literal:
                pieces.append(literal)
            if slot is not None:
                array = column_of(self.parts[slot], rows) if slot in self.parts else rows.at(slot.split("."))
                pieces.append(as_text(array))
        if all(isinstance(piece, str) for piece in pieces):
            return pa.repeat("".join(pieces), len(rows))
        return pc.binary_join_element_wise(*pieces, "")

    def references(self) -> Iterator[tuple[str, ...]]:
        yield from super().references()
        slots = (slot for _, slot, _, _ in Formatter().parse(self.template) if slot)
        yield from (tuple(slot.split(".")) for slot in slots if slot not in self.parts)


class Phrase(Field):
    """One phrase of a grammar's rule: ``Phrase(JOURNAL, "title")``.

    The rule may depend on another column: ``Phrase(VISIONS, {"fun": "fun", "work": "work"}, by=category)``,
    or ``Phrase(VISIONS, "{}_line", by=category)``.
    """

    def __init__(self, grammar: Any, rule: Any, *, by: Any = None) -> None:
        super().__init__()
        self.grammar, self.rule, self.by = grammar, rule, by

    def column(self, rows: Rows) -> pa.Array:
        return _Phrases(self.grammar, self.rule, self.by, rows).pick(rows.draw(self._name, 0))


class Prose(Field):
    """Several phrases of one rule after each other: ``Prose(JOURNAL, "sentence", sentences=(2, 5))``."""

    def __init__(
        self, grammar: Any, rule: Any, *, sentences: Any = 3, by: Any = None, separator: str = " "
    ) -> None:
        super().__init__()
        self.grammar, self.rule, self.by = grammar, rule, by
        self.sentences, self.separator = sentences, separator

    def column(self, rows: Rows) -> pa.Array:
        low, high = self.sentences if isinstance(self.sentences, tuple) else (self.sentences, self.sentences)
        phrases = _Phrases(self.grammar, self.rule, self.by, rows)
        counts = low + below(rows.draw(self._name, "sentences"), high - low + 1)
        pieces = []
        for turn in range(high):
            piece = phrases.pick(rows.draw(self._name, turn))
            pieces.append(piece if turn < low else pc.if_else(pa.array(counts > turn), piece, None))
        there = pieces[0].is_valid()
        # Arrow drops a row in which everything to be joined is null.
        pieces[0] = pc.fill_null(pieces[0], "")
        text = pc.binary_join_element_wise(*pieces, self.separator, null_handling="skip")
        return pc.if_else(there, text, None)


class _Phrases:
    """The phrases of which each row gets one: of one rule, or of the rule that another column names."""

    def __init__(self, grammar: Any, rule: Any, by: Any, rows: Rows) -> None:
        self._grammar, self._missing = grammar, None
        if by is None:
            self._rules, self._rule_of = [rule], np.zeros(len(rows), dtype=np.int64)
        else:
            keys = column_of(by, rows).dictionary_encode()
            rules = [_rule(rule, key) for key in keys.dictionary.to_pylist()]
            # In one order whatever comes first here, so that all shards share the joined phrases.
            self._rules = sorted(set(rules), key=str)
            place = np.array([self._rules.index(r) for r in rules] or [0], dtype=np.int64)
            self._rule_of = place[keys.indices.fill_null(0).to_numpy()]
            self._missing = keys.is_null().to_numpy(zero_copy_only=False)
        self._decks = [phrase_array(grammar, rule) for rule in self._rules]

    def pick(self, draws: U64) -> pa.Array:
        """One phrase a row; null where the column that names the rule is."""
        if not self._decks:
            return pa.nulls(len(draws), pa.string())
        sizes = np.array([len(deck) for deck in self._decks], dtype=np.int64)
        place = below(draws, sizes[self._rule_of])
        if not draws.all():
            # Zero draws the simplest: the shortest phrase.
            shortest = np.array([_shortest(deck) for deck in self._decks])
            place = np.where(draws == 0, shortest[self._rule_of], place)
        if len(draws) < _MANY and len(self._decks) > 1:
            return self._dealt(place)
        starts = np.cumsum(sizes) - sizes
        return self._joined().take(pa.array(starts[self._rule_of] + place, mask=self._missing))

    def _dealt(self, place: I64) -> pa.Array:
        """The phrases at these places, rule by rule: to join all of them would cost more than so few rows are worth."""
        order = np.argsort(self._rule_of, kind="stable")
        cuts = np.searchsorted(self._rule_of[order], np.arange(1, len(self._decks)))
        parts = np.split(place[order], cuts)
        dealt = [deck.take(pa.array(part)) for deck, part in zip(self._decks, parts, strict=True)]
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return pa.concat_arrays(dealt).take(pa.array(back, mask=self._missing))

    def _joined(self) -> pa.Array:
        """The phrases of all rules one after the other; made once."""
        if len(self._decks) == 1:
            return self._decks[0]
        key = id(self._grammar), tuple(map(str, self._rules))
        if key not in _JOINED:
            if len(_JOINED) >= _KEPT:
                _JOINED.clear()
            _JOINED[key] = self._grammar, pa.concat_arrays(self._decks)
        return _JOINED[key][1]


#: From so many rows on phrases of several rules are joined.
_MANY = 2_000
#: How many joins and shortest phrases are remembered.
_KEPT = 64
# The grammar is kept with its phrases, so that no other object can take its identity.
_JOINED: dict[tuple[int, tuple[str, ...]], tuple[Any, pa.Array]] = {}
#: The shortest phrases of decks, each kept with its deck for the same reason.
_SHORTEST: dict[int, tuple[pa.Array, int]] = {}


def _shortest(deck: pa.Array) -> int:
    """The place of the shortest phrase."""
    found = _SHORTEST.get(id(deck))
    if found is None or found[0] is not deck:
        if len(_SHORTEST) >= 16 * _KEPT:
            _SHORTEST.clear()
        found = _SHORTEST[id(deck)] = deck, int(pc.utf8_length(deck).to_numpy().argmin()) if len(deck) else 0
    return found[1]


def _rule(rule: Any, key: Any) -> Any:
    """The rule for one value of the column that names it; a plain sequence of texts is a rule by itself."""
    found = rule[key] if isinstance(rule, dict) else rule.format(key)
    return found if isinstance(found, str) else tuple(found)


class Slug(Field):
    """A text in lower case with dashes: of a title, for an address."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        text = pc.utf8_lower(column_of(self.of, rows))
        return pc.utf8_trim(
            pc.replace_substring_regex(text, pattern="[^a-z0-9]+", replacement="-"), characters="-"
        )


class Lower(Field):
    """A text in lower case."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return pc.utf8_lower(column_of(self.of, rows))


class Length(Field):
    """How many characters a text has."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return pc.utf8_length(column_of(self.of, rows))


def phrases_of(grammar: Any, rule: Any, by: Any, row: Rows) -> pa.Array | None:
    """The phrases of which a row (a batch of one) gets one; None where the column that names the rule is null."""
    if by is None:
        return phrase_array(grammar, rule)
    [key] = column_of(by, row).to_pylist()
    return None if key is None else phrase_array(grammar, _rule(rule, key))


def phrase_array(grammar: Any, rule: str | Sequence[str]) -> pa.Array:
    """The phrases of a grammar's rule as an array; a plain sequence of texts is a rule by itself."""
    found: pa.Array = grammar.array(rule) if isinstance(rule, str) else pa.array(list(rule), type=pa.string())
    return found


def as_text(array: pa.Array) -> pa.Array:
    """Any column as text, the way a person writes it: uuids with dashes, dates as ISO."""
    if pa.types.is_string(array.type):
        return array
    if array.type == pa.binary(16):
        return uuid_text(array)
    if pa.types.is_timestamp(array.type):
        # Arrow's own text, which it makes far faster than strftime: 2026-03-01 09:30:00.000000.
        plain = pc.utf8_replace_slice(array.cast(pa.timestamp("us")).cast(pa.string()), 10, 11, "T")
        return pc.binary_join_element_wise(plain, "Z", "")
    return array.cast(pa.string())
