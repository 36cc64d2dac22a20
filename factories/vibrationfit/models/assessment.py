"""Assessments: a run, its answers and the insights drawn from them."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import conv

from seedkit.schema.access import Access, own, via
from seedkit.supabase.auth import AuthUser

from . import enums
from .base import Base, between, flag_off, moment, moment_now, one_of, uuid_pk, zero
from .user_profile import UserProfile


class AssessmentResult(Base):
    """One assessment run with its scores: at most one active and one draft per user (c3)."""

    __tablename__ = "assessment_results"
    __table_args__ = (
        CheckConstraint("total_score >= 0 and total_score <= max_possible_score", name=conv("valid_scores")),
        Index(
            "unique_active_assessment_per_user", "user_id", unique=True, postgresql_where=text("is_active")
        ),
        Index("unique_draft_assessment_per_user", "user_id", unique=True, postgresql_where=text("is_draft")),
        Index("idx_assessment_results_created_at", text("created_at desc")),
        Index("idx_assessment_results_profile_version", "profile_version_id"),
        Index("idx_assessment_results_status", "status"),
        Index("idx_assessment_results_user_id", "user_id"),
        Index("idx_assessment_results_user_status", "user_id", "status"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    profile_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_profiles.id", ondelete="SET NULL"),
        comment="profile version taken at assessment time",
    )
    status: Mapped[str] = mapped_column(enums.assessment_status, server_default="not_started")
    total_score: Mapped[zero | None]
    max_possible_score: Mapped[int | None] = mapped_column(
        server_default="840", comment="default 840 (12x70); code writes 420"
    )
    overall_percentage: Mapped[zero | None]
    category_scores: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="points per category, keyed by category enum"
    )
    green_line_status: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="above/transition/below per category key"
    )
    started_at: Mapped[moment | None]
    completed_at: Mapped[moment | None]
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]
    assessment_version: Mapped[int | None] = mapped_column(
        server_default="1", comment="question-set version number"
    )
    notes: Mapped[str | None]
    is_active: Mapped[flag_off] = mapped_column(comment="newest finished assessment; one per user")
    is_draft: Mapped[flag_off] = mapped_column(comment="assessment in progress; one per user")

    user: Mapped[AuthUser] = relationship(AuthUser)
    profile_version: Mapped[UserProfile | None] = relationship()


class AssessmentResponse(Base):
    """One answered question of an assessment."""

    __tablename__ = "assessment_responses"
    __table_args__ = (
        UniqueConstraint("assessment_id", "question_id", name="unique_assessment_question"),
        one_of("ai_green_line", "above", "neutral", "below"),
        one_of("green_line", "above", "neutral", "below"),
        Index("idx_assessment_responses_assessment_id", "assessment_id"),
        Index("idx_assessment_responses_category", "category"),
        Index("idx_assessment_responses_question_id", "question_id"),
    )
    __access__ = via("assessment_id", "assessment_results") | Access(server_only=("assessment_id",))

    id: Mapped[uuid_pk]
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment_results.id", ondelete="CASCADE"))
    question_id: Mapped[str]
    question_text: Mapped[str]
    category: Mapped[str] = mapped_column(enums.assessment_category)
    response_value: Mapped[int] = mapped_column(comment="answer points; comment says 0,2..10, code uses 0..5")
    response_text: Mapped[str]
    response_emoji: Mapped[str | None]
    green_line: Mapped[str] = mapped_column(comment="green-line class of this single answer")
    answered_at: Mapped[moment_now]
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]
    is_custom_response: Mapped[flag_off | None] = mapped_column(comment="free-text answer that AI scored")
    ai_green_line: Mapped[str | None] = mapped_column(comment="AI-judged class for custom answers")
    custom_response_value: Mapped[int | None] = mapped_column(comment="AI-judged points for custom answers")

    assessment: Mapped[AssessmentResult] = relationship()


class AssessmentInsight(Base):
    """What the AI read out of an assessment; written by the service."""

    __tablename__ = "assessment_insights"
    __table_args__ = (
        between("confidence_score", 0, 1),
        Index("idx_assessment_insights_assessment_id", "assessment_id"),
        Index("idx_assessment_insights_category", "category"),
    )
    __access__ = via("assessment_id", "assessment_results", commands="select")

    id: Mapped[uuid_pk]
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment_results.id", ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(enums.assessment_category)
    insight_type: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    confidence_score: Mapped[Decimal | None] = mapped_column(Numeric(3, 2), comment="0 to 1 certainty")
    supporting_responses: Mapped[list[Any] | None] = mapped_column(
        comment="list of evidence response references"
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    assessment: Mapped[AssessmentResult] = relationship()
