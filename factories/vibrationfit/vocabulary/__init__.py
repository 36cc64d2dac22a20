"""VibrationFit's own words, by domain; each module's docstring is the table of what it holds.

A :class:`Grammar` is picked from by rule (``Phrase(JOURNAL, "{}_above", by=category)``); a
:class:`Pool` holds texts that belong together in one row (``FromPool(FLIPS, "clarity_seed",
pick="flip")``); the rest are tuples and mappings. Rules named after a category serve its column.

=================  ============================================================================
categories         the twelve categories and all their names; moods and valences
journal            entries, titles, voice notes
visions            the fourteen sections for one and for two, titles, activation messages
profile            what goes well, what does not
lists              hobbies, vehicles, tags, essence words, emotions, voice-profile texts …
assessment         84 questions with answers, insights, notes
board              vision board items with their stories
scenes             visualization scenes, audio sets, voices, tracks
conversations      talks with VIVA, session titles, prompts and suggestions
events             vibrational events
flips              frequency flips
daily              abundance notes, gratitude, tasks, fun plans
building           category states (transcript to loops), refinements, guidance
blueprints         plans, phases, tasks, insights
media              generated images, media library, site content
account            households, invitations, tokens, payments, errors, feedback
=================  ============================================================================
"""

from __future__ import annotations

from .account import (
    ERRORS,
    FEEDBACK,
    HOUSEHOLD_NAMES,
    HOUSEHOLD_NOTES,
    INVITATION_NOTES,
    PAYMENT_DESCRIPTIONS,
    TOKEN_NOTES,
    USAGE_REMARKS,
)
from .assessment import (
    ANSWER_EMOJI,
    ANSWER_GREEN_LINE,
    ANSWER_VALUES,
    ASSESSMENT_NOTES,
    CUSTOM_ANSWERS,
    INSIGHT_TYPES,
    INSIGHTS,
    QUESTIONS,
)
from .blueprints import BLUEPRINT_INSIGHTS, BLUEPRINTS, PHASES, RESOURCES, TASKS_BY_TYPE, TIMELINES
from .board import BOARD_ITEMS
from .building import GUIDANCE, IDEAL_STATES, LOOPS, REFINEMENTS, SUMMARIES, TRANSCRIPTS
from .categories import (
    ASSESSMENT_LABELS,
    ASSESSMENT_ORDER,
    AUDIO_SECTIONS,
    CATEGORIES,
    CATEGORY_OF,
    LONG_LABELS,
    MOODS,
    SECTIONS,
    SHORT_LABELS,
    VALENCES,
)
from .conversations import GREETINGS, PROMPT_SUGGESTIONS, SESSION_TITLES, TURNS, USER_MESSAGES, VIVA_REPLIES
from .daily import ABUNDANCE, FUN_PLANS, GRATITUDE, TASKS
from .events import EVENTS
from .flips import ALREADY_CLEAR, FLIP_NOTES, FLIPS
from .journal import JOURNAL, JOURNAL_TITLES, VOICE_NOTES
from .lists import (
    AI_TAGS,
    COUNTRIES,
    EDUCATION_DESCRIPTIONS,
    EMOTIONS,
    ESSENCE_WORDS,
    FORBIDDEN_STYLES,
    HOBBIES,
    LINK_NOTES,
    SAMPLE_PHRASES,
    SHARED_THEMES,
    STYLE_LABELS,
    VEHICLES,
    VERSION_NOTES,
)
from .media import IMAGES, MEDIA, RECORDING_STEMS, SITE_MEDIA
from .profile import CLARITY, CONTRAST
from .scenes import AUDIO_SET_NAMES, BACKGROUND_TRACKS, SCENES, SECTION_TITLES, VOICES
from .visions import ACTIVATION_MESSAGES, VISION_TITLES, VISIONS, VISIONS_WE

__all__ = [
    "ABUNDANCE",
    "ACTIVATION_MESSAGES",
    "AI_TAGS",
    "ALREADY_CLEAR",
    "ANSWER_EMOJI",
    "ANSWER_GREEN_LINE",
    "ANSWER_VALUES",
    "ASSESSMENT_LABELS",
    "ASSESSMENT_NOTES",
    "ASSESSMENT_ORDER",
    "AUDIO_SECTIONS",
    "AUDIO_SET_NAMES",
    "BACKGROUND_TRACKS",
    "BLUEPRINTS",
    "BLUEPRINT_INSIGHTS",
    "BOARD_ITEMS",
    "CATEGORIES",
    "CATEGORY_OF",
    "CLARITY",
    "CONTRAST",
    "COUNTRIES",
    "CUSTOM_ANSWERS",
    "EDUCATION_DESCRIPTIONS",
    "EMOTIONS",
    "ERRORS",
    "ESSENCE_WORDS",
    "EVENTS",
    "FEEDBACK",
    "FLIPS",
    "FLIP_NOTES",
    "FORBIDDEN_STYLES",
    "FUN_PLANS",
    "GRATITUDE",
    "GREETINGS",
    "GUIDANCE",
    "HOBBIES",
    "HOUSEHOLD_NAMES",
    "HOUSEHOLD_NOTES",
    "IDEAL_STATES",
    "IMAGES",
    "INSIGHTS",
    "INSIGHT_TYPES",
    "INVITATION_NOTES",
    "JOURNAL",
    "JOURNAL_TITLES",
    "LINK_NOTES",
    "LONG_LABELS",
    "LOOPS",
    "MEDIA",
    "MOODS",
    "PAYMENT_DESCRIPTIONS",
    "PHASES",
    "PROMPT_SUGGESTIONS",
    "QUESTIONS",
    "RECORDING_STEMS",
    "REFINEMENTS",
    "RESOURCES",
    "SAMPLE_PHRASES",
    "SCENES",
    "SECTIONS",
    "SECTION_TITLES",
    "SESSION_TITLES",
    "SHARED_THEMES",
    "SHORT_LABELS",
    "SITE_MEDIA",
    "STYLE_LABELS",
    "SUMMARIES",
    "TASKS",
    "TASKS_BY_TYPE",
    "TIMELINES",
    "TOKEN_NOTES",
    "TRANSCRIPTS",
    "TURNS",
    "USAGE_REMARKS",
    "USER_MESSAGES",
    "VALENCES",
    "VEHICLES",
    "VERSION_NOTES",
    "VISIONS",
    "VISIONS_WE",
    "VISION_TITLES",
    "VIVA_REPLIES",
    "VOICES",
    "VOICE_NOTES",
]
