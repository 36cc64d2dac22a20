"""What readers read, keep and choose."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own, via
from seedkit.schema.columns import between, flag_off, moment, moment_now, one_of, uuid_pk, zero

from .base import Base
from .content import Chapter, Story
from .identity import Profile


class ReadingProgress(Base):
    """How far a reader is in a chapter (c12)."""

    __tablename__ = "reading_progress"
    __table_args__ = (
        UniqueConstraint("user_id", "story_id", "chapter_id"),
        between("progress_percentage", 0, 100),
        Index("idx_reading_progress_story_id", "story_id"),
        Index("idx_reading_progress_user_id", "user_id"),
        Index("idx_reading_progress_chapter_id", "chapter_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    chapter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("chapters.id", ondelete="CASCADE"))
    progress_percentage: Mapped[zero | None]
    last_read_at: Mapped[moment_now | None] = mapped_column(comment="last open")
    reading_time_minutes: Mapped[zero | None] = mapped_column(comment="minutes spent")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()
    story: Mapped[Story] = relationship()
    chapter: Mapped[Chapter] = relationship()


class UserLibrary(Base):
    """A story on a reader's shelf (c12)."""

    __tablename__ = "user_library"
    __table_args__ = (
        UniqueConstraint("user_id", "story_id"),
        between("personal_rating", 1, 5),
        one_of("reading_status", "want_to_read", "reading", "completed", "dropped"),
        Index("idx_user_library_user_id", "user_id"),
        Index("idx_user_library_story_id", "story_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    added_at: Mapped[moment_now | None] = mapped_column(comment="when added")
    is_favorite: Mapped[flag_off | None] = mapped_column(comment="starred")
    reading_status: Mapped[str | None] = mapped_column(server_default="want_to_read")
    personal_rating: Mapped[int | None] = mapped_column(comment="1..5 or NULL")
    personal_notes: Mapped[str | None] = mapped_column(comment="private note")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()
    story: Mapped[Story] = relationship()


class SubscriptionUsage(Base):
    """What a user did in a month, against the limits of the plan (c11)."""

    __tablename__ = "subscription_usage"
    __table_args__ = (
        one_of("subscription_tier", "basic", "premium"),
        Index("idx_subscription_usage_user_id", "user_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    subscription_tier: Mapped[str] = mapped_column(comment="tier during the period")
    credits_used_this_month: Mapped[zero | None] = mapped_column(comment="spends in period")
    stories_read_this_month: Mapped[zero | None] = mapped_column(comment="distinct stories bought/read")
    downloads_this_month: Mapped[zero | None] = mapped_column(comment="exports in period")
    period_start: Mapped[dt.date] = mapped_column(comment="first of month")
    period_end: Mapped[dt.date] = mapped_column(comment="last of month")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()


class ReaderPath(Base):
    """The way of a reader through a choice book, in one session."""

    __tablename__ = "reader_paths"
    __table_args__ = (
        Index("idx_reader_paths_choices", "choices_made", postgresql_using="gin"),
        Index("idx_reader_paths_session_id", "session_id"),
        Index("idx_reader_paths_session_start", text("session_start desc")),
        Index("idx_reader_paths_story_id", "story_id"),
        Index("idx_reader_paths_user_id", "user_id"),
        Index("idx_reader_paths_user_story", "user_id", "story_id"),
    )
    __access__ = own("user_id", commands="select insert update") | via(
        "story_id", "stories", commands="select"
    )

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    session_id: Mapped[str] = mapped_column(String(255))
    choices_made: Mapped[list[Any] | None] = mapped_column(server_default="[]", comment="list of choices")
    current_chapter: Mapped[str | None] = mapped_column(String(255), comment="where the reader is")
    path_completion: Mapped[Decimal | None] = mapped_column(Numeric(5, 2), server_default="0")
    session_start: Mapped[moment_now]
    session_end: Mapped[moment | None]
    ending_reached: Mapped[str | None] = mapped_column(String(255), comment="ending key")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[Profile] = relationship()
    story: Mapped[Story] = relationship()


class ChoiceAnalytics(Base):
    """How often readers of a choice book took an option."""

    __tablename__ = "choice_analytics"
    __table_args__ = (
        UniqueConstraint("story_id", "choice_point_id", "choice_id"),
        Index("idx_choice_analytics_choice_point", "choice_point_id"),
        Index("idx_choice_analytics_selection_count", text("selection_count desc")),
        Index("idx_choice_analytics_story_id", "story_id"),
    )
    __access__ = via("story_id", "stories", commands="select")

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    choice_point_id: Mapped[str] = mapped_column(String(255))
    choice_id: Mapped[str] = mapped_column(String(255), comment="option")
    selection_count: Mapped[zero | None] = mapped_column(comment="times picked")
    average_decision_time: Mapped[zero | None] = mapped_column(comment="ms")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    story: Mapped[Story] = relationship()
