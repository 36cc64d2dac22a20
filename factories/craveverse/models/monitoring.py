"""Background jobs and what AI calls cost."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import service_only
from seedkit.schema.columns import flag_off, moment, moment_now, one_of, uuid_pk

from . import enums
from .access import mine
from .base import Base
from .identity import User


class QueueJob(Base):
    """A job for the background worker; a retry is a new row (c9)."""

    __tablename__ = "queue_jobs"
    __table_args__ = (
        one_of("status", "pending", "processing", "completed", "failed"),
        Index("idx_queue_jobs_scheduled_at", "scheduled_at"),
        Index("idx_queue_jobs_status", "status"),
    )
    __access__ = service_only()

    id: Mapped[uuid_pk]
    job_type: Mapped[str] = mapped_column(comment="onboarding_personalization|user_summary|battle_tasks")
    payload: Mapped[dict[str, Any]] = mapped_column(comment="job arguments (userIds, craving)")
    status: Mapped[str | None] = mapped_column(
        server_default="pending", comment="pending, processing, completed or failed"
    )
    scheduled_at: Mapped[moment_now | None] = mapped_column(comment="not before this time")
    processed_at: Mapped[moment | None] = mapped_column(comment="when a worker took it")
    error_message: Mapped[str | None] = mapped_column(comment="failure text")
    created_at: Mapped[moment_now | None]


class AiUsageMetric(Base):
    """One call of an AI model, its tokens and cost (c10)."""

    __tablename__ = "ai_usage_metrics"
    __table_args__ = (
        Index("idx_ai_usage_metrics_created_at", "created_at"),
        Index("idx_ai_usage_metrics_user_id", "user_id"),
    )
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    model_type: Mapped[str] = mapped_column(enums.ai_model_type, comment="model used")
    tokens_used: Mapped[int] = mapped_column(comment="input + output tokens")
    cost_usd: Mapped[Decimal] = mapped_column(Numeric(10, 6), comment="call cost in USD")
    prompt_hash: Mapped[str] = mapped_column(comment="sha256 of prompt, model, limit")
    cached_response: Mapped[flag_off | None] = mapped_column(comment="served from cache (cost 0)")
    created_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


_AI_USAGE_LOG = """
select id, user_id, model_type, tokens_used, cost_usd, created_at, 'model_' || model_type::text as feature
from public.ai_usage_metrics
"""


class AiUsageLog(Base):
    """A view: AI calls under the name of a feature."""

    __tablename__ = "ai_usage_log"
    __view__ = _AI_USAGE_LOG
    __access__ = mine(commands="select")

    id: Mapped[uuid.UUID | None] = mapped_column(comment="ai_usage_metrics.id")
    user_id: Mapped[uuid.UUID | None]
    model_type: Mapped[str | None] = mapped_column(enums.ai_model_type)
    tokens_used: Mapped[int | None] = mapped_column(comment="tokens")
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(10, 6), comment="cost")
    created_at: Mapped[moment | None]
    feature: Mapped[str | None] = mapped_column(comment="constant prefix model_ plus model name")

    __mapper_args__ = {"primary_key": [id]}
