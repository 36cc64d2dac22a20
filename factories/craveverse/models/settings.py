"""A user's switches: themes, reminders, channels."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.columns import flag_off, flag_on, moment_now, uuid_pk

from .access import mine
from .base import Base
from .identity import User


class UserSettings(Base):
    """Theme and reminder settings, one row a user; the mail and push switches are the older pair."""

    __tablename__ = "user_settings"
    __table_args__ = (Index("idx_user_settings_user_id", "user_id"),)
    __access__ = mine()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    daily_reminder_time: Mapped[dt.time | None] = mapped_column(
        Time(timezone=True), comment="reminder clock time with zone"
    )
    email_notifications: Mapped[flag_on | None] = mapped_column(comment="legacy mail switch")
    push_notifications: Mapped[flag_on | None] = mapped_column(comment="legacy push switch")
    theme_preference: Mapped[str | None] = mapped_column(
        server_default="system", comment="light, dark or system"
    )
    active_theme_id: Mapped[str | None] = mapped_column(comment="applied theme key; must be in user_themes")
    theme_personalization: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="copy of the applied theme data"
    )
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata", server_default="{}")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


class NotificationPreferences(Base):
    """Mail and push switches that the settings page writes, one row a user."""

    __tablename__ = "notification_preferences"
    __table_args__ = (Index("idx_notification_preferences_user_id", "user_id"),)
    __access__ = mine()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    email_enabled: Mapped[flag_on | None] = mapped_column(comment="mail switch used by settings API")
    push_enabled: Mapped[flag_off | None] = mapped_column(comment="push switch used by settings API")
    daily_reminder_time: Mapped[dt.time | None] = mapped_column(comment="reminder clock time, no zone")
    preferences: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="extra channel options"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()
