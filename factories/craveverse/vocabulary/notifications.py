"""Notifications: what the game says when a player is not looking.

===================  ==========================================================================
NOTIFICATIONS        Pool: kind, title, body
NOTIFICATION_KINDS   the kinds, as ``notification_preferences.preferences`` switches them
REMINDERS            rules ``<craving>``: the line of a daily reminder (``user_settings.metadata``)
SHARE_LINES          rule ``line``: the sentence over a shared snapshot
===================  ==========================================================================
"""

from __future__ import annotations

from .temptations import YOURS, any_craving
from .words import keyed, speak

_KINDS: dict[str, tuple[str, ...]] = {
    "daily_reminder": (
        "Your level is waiting | Ten minutes now beat an hour of regret later.",
        "Ready, player? | Today's challenge is short. You can do it before {drink}.",
        "A small quest for today | One level, one tick, one better evening.",
        "Good {part} | Your streak asked me to say hello.",
    ),
    "streak_at_risk": (
        "Your streak is looking at you | Finish today's level before midnight, or use a pause token.",
        "Almost bedtime | There is still time to keep the flame alive.",
        "Do not let it end like this | Two minutes are enough for today's level.",
    ),
    "streak_paused": (
        "Streak on ice | Rest well. We will keep your place.",
        "Pause is on | Nothing can break your streak until it ends.",
    ),
    "level_complete": (
        "Level cleared! | XP and coins are in your bag.",
        "Another one down | The map just got a little smaller.",
        "Well played | Take a breath, the next level can wait until tomorrow.",
    ),
    "badge_earned": (
        "New badge! | Come and see what you unlocked.",
        "Shiny | A badge with your name on it is waiting in your profile.",
    ),
    "battle": (
        "You have been challenged | Three tasks, one day. Do you accept?",
        "{friend} finished a task | Your rival is ahead. Time to move.",
        "Battle over | The results are in. Have a look.",
        "One hour left | Your battle ends soon, and one task is still open.",
    ),
    "forum": (
        "Somebody answered you | Your thread has a new reply.",
        "Your words helped | A player gave your post an upvote.",
        "{friend} said thank you | Your reply made a difference.",
    ),
    "shop": (
        "You can afford a pause token | Your coins are piling up. Buy some peace of mind?",
        "Fresh colors in the shop | A new theme would look good on your dashboard.",
    ),
    "trial_ending": (
        "Your trial ends in three days | Keep all thirty levels, or go on with the first ten for free.",
        "Last day of your trial | No hard feelings either way. Your progress stays.",
    ),
    "weekly_summary": (
        "Your week in numbers | Levels, coins and one thing to be proud of.",
        "{weekday} recap | You did more than you remember.",
    ),
}

NOTIFICATION_KINDS = tuple(_KINDS)

NOTIFICATIONS = speak(
    "notifications",
    {"notification": keyed(_KINDS), **_KINDS, "part": ("morning", "afternoon", "evening")},
).records("notification", "kind", "title", "body")

REMINDERS = speak(
    "reminders",
    any_craving(
        "Heads up, your risky hour is near. If you need it: {.do}.",
        "Make today {.clean}.",
        "{.foe:cap} is awake. So are you.",
        "Remember: you play for {.gain}.",
        "Level time! It is shorter than the excuse.",
        "First thing to try today: {.do}.",
    ),
    YOURS,
)

SHARE_LINES = speak(
    "share_lines",
    {
        "line": (
            "Look how far I have come!", "One level at a time.", "My map so far. {cheer}", "Ask me how it feels. It feels great.",
            "Not perfect, still playing.", "Proof that small steps count.", "Join me for a battle?", "Future me says thank you.",
        )
    },
)  # fmt: skip
