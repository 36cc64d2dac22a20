"""Ledgers: a row that is drawn by itself has an account of its own."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ....fields.ledgers import Balance, UpTo
from ....fields.rows import Rows
from ..drawing import alone, either_of, strategy

strategy.register(Balance, alone)


@strategy.register
def _up_to(field: UpTo, row: Rows) -> st.SearchStrategy[Any]:
    return either_of(field.wanted, row)
