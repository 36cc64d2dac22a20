"""The grammar of the house: words, names of things and prose in one."""

from __future__ import annotations

from ...vocabulary import Grammar
from .phrases import PROSE, THINGS
from .words import WORDS

HOUSE = Grammar(
    {**WORDS, **THINGS, **PROSE, "title": ("{headline}", "{document}", "{project}")},
    name="house",
)
