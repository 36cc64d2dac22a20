"""Life visions, their board, progress and older audio."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.supabase.auth import AuthUser

from . import enums
from .base import Base, flag_off, flag_on, moment, moment_now, one_of, uuid_pk, zero
from .user_account import Profile


class VisionVersion(Base):
    """A complete version of a life vision: opening, twelve categories, closing (c5)."""

    __tablename__ = "vision_versions"
    __table_args__ = (
        UniqueConstraint("user_id", "version_number"),
        one_of("perspective", "singular", "plural"),
        Index("idx_vision_versions_is_active", "user_id", "is_active"),
        Index("idx_vision_versions_is_draft", "user_id", "is_draft"),
        Index("idx_vision_versions_perspective", "perspective"),
        Index("idx_vision_versions_refined_categories", "refined_categories", postgresql_using="gin"),
        Index("idx_vision_versions_richness_metadata", "richness_metadata", postgresql_using="gin"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="references profiles.id, not auth.users"
    )
    version_number: Mapped[int]
    title: Mapped[str]
    completion_percent: Mapped[zero | None] = mapped_column(comment="filled sections over fourteen, rounded")
    forward: Mapped[str | None] = mapped_column(comment="opening section text")
    fun: Mapped[str | None] = mapped_column(comment="fun section text of the vision")
    travel: Mapped[str | None] = mapped_column(comment="travel section text of the vision")
    home: Mapped[str | None] = mapped_column(comment="home section text of the vision")
    family: Mapped[str | None] = mapped_column(comment="family section text of the vision")
    love: Mapped[str | None] = mapped_column(comment="love section text of the vision")
    health: Mapped[str | None] = mapped_column(comment="health section text of the vision")
    money: Mapped[str | None] = mapped_column(comment="money section text of the vision")
    work: Mapped[str | None] = mapped_column(comment="work section text of the vision")
    social: Mapped[str | None] = mapped_column(comment="social section text of the vision")
    stuff: Mapped[str | None] = mapped_column(comment="stuff section text of the vision")
    giving: Mapped[str | None] = mapped_column(comment="giving section text of the vision")
    spirituality: Mapped[str | None] = mapped_column(comment="spirituality section text of the vision")
    conclusion: Mapped[str | None] = mapped_column(comment="closing section text")
    has_audio: Mapped[flag_off | None]
    audio_url: Mapped[str | None]
    audio_duration: Mapped[str | None]
    voice_type: Mapped[str | None]
    background_music: Mapped[str | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    last_audio_generated_at: Mapped[moment | None]
    is_draft: Mapped[flag_off | None] = mapped_column(comment="working copy")
    is_active: Mapped[flag_off | None] = mapped_column(comment="current vision; uniqueness not enforced")
    activation_message: Mapped[str | None] = mapped_column(comment="closing celebration and next steps")
    richness_metadata: Mapped[dict[str, Any] | None] = mapped_column(
        comment="per category input size, ideas, density"
    )
    perspective: Mapped[str | None] = mapped_column(
        server_default="singular", comment="singular or plural voice"
    )
    refined_categories: Mapped[list[Any] | None] = mapped_column(
        server_default="[]", comment="category keys changed in draft"
    )

    profile: Mapped[Profile] = relationship()
    # The same person: profiles.id is the auth id.
    user: Mapped[AuthUser] = relationship(
        AuthUser, primaryjoin=lambda: foreign(VisionVersion.user_id) == AuthUser.id, overlaps="profile"
    )


class VisionProgress(Base):
    """Which categories of a vision are done; made by the insert trigger of its vision."""

    __tablename__ = "vision_progress"
    __table_args__ = (
        Index("idx_vision_progress_user_id", "user_id"),
        Index("idx_vision_progress_vision_id", "vision_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    vision_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("vision_versions.id", ondelete="CASCADE"),
        unique=True,
        comment="unique; row is auto-created with the vision",
    )
    categories_completed: Mapped[list[str]] = mapped_column(
        server_default="{}", comment="finished category keys"
    )
    current_category: Mapped[str | None]
    total_categories: Mapped[int] = mapped_column(server_default="12")
    last_activity: Mapped[moment_now | None]
    created_at: Mapped[moment_now | None]
    completed_at: Mapped[moment | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion] = relationship()


class VisionConversation(Base):
    """The older chat per category that produced vision text."""

    __tablename__ = "vision_conversations"
    __table_args__ = (
        UniqueConstraint("vision_id", "category"),
        Index("idx_vision_conversations_category", "category"),
        Index("idx_vision_conversations_user_id", "user_id"),
        Index("idx_vision_conversations_vision_id", "vision_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    vision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vision_versions.id", ondelete="CASCADE"))
    category: Mapped[str]
    path_chosen: Mapped[str | None]
    messages: Mapped[list[Any]] = mapped_column(server_default="[]", comment="list of chat turns")
    vibrational_state: Mapped[str | None]
    final_emotion_score: Mapped[int | None]
    generated_vision: Mapped[str | None]
    vision_generated_at: Mapped[moment | None]
    completed_at: Mapped[moment | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion] = relationship()


class VisionBoardItem(Base):
    """A card on the vision board; ``actualized_at`` is set once it has come true."""

    __tablename__ = "vision_board_items"
    __table_args__ = (Index("idx_vision_board_items_user_id", "user_id"),)
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str | None]
    image_url: Mapped[str | None]
    status: Mapped[str | None] = mapped_column(
        server_default="active", comment="active, actualized or inactive; unchecked in database"
    )
    categories: Mapped[list[str] | None] = mapped_column(comment="life category labels, unchecked")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    actualized_at: Mapped[moment | None]
    actualized_image_url: Mapped[str | None] = mapped_column(comment="proof image, only when actualized")
    actualization_story: Mapped[str | None] = mapped_column(comment="story, only when actualized")

    user: Mapped[AuthUser] = relationship(AuthUser)


class VisionAudio(Base):
    """A whole vision read aloud, with versions; replaced by audio_tracks."""

    __tablename__ = "vision_audios"
    __table_args__ = (
        UniqueConstraint("vision_id", "content_hash", "voice_id", "format"),
        one_of("format", "mp3", "wav"),
        Index("idx_vision_audios_active", "is_active"),
        Index("idx_vision_audios_content_hash", "content_hash"),
        Index("idx_vision_audios_created_at", text("created_at desc")),
        Index("idx_vision_audios_status", "status"),
        Index("idx_vision_audios_user_id", "user_id"),
        Index("idx_vision_audios_vision_id", "vision_id"),
        Index("idx_vision_audios_parent_audio_id", "parent_audio_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    vision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vision_versions.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(server_default="Life Vision Audio")
    description: Mapped[str | None]
    voice_id: Mapped[str] = mapped_column(server_default="alloy")
    format: Mapped[str] = mapped_column(server_default="mp3")
    s3_bucket: Mapped[str] = mapped_column(server_default="vibration-fit-client-storage")
    s3_key: Mapped[str]
    audio_url: Mapped[str]
    file_size_bytes: Mapped[int | None]
    duration_seconds: Mapped[int | None]
    content_hash: Mapped[str] = mapped_column(comment="SHA-256 of normalised vision text")
    sections_included: Mapped[list[str]] = mapped_column(
        server_default="{}", comment="section keys contained in file"
    )
    status: Mapped[str] = mapped_column(enums.vision_audio_status, server_default="pending")
    error_message: Mapped[str | None]
    generation_metadata: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="generation parameters and costs"
    )
    version_number: Mapped[int] = mapped_column(server_default="1")
    is_active: Mapped[flag_on]
    parent_audio_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("vision_audios.id", ondelete="SET NULL"), comment="earlier audio version, null for first"
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion] = relationship()
    parent_audio: Mapped[VisionAudio | None] = relationship(remote_side="VisionAudio.id")


class LifeVisionCategoryState(Base):
    """The working state of one life category, step by step."""

    __tablename__ = "life_vision_category_state"
    __table_args__ = (
        UniqueConstraint("user_id", "category"),
        one_of(
            "category",
            "fun",
            "health",
            "travel",
            "love",
            "family",
            "social",
            "home",
            "work",
            "money",
            "stuff",
            "giving",
            "spirituality",
        ),
        Index("idx_lv_category_state_blueprint", "blueprint_data", postgresql_using="gin"),
        Index("idx_lv_category_state_created", text("created_at desc")),
        Index("idx_lv_category_state_user_category", "user_id", "category"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(String(50))
    transcript: Mapped[str | None] = mapped_column(comment="step 1 raw user words")
    ai_summary: Mapped[str | None] = mapped_column(comment="step 1 AI summary of category")
    ideal_state: Mapped[str | None] = mapped_column(comment="step 2 imagined ideal answers")
    blueprint_data: Mapped[dict[str, Any] | None] = mapped_column(
        comment="step 3 object with loops of being/doing/receiving"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)


class Refinement(Base):
    """An older refinement operation on a vision."""

    __tablename__ = "refinements"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="vibe_assistant_logs_pkey"),
        Index("idx_refinements_category", "category"),
        Index("idx_refinements_created_at", "created_at"),
        Index("idx_refinements_operation_type", "operation_type"),
        Index("idx_refinements_user_id", "user_id"),
        Index("idx_refinements_vision_id", "vision_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, name="vibe_assistant_logs_user_id_fkey", ondelete="CASCADE")
    )
    vision_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("vision_versions.id", name="vibe_assistant_logs_vision_id_fkey", ondelete="SET NULL")
    )
    category: Mapped[str] = mapped_column(String(50), comment="life category key refined")
    operation_type: Mapped[str] = mapped_column(
        String(50), comment="refine_vision, generate_guidance or analyze_alignment"
    )
    input_text: Mapped[str | None]
    output_text: Mapped[str | None]
    created_at: Mapped[moment_now | None]
    viva_notes: Mapped[str | None] = mapped_column(comment="AI reasoning notes")
    migrated_to_v3: Mapped[flag_off | None] = mapped_column(comment="copied into life_vision_category_state")

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion | None] = relationship()
