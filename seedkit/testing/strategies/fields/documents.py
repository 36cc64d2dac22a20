"""Documents and arrays: every field in them drawn by a strategy of its own."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ....fields.documents import ArrayOf, Json, JsonList, Listed, Turn
from ....fields.rows import Rows
from ..drawing import either_of, opened, strategy

strategy.register(Json, opened)
strategy.register(Listed, opened)


@strategy.register(JsonList)
@st.composite
def _json_list(draw: st.DrawFn, field: JsonList, row: Rows) -> list[Any]:
    item = Json(field.item)
    item._name = field._name
    return [draw(strategy(item, Turn(row, turn))) for turn in range(draw(st.integers(field.low, field.high)))]


@strategy.register(ArrayOf)
@st.composite
def _array_of(draw: st.DrawFn, field: ArrayOf, row: Rows) -> list[Any]:
    return [
        draw(either_of(field.item, Turn(row, turn)))
        for turn in range(draw(st.integers(field.low, field.high)))
    ]
