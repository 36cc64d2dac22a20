"""Text: templates that name their row, and prose from phrase grammars."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import below
from .base import Field, column_of
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
        if not any(isinstance(p, (pa.Array, pa.ChunkedArray)) for p in pieces):
            return pa.repeat(pa.scalar("".join(pieces)), len(rows))
        return pc.binary_join_element_wise(*pieces, "")


class Phrase(Field):
    """One phrase of a grammar's rule: ``Phrase(JOURNAL, "title")``.

    The rule may depend on another column: ``Phrase(VISIONS, {"fun": "fun", "work": "work"}, by=category)``,
    or ``Phrase(VISIONS, "{}_line", by=category)``.
    """

    def __init__(self, grammar: Any, rule: Any, *, by: Any = None) -> None:
        super().__init__()
        self.grammar, self.rule, self.by = grammar, rule, by

    def column(self, rows: Rows) -> pa.Array:
        return self.pick(rows, 0)

    def pick(self, rows: Rows, turn: int) -> pa.Array:
        """A phrase for each row; another ``turn`` gives another one."""
        draws = rows.draw(self._name, turn)
        if self.by is None:
            phrases = phrase_array(self.grammar, self.rule)
            return phrases.take(pa.array(below(draws, len(phrases))))
        keys = column_of(self.by, rows).dictionary_encode()
        phrases, starts, sizes = [], [], []
        for key in keys.dictionary.to_pylist():
            found = phrase_array(
                self.grammar, self.rule[key] if isinstance(self.rule, dict) else self.rule.format(key)
            )
            starts.append(sum(map(len, phrases)))
            sizes.append(len(found))
            phrases.append(found)
        if not phrases:
            return pa.nulls(len(rows), pa.string())
        which = keys.indices.fill_null(0).to_numpy()
        index = np.array(starts)[which] + below(draws, np.array(sizes)[which])
        return pa.concat_arrays(phrases).take(
            pa.array(index, mask=keys.is_null().to_numpy(zero_copy_only=False))
        )


class Prose(Field):
    """Several phrases of one rule after each other: ``Prose(JOURNAL, "sentence", sentences=(2, 5))``."""

    def __init__(
        self, grammar: Any, rule: Any, *, sentences: Any = 3, by: Any = None, separator: str = " "
    ) -> None:
        super().__init__()
        self.grammar, self.rule, self.sentences, self.by, self.separator = (
            grammar,
            rule,
            sentences,
            by,
            separator,
        )

    def column(self, rows: Rows) -> pa.Array:
        low, high = self.sentences if isinstance(self.sentences, tuple) else (self.sentences, self.sentences)
        phrase = Phrase(self.grammar, self.rule, by=self.by).bound(self._name, {})
        counts = low + below(rows.draw(self._name, "sentences"), high - low + 1)
        pieces = []
        for turn in range(high):
            piece = phrase.pick(rows, turn)
            pieces.append(piece if turn < low else pc.if_else(pa.array(counts > turn), piece, None))
        return pc.binary_join_element_wise(*pieces, self.separator, null_handling="skip")


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
        return pc.strftime(array.cast(pa.timestamp("us")), format="%Y-%m-%dT%H:%M:%SZ")
    return array.cast(pa.string())


def uuid_text(array: pa.Array) -> pa.Array:
    """Uuids as 36 characters."""
    from .identity import _DIGITS, fixed_text

    raw = np.frombuffer(array.buffers()[1], dtype=np.uint8)[
        array.offset * 16 : (array.offset + len(array)) * 16
    ]
    raw = raw.reshape(len(array), 16)
    text = np.full((len(array), 36), ord("-"), dtype=np.uint8)
    places = [p for p in range(36) if p not in (8, 13, 18, 23)]
    text[:, places[0::2]], text[:, places[1::2]] = _DIGITS[raw >> 4], _DIGITS[raw & 15]
    result = fixed_text(text)
    return pc.if_else(array.is_valid(), result, None) if array.null_count else result
