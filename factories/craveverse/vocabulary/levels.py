"""The 150 levels: thirty for each craving, along one curve of rewards (catalog/craveverse c2).

===================  ==========================================================================
LEVEL_ROWS           the rows of ``levels``: craving_type, level_number, title, description,
                     challenge_text, success_criteria, xp_reward, coin_reward,
                     estimated_duration_minutes, difficulty
XP_REWARDS           level number → XP; coins are half of it
DIFFICULTIES         easy, medium, hard: ten levels each
===================  ==========================================================================

Sugar's published curve pays 200 XP at level 19 where the others pay 220; three cravings have no
published levels and follow the curve of the first.
"""

from __future__ import annotations

from .cravings import CRAVINGS
from .levels_nofap import NOFAP
from .levels_shopping import SHOPPING
from .levels_smoking import SMOKING_VAPING
from .levels_social import SOCIAL_MEDIA
from .levels_sugar import SUGAR

# XP → on how many levels in a row it is paid.
_CURVE = {100: 3, 120: 3, 150: 3, 180: 4, 200: 5, 220: 5, 240: 5, 260: 1, 300: 1}
XP_REWARDS = dict(enumerate((xp for xp, levels in _CURVE.items() for _ in range(levels)), 1))

DIFFICULTIES = ("easy", "medium", "hard")

_TEXTS = {
    "nofap": NOFAP,
    "sugar": SUGAR,
    "shopping": SHOPPING,
    "smoking_vaping": SMOKING_VAPING,
    "social_media": SOCIAL_MEDIA,
}


def _xp(craving: str, number: int) -> int:
    return 200 if (craving, number) == ("sugar", 19) else XP_REWARDS[number]


LEVEL_ROWS = tuple(
    {
        "craving_type": craving,
        "level_number": number,
        "title": title,
        "description": description,
        "challenge_text": challenge,
        "success_criteria": success,
        "xp_reward": _xp(craving, number),
        "coin_reward": _xp(craving, number) // 2,
        "estimated_duration_minutes": minutes,
        "difficulty": DIFFICULTIES[(number - 1) // 10],
    }
    for craving in CRAVINGS
    for number, (title, description, challenge, success, minutes) in enumerate(_TEXTS[craving], 1)
)
