"""VibrationFit's words: those of every product's vocabulary tests, and what its own domains promise."""

from __future__ import annotations

import re

from vocabulary_tests import VocabularyTests

from seedkit.factories.vibrationfit import vocabulary
from seedkit.factories.vibrationfit.vocabulary import (
    ANSWER_VALUES,
    ASSESSMENT_LABELS,
    ASSESSMENT_ORDER,
    AUDIO_SECTIONS,
    CATEGORIES,
    EMOTIONS,
    EVENTS,
    FLIPS,
    INSIGHT_TYPES,
    INSIGHTS,
    JOURNAL,
    LONG_LABELS,
    MOODS,
    QUESTIONS,
    SECTIONS,
    SHORT_LABELS,
    VISIONS,
    VISIONS_WE,
)


class TestWords(VocabularyTests):
    vocabulary = vocabulary
    keys = CATEGORIES
    key_column = "category"
    other_keys = ASSESSMENT_ORDER
    sentences = (
        "ACTIVATION_MESSAGES", "CLARITY", "CONTRAST", "CUSTOM_ANSWERS", "FEEDBACK", "FUN_PLANS", "GRATITUDE", "GREETINGS",
        "HOUSEHOLD_NOTES", "IDEAL_STATES", "INVITATION_NOTES", "JOURNAL", "SUMMARIES", "TRANSCRIPTS", "USER_MESSAGES",
        "VISIONS", "VISIONS_WE", "VIVA_REPLIES", "VOICE_NOTES",
    )  # fmt: skip
    least = {
        "JOURNAL": 2000, "VISIONS": 140, "VISIONS_WE": 140, "VOICE_NOTES": 2000, "CLARITY": 200, "CONTRAST": 200,
        "TRANSCRIPTS": 500, "USER_MESSAGES": 10, "VIVA_REPLIES": 100, "IDEAL_STATES": 500, "GRATITUDE": 300, "TASKS": 20,
    }  # fmt: skip
    scarce = ("conclusion",)
    for_each = (
        "CLARITY", "CONTRAST", "IDEAL_STATES", "JOURNAL", "JOURNAL_TITLES", "SUMMARIES", "TRANSCRIPTS", "USER_MESSAGES",
        "VISIONS", "VISIONS_WE", "VIVA_REPLIES", "VOICE_NOTES",
    )  # fmt: skip
    uneven = ("ABUNDANCE",)
    suffixes = ("long", "refinement", "vision_build")
    repeats = ("Thank you, thank you, thank you", "had had")


def test_categories_have_all_their_names() -> None:
    assert len(CATEGORIES) == 12
    assert set(ASSESSMENT_LABELS.values()) == set(ASSESSMENT_ORDER)
    assert len(SECTIONS) == len(AUDIO_SECTIONS) == 14
    assert (SHORT_LABELS["fun"], LONG_LABELS["fun"]) == ("Fun", "Fun / Recreation")
    assert ASSESSMENT_LABELS["love"] == "romance"


def test_visions_speak_as_one_or_as_two() -> None:
    for section in SECTIONS:
        for text in VISIONS.phrases(section, limit=400):
            assert not re.search(
                r"\b(I|we) (is|are)\b|\bI am are\b|\bourselves\b", text.replace("we are to", "")
            ), text
        for text in VISIONS_WE.phrases(section, limit=400):
            assert not re.search(r"\b(I|me|my|mine|myself|am)\b", text), text
    assert JOURNAL.array("fun_above") is JOURNAL.array("fun_above")


def test_the_assessment_has_84_questions_with_five_answers() -> None:
    ids = QUESTIONS.column("question_id").to_pylist()
    assert ids == [f"{category}_{number}" for category in ASSESSMENT_ORDER for number in range(1, 8)]
    assert len(set(QUESTIONS.column("question_text").to_pylist())) == 84
    assert all(text.endswith("?") for text in QUESTIONS.column("question_text").to_pylist())
    answers = list(
        zip(*(QUESTIONS.column(f"answer_{value}").to_pylist() for value in ANSWER_VALUES), strict=True)
    )
    assert all(len(set(row)) == 5 for row in answers)
    assert all(row[0] != row[4] and not text.endswith(".") for row in answers for text in row)
    pairs = set(
        zip(INSIGHTS.column("category").to_pylist(), INSIGHTS.column("insight_type").to_pylist(), strict=True)
    )
    assert pairs == {(category, kind) for category in ASSESSMENT_ORDER for kind in INSIGHT_TYPES}


def test_events_have_every_mood_in_every_category() -> None:
    assert set(EMOTIONS) == set(MOODS)
    pairs = set(zip(EVENTS.column("category").to_pylist(), EVENTS.column("mood").to_pylist(), strict=True))
    assert pairs == {(category, mood) for category in CATEGORIES for mood in MOODS}


def test_a_flip_turns_the_complaint_it_stands_beside() -> None:
    rows = zip(FLIPS.column("input_text").to_pylist(), FLIPS.column("clarity_seed").to_pylist(), strict=True)
    negative = re.compile(r"\b(not|never|no|can't|hate|nobody|nothing)\b", re.IGNORECASE)
    for complaint, clarity in rows:
        assert complaint != clarity
        assert not negative.search(clarity.replace("I say no kindly", "")), clarity
