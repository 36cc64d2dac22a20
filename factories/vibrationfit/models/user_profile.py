"""The extended profile and its versions."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.supabase.auth import AuthUser

from . import enums
from .base import Base, between, flag_off, flag_on, moment_now, one_of, uuid_pk, zero
from .household import Household

_AMOUNTS = (
    "<10,000",
    "10,000-24,999",
    "25,000-49,999",
    "50,000-99,999",
    "100,000-249,999",
    "250,000-499,999",
    "500,000-999,999",
    "1,000,000+",
    "Prefer not to say",
)
_TENURES = (
    "<3 months",
    "3-6 months",
    "6-12 months",
    "1-2 years",
    "2-3 years",
    "3-5 years",
    "5-10 years",
    "10+ years",
)


class UserProfile(Base):
    """One version of the extended profile: at most one active and one draft per user (c5).

    An insert without ``household_id`` gets the household of the user, or a new solo one.
    """

    __tablename__ = "user_profiles"
    __table_args__ = (
        one_of("assets_equity", *_AMOUNTS),
        one_of(
            "consumer_debt",
            "None",
            "Under 10,000",
            "10,000-24,999",
            "25,000-49,999",
            "50,000-99,999",
            "100,000-249,999",
            "250,000-499,999",
            "500,000-999,999",
            "1,000,000+",
            "Prefer not to say",
        ),
        CheckConstraint("countries_visited >= 0", name="countries_visited"),
        one_of("currency", "USD", "EUR", "GBP", "Other"),
        one_of(
            "education",
            "High School",
            "Some College",
            "Associate Degree",
            "Bachelor's Degree",
            "Master's Degree",
            "Doctorate",
            "Other",
            "Prefer not to say",
        ),
        one_of("employment_type", "Employee", "Business Owner", "Contractor/Freelancer", "Prefer not to say"),
        one_of(
            "ethnicity",
            "Asian",
            "Black",
            "Hispanic",
            "Middle Eastern",
            "Multi-ethnic",
            "Native American",
            "Pacific Islander",
            "White",
            "Other",
            "Prefer not to say",
        ),
        one_of("exercise_frequency", "None", "1-2x", "3-4x", "5+"),
        one_of("gender", "Male", "Female", "Prefer not to say"),
        one_of("household_income", *_AMOUNTS),
        one_of("living_situation", "Own", "Rent", "With family/friends", "Other", "Prefer not to say"),
        between("number_of_children", 0, 20),
        one_of(
            "relationship_length",
            "1-6 months",
            "6-12 months",
            "12-18 months",
            "18-24 months",
            "2-3 years",
            "3-5 years",
            "5-10 years",
            "10+ years",
        ),
        one_of("relationship_status", "Single", "In a Relationship", "Married"),
        one_of("savings_retirement", *_AMOUNTS),
        one_of("time_at_location", *_TENURES),
        one_of("time_in_role", *_TENURES),
        one_of("units", "US", "Metric"),
        Index(
            "idx_user_profiles_one_active_per_user",
            "user_id",
            unique=True,
            postgresql_where=text("is_active and not is_draft"),
        ),
        Index(
            "idx_user_profiles_one_draft_per_user", "user_id", unique=True, postgresql_where=text("is_draft")
        ),
        Index("idx_user_profiles_created_at", "created_at"),
        Index("idx_user_profiles_household_id", "household_id"),
        Index("idx_user_profiles_is_active", "user_id", "is_active"),
        Index("idx_user_profiles_is_draft", "user_id", "is_draft"),
        Index(
            "idx_user_profiles_is_household_admin",
            "is_household_admin",
            postgresql_where=text("is_household_admin"),
        ),
        Index("idx_user_profiles_parent_version", "parent_version_id"),
        Index("idx_user_profiles_user_id", "user_id"),
        Index("idx_user_profiles_version_number", "user_id", text("version_number desc")),
    )
    __access__ = own("user_id", server_only=("household_id", "is_household_admin", "allow_shared_tokens"))

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    profile_picture_url: Mapped[str | None]
    date_of_birth: Mapped[dt.date | None]
    gender: Mapped[str | None]
    ethnicity: Mapped[str | None]
    relationship_status: Mapped[str | None]
    relationship_length: Mapped[str | None]
    has_children: Mapped[flag_off | None]
    number_of_children: Mapped[int | None]
    children_ages: Mapped[list[str] | None]
    units: Mapped[str | None] = mapped_column(server_default="US")
    height: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    weight: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    exercise_frequency: Mapped[str | None]
    living_situation: Mapped[str | None]
    time_at_location: Mapped[str | None]
    city: Mapped[str | None]
    state: Mapped[str | None]
    postal_code: Mapped[str | None]
    country: Mapped[str | None] = mapped_column(server_default="United States")
    employment_type: Mapped[str | None]
    occupation: Mapped[str | None]
    company: Mapped[str | None]
    time_in_role: Mapped[str | None]
    currency: Mapped[str | None] = mapped_column(server_default="USD")
    household_income: Mapped[str | None]
    savings_retirement: Mapped[str | None]
    assets_equity: Mapped[str | None]
    consumer_debt: Mapped[str | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    partner_name: Mapped[str | None]
    version_notes: Mapped[str | None] = mapped_column(comment="optional remark on this version")
    progress_photos: Mapped[list[str] | None] = mapped_column(comment="photo URLs")
    clarity_love: Mapped[str | None] = mapped_column(comment="what goes well in love")
    clarity_family: Mapped[str | None] = mapped_column(comment="what goes well in family")
    clarity_work: Mapped[str | None] = mapped_column(comment="what goes well in work")
    clarity_money: Mapped[str | None] = mapped_column(comment="what goes well in money")
    clarity_home: Mapped[str | None] = mapped_column(comment="what goes well in home")
    clarity_health: Mapped[str | None] = mapped_column(comment="what goes well in health")
    clarity_fun: Mapped[str | None] = mapped_column(comment="what goes well in fun")
    clarity_travel: Mapped[str | None] = mapped_column(comment="what goes well in travel")
    clarity_social: Mapped[str | None] = mapped_column(comment="what goes well in social")
    clarity_stuff: Mapped[str | None] = mapped_column(comment="what goes well in stuff")
    clarity_giving: Mapped[str | None] = mapped_column(comment="what goes well in giving")
    clarity_spirituality: Mapped[str | None] = mapped_column(comment="what goes well in spirituality")
    ai_tags: Mapped[list[Any] | None] = mapped_column(comment="AI tags derived from stories")
    hobbies: Mapped[list[str] | None] = mapped_column(server_default="{}", comment="free-text hobbies")
    leisure_time_weekly: Mapped[str | None] = mapped_column(comment="hours band: 0-5, 6-15, 16-25, 25+")
    travel_frequency: Mapped[str | None] = mapped_column(enums.travel_frequency, comment="travel rhythm enum")
    passport: Mapped[flag_off] = mapped_column(comment="holds valid passport")
    countries_visited: Mapped[zero] = mapped_column(comment="count of countries")
    close_friends_count: Mapped[str | None] = mapped_column(comment="band: 0, 1-3, 4-8, 9+")
    social_preference: Mapped[str | None] = mapped_column(
        enums.social_preference, comment="introversion enum"
    )
    lifestyle_category: Mapped[str | None] = mapped_column(
        enums.lifestyle_category, comment="spending style enum"
    )
    primary_vehicle: Mapped[str | None] = mapped_column(comment="free text vehicle or transport")
    spiritual_practice: Mapped[str | None] = mapped_column(comment="none, religious, spiritual, secular")
    meditation_frequency: Mapped[str | None] = mapped_column(comment="never, rarely, weekly, daily")
    personal_growth_focus: Mapped[flag_off] = mapped_column(comment="works on growth now")
    volunteer_status: Mapped[str | None] = mapped_column(comment="none, occasional, regular, frequent")
    charitable_giving: Mapped[str | None] = mapped_column(comment="yearly band: none, <500, 500-2000, 2000+")
    legacy_mindset: Mapped[flag_off] = mapped_column(comment="thinks of legacy daily")
    story_recordings: Mapped[list[Any]] = mapped_column(
        server_default="[]", comment="list of recordings with transcript and category"
    )
    version_number: Mapped[int | None] = mapped_column(
        server_default="1", comment="sequence per user, not unique in database"
    )
    is_draft: Mapped[flag_off | None] = mapped_column(comment="working copy; one per user")
    is_active: Mapped[flag_off | None] = mapped_column(comment="current version; one per user")
    parent_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_profiles.id"), comment="version this one was copied from"
    )
    education: Mapped[str | None]
    education_description: Mapped[str | None]
    contrast_fun: Mapped[str | None] = mapped_column(comment="what does not go well in fun")
    contrast_health: Mapped[str | None] = mapped_column(comment="what does not go well in health")
    contrast_travel: Mapped[str | None] = mapped_column(comment="what does not go well in travel")
    contrast_love: Mapped[str | None] = mapped_column(comment="what does not go well in love")
    contrast_family: Mapped[str | None] = mapped_column(comment="what does not go well in family")
    contrast_social: Mapped[str | None] = mapped_column(comment="what does not go well in social")
    contrast_home: Mapped[str | None] = mapped_column(comment="what does not go well in home")
    contrast_work: Mapped[str | None] = mapped_column(comment="what does not go well in work")
    contrast_money: Mapped[str | None] = mapped_column(comment="what does not go well in money")
    contrast_stuff: Mapped[str | None] = mapped_column(comment="what does not go well in stuff")
    contrast_giving: Mapped[str | None] = mapped_column(comment="what does not go well in giving")
    contrast_spirituality: Mapped[str | None] = mapped_column(comment="what does not go well in spirituality")
    household_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("households.id", ondelete="SET NULL"),
        comment="household; null makes trigger create a solo one",
    )
    is_household_admin: Mapped[flag_off | None] = mapped_column(comment="user administers the household")
    allow_shared_tokens: Mapped[flag_on | None] = mapped_column(
        comment="may use household tokens when own run out"
    )

    user: Mapped[AuthUser] = relationship(AuthUser)
    parent_version: Mapped[UserProfile | None] = relationship(remote_side="UserProfile.id")
    household: Mapped[Household | None] = relationship()


class ProfileVersion(Base):
    """A JSON snapshot of a profile, superseded by versioned user_profiles."""

    __tablename__ = "profile_versions"
    __table_args__ = (
        UniqueConstraint("user_id", "version_number"),
        Index("idx_profile_versions_created_at", text("created_at desc")),
        Index("idx_profile_versions_is_draft", "is_draft"),
        Index("idx_profile_versions_user_id", "user_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    version_number: Mapped[int]
    profile_data: Mapped[dict[str, Any]] = mapped_column(comment="snapshot of a profile as JSON object")
    completion_percentage: Mapped[zero | None]
    is_draft: Mapped[flag_on | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)
