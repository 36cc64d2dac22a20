"""Credits: what can be bought, who paid, and the ledger."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own, public_read
from seedkit.schema.columns import flag_on, moment, moment_now, one_of, uuid_pk, zero

from .access import admin
from .base import Base
from .identity import Profile


class CreditPackage(Base):
    """What can be bought: credits for a price; inactive ones are hidden (c2)."""

    __tablename__ = "credit_packages"
    __table_args__ = (Index("idx_credit_packages_active", "is_active"),)
    __access__ = public_read("{t}.is_active")

    id: Mapped[uuid_pk]
    name: Mapped[str] = mapped_column(comment="package label")
    description: Mapped[str | None] = mapped_column(comment="sales text")
    credits_amount: Mapped[int] = mapped_column(comment="credits granted")
    price_usd: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    bonus_credits: Mapped[zero | None] = mapped_column(comment="extra credits")
    stripe_price_id: Mapped[str] = mapped_column(unique=True, comment="Stripe price reference")
    is_active: Mapped[flag_on | None] = mapped_column(comment="on sale; gates public read")
    sort_order: Mapped[zero | None] = mapped_column(comment="display order")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]


class CreditTransaction(Base):
    """The credit ledger: every movement with the balance after it (c2)."""

    __tablename__ = "credit_transactions"
    __table_args__ = (
        one_of("reference_type", "story_read", "cache_hit", "purchase", "creator_bonus"),
        one_of("transaction_type", "purchase", "spend", "earn", "bonus", "refund"),
        Index("idx_credit_transactions_created_at", text("created_at desc")),
        Index("idx_credit_transactions_type", "transaction_type"),
        Index("idx_credit_transactions_type_date", "transaction_type", "created_at"),
        Index("idx_credit_transactions_user_date", "user_id", "created_at"),
        Index("idx_credit_transactions_user_id", "user_id"),
        Index("idx_credit_transactions_user_type", "user_id", "transaction_type"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    transaction_type: Mapped[str]
    amount: Mapped[int] = mapped_column(comment="signed credits; spend is negative")
    balance_after: Mapped[int] = mapped_column(comment="running balance after this row")
    description: Mapped[str] = mapped_column(comment="human text")
    reference_id: Mapped[str | None] = mapped_column(comment="id of what caused it (text)")
    reference_type: Mapped[str | None]
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata", comment="extra detail")
    created_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()


class Payment(Base):
    """A Stripe payment for a package (c2)."""

    __tablename__ = "payments"
    __table_args__ = (
        one_of("status", "pending", "succeeded", "failed", "canceled"),
        Index("idx_payments_stripe_intent", "stripe_payment_intent_id"),
        Index("idx_payments_user_id", "user_id"),
        Index("idx_payments_package_id", "package_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    stripe_payment_intent_id: Mapped[str] = mapped_column(
        unique=True, comment="Stripe intent, treat as unique"
    )
    stripe_customer_id: Mapped[str] = mapped_column(comment="payer")
    package_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("credit_packages.id"), comment="package bought"
    )
    amount_usd: Mapped[Decimal] = mapped_column(Numeric(10, 2), comment="charge")
    credits_purchased: Mapped[int] = mapped_column(comment="credits bought")
    bonus_credits: Mapped[zero | None]
    status: Mapped[str | None] = mapped_column(server_default="pending")
    payment_method: Mapped[str | None] = mapped_column(comment="card etc.; set on success")
    failure_reason: Mapped[str | None]
    processed_at: Mapped[moment | None] = mapped_column(comment="settled time")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()
    package: Mapped[CreditPackage | None] = relationship()


class SubscriptionLog(Base):
    """An event of a subscription, as Stripe told it."""

    __tablename__ = "subscription_logs"
    __table_args__ = (
        Index("idx_subscription_logs_created_at", text("created_at desc")),
        Index("idx_subscription_logs_event_type", "event_type"),
        Index("idx_subscription_logs_stripe_subscription", "stripe_subscription_id"),
        Index("idx_subscription_logs_user_id", "user_id"),
    )
    __access__ = own("user_id", commands="select") | admin()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    event_type: Mapped[str] = mapped_column(
        String(50), comment="subscription_created|updated|cancelled, payment_succeeded|failed"
    )
    subscription_tier: Mapped[str | None] = mapped_column(String(20), comment="tier after event")
    subscription_status: Mapped[str | None] = mapped_column(String(50), comment="status after event")
    credits_granted: Mapped[int | None] = mapped_column(comment="credits added")
    stripe_session_id: Mapped[str | None] = mapped_column(String(255), comment="checkout")
    stripe_subscription_id: Mapped[str | None] = mapped_column(String(255))
    stripe_invoice_id: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[moment_now]

    user: Mapped[Profile] = relationship()
