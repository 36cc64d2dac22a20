"""Cravings, their levels, the map, and how far users came."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import authenticated_read, public_read
from seedkit.schema.columns import moment, moment_now, one_of, uuid_pk, zero

from . import enums
from .access import mine
from .base import Base
from .identity import User


class Craving(Base):
    """One of the five cravings with label, icon and colour; joined by its type, not by a key."""

    __tablename__ = "cravings"
    __access__ = public_read()

    id: Mapped[uuid_pk]
    type: Mapped[str] = mapped_column(enums.craving_type, unique=True, comment="craving enum value")
    name: Mapped[str] = mapped_column(comment="label shown in UI")
    description: Mapped[str] = mapped_column(comment="one-line pitch")
    icon: Mapped[str] = mapped_column(comment="emoji")
    color: Mapped[str] = mapped_column(comment="hex colour")
    created_at: Mapped[moment_now | None]


class Level(Base):
    """A level of a craving, 30 for each (c2)."""

    __tablename__ = "levels"
    __table_args__ = (
        UniqueConstraint("craving_type", "level_number"),
        one_of("difficulty", "easy", "medium", "hard"),
        Index("idx_levels_craving_type", "craving_type"),
        Index("idx_levels_level_number", "level_number"),
    )
    __access__ = public_read()

    id: Mapped[uuid_pk]
    craving_type: Mapped[str] = mapped_column(enums.craving_type, comment="track the level belongs to")
    level_number: Mapped[int] = mapped_column(comment="1..30 within the track")
    title: Mapped[str] = mapped_column(comment="level headline")
    description: Mapped[str] = mapped_column(comment="what the level is about")
    challenge_text: Mapped[str] = mapped_column(comment="the day task")
    success_criteria: Mapped[str] = mapped_column(comment="what counts as done")
    xp_reward: Mapped[int] = mapped_column(comment="XP granted on completion")
    coin_reward: Mapped[int] = mapped_column(comment="coins granted; half of XP in all templates")
    estimated_duration_minutes: Mapped[int] = mapped_column(comment="expected effort")
    difficulty: Mapped[str] = mapped_column(comment="easy, medium or hard")
    created_at: Mapped[moment_now | None]


class LevelMapData(Base):
    """Where a level stands on the map, and which levels it leads to (c2)."""

    __tablename__ = "level_map_data"
    __table_args__ = (Index("idx_level_map_data_level_id", "level_id"),)
    __access__ = public_read()

    id: Mapped[uuid_pk]
    level_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("levels.id", ondelete="CASCADE"),
        unique=True,
        comment="level drawn at this node (one node per level)",
    )
    x_coord: Mapped[int] = mapped_column(comment="map x")
    y_coord: Mapped[int] = mapped_column(comment="map y")
    connections: Mapped[list[Any] | None] = mapped_column(
        server_default="[]", comment="JSON array of level ids reachable from here"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    level: Mapped[Level | None] = relationship()


class UserProgress(Base):
    """A level that a user opened, completed or skipped; once for each level (c3)."""

    __tablename__ = "user_progress"
    __table_args__ = (
        UniqueConstraint("user_id", "level_id"),
        Index("idx_user_progress_completed_at", "completed_at"),
        Index("idx_user_progress_level_id", "level_id"),
        Index("idx_user_progress_user_id", "user_id"),
    )
    __access__ = mine(server_only=("completed_at", "ai_feedback"))

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    level_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("levels.id", ondelete="CASCADE"), comment="level attempted"
    )
    completed_at: Mapped[moment | None] = mapped_column(comment="completion time; NULL while open")
    ai_feedback: Mapped[str | None] = mapped_column(comment="AI or fallback praise, 15 words or so")
    user_response: Mapped[str | None] = mapped_column(
        comment="reflection typed by the user; Skipped for skips"
    )
    relapse_count: Mapped[zero | None] = mapped_column(comment="relapses reported during the level")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column(
        "metadata", server_default="{}", comment="completion_time, user_tier, notes; or skipped flag"
    )
    created_at: Mapped[moment_now | None]

    level: Mapped[Level | None] = relationship()
    user: Mapped[User | None] = relationship()


# Published, it joins everybody's progress without saying whose it is.
_LEVEL_DETAILS = """
select level.id, level.craving_type, level.level_number, level.title, level.description, level.challenge_text,
       level.success_criteria, level.xp_reward, level.coin_reward, level.estimated_duration_minutes,
       level.difficulty, level.created_at,
       progress.completed_at, progress.ai_feedback, progress.user_response, progress.relapse_count
from public.levels level
left join public.user_progress progress
    on progress.level_id = level.id
    and progress.user_id = (
        select account.id from public.users account where account.clerk_user_id = (select auth.jwt() ->> 'sub')
    )
"""


class LevelDetails(Base):
    """A view: every level with the reader's own progress in it."""

    __tablename__ = "level_details"
    __view__ = _LEVEL_DETAILS
    __access__ = authenticated_read()

    id: Mapped[uuid.UUID | None] = mapped_column()
    craving_type: Mapped[str | None] = mapped_column(enums.craving_type)
    level_number: Mapped[int | None]
    title: Mapped[str | None]
    description: Mapped[str | None]
    challenge_text: Mapped[str | None]
    success_criteria: Mapped[str | None]
    xp_reward: Mapped[int | None]
    coin_reward: Mapped[int | None]
    estimated_duration_minutes: Mapped[int | None]
    difficulty: Mapped[str | None]
    created_at: Mapped[moment | None]
    completed_at: Mapped[moment | None]
    ai_feedback: Mapped[str | None]
    user_response: Mapped[str | None]
    relapse_count: Mapped[int | None]

    __mapper_args__ = {"primary_key": [id]}
