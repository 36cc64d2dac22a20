"""Who plays, who moderates, and what a player's dashboard shows."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from seedkit.schema.access import own_sub, service_only
from seedkit.schema.columns import flag_on, moment, moment_now, one_of, uuid_pk, zero

from . import enums
from .base import Base

# What Clerk says of a user, and what play and payment earn, is the service's to write.
_KEPT = (
    "id",
    "clerk_user_id",
    "email",
    "current_level",
    "xp",
    "cravecoins",
    "streak_count",
    "subscription_tier",
    "trial_ends_at",
    "plan_id",
    "last_sign_in_at",
)


class User(Base):
    """One row for each Clerk account: profile, level, coins, tier; all other tables point here (c1, c4)."""

    __tablename__ = "users"
    __table_args__ = (
        Index("idx_users_clerk_user_id", "clerk_user_id"),
        Index("idx_users_is_newbie", "is_newbie"),
        Index("idx_users_last_sign_in_at", "last_sign_in_at"),
        Index("idx_users_plan_id", "plan_id"),
        Index("idx_users_primary_craving", "primary_craving"),
        Index("idx_users_streak_count", "streak_count"),
        Index("idx_users_subscription_tier", "subscription_tier"),
    )
    __access__ = own_sub("clerk_user_id", commands="select update", server_only=_KEPT)

    id: Mapped[uuid_pk] = mapped_column(comment="internal user key; all other tables point here")
    clerk_user_id: Mapped[str] = mapped_column(
        unique=True, comment="external identity; RLS compares it with JWT sub"
    )
    email: Mapped[str] = mapped_column(comment="contact address; fallback rows may hold empty string")
    name: Mapped[str | None] = mapped_column(comment="display name (first + last from Clerk)")
    avatar_url: Mapped[str | None] = mapped_column(comment="profile picture address")
    primary_craving: Mapped[str | None] = mapped_column(
        enums.craving_type, comment="chosen craving; NULL until onboarding is done"
    )
    current_level: Mapped[int | None] = mapped_column(
        server_default="1", comment="next level to play; highest completed + 1"
    )
    xp: Mapped[zero | None] = mapped_column(comment="lifetime experience points")
    cravecoins: Mapped[zero | None] = mapped_column(comment="spendable coin balance")
    streak_count: Mapped[zero | None] = mapped_column(comment="consecutive-progress counter")
    subscription_tier: Mapped[str | None] = mapped_column(
        enums.subscription_tier, server_default="free", comment="feature tier"
    )
    trial_ends_at: Mapped[moment | None] = mapped_column(comment="end of trial; meaningful for plus_trial")
    ai_summary: Mapped[str | None] = mapped_column(comment="short AI context text (about 200 tokens)")
    preferences: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="personalization JSON: onboarding, quizAnswers, customHints"
    )
    plan_id: Mapped[str | None] = mapped_column(
        server_default="free", comment="billing plan: free|plus|ultra (admin gates dashboard)"
    )
    last_sign_in_at: Mapped[moment | None] = mapped_column(comment="last login; drives active-user metric")
    is_newbie: Mapped[flag_on | None] = mapped_column(comment="true until onboarding finishes")
    onboarding_completed_at: Mapped[moment | None] = mapped_column(
        comment="when onboarding finished; NULL for newbies"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]


class AdminUser(Base):
    """Somebody who may moderate and open admin pages; known by Clerk id, without a foreign key."""

    __tablename__ = "admin_users"
    __table_args__ = (one_of("role", "moderator", "admin", "super_admin"),)
    __access__ = service_only()

    id: Mapped[uuid_pk]
    clerk_user_id: Mapped[str] = mapped_column(unique=True, comment="external identity of the admin (no FK)")
    role: Mapped[str] = mapped_column(server_default="moderator", comment="moderator, admin or super_admin")
    permissions: Mapped[dict[str, Any] | None] = mapped_column(server_default="{}", comment="JSON of grants")
    created_at: Mapped[moment_now | None]


_USER_DASHBOARD = """
select account.id, account.clerk_user_id, account.name, account.email, account.primary_craving,
       account.current_level, account.xp, account.cravecoins, account.streak_count, account.subscription_tier,
       craving.name as craving_name, craving.icon as craving_icon, craving.color as craving_color
from public.users account
left join public.cravings craving on craving.type = account.primary_craving
"""


class UserDashboard(Base):
    """A view: the reader's own account with the label of the craving."""

    __tablename__ = "user_dashboard"
    __view__ = _USER_DASHBOARD
    __access__ = own_sub("clerk_user_id", commands="select")

    id: Mapped[uuid.UUID | None] = mapped_column(comment="users.id")
    clerk_user_id: Mapped[str | None] = mapped_column(comment="external identity")
    name: Mapped[str | None] = mapped_column(comment="user name")
    email: Mapped[str | None] = mapped_column(comment="user mail")
    primary_craving: Mapped[str | None] = mapped_column(enums.craving_type, comment="craving")
    current_level: Mapped[int | None] = mapped_column(comment="level")
    xp: Mapped[int | None] = mapped_column(comment="XP")
    cravecoins: Mapped[int | None] = mapped_column(comment="coins")
    streak_count: Mapped[int | None] = mapped_column(comment="streak")
    subscription_tier: Mapped[str | None] = mapped_column(enums.subscription_tier, comment="tier")
    craving_name: Mapped[str | None] = mapped_column(comment="label")
    craving_icon: Mapped[str | None] = mapped_column(comment="emoji")
    craving_color: Mapped[str | None] = mapped_column(comment="hex colour")

    __mapper_args__ = {"primary_key": [id]}
