"""Switches, reminders and the theme that is worn (catalog/craveverse b10, c5)."""

from __future__ import annotations

import datetime as dt

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import After, Choice, Flag, Greatest, Json, Key, Parent, Phrase, Sometimes, days, this

from .identity import player
from .models import NotificationPreferences, UserSettings
from .rewards import UserThemeFactory
from .vocabulary.notifications import NOTIFICATION_KINDS, REMINDERS

#: When players want to be reminded; most in the evening.
REMINDER_TIMES = {
    dt.time(7): 2,
    dt.time(8, 30): 3,
    dt.time(12): 1,
    dt.time(18, 15): 3,
    dt.time(20): 5,
    dt.time(21, 30): 3,
}


class UserSettingsFactory(TableFactory[UserSettings]):
    """Settings of a player who follows the system's light or dark; the mail and push switches are the older pair."""

    class Meta:
        model = UserSettings
        exclude = ("theme",)

    user = player()
    theme = None
    id = Key()
    daily_reminder_time = Sometimes(0.7, Choice(REMINDER_TIMES))
    email_notifications = Flag(0.8)
    push_notifications = Flag(0.6)
    theme_preference = Choice({"system": 6, "dark": 3, "light": 1})
    active_theme_id = None
    theme_personalization = Json({})
    metadata_ = Json({"reminder?": Phrase(REMINDERS, "{}", by=user.primary_craving)})
    created_at = After(user.onboarding_completed_at.or_else(user.created_at), within=days(3))
    updated_at = created_at

    # The theme may be any that the player has unlocked.
    themed = Trait(
        theme=Parent(UserThemeFactory, user=this.user),
        active_theme_id=this.theme.theme_id,
        theme_personalization=this.theme.theme_data,
        updated_at=Greatest(this.created_at, this.theme.unlocked_at),
    )
    unset = Trait(daily_reminder_time=None, metadata_=Json({}))


class NotificationPreferencesFactory(TableFactory[NotificationPreferences]):
    """The live switches: mail on, push off unless the player asked for it."""

    class Meta:
        model = NotificationPreferences

    user = player()
    id = Key()
    email_enabled = Flag(0.85)
    push_enabled = Flag(0.3)
    daily_reminder_time = Sometimes(0.7, Choice(REMINDER_TIMES))
    preferences = Json({kind: Flag(0.8) for kind in NOTIFICATION_KINDS})
    created_at = After(user.onboarding_completed_at.or_else(user.created_at), within=days(3))
    updated_at = After(created_at, within=days(60))

    silent = Trait(email_enabled=False, push_enabled=False, daily_reminder_time=None)
