"""Action plans: blueprint, phases, tasks and insights."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own, via
from seedkit.supabase.auth import AuthUser

from .base import Base, between, moment, moment_now, one_of, uuid_pk, zero
from .life_vision import VisionBoardItem, VisionVersion


class ActualizationBlueprint(Base):
    """An AI action plan for a vision or for an item of the vision board."""

    __tablename__ = "actualization_blueprints"
    __table_args__ = (
        one_of("priority_level", "low", "medium", "high", "urgent"),
        between("progress_percentage", 0, 100),
        one_of("status", "draft", "active", "paused", "completed", "archived"),
        Index("idx_blueprints_category", "category"),
        Index("idx_blueprints_created_at", text("created_at desc")),
        Index("idx_blueprints_priority", "priority_level"),
        Index("idx_blueprints_status", "status"),
        Index("idx_blueprints_user_id", "user_id"),
        Index("idx_blueprints_vision_id", "vision_id"),
        Index("idx_actualization_blueprints_vision_board_item_id", "vision_board_item_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    vision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("vision_versions.id", ondelete="CASCADE"))
    vision_board_item_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("vision_board_items.id", ondelete="SET NULL")
    )
    title: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None]
    category: Mapped[str] = mapped_column(String(100))
    priority_level: Mapped[str | None] = mapped_column(String(50), server_default="medium")
    ai_analysis: Mapped[str | None]
    opportunity_summary: Mapped[str | None]
    success_metrics: Mapped[str | None]
    potential_challenges: Mapped[str | None]
    recommended_timeline: Mapped[str | None] = mapped_column(String(100))
    phases: Mapped[list[Any] | None] = mapped_column(
        comment="list of phases holding tasks, timing, resources"
    )
    resources_needed: Mapped[list[Any] | None] = mapped_column(
        comment="list of people, places, tools, skills, money"
    )
    milestones: Mapped[list[Any] | None] = mapped_column(comment="list of checkpoints and celebrations")
    status: Mapped[str | None] = mapped_column(String(50), server_default="draft")
    progress_percentage: Mapped[zero | None] = mapped_column(
        comment="overwritten by task trigger from completed share"
    )
    current_phase: Mapped[int | None] = mapped_column(server_default="1")
    linked_journal_entries: Mapped[list[uuid.UUID] | None] = mapped_column(
        comment="soft ids of journal_entries"
    )
    linked_vision_board_items: Mapped[list[uuid.UUID] | None] = mapped_column(
        comment="soft ids of vision_board_items"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    started_at: Mapped[moment | None]
    completed_at: Mapped[moment | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion | None] = relationship()
    vision_board_item: Mapped[VisionBoardItem | None] = relationship()


class BlueprintPhase(Base):
    """A stage of a blueprint."""

    __tablename__ = "blueprint_phases"
    __table_args__ = (
        one_of("status", "pending", "in_progress", "completed", "skipped"),
        Index("idx_phases_blueprint_id", "blueprint_id"),
        Index("idx_phases_status", "status"),
    )
    __access__ = via("blueprint_id", "actualization_blueprints")

    id: Mapped[uuid_pk]
    blueprint_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("actualization_blueprints.id", ondelete="CASCADE")
    )
    phase_number: Mapped[int]
    title: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None]
    estimated_duration: Mapped[str | None] = mapped_column(String(100))
    objectives: Mapped[list[str] | None]
    tasks: Mapped[list[Any] | None]
    resources: Mapped[list[Any] | None]
    success_criteria: Mapped[str | None]
    status: Mapped[str | None] = mapped_column(String(50), server_default="pending")
    started_at: Mapped[moment | None]
    completed_at: Mapped[moment | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    blueprint: Mapped[ActualizationBlueprint] = relationship()


class BlueprintTask(Base):
    """A task of a blueprint; finishing one moves the progress of the blueprint."""

    __tablename__ = "blueprint_tasks"
    __table_args__ = (
        one_of("priority", "low", "medium", "high", "urgent"),
        between("progress_percentage", 0, 100),
        one_of("status", "pending", "in_progress", "completed", "skipped", "blocked"),
        one_of("task_type", "action", "research", "connection", "preparation", "celebration"),
        Index("idx_tasks_blueprint_id", "blueprint_id"),
        Index("idx_tasks_due_date", "due_date"),
        Index("idx_tasks_phase_id", "phase_id"),
        Index("idx_tasks_status", "status"),
    )
    __access__ = via("blueprint_id", "actualization_blueprints")

    id: Mapped[uuid_pk]
    blueprint_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("actualization_blueprints.id", ondelete="CASCADE")
    )
    phase_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("blueprint_phases.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None]
    task_type: Mapped[str | None] = mapped_column(String(50), server_default="action")
    priority: Mapped[str | None] = mapped_column(String(50), server_default="medium")
    estimated_effort: Mapped[str | None] = mapped_column(String(100))
    resources_needed: Mapped[list[str] | None]
    instructions: Mapped[str | None]
    success_criteria: Mapped[str | None]
    status: Mapped[str | None] = mapped_column(String(50), server_default="pending")
    progress_percentage: Mapped[zero | None]
    linked_journal_entry_id: Mapped[uuid.UUID | None] = mapped_column(
        comment="soft id of journal_entries, no FK"
    )
    linked_vision_board_item_id: Mapped[uuid.UUID | None] = mapped_column(
        comment="soft id of vision_board_items, no FK"
    )
    due_date: Mapped[dt.date | None]
    started_at: Mapped[moment | None]
    completed_at: Mapped[moment | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    blueprint: Mapped[ActualizationBlueprint] = relationship()
    phase: Mapped[BlueprintPhase | None] = relationship()


class BlueprintInsight(Base):
    """An insight about a blueprint."""

    __tablename__ = "blueprint_insights"
    __table_args__ = (
        one_of("confidence_level", "low", "medium", "high"),
        one_of("status", "new", "reviewed", "acted_upon", "dismissed"),
        Index("idx_insights_blueprint_id", "blueprint_id"),
        Index("idx_insights_status", "status"),
        Index("idx_insights_type", "insight_type"),
        Index("idx_insights_user_id", "user_id"),
    )
    __access__ = own("user_id", commands="select insert update")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    blueprint_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("actualization_blueprints.id", ondelete="CASCADE")
    )
    insight_type: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(255))
    description: Mapped[str]
    confidence_level: Mapped[str | None] = mapped_column(String(50), server_default="medium")
    ai_reasoning: Mapped[str | None]
    supporting_evidence: Mapped[str | None]
    recommended_actions: Mapped[str | None]
    status: Mapped[str | None] = mapped_column(String(50), server_default="new")
    reviewed_at: Mapped[moment | None]
    acted_upon_at: Mapped[moment | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    blueprint: Mapped[ActualizationBlueprint | None] = relationship()
