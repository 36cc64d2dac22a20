"""What a failing test says: the story, how to load the same by hand, its people, its database."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import _pytest
import pluggy
import psycopg
import pytest

import seedkit

from ..errors import SeedkitError
from ..product import find_scenario
from .case import Case
from .world import LoadedWorld

__all__ = ["cases_of", "shortened", "told"]

#: Whose frames say nothing to the author of a test.
_INNER = (
    *(Path(str(module.__file__)).parent for module in (seedkit, pytest, _pytest, pluggy, psycopg)),
    Path(contextlib.__file__),
)

_MOST_PEOPLE = 12


def cases_of(item: pytest.Item, own: Case | None) -> list[Case]:
    """The test's own case, and those of worlds that its fixtures gave it."""
    worlds = [world for world in getattr(item, "funcargs", {}).values() if isinstance(world, LoadedWorld)]
    return list(dict.fromkeys([*([own] if own else []), *(world.case for world in worlds)]))


def told(cases: Sequence[Case], item: pytest.Item) -> str:
    """The section of a report; empty where nothing was loaded."""
    lines = [line for case in cases for line in _case(case)]
    if lines:
        lines.append(_line("again", _pytest_again(cases[0], item)))
    return "\n".join(lines)


def shortened(call: pytest.CallInfo[Any]) -> str | None:
    """Leave the frames of seedkit and psycopg out of the traceback of an error that they raise.

    What is left is where the test did it. An error of ours with nothing left is its message alone.
    """
    assert call.excinfo is not None
    value = call.excinfo.value
    if not isinstance(value, (SeedkitError, psycopg.Error)):
        return None
    kept = _without_ours(call.excinfo.tb)
    if kept is None:
        return f"{type(value).__name__}: {value}" if isinstance(value, SeedkitError) else None
    cause = value.__cause__ or value.__context__
    while cause is not None:
        cause.__traceback__ = None
        cause = cause.__cause__ or cause.__context__
    call.excinfo = pytest.ExceptionInfo.from_exc_info((type(value), value, kept))
    return None


def _without_ours(first: TracebackType | None) -> TracebackType | None:
    """A traceback without inner frames; None if none is left."""
    frames = []
    while first is not None:
        frames.append(first)
        first = first.tb_next
    kept: TracebackType | None = None
    for frame in reversed(frames):
        path = Path(frame.tb_frame.f_code.co_filename)
        if not any(place == path or place in path.parents for place in _INNER):
            kept = TracebackType(kept, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return kept


def _case(case: Case) -> Iterator[str]:
    for world in case.worlds:
        yield from _world(world)
    if case.actor is not None:
        yield _line("acting as", f"{case.actor.handle}, role {case.actor.role}")
    if case.place is not None:
        yield _line("database", _database(case))


def _world(world: LoadedWorld) -> Iterator[str]:
    if world.story is None:
        return
    plan = world.plan
    yield _line("story", f"{plan.scenario}: {world.story.title}")
    given = {n: v for n, v in plan.parameters.items() if v != world.story.parameters[n].default}
    yield _line(
        "",
        ", ".join(
            [f"seed {plan.seed}", f"now {plan.now:%Y-%m-%d %H:%M}Z", f"{plan.copies} {'copy' if plan.copies == 1 else 'copies'}",
             *(f"{name}={value!r}" for name, value in given.items())]
        ),
    )  # fmt: skip
    people = world.people
    for place, person in enumerate(people[:_MOST_PEOPLE]):
        yield _line(
            "people" if not place else "", f"{person.name:12} {person.id}  {person.sub or person.email or ''}"
        )
    if len(people) > _MOST_PEOPLE:
        yield _line("", f"and {len(people) - _MOST_PEOPLE} more")
    if (command := _load_again(world, given)) is not None:
        yield _line("load it", command)


def _load_again(world: LoadedWorld, given: dict[str, Any]) -> str | None:
    """The command line that loads the same; None for a story that only the test knows."""
    plan = world.plan
    try:
        if find_scenario(plan.scenario).function is not world.story.function:  # type: ignore[union-attr]
            return None
    except SeedkitError:
        return None
    options = {
        "seed": plan.seed or None,
        "now": plan.now.isoformat().replace("+00:00", "Z"),
        "copies": plan.copies if plan.copies > 1 else None,
        "as": plan.name or None,
        **given,
    }
    words = ["seedkit", "load", plan.scenario]
    for name, value in options.items():
        if value is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    return shlex.join(words)


def _database(case: Case) -> str:
    place = case.place
    assert place is not None
    if place.rolls_back:
        return f"{place.database}, rolled back; --seedkit-keep gives it a database of its own and keeps that"
    if case.kept_url is not None:
        return f"kept: {case.kept_url}"
    return f"{place.database}, dropped; --seedkit-keep keeps it"


def _pytest_again(case: Case, item: pytest.Item) -> str:
    """The command line that runs the test with the same seed and now."""
    wish = case.wish
    now = wish.now.strftime("%Y-%m-%d" if wish.now.hour == wish.now.minute == 0 else "%Y-%m-%dT%H:%M:%SZ")
    words = ["pytest", item.nodeid, f"--seedkit-now={now}"]
    return shlex.join([*words, f"--seedkit-seed={wish.seed}"] if wish.seed else words)


def _line(title: str, text: str) -> str:
    return f"{title:10} {text}"
