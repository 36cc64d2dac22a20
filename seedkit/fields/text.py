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
        self._rule_of: Any = None
        if by is None:
            self._all = phrase_array(grammar, rule)
            return
        keys = column_of(by, rows).dictionary_encode()
        rules = [_rule(rule, key) for key in keys.dictionary.to_pylist()]
        # In one order whatever comes first here, so that all shards share the joined phrases.
        known = sorted(set(rules), key=str)
        self._all, self._sizes = _joined(grammar, known)
        place = np.array([known.index(r) for r in rules] or [0], dtype=np.int64)
        self._rule_of = place[keys.indices.fill_null(0).to_numpy()]
        self._missing = keys.is_null().to_numpy(zero_copy_only=False)

    def pick(self, draws: U64) -> pa.Array:
        """One phrase a row; null where the column that names the rule is."""
        if self._rule_of is None:
            index = below(draws, len(self._all))
            if not draws.all():
                index = np.where(draws == 0, self._shortest()[0], index)
            return self._all.take(pa.array(index))
        if not len(self._all):
            return pa.nulls(len(draws), pa.string())
        starts = np.cumsum(self._sizes) - self._sizes
        index = starts[self._rule_of] + below(draws, self._sizes[self._rule_of])
        if not draws.all():
            index = np.where(draws == 0, self._shortest()[self._rule_of], index)
        return self._all.take(pa.array(index, mask=self._missing))

    def _shortest(self) -> I64:
        """For each rule the place of its shortest phrase, which zero draws."""
        found = _SHORTEST.get(id(self._all))
        if found is None or found[0] is not self._all:
            sizes = [len(self._all)] if self._rule_of is None else self._sizes.tolist()
            lengths = np.split(pc.utf8_length(self._all).to_numpy(), np.cumsum(sizes)[:-1])
            starts = np.cumsum([0, *sizes[:-1]])
            places = [
                int(a) + (int(part.argmin()) if len(part) else 0)
                for a, part in zip(starts, lengths, strict=True)
            ]
            if len(_SHORTEST) >= _KEPT:
                _SHORTEST.clear()
            found = _SHORTEST[id(self._all)] = self._all, np.array(places, dtype=np.int64)
        return found[1]


def _joined(grammar: Any, rules: Sequence[Any]) -> tuple[pa.Array, I64]:
    """The phrases of several rules one after the other, and how many each has; made once."""
    key = id(grammar), tuple(map(str, rules))
    if key not in _JOINED:
        if len(_JOINED) >= _KEPT:
            _JOINED.clear()
        arrays = [phrase_array(grammar, rule) for rule in rules]
        sizes = np.array([len(a) for a in arrays], dtype=np.int64)
        _JOINED[key] = grammar, pa.concat_arrays(arrays) if arrays else pa.array([], pa.string()), sizes
    return _JOINED[key][1:]


def _rule(rule: Any, key: Any) -> Any:
    """The rule for one value of the column that names it; a plain sequence of texts is a rule by itself."""
    found = rule[key] if isinstance(rule, dict) else rule.format(key)
    return found if isinstance(found, str) else tuple(found)


#: How many joins are remembered: a shard of few rows sees any subset of the keys.
_KEPT = 64
# The grammar is kept with its phrases, so that no other object can take its identity.
_JOINED: dict[tuple[int, tuple[str, ...]], tuple[Any, pa.Array, I64]] = {}
#: The shortest phrases of arrays of phrases, each kept with its array for the same reason.
_SHORTEST: dict[int, tuple[pa.Array, I64]] = {}


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
