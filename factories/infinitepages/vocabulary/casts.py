"""Casts: who and what a story is about; one row is everything that its texts may name.

===========  ==================================================================================
CASTS        Pool: number, plot, genre, key, narrated, and one column for each of ``MARKS``
GENRES       the names of the fourteen genres, as ``stories.genre`` has them
GENRE_KEYS   name of a genre → its key, the first part of the names of its rules
PLOT_KEYS    the keys of all plots, two a genre
===========  ==================================================================================

A story takes one row (``FromPool(CASTS, "number", pick="cast", genre=genre)``) and keeps its
``number``; :class:`..telling.Told` fills the marks of any text from that row.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from ....vocabulary import Pool
from .genre import Genre, Plot
from .genres import ALL
from .marks import MARKS, typeset
from .words import speak

GENRES = tuple(genre.name for genre in ALL)
GENRE_KEYS = {genre.name: genre.key for genre in ALL}
PLOT_KEYS = tuple(plot.key for genre in ALL for plot in genre.plots)

CASTS_A_PLOT = 128

# she, him, his, himself, as one speaks of the hero; then they, them, their, theirs, themself, as the hero is told.
_PRONOUNS = {
    "women": (("she", "her", "her", "herself"), ("she", "her", "her", "hers", "herself")),
    "men": (("he", "him", "his", "himself"), ("he", "him", "his", "his", "himself")),
    "first": ("I", "me", "my", "mine", "myself"),
}


def _heroes(genre: Genre, narrated: str) -> Iterator[str]:
    """name, full, she, him, his, himself, hero, they, them, their, theirs, themself, whose, we, us, our."""
    for sex, names in (("women", genre.women), ("men", genre.men)):
        about, told = _PRONOUNS[sex]
        for full in names:
            name = full.split()[0]
            if narrated == "first":
                words = (name, full, *about, "I", *_PRONOUNS["first"], "my", "we", "us", "our")
            else:
                words = (name, full, *about, name, *told, f"{name}'s", "they", "them", "their")
            yield " | ".join(words)


def _rules(genre: Genre, plot: Plot) -> dict[str, list[str]]:
    own = {
        "foe": plot.foes,
        "place": plot.places,
        "spot": plot.spots,
        "thing": [" | ".join(thing) for thing in plot.things],
        "group": plot.groups,
    }
    rules = {f"{plot.key}_{part}": list(texts) for part, texts in own.items()}
    rules[f"{plot.key}_hero"] = list(_heroes(genre, plot.narrated))
    slots = ("_hero", "_foe", "_place", "_spot", "_thing", "_group")
    hero, *others = (f"{{{plot.key}{slot}}}" for slot in slots)
    rules[plot.key] = [
        " | ".join((plot.key, genre.name, genre.key, plot.narrated, hero, f"{{{genre.key}_ally}}", *others))
    ]
    return rules


_GRAMMAR = speak(
    "casts",
    {
        "cast": [f"{{{key}}}" for key in PLOT_KEYS],
        **{f"{genre.key}_ally": genre.allies for genre in ALL},
        **{
            rule: texts
            for genre in ALL
            for plot in genre.plots
            for rule, texts in _rules(genre, plot).items()
        },
    },
)

# As the parts of a row come: the hero's words, the friend, then what the plot brings.
_COLUMNS = (
    "plot", "genre", "key", "narrated",
    "name", "full", "she", "him", "his", "himself", "hero", "they", "them", "their", "theirs", "themself", "whose",
    "we", "us", "our",
    "ally", "foe", "place", "spot", "thing", "emblem", "group",
)  # fmt: skip


def _columns() -> dict[str, pa.Array]:
    drawn = _GRAMMAR.records("cast", *_COLUMNS, size=CASTS_A_PLOT * len(PLOT_KEYS))
    texts = {name: drawn.column(name).to_pylist() for name in _COLUMNS}
    printed = {
        name: [typeset(text) for text in texts[name]] if name in MARKS else texts[name] for name in texts
    }
    numbers = {"number": list(map(str, range(len(drawn))))}
    return {name: pa.array(values, pa.string()) for name, values in (numbers | printed).items()}


CASTS = Pool("infinitepages.casts", _columns)
