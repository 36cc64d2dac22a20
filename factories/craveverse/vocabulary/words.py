"""Slots that many of the grammars share, and ``speak``, which makes a grammar with those it uses.

===========  ==================================================================================
friend       first names without a pronoun in sight
relative     "my sister" … singular, takes a plain verb
weekday      Monday … Sunday
daypart      "this morning" … when it happened today
length       a stretch of minutes or an hour: "twenty minutes"
walk         where to walk, with its preposition: "around the block"
drink        something to sip, uncountable
hobby        something to do with the hands or the body, as a gerund
room         a room with its article
errand       where one goes, with its article: "the dentist"
cheer        two or three words that end a message, with their stop
===========  ==================================================================================

``TEMPTATIONS`` in ``temptations`` holds the words that belong to one craving.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....vocabulary import Grammar
from ....vocabulary.rules import by_key, grammar_of, keyed

__all__ = ["WORDS", "by_key", "keyed", "speak"]

WORDS: Mapping[str, tuple[str, ...]] = {
    "friend": (
        "Marco", "Priya", "Jonah", "Lena", "Tomas", "Aisha", "Devin", "Keiko", "Rafael", "Maeve", "Silas", "Noor",
        "Bex", "Hugo", "Ines", "Caleb", "Yara", "Owen", "Petra", "Malik", "Junie", "Arlo", "Sofia", "Wes",
    ),
    "relative": (
        "my sister", "my brother", "my mom", "my dad", "my cousin Ray", "my roommate", "my partner", "my aunt Lou",
        "my best friend", "my coworker",
    ),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "daypart": ("this morning", "this afternoon", "this evening", "before work", "at lunch", "after dinner"),
    "length": ("five minutes", "ten minutes", "fifteen minutes", "twenty minutes", "half an hour", "a full hour"),
    "walk": (
        "around the block", "along the canal", "through the park", "up the hill and back", "down to the river",
        "past the old cinema", "around the lake", "to the corner and back",
    ),
    "drink": ("mint tea", "sparkling water", "ginger tea", "black coffee", "ice water", "lemon water", "chamomile tea"),
    "hobby": (
        "playing guitar", "sketching", "baking bread", "lifting weights", "solving a crossword", "fixing the bike",
        "kneading dough", "practicing chords", "repotting plants", "building a model ship", "doing a jigsaw puzzle",
    ),
    "room": ("the kitchen", "the living room", "the hallway", "the garage", "the spare room"),
    "errand": ("the dentist", "the post office", "the laundromat", "the gym", "the library", "the hardware store"),
    "cheer": ("Onward.", "Game on.", "Still standing.", "One more day.", "Keep going.", "Level up."),
}  # fmt: skip


def speak(
    name: str, rules: Mapping[str, str | Iterable[str]], *shared: Mapping[str, Iterable[str]]
) -> Grammar:
    """A grammar of these rules, and of the ``shared`` rules and common words that they use."""
    return grammar_of(f"craveverse.{name}", rules, WORDS, *shared)
