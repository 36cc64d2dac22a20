"""Covers, and the queue that makes them."""

from __future__ import annotations

import uuid
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own, via
from seedkit.schema.columns import flag_off, moment, moment_now, one_of, uuid_pk, zero

from .access import published
from .base import Base
from .content import Story
from .identity import Profile


class CoverGenerationQueue(Base):
    """A cover somebody asked for, on its way (c10)."""

    __tablename__ = "cover_generation_queue"
    __table_args__ = (
        one_of("cover_style", "realistic", "artistic", "fantasy", "minimalist", "vintage"),
        one_of("status", "pending", "generating", "completed", "failed"),
        Index("idx_cover_generation_queue_status", "status"),
        Index("idx_cover_generation_queue_user_id", "user_id"),
        Index("idx_cover_generation_queue_story_id", "story_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="requester"
    )
    generation_prompt: Mapped[str]
    cover_style: Mapped[str] = mapped_column(comment="one of five styles")
    status: Mapped[str | None] = mapped_column(server_default="pending")
    priority: Mapped[int | None] = mapped_column(
        server_default="100", comment="1 premium, 2 basic, 3 other; lower first"
    )
    retry_count: Mapped[zero | None] = mapped_column(comment="retries")
    error_message: Mapped[str | None]
    webui_task_id: Mapped[str | None] = mapped_column(comment="worker task id")
    estimated_completion: Mapped[moment | None] = mapped_column(comment="promised time")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    story: Mapped[Story] = relationship()
    user: Mapped[Profile] = relationship()


class StoryCover(Base):
    """A generated cover; exactly one of a story is primary (c10)."""

    __tablename__ = "story_covers"
    __table_args__ = (
        one_of("cover_style", "realistic", "artistic", "fantasy", "minimalist", "vintage"),
        Index("idx_story_covers_story_id", "story_id"),
    )
    __access__ = via("story_id", "stories", commands="select") | published("story_id")

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    cover_url: Mapped[str] = mapped_column(comment="image address")
    cover_style: Mapped[str] = mapped_column(comment="one of five styles")
    generation_prompt: Mapped[str] = mapped_column(comment="prompt used")
    is_primary: Mapped[flag_off | None] = mapped_column(comment="cover shown; keep one per story")
    generation_cost: Mapped[Decimal | None] = mapped_column(
        Numeric(6, 4), server_default="0", comment="cost (credits in code)"
    )
    sd_model_used: Mapped[str | None] = mapped_column(
        server_default="stable-diffusion-xl", comment="image model"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    story: Mapped[Story] = relationship()
