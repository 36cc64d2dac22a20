"""The fourteen sections of a vision: what they say, what a version rewrote, what is read aloud."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import below, happens
from seedkit.fields import Field, Match, Phrase, When, this
from seedkit.fields.base import column_of
from seedkit.fields.kept import Kept
from seedkit.fields.rows import Rows
from seedkit.rows import TakenRows
from seedkit.types import numbers

from .completion import is_filled
from .vocabulary.categories import AUDIO_SECTIONS, CATEGORIES, SECTIONS
from .vocabulary.visions import VISIONS, VISIONS_WE

# Audio sets name the opening and the closing differently.
_SECTION_OF = {
    **dict(zip(AUDIO_SECTIONS, SECTIONS, strict=True)),
    **{section: section for section in SECTIONS},
}

#: Characters that a voice reads in a second.
READING_PACE = 14


class Rewritten(Field):
    """Whether a version that is not the active one says this section in words of its own.

    The active version speaks the words that the person keeps; an older one had others in about a
    third of the sections, a draft changes at least one.
    """

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section = section

    def column(self, rows: Rows) -> pa.Array:
        one = below(rows.draw("rewritten"), len(CATEGORIES)) + 1 == SECTIONS.index(self.section)
        words = happens(rows.draw("rewritten", self.section), 0.3) | one
        active = numbers(rows.column("is_active")).astype(bool)
        return pa.array(words & ~active)


class RefinedSections(Field):
    """The keys of the filled sections that a draft rewrote, as a document."""

    def column(self, rows: Rows) -> pa.Array:
        keys = []
        for section in SECTIONS:
            refined = pc.and_(Rewritten(section).column(rows), pa.array(is_filled(rows.column(section))))
            keys.append(pc.if_else(refined, f'"{section}"', None))
        return pc.binary_join_element_wise("[", _joined(keys), "]", "")


class Richness(Field):
    """What the member gave for each filled category: characters, ideas, how dense they are; as a document."""

    def column(self, rows: Rows) -> pa.Array:
        parts = []
        for category in CATEGORIES:
            ideas = 3 + below(rows.draw(self._name, category, "ideas"), 12)
            characters = ideas * 105 + below(rows.draw(self._name, category, "characters"), 240)
            density = pa.array(["sparse", "balanced", "rich"]).take(
                pa.array((ideas >= 6).astype(int) + (ideas >= 11))
            )
            text = pc.binary_join_element_wise(
                f'"{category}": {{"inputChars": ', pa.array(characters).cast(pa.string()),
                ', "ideas": ', pa.array(ideas).cast(pa.string()), ', "density": "', density, '"}', "",
            )  # fmt: skip
            parts.append(pc.if_else(pa.array(is_filled(rows.column(category))), text, None))
        return pc.binary_join_element_wise("{", _joined(parts), "}", "")


class SectionOf(Field):
    """The text of the section that another column names, in the vision that a link points to."""

    def __init__(self, link: str, section: Any) -> None:
        super().__init__()
        self.link, self.section = link, section

    def column(self, rows: Rows) -> pa.Array:
        vision = rows.parent(self.link)
        if vision is None:
            return pa.nulls(len(rows), pa.string())
        keys = column_of(self.section, rows).dictionary_encode()
        codes = keys.indices.to_numpy()
        order = np.argsort(codes, kind="stable")
        ends = np.cumsum(np.bincount(codes, minlength=len(keys.dictionary)))
        texts = [
            TakenRows(vision, places).column(_SECTION_OF[key])
            for key, places in zip(keys.dictionary.to_pylist(), np.split(order, ends[:-1]), strict=True)
        ]
        if not texts:
            return pa.nulls(0, pa.string())
        return pa.concat_arrays(texts).take(pa.array(np.argsort(order)))


class WholeText(Field):
    """All sections of the vision that a link points to; without opening and closing unless ``framed``."""

    def __init__(self, link: str, framed: Any) -> None:
        super().__init__()
        self.link, self.framed = link, framed

    def column(self, rows: Rows) -> pa.Array:
        vision = rows.parent(self.link)
        if vision is None:
            return pa.nulls(len(rows), pa.string())
        framed = column_of(self.framed, rows)
        sections = [vision.column(section) for section in SECTIONS]
        for end in (0, -1):
            sections[end] = pc.if_else(framed, sections[end], None)
        return _joined(sections, "\n\n")


class ContentHash(Field):
    """SHA-256 of a text in hexadecimal digits, runs of white space counted as one blank (catalog/vibrationfit c5)."""

    def __init__(self, text: Any) -> None:
        super().__init__()
        self.text = text

    def column(self, rows: Rows) -> pa.Array:
        # Texts repeat far more often than rows: each is hashed once.
        texts = column_of(self.text, rows).dictionary_encode()
        hashes = [
            hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
            for text in texts.dictionary.to_pylist()
        ]
        return pa.array(hashes, pa.string()).take(texts.indices)


class FinishedCategories(Field):
    """The categories of the vision that a link points to that have a text."""

    def __init__(self, link: str) -> None:
        super().__init__()
        self.link = link

    def column(self, rows: Rows) -> pa.Array:
        filled = _filled(rows, self.link)
        offsets = np.concatenate([[0], np.cumsum(filled.sum(axis=1))]).astype(np.int32)
        return pa.ListArray.from_arrays(
            pa.array(offsets), pa.array(CATEGORIES).take(pa.array(np.nonzero(filled)[1]))
        )


class NextCategory(Field):
    """The first category of that vision that has no text yet; null when all have."""

    def __init__(self, link: str) -> None:
        super().__init__()
        self.link = link

    def column(self, rows: Rows) -> pa.Array:
        filled = _filled(rows, self.link)
        return pa.array(CATEGORIES).take(pa.array(filled.argmin(axis=1), mask=filled.all(axis=1)))


def section(name: str) -> When:
    """The text of a section, in the voice of the vision, if the vision got that far."""
    words = Match(this.perspective, {"plural": Phrase(VISIONS_WE, name)}, default=Phrase(VISIONS, name))
    return When(this.sections_done > SECTIONS.index(name), Kept(words, changes=Rewritten(name)))


def _joined(parts: list[pa.Array], separator: str = ", ") -> pa.Array:
    """What is there of the parts, with the separator between; a blank where nothing is (Arrow would drop the row)."""
    nothing = pa.array(
        np.logical_and.reduce([part.is_null().to_numpy(zero_copy_only=False) for part in parts])
    )
    parts[0] = pc.if_else(nothing, "", parts[0])
    return pc.binary_join_element_wise(*parts, separator, null_handling="skip")


def _filled(rows: Rows, link: str) -> Any:
    vision = rows.parent(link)
    assert vision is not None, "vision_id is never null"
    return np.stack([is_filled(vision.column(category)) for category in CATEGORIES], axis=1)
