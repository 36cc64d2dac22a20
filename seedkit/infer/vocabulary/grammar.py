"""Phrases for columns whose trade we do not know: titles, notes, products, organisations."""

from __future__ import annotations

from ...vocabulary import Grammar

HOUSE = Grammar(
    {
        "word": ["harbor", "lantern", "meadow", "copper", "willow"],
        "title": ["The {word} project", "A {word} plan"],
        "sentence": ["Checked the {word} and found nothing to add.", "The {word} is due for review."],
    },
    name="house",
)
