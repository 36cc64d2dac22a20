"""Audio renditions of a vision, their presets, and visualisation scenes."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import conv

from seedkit.schema.access import own, public_read
from seedkit.supabase.auth import AuthUser

from . import enums
from .base import Base, flag_on, moment_now, one_of, uuid_pk
from .life_vision import VisionVersion


class AudioVariant(Base):
    """A preset of voice and background; the volumes sum to 100."""

    __tablename__ = "audio_variants"
    __table_args__ = (
        CheckConstraint("voice_volume + bg_volume = 100", name=conv("audio_variants_check")),
        Index("idx_audio_variants_id", "id"),
    )
    __access__ = public_read()

    id: Mapped[str] = mapped_column(primary_key=True, comment="text key such as standard or sleep")
    name: Mapped[str]
    voice_volume: Mapped[int] = mapped_column(
        server_default="50", comment="percent voice; with bg_volume sums to 100"
    )
    bg_volume: Mapped[int] = mapped_column(
        server_default="50", comment="percent background; with voice_volume sums to 100"
    )
    background_track: Mapped[str | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]


class AudioSet(Base):
    """A named audio rendition of one vision."""

    __tablename__ = "audio_sets"
    __table_args__ = (
        Index("idx_audio_sets_is_active", "is_active"),
        Index("idx_audio_sets_user_id", "user_id"),
        Index("idx_audio_sets_variant", "variant"),
        Index("idx_audio_sets_vision_id", "vision_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    vision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vision_versions.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str | None]
    variant: Mapped[str | None] = mapped_column(
        comment="soft id of audio_variants: standard, sleep, energy, meditation"
    )
    voice_id: Mapped[str]
    is_active: Mapped[flag_on | None]
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", comment="extra mix facts such as music, tempo, fade"
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    vision: Mapped[VisionVersion] = relationship()
    user: Mapped[AuthUser] = relationship(AuthUser)


class AudioTrack(Base):
    """The narration of one section of a vision."""

    __tablename__ = "audio_tracks"
    __table_args__ = (
        UniqueConstraint(
            "vision_id",
            "audio_set_id",
            "section_key",
            "content_hash",
            name="audio_tracks_vision_audio_set_section_content_unique",
        ),
        one_of("mix_status", "not_required", "pending", "mixing", "completed", "failed"),
        Index("idx_audio_tracks_audio_set_id", "audio_set_id"),
        Index("idx_audio_tracks_section_key", "section_key"),
        Index("idx_audio_tracks_status", "status"),
        Index("idx_audio_tracks_user_id", "user_id"),
        Index("idx_audio_tracks_vision_id", "vision_id"),
        Index("idx_audio_tracks_vision_id_audio_set_id", "vision_id", "audio_set_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    vision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vision_versions.id", ondelete="CASCADE"))
    section_key: Mapped[str] = mapped_column(comment="meta_intro, meta_outro or one of twelve categories")
    content_hash: Mapped[str] = mapped_column(comment="SHA-256 hex of whitespace-normalised section text")
    text_content: Mapped[str]
    voice_id: Mapped[str]
    s3_bucket: Mapped[str]
    s3_key: Mapped[str]
    audio_url: Mapped[str]
    duration_seconds: Mapped[int | None]
    status: Mapped[str] = mapped_column(enums.audio_generation_status, server_default="pending")
    error_message: Mapped[str | None]
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]
    audio_set_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("audio_sets.id", ondelete="CASCADE"), comment="set the track belongs to, required"
    )
    mix_status: Mapped[str | None] = mapped_column(
        server_default="not_required", comment="state of background music mixing"
    )
    mixed_audio_url: Mapped[str | None]
    mixed_s3_key: Mapped[str | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion] = relationship()
    audio_set: Mapped[AudioSet] = relationship()


class Scene(Base):
    """A visualisation scene of one life category."""

    __tablename__ = "scenes"
    __table_args__ = (
        one_of("created_from", "ai_suggested", "user_written", "hybrid"),
        one_of("emotional_valence", "below_green_line", "near_green_line", "above_green_line"),
        Index("idx_scenes_category_created_at", "category", text("created_at desc")),
        Index("idx_scenes_user_category", "user_id", "category"),
        Index("idx_scenes_related_vision_id", "related_vision_id"),
    )
    __access__ = own("user_id", commands="select insert update")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    category: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    essence_word: Mapped[str | None]
    emotional_valence: Mapped[str] = mapped_column(comment="green-line position of the scene")
    created_from: Mapped[str]
    related_vision_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("vision_versions.id", ondelete="SET NULL")
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)
    related_vision: Mapped[VisionVersion | None] = relationship()
