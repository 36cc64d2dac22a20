"""What stands between a chapter's opening and its cliffhanger, by kind of paragraph.

===========  ==================================================================================
PAGES        rules ``<genre key>_<kind>`` for the kinds of ``GENRE_KINDS`` (setting, deed, danger,
             lore, talk) and ``<kind>`` for those of ``KINDS`` (thought, memory, together, passage,
             watch, night, body, resolve, meal, crowd, search, news, jest, quarrel, walk, anecdote,
             stranger, reckoning); with marks
LAYOUTS      orders of kinds that read well in the middle of a story, no kind twice
FIRST        an order for a first chapter: no adversary yet
LAST         an order for a last one: no danger any more
===========  ==================================================================================

Paragraphs are joined by a blank line. With opening and cliffhanger a chapter has some 600 to 900 words.
"""

from __future__ import annotations

from ....vocabulary.rules import by_key
from .encounters import ENCOUNTERS
from .everyday import AFTER, EVERYDAY
from .genres import ALL
from .words import tell

GENRE_KINDS = ("setting", "deed", "danger", "lore", "talk")
KINDS = (
    "thought", "memory", "together", "passage", "watch", "night", "body", "resolve", "meal", "crowd", "search", "news",
    "jest", "quarrel", "walk", "anecdote", "stranger", "reckoning",
)  # fmt: skip

_GENRE_RULES = {
    genre.key: {
        "setting": ("{.where} {.sense} {notice}",),
        "deed": ("{.act} {.outcome} {after}",),
        "danger": ("{.threat} {unease}",),
        **genre.pages,
    }
    for genre in ALL
}

PAGES = tell("pages", {**by_key(_GENRE_RULES), **EVERYDAY, **ENCOUNTERS, **AFTER})

LAYOUTS: tuple[tuple[str, ...], ...] = (
    ("setting", "talk", "body", "deed", "thought", "lore", "quarrel", "passage", "news", "danger", "walk", "meal", "anecdote", "memory", "watch", "search", "reckoning", "jest", "resolve"),
    ("passage", "setting", "together", "lore", "crowd", "danger", "talk", "memory", "deed", "search", "stranger", "body", "jest", "meal", "walk", "night", "thought", "reckoning", "watch"),
    ("jest", "setting", "news", "danger", "thought", "talk", "walk", "crowd", "stranger", "watch", "deed", "lore", "body", "quarrel", "meal", "anecdote", "memory", "together", "resolve"),
    ("night", "setting", "lore", "talk", "watch", "thought", "search", "deed", "body", "danger", "together", "walk", "passage", "crowd", "stranger", "quarrel", "memory", "news", "reckoning", "resolve"),
    ("setting", "deed", "search", "jest", "lore", "passage", "talk", "memory", "crowd", "danger", "stranger", "body", "meal", "anecdote", "thought", "walk", "night"),
    ("meal", "talk", "news", "setting", "thought", "crowd", "lore", "danger", "watch", "deed", "together", "anecdote", "search", "memory", "quarrel", "walk", "night", "body", "reckoning", "resolve"),
)  # fmt: skip

FIRST = (
    "setting", "lore", "crowd", "memory", "deed", "body", "talk", "walk", "thought", "meal", "watch", "anecdote", "passage",
    "search", "night",
)  # fmt: skip
LAST = (
    "setting", "talk", "memory", "deed", "thought", "crowd", "walk", "lore", "meal", "anecdote", "body", "passage", "jest",
    "together",
)  # fmt: skip

__all__ = ["FIRST", "GENRE_KINDS", "KINDS", "LAST", "LAYOUTS", "PAGES"]
