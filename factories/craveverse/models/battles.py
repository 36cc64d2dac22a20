"""Two players, three tasks, one day."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import public_read
from seedkit.schema.columns import moment, moment_now, uuid_pk, zero

from . import enums
from .access import mine
from .base import Base
from .identity import User

# Whoever could write these would win.
_JUDGED = (
    "user1_id",
    "user2_id",
    "status",
    "start_time",
    "end_time",
    "winner_id",
    "user1_tasks_completed",
    "user2_tasks_completed",
)


class Battle(Base):
    """A battle of two users over one craving (c7)."""

    __tablename__ = "battles"
    __table_args__ = (
        Index("idx_battles_craving_type", "craving_type"),
        Index("idx_battles_status", "status"),
        Index("idx_battles_user1_id", "user1_id"),
        Index("idx_battles_user2_id", "user2_id"),
        Index("idx_battles_winner_id", "winner_id"),
    )
    __access__ = mine("user1_id", server_only=_JUDGED) | mine("user2_id", commands="select update")

    id: Mapped[uuid_pk]
    user1_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), comment="creator of the battle"
    )
    user2_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), comment="opponent; NULL while waiting"
    )
    craving_type: Mapped[str] = mapped_column(enums.craving_type, comment="battle theme")
    status: Mapped[str | None] = mapped_column(
        enums.battle_status, server_default="waiting", comment="waiting, active, completed or cancelled"
    )
    tasks: Mapped[list[Any] | None] = mapped_column(comment="JSON array of three task objects")
    start_time: Mapped[moment | None] = mapped_column(comment="window start")
    end_time: Mapped[moment | None] = mapped_column(comment="window end; start + duration hours")
    winner_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id"), comment="winner users.id; NULL until completed"
    )
    user1_tasks_completed: Mapped[zero | None] = mapped_column(comment="0..3 tasks done by user1")
    user2_tasks_completed: Mapped[zero | None] = mapped_column(comment="0..3 tasks done by user2")
    created_at: Mapped[moment_now | None]

    user1: Mapped[User | None] = relationship(foreign_keys=[user1_id])
    user2: Mapped[User | None] = relationship(foreign_keys=[user2_id])
    winner: Mapped[User | None] = relationship(foreign_keys=[winner_id])


class BattleTask(Base):
    """A task that an AI wrote once, to be used again (c7)."""

    __tablename__ = "battle_tasks"
    __table_args__ = (Index("idx_battle_tasks_craving_type", "craving_type"),)
    __access__ = public_read()

    id: Mapped[uuid_pk]
    craving_type: Mapped[str] = mapped_column(enums.craving_type, comment="track the cached task suits")
    task_text: Mapped[str] = mapped_column(comment="one-sentence challenge")
    reuse_count: Mapped[zero | None] = mapped_column(comment="times served")
    created_at: Mapped[moment_now | None]


# A player may not read the account of the other, so names come from shown_person.
_BATTLE_DETAILS = """
select battle.id, battle.user1_id, battle.user2_id, battle.craving_type, battle.status, battle.tasks,
       battle.start_time, battle.end_time, battle.winner_id,
       battle.user1_tasks_completed, battle.user2_tasks_completed, battle.created_at,
       first.name as user1_name, second.name as user2_name, craving.name as craving_name
from public.battles battle
left join lateral public.shown_person(battle.user1_id) first on true
left join lateral public.shown_person(battle.user2_id) second on true
left join public.cravings craving on craving.type = battle.craving_type
"""


class BattleDetails(Base):
    """A view: the reader's battles with the players' names."""

    __tablename__ = "battle_details"
    __view__ = _BATTLE_DETAILS
    __access__ = mine("user1_id", commands="select") | mine("user2_id", commands="select")

    id: Mapped[uuid.UUID | None] = mapped_column()
    user1_id: Mapped[uuid.UUID | None]
    user2_id: Mapped[uuid.UUID | None]
    craving_type: Mapped[str | None] = mapped_column(enums.craving_type)
    status: Mapped[str | None] = mapped_column(enums.battle_status)
    tasks: Mapped[list[Any] | None]
    start_time: Mapped[moment | None]
    end_time: Mapped[moment | None]
    winner_id: Mapped[uuid.UUID | None]
    user1_tasks_completed: Mapped[int | None]
    user2_tasks_completed: Mapped[int | None]
    created_at: Mapped[moment | None]
    user1_name: Mapped[str | None] = mapped_column(comment="name of user1")
    user2_name: Mapped[str | None] = mapped_column(comment="name of user2")
    craving_name: Mapped[str | None] = mapped_column(comment="label")

    __mapper_args__ = {"primary_key": [id]}
