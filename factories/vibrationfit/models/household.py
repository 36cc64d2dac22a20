"""Households, their members and invitations."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import Access, own
from seedkit.supabase.auth import AuthUser

from .access import active_member, household_admin, invitee
from .base import Base, flag_off, flag_on, moment, moment_now, one_of, uuid_pk

# Whoever could write these would give the household a paid plan.
_BILLING = (
    "admin_user_id",
    "stripe_customer_id",
    "stripe_subscription_id",
    "subscription_status",
    "plan_type",
    "max_members",
)


class Household(Base):
    """The billing household, solo or shared (c4)."""

    __tablename__ = "households"
    __table_args__ = (
        one_of("plan_type", "solo", "household"),
        one_of("subscription_status", "active", "canceled", "past_due", "trialing", "incomplete"),
        Index("idx_households_admin_user_id", "admin_user_id"),
        Index("idx_households_stripe_customer_id", "stripe_customer_id"),
        Index("idx_households_subscription_status", "subscription_status"),
    )
    __access__ = own("admin_user_id", server_only=_BILLING) | active_member("id")

    id: Mapped[uuid_pk]
    name: Mapped[str] = mapped_column(server_default="My Household")
    admin_user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"),
        unique=True,
        comment="unique: a user administers at most one household",
    )
    stripe_customer_id: Mapped[str | None]
    stripe_subscription_id: Mapped[str | None]
    subscription_status: Mapped[str | None] = mapped_column(server_default="active")
    plan_type: Mapped[str | None] = mapped_column(server_default="household")
    max_members: Mapped[int | None] = mapped_column(
        server_default="6", comment="seat cap: 1 solo, 2 or 6 household"
    )
    shared_tokens_enabled: Mapped[flag_off | None] = mapped_column(
        comment="members may draw on admin balance"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    admin_user: Mapped[AuthUser] = relationship(AuthUser)


class HouseholdMember(Base):
    """The seat of a user in a household; a user has one seat at most, removed ones included (c4)."""

    __tablename__ = "household_members"
    __table_args__ = (
        UniqueConstraint("household_id", "user_id"),
        one_of("role", "admin", "member"),
        one_of("status", "pending", "active", "removed"),
        Index("idx_household_members_household_id", "household_id"),
        Index("idx_household_members_status", "status"),
        Index("idx_household_members_user_id", "user_id"),
        Index("idx_household_members_invited_by", "invited_by"),
    )
    __access__ = (
        own("user_id", commands="select")
        | household_admin("household_id")
        | Access(server_only=("household_id", "user_id", "role", "status"))
    )

    id: Mapped[uuid_pk]
    household_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("households.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"), unique=True, comment="unique: one household per user"
    )
    role: Mapped[str | None] = mapped_column(
        server_default="member", comment="admin or member; admin equals households.admin_user_id"
    )
    allow_shared_tokens: Mapped[flag_on | None]
    invited_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(AuthUser.id))
    invited_at: Mapped[moment_now | None]
    accepted_at: Mapped[moment | None]
    status: Mapped[str | None] = mapped_column(server_default="active")
    joined_at: Mapped[moment_now | None]
    removed_at: Mapped[moment | None]

    household: Mapped[Household] = relationship()
    user: Mapped[AuthUser] = relationship(AuthUser, foreign_keys=[user_id])
    inviter: Mapped[AuthUser | None] = relationship(AuthUser, foreign_keys=[invited_by])


class HouseholdInvitation(Base):
    """An invitation by e-mail to join a household (c4)."""

    __tablename__ = "household_invitations"
    __table_args__ = (
        UniqueConstraint("household_id", "invited_email", "status"),
        one_of("status", "pending", "accepted", "expired", "canceled"),
        Index("idx_household_invitations_email", "invited_email"),
        Index("idx_household_invitations_household_id", "household_id"),
        Index("idx_household_invitations_status", "status"),
        Index("idx_household_invitations_token", "invitation_token"),
        Index("idx_household_invitations_invited_by", "invited_by"),
        Index("idx_household_invitations_invitee", text("lower(invited_email)")),
    )
    __access__ = (
        household_admin("household_id")
        | invitee("invited_email")
        | Access(server_only=("household_id", "accepted_at"))
    )

    id: Mapped[uuid_pk]
    household_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("households.id", ondelete="CASCADE"))
    invited_email: Mapped[str] = mapped_column(comment="matched against auth.users email of invitee")
    invited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id))
    invitation_token: Mapped[str] = mapped_column(
        unique=True, comment="opaque unique token, UUID text in code"
    )
    status: Mapped[str | None] = mapped_column(server_default="pending")
    expires_at: Mapped[moment | None] = mapped_column(
        server_default=text("now() + interval '7 days'"), comment="seven days after creation by default"
    )
    accepted_at: Mapped[moment | None]
    created_at: Mapped[moment_now | None]

    household: Mapped[Household] = relationship()
    inviter: Mapped[AuthUser] = relationship(AuthUser)
