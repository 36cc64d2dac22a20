"""The house's own words: phrases for columns of any trade, by what they mean."""

from __future__ import annotations

import functools

from .grammar import HOUSE

__all__ = ["HOUSE", "phrases"]


@functools.cache
def phrases(rule: str) -> tuple[str, ...]:
    """Different phrases of a rule, at most some thousands, in an order that mixes them."""
    return HOUSE.phrases(rule, limit=3000)
