"""The twelve life categories under every name that the schema gives them (catalog/vibrationfit b3, d16).

===================  ========================================================================
CATEGORIES           the 12 keys of visions, profiles, scenes, events, flips: ``fun`` … ``spirituality``
SECTIONS             the 14 sections of a vision: forward, the 12, conclusion
AUDIO_SECTIONS       the 14 sections of an audio set: meta_intro, the 12, meta_outro
SHORT_LABELS         key → ``Fun``, as journal entries store it
LONG_LABELS          key → ``Fun / Recreation``, as vision boards store it
ASSESSMENT_LABELS    key → label of the enum assessment_category (love → romance …)
ASSESSMENT_ORDER     the 12 enum labels in the enum's own order
CATEGORY_OF          enum label → key, the inverse of ASSESSMENT_LABELS
VALENCES             the three places on the green line, as events and scenes store them
MOODS                their short names, as the grammars use them: above, near, below
===================  ========================================================================
"""

from __future__ import annotations

LONG_LABELS = {
    "fun": "Fun / Recreation",
    "health": "Health / Vitality",
    "travel": "Travel / Adventure",
    "love": "Love / Romance",
    "family": "Family / Parenting",
    "social": "Social / Friends",
    "home": "Home / Environment",
    "work": "Work / Career",
    "money": "Money / Abundance",
    "stuff": "Stuff / Possessions",
    "giving": "Giving / Contribution",
    "spirituality": "Spirituality / Growth",
}

CATEGORIES = tuple(LONG_LABELS)
SECTIONS = ("forward", *CATEGORIES, "conclusion")
AUDIO_SECTIONS = ("meta_intro", *CATEGORIES, "meta_outro")

SHORT_LABELS = {key: label.split(" / ")[0] for key, label in LONG_LABELS.items()}

ASSESSMENT_LABELS = {key: key for key in CATEGORIES} | {
    "love": "romance",
    "work": "business",
    "stuff": "possessions",
}
CATEGORY_OF = {label: key for key, label in ASSESSMENT_LABELS.items()}
ASSESSMENT_ORDER = (
    "money", "health", "family", "romance", "social", "business",
    "fun", "travel", "home", "possessions", "giving", "spirituality",
)  # fmt: skip

MOODS = ("above", "near", "below")
VALENCES = {mood: f"{mood}_green_line" for mood in MOODS}
