"""Who a user is to the product: profile, counters, storage, writing voice."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.supabase.auth import AuthUser

from .base import Base, between, flag_on, moment, moment_now, uuid_pk, zero
from .token_billing import CustomerSubscription, MembershipTier

# Identity belongs to auth.users, plan and allowance to the service.
_ACCOUNT = (
    "id",
    "email",
    "membership_level",
    "membership_tier_id",
    "vibe_assistant_tokens_used",
    "vibe_assistant_tokens_remaining",
    "vibe_assistant_monthly_reset_date",
    "vibe_assistant_total_cost",
    "vibe_assistant_allowance_reset_count",
)


class Profile(Base):
    """One basic row per auth user, made when the user signs up; parent of visions and chats."""

    __tablename__ = "profiles"
    __table_args__ = (
        Index("idx_profiles_membership_tier_id", "membership_tier_id"),
        Index("idx_profiles_vibe_assistant_reset_date", "vibe_assistant_monthly_reset_date"),
        Index("idx_profiles_vibe_assistant_tokens_used", "vibe_assistant_tokens_used"),
    )
    __access__ = own("id", commands="select update", server_only=_ACCOUNT)

    id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"), primary_key=True, comment="same id as auth.users"
    )
    email: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str | None]
    membership_level: Mapped[str | None] = mapped_column(server_default="free")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    vibe_assistant_tokens_used: Mapped[zero | None] = mapped_column(
        comment="tokens used this month, old allowance"
    )
    vibe_assistant_tokens_remaining: Mapped[zero | None] = mapped_column(
        comment="tokens left this month, old allowance"
    )
    vibe_assistant_monthly_reset_date: Mapped[moment_now | None] = mapped_column(
        comment="when old allowance resets"
    )
    vibe_assistant_total_cost: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 4), server_default="0.00", comment="USD cost this month"
    )
    membership_tier_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("membership_tiers.id"))
    vibe_assistant_allowance_reset_count: Mapped[zero | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    membership_tier: Mapped[MembershipTier | None] = relationship()


class UserStats(Base):
    """Per-user counters; the key is the user."""

    __tablename__ = "user_stats"
    __access__ = own("user_id", commands="select insert update")

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"),
        primary_key=True,
        comment="primary key, same as auth.users",
    )
    total_journal_entries: Mapped[zero | None]
    journal_streak: Mapped[zero | None]
    last_journal_date: Mapped[dt.date | None]
    total_visions: Mapped[zero | None]
    current_vision_version: Mapped[zero | None]
    total_creations: Mapped[zero | None]
    actualized_creations: Mapped[zero | None]
    total_ai_calls: Mapped[zero | None]
    total_tokens_used: Mapped[zero | None]
    estimated_ai_cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 2), server_default="0")
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)


class UserStorage(Base):
    """A storage quota grant; the quota of a user is the sum of the grants (c6)."""

    __tablename__ = "user_storage"
    __table_args__ = (
        Index("idx_user_storage_recent", "user_id", text("granted_at desc")),
        Index("idx_user_storage_user_id", "user_id"),
        Index("idx_user_storage_subscription_id", "subscription_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    quota_gb: Mapped[int] = mapped_column(comment="GB granted; user quota is the sum")
    granted_at: Mapped[moment_now]
    subscription_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("customer_subscriptions.id", ondelete="SET NULL")
    )
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata", server_default="{}")
    created_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
    subscription: Mapped[CustomerSubscription | None] = relationship()


class VoiceProfile(Base):
    """How the AI should sound when it writes for a user; one of them is active."""

    __tablename__ = "voice_profiles"
    __table_args__ = (
        between("woo_level", 1, 3),
        Index("idx_voice_profiles_user_active", "user_id", unique=True, postgresql_where=text("is_active")),
        Index("idx_voice_profiles_user_id", "user_id"),
    )
    __access__ = own("user_id")

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    word_flow: Mapped[str]
    emotional_range: Mapped[str]
    detail_level: Mapped[str]
    energy_tempo: Mapped[str]
    woo_level: Mapped[int] = mapped_column(SmallInteger, comment="1 to 3 spiritual wording comfort")
    humor_personality: Mapped[str]
    speech_rhythm: Mapped[str]
    style_label: Mapped[str | None]
    forbidden_styles: Mapped[list[str] | None]
    sample_phrases: Mapped[list[str] | None]
    source: Mapped[str | None] = mapped_column(comment="quiz, ai_analysis, hybrid or manual_edit")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]
    emotional_intensity_preference: Mapped[str | None]
    narrative_preference: Mapped[str | None]
    depth_preference: Mapped[str | None]
    last_refined_at: Mapped[moment | None]
    id: Mapped[uuid_pk]
    is_active: Mapped[flag_on | None] = mapped_column(comment="current profile; one per user")

    user: Mapped[AuthUser] = relationship(AuthUser)


class MemberProfile(Base):
    """The older demographic profile, one row per user; unused in today's product."""

    __tablename__ = "member_profiles"
    __table_args__ = (Index("idx_member_profiles_user_id", "user_id"),)
    __access__ = own("user_id", commands="select insert update")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    date_of_birth: Mapped[dt.date | None]
    gender: Mapped[str | None]
    ethnicity: Mapped[str | None]
    profile_picture_url: Mapped[str | None]
    relationship_status: Mapped[str | None]
    relationship_length: Mapped[str | None]
    has_children: Mapped[bool | None]
    children_count: Mapped[int | None]
    children_ages: Mapped[list[str] | None]
    units: Mapped[str | None]
    height: Mapped[Decimal | None]
    weight: Mapped[Decimal | None]
    exercise_frequency: Mapped[str | None]
    living_situation: Mapped[str | None]
    time_at_location: Mapped[str | None]
    city: Mapped[str | None]
    state: Mapped[str | None]
    zip_code: Mapped[str | None] = mapped_column(comment="older name of user_profiles.postal_code")
    country: Mapped[str | None]
    employment_type: Mapped[str | None]
    occupation: Mapped[str | None]
    company_name: Mapped[str | None]
    time_in_role: Mapped[str | None]
    currency: Mapped[str | None]
    household_income: Mapped[str | None]
    savings_retirement: Mapped[str | None]
    assets_equity: Mapped[str | None]
    consumer_debt: Mapped[str | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
