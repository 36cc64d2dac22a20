"""The journal, daily pages and the mood roll-up."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.supabase.auth import AuthUser

from .audio import Scene
from .base import Base, moment, moment_now, one_of, uuid_pk, zero
from .life_vision import VisionVersion


class JournalEntry(Base):
    """A journal entry with its media."""

    __tablename__ = "journal_entries"
    __table_args__ = (Index("idx_journal_entries_user_id", "user_id"),)
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    date: Mapped[dt.date]
    title: Mapped[str | None]
    content: Mapped[str]
    categories: Mapped[list[str] | None] = mapped_column(comment="life category labels or keys, unchecked")
    image_urls: Mapped[list[str] | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    audio_recordings: Mapped[list[Any]] = mapped_column(
        server_default="[]", comment="list of recordings with transcript and kind"
    )
    thumbnail_urls: Mapped[list[Any] | None] = mapped_column(
        server_default="[]", comment="list of video thumbnail URLs"
    )

    user: Mapped[AuthUser] = relationship(AuthUser)


class DailyPaper(Base):
    """The planning page of one user and day."""

    __tablename__ = "daily_papers"
    __table_args__ = (
        UniqueConstraint("user_id", "entry_date", name="daily_papers_user_entry_unique"),
        Index("idx_daily_papers_user_entry_date", "user_id", text("entry_date desc")),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    entry_date: Mapped[dt.date] = mapped_column(comment="day of the page; one per user per day")
    gratitude: Mapped[str] = mapped_column(server_default="")
    task_one: Mapped[str] = mapped_column(server_default="")
    task_two: Mapped[str] = mapped_column(server_default="")
    task_three: Mapped[str] = mapped_column(server_default="")
    fun_plan: Mapped[str] = mapped_column(server_default="")
    attachment_url: Mapped[str | None]
    attachment_key: Mapped[str | None]
    attachment_content_type: Mapped[str | None]
    attachment_size: Mapped[int | None] = mapped_column(BigInteger)
    metadata_: Mapped[dict[str, Any]] = mapped_column("metadata", server_default="{}")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)


class EmotionalSnapshot(Base):
    """The current mood of a user in one category, rolled up from events (c8)."""

    __tablename__ = "emotional_snapshots"
    __table_args__ = (
        UniqueConstraint("user_id", "category"),
        one_of("current_valence", "below_green_line", "near_green_line", "above_green_line"),
        one_of("trending_direction", "up", "down", "stable"),
        Index("idx_emotional_snapshots_user_category", "user_id", "category"),
        Index("idx_emotional_snapshots_last_scene_id", "last_scene_id"),
        Index("idx_emotional_snapshots_last_vision_id", "last_vision_id"),
    )
    __access__ = own("user_id", commands="select insert update")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(comment="life category; one snapshot per user and category")
    current_valence: Mapped[str]
    trending_direction: Mapped[str]
    avg_intensity: Mapped[Decimal | None] = mapped_column(comment="mean event intensity, two decimals")
    dominant_essence_words: Mapped[list[str] | None] = mapped_column(server_default="{}")
    primary_essence: Mapped[str | None]
    last_event_at: Mapped[moment | None]
    event_count_7d: Mapped[zero | None] = mapped_column(comment="events in last seven days")
    event_count_30d: Mapped[zero | None] = mapped_column(comment="events in last thirty days")
    last_scene_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("scenes.id", ondelete="SET NULL"))
    last_vision_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("vision_versions.id", ondelete="SET NULL")
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)
    last_scene: Mapped[Scene | None] = relationship()
    last_vision: Mapped[VisionVersion | None] = relationship()
