"""Every story of CraveVerse on a real Postgres, and all of them together: nothing of the product is left out."""

from __future__ import annotations

from allowed import allowed_values
from story_tests import StoryTests

from seedkit.factories.craveverse import product
from seedkit.factories.craveverse.invariants.words import WORDS

#: Values that no row has: items of the shop ask for no tier but plus.
UNUSED = {"shop_items.tier_required": {"plus_trial", "ultra"}}


class TestStories(StoryTests):
    product = product
    told = (
        ("battle-week", 6, {}),
        ("battle-week", 2, {"levels": 1}),
        ("everything", 1, {}),
        ("forum-moderation", 6, {}),
        ("newbie-onboarding", 6, {}),
        ("newbie-onboarding", 2, {"craving": "shopping"}),
        ("ops-day", 6, {}),
        ("shop", 6, {}),
        ("thirty-days", 6, {}),
        ("thirty-days", 2, {"levels": 3, "craving": "sugar"}),
        ("trial-to-paid", 6, {}),
    )
    allowed = tuple(
        (table, column, values - UNUSED.get(f"{table}.{column}", set()))
        for table, column, values in allowed_values(product, WORDS)
    )
    unfilled = {}
    everything = {"probe": True}
