"""Declarations of factory_boy's own: run from a state that is drawn."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import strategies as st

from ....fields.plain import Plain
from ....fields.rows import Rows
from ..drawing import strategy, value_of


@strategy.register(Plain)
@st.composite
def _plain(draw: st.DrawFn, field: Plain, row: Rows) -> Any:
    made = copy.copy(row)
    made.ids = np.array([draw(st.integers(0, 0xFFFF))], dtype=np.uint64)
    return value_of(field, made)
