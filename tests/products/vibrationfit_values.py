"""The values that enums, CHECKs and soft lists of VibrationFit allow, column by column."""

from __future__ import annotations

from collections.abc import Iterator

import allowed
from allowed import values_in

from seedkit.factories.vibrationfit import product
from seedkit.factories.vibrationfit.invariants.words import WORD_LISTS, WORDS

__all__ = ["GONE", "allowed_values", "values_in"]

#: Plans of the past, which the product no longer sells (catalog/vibrationfit, reference_rows).
GONE = {"starter", "pro", "elite"}


def allowed_values() -> Iterator[tuple[str, str, set[str]]]:
    """Table, column and what it may hold: one value, or in the columns of ``WORD_LISTS`` several."""
    return allowed.allowed_values(product, WORDS, WORD_LISTS, gone=GONE)
