"""Unlocked themes: colours by craving, and the lines that a dashboard shows in them.

===================  ==========================================================================
THEME_IDS            ``user_themes.theme_id`` → label; premium is the published one
COLOR_SCHEMES        craving → primary, secondary, accent, background (``theme_data.colorScheme``)
THEMES               Pool: craving, quote_1 … quote_5 (``theme_data.motivationalQuotes``), no
                     quote twice in a row
QUOTES               rules ``<craving>``: a single such line
===================  ==========================================================================

Badges for ``theme_data.badges`` are in ``achievements``.
"""

from __future__ import annotations

import pyarrow as pa

from ....vocabulary import Pool
from .cravings import CRAVINGS
from .words import speak

THEME_IDS = {"premium": "Premium", "midnight": "Midnight Run", "meadow": "Quiet Meadow"}

COLOR_SCHEMES = {
    "nofap": {"primary": "#FF6B6B", "secondary": "#FF9E9E", "accent": "#E65252", "background": "#FFF1F1"},
    "sugar": {"primary": "#FFD93D", "secondary": "#FFE682", "accent": "#E6BF24", "background": "#FFFBEA"},
    "shopping": {"primary": "#6BCF7F", "secondary": "#9EE2AB", "accent": "#52B666", "background": "#F0FBF2"},
    "smoking_vaping": {
        "primary": "#4ECDC4",
        "secondary": "#8BE0DA",
        "accent": "#35B4AB",
        "background": "#EDFBFA",
    },
    "social_media": {
        "primary": "#A8E6CF",
        "secondary": "#C9F1E1",
        "accent": "#8FCDB6",
        "background": "#F4FCF9",
    },
}

_ANY = (
    "Small wins stack. Yours already make a staircase.",
    "You do not need a perfect day. You need the next ten minutes.",
    "The you of level one would not believe this dashboard.",
    "A streak is only a pile of ordinary days, kept.",
    "Respawning is part of the game. Quitting the quest is not.",
    "Nobody sees the boss you beat at two in the morning. We do.",
    "Boring days are the secret weapon.",
    "Your next choice is the only one on the board.",
    "Every craving that passes leaves you stronger than it found you.",
    "Discipline is remembering what you want most.",
    "You are allowed to be proud before you are finished.",
    "Slow progress still moves you across the map.",
)

_OWN = {
    "nofap": (
        "Your evenings belong to you again.",
        "The imp only works nights, and you changed the locks.",
        "You are more than what you do when nobody looks.",
        "Keep the phone in the kitchen and the promise in your pocket.",
        "A clear head in the morning is worth a dull hour at night.",
        "Look up. The real world has been waiting.",
    ),
    "sugar": (
        "Real fruit is starting to taste like candy. That is you, healing.",
        "The goblin offers cookies. You have a sandwich and a plan.",
        "Steady beats sweet.",
        "Three o'clock came and you did not flinch.",
        "A crash you never had is energy you still own.",
        "You can smell the bakery and keep walking.",
    ),
    "shopping": (
        "The best deal today was the one you did not take.",
        "Your closet is full and now your savings are too.",
        "Tomorrow is a very good shop assistant.",
        "You do not need the box. You needed a break.",
        "Want less, own more of your time.",
        "An empty cart is a full sentence.",
    ),
    "smoking_vaping": (
        "Three minutes. You can outlast anything for three minutes.",
        "Your lungs are writing you a thank-you note.",
        "The dragon breathes smoke. You breathe air.",
        "Every break you take is still yours, and cleaner.",
        "Stairs used to win. Look at you now.",
        "Fresh air is free, and it is all yours.",
    ),
    "social_media": (
        "The feed will survive without you. Your afternoon might not.",
        "You were there, and nobody needed proof.",
        "The kraken is strong, but it cannot leave your pocket.",
        "An hour is long again.",
        "Likes fade. The bread you baked was warm.",
        "Silence is not missing out. It is coming home.",
    ),
}

QUOTES = speak("quotes", {craving: (*_OWN[craving], *_ANY) for craving in CRAVINGS})

_SHOWN, _SHELVES = 5, 36


def _shelf(craving: str, number: int) -> tuple[str, ...]:
    """Two lines of the craving's own and three for anybody, all different."""
    own, anyone = _OWN[craving], _ANY
    turn, step = divmod(number, len(own))
    return (
        own[step],
        anyone[number % len(anyone)],
        anyone[(number + 5 + turn) % len(anyone)],
        own[(step + 1 + turn % (len(own) - 1)) % len(own)],
        anyone[(number + 3) % len(anyone)],
    )


def _columns() -> dict[str, pa.Array]:
    rows = [(craving, *_shelf(craving, number)) for craving in CRAVINGS for number in range(_SHELVES)]
    names = ("craving", *(f"quote_{place}" for place in range(1, _SHOWN + 1)))
    return {
        name: pa.array(texts, pa.string()) for name, texts in zip(names, zip(*rows, strict=True), strict=True)
    }


THEMES = Pool("craveverse.themes", _columns)
