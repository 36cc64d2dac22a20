"""Graphs: a row, the rows it belongs to, and rows that belong to it, as a story that nobody had to write.

    graph = small_graph(HouseholdFactory, counts={"HouseholdMember:household": 3})
    graph.root, graph.objects(HouseholdMemberFactory)

Because it is a story, parents are what their children refer to, totals are the sum of what they total,
and ledgers balance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ...factory import TableFactory
from ...scope import midnight
from .growing import GraphStory, graph_story
from .literals import called, literal
from .steered import Cell, Steering, chosen_of
from .telling import Telling, telling_of
from .world import SmallWorld

__all__ = ["Graph", "small_graph"]


def small_graph(
    root: type[TableFactory[Any]],
    *,
    depth: int = 1,
    among: str | None = None,
    seed: int = 0,
    counts: Mapping[str, int | Sequence[int]] | None = None,
    cells: Mapping[Cell, int] | None = None,
    now: dt.datetime | None = None,
    **given: Any,
) -> Graph:
    """A row of ``root`` with its parents and, ``depth`` links downwards, rows that belong to it.

    ``counts`` are rows for each row above them, by label (``HouseholdMember:household``), none unless given;
    ``cells`` and ``seed`` are as in ``small_world``, ``given`` overrides and traits of the root. ``among`` is the
    product whose factories make the children, where several have the root.
    """
    telling = telling_of(graph_story(root, depth, given, among), now or midnight())
    return Graph(telling, chosen_of(telling.plan({}), seed, counts or {}, cells or {}))


class Graph(SmallWorld):
    """A small world around one row."""

    def __init__(self, telling: Telling, steering: Steering) -> None:
        super().__init__(telling, {}, 1, steering)

    @property
    def root(self) -> Any:
        """The object in the middle."""
        story = self.story
        assert isinstance(story, GraphStory)
        return self.objects(story.label)[0]

    def __repr__(self) -> str:
        story, steering = self.story, self.steering
        assert isinstance(story, GraphStory)
        chosen: dict[str, tuple[Any, Any]] = {
            "depth": (story.depth, 1),
            "among": (story.product if story.said else None, None),
            "seed": (steering.seed, 0),
            "counts": ({label: numbers[0] for label, numbers in steering.counts.items()}, {}),
            "cells": (dict(steering.cells), {}),
        }
        given = {name: literal(value) for name, value in story.given.items()}
        given |= {name: literal(value) for name, (value, plain) in chosen.items() if value != plain}
        return called("small_graph", story.root.__name__, **given, now=literal(self.telling.now))
