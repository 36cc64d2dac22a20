"""What stands between a chapter's opening and its cliffhanger, by kind of paragraph.

===========  ==================================================================================
PAGES        rules ``<genre key>_<kind>`` for the kinds of ``GENRE_KINDS`` (setting, deed, danger,
             lore, talk) and ``<kind>`` for those of ``KINDS`` (thought, memory, together, passage,
             watch, night, body, resolve, meal, crowd, search, news, jest, quarrel); with marks
LAYOUTS      orders of kinds that read well in the middle of a story, no kind twice
FIRST        an order for a first chapter: no adversary yet
LAST         an order for a last one: no danger any more
===========  ==================================================================================

Paragraphs are joined by a blank line. With opening and cliffhanger a chapter has some 500 to 800 words.
"""

from __future__ import annotations

from ....vocabulary.rules import by_key
from .everyday import AFTER, EVERYDAY, KINDS
from .genres import ALL
from .words import tell

GENRE_KINDS = ("setting", "deed", "danger", "lore", "talk")

_GENRE_RULES = {
    genre.key: {
        "setting": ("{.where} {.sense} {notice}",),
        "deed": ("{.act} {.outcome} {after}",),
        "danger": ("{.threat} {unease}",),
        **genre.pages,
    }
    for genre in ALL
}

PAGES = tell("pages", {**by_key(_GENRE_RULES), **EVERYDAY, **AFTER})

LAYOUTS: tuple[tuple[str, ...], ...] = (
    ("setting", "talk", "body", "deed", "thought", "lore", "quarrel", "passage", "news", "danger", "meal", "memory", "watch", "search", "jest", "resolve"),
    ("passage", "setting", "together", "lore", "crowd", "danger", "talk", "memory", "deed", "search", "body", "jest", "meal", "night", "thought", "watch"),
    ("jest", "setting", "news", "danger", "thought", "talk", "crowd", "watch", "deed", "lore", "body", "quarrel", "meal", "memory", "together", "resolve"),
    ("night", "setting", "lore", "talk", "watch", "thought", "search", "deed", "body", "danger", "together", "passage", "crowd", "quarrel", "memory", "news", "resolve"),
    ("setting", "deed", "search", "jest", "lore", "passage", "talk", "memory", "crowd", "danger", "body", "meal", "thought", "night"),
    ("meal", "talk", "news", "setting", "thought", "crowd", "lore", "danger", "watch", "deed", "together", "search", "memory", "quarrel", "night", "body", "resolve"),
)  # fmt: skip

FIRST = (
    "setting", "lore", "crowd", "memory", "deed", "body", "talk", "thought", "meal", "watch", "passage", "search", "night",
)  # fmt: skip
LAST = (
    "setting",
    "talk",
    "memory",
    "deed",
    "thought",
    "crowd",
    "lore",
    "meal",
    "body",
    "passage",
    "jest",
    "together",
)

__all__ = ["FIRST", "GENRE_KINDS", "KINDS", "LAST", "LAYOUTS", "PAGES"]
