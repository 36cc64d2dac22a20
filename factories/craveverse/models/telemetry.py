"""What users did, counted and timed."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.columns import moment_now, uuid_pk, zero

from .access import mine
from .base import Base
from .identity import User


class JourneyEvent(Base):
    """An event of onboarding, of a level, or a latency (c1)."""

    __tablename__ = "journey_events"
    __table_args__ = (
        Index("idx_journey_events_created_at", "created_at"),
        Index("idx_journey_events_event", "event"),
        Index("idx_journey_events_user_id", "user_id"),
    )
    __access__ = mine()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(comment="event name")
    phase: Mapped[str | None] = mapped_column(comment="onboarding phase or NULL")
    duration_ms: Mapped[int | None] = mapped_column(comment="measured latency")
    success: Mapped[bool | None] = mapped_column(comment="outcome; NULL when not applicable")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", server_default="{}", comment="event payload"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


class ButtonInteraction(Base):
    """How often a user clicked one button of one page (c12)."""

    __tablename__ = "button_interactions"
    __table_args__ = (
        UniqueConstraint("user_id", "page_path", "button_id"),
        Index("idx_button_interactions_button_id", "button_id"),
        Index("idx_button_interactions_page_path", "page_path"),
        Index("idx_button_interactions_user_id", "user_id"),
    )
    __access__ = mine()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    page_path: Mapped[str] = mapped_column(comment="page, starts with slash")
    button_id: Mapped[str] = mapped_column(comment="button key")
    button_text: Mapped[str | None] = mapped_column(comment="label at last click")
    click_count: Mapped[zero | None] = mapped_column(comment="clicks so far")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", server_default="{}", comment="last click context"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()
