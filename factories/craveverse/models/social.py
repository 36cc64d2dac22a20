"""What a user did and shows around."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.columns import moment, moment_now, uuid_pk, zero

from .access import mine
from .base import Base
from .identity import User


class ActivityLog(Base):
    """An action of a user, for the feed (c3, c6)."""

    __tablename__ = "activity_log"
    __table_args__ = (
        Index("idx_activity_log_action", "action"),
        Index("idx_activity_log_created_at", "created_at"),
        Index("idx_activity_log_user_id", "user_id"),
    )
    __access__ = mine(commands="select insert")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    action: Mapped[str] = mapped_column(comment="event verb, e.g. level_completed")
    resource_type: Mapped[str | None] = mapped_column(comment="kind of object touched")
    resource_id: Mapped[str | None] = mapped_column(comment="id of object touched (text)")
    feature: Mapped[str | None] = mapped_column(comment="module label")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", server_default="{}", comment="action-specific detail"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


class ShareableProgress(Base):
    """A snapshot of progress behind a secret link, which the service opens (c11)."""

    __tablename__ = "shareable_progress"
    __table_args__ = (Index("idx_shareable_progress_user_id", "user_id"),)
    __access__ = mine(commands="select insert", server_only=("view_count",))

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    public_token: Mapped[str] = mapped_column(unique=True, comment="secret in the share link")
    progress_data: Mapped[dict[str, Any]] = mapped_column(
        comment="snapshot JSON: tier,xp,coins,streak,levels"
    )
    expires_at: Mapped[moment | None] = mapped_column(comment="link expiry; NULL = never")
    view_count: Mapped[zero | None] = mapped_column(comment="link openings")
    created_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()
