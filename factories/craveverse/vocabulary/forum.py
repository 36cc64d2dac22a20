"""The forum: threads by craving with the answers that fit them.

===================  ==========================================================================
POSTS                Pool: craving, topic, title, content, draft (``ai_reply_suggested``)
REPLIES              Pool: craving, title, kind, content; the replies that fit the posts of that
                     craving and title. Kinds: ``answer`` by somebody else, ``thanks`` by the
                     author under an answer, ``ai`` for ``ai_generated`` ones
REPLY_KINDS          answer, thanks, ai
FORUM_TOPICS         the topics, sorted
CHEERS               rules ``<craving>``: a short reply that fits any thread of the craving
===================  ==========================================================================

A title belongs to one thread of its craving, so that ``FromPool(REPLIES, "content", craving=…,
title=…, kind=…)`` answers the post that a reply points to.
"""

from __future__ import annotations

from .cravings import CRAVINGS
from .forum_own import OWN
from .forum_shared import SHARED, Thread
from .temptations import MINE, any_craving
from .words import by_key, speak

REPLY_KINDS = ("answer", "thanks", "ai")

_THREADS = {craving: {**SHARED, **OWN[craving]} for craving in CRAVINGS}

FORUM_TOPICS = tuple(sorted({thread.topic for threads in _THREADS.values() for thread in threads.values()}))


def _parts(name: str, thread: Thread) -> dict[str, tuple[str, ...]]:
    return {
        f"{name}_title": thread.titles,
        f"{name}_post": thread.posts,
        f"{name}_answer": thread.answers,
        f"{name}_thanks": thread.thanks,
        f"{name}_ai": thread.drafts,
    }


_NAMED = [
    (craving, name, thread) for craving, threads in _THREADS.items() for name, thread in threads.items()
]
_SAID = [by_key({craving: _parts(name, thread)}) for craving, name, thread in _NAMED]
_SEASONS = {"season": ("spring", "summer", "fall", "winter")}

POSTS = speak(
    "posts",
    {
        "post": [
            f"{craving} | {thread.topic} | {{{craving}_{name}_title}} | {{{craving}_{name}_post}} | {{{craving}_{name}_ai}}"
            for craving, name, thread in _NAMED
        ]
    },
    *_SAID,
    MINE,
    _SEASONS,
).records("post", "craving", "topic", "title", "content", "draft", size=7200)

REPLIES = speak(
    "replies",
    {
        "reply": [
            f"{craving} | {{{craving}_{name}_title}} | {kind} | {{{craving}_{name}_{kind}}}"
            for craving, name, _ in _NAMED
            for kind in REPLY_KINDS
        ]
    },
    *_SAID,
    MINE,
    _SEASONS,
).records("reply", "craving", "title", "kind", "content", size=9000)

CHEERS = speak(
    "cheers",
    any_craving(
        "Well said. {.doing:cap} works for me.",
        "Rooting for you. {cheer}",
        "Thank you for writing this. I am working on {.gain}, too.",
        "You are not the only one here. {cheer}",
        "Saving this thread for the next time I meet {.foe}.",
        "Keep us posted, please.",
    ),
    MINE,
)
