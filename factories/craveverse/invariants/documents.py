"""The shapes of documents: what each jsonb column holds."""

from __future__ import annotations

from seedkit.rules import Documents
from seedkit.rules.documents import array, object_, texts

from .declare import RULES

_OBJECT = ("an object", object_())
_HINTS = '@.customHints.type() != "array" || exists(@.customHints[*] ? (@.type() != "string"))'
_STATUS = '(@ == "pending" || @ == "completed" || @ == "skipped")'
_TASK = " || ".join(
    (
        texts("id", "task_text"),
        *(f'!(@.{name}.type() == "number" && @.{name} >= 0)' for name in ("xp_reward", "coin_reward")),
        *(f"!exists(@.user{player}_status ? {_STATUS})" for player in (1, 2)),
    )
)

#: Table, column, what it holds in words, and as SQL with ``{c}`` for the column; null is no document.
SHAPES = (
    ("activity_log", "metadata", *_OBJECT),
    ("admin_users", "permissions", *_OBJECT),
    ("battles", "tasks", "tasks with their rewards, and how far both players are", array(f'@.type() != "object" || {_TASK}')),
    ("button_interactions", "metadata", *_OBJECT),
    ("journey_events", "metadata", *_OBJECT),
    ("level_map_data", "connections", "keys of levels", array('@.type() != "string"')),
    ("notification_preferences", "preferences", *_OBJECT),
    ("payment_transactions", "metadata", *_OBJECT),
    ("queue_jobs", "payload", *_OBJECT),
    (
        "shareable_progress",
        "progress_data",
        "who, how far, and when",
        object_(
            texts("username", "tier", "craving_type", "generated_at")
            + " || "
            + " || ".join(f'!(@.{name}.type() == "number")' for name in ("xp", "coins", "streak", "levels_completed"))
        ),
    ),
    ("shop_items", "effects", *_OBJECT),
    ("subscriptions", "metadata", *_OBJECT),
    ("user_progress", "metadata", *_OBJECT),
    ("user_purchases", "metadata", *_OBJECT),
    ("user_quiz_responses", "responses", *_OBJECT),
    ("user_quiz_responses", "derived_preferences", "an object, with hints that are texts", object_(_HINTS)),
    ("user_settings", "theme_personalization", *_OBJECT),
    ("user_settings", "metadata", *_OBJECT),
    ("user_themes", "theme_data", *_OBJECT),
    ("users", "preferences", "an object, with hints that are texts", object_(_HINTS)),
)  # fmt: skip

PAPERS = Documents(RULES, SHAPES, source="catalog/craveverse columns")
