"""Chapters as they are planned and told: titles, summaries, pages, and the words in them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import I64, U64, below
from seedkit.fields import Field, Phrase
from seedkit.fields.base import column_of
from seedkit.fields.documents import json_text
from seedkit.fields.kept import DrawnAs, ids_of
from seedkit.fields.rows import Rows
from seedkit.types import numbers

from .tale import OfCast
from .telling import Told
from .vocabulary.pages import FIRST, GENRE_KINDS, LAST, LAYOUTS, PAGES
from .vocabulary.scenes import SCENES, SCENES_OF

#: The longest story whose chapters are all different.
LONGEST = max(SCENES_OF)

# Kinds of paragraphs in every order that a chapter may have; the last two are of a story's ends.
_ORDERS = (*LAYOUTS, FIRST, LAST)
_FIRST, _LAST = len(LAYOUTS), len(LAYOUTS) + 1
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Scene(Field):
    """A part of the scene that a chapter tells, ``title``, ``summary``, ``opening`` or ``cliffhanger``.

    ``number`` is the chapter's, ``length`` how many chapters the story is planned to have.
    """

    def __init__(self, part: str, cast: Any, number: Any, length: Any) -> None:
        super().__init__()
        self.part, self.cast, self.number, self.length = part, cast, number, length

    def column(self, rows: Rows) -> pa.Array:
        cast = column_of(self.cast, rows)
        number, length = (numbers(column_of(f, rows)).astype(np.int64) for f in (self.number, self.length))
        plots = pc.index_in(OfCast("plot", cast).column(rows), value_set=pa.array(list(_first_scenes())))
        first = np.array(list(_first_scenes().values()))[numbers(plots)]
        places = pa.array(first + _scene_numbers(number, length) - 1)
        return Told(SCENES.column(self.part).take(places), cast).column(rows)


class Outline(Field):
    """The chapters that a story is planned to have, each with number, title and summary, as a document."""

    def __init__(self, cast: Any, length: Any) -> None:
        super().__init__()
        self.cast, self.length = cast, length

    def column(self, rows: Rows) -> pa.Array:
        cast, length = column_of(self.cast, rows), column_of(self.length, rows)
        planned = numbers(length).astype(np.int64)
        chapters = []
        for number in range(1, max(planned, default=0) + 1):
            title, summary = (
                json_text(Scene(part, cast, number, length).column(rows)) for part in ("title", "summary")
            )
            text = pc.binary_join_element_wise(
                f'{{"number": {number}, "title": ', title, ', "summary": ', summary, "}", ""
            )
            chapters.append(text if number == 1 else pc.if_else(pa.array(planned >= number), text, None))
        if not chapters:
            return pa.repeat('{"chapters": []}', len(rows))
        inside = pc.binary_join_element_wise(*chapters, ", ", null_handling="skip")
        return pc.binary_join_element_wise('{"chapters": [', inside, "]}", "")


class Pages(Field):
    """The text of a chapter: the opening of its scene, a dozen and more paragraphs, the cliffhanger.

    Each kind of paragraph stands in a chapter once, and comes in other words in the next chapter.
    """

    def __init__(self, cast: Any, number: Any, length: Any) -> None:
        super().__init__()
        self.cast, self.number, self.length = cast, number, length

    def column(self, rows: Rows) -> pa.Array:
        cast = column_of(self.cast, rows)
        number, length = (numbers(column_of(f, rows)).astype(np.int64) for f in (self.number, self.length))
        there = cast.is_valid()
        order = self._orders(rows, number, length)
        opening, cliffhanger = (
            Scene(part, cast, pa.array(number), pa.array(length)).column(rows)
            for part in ("opening", "cliffhanger")
        )
        told = _Paragraphs(rows, self._name, pc.fill_null(cast, "0"), number)
        texts, places = [], []
        for which in np.unique(order):
            mine = np.flatnonzero(order == which)
            chosen = pa.array(mine)
            middle = [told.of_kind(kind).take(chosen) for kind in _ORDERS[which]]
            ends = (pc.fill_null(end, "").take(chosen) for end in (opening, cliffhanger))
            texts.append(pc.binary_join_element_wise(next(ends), *middle, next(ends), "\n\n"))
            places.append(mine)
        if not texts:
            return pa.nulls(0, pa.string())
        back = np.argsort(np.concatenate(places))
        return pc.if_else(there, pa.concat_arrays(texts).take(pa.array(back)), None)

    def _orders(self, rows: Rows, number: I64, length: I64) -> I64:
        """Which order of paragraphs each chapter has: another one than the chapter before."""
        start = below(_of_story(rows).draw(self._name, "order"), len(LAYOUTS))
        order = (start + number) % len(LAYOUTS)
        order = np.where((number == length) & (number > 1), _LAST, order)
        return np.where(number == 1, _FIRST, order)


class _Paragraphs:
    """Paragraphs for some chapters, kind by kind; each kind is written once."""

    def __init__(self, rows: Rows, name: str, cast: pa.Array, number: I64) -> None:
        self._rows, self._name, self._cast = _Chapters(rows, number), name, cast
        self._genre = OfCast("key", cast).column(rows)
        self._written: dict[str, pa.Array] = {}

    def of_kind(self, kind: str) -> pa.Array:
        if kind not in self._written:
            phrase = Phrase(PAGES, kind)
            if kind in GENRE_KINDS:
                phrase = Phrase(PAGES, f"{{}}_{kind}", by=self._genre)
            text = Told(phrase.bound(f"{self._name}.{kind}", {}), self._cast)
            self._written[kind] = text.column(self._rows)
        return self._written[kind]


class _Chapters(DrawnAs):
    """Chapters whose draws lie a golden section of the circle apart within a story."""

    def __init__(self, base: Rows, number: I64) -> None:
        super().__init__(base, _of_story(base).ids)
        self._steps = number.astype(np.uint64) * _GOLDEN

    def draw(self, *names: str | int) -> U64:
        return super().draw(*names) + self._steps


class WordCount(Field):
    """How many words a text has: what single blanks and empty lines part."""

    def __init__(self, text: Any) -> None:
        super().__init__()
        self.text = text

    def column(self, rows: Rows) -> pa.Array:
        text = column_of(self.text, rows).cast(pa.string())
        gaps = pc.add(pc.count_substring(text, " "), pc.count_substring(text, "\n\n"))
        return pc.fill_null(pc.add(gaps, 1), 0)


def _of_story(rows: Rows) -> DrawnAs:
    return DrawnAs(rows, ids_of(rows.column("story_id")))


@cache
def _first_scenes() -> dict[str, int]:
    """The place of each plot's first scene in ``SCENES``; the others follow."""
    plots = SCENES.column("plot").to_pylist()
    return {plot: plots.index(plot) for plot in dict.fromkeys(plots)}


@cache
def _scene_table() -> I64:
    """For each length and each number of a chapter the number of its scene; longer stories begin anew."""
    table = np.ones((LONGEST + 1, LONGEST), dtype=np.int64)
    for length, scenes in SCENES_OF.items():
        table[length] = [scenes[i % length] for i in range(LONGEST)]
    return table


def _scene_numbers(number: I64, length: I64) -> I64:
    return _scene_table()[np.clip(length, 1, LONGEST), (np.maximum(number, 1) - 1) % LONGEST]
