"""The assessment: 84 questions with five answers each, and what VIVA makes of the results.

====================  =========================================================================
QUESTIONS             Pool of 84 rows in the enum's order: question_id ``money_1`` …, category,
                      question_text, and answer_2, answer_4, answer_6, answer_8, answer_10
ANSWER_VALUES         (2, 4, 6, 8, 10), the published scale (catalog/vibrationfit c3)
ANSWER_EMOJI          value → emoji
ANSWER_GREEN_LINE     value → below | neutral | above: top two above, middle neutral
CUSTOM_ANSWERS        rule ``answer``: free-text answers, for ``is_custom_response``
INSIGHT_TYPES         strength, growth_area, pattern, recommendation
INSIGHTS              Pool: category (enum label), insight_type, title, description
ASSESSMENT_NOTES      ``assessment_results.notes``
====================  =========================================================================
"""

from __future__ import annotations

import pyarrow as pa

from ....vocabulary import Pool
from .assessment_inner import INNER
from .assessment_outer import OUTER
from .categories import ASSESSMENT_ORDER
from .words import speak

ANSWER_VALUES = (2, 4, 6, 8, 10)
ANSWER_EMOJI = {2: "😞", 4: "😕", 6: "😐", 8: "🙂", 10: "🤩"}
ANSWER_GREEN_LINE = {2: "below", 4: "below", 6: "neutral", 8: "above", 10: "above"}

_ROWS = [
    (f"{category}_{number}", category, *question)
    for category in ASSESSMENT_ORDER
    for number, question in enumerate((INNER | OUTER)[category], 1)
]
_COLUMNS = ("question_id", "category", "question_text", *(f"answer_{value}" for value in ANSWER_VALUES))

QUESTIONS = Pool(
    "vibrationfit.questions",
    {
        name: pa.array(texts, pa.string())
        for name, texts in zip(_COLUMNS, zip(*_ROWS, strict=True), strict=True)
    },
)

CUSTOM_ANSWERS = speak(
    "custom_answers",
    {
        "answer": (
            "It changes with the {season}, honestly.",
            "Better since {friend} came into my life.",
            "Hard to say; ask me again on {weekday}.",
            "Somewhere between the two middle answers.",
            "Good at home, not so good anywhere else.",
            "It was low last year and it is climbing now.",
            "I am proud of how far I have come, and there is more to do.",
            "None of these; it is more of a slow thaw.",
            "It depends on how I slept.",
            "Wonderful with {relative}, complicated with the rest.",
        )
    },
)

# What an insight calls each category, and one thing to try in it.
AREAS = {
    "money": ("money", "set one calm money date each week"),
    "health": ("health", "protect one hour of sleep before anything else"),
    "family": ("family life", "eat one meal together with no screens"),
    "romance": ("love", "say one honest wish out loud this week"),
    "social": ("friendship", "call one friend before the weekend"),
    "business": ("work", "keep the first hour of the day for what matters most"),
    "fun": ("play", "put one playful thing on the calendar and keep it"),
    "travel": ("adventure", "plan a day trip to somewhere new"),
    "home": ("home", "clear one corner and make it beautiful"),
    "possessions": ("the things you own", "let go of five things you no longer choose"),
    "giving": ("giving", "pick one cause and give it one hour"),
    "spirituality": ("inner life", "sit in silence for five minutes each morning"),
}

INSIGHT_TYPES = ("strength", "growth_area", "pattern", "recommendation")

_INSIGHT_LINES = {
    "strength": (
        "Strong ground in @ | Your answers about @ are among your highest. You trust yourself here, and that confidence can carry the parts of life that need it.",
        "You shine in @ | Five or more of your answers about @ sit above the Green Line. Notice what you do here without thinking, and borrow it elsewhere.",
        "A steady source of joy: @ | You speak about @ with warmth and detail. This is an area to celebrate and to return to when another one feels low.",
    ),
    "growth_area": (
        "Room to grow in @ | Your answers about @ lean below the Green Line. There is a clear wish underneath them, and clarity is the first step.",
        "A tender spot around @ | You were honest about @, and it took courage. Small, kind changes will move this faster than big plans.",
        "Contrast that points the way in @ | You know exactly what you do not want when it comes to @. Turn each line around and you have the start of a vision.",
    ),
    "pattern": (
        "A pattern in @ | Your lowest answers about @ all mention time or energy. The issue may be how full your days are, and not @ at all.",
        "Two voices on @ | When it comes to @, you trust the future more than the present. That gap is where your vision can do its work.",
        "Alone with @ | Several answers about @ describe carrying everything by yourself. Support could change the picture quickly.",
    ),
    "recommendation": (
        "A next step for @ | To raise your energy around @, ^. Small and steady beats big and rare.",
        "Try this for @ | For the next two weeks, ^, and write down how it feels afterward.",
        "One easy win in @ | Before you rewrite your vision, ^. Let it be simple.",
    ),
}

INSIGHTS = speak(
    "insights",
    {
        "insight": [
            f"{category} | {kind} | {line.replace('@', area).replace('^', step)}"
            for category, (area, step) in AREAS.items()
            for kind in INSIGHT_TYPES
            for line in _INSIGHT_LINES[kind]
        ]
    },
).records("insight", "category", "insight_type", "title", "description")

ASSESSMENT_NOTES = (
    "Taken in one sitting with a cup of tea.",
    "Retake after the first month.",
    "Answered quickly, by instinct.",
    "I was tired when I did this one.",
    "Second assessment, and the difference surprised me.",
    "Took a break in the middle.",
    "Done together with my partner, each on our own phone.",
    "Baseline before the intensive.",
)
