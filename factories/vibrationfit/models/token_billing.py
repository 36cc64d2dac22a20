"""Plans, subscriptions and payments."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import conv

from seedkit.schema.access import own, public_read
from seedkit.supabase.auth import AuthUser

from . import enums
from .base import (
    Base,
    flag_off,
    flag_on,
    moment,
    moment_now,
    uuid_pk,
    wall_clock,
    wall_clock_now,
    zero,
)


class MembershipTier(Base):
    """A plan with its prices, grants, seats and quotas; inactive ones are hidden (c2)."""

    __tablename__ = "membership_tiers"
    __table_args__ = (
        Index("idx_membership_tiers_active", "is_active"),
        Index("idx_membership_tiers_type", "tier_type"),
    )
    __access__ = public_read("{t}.is_active")

    id: Mapped[uuid_pk]
    name: Mapped[str] = mapped_column(String(100), unique=True)
    description: Mapped[str | None]
    is_active: Mapped[flag_on | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    tier_type: Mapped[str | None] = mapped_column(enums.membership_tier_type)
    price_monthly: Mapped[zero] = mapped_column(comment="cents per 28-day cycle or one-time price")
    price_yearly: Mapped[int | None] = mapped_column(comment="cents per year")
    features: Mapped[list[Any] | None] = mapped_column(server_default="[]", comment="list of display strings")
    viva_tokens_monthly: Mapped[zero]
    max_visions: Mapped[int | None]
    is_popular: Mapped[flag_off | None]
    display_order: Mapped[zero | None]
    stripe_product_id: Mapped[str | None] = mapped_column(unique=True)
    stripe_price_id: Mapped[str | None] = mapped_column(unique=True)
    annual_token_grant: Mapped[zero | None] = mapped_column(
        comment="tokens granted when billing_interval is year"
    )
    monthly_token_grant: Mapped[zero | None] = mapped_column(
        comment="tokens granted for month or one-time interval"
    )
    billing_interval: Mapped[str | None] = mapped_column(
        server_default="month", comment="month, year or one-time; unchecked"
    )
    storage_quota_gb: Mapped[int | None] = mapped_column(
        server_default="100", comment="storage quota in GB for the tier"
    )
    included_seats: Mapped[int | None] = mapped_column(
        server_default="1", comment="seats included; 1 solo, 2 household"
    )
    max_household_members: Mapped[int | None] = mapped_column(
        comment="cap of members; null solo, 6 household"
    )
    rollover_max_cycles: Mapped[int | None] = mapped_column(comment="cycles unused tokens survive; null none")
    plan_category: Mapped[str | None] = mapped_column(
        server_default="subscription", comment="subscription, intensive or addon"
    )
    is_household_plan: Mapped[flag_off | None] = mapped_column(comment="household rather than solo plan")


class CustomerSubscription(Base):
    """A Stripe subscription of a user to a tier; at most one of them is live (c2)."""

    __tablename__ = "customer_subscriptions"
    __table_args__ = (
        Index(
            "unique_active_subscription",
            "user_id",
            unique=True,
            postgresql_where=text("status in ('active', 'trialing')"),
        ),
        Index("idx_customer_subscriptions_status", "status"),
        Index("idx_customer_subscriptions_stripe_customer", "stripe_customer_id"),
        Index("idx_customer_subscriptions_stripe_subscription", "stripe_subscription_id"),
        Index("idx_customer_subscriptions_user_id", "user_id"),
        Index("idx_customer_subscriptions_membership_tier_id", "membership_tier_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    membership_tier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("membership_tiers.id"))
    stripe_customer_id: Mapped[str]
    stripe_subscription_id: Mapped[str | None] = mapped_column(unique=True, comment="unique when present")
    stripe_price_id: Mapped[str | None]
    status: Mapped[str] = mapped_column(
        enums.subscription_status,
        server_default="incomplete",
        comment="at most one active or trialing per user",
    )
    current_period_start: Mapped[moment | None]
    current_period_end: Mapped[moment | None]
    cancel_at_period_end: Mapped[flag_off | None]
    canceled_at: Mapped[moment | None]
    trial_start: Mapped[moment | None]
    trial_end: Mapped[moment | None]
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)
    membership_tier: Mapped[MembershipTier] = relationship()


class PaymentHistory(Base):
    """The outcome of one Stripe payment."""

    __tablename__ = "payment_history"
    __table_args__ = (
        Index("idx_payment_history_created_at", text("created_at desc")),
        Index("idx_payment_history_subscription_id", "subscription_id"),
        Index("idx_payment_history_user_id", "user_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    subscription_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("customer_subscriptions.id", ondelete="SET NULL")
    )
    stripe_payment_intent_id: Mapped[str | None] = mapped_column(unique=True, comment="unique when present")
    stripe_invoice_id: Mapped[str | None]
    amount: Mapped[int] = mapped_column(comment="cents charged or due")
    currency: Mapped[str] = mapped_column(server_default="usd")
    status: Mapped[str] = mapped_column(comment="succeeded or failed in code; unchecked")
    description: Mapped[str | None]
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata")
    paid_at: Mapped[moment | None]
    created_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)
    subscription: Mapped[CustomerSubscription | None] = relationship()


class IntensivePurchase(Base):
    """A purchase of the one-time intensive programme (c7)."""

    __tablename__ = "intensive_purchases"
    __table_args__ = (
        CheckConstraint(
            "completion_status in ('pending', 'in_progress', 'completed', 'refunded')",
            name=conv("valid_completion_status"),
        ),
        CheckConstraint("payment_plan in ('full', '2pay', '3pay')", name=conv("valid_payment_plan")),
        Index("idx_intensive_payment_intent", "stripe_payment_intent_id"),
        Index("idx_intensive_status", "completion_status"),
        Index("idx_intensive_user", "user_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    stripe_payment_intent_id: Mapped[str | None]
    stripe_checkout_session_id: Mapped[str | None]
    amount: Mapped[int] = mapped_column(comment="cents paid; 49900 solo, 69900 household, 0 free")
    currency: Mapped[str | None] = mapped_column(server_default="usd")
    payment_plan: Mapped[str] = mapped_column(
        server_default="full", comment="full, 2pay or 3pay; sets installments_total"
    )
    installments_total: Mapped[int | None] = mapped_column(server_default="1")
    installments_paid: Mapped[zero | None]
    next_installment_date: Mapped[wall_clock | None]
    completion_status: Mapped[str] = mapped_column(server_default="pending")
    activation_deadline: Mapped[wall_clock | None] = mapped_column(
        comment="purchase time plus 72 hours in code"
    )
    created_at: Mapped[wall_clock_now | None]
    started_at: Mapped[wall_clock | None]
    completed_at: Mapped[wall_clock | None]
    refunded_at: Mapped[wall_clock | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
