"""Slots that many of the grammars share, and ``speak``, which makes a grammar with those it uses.

===========  ==================================================================================
friend       first names without a pronoun in sight
relative     "my sister" … singular, takes a plain verb
kid          what a parent calls a child, with its possessive
place        a walkable outdoor place with its preposition: "along the river"
spot         a place in town with its article: "the public library"
eatery       a place to eat and to pay, with its article
town         a town or city to visit
country      a country to visit
dish         something to cook, without article, uncountable or plural
drink        a warm drink, uncountable
weekday      Monday … Sunday
daypart      "this morning" … where it happened today
length       a stretch of minutes or an hour: "twenty minutes"
season       spring … winter
animal       a wild animal with its article
bloom        flowers, plural
room         a room with its article
===========  ==================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....vocabulary import Grammar
from ....vocabulary.rules import by_key as by_category
from ....vocabulary.rules import grammar_of, keyed

__all__ = ["WORDS", "by_category", "keyed", "speak"]

WORDS: Mapping[str, tuple[str, ...]] = {
    "friend": (
        "Marisol", "Tess", "Jordan", "Priya", "Caleb", "Noor", "Elena", "Theo", "Imani", "Rosa", "Kenji",
        "Hazel", "Omar", "Bea", "Lucas", "Dana", "Ruthie", "Anders", "Camille", "Devon", "Mateo", "Winnie",
        "Sam", "Ingrid", "Leo", "Farah", "Gus", "Nell",
    ),
    "relative": (
        "my sister", "my brother", "my mom", "my dad", "my aunt Carol", "my grandmother", "my cousin Ray",
        "my niece", "my nephew", "my uncle Joe",
    ),
    "kid": ("my son", "my daughter", "my oldest", "my youngest", "my stepson", "my little one"),
    "place": (
        "along the river", "around the reservoir", "up Cedar Hill", "through the old orchard", "on the beach",
        "through the botanical garden", "along the canal path", "around Mirror Lake", "up the ridge trail",
        "through the redwoods", "down by the harbor", "across the meadow",
    ),
    "spot": (
        "the corner bakery", "the farmers market", "the public library", "the tea house", "the bookstore",
        "the community garden", "the rooftop cafe", "the taqueria on Fifth", "the little ramen place",
        "the pottery studio", "the park by the fountain", "the coffee cart",
    ),
    "eatery": (
        "the corner bakery", "the tea house", "the rooftop cafe", "the taqueria on Fifth", "the little ramen place",
        "the Greek place by the station", "the diner on Main", "the new noodle bar", "the wine bar", "the pancake house",
    ),
    "town": (
        "Santa Fe", "Lisbon", "Savannah", "Kyoto", "Asheville", "Oaxaca", "Florence", "Sedona", "Galway",
        "Vancouver", "Seville", "Big Sur", "Edinburgh", "Cartagena", "Charleston", "Ljubljana",
    ),
    "country": (
        "Portugal", "Costa Rica", "Japan", "Iceland", "Morocco", "New Zealand", "Greece", "Peru", "Scotland",
        "Italy", "Thailand", "Croatia", "Ireland", "Mexico",
    ),
    "dish": (
        "lemon risotto", "mushroom soup", "green chile stew", "homemade pizza", "shakshuka", "dumplings",
        "roasted vegetables", "blueberry pancakes", "chicken tinga", "coconut curry", "fresh pasta",
        "black bean tacos", "apple crumble", "miso salmon",
    ),
    "drink": ("chamomile tea", "black coffee", "mint tea", "hot cocoa", "green tea", "oat milk chai", "ginger tea"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "daypart": ("this morning", "this afternoon", "this evening", "before work", "at lunch", "after dinner"),
    "length": ("ten minutes", "fifteen minutes", "twenty minutes", "half an hour", "forty minutes", "a full hour"),
    "season": ("spring", "summer", "fall", "winter"),
    "animal": ("a great blue heron", "a red fox", "two deer", "a hummingbird", "an owl", "a pair of otters", "a hawk"),
    "bloom": ("peonies", "lilacs", "wildflowers", "foxgloves", "sunflowers", "hydrangeas", "zinnias"),
    "room": ("the kitchen", "the living room", "the spare room", "the bedroom", "the den", "the sunroom"),
}  # fmt: skip


def speak(
    name: str, rules: Mapping[str, str | Iterable[str]], shared: Mapping[str, Iterable[str]] | None = None
) -> Grammar:
    """A grammar of these rules, and of the ``shared`` rules and common words that they use."""
    return grammar_of(f"vibrationfit.{name}", rules, WORDS, shared or {})
