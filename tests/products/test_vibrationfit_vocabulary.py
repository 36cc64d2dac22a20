"""VibrationFit's words, read as a picky editor would: every rule, every template, thousands of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

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
from seedkit.vocabulary import Grammar, Pool

NAMES = {name: getattr(vocabulary, name) for name in vocabulary.__all__}
GRAMMARS = {name: value for name, value in NAMES.items() if isinstance(value, Grammar)}
POOLS = {name: value for name, value in NAMES.items() if isinstance(value, Pool)}
TUPLES = {name: value for name, value in NAMES.items() if isinstance(value, tuple)}

# Grammars that write whole sentences; the others write titles, notes and labels.
SENTENCES = (
    "ACTIVATION_MESSAGES", "CLARITY", "CONTRAST", "CUSTOM_ANSWERS", "FEEDBACK", "FUN_PLANS", "GRATITUDE", "GREETINGS",
    "HOUSEHOLD_NOTES", "IDEAL_STATES", "INVITATION_NOTES", "JOURNAL", "SUMMARIES", "TRANSCRIPTS", "USER_MESSAGES",
    "VISIONS", "VISIONS_WE", "VIVA_REPLIES", "VOICE_NOTES",
)  # fmt: skip

# At least so many different phrases in each rule that a factory picks from.
LEAST = {
    "JOURNAL": 2000, "VISIONS": 140, "VISIONS_WE": 140, "VOICE_NOTES": 2000, "CLARITY": 200, "CONTRAST": 200,
    "TRANSCRIPTS": 500, "USER_MESSAGES": 10, "VIVA_REPLIES": 100, "IDEAL_STATES": 500, "GRATITUDE": 300, "TASKS": 20,
}  # fmt: skip

SLIPS = re.compile(
    r"\b[aA] (?=[aeiou])(?!one\b|once\b|uni[^mn]|use|usu|euro|ukulele)|\b[aA]n (?=[^aeiouhAEIOUH\d\W])"
)
DOUBLED = re.compile(r"\b(?!had\b|that\b)(\w+) \1\b", re.IGNORECASE)
REACHABLE = re.compile(r"@|https?:|www\.|\.(?:com|org|net|io)\b|\+?\d[\d ()-]{7,}\d")


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, Grammar):
        for rule in value.roots:
            yield from value.array(rule).unique().to_pylist()
            yield from value.phrases(rule, limit=500)
    elif isinstance(value, Pool):
        for column in value.columns.values():
            yield from column.unique().to_pylist()
    elif isinstance(value, dict):
        for entry in value.values():
            yield from (
                (entry,) if isinstance(entry, str) else map(str, entry if isinstance(entry, tuple) else ())
            )
    elif isinstance(value, tuple):
        yield from map(str, value)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_clean(name: str) -> None:
    for text in texts_of(NAMES[name]):
        assert text == text.strip() != "", text
        assert not set(text) & set("{}|@^<>\t\r"), text
        assert "  " not in text, text
        assert not re.search(r" [,.;:?!]|[,;:.]{2}|\.\.|\n(?!\n)(?<!\n\n)", text), text
        assert not SLIPS.search(text), text
        assert not DOUBLED.search(
            text.replace("Thank you, thank you, thank you", "").replace("had had", "")
        ), text
        assert not REACHABLE.search(text), text


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences_begin_with_a_capital_and_end_with_a_stop(name: str) -> None:
    for text in texts_of(NAMES[name]):
        assert text[-1] in ".!?", text
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            assert sentence[0].isupper() or sentence[0] in "\"'$" or sentence[0].isdigit(), text


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_rules_have_variety(name: str, least: int) -> None:
    for rule in GRAMMARS[name].roots:
        if name == "USER_MESSAGES" or rule != "conclusion":
            assert len(GRAMMARS[name].phrases(rule, limit=least)) == least, rule


@pytest.mark.parametrize("name", GRAMMARS)
def test_no_rule_is_left_over(name: str) -> None:
    grammar = GRAMMARS[name]
    parts = {rule for rule in grammar.roots if rule.split("_")[0] in CATEGORIES and rule not in CATEGORIES}
    assert parts <= {f"{category}_{kind}" for category in CATEGORIES for kind in ("long",)}


@pytest.mark.parametrize("name", GRAMMARS)
def test_phrases_are_distinct(name: str) -> None:
    for rule in GRAMMARS[name].roots:
        phrases = GRAMMARS[name].phrases(rule, limit=1000)
        assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("name", TUPLES)
def test_lists_hold_nothing_twice(name: str) -> None:
    assert len(set(TUPLES[name])) == len(TUPLES[name])


@pytest.mark.parametrize(
    "name", [name for name, pool in POOLS.items() if "category" in pool.columns and name != "ABUNDANCE"]
)
def test_pools_serve_all_categories_equally(name: str) -> None:
    counts = POOLS[name].columns["category"].value_counts().to_pylist()
    keys = {entry["values"] for entry in counts}
    assert keys in ({*CATEGORIES}, {*ASSESSMENT_ORDER})
    rows = [entry["counts"] for entry in counts]
    assert max(rows) - min(rows) <= 1


@pytest.mark.parametrize("name", ["JOURNAL", "JOURNAL_TITLES", "VOICE_NOTES", "CLARITY", "CONTRAST", "TRANSCRIPTS", "SUMMARIES",
                                  "IDEAL_STATES", "USER_MESSAGES", "VIVA_REPLIES", "VISIONS", "VISIONS_WE"])  # fmt: skip
def test_rules_are_named_after_the_categories(name: str) -> None:
    assert set(CATEGORIES) <= set(GRAMMARS[name].rules)


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
