"""Marks: how a text of a story names its own people and places, whichever they are.

Texts of stories have marks in square brackets, filled from a row of ``CASTS``. A mark that begins
with a capital gives the words with a capital: ``[Thing]`` → "The glass crown".

============================  ====================================================================
name, full                    the hero: "Mara", "Mara Venn"
she, him, his, himself        the hero, spoken of: "she … her … her … herself" or "he … him … his …"
hero, they, them, their,      the hero, told: the same words, or "I … I … me … my … mine … myself"
theirs, themself              where the hero tells the story; only with verbs in the past
whose                         the hero, told: "Mara’s" or "my"
we, us, our                   the hero and whoever is there: "they, them, their" or "we, us, our"
ally, foe                     the friend and the adversary, without a pronoun in sight
place                         the town or settlement: "in Harrowmere", "to Harrowmere"
spot                          a place in it, with its article: "at the bell tower"
thing, emblem                 what it is about: "the glass crown", and in titles "Glass Crown"
group                         who stands behind the adversary: "the Salt Court"
============================  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MARKS = (
    "name", "full", "she", "him", "his", "himself", "hero", "they", "them", "their", "theirs", "themself",
    "whose", "we", "us", "our", "ally", "foe", "place", "spot", "thing", "emblem", "group",
)  # fmt: skip

_MARK = re.compile(r"\[(\w+)\]")


def parted(text: str) -> list[str]:
    """Literal text and marks in turn: literals in the even places, names of marks in the odd ones."""
    return _MARK.split(text)


def filled(text: str, cast: Mapping[str, str]) -> str:
    """The text with its marks filled from one cast. Raises KeyError for a mark that does not exist."""
    return _MARK.sub(lambda mark: value_of(mark[1], cast), text)


def value_of(mark: str, cast: Mapping[str, str]) -> str:
    """What a mark stands for in a cast."""
    value = cast[mark[:1].lower() + mark[1:]]
    return value[:1].upper() + value[1:] if mark[:1].isupper() else value


def typeset(text: str) -> str:
    """Prose as it is printed: with a typographic apostrophe."""
    return text.replace("'", "’")
