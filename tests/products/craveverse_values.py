"""The values that enums, CHECKs and soft lists of CraveVerse allow, column by column."""

from __future__ import annotations

from collections.abc import Iterator

import allowed

from seedkit.factories.craveverse import product
from seedkit.factories.craveverse.invariants.words import WORDS

#: Tiers below which nothing is sold: the shop's items ask for plus at most.
NOT_SOLD = {"plus_trial", "ultra"}


def allowed_values() -> Iterator[tuple[str, str, set[str]]]:
    """Table, column and what it may hold."""
    for table, column, values in allowed.allowed_values(product, WORDS):
        yield table, column, values - NOT_SOLD if table == "shop_items" else values
