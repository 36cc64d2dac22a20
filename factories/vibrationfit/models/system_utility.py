"""The prompt cache and the checklist of the intensive programme."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own, service_only
from seedkit.supabase.auth import AuthUser

from .assessment import AssessmentResult
from .base import Base, flag_off, moment_now, uuid_pk, wall_clock, wall_clock_now
from .token_billing import IntensivePurchase
from .user_profile import UserProfile


class PromptSuggestionsCache(Base):
    """Cached AI prompts per category; read and written by the service."""

    __tablename__ = "prompt_suggestions_cache"
    __table_args__ = (
        UniqueConstraint(
            "user_id", "category_key", "profile_id", "assessment_id", name="unique_prompt_cache"
        ),
        Index(
            "idx_prompt_suggestions_assessment",
            "assessment_id",
            postgresql_where=text("assessment_id is not null"),
        ),
        Index(
            "idx_prompt_suggestions_profile", "profile_id", postgresql_where=text("profile_id is not null")
        ),
        Index("idx_prompt_suggestions_user_category", "user_id", "category_key"),
    )
    __access__ = service_only()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    category_key: Mapped[str] = mapped_column(comment="life category key")
    profile_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_profiles.id", ondelete="CASCADE"), comment="active profile version when cached"
    )
    assessment_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("assessment_results.id", ondelete="CASCADE"), comment="latest assessment when cached"
    )
    suggestions: Mapped[dict[str, Any]] = mapped_column(comment="object of three prompt strings")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)
    profile: Mapped[UserProfile | None] = relationship()
    assessment: Mapped[AssessmentResult | None] = relationship()


class IntensiveChecklist(Base):
    """The steps of one intensive purchase: ten of today and the older ones (c7)."""

    __tablename__ = "intensive_checklist"
    __table_args__ = (
        Index("idx_intensive_checklist_intensive", "intensive_id"),
        Index("idx_intensive_checklist_user", "user_id"),
    )
    __access__ = own("user_id", commands="select update", server_only=("intensive_id",))

    id: Mapped[uuid_pk]
    intensive_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("intensive_purchases.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    intake_completed: Mapped[flag_off | None] = mapped_column(
        comment="deprecated, replaced by profile_completed"
    )
    intake_completed_at: Mapped[wall_clock | None]
    vision_drafted: Mapped[flag_off | None] = mapped_column(comment="deprecated, replaced by vision_built")
    vision_drafted_at: Mapped[wall_clock | None]
    builder_session_started: Mapped[flag_off | None] = mapped_column(
        comment="deprecated, replaced by vision_built"
    )
    builder_session_started_at: Mapped[wall_clock | None]
    builder_session_completed: Mapped[flag_off | None] = mapped_column(
        comment="deprecated, replaced by vision_built"
    )
    builder_session_completed_at: Mapped[wall_clock | None]
    vision_board_created: Mapped[flag_off | None] = mapped_column(
        comment="deprecated, replaced by vision_board_completed"
    )
    vision_board_created_at: Mapped[wall_clock | None]
    calibration_scheduled: Mapped[flag_off | None] = mapped_column(
        comment="deprecated, replaced by call_scheduled"
    )
    calibration_scheduled_at: Mapped[wall_clock | None]
    calibration_attended: Mapped[flag_off | None] = mapped_column(
        comment="deprecated, replaced by calibration_call_completed"
    )
    calibration_attended_at: Mapped[wall_clock | None]
    audios_generated: Mapped[flag_off | None] = mapped_column(
        comment="deprecated, replaced by audio_generated"
    )
    audios_generated_at: Mapped[wall_clock | None]
    activation_protocol_started: Mapped[flag_off | None]
    activation_started_at: Mapped[wall_clock | None]
    streak_day_1: Mapped[flag_off | None]
    streak_day_2: Mapped[flag_off | None]
    streak_day_3: Mapped[flag_off | None]
    streak_day_4: Mapped[flag_off | None]
    streak_day_5: Mapped[flag_off | None]
    streak_day_6: Mapped[flag_off | None]
    streak_day_7: Mapped[flag_off | None]
    streak_day_7_reached_at: Mapped[wall_clock | None]
    created_at: Mapped[wall_clock_now | None]
    updated_at: Mapped[wall_clock_now | None]
    profile_completed: Mapped[flag_off | None] = mapped_column(comment="step 1 of 10")
    profile_completed_at: Mapped[wall_clock | None]
    assessment_completed: Mapped[flag_off | None] = mapped_column(comment="step 2 of 10")
    assessment_completed_at: Mapped[wall_clock | None]
    call_scheduled: Mapped[flag_off | None] = mapped_column(comment="step 3 of 10")
    call_scheduled_at: Mapped[wall_clock | None]
    call_scheduled_time: Mapped[wall_clock | None]
    vision_built: Mapped[flag_off | None] = mapped_column(comment="step 4 of 10")
    vision_built_at: Mapped[wall_clock | None]
    vision_refined: Mapped[flag_off | None] = mapped_column(comment="step 5 of 10")
    vision_refined_at: Mapped[wall_clock | None]
    audio_generated: Mapped[flag_off | None] = mapped_column(comment="step 6 of 10")
    audio_generated_at: Mapped[wall_clock | None]
    vision_board_completed: Mapped[flag_off | None] = mapped_column(comment="step 7 of 10")
    vision_board_completed_at: Mapped[wall_clock | None]
    first_journal_entry: Mapped[flag_off | None] = mapped_column(comment="step 8 of 10")
    first_journal_entry_at: Mapped[wall_clock | None]
    calibration_call_completed: Mapped[flag_off | None] = mapped_column(comment="step 9 of 10")
    calibration_call_completed_at: Mapped[wall_clock | None]
    activation_protocol_completed: Mapped[flag_off | None] = mapped_column(comment="step 10 of 10")
    activation_protocol_completed_at: Mapped[wall_clock | None]

    intensive: Mapped[IntensivePurchase] = relationship()
    user: Mapped[AuthUser] = relationship(AuthUser)
