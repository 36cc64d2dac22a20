"""Players: the words that names on boards and shared pages are made of.

===================  ==========================================================================
USERNAMES            rules ``any`` and ``<craving>``: a name in one word, ``BraveOtter``; a number
                     after it makes it unique
TITLES               rule ``title``: what a profile calls a player
BIOS                 rules ``<craving>``: a line under the name
===================  ==========================================================================
"""

from __future__ import annotations

from .cravings import CRAVINGS
from .temptations import MINE, any_craving
from .words import speak

_MOODS = (
    "Brave", "Calm", "Steady", "Quiet", "Stubborn", "Sunny", "Mellow", "Nimble", "Patient", "Bold", "Sleepy", "Lucky", "Gentle", "Witty",
)  # fmt: skip
_CREATURES = (
    "Otter", "Heron", "Badger", "Falcon", "Turtle", "Lynx", "Sparrow", "Moose", "Gecko", "Panda", "Walrus", "Raven", "Koala", "Marmot",
)  # fmt: skip
_HEROES = {
    "nofap": (
        "DawnKeeper",
        "EarlySleeper",
        "ColdShower{creature}",
        "ClearHead{creature}",
        "Offline{creature}",
    ),
    "sugar": ("Plain{creature}", "LabelReader", "Savory{creature}", "NoFrosting", "Cinnamon{creature}"),
    "shopping": ("EmptyCart", "Thrifty{creature}", "PennyKeeper", "OneBag{creature}", "WishList{creature}"),
    "smoking_vaping": (
        "FreshAir{creature}",
        "StairClimber",
        "Gum{creature}",
        "DeepBreath{creature}",
        "NoAshes",
    ),
    "social_media": (
        "PaperReader",
        "Analog{creature}",
        "LoggedOut{creature}",
        "GrayScreen",
        "SlowMorning{creature}",
    ),
}

USERNAMES = speak(
    "usernames",
    {
        "any": ("{mood}{creature}", "{creature}Of{place}", "Level{creature}", "Quest{creature}"),
        **{craving: ("{mood}{creature}", *_HEROES[craving]) for craving in CRAVINGS},
        "mood": _MOODS,
        "creature": _CREATURES,
        "place": ("TheHills", "TheHarbor", "Dawn", "TheNorth"),
    },
)

TITLES = speak(
    "titles",
    {
        "title": (
            "Harbor Rookie", "Trigger Tracker", "Swap Artist", "Ridge Walker", "Plains Builder", "Summit Sitter", "Campfire Regular",
            "Friendly Rival", "Coin Collector", "Keeper of Streaks", "Respawn Expert", "Morning Person, Lately",
        )
    },
)  # fmt: skip

BIOS = speak(
    "bios",
    any_craving(
        "Here for {.gain}.",
        "Currently fighting {.foe}. Send snacks, the good kind.",
        "Respawning since last {season}.",
        "Fan of {hobby} and early nights.",
        "My best trick is {.doing}.",
        "I reply to beginners. I was one for a long time.",
        "{.clean:cap} is a good day.",
    ),
    MINE,
    {"season": ("spring", "summer", "fall", "winter")},
)
