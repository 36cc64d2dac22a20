"""Telemetry: journey events, the activity feed, and the buttons that are counted.

=====================  ========================================================================
ONBOARDING_EVENTS      the seven events of an onboarding in their order, with phase and the most
                       milliseconds that they take; None where nothing is measured
PLAY_EVENTS            events of play and of loading pages: event, phase (None), most milliseconds
EVENT_SOURCES          event → ``metadata.source``
ACTIVITIES             action → (resource_type, feature) of ``activity_log``
ACTIVITY_LINES         how the feed tells an action; rules level_completed, battle_created,
                       battle_task_completed, forum_thread_created, forum_reply_created,
                       forum_upvote, trial_started
BUTTONS                Pool: page_path, button_id, button_text, target; unique by page and id
=====================  ========================================================================

Event, phase and action names are the product's (catalog/craveverse, enums, c1).
"""

from __future__ import annotations

import re

import pyarrow as pa

from ....vocabulary import Pool
from .words import speak

ONBOARDING_EVENTS: tuple[tuple[str, str, int | None], ...] = (
    ("onboarding_start", "intro", None),
    ("onboarding_craving_selected", "quiz", None),
    ("onboarding_quiz_completed", "personalization", None),
    ("onboarding_complete_server", "storage", 900),
    ("onboarding_completion_submit", "storage", 2500),
    ("onboarding_completion_client", "post-completion", None),
    ("onboarding_verification", "post-completion", 1800),
)

PLAY_EVENTS: tuple[tuple[str, str | None, int | None], ...] = (
    ("level_presented", None, None),
    ("level_data_loaded", None, 1200),
    ("level_completed_client", None, 4000),
    ("level_complete_server", None, 3000),
    ("level_skip_inventory_checked", None, 700),
    ("level_skipped_client", None, 1500),
    ("dashboard_personalization_applied", None, 400),
    ("profile_loaded_client", None, 900),
    ("landing_navigation", None, None),
    ("onboarding_redirect", "auth", None),
)

EVENT_SOURCES = {
    "onboarding_start": "onboarding-page",
    "onboarding_redirect": "auth-guard",
    "onboarding_craving_selected": "craving-selector",
    "onboarding_quiz_completed": "onboarding-quiz",
    "onboarding_completion_submit": "onboarding-page",
    "onboarding_completion_client": "onboarding-page",
    "onboarding_complete_server": "api",
    "onboarding_verification": "onboarding-page",
    "level_presented": "level-card",
    "level_data_loaded": "level-page",
    "level_completed_client": "level-card",
    "level_complete_server": "api",
    "level_skip_inventory_checked": "level-card",
    "level_skipped_client": "level-card",
    "dashboard_personalization_applied": "dashboard",
    "profile_loaded_client": "user-context",
    "landing_navigation": "landing",
}

ACTIVITIES = {
    "level_completed": ("level", "levels"),
    "battle_created": ("battle", "battles"),
    "battle_task_completed": ("battle_task", "battles"),
    "forum_thread_created": ("forum_post", "forum"),
    "forum_reply_created": ("forum_reply", "forum"),
    "forum_upvote": ("forum_post", "forum"),
    "trial_started": ("subscription", "billing"),
}

ACTIVITY_LINES = speak(
    "activity_lines",
    {
        "level_completed": ("Cleared a level", "One more level done", "Won today's round", "Another step on the map"),
        "battle_created": ("Called for a battle", "Opened the arena", "Threw down the gauntlet, gently"),
        "battle_task_completed": ("Finished a battle task", "Scored in the arena", "One task closer to winning"),
        "forum_thread_created": ("Started a thread", "Asked the community", "Told a story by the campfire"),
        "forum_reply_created": ("Answered a thread", "Helped somebody out", "Joined a conversation"),
        "forum_upvote": ("Gave an upvote", "Spent coins on kindness", "Lifted a post up"),
        "trial_started": ("Started a trial", "Unlocked all thirty levels for two weeks"),
    },
)  # fmt: skip

# page → labels with the page they lead to, if any
_PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "/": (
        ("Start your journey", "/sign-up"), ("See how it works", ""), ("View pricing", "/pricing"), ("Sign in", "/sign-in"),
        ("Read success stories", "/forum"),
    ),
    "/pricing": (("Start free trial", "/onboarding"), ("Choose Plus", ""), ("Choose Ultra", ""), ("Stay on Free", "/dashboard"), ("Show yearly prices", "")),
    "/onboarding": (("Next", ""), ("Previous", ""), ("Complete", ""), ("Skip personalization", ""), ("Begin level 1", "/dashboard")),
    "/dashboard": (
        ("Start today's challenge", "/levels"), ("View map", "/map"), ("Visit shop", "/shop"), ("Open forum", "/forum"),
        ("Find a battle", "/battles"), ("Share progress", ""), ("Use pause token", ""),
    ),
    "/levels": (("Complete level", ""), ("Skip level", ""), ("Back to dashboard", "/dashboard"), ("Get a hint", ""), ("Report a slip", "")),
    "/map": (("Go to current level", "/levels"), ("Zoom in", ""), ("Zoom out", ""), ("Back to dashboard", "/dashboard")),
    "/shop": (("Buy", ""), ("Confirm purchase", ""), ("Cancel", ""), ("View inventory", ""), ("Get more coins", "/pricing")),
    "/battles": (("Create battle", ""), ("Join battle", ""), ("Complete task", ""), ("View results", ""), ("Ask for a rematch", "")),
    "/forum": (("New thread", ""), ("Reply", ""), ("Upvote", ""), ("Suggest a reply", ""), ("Newest first", "")),
    "/leaderboard": (("This week", ""), ("All time", ""), ("My craving only", "")),
    "/settings": (("Save preferences", ""), ("Apply theme", ""), ("Change name", ""), ("Sign out", "/"), ("Cancel subscription", "/pricing")),
}  # fmt: skip


def _button_id(label: str) -> str:
    """What the page derives from a label that carries no id of its own."""
    return "text-" + re.sub("[^a-z0-9]+", "-", label.lower()).strip("-")


def _buttons() -> dict[str, pa.Array]:
    rows = [
        (page, _button_id(label), label, target or page)
        for page, labels in _PAGES.items()
        for label, target in labels
    ]
    columns = ("page_path", "button_id", "button_text", "target")
    return {
        name: pa.array(texts, pa.string())
        for name, texts in zip(columns, zip(*rows, strict=True), strict=True)
    }


BUTTONS = Pool("craveverse.buttons", _buttons)
