"""Payments, plans and trials."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.columns import moment, moment_now, one_of, uuid_pk

from .access import mine
from .base import Base
from .identity import User


class PaymentTransaction(Base):
    """A payment by Stripe (c6)."""

    __tablename__ = "payment_transactions"
    __table_args__ = (Index("idx_payment_transactions_user_id", "user_id"),)
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    stripe_payment_intent_id: Mapped[str] = mapped_column(comment="Stripe payment reference")
    amount_cents: Mapped[int] = mapped_column(comment="charge in cents")
    currency: Mapped[str] = mapped_column(server_default="usd", comment="ISO code, lower case")
    product_type: Mapped[str] = mapped_column(comment="subscription, coins or pause_tokens")
    product_id: Mapped[str] = mapped_column(comment="plan or pack key")
    status: Mapped[str] = mapped_column(comment="free text; metrics count completed")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", server_default="{}", comment="Stripe extras"
    )
    created_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


class Subscription(Base):
    """A plan or trial of a user; Stripe ids stand in the metadata (c6)."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        one_of("status", "active", "trialing", "canceled", "past_due", "incomplete"),
        Index("idx_subscriptions_plan_id", "plan_id"),
        Index("idx_subscriptions_status", "status"),
        Index("idx_subscriptions_trial_end", "trial_end"),
        Index("idx_subscriptions_user_id", "user_id"),
    )
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    plan_id: Mapped[str] = mapped_column(comment="plus or ultra")
    status: Mapped[str] = mapped_column(comment="Stripe-like state")
    trial_start: Mapped[moment | None] = mapped_column(comment="trial start")
    trial_end: Mapped[moment | None] = mapped_column(comment="trial end, start + 14 days")
    current_period_start: Mapped[moment | None] = mapped_column(comment="paid or trial period start")
    current_period_end: Mapped[moment | None] = mapped_column(comment="period end")
    cancel_at: Mapped[moment | None] = mapped_column(comment="scheduled cancellation")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", server_default="{}", comment="holds Stripe ids (no columns for them)"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


class TrialHistory(Base):
    """A trial that a user had, once for each plan (c6)."""

    __tablename__ = "trial_history"
    __table_args__ = (
        Index("idx_trial_history_plan_id", "plan_id"),
        Index("idx_trial_history_user_id", "user_id"),
    )
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    plan_id: Mapped[str] = mapped_column(comment="plan tried; one trial per user and plan")
    started_at: Mapped[moment] = mapped_column(comment="trial start")
    ended_at: Mapped[moment] = mapped_column(comment="trial end")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


_TRANSACTIONS = """
select id, user_id, amount_cents / 100.0 as amount, status, product_type as type, created_at
from public.payment_transactions
"""


class Transaction(Base):
    """A view: payments in whole units of money."""

    __tablename__ = "transactions"
    __view__ = _TRANSACTIONS
    __access__ = mine(commands="select")

    id: Mapped[uuid.UUID | None] = mapped_column(comment="payment_transactions.id")
    user_id: Mapped[uuid.UUID | None]
    amount: Mapped[Decimal | None] = mapped_column(comment="amount_cents / 100 as numeric")
    status: Mapped[str | None] = mapped_column(comment="payment status")
    type: Mapped[str | None] = mapped_column(comment="product_type renamed")
    created_at: Mapped[moment | None]

    __mapper_args__ = {"primary_key": [id]}
