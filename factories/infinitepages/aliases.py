"""What Infinite Pages' columns and words are called elsewhere (catalog/infinitepages b)."""

from __future__ import annotations

from seedkit.bind.aliases import Alias, column, columns, words
from seedkit.fields import When, this

__all__ = ["ALIASES"]

ALIASES: tuple[Alias, ...] = (
    # A migration of its own line sold packages by the month, for one tier each.
    *columns(
        "credit_packages",
        source="catalog/infinitepages b4",
        price_usd="price_monthly",
        is_active="active",
    ),
    column(
        "credit_packages",
        "tier",
        When(this.credits_amount > 1332, "premium", "basic"),
        source="catalog/infinitepages b4, c1",
    ),
    words(
        "credit_transactions.transaction_type",
        {
            "purchase": ("admin_adjustment", "bonus"),
            "spend": "usage_deduction",
            "earn": ("admin_adjustment", "bonus"),
            "bonus": ("monthly_distribution", "earn"),
            "refund": ("credit_reversion", "bonus"),
        },
        source="catalog/infinitepages b2",
    ),
    words(
        "profiles.subscription_tier",
        {"basic": "free", "premium": "pro", "free": "basic", "pro": "premium"},
        source="catalog/infinitepages b5",
    ),
    words(
        "monthly_payout_batches.processing_status",
        {"completed": "partially_completed"},
        source="catalog/infinitepages b15",
    ),
)
