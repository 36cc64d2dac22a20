"""Choices: one of the values, a branch that another column decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import strategies as st

from ....fields.choices import Choice, Flag, InTurn, Match, Several, Sometimes, When
from ....fields.rows import Rows
from ..drawing import alone, drawn, either_of, strategy

strategy.register(InTurn, alone)


@strategy.register
def _choice(field: Choice, row: Rows) -> st.SearchStrategy[Any]:
    values = field.values
    if isinstance(values, Mapping):
        return st.sampled_from([value for value, weight in values.items() if weight > 0])
    return st.sampled_from(list(values))


@strategy.register
def _flag(field: Flag, row: Rows) -> st.SearchStrategy[bool]:
    return st.booleans() if 0 < field.probability < 1 else st.just(field.probability >= 1)


@strategy.register
def _sometimes(field: Sometimes, row: Rows) -> st.SearchStrategy[Any]:
    never, always = st.none(), either_of(field.value, row)
    if field.probability >= 1:
        return always
    return st.one_of(never, always) if field.probability > 0 else never


@strategy.register(When)
@st.composite
def _when(draw: st.DrawFn, field: When, row: Rows) -> Any:
    condition = drawn(draw, field.condition, row).value
    return draw(either_of(field.yes if condition else field.no, row))


@strategy.register(Match)
@st.composite
def _match(draw: st.DrawFn, field: Match, row: Rows) -> Any:
    key = drawn(draw, field.on, row).column(row)
    if pa.types.is_null(key.type) or not key[0].is_valid:
        return draw(either_of(field.default, row))
    for value, outcome in field.cases.items():
        if pc.equal(key, pa.scalar(value, key.type))[0].as_py():
            return draw(either_of(outcome, row))
    return draw(either_of(field.default, row))


@strategy.register
def _several(field: Several, row: Rows) -> st.SearchStrategy[list[Any]]:
    places = st.integers(0, len(field.values) - 1)
    chosen = st.lists(places, min_size=field.low, max_size=field.high, unique=True)
    return chosen.map(lambda found: [field.values[place] for place in sorted(found)])
