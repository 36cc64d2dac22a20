"""The house's own words: phrases for columns of any trade, by what they mean."""

from __future__ import annotations

import functools

from .grammar import HOUSE

__all__ = ["HOUSE", "phrases"]


@functools.cache
def phrases(rule: str) -> tuple[str, ...]:
    """Different phrases of a rule, at most some thousands, in an order that mixes them."""
    found = HOUSE.phrases(rule, limit=1500)
    # A step that has no factor in common with their number meets each of them once.
    step = next(n for n in (1009, 1013, 1019, 1021) if len(found) % n)
    return (
        tuple(found[place * step % len(found)] for place in range(len(found))) if len(found) > 60 else found
    )
