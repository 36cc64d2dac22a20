"""Tokens: the ledger of grants, and what was used of them."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.supabase.auth import AuthUser

from . import enums
from .base import Base, flag_on, moment, moment_now, one_of, uuid_pk, wall_clock, wall_clock_now, zero
from .token_billing import CustomerSubscription


class TokenTransaction(Base):
    """The ledger of grants, purchases and deductions; grants are positive (b17, c1)."""

    __tablename__ = "token_transactions"
    __table_args__ = (
        Index("idx_token_transactions_action_type", "action_type"),
        Index("idx_token_transactions_created_at", text("created_at desc")),
        Index(
            "idx_token_transactions_expires_at",
            "user_id",
            "expires_at",
            postgresql_where=text("expires_at is not null"),
        ),
        Index(
            "idx_token_transactions_stripe_payment",
            "stripe_payment_intent_id",
            postgresql_where=text("stripe_payment_intent_id is not null"),
        ),
        Index(
            "idx_token_transactions_subscription",
            "subscription_id",
            postgresql_where=text("subscription_id is not null"),
        ),
        Index("idx_token_transactions_user_action", "user_id", "action_type"),
        Index("idx_token_transactions_user_id", "user_id"),
        Index("idx_token_transactions_created_by", "created_by"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    action_type: Mapped[str] = mapped_column(enums.token_action_type)
    tokens_used: Mapped[int] = mapped_column(comment="grants and packs positive, deductions negative")
    tokens_remaining: Mapped[int] = mapped_column(comment="running balance after the row")
    estimated_cost_usd: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 6), comment="real provider cost in USD"
    )
    openai_model: Mapped[str | None]
    prompt_tokens: Mapped[int | None]
    completion_tokens: Mapped[int | None]
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", server_default="{}", comment="tier, grant kind or pack context"
    )
    created_at: Mapped[moment_now | None]
    amount_paid_cents: Mapped[int | None] = mapped_column(comment="money paid for packs")
    currency: Mapped[str | None] = mapped_column(server_default="USD")
    stripe_payment_intent_id: Mapped[str | None]
    stripe_session_id: Mapped[str | None]
    subscription_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customer_subscriptions.id"))
    token_pack_id: Mapped[str | None] = mapped_column(comment="power, mega or ultra")
    notes: Mapped[str | None]
    created_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(AuthUser.id), comment="admin who made the row"
    )
    expires_at: Mapped[moment | None] = mapped_column(comment="grant expiry; null never expires")

    user: Mapped[AuthUser] = relationship(AuthUser, foreign_keys=[user_id])
    subscription: Mapped[CustomerSubscription | None] = relationship()
    creator: Mapped[AuthUser | None] = relationship(AuthUser, foreign_keys=[created_by])


class TokenUsage(Base):
    """Tokens that one AI call consumed; the debit side of the balance (c1)."""

    __tablename__ = "token_usage"
    __table_args__ = (
        one_of(
            "action_type",
            "assessment_scoring",
            "vision_generation",
            "vision_refinement",
            "blueprint_generation",
            "chat_conversation",
            "audio_generation",
            "image_generation",
            "transcription",
            "admin_grant",
            "admin_deduct",
            "subscription_grant",
            "trial_grant",
            "token_pack_purchase",
            "life_vision_category_summary",
            "life_vision_master_assembly",
            "prompt_suggestions",
            "frequency_flip",
            "vibrational_analysis",
            "viva_scene_generation",
            "north_star_reflection",
        ),
        Index("idx_token_usage_action_type", "action_type"),
        Index(
            "idx_token_usage_calculated_cost",
            "calculated_cost_cents",
            postgresql_where=text("calculated_cost_cents is not null"),
        ),
        Index("idx_token_usage_created_at", text("created_at desc")),
        Index("idx_token_usage_model_used", "model_used"),
        Index("idx_token_usage_user_created", "user_id", text("created_at desc")),
        Index("idx_token_usage_user_id", "user_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    action_type: Mapped[str]
    model_used: Mapped[str] = mapped_column(comment="soft key into ai_model_pricing.model_name")
    tokens_used: Mapped[zero] = mapped_column(comment="input plus output tokens, else flat value")
    input_tokens: Mapped[zero | None]
    output_tokens: Mapped[zero | None]
    cost_estimate: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 4), server_default="0", comment="older estimate in cents"
    )
    success: Mapped[flag_on]
    error_message: Mapped[str | None]
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata", server_default="{}")
    created_at: Mapped[moment_now]
    calculated_cost_cents: Mapped[int | None] = mapped_column(comment="cents computed from ai_model_pricing")
    audio_seconds: Mapped[Decimal | None] = mapped_column(Numeric(10, 2), comment="seconds transcribed")
    audio_duration_formatted: Mapped[str | None] = mapped_column(comment="readable duration text")

    user: Mapped[AuthUser] = relationship(AuthUser)


_USAGE_WITH_COSTS = """
select id, user_id, action_type, model_used, tokens_used, input_tokens, output_tokens,
       audio_seconds, audio_duration_formatted,
       cost_estimate / 100 as old_estimate_usd,
       calculated_cost_cents / 100.0 as accurate_cost_usd,
       (calculated_cost_cents - cost_estimate) / 100 as cost_difference_usd,
       round(100 * calculated_cost_cents / nullif(cost_estimate, 0), 2) as accuracy_percentage,
       case when audio_seconds > 0 then 'audio' when input_tokens + output_tokens > 0 then 'text' else 'other' end
           as usage_type,
       success, error_message, metadata, created_at
