"""Daily logs: a few lines at the end of a day, by craving and by how the day went.

===================  ==========================================================================
DAILY_LOGS           rules ``<craving>`` (any day), ``<craving>_win``, ``<craving>_even``,
                     ``<craving>_low``: two to four sentences, in the first person
DAY_MOODS            win, even, low
GOALS                rules ``<craving>``: what somebody plays for, one sentence
CHECK_INS            rule ``check_in``: a handful of words for today's mood
===================  ==========================================================================
"""

from __future__ import annotations

from .cravings import CRAVINGS
from .temptations import MINE, any_craving, each_craving
from .words import speak

DAY_MOODS = ("win", "even", "low")

_DAYS = {
    "win": (
        "{good} {.urge:cap} came {.hour}, and I {.did}. {glad}",
        "{.clean:cap} on a {weekday}. {aside} {glad}",
        "{good} {.bait:cap} did not even slow me down. {aside}",
        "Spent {length} {hobby} and forgot all about {.thing}. {glad}",
        "{good} All this for {.gain}, and it is working.",
    ),
    "even": (
        "{plain} {.bait:cap} again. I shrugged. {aside}",
        "{plain} I {.did} and moved on.",
        "One urge, {.hour}. {.doing:cap} took care of it. {plain}",
        "Nothing to report except {.gain}. {aside}",
    ),
    "low": (
        "{rough} I {.slip}. {reset}",
        "{.foe:cap} won today. {reset}",
        "{rough} It started with {.bait}. {reset}",
        "I {.slip}. Not proud, not finished. {reset}",
        "{rough} Still, I {.did} once, and that is more than zero. {reset}",
    ),
}

_LINES = {
    "good": ("Good day.", "Strong start and a strong finish.", "Today felt light.", "Better than expected.", "A quiet, proud kind of day."),
    "plain": ("Ordinary day.", "Busy day.", "Not much drama.", "A calm one, for once.", "Rain all day."),
    "rough": ("Rough one.", "Bad sleep, bad mood.", "Too much work and too little lunch.", "I saw it coming and did nothing.", "Everything felt loud."),
    "glad": ("Taking the win.", "I will sleep well.", "Tomorrow again, please.", "{friend} would be proud.", "Coins in the bag."),
    "aside": ("Dinner with {relative} helped.", "Walked {walk} for the fun of it.", "Had {drink} on the steps and watched the street.", "Finally went to {errand}."),
    "reset": ("New page tomorrow.", "Phone call with {friend}, then bed.", "I know the next move.", "Back to level basics in the morning.", "Resetting, not quitting."),
}  # fmt: skip

DAILY_LOGS = speak(
    "daily_logs",
    {craving: [f"{{{craving}_{mood}}}" for mood in DAY_MOODS] for craving in CRAVINGS} | each_craving(_DAYS),
    _LINES,
    MINE,
)

_WISHES = {
    "nofap": ("I want to be present with the people I love.", "I want to trust myself when I am alone."),
    "sugar": ("I want to climb the stairs at work without a crash at three.", "I want my kids to see me enjoy real food."),
    "shopping": ("I want three months of rent in savings.", "I want to open my banking app without flinching."),
    "smoking_vaping": ("I want to sing again without coughing.", "I want to smell the rain."),
    "social_media": ("I want to finish one book a month.", "I want my evenings to feel long again."),
}  # fmt: skip

_HOPES = any_craving(
    "I want {.gain}.",
    "By {season} I want to live without {.thing}.",
    "I am here for {.gain}, first of all.",
    "I want to beat {.foe} once and for all.",
    "I want {.clean} to be a normal day.",
)

GOALS = speak(
    "goals",
    {craving: (*_HOPES[craving], *_WISHES[craving]) for craving in CRAVINGS},
    MINE,
    {"season": ("spring", "summer", "fall", "winter", "my birthday", "the new year")},
)

CHECK_INS = speak(
    "check_ins",
    {
        "check_in": (
            "calm and a bit tired", "restless but fine", "proud of myself", "grumpy, honestly", "steady", "craving, but not moving",
            "surprisingly light", "wobbly since lunch", "strong today", "somewhere in the middle", "bored, so be careful", "hopeful",
        )
    },
)  # fmt: skip
