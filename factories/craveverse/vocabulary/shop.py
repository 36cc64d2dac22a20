"""The shop: what coins buy, why somebody buys it, and the packs that money buys.

===================  ==========================================================================
SHOP_ROWS            the rows of ``shop_items`` (catalog/craveverse c5): name, type, price_coins,
                     description, icon, effects, tier_required, active
COIN_PACKS           product key → (label, coins, cents) (catalog/craveverse c6)
PLAN_LABELS          plan and period → label on a receipt
PURCHASE_NOTES       rules ``pause``, ``skip``, ``theme``: why, as a player says it
                     (``user_purchases.metadata``)
PAUSE_REASONS        rule ``reason``: what a streak was paused for
===================  ==========================================================================

The four published items keep their published names, which are natural keys with the type; the
retired and seasonal ones are ours, so that ``active`` has both values.
"""

from __future__ import annotations

from typing import Any

from .words import speak


def _item(name: str, type_: str, price: int, icon: str, description: str, **facts: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": type_,
        "price_coins": price,
        "description": description,
        "icon": icon,
        "effects": {},
        "tier_required": "free",
        "active": True,
        **facts,
    }


SHOP_ROWS = (
    _item("Pause Token (1 day)", "consumable", 50, "⏸️", "Life happens. Freeze your streak for a day and come back to it whole.", effects={"pause_days": 1}),
    _item("Pause Token (3 days)", "consumable", 120, "⏸️", "A long weekend of mercy. Your streak waits where you left it.", effects={"pause_days": 3}),
    _item("Level Skip", "utility", 100, "⏭️", "Walk around one level that is not your fight today. No XP, no shame.", effects={"level_skip": 1}, tier_required="plus"),
    _item("Cosmetic Theme", "cosmetic", 75, "🎨", "Dress your dashboard in the colors of your own quest.", effects={"theme": "premium"}),
    _item("Winter Pause Token (3 days)", "consumable", 100, "❄️", "A seasonal freeze at a friendly price. Sold until the thaw.", effects={"pause_days": 3}, active=False),
    _item("Founder's Level Skip", "utility", 80, "🗝️", "A thank-you to the first players. No longer sold.", effects={"level_skip": 1}, tier_required="plus", active=False),
)  # fmt: skip

COIN_PACKS = {
    "coins_500": ("Pouch of 500 CraveCoins", 500, 299),
    "coins_2000": ("Chest of 2000 CraveCoins", 2000, 799),
    "coins_5000": ("Vault of 5000 CraveCoins", 5000, 1499),
}

PLAN_LABELS = {
    "plus_monthly": "CraveVerse Plus, monthly",
    "plus_yearly": "CraveVerse Plus, yearly",
    "ultra_monthly": "CraveVerse Ultra, monthly",
    "ultra_yearly": "CraveVerse Ultra, yearly",
}

PURCHASE_NOTES = speak(
    "purchase_notes",
    {
        "pause": (
            "Insurance for {occasion}.", "Keeping one in the bag for {occasion}.", "I worked too hard on this streak to lose it to {occasion}.",
            "Stocking up before {weekday}.", "Cheaper than starting over.", "Better safe than back at zero.",
        ),
        "skip": (
            "This one does not fit my life right now.", "I have tried it three times and I would rather move on.", "No shame, just strategy.",
            "My knee says no to this level.", "I will come back for it.", "Saving my energy for the next boss.",
        ),
        "theme": (
            "I look at this dashboard every day, so it should look good.", "A treat that has no calories.", "My reward for {reason}.",
            "New colors, new week.", "Because I earned the coins.",
        ),
        "occasion": ("a wedding", "exam week", "the family reunion", "a long trip", "the holidays", "a rough week at work"),
        "reason": ("two clean weeks", "finishing the last land", "my first battle win", "getting through the holidays"),
    },
)  # fmt: skip

PAUSE_REASONS = speak(
    "pause_reasons",
    {
        "reason": (
            "Down with {illness}, back soon.", "Traveling to {place} for {event}.", "{event:cap} this weekend, and I want to be present.",
            "A hard week. Resting on purpose.", "On call until {weekday}.", "Moving house, and the phone is in a box somewhere.",
            "Visiting {relative}, with no signal up there.",
        ),
        "illness": ("the flu", "a fever", "a bad cold", "a migraine"),
        "place": ("the coast", "my hometown", "the mountains", "another time zone"),
        "event": ("a wedding", "a funeral", "a reunion", "a work conference", "my sister's graduation"),
    },
)  # fmt: skip
