"""What the AI is asked and what it keeps: prompts, summaries of players, hints, replies in the forum.

===================  ==========================================================================
PROMPTS              rules ``level_feedback``, ``forum_reply``, ``battle_tasks``,
                     ``onboarding_personalization``, ``user_summary``: prompts, for
                     ``prompt_hash``
PROMPT_MODELS        the same rules → (model, most tokens of the answer)
SUMMARIES            rules ``<craving>`` (anybody), ``<craving>_new``, ``<craving>_steady``,
                     ``<craving>_slipped``, ``<craving>_done``: ``users.ai_summary``, written for
                     the AI in the third person; says nothing that the row counts
HINTS                rules ``<craving>``: one line of ``preferences.customHints``
===================  ==========================================================================
"""

from __future__ import annotations

from .cravings import CRAVING_NAMES, CRAVINGS
from .temptations import THEIRS, YOURS, any_craving, each_craving
from .words import speak

PROMPT_MODELS = {
    "level_feedback": ("gpt-5-nano", 20),
    "forum_reply": ("gpt-5-nano", 30),
    "battle_tasks": ("gpt-5-mini", 200),
    "onboarding_personalization": ("gpt-5-mini", 150),
    "user_summary": ("gpt-5-mini", 200),
}

PROMPTS = speak(
    "prompts",
    {
        "level_feedback": (
            "Level {number} of {track} is done. Player said: {said} Answer in at most 15 words, {tone} tone.",
            "Give {tone:a} answer of 15 words to a player who finished level {number} of {track}. Reflection: {said}",
        ),
        "forum_reply": (
            "A thread in {track} asks for {topic}. Suggest a reply of 20 words, {tone} tone.",
            "Write a 20-word reply about {topic} for the {track} section. Tone: {tone}.",
        ),
        "battle_tasks": (
            "List five challenges for one day of {track}, one sentence each, {tone} tone.",
            "Write 5 different tasks for a 24-hour battle in {track}. One sentence each. Tone: {tone}.",
        ),
        "onboarding_personalization": (
            "Quiz: trigger {trigger}, {attempts} attempts. Write one welcome and three hints for days 1 to 3 of {track}.",
            "A newcomer to {track} names {trigger} as the trigger, with {attempts} attempts before. Give three hints for the first three days.",
        ),
        "user_summary": (
            "Summarize this player of {track} in 200 tokens: level {number}, trigger {trigger}, tone {tone}.",
            "Update the summary of a player of {track} after level {number}. Keep the trigger, {trigger}, and drop names.",
        ),
        "number": tuple(str(number) for number in range(1, 31)),
        "track": tuple(CRAVING_NAMES.values()),
        "tone": ("encouraging", "strict and disciplined", "delicate and encouraging"),
        "topic": ("help with evenings", "advice on a slip", "a first-week plan", "ideas for a weekend", "a way to tell friends"),
        "trigger": ("stress", "boredom", "loneliness", "evenings", "the afternoon"),
        "attempts": ("no", "a few", "many"),
        "said": (
            "I used my plan and it worked.", "It was close, but I walked away.", "I slipped and started again.",
            "Easier than last week.", "I told a friend about it.", "I kept the phone in the kitchen.", "A long day, done anyway.",
        ),
    },
)  # fmt: skip

_SUMMARIES = {
    "new": (
        "New player. Named {.bait} as a trigger and wants {.gain}. {style}",
        "Just past onboarding. Main risk comes {.hour}. {style}",
        "Starts with little experience and a clear wish: {.gain}. {style}",
    ),
    "steady": (
        "Steady player. Usual answer to an urge is {.doing}. {style}",
        "Reliable over the past weeks. Reports {.gain} and writes honest reflections. {style}",
        "Finishes levels {rhythm}. Weak spot is {.bait}, which is handled by {.doing}. {style}",
    ),
    "slipped": (
        "Had a recent slip connected to {.bait}. Came back within a day. {style}",
        "Struggles {.hour}. Needs a plan for {.bait} before the next level. {style}",
        "Recovering from a slip, open about it, no blame wanted. {style}",
    ),
    "done": (
        "Finished all levels of the track. Now helps others in the forum. {style}",
        "Veteran. Keeps {.clean} as the normal case and plays battles for fun. {style}",
    ),
}

SUMMARIES = speak(
    "summaries",
    {craving: [f"{{{craving}_{state}}}" for state in ("new", "steady", "slipped")] for craving in CRAVINGS}
    | each_craving(_SUMMARIES),
    THEIRS,
    {
        "style": (
            "Responds well to short, warm messages.", "Likes plain talk and clear tasks.", "Enjoys jokes about the boss of the level.",
            "Prefers facts over cheering.", "Writes little, so ask one question at a time.", "Motivated by coins and themes.",
        ),
        "rhythm": ("early in the morning", "during lunch", "late in the evening", "in bursts on weekends"),
    },
)  # fmt: skip

HINTS = speak(
    "hints",
    any_craving(
        "Watch out for {.bait} and {.do}.",
        "Before you decide anything, {.do}.",
        "{.foe:cap} hates it when you {.do}.",
        "You play for {.gain}. Say it out loud once a day.",
        "Make it easy on yourself: {.do} first and think later.",
        "Plan {.clean} for {weekday}.",
    ),
    YOURS,
)
