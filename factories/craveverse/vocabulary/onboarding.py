"""Onboarding: the answers of the quiz, and the personal plan that follows from them.

===================  ==========================================================================
QUIZ_VALUES          craving → question → the values an answer may have (catalog/craveverse,
                     enums); three cravings are asked the questions of the first
QUIZ_QUESTIONS       the five questions in their order
ONBOARDING           Pool, one row a newcomer: craving; the answers severity, triggers, attempts,
                     motivation, support; support_level and persona, which follow from them; and
                     the plan: intro, hint_1, hint_2, hint_3, encouragement, next_1, next_2
===================  ==========================================================================

The answers are ``user_quiz_responses.responses`` and ``preferences.quizAnswers``; the plan is
``derived_preferences`` and ``preferences.personalization`` with the keys introMessage,
customHints, motivation, nextSteps, support_level. Hints fit the trigger, the introduction fits the
motivation, so that one row tells one person.
"""

from __future__ import annotations

from .cravings import CRAVING_NAMES, CRAVINGS
from .onboarding_lines import MOTIVES, TRIGGER_HINTS
from .temptations import YOURS, each_craving
from .words import by_key, speak

QUIZ_QUESTIONS = ("severity", "triggers", "attempts", "motivation", "support")

_FIRST = {
    "severity": ("beginner", "moderate", "severe"),
    "triggers": ("stress", "boredom", "loneliness", "social_media", "evening"),
    "attempts": ("never", "few", "many", "countless"),
    "motivation": ("health", "relationships", "productivity", "self_worth"),
    "support": ("strong", "some", "minimal", "none"),
}
_SUGAR = {
    "severity": ("mild", "moderate", "severe"),
    "triggers": ("after_meals", "stress", "afternoon", "evening"),
    "attempts": ("never", "few", "many", "constant"),
    "motivation": ("weight", "energy", "health", "skin"),
    "support": ("very", "somewhat", "neutral", "unsupportive"),
}

QUIZ_VALUES = {craving: _SUGAR if craving == "sugar" else _FIRST for craving in CRAVINGS}

_LEVELS = {
    "strong": "high", "some": "neutral", "minimal": "low", "none": "low",
    "very": "high", "somewhat": "neutral", "neutral": "neutral", "unsupportive": "low",
}  # fmt: skip


def _persona(severity: str, support_level: str) -> str:
    """The tone that the coach takes (catalog/craveverse c1): strict wins over delicate."""
    if severity == "severe" or support_level == "low":
        return "strict/disciplined"
    if severity == "mild" or support_level == "high":
        return "delicate/encouraging"
    return "encouraging"


def _standings(craving: str) -> list[str]:
    """severity | attempts | support | support_level | persona"""
    quiz = QUIZ_VALUES[craving]
    return [
        f"{severity} | {attempts} | {support} | {_LEVELS[support]} | {_persona(severity, _LEVELS[support])}"
        for severity in quiz["severity"]
        for attempts in quiz["attempts"]
        for support in quiz["support"]
    ]


def _cases(craving: str) -> list[str]:
    """triggers | motivation | intro | hint_1 | hint_2"""
    quiz = QUIZ_VALUES[craving]
    return [
        f"{trigger} | {motive} | {{welcome_{craving}}} {{{motive}_motive}} | {{{trigger}_first}} | {{{trigger}_second}}"
        for trigger in quiz["triggers"]
        for motive in quiz["motivation"]
    ]


_WELCOME = {
    f"welcome_{craving}": (
        f"Welcome to {name}.",
        f"Welcome to {name}, player one.",
        f"Glad you are here. {name} has thirty levels, and you only need the first.",
        f"Your map of {name} is ready.",
    )
    for craving, name in CRAVING_NAMES.items()
}

_PLAN_LINES = {
    "third": (
        "When {.bait} turns up, {.do}.",
        "Your first move against {.foe}: {.do}.",
        "Practice one thing until it is boring: {.do}.",
    ),
    "start": (
        "Play level one today. It is short.",
        "Finish level one before you sleep.",
        "Open level one and {.do}.",
    ),
}

_CHEERS = {
    "cheering": (
        "You already did the hardest part, which was to start.", "Nobody is perfect here, and that is the point.",
        "Small steps, big map.", "You have beaten harder bosses than this one.", "We will be here on the bad days too.",
        "Ten minutes a day is enough to begin.",
    ),
    "step": (
        "Set a daily reminder for your riskiest hour.", "Say hello in the forum.", "Tell one person what you are doing.",
        "Look at the map and pick a treat for level five.", "Save your first coins for a pause token.",
    ),
}  # fmt: skip

ONBOARDING = speak(
    "onboarding",
    {
        "plan": [
            f"{craving} | {{{craving}_standing}} | {{{craving}_case}} | {{{craving}_third}} | {{cheering}} | "
            f"{{{craving}_start}} | {{step}}"
            for craving in CRAVINGS
        ]
    }
    | by_key({craving: {"standing": _standings(craving), "case": _cases(craving)} for craving in CRAVINGS})
    | each_craving(_PLAN_LINES)
    | by_key({trigger: {"first": first, "second": second} for trigger, (first, second) in TRIGGER_HINTS.items()})
    | {f"{motive}_motive": lines for motive, lines in MOTIVES.items()},
    _WELCOME,
    _CHEERS,
    YOURS,
).records(
    "plan", "craving", "severity", "attempts", "support", "support_level", "persona", "triggers", "motivation",
    "intro", "hint_1", "hint_2", "hint_3", "encouragement", "next_1", "next_2", size=4096,
)  # fmt: skip
