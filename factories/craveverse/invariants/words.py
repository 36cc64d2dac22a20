"""Closed lists of words that no constraint enforces (application values of the catalogue).

Lists under a CHECK or of an enum type are left to the integrity check.
"""

from __future__ import annotations

from seedkit.rules import Words

from ..vocabulary import ACTIVITIES, EVENT_SOURCES
from .declare import RULES

_PLANS = ("plus", "ultra")
#: What moderators do has no table of its own, so that it is told in the feed (c8).
_MODERATION = ("post_hidden", "post_restored", "post_deleted")

#: Table: column: the words it may hold. Null is no word.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "activity_log": {
        "action": (*ACTIVITIES, *_MODERATION),
        "resource_type": tuple(dict.fromkeys(kind for kind, _ in ACTIVITIES.values())),
    },
    "journey_events": {
        "event": tuple(EVENT_SOURCES),
        "phase": ("intro", "auth", "quiz", "personalization", "storage", "post-completion"),
    },
    "payment_transactions": {
        "currency": ("usd",),
        "product_type": ("subscription", "coins", "pause_tokens"),
        "status": ("pending", "completed", "failed", "refunded"),
    },
    "queue_jobs": {"job_type": ("onboarding_personalization", "user_summary", "battle_tasks")},
    "subscriptions": {"plan_id": _PLANS},
    "trial_history": {"plan_id": _PLANS},
    "user_settings": {"theme_preference": ("light", "dark", "system"), "active_theme_id": ("premium",)},
    "user_themes": {"theme_id": ("premium",)},
    "users": {"plan_id": ("free", "plus", "ultra", "admin")},
}

VOCABULARY = Words(RULES, WORDS, source="catalog/craveverse enums")
