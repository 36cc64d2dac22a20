"""Text: phrases by their length, so that examples shrink to the shortest; templates are filled."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import strategies as st

from ....fields.base import Field
from ....fields.rows import Rows
from ....fields.text import Length, Lower, Phrase, Prose, Slug, Text, phrases_of
from ..drawing import drawn, opened, strategy

for _kind in (Text, Slug, Lower, Length):
    strategy.register(_kind, opened)


@strategy.register(Phrase)
@st.composite
def _phrase(draw: st.DrawFn, field: Phrase, row: Rows) -> str | None:
    phrases = phrases_of(field.grammar, field.rule, _by(draw, field.by, row), row)
    return None if phrases is None else draw(_one_of(phrases))


@strategy.register(Prose)
@st.composite
def _prose(draw: st.DrawFn, field: Prose, row: Rows) -> str | None:
    phrases = phrases_of(field.grammar, field.rule, _by(draw, field.by, row), row)
    if phrases is None:
        return None
    low, high = field.sentences if isinstance(field.sentences, tuple) else (field.sentences,) * 2
    return str(field.separator.join(draw(st.lists(_one_of(phrases), min_size=low, max_size=high))))


def _by(draw: Any, by: Any, row: Rows) -> Any:
    return drawn(draw, by, row) if isinstance(by, Field) else by


def _one_of(phrases: pa.Array) -> st.SearchStrategy[str]:
    order = _by_length(phrases)
    return st.integers(0, len(order) - 1).map(lambda place: str(phrases[int(order[place])]))


def _by_length(phrases: pa.Array) -> npt.NDArray[np.int64]:
    """The places of all phrases, the shortest first."""
    lengths: npt.NDArray[np.int64] = pc.utf8_length(phrases).to_numpy()
    return np.argsort(lengths, kind="stable")
