"""``speak``, which makes a grammar with the common words it uses, and ``tell`` for texts of stories.

===========  ==================================================================================
weekday      Monday … Sunday
month        January … December
device       what people read on, with its article: "my phone"
daytime      when people read: "on the train"
===========  ==================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping

from ....vocabulary import Grammar
from ....vocabulary.rules import Rules, grammar_of
from .marks import typeset

WORDS: Mapping[str, tuple[str, ...]] = {
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "month": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    "device": ("my phone", "my tablet", "my e-reader", "my laptop"),
    "daytime": ("on the train", "in bed", "over lunch", "on the porch", "between classes", "at the laundromat"),
}  # fmt: skip


def speak(name: str, rules: Rules, shared: Rules | None = None) -> Grammar:
    """A grammar of these rules, and of the ``shared`` rules and common words that they use."""
    return grammar_of(f"infinitepages.{name}", rules, WORDS, shared or {})


def tell(name: str, rules: Rules) -> Grammar:
    """A grammar whose phrases are texts of stories: with marks for the cast, typeset; common words come along."""
    prose = {
        rule: [typeset(text) for text in ((given,) if isinstance(given, str) else given)]
        for rule, given in rules.items()
    }
    return grammar_of(f"infinitepages.{name}", prose, WORDS)
