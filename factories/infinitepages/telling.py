"""Telling a story: texts whose marks are filled from the story's cast, for all rows at once."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows

from .vocabulary.casts import CASTS
from .vocabulary.marks import MARKS, parted


class Told(Field):
    """A text that names its people: ``Told(Phrase(TITLES, "{}", by=plot), cast)``.

    ``cast`` holds the number of a row of ``CASTS``, as text; without one there is no text either.
    """

    def __init__(self, words: Any, cast: Any) -> None:
        super().__init__()
        self.words, self.cast = words, cast

    def column(self, rows: Rows) -> pa.Array:
        # Texts repeat far more often than rows: each is taken apart once.
        texts = column_of(self.words, rows).dictionary_encode()
        casts = column_of(self.cast, rows).cast(pa.int64())
        parts = [parted(text) for text in texts.dictionary.to_pylist()]
        which = texts.indices.fill_null(0).to_numpy(zero_copy_only=False)
        numbers = casts.fill_null(0).to_numpy(zero_copy_only=False)
        columns = [_values(place, parts, which, numbers) for place in range(max(map(len, parts), default=0))]
        text = pc.binary_join_element_wise(*columns, "") if columns else pa.nulls(len(rows), pa.string())
        return pc.if_else(pc.and_(texts.indices.is_valid(), casts.is_valid()), text, None)


def _values(place: int, parts: list[list[str]], which: Any, numbers: Any) -> pa.Array:
    """What stands in one place of every row's text; nothing where the text is over by then."""
    here = [part[place] if place < len(part) else "" for part in parts]
    if place % 2 == 0:
        return pa.array(here, pa.string()).take(pa.array(which))
    words, starts, end = _all_words()
    start = np.array([starts[mark] if mark else end for mark in here])[which]
    return words.take(pa.array(np.where(start < end, start + numbers, end)))


@cache
def _all_words() -> tuple[pa.Array, dict[str, int], int]:
    """All columns of the casts, and again with a capital, end to end; where each begins; the place of no words."""
    columns = {mark: CASTS.column(mark) for mark in MARKS}
    columns |= {mark.capitalize(): _capitalised(column) for mark, column in columns.items()}
    starts = {mark: place * len(CASTS) for place, mark in enumerate(columns)}
    words = pa.concat_arrays([*columns.values(), pa.array([""], pa.string())])
    return words, starts, len(words) - 1


def _capitalised(column: pa.Array) -> pa.Array:
    first = pc.utf8_upper(pc.utf8_slice_codeunits(column, 0, 1))
    return pc.binary_join_element_wise(first, pc.utf8_slice_codeunits(column, 1), "")
