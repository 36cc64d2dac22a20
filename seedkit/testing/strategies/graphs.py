"""Graphs: a row with its parents and children, drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from ...factory import TableFactory
from ...scope import midnight
from ..small.graph import Graph
from ..small.growing import graph_story
from ..small.steered import Steering
from ..small.telling import Telling
from ..small.untraced import untraced
from .checked import check, settled
from .worlds import InCode, drawn_cells, drawn_counts, possible

__all__ = ["graphs"]

#: Of how many kinds of children a row has some.
_KINDS = 8


def graphs(
    root: type[TableFactory[Any]],
    *,
    depth: int = 1,
    among: str | None = None,
    cells: int = 32,
    now: dt.datetime | None = None,
    **fixed: Any,
) -> st.SearchStrategy[Graph]:
    """Rows of ``root`` with their parents and, ``depth`` links downwards, up to three rows of each kind below them.

    ``fixed`` are overrides and traits of the root, or strategies of them; ``among`` names the product whose
    factories make the children, where several have the root. ``graph.root`` is the object,
    ``graph.objects(Factory)`` are the others; all of them agree as in a story. Examples shrink to the root
    alone. Raises UnknownName, UsageError; PlanError for a root that cannot stand alone.
    """
    check(root, fixed)
    tellings: dict[str, Telling] = {}

    def telling(given: Mapping[str, Any]) -> Telling:
        key = repr(sorted(given.items()))
        if key not in tellings:
            tellings[key] = Telling(graph_story(root, depth, given, among), now or midnight())
        return tellings[key]

    def prepared() -> st.SearchStrategy[Graph]:
        # What fails for the root alone fails always: better said once, and why.
        constant = {name: value for name, value in fixed.items() if not isinstance(value, st.SearchStrategy)}
        Graph(telling(constant), Steering()).tables()
        return _graphs(telling, fixed, cells)

    return st.deferred(prepared)


@st.composite
def _graphs(
    draw: st.DrawFn, told: Callable[[Mapping[str, Any]], Telling], fixed: Mapping[str, Any], cells: int
) -> Graph:
    with untraced(), possible():
        telling = told(settled(draw, fixed))
        counts = drawn_counts(draw, telling, {}, 1, _KINDS)
        graph = Graph(telling, Steering(0, counts, drawn_cells(draw, telling, {}, cells)))
        graph.tables()
        note(InCode(graph))
        return graph
