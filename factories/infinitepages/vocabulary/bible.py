"""What a story's bible notes: how its people speak, and what contradicts itself.

=============  =================================================================================
VOICES         rules ``hero``, ``ally``, ``foe``: a speech profile in square brackets, key by key
CONFLICTS      rules named after a type of conflict: character, timeline, location, object, knowledge; with marks
CONFLICT_TEXTS  the same as pairs of type and text, the types in turn
=============  =================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from ....vocabulary import Grammar
from .words import speak, tell

VOICES = speak(
    "voices",
    {
        "hero": "[sentences: {length}] [register: {plain}] [habit: {habit}] [avoids: {avoided}]",
        "ally": "[sentences: {length}] [register: {warm}] [habit: {banter}] [avoids: {avoided}]",
        "foe": "[sentences: {long}] [register: {formal}] [habit: {menace}] [avoids: {unsaid}]",
        "length": ("short, often unfinished", "plain and even", "quick, in pairs", "short, with a late afterthought"),
        "long": ("long, never hurried", "complete, even under pressure", "balanced halves", "questions that are no questions"),
        "plain": ("concrete words, few adjectives", "dry understatement", "words of the trade", "honest, a little stiff"),
        "warm": ("teasing, then suddenly serious", "proverbs, most of them invented", "talks with the hands", "calls everyone by name"),
        "formal": ("courteous to the last", "the language of contracts", "first names only when it hurts", "compliments as warnings"),
        "habit": ("counts things aloud", "answers a question with a smaller one", "corrects itself in mid-sentence", "says sorry to objects"),
        "banter": ("a joke before bad news", "repeats the last word", "a story for every occasion", "hums instead of answering"),
        "menace": ("thanks people in advance", "lowers the voice", "quotes others word for word", "never uses the word no"),
        "avoided": ("talking of home", "promises", "the word brave", "the past tense for the dead"),
        "unsaid": ("threats", "any mention of money", "the word mistake", "the other one's name"),
    },
)  # fmt: skip


def typed(grammar: Grammar, types: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """All texts of some rules with the name of their rule, the rules in turn as far as their texts go."""
    rounds = zip_longest(*([(rule, text) for text in grammar.phrases(rule)] for rule in types))
    return tuple(pair for turn in rounds for pair in turn if pair is not None)


CONFLICTS = tell(
    "conflicts",
    {
        "character": (
            "[name] cannot swim in an early chapter and swims across to [spot] later on.",
            "[ally] is left-handed when first met and signs with the right hand afterward.",
            "[foe] claims never to have met [name] before, but an earlier chapter has them at the same table.",
            "[ally] is said to have no family, and speaks of a sister two chapters later.",
            "[name] is thirty-one in one chapter and turns thirty in the next.",
        ),
        "timeline": (
            "Three days pass between two chapters, yet [ally] says “this morning” of what opened the first of them.",
            "The moon is full twice within a week.",
            "[name] reaches [spot] before dawn, and the scene before it ended at noon of the same day.",
            "The letter from [group] is dated after the day it is read aloud.",
        ),
        "location": (
            "[Spot] lies on the north side of [place] in one chapter and on the south side in another.",
            "The only road out of [place] is closed, and two chapters later [foe] arrives by it.",
            "There is no window in the room, and [name] looks out of it.",
        ),
        "object": (
            "[Thing] is lost, and [name] is holding it in the following chapter without having found it.",
            "[Thing] is described as heavier than a child and is later carried in a pocket.",
            "The key is given away, and it opens a door afterward.",
        ),
        "knowledge": (
            "[name] learns the secret of [group] in a late chapter but hints at it in a much earlier one.",
            "[ally] knows what [foe] said behind closed doors, and nobody has told it.",
            "[foe] calls [ally] by a name that only [name] knows.",
        ),
    },
)

CONFLICT_TYPES = tuple(CONFLICTS.rules)
CONFLICT_TEXTS = typed(CONFLICTS, CONFLICT_TYPES)
