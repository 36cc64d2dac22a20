"""What CraveVerse's columns and words are called elsewhere (catalog/craveverse b, c)."""

from __future__ import annotations

from seedkit.bind.aliases import Alias, columns, words

__all__ = ["ALIASES"]

ALIASES: tuple[Alias, ...] = (
    # The product's own type definitions, which describe no database of its own.
    *columns(
        "users",
        source="catalog/craveverse b4",
        clerk_user_id="clerk_id",
        cravecoins="crave_coins",
        streak_count="streak_days",
    ),
    words(
        "subscriptions.status",
        {"canceled": "cancelled", "incomplete": "past_due"},
        source="catalog/craveverse b8",
    ),
    # The levels of these cravings have the rewards of the first one: only sugar's differ, and only in one.
    *(
        words(
            column,
            {
                "nofap": ("smoking_vaping", "shopping", "social_media", "sugar"),
                "shopping": ("nofap", "smoking_vaping", "social_media", "sugar"),
                "smoking_vaping": ("nofap", "shopping", "social_media", "sugar"),
                "social_media": ("nofap", "shopping", "smoking_vaping", "sugar"),
                "sugar": ("nofap", "shopping", "smoking_vaping", "social_media"),
            },
            source="catalog/craveverse c2",
        )
        for column in (
            "battle_tasks.craving_type",
            "battles.craving_type",
            "cravings.type",
            "forum_posts.craving_type",
            "levels.craving_type",
            "users.primary_craving",
        )
    ),
    *(
        words(
            column,
            {"plus_trial": "plus", "plus": "ultra", "ultra": "plus"},
            source="catalog/craveverse b7",
        )
        for column in ("users.subscription_tier", "shop_items.tier_required")
    ),
    words("forum_posts.status", {"deleted": "hidden", "hidden": "deleted"}, source="catalog/craveverse c8"),
    words("ai_usage_metrics.model_type", {"gpt-5-mini": "gpt-5-nano"}, source="catalog/craveverse b16"),
)
