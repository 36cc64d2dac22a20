"""``auth.users`` and ``auth.identities`` as SQLAlchemy models, in the shape of Supabase's auth server.

Only the columns that a seeded row must hold are mapped, plus those a story may set;
the loader writes those of them that the live catalogue has. Generated columns
(``confirmed_at``, ``identities.email``) are never mapped: naming them in an insert fails.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, SmallInteger, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

__all__ = ["AuthBase", "AuthIdentity", "AuthUser"]

_Moment = DateTime(timezone=True)


class AuthBase(DeclarativeBase):
    """The metadata of Supabase's ``auth`` schema; products refer to its columns, never own it."""


class AuthUser(AuthBase):
    """A person who can sign in: one row of ``auth.users``."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(
            "email_change_confirm_status between 0 and 2", name="users_email_change_confirm_status_check"
        ),
        {"schema": "auth"},
    )

    instance_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    aud: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[str | None] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(255))
    encrypted_password: Mapped[str | None] = mapped_column(String(255))
    email_confirmed_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    invited_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    confirmation_token: Mapped[str | None] = mapped_column(String(255))
    confirmation_sent_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    recovery_token: Mapped[str | None] = mapped_column(String(255))
    recovery_sent_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    email_change_token_new: Mapped[str | None] = mapped_column(String(255))
    email_change: Mapped[str | None] = mapped_column(String(255))
    email_change_sent_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    last_sign_in_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    raw_app_meta_data: Mapped[Any | None] = mapped_column(JSONB)
    raw_user_meta_data: Mapped[Any | None] = mapped_column(JSONB)
    is_super_admin: Mapped[bool | None] = mapped_column(Boolean)
    created_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    updated_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    phone: Mapped[str | None] = mapped_column(Text, unique=True)
    phone_confirmed_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    phone_change: Mapped[str | None] = mapped_column(Text, server_default="")
    phone_change_token: Mapped[str | None] = mapped_column(String(255), server_default="")
    phone_change_sent_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    email_change_token_current: Mapped[str | None] = mapped_column(String(255), server_default="")
    email_change_confirm_status: Mapped[int | None] = mapped_column(SmallInteger, server_default="0")
    banned_until: Mapped[dt.datetime | None] = mapped_column(_Moment)
    reauthentication_token: Mapped[str | None] = mapped_column(String(255), server_default="")
    reauthentication_sent_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    is_sso_user: Mapped[bool] = mapped_column(Boolean, server_default="false")
    deleted_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    is_anonymous: Mapped[bool] = mapped_column(Boolean, server_default="false")

    @property
    def first_name(self) -> str | None:
        """The first name the person signed up with."""
        return (self.raw_user_meta_data or {}).get("first_name")

    @property
    def last_name(self) -> str | None:
        """The family name the person signed up with."""
        return (self.raw_user_meta_data or {}).get("last_name")

    @property
    def full_name(self) -> str | None:
        """The name the person signed up with."""
        return (self.raw_user_meta_data or {}).get("full_name")


class AuthIdentity(AuthBase):
    """How a person signs in: one row of ``auth.identities`` for each provider."""

    __tablename__ = "identities"
    __table_args__ = {"schema": "auth"}

    provider_id: Mapped[str] = mapped_column(Text)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    identity_data: Mapped[Any] = mapped_column(JSONB)
    provider: Mapped[str] = mapped_column(Text)
    last_sign_in_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    created_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    updated_at: Mapped[dt.datetime | None] = mapped_column(_Moment)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)

    user: Mapped[AuthUser] = relationship()
