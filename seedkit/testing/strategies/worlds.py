"""Worlds: small worlds of a story, drawn."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import note, reject
from hypothesis import strategies as st

from ...errors import PlanError, UnknownName
from ...product import find_scenario
from ...rowsets import RowSet, between
from ...scenario import Parameter, Scenario
from ...scope import midnight
from ..small.steered import GREATEST, Cell, Steering
from ..small.telling import Telling, telling_of
from ..small.untraced import untraced
from ..small.world import SmallWorld

__all__ = ["InCode", "drawn_cells", "drawn_counts", "possible", "worlds"]

#: How many row sets are given another count than the least, and of how many rows of a set a cell is chosen.
_COUNTS, _ROWS = 6, 8
#: No chance mostly; else one of two seeds, of which much is kept from one example to the next.
_SEEDS = (0, 0, 0, 0, 0, 0, 1, 2)
#: How much likelier than another a number is that is the default of its parameter.
_USUAL = 9
#: Lines of a failing example that are printed.
_SHOWN = 40

Numbers = int | st.SearchStrategy[int]


def worlds(
    story: Scenario | str,
    *,
    copies: Numbers | None = None,
    seed: Numbers | None = None,
    cells: int = 32,
    now: dt.datetime | None = None,
    **parameters: Any,
) -> st.SearchStrategy[SmallWorld]:
    """Small worlds of a story: its parameters, counts, chance, and up to 32 single cells are drawn.

    ``parameters`` are values or strategies; those not given are drawn by their type. ``copies`` are one
    or two unless given, ``seed`` is zero mostly: then everything that is not drawn has its simplest value.
    So examples shrink to the fewest copies and rows, and to the shortest texts.

    A failing example is printed as the call of ``small_world`` that makes it again and, by ``note``, as
    calls of factories. Raises UnknownName.
    """
    found = find_scenario(story) if isinstance(story, str) else story
    for name in parameters:
        if name not in found.parameters:
            raise UnknownName(f"parameter of {found.name}", name, found.parameters)
    given = {name: _strategy(value) for name, value in parameters.items()}
    copied = _strategy(st.integers(1, 2) if copies is None else copies)
    seeded = _strategy(st.sampled_from(_SEEDS) if seed is None else seed)

    def prepared() -> st.SearchStrategy[SmallWorld]:
        telling = telling_of(found, now or midnight())
        _warm(telling)
        return _worlds(telling, given, copied, seeded, cells)

    # What is made once is made when the strategy is first looked at, not within the time of an example.
    return st.deferred(prepared)


@st.composite
def _worlds(
    draw: st.DrawFn,
    telling: Telling,
    given: Mapping[str, st.SearchStrategy[Any]],
    copies: st.SearchStrategy[int],
    seed: st.SearchStrategy[int],
    cells: int,
) -> SmallWorld:
    with untraced(), possible():
        kinds = telling.story.parameters.items()
        parameters = {name: draw(given[name] if name in given else _of_type(kind)) for name, kind in kinds}
        number, chosen = draw(copies), draw(seed)
        counts = drawn_counts(draw, telling, parameters, number, _COUNTS)
        steering = Steering(chosen, counts, drawn_cells(draw, telling, parameters, cells))
        world = SmallWorld(telling, telling.story.arguments(parameters), number, steering)
        world.tables()
        note(InCode(world))
        return world


@contextlib.contextmanager
def possible() -> Iterator[None]:
    """Give up on choices that contradict each other: a window without room, an account that is overdrawn."""
    try:
        yield
    except PlanError:
        reject()


def _strategy(given: Any) -> st.SearchStrategy[Any]:
    return given if isinstance(given, st.SearchStrategy) else st.just(given)


def _of_type(parameter: Parameter) -> st.SearchStrategy[Any]:
    """All that a parameter may be; a number is as many as usual mostly, for few of several things may not make sense."""
    if parameter.allowed:
        return st.sampled_from(parameter.allowed)
    if parameter.kind is bool:
        return st.booleans()
    usual = parameter.default
    if parameter.kind is int:
        return st.sampled_from(sorted([0, 1, 2, *[usual] * _USUAL]))
    if parameter.kind is float:
        # A number up to one is a share or a probability.
        return st.sampled_from(sorted([0.0, 1.0, *([2.0] if usual > 1 else []), *[usual] * _USUAL]))
    return st.just(usual)


def drawn_counts(
    draw: st.DrawFn, telling: Telling, parameters: Mapping[str, Any], copies: int, most: int
) -> dict[str, Sequence[int]]:
    """For some row sets whose count the story leaves open a number of rows for each copy."""
    left_open = telling.open_counts(parameters)
    if not left_open:
        return {}
    chosen = draw(st.lists(_one_of(left_open), max_size=most, unique=True))
    rowsets = telling.plan(parameters).rowsets
    labels = dict.fromkeys(left_open[kind][place % len(left_open[kind])] for kind, place in chosen)
    return {label: tuple(draw(_numbers(rowsets[label])) for _ in range(copies)) for label in labels}


def _one_of(labels: Mapping[Any, Sequence[str]]) -> st.SearchStrategy[tuple[Any, int]]:
    """One of these row sets, by kind and place: with another parameter a place may be less, but the kind is still there."""
    most = max(map(len, labels.values()))
    return st.tuples(st.sampled_from(list(labels)), st.integers(0, most - 1))


def _numbers(rowset: RowSet) -> st.SearchStrategy[int]:
    count = rowset.count
    if isinstance(count, between):
        return st.integers(count.low, count.high)
    return st.sampled_from([0, 1] if 0 < count.probability < 1 else [int(count.probability)])


def drawn_cells(
    draw: st.DrawFn, telling: Telling, parameters: Mapping[str, Any], most: int
) -> dict[Cell, int]:
    """Single cells with the entropy that decides over their value."""
    free = telling.free_cells(parameters)
    if not free or not most:
        return {}
    cell = st.tuples(_one_of(free), st.integers(0, _ROWS - 1), st.integers(1, GREATEST))
    chosen = draw(st.lists(cell, max_size=most))
    labels = [free[kind][place % len(free[kind])] for (kind, place), _, _ in chosen]
    return {
        (label, row, kind[1]): entropy
        for label, ((kind, _), row, entropy) in zip(labels, chosen, strict=True)
    }


def _warm(telling: Telling) -> None:
    """Tell the story with few and with many of everything: words are read, plans and columns made.

    Made within the time of the first ten examples, Hypothesis would take the strategy for a slow one.
    """
    parameters = telling.story.parameters.values()
    least = {p.name: p.allowed[0] if p.allowed else p.kind(0) for p in parameters if p.kind is not str}
    most = {p.name: p.allowed[-1] for p in parameters if p.allowed}
    for given in ({}, least, most):
        for copies, seed in itertools.product((1, 2), dict.fromkeys(_SEEDS)):
            with contextlib.suppress(PlanError):
                SmallWorld(telling, telling.story.arguments(given), copies, Steering(seed)).tables()


class InCode:
    """What ``note`` prints of a world; written only if it is printed."""

    def __init__(self, world: SmallWorld) -> None:
        self._world = world

    def __repr__(self) -> str:
        with untraced():
            return self._world.code(most=_SHOWN)
