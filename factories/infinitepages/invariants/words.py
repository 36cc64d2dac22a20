"""Closed lists of words that no constraint enforces (enums of the catalogue).

Lists under a CHECK are left to the integrity check.
"""

from __future__ import annotations

from seedkit.rules import Words

from .declare import RULES

GENRES = (
    "Fantasy", "Science Fiction", "Mystery", "Romance", "Thriller", "Horror", "Literary Fiction", "Historical Fiction",
    "Young Adult", "Adventure", "Contemporary", "Dystopian", "Comedy", "Drama",
)  # fmt: skip
PLANS = ("inactive", "active", "trialing", "past_due", "canceled", "unpaid")

#: Table: column: the words it may hold. Null is no word.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "ai_usage_logs": {"ai_model_used": ("claude-3-haiku", "claude-3-sonnet", "gpt-4", "stable-diffusion")},
    "chapters": {
        "prompt_type": (
            "chapter_generation", "chapter_generation_cached_exact", "chapter_generation_cached_similar",
            "chapter_generation_cached_foundation",
        ),
    },
    "character_arcs": {"current_status": ("alive", "missing", "injured", "deceased")},
    "error_reports": {
        "category": (
            "javascript_error", "api_error", "authentication_error", "payment_error", "ai_generation_error",
            "database_error", "validation_error", "rate_limit_error", "security_violation", "performance_issue",
            "user_reported", "unhandled_rejection", "network_error", "unknown",
        ),
        "severity": ("low", "medium", "high", "critical"),
        "source": ("client", "server", "middleware", "external"),
    },
    "foreshadowing_elements": {"status": ("planted", "reinforced", "paid_off")},
    "plot_threads": {
        "current_status": ("active", "resolved", "abandoned"),
        "priority": ("primary", "secondary"),
        "complexity": ("simple", "moderate", "complex"),
    },
    "profiles": {"subscription_status": PLANS},
    "request_flow_analytics": {"period_type": ("hour", "day", "week")},
    "request_logs": {
        "http_method": ("GET", "POST", "PUT", "PATCH", "DELETE"),
        "user_tier": ("basic", "premium"),
    },
    "series": {"genre": GENRES},
    "stories": {"genre": GENRES},
    "story_covers": {"sd_model_used": ("realisticVision", "deliberate", "dreamshaper", "stable-diffusion-xl")},
    "subscription_logs": {
        "event_type": (
            "subscription_created", "subscription_updated", "subscription_cancelled", "payment_succeeded",
            "payment_failed",
        ),
        "subscription_tier": ("basic", "premium"),
        "subscription_status": PLANS,
    },
    "world_state_changes": {"scope": ("local", "regional", "global")},
}  # fmt: skip

#: Columns that hold several words in an array.
WORD_LISTS: dict[str, dict[str, tuple[str, ...]]] = {"profiles": {"preferred_genres": GENRES}}

LISTS = Words(RULES, WORDS, WORD_LISTS, source="catalog/infinitepages enums")
VOCABULARY = LISTS.invariants()
