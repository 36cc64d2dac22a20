"""Every factory of Infinite Pages, in every state it can be in, and every value it must be able to have."""

from __future__ import annotations

from allowed import allowed_values
from factory_tests import FactoryTests

from seedkit.factories.infinitepages import product
from seedkit.factories.infinitepages.models.enums import infinite_pages_content_type
from seedkit.factories.infinitepages.vocabulary.casts import GENRES

#: Closed lists that no constraint enforces (catalog/infinitepages, enums).
WORDS = {
    "ai_usage_logs": {
        "ai_model_used": ("claude-3-haiku", "claude-3-sonnet", "gpt-4", "stable-diffusion"),
    },
    "character_arcs": {"current_status": ("alive", "injured", "missing", "deceased")},
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
    "infinite_pages_cache": {"content_type": infinite_pages_content_type.enums},
    "plot_threads": {
        "current_status": ("active", "resolved", "abandoned"),
        "priority": ("primary", "secondary"),
    },
    "profiles": {
        "subscription_status": ("inactive", "active", "trialing", "past_due", "canceled", "unpaid"),
    },
    "stories": {"genre": GENRES},
    "story_covers": {
        "sd_model_used": ("realisticVision", "deliberate", "dreamshaper", "stable-diffusion-xl"),
    },
    "subscription_logs": {
        "event_type": (
            "subscription_created", "subscription_updated", "subscription_cancelled", "payment_succeeded",
            "payment_failed",
        ),
    },
    "world_state_changes": {"scope": ("local", "regional", "global")},
}  # fmt: skip


class TestFactories(FactoryTests):
    product = product
    allowed = tuple(allowed_values(product, WORDS))
