"""Who a user is to the product: plan, credits, creator state."""

from __future__ import annotations

import uuid
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.schema.columns import flag_off, moment, moment_now, one_of, zero
from seedkit.supabase.auth import AuthUser

from .base import Base

# Plan, allowance, credits and creator state are the service's; whoever is an admin is not for themselves to say.
_ACCOUNT = (
    "id",
    "subscription_tier",
    "subscription_status",
    "stripe_customer_id",
    "current_period_end",
    "tokens_remaining",
    "tokens_used_total",
    "last_token_grant",
    "stories_created",
    "words_generated",
    "credits_balance",
    "credits_earned_total",
    "credits_spent_total",
    "cache_hits",
    "cache_discount_earned",
    "is_creator",
    "creator_tier",
    "total_earnings_usd",
    "pending_payout_usd",
    "stripe_connect_account_id",
    "stripe_account_status",
    "stripe_charges_enabled",
    "stripe_payouts_enabled",
    "is_admin",
    "tokens_saved_cache",
)


class Profile(Base):
    """An account with its plan, credits and creator state; made when the user signs up (c1, c2, c8)."""

    __tablename__ = "profiles"
    __table_args__ = (
        one_of("creator_tier", "bronze", "silver", "gold", "platinum"),
        one_of("stripe_account_status", "incomplete", "pending", "active"),
        one_of("subscription_tier", "basic", "premium"),
        Index(
            "idx_profiles_active_creators",
            "id",
            "updated_at",
            postgresql_where=text("is_creator and subscription_tier in ('premium', 'pro')"),
        ),
        Index("idx_profiles_created_at_desc", text("created_at desc")),
        Index("idx_profiles_creator_tier", "creator_tier"),
        Index("idx_profiles_email_lower", text("lower(email)")),
        Index("idx_profiles_is_creator", "is_creator"),
        Index("idx_profiles_stripe_connect_account_id", "stripe_connect_account_id"),
        Index("idx_profiles_stripe_customer_id", "stripe_customer_id"),
        Index("idx_profiles_subscription_tier", "subscription_tier"),
        Index(
            "idx_profiles_tokens_saved_cache",
            "tokens_saved_cache",
            postgresql_where=text("tokens_saved_cache > 0"),
        ),
    )
    __access__ = own("id", commands="select insert update", server_only=_ACCOUNT)

    id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"), primary_key=True, comment="same value as auth.users.id"
    )
    email: Mapped[str] = mapped_column(comment="account mail, required")
    full_name: Mapped[str | None] = mapped_column(comment="name from sign-up data or mail prefix")
    subscription_tier: Mapped[str | None] = mapped_column(server_default="basic")
    subscription_status: Mapped[str | None] = mapped_column(
        server_default="inactive", comment="inactive, active, trialing or other Stripe state"
    )
    stripe_customer_id: Mapped[str | None] = mapped_column(comment="Stripe customer for payments")
    current_period_end: Mapped[moment | None] = mapped_column(comment="paid period end")
    tokens_remaining: Mapped[int | None] = mapped_column(
        server_default="1332", comment="generation allowance in credits; 1332 at start"
    )
    tokens_used_total: Mapped[zero | None] = mapped_column(comment="lifetime AI tokens (input + output)")
    last_token_grant: Mapped[moment_now | None] = mapped_column(comment="last monthly grant")
    stories_created: Mapped[zero | None] = mapped_column(comment="count of stories made")
    words_generated: Mapped[zero | None] = mapped_column(comment="lifetime words written")
    onboarding_complete: Mapped[flag_off | None] = mapped_column(comment="onboarding flag")
    writing_goals: Mapped[list[str] | None] = mapped_column(comment="chosen goals")
    preferred_genres: Mapped[list[str] | None] = mapped_column(comment="chosen genres")
    experience_level: Mapped[str | None] = mapped_column(comment="self-rated skill")
    writing_frequency: Mapped[str | None] = mapped_column(comment="stated habit")
    credits_balance: Mapped[zero | None] = mapped_column(
        comment="spendable credits; last ledger balance_after"
    )
    credits_earned_total: Mapped[zero | None] = mapped_column(comment="sum of positive ledger amounts")
    credits_spent_total: Mapped[zero | None] = mapped_column(comment="sum of spends as positive number")
    cache_hits: Mapped[zero | None] = mapped_column(comment="purchases that got a cache discount")
    cache_discount_earned: Mapped[zero | None] = mapped_column(comment="credits saved by cache discounts")
    is_creator: Mapped[flag_off | None] = mapped_column(comment="may publish for pay")
    creator_tier: Mapped[str | None]
    total_earnings_usd: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 2), server_default="0", comment="lifetime creator USD"
    )
    pending_payout_usd: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 2), server_default="0", comment="earned but not yet in a payout"
    )
    stripe_connect_account_id: Mapped[str | None] = mapped_column(comment="Connect account id acct_...")
    stripe_account_status: Mapped[str | None]
    stripe_charges_enabled: Mapped[flag_off | None] = mapped_column(comment="Connect may charge")
    stripe_payouts_enabled: Mapped[flag_off | None] = mapped_column(comment="Connect may pay out")
    display_name: Mapped[str | None] = mapped_column(comment="public pen name")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    is_admin: Mapped[flag_off | None] = mapped_column(comment="admin flag read by code and later policies")
    tokens_saved_cache: Mapped[zero | None] = mapped_column(comment="tokens saved by content cache")

    user: Mapped[AuthUser] = relationship(AuthUser)
