"""What a genre brings: names, two plots with their scenes, and what its pages are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Scene(NamedTuple):
    """A chapter of a plot; title and summary speak of the hero, opening and cliffhanger tell the story."""

    title: str
    summary: str
    opening: str
    cliffhanger: str


class Plot(NamedTuple):
    """A story that can be told of anybody of its cast, in ten scenes.

    Roles and wants are parts of a sentence: "a mapmaker …", "to find …", "trusts maps more than people".
    ``things`` are pairs: as it stands in a sentence, and in a title.
    """

    key: str
    narrated: str
    """By whom: ``third``, or ``first`` for the hero."""
    titles: tuple[str, ...]
    premises: tuple[str, ...]
    setting: str
    themes: tuple[str, str, str]
    tone: str
    audience: str
    hero: tuple[str, str, str]
    """Role, want, flaw."""
    ally: tuple[str, str]
    """Role, want."""
    foe: tuple[str, str]
    """Role, want."""
    foes: tuple[str, ...]
    places: tuple[str, ...]
    spots: tuple[str, ...]
    things: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    scenes: tuple[Scene, ...]


class Genre(NamedTuple):
    """One of the fourteen genres of the app.

    ``pages`` holds rules of sentences: ``where`` and ``sense``, ``act`` and ``outcome``, ``threat``,
    and whole paragraphs ``lore`` and ``talk``.
    """

    name: str
    key: str
    women: tuple[str, ...]
    """Full names of heroines."""
    men: tuple[str, ...]
    """Full names of heroes."""
    allies: tuple[str, ...]
    plots: tuple[Plot, Plot]
    pages: Mapping[str, tuple[str, ...]]