from public.token_usage
where success
"""


class TokenUsageWithCosts(Base):
    """A view: successful usage with the old and the computed cost in USD, with the rights of its reader."""

    __tablename__ = "token_usage_with_costs"
    __view__ = _USAGE_WITH_COSTS
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid.UUID | None] = mapped_column()
    user_id: Mapped[uuid.UUID | None]
    action_type: Mapped[str | None]
    model_used: Mapped[str | None]
    tokens_used: Mapped[int | None]
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    audio_seconds: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    audio_duration_formatted: Mapped[str | None]
    old_estimate_usd: Mapped[Decimal | None] = mapped_column(comment="cost_estimate/100")
    accurate_cost_usd: Mapped[Decimal | None] = mapped_column(comment="calculated_cost_cents/100")
    cost_difference_usd: Mapped[Decimal | None] = mapped_column(comment="accurate minus old, USD")
    accuracy_percentage: Mapped[Decimal | None] = mapped_column(comment="calculated over estimate, percent")
    usage_type: Mapped[str | None] = mapped_column(comment="audio, text or other")
    success: Mapped[bool | None]
    error_message: Mapped[str | None]
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata")
    created_at: Mapped[moment | None]

    __mapper_args__ = {"primary_key": [id]}


class TokenDrip(Base):
    """The monthly token drip of a subscription: a table that the product dropped on 2025-11-14."""

    __tablename__ = "token_drips"
    __table_args__ = (
        Index("idx_token_drips_user_id", "user_id"),
        Index("idx_token_drips_subscription_id", "subscription_id"),
    )
    __optional__ = True
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    subscription_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("customer_subscriptions.id", ondelete="SET NULL")
    )
    drip_amount: Mapped[int] = mapped_column(comment="tokens of the cycle, 375000")
    drip_date: Mapped[wall_clock_now | None]
    cycle_number: Mapped[int] = mapped_column(comment="1, 2, 3, ...")
    rollover_from_previous: Mapped[zero | None] = mapped_column(comment="previous balance kept")
    rollover_cycles_count: Mapped[zero | None] = mapped_column(comment="0 to 3")
    expired_tokens: Mapped[zero | None] = mapped_column(comment="previous balance lost when count passes 3")
    balance_before: Mapped[int]
    balance_after: Mapped[int] = mapped_column(comment="rollover_from_previous + drip_amount")
    billing_period_start: Mapped[wall_clock | None] = mapped_column(comment="start of the cycle")
    billing_period_end: Mapped[wall_clock | None] = mapped_column(comment="start plus 28 days")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata")
    created_at: Mapped[wall_clock_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    subscription: Mapped[CustomerSubscription | None] = relationship()
