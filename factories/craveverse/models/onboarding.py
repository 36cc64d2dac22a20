"""What a newcomer answered."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.columns import moment_now, uuid_pk

from .access import mine
from .base import Base
from .identity import User


class UserQuizResponse(Base):
    """The answers of the onboarding quiz, one row for each user and edition (c1)."""

    __tablename__ = "user_quiz_responses"
    __table_args__ = (
        UniqueConstraint("user_id", "quiz_version"),
        Index("idx_user_quiz_responses_user_id", "user_id"),
    )
    __access__ = mine()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    quiz_version: Mapped[str | None] = mapped_column(server_default="v1", comment="quiz edition")
    responses: Mapped[dict[str, Any]] = mapped_column(
        comment="answers keyed severity|triggers|attempts|motivation|support"
    )
    derived_preferences: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="personalization result of the quiz"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()
