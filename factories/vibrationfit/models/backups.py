"""Two tables copied before a clean-up; they have neither keys nor constraints."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from seedkit.schema.access import service_only

from .base import Base, moment


class RefinementBackup(Base):
    """A copy of refinements from before the clean-up of 2025-11-11."""

    __tablename__ = "refinements_backup_20251111"
    __access__ = service_only()

    id: Mapped[uuid.UUID | None] = mapped_column()
    user_id: Mapped[uuid.UUID | None]
    vision_id: Mapped[uuid.UUID | None]
    category: Mapped[str | None] = mapped_column(String(50))
    operation_type: Mapped[str | None] = mapped_column(String(50))
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    total_tokens: Mapped[int | None]
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(10, 6))
    refinement_percentage: Mapped[int | None]
    tonality: Mapped[str | None] = mapped_column(String(50))
    word_count_target: Mapped[int | None]
    emotional_intensity: Mapped[str | None] = mapped_column(String(50))
    instructions: Mapped[str | None]
    input_text: Mapped[str | None]
    output_text: Mapped[str | None]
    processing_time_ms: Mapped[int | None]
    success: Mapped[bool | None]
    error_message: Mapped[str | None]
    created_at: Mapped[moment | None]
    viva_notes: Mapped[str | None]
    transcript: Mapped[str | None]
    ai_summary: Mapped[str | None]
    ideal_state: Mapped[str | None]
    blueprint_data: Mapped[dict[str, Any] | None]
    migrated_to_v3: Mapped[bool | None]

    # The table has no primary key; the ORM needs one to tell objects apart.
    __mapper_args__ = {"primary_key": [id]}


class VisionVersionBackup(Base):
    """A copy of vision_versions from before the clean-up of 2025-11-11."""

    __tablename__ = "vision_versions_backup_20251111"
    __access__ = service_only()

    id: Mapped[uuid.UUID | None] = mapped_column()
    user_id: Mapped[uuid.UUID | None]
    version_number: Mapped[int | None]
    title: Mapped[str | None]
    status: Mapped[str | None]
    completion_percent: Mapped[int | None]
    forward: Mapped[str | None]
    fun: Mapped[str | None]
    travel: Mapped[str | None]
    home: Mapped[str | None]
    family: Mapped[str | None]
    love: Mapped[str | None]
    health: Mapped[str | None]
    money: Mapped[str | None]
    work: Mapped[str | None]
    social: Mapped[str | None]
    stuff: Mapped[str | None]
    giving: Mapped[str | None]
    spirituality: Mapped[str | None]
    conclusion: Mapped[str | None]
    has_audio: Mapped[bool | None]
    audio_url: Mapped[str | None]
    audio_duration: Mapped[str | None]
    voice_type: Mapped[str | None]
    background_music: Mapped[str | None]
    created_at: Mapped[moment | None]
    updated_at: Mapped[moment | None]
    vibe_assistant_refinements_count: Mapped[int | None]
    last_vibe_assistant_refinement: Mapped[moment | None]
    vibe_assistant_refinement_notes: Mapped[str | None]
    last_audio_generated_at: Mapped[moment | None]
    ai_generated: Mapped[bool | None]
    conversation_count: Mapped[int | None]
    emotional_patterns: Mapped[dict[str, Any] | None]
    cross_category_themes: Mapped[list[str] | None]
    is_draft: Mapped[bool | None]
    is_active: Mapped[bool | None]
    activation_message: Mapped[str | None]
    richness_metadata: Mapped[dict[str, Any] | None]

    # The table has no primary key; the ORM needs one to tell objects apart.
    __mapper_args__ = {"primary_key": [id]}
