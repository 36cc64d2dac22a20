"""CraveVerse's words: those of every product's vocabulary tests, and what its own domains promise."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
from craveverse_catalog import CRAVEVERSE
from sqlalchemy import JSON, Enum, Text
from vocabulary_tests import VocabularyTests, texts_of

from seedkit.factories.craveverse import vocabulary
from seedkit.factories.craveverse.models import enums
from seedkit.factories.craveverse.vocabulary import (
    ACTIVITIES,
    ACTIVITY_LINES,
    ADMIN_PERMISSIONS,
    BADGE_NAMES,
    BADGES,
    BATTLE_TASK_ROWS,
    BATTLE_TRIOS,
    BUTTONS,
    COLOR_SCHEMES,
    CRAVING_NAMES,
    CRAVING_ROWS,
    CRAVINGS,
    DIFFICULTIES,
    EVENT_SOURCES,
    FORUM_SECTIONS,
    HINTS,
    LEVEL_ROWS,
    MAP_LANDS,
    MAP_NEIGHBOURS,
    MAP_POINTS,
    MODERATION,
    ONBOARDING,
    ONBOARDING_EVENTS,
    OUTCOMES,
    PERSONAS,
    PLAY_EVENTS,
    POSTS,
    PROMPT_MODELS,
    PROMPTS,
    QUEUE_ERRORS,
    QUIZ_QUESTIONS,
    QUIZ_VALUES,
    REFLECTIONS,
    REMINDERS,
    REPLIES,
    REPLY_KINDS,
    SHOP_ROWS,
    SUMMARIES,
    THEME_IDS,
    THEMES,
    USAGE_FEATURES,
)
from seedkit.vocabulary import Pool

# Where the texts that a person reads come from; documents by their keys.
READ = {
    "activity_log.action": "ACTIVITIES",
    "activity_log.feature": "ACTIVITIES",
    "activity_log.metadata": "ACTIVITY_LINES, MODERATION",
    "activity_log.resource_type": "ACTIVITIES",
    "admin_users.permissions": "ADMIN_PERMISSIONS",
    "battle_tasks.task_text": "BATTLE_TASKS",
    "battles.tasks": "BATTLE_TRIOS",
    "button_interactions.button_id": "BUTTONS",
    "button_interactions.button_text": "BUTTONS",
    "button_interactions.metadata": "BUTTONS",
    "button_interactions.page_path": "BUTTONS",
    "cravings.color": "CRAVING_ROWS",
    "cravings.description": "CRAVING_ROWS",
    "cravings.icon": "CRAVING_ROWS",
    "cravings.name": "CRAVING_ROWS",
    "forum_posts.ai_reply_suggested": "POSTS",
    "forum_posts.content": "POSTS, HIDDEN_POSTS",
    "forum_posts.title": "POSTS, HIDDEN_POSTS",
    "forum_replies.content": "REPLIES, CHEERS",
    "journey_events.event": "ONBOARDING_EVENTS, PLAY_EVENTS",
    "journey_events.metadata": "EVENT_SOURCES",
    "journey_events.phase": "ONBOARDING_EVENTS, PLAY_EVENTS",
    "levels.challenge_text": "LEVEL_ROWS",
    "levels.description": "LEVEL_ROWS",
    "levels.difficulty": "LEVEL_ROWS",
    "levels.success_criteria": "LEVEL_ROWS",
    "levels.title": "LEVEL_ROWS",
    "notification_preferences.preferences": "NOTIFICATION_KINDS",
    "payment_transactions.metadata": "PAYMENT_DESCRIPTIONS",
    "payment_transactions.product_id": "PLAN_LABELS, COIN_PACKS",
    "queue_jobs.error_message": "QUEUE_ERRORS",
    "shareable_progress.progress_data": "USERNAMES, SHARE_LINES",
    "shop_items.description": "SHOP_ROWS",
    "shop_items.effects": "SHOP_ROWS",
    "shop_items.icon": "SHOP_ROWS",
    "shop_items.name": "SHOP_ROWS",
    "shop_items.type": "SHOP_ROWS",
    "subscriptions.metadata": "CANCEL_REASONS",
    "test_table_creation.name": "DEBUG_NAMES",
    "user_progress.ai_feedback": "REFLECTIONS, FALLBACKS",
    "user_progress.metadata": "RELAPSE_NOTES, DAILY_LOGS",
    "user_progress.user_response": "REFLECTIONS",
    "user_purchases.metadata": "PURCHASE_NOTES",
    "user_quiz_responses.derived_preferences": "ONBOARDING",
    "user_quiz_responses.responses": "ONBOARDING",
    "user_settings.active_theme_id": "THEME_IDS",
    "user_settings.metadata": "REMINDERS",
    "user_settings.theme_personalization": "THEMES, COLOR_SCHEMES, BADGE_NAMES",
    "user_themes.theme_data": "THEMES, COLOR_SCHEMES, BADGE_NAMES",
    "user_themes.theme_id": "THEME_IDS",
    "users.ai_summary": "SUMMARIES",
    "users.preferences": "ONBOARDING, HINTS",
}

# Keys, states and what Clerk or Stripe says: no words of a vocabulary.
FOR_MACHINES = {
    "activity_log.resource_id", "admin_users.clerk_user_id", "admin_users.role", "ai_usage_metrics.prompt_hash",
    "level_map_data.connections", "payment_transactions.currency", "payment_transactions.product_type",
    "payment_transactions.status", "payment_transactions.stripe_payment_intent_id", "queue_jobs.job_type", "queue_jobs.payload",
    "queue_jobs.status", "shareable_progress.public_token", "subscriptions.plan_id", "subscriptions.status",
    "trial_history.plan_id", "user_quiz_responses.quiz_version", "user_settings.theme_preference", "users.avatar_url",
    "users.clerk_user_id", "users.email", "users.name", "users.plan_id",
}  # fmt: skip

PUBLISHED = {row["enum"]: row["values"] for row in CRAVEVERSE.rows("enums")}


def rows(pool: Pool, *columns: str) -> list[tuple[str, ...]]:
    return list(zip(*(pool.column(name).to_pylist() for name in columns), strict=True))


class TestWords(VocabularyTests):
    vocabulary = vocabulary
    keys = CRAVINGS
    key_column = "craving"
    sentences = (
        "CHEERS", "DAILY_LOGS", "ERRORS", "FALLBACKS", "GOALS", "HINTS", "PAUSE_REASONS", "PROMPTS", "PURCHASE_NOTES", "QUOTES",
        "RELAPSE_NOTES", "REMINDERS", "REPORTS", "SHARE_LINES", "SUMMARIES", "TAUNTS", "URGES",
    )  # fmt: skip
    least = {
        "DAILY_LOGS": 1000, "URGES": 500, "RELAPSE_NOTES": 100, "HINTS": 60, "REMINDERS": 20, "SUMMARIES": 10, "GOALS": 20,
        "CHEERS": 15, "QUOTES": 18, "BIOS": 35, "USERNAMES": 150, "BATTLE_NAMES": 40, "PROMPTS": 20,
    }  # fmt: skip
    for_each = (
        "BATTLE_NAMES", "BIOS", "CHEERS", "DAILY_LOGS", "GOALS", "HINTS", "QUOTES", "RELAPSE_NOTES", "REMINDERS", "SUMMARIES",
        "URGES", "USERNAMES",
    )  # fmt: skip
    suffixes = ("done",)


def test_every_text_column_has_words_or_needs_none() -> None:
    texts = {
        f"{name}.{column.name}"
        for name in CRAVEVERSE.named(views=False)
        for column in CRAVEVERSE.table(name).columns
        if isinstance(column.type, Text | JSON) and not isinstance(column.type, Enum)
    }
    assert texts == {*READ} | FOR_MACHINES
    assert not {*READ} & FOR_MACHINES
    assert {name for names in READ.values() for name in names.split(", ")} <= {*vocabulary.__all__}


def test_cravings_are_those_of_the_enum() -> None:
    assert list(CRAVINGS) == enums.craving_type.enums
    assert (
        [row["type"] for row in CRAVING_ROWS] == list(CRAVINGS) == list(CRAVING_NAMES) == list(FORUM_SECTIONS)
    )
    for row in CRAVING_ROWS:
        assert re.fullmatch("#[0-9A-F]{6}", row["color"])
        assert COLOR_SCHEMES[row["type"]]["primary"] == row["color"]
        assert not row["icon"].isascii()


@pytest.mark.parametrize("craving", CRAVINGS)
def test_a_track_has_thirty_levels_along_the_curve(craving: str) -> None:
    levels = [row for row in LEVEL_ROWS if row["craving_type"] == craving]
    assert [level["level_number"] for level in levels] == list(range(1, 31))
    assert sum(level["xp_reward"] for level in levels) == (5670 if craving == "sugar" else 5690)
    assert sum(level["xp_reward"] for level in levels[:10]) == 1290
    assert sum(level["coin_reward"] for level in levels) == (2835 if craving == "sugar" else 2845)
    assert all(2 * level["coin_reward"] == level["xp_reward"] for level in levels)
    assert [levels[n]["difficulty"] for n in (0, 9, 10, 19, 20, 29)] == [
        d for d in DIFFICULTIES for _ in "ab"
    ]


def test_no_two_levels_read_the_same() -> None:
    for column in ("title", "description", "challenge_text", "success_criteria"):
        texts = [row[column] for row in LEVEL_ROWS]
        assert len(set(texts)) == len(texts) == 150
        assert all(text[-1] in ".!" for text in texts) == (column != "title")
        assert all(text[0].isupper() for text in texts)
    assert all(5 <= row["estimated_duration_minutes"] <= 120 for row in LEVEL_ROWS)


def test_the_path_goes_from_neighbour_to_neighbour() -> None:
    assert list(MAP_POINTS) == list(MAP_NEIGHBOURS) == list(range(1, 31))
    assert len(set(MAP_POINTS.values())) == 30 == 5 * len(MAP_LANDS)
    for level, others in MAP_NEIGHBOURS.items():
        for other in others:
            assert level in MAP_NEIGHBOURS[other]
            (x, y), (there, away) = MAP_POINTS[level], MAP_POINTS[other]
            assert abs(x - there) + abs(y - away) <= 160


def test_the_shop_sells_the_published_items_at_their_prices() -> None:
    on_sale = {row["name"]: row for row in SHOP_ROWS if row["active"]}
    assert {name: row["price_coins"] for name, row in on_sale.items()} == {
        "Pause Token (1 day)": 50, "Pause Token (3 days)": 120, "Level Skip": 100, "Cosmetic Theme": 75,
    }  # fmt: skip
    assert [name for name, row in on_sale.items() if row["tier_required"] == "plus"] == ["Level Skip"]
    assert {key for row in SHOP_ROWS for key in row["effects"]} == {"pause_days", "level_skip", "theme"}
    assert {row["effects"].get("pause_days", 1) for row in SHOP_ROWS} == {1, 3}
    assert {row["effects"]["theme"] for row in SHOP_ROWS if row["type"] == "cosmetic"} <= {*THEME_IDS}


def test_quiz_answers_are_the_published_ones() -> None:
    for question in QUIZ_QUESTIONS:
        first, sugar = (
            set(re.sub(r" \(.*?\)", "", part).split("|"))
            for part in PUBLISHED[f"quiz.{question}"].split("; ")
        )
        for craving in CRAVINGS:
            assert set(QUIZ_VALUES[craving][question]) == (sugar if craving == "sugar" else first)
    for craving in CRAVINGS:
        newcomers = ONBOARDING.where(craving=craving)
        for question in QUIZ_QUESTIONS:
            assert set(newcomers.column(question).to_pylist()) == set(QUIZ_VALUES[craving][question])


def test_a_plan_fits_the_answers_it_follows_from() -> None:
    for craving, severity, level, persona, intro in rows(
        ONBOARDING, "craving", "severity", "support_level", "persona", "intro"
    ):
        strict = severity == "severe" or level == "low"
        delicate = severity == "mild" or level == "high"
        assert persona == (
            "strict/disciplined" if strict else "delicate/encouraging" if delicate else "encouraging"
        )
        assert CRAVING_NAMES[craving] in intro
    assert set(ONBOARDING.column("persona").to_pylist()) == set(PERSONAS)
    hints = {
        (trigger, hint)
        for trigger, *both in rows(ONBOARDING, "triggers", "hint_1", "hint_2")
        for hint in both
    }
    assert len({hint for _, hint in hints}) == len(hints)  # no hint serves two triggers


def test_every_craving_has_reflections_of_every_outcome_with_short_answers() -> None:
    said = {(craving, outcome) for craving, outcome in rows(REFLECTIONS, "craving", "outcome")}
    assert said == {(craving, outcome) for craving in CRAVINGS for outcome in OUTCOMES}
    for persona in PERSONAS.values():
        assert max(len(text.split()) for text in REFLECTIONS.column(persona).to_pylist()) <= 15
    for craving in CRAVINGS:
        assert len(set(REFLECTIONS.where(craving=craving).column("user_response").to_pylist())) >= 150


def test_nobody_is_told_their_own_words_in_the_first_person() -> None:
    first_person = re.compile(r"\b(I|me|my|mine|myself)\b")
    plans = [
        text
        for name in ("intro", "hint_1", "hint_2", "hint_3", "encouragement", "next_1", "next_2")
        for text in ONBOARDING.column(name).unique().to_pylist()
    ]
    for text in (*texts_of(HINTS), *texts_of(REMINDERS), *texts_of(SUMMARIES), *plans):
        assert not first_person.search(text), text
    for text in texts_of(SUMMARIES):
        assert not re.search(r"\byours?\b", text), text


def test_every_thread_has_replies_of_every_kind() -> None:
    titles = set(rows(POSTS, "craving", "title"))
    assert {(craving, title, kind) for craving, title in titles for kind in REPLY_KINDS} == set(
        rows(REPLIES, "craving", "title", "kind")
    )
    assert len(
        {(craving, title, topic) for craving, title, topic in rows(POSTS, "craving", "title", "topic")}
    ) == len(titles)
    for craving in CRAVINGS:
        assert sum(1 for known, _ in titles if known == craving) == 36
        assert len(set(POSTS.where(craving=craving).column("content").to_pylist())) >= 200
    # A draft stays near the 20 words that the AI is asked for.
    assert max(len(text.split()) for text in POSTS.column("draft").to_pylist()) <= 25


def test_battles_take_three_different_tasks_of_their_craving() -> None:
    tasks = {
        craving: [r["task_text"] for r in BATTLE_TASK_ROWS if r["craving_type"] == craving]
        for craving in CRAVINGS
    }
    assert all(len(set(texts)) == 20 for texts in tasks.values())
    assert all(len(re.findall("[.!?]", text)) == 1 for texts in tasks.values() for text in texts)
    for craving, *trio in rows(BATTLE_TRIOS, "craving", "task_1", "task_2", "task_3"):
        assert len({*trio}) == 3
        assert {*trio} <= {*tasks[craving]}


def test_a_theme_shows_five_different_quotes() -> None:
    quotes = rows(THEMES, *(f"quote_{place}" for place in range(1, 6)))
    assert all(len(set(shelf)) == 5 for shelf in quotes)
    assert len(set(quotes)) == len(quotes)
    for scheme in COLOR_SCHEMES.values():
        assert list(scheme) == ["primary", "secondary", "accent", "background"]
        assert all(re.fullmatch("#[0-9A-F]{6}", color) for color in scheme.values())


def test_badges_rise_from_milestone_to_milestone() -> None:
    assert len({badge["name"] for badge in BADGES}) == len(BADGES) == sum(map(len, BADGE_NAMES.values()))
    for steps in BADGE_NAMES.values():
        thresholds = [at_least for at_least, _ in steps]
        assert thresholds == sorted(set(thresholds))


def test_names_of_machinery_are_the_published_ones() -> None:
    events = [event for event, *_ in (*ONBOARDING_EVENTS, *PLAY_EVENTS)]
    assert sorted(events) == sorted(EVENT_SOURCES) == sorted(PUBLISHED["journey_event"].split("|"))
    phases = {phase for _, phase, _ in (*ONBOARDING_EVENTS, *PLAY_EVENTS)}
    assert phases == {*PUBLISHED["journey_phase"].split("|"), None}
    assert list(ACTIVITIES) == PUBLISHED["activity_action"].split("|")
    assert {kind for kind, _ in ACTIVITIES.values()} == set(PUBLISHED["activity_resource"].split("|"))
    assert set(ACTIVITY_LINES.roots) == set(ACTIVITIES)
    assert set(QUEUE_ERRORS.roots) == {*PUBLISHED["job_type"].split("|"), "any"}
    assert set(PROMPTS.roots) == set(PROMPT_MODELS) == set(USAGE_FEATURES)
    assert {model for model, _ in PROMPT_MODELS.values()} == set(enums.ai_model_type.enums)
    assert set(ADMIN_PERMISSIONS) == set(PUBLISHED["admin_users.role"].split("|"))
    assert set(MODERATION.column("status").to_pylist()) == set(enums.post_status.enums)


def test_buttons_are_known_by_page_and_id() -> None:
    keys = rows(BUTTONS, "page_path", "button_id")
    assert len(set(keys)) == len(keys) >= 40
    for path, button, text in rows(BUTTONS, "page_path", "button_id", "button_text"):
        assert path.startswith("/")
        assert button == "text-" + re.sub("[^a-z0-9]+", "-", text.lower())
    assert set(BUTTONS.column("target").to_pylist()) <= set(BUTTONS.column("page_path").to_pylist()) | {
        "/sign-up",
        "/sign-in",
    }


def test_pools_are_text() -> None:
    for name in vocabulary.__all__:
        value = getattr(vocabulary, name)
        if isinstance(value, Pool):
            assert {array.type for array in value.columns.values()} == {pa.string()}
            assert len({len(array) for array in value.columns.values()}) == 1
