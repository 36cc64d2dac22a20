"""The five cravings: names, pitches, pictures, and the forum section of each (catalog/craveverse, enums).

===================  ==========================================================================
CRAVINGS             the labels of ``craving_type``, in the enum's own order
CRAVING_ROWS         the rows of ``cravings``: type, name, description, icon, color
CRAVING_NAMES        craving → label shown in the UI
FORUM_SECTIONS       craving → one line over the section of the forum
===================  ==========================================================================

Labels, icons and colours are those of the published rows, so that a database which holds them
already reads the same; the pitches are ours.
"""

from __future__ import annotations

CRAVING_ROWS = (
    {
        "type": "nofap",
        "name": "NoFap",
        "description": "Close the tab, keep your promise, and get your evenings back.",
        "icon": "🚫",
        "color": "#FF6B6B",
    },
    {
        "type": "sugar",
        "name": "Sugar Free",
        "description": "Win the three o'clock slump without the vending machine.",
        "icon": "🍭",
        "color": "#FFD93D",
    },
    {
        "type": "shopping",
        "name": "Shopping Control",
        "description": "Empty the cart, fill the savings jar, and want what you own.",
        "icon": "🛍️",
        "color": "#6BCF7F",
    },
    {
        "type": "smoking_vaping",
        "name": "Smoke Free",
        "description": "Outlast one craving at a time until the air tastes new.",
        "icon": "🚭",
        "color": "#4ECDC4",
    },
    {
        "type": "social_media",
        "name": "Social Media Detox",
        "description": "Put the feed down and find out how long an hour really is.",
        "icon": "📱",
        "color": "#A8E6CF",
    },
)

CRAVING_NAMES = {row["type"]: row["name"] for row in CRAVING_ROWS}
CRAVINGS = tuple(CRAVING_NAMES)

FORUM_SECTIONS = {
    "nofap": "No details, no shame: tools, urges and clean days.",
    "sugar": "Slumps, swaps and what to say when somebody brings cake.",
    "shopping": "Carts, coupons and the art of waiting a day.",
    "smoking_vaping": "First mornings, last packs and everything that helps between.",
    "social_media": "Logged off together, which is funnier than it sounds.",
}
