"""Infinite Pages' own words, by domain; each module's docstring is the table of what it holds.

A story is told of a row of ``CASTS``: who and what it is about. Texts of stories have marks in square
brackets (``marks``), which :class:`..telling.Told` fills from that row; all other texts stand as they are.

=================  ============================================================================
casts              casts: genre, plot, names, pronouns, places, things
stories            titles, premises, foundations, portraits
scenes             chapters of each plot: titles, summaries, openings, cliffhangers
pages              paragraphs for the middle of a chapter, and orders they come in
covers             prompts for cover images, and what went wrong with them
bible              speech profiles, contradictions
series             names, arcs, threads, hints and changes of a series
readers            private notes on a reader's shelf
authors            pen names
money              adjustments and bonuses of a ledger, failed payments and transfers
operations         refusals; routes and errors, which are for machines and are not exported here
=================  ============================================================================

``genres`` holds the material of each genre, ``everyday``, ``encounters`` and ``interludes`` what any
story has room for; ``genre``, ``marks`` and ``words`` say how it is written.
"""

from __future__ import annotations

from .authors import PEN_NAMES
from .bible import CONFLICTS, VOICES
from .casts import CASTS, GENRE_KEYS, GENRES, PLOT_KEYS
from .covers import COVER_ERRORS, COVER_PROMPTS
from .money import ADJUSTMENTS, BONUSES, PAYMENT_FAILURES, TRANSFER_FAILURES
from .operations import REFUSALS
from .pages import FIRST, LAST, LAYOUTS, PAGES
from .readers import NOTES
from .scenes import SCENES, SCENES_OF
from .series import ARCS, CHANGES, HINTS, SERIES, THREADS
from .stories import PLOTS, PORTRAITS, PREMISES, STRUCTURES, TITLES

__all__ = [
    "ADJUSTMENTS",
    "ARCS",
    "BONUSES",
    "CASTS",
    "CHANGES",
    "CONFLICTS",
    "COVER_ERRORS",
    "COVER_PROMPTS",
    "FIRST",
    "GENRES",
    "GENRE_KEYS",
    "HINTS",
    "LAST",
    "LAYOUTS",
    "NOTES",
    "PAGES",
    "PAYMENT_FAILURES",
    "PEN_NAMES",
    "PLOTS",
    "PLOT_KEYS",
    "PORTRAITS",
    "PREMISES",
    "REFUSALS",
    "SCENES",
    "SCENES_OF",
    "SERIES",
    "STRUCTURES",
    "THREADS",
    "TITLES",
    "TRANSFER_FAILURES",
    "VOICES",
]
