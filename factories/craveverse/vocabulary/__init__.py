"""CraveVerse's own words, by domain; each module's docstring is the table of what it holds.

A :class:`Grammar` is picked from by rule (``Phrase(DAILY_LOGS, "{}_win", by=craving)``); a
:class:`Pool` holds texts that belong together in one row (``FromPool(REFLECTIONS, "user_response",
pick="said", craving=craving, outcome=outcome)``); ``…_ROWS`` are the rows of a catalogue table, and
the rest are tuples and mappings. Rules named after a craving serve its column ``craving_type``.

=================  ============================================================================
cravings           the five cravings, their labels, and the forum section of each
temptations        what tempts, when, and what helps, by craving
levels             150 levels with their rewards
map                where the levels lie, and the lands they cross
shop               items, coin packs, reasons to buy and to pause
themes             colours and quotes of unlocked themes
achievements       badges
onboarding         answers of the quiz and the plan that follows
progress           reflections on a level and the coach's answers, relapse notes
daily              daily logs, goals, check-ins
coaching           prompts, summaries of players, hints
forum              threads with the answers that fit them
moderation         reports, steps, hidden posts, what admins may and note
battles            tasks, names of bouts, words between rivals
notifications      notifications, reminders, lines over shared snapshots
telemetry          journey events, the activity feed, counted buttons
account            failures, payments, cancellations, support
players            names in one word, titles, bios
=================  ============================================================================
"""

from __future__ import annotations

from .account import (
    CANCEL_REASONS,
    DEBUG_NAMES,
    ERRORS,
    PAYMENT_DESCRIPTIONS,
    QUEUE_ERRORS,
    SUPPORT,
    USAGE_FEATURES,
)
from .achievements import BADGE_NAMES, BADGES
from .battles import BATTLE_NAMES, BATTLE_TASK_ROWS, BATTLE_TASKS, BATTLE_TRIOS, TAUNTS
from .coaching import HINTS, PROMPT_MODELS, PROMPTS, SUMMARIES
from .cravings import CRAVING_NAMES, CRAVING_ROWS, CRAVINGS, FORUM_SECTIONS
from .daily import CHECK_INS, DAILY_LOGS, DAY_MOODS, GOALS
from .forum import CHEERS, FORUM_TOPICS, POSTS, REPLIES, REPLY_KINDS
from .levels import DIFFICULTIES, LEVEL_ROWS, XP_REWARDS
from .map import MAP_LANDS, MAP_NEIGHBOURS, MAP_POINTS
from .moderation import ADMIN_NOTES, ADMIN_PERMISSIONS, HIDDEN_POSTS, MODERATION, REPORTS
from .notifications import NOTIFICATION_KINDS, NOTIFICATIONS, REMINDERS, SHARE_LINES
from .onboarding import ONBOARDING, QUIZ_QUESTIONS, QUIZ_VALUES
from .players import BIOS, TITLES, USERNAMES
from .progress import FALLBACKS, OUTCOMES, PERSONAS, REFLECTIONS, RELAPSE_NOTES, SKIPPED
from .shop import COIN_PACKS, PAUSE_REASONS, PLAN_LABELS, PURCHASE_NOTES, SHOP_ROWS
from .telemetry import ACTIVITIES, ACTIVITY_LINES, BUTTONS, EVENT_SOURCES, ONBOARDING_EVENTS, PLAY_EVENTS
from .temptations import URGES
from .themes import COLOR_SCHEMES, QUOTES, THEME_IDS, THEMES

__all__ = [
    "ACTIVITIES",
    "ACTIVITY_LINES",
    "ADMIN_NOTES",
    "ADMIN_PERMISSIONS",
    "BADGES",
    "BADGE_NAMES",
    "BATTLE_NAMES",
    "BATTLE_TASKS",
    "BATTLE_TASK_ROWS",
    "BATTLE_TRIOS",
    "BIOS",
    "BUTTONS",
    "CANCEL_REASONS",
    "CHECK_INS",
    "CHEERS",
    "COIN_PACKS",
    "COLOR_SCHEMES",
    "CRAVINGS",
    "CRAVING_NAMES",
    "CRAVING_ROWS",
    "DAILY_LOGS",
    "DAY_MOODS",
    "DEBUG_NAMES",
    "DIFFICULTIES",
    "ERRORS",
    "EVENT_SOURCES",
    "FALLBACKS",
    "FORUM_SECTIONS",
    "FORUM_TOPICS",
    "GOALS",
    "HIDDEN_POSTS",
    "HINTS",
    "LEVEL_ROWS",
    "MAP_LANDS",
    "MAP_NEIGHBOURS",
    "MAP_POINTS",
    "MODERATION",
    "NOTIFICATIONS",
    "NOTIFICATION_KINDS",
    "ONBOARDING",
    "ONBOARDING_EVENTS",
    "OUTCOMES",
    "PAUSE_REASONS",
    "PAYMENT_DESCRIPTIONS",
    "PERSONAS",
    "PLAN_LABELS",
    "PLAY_EVENTS",
    "POSTS",
    "PROMPTS",
    "PROMPT_MODELS",
    "PURCHASE_NOTES",
    "QUEUE_ERRORS",
    "QUIZ_QUESTIONS",
    "QUIZ_VALUES",
    "QUOTES",
    "REFLECTIONS",
    "RELAPSE_NOTES",
    "REMINDERS",
    "REPLIES",
    "REPLY_KINDS",
    "REPORTS",
    "SHARE_LINES",
    "SHOP_ROWS",
    "SKIPPED",
    "SUMMARIES",
    "SUPPORT",
    "TAUNTS",
    "THEMES",
    "THEME_IDS",
    "TITLES",
    "URGES",
    "USAGE_FEATURES",
    "USERNAMES",
    "XP_REWARDS",
]
