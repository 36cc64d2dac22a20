"""Chapters of each plot: ten scenes that move it and six interludes, in the order of reading.

===========  ==================================================================================
SCENES       Pool: plot, scene ("1" … "16"), title, summary, opening, cliffhanger; with marks
SCENES_OF    number of chapters planned (1 … 16) → the scenes they tell, first and last included
===========  ==================================================================================

Title and summary speak of the hero ("Mara finds …"); opening and cliffhanger are the first and
the last paragraph of the chapter, in the voice of the story.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from ....vocabulary import Pool
from .casts import PLOT_KEYS
from .genre import Plot, Scene
from .genres import ALL
from .interludes import INTERLUDES
from .marks import typeset

# In the order of reading; the rest of the sixteen are scenes of the plot.
_QUIET = (3, 6, 8, 10, 12, 14)

SCENE_COUNT = 16


def _sixteen(plot: Plot) -> Iterator[tuple[int, Scene]]:
    """A plot's scenes with six interludes between them; each plot begins at another interlude."""
    scenes = iter(plot.scenes)
    first = PLOT_KEYS.index(plot.key) * 5
    quiet = (INTERLUDES[(first + i) % len(INTERLUDES)] for i in range(len(_QUIET)))
    for number in range(1, SCENE_COUNT + 1):
        yield number, next(quiet if number in _QUIET else scenes)


def _columns() -> dict[str, pa.Array]:
    rows = [
        (plot.key, str(number), *map(typeset, scene))
        for genre in ALL
        for plot in genre.plots
        for number, scene in _sixteen(plot)
    ]
    names = ("plot", "scene", *Scene._fields)
    return {
        name: pa.array(texts, pa.string()) for name, texts in zip(names, zip(*rows, strict=True), strict=True)
    }


def _evenly(count: int, of: tuple[int, ...]) -> list[int]:
    """``count`` of these in their order, the first and the last among them."""
    return [of[i * (len(of) - 1) // max(1, count - 1)] for i in range(count)]


def _told_in(chapters: int) -> tuple[int, ...]:
    """The scenes of a story of so many chapters: those of the plot first, then interludes."""
    moving = tuple(number for number in range(1, SCENE_COUNT + 1) if number not in _QUIET)
    if chapters <= len(moving):
        return tuple(_evenly(chapters, moving))
    return tuple(sorted((*moving, *_evenly(chapters - len(moving), _QUIET))))


SCENES = Pool("infinitepages.scenes", _columns)
SCENES_OF = {chapters: _told_in(chapters) for chapters in range(1, SCENE_COUNT + 1)}
