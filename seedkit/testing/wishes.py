"""What a test asks for: by the marker, by a call of ``seedkit``, or by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import BadParameter, UsageError
from ..scope import UTC, midnight, parse_moment

__all__ = ["Defaults", "Wish", "marked"]

SCOPES = ("function", "class", "module", "session")
#: What is not a parameter of the story.
OWN = ("copies", "seed", "now", "as_", "rollback", "scope")


@dataclass(frozen=True)
class Defaults:
    """What holds where a test says nothing: seed, now (today), and whether failed databases are kept."""

    seed: int = 0
    now: dt.datetime = field(default_factory=midnight)
    keep: bool = False
    schema: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Wish:
    """A story (its name or itself), the name of a product for its schema without rows, or nothing.

    ``rollback`` undoes the test in a transaction instead of giving it a database of its own.
    """

    story: Any = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    copies: int = 1
    seed: int = 0
    now: dt.datetime = field(default_factory=midnight)
    name: str = ""
    rollback: bool = False
    scope: str = "function"

    @classmethod
    def of(cls, story: Any, given: Mapping[str, Any], defaults: Defaults | None = None) -> Wish:
        """The wish of these arguments; what is not our own is a parameter of the story. Raises BadParameter."""
        defaults = defaults or Defaults()
        own = {name: given[name] for name in OWN if given.get(name) is not None}
        parameters = {name: value for name, value in given.items() if name not in OWN}
        if parameters and story is None:
            raise UsageError(
                f"seedkit is given {', '.join(parameters)}, but no story",
                hint="Name it first: seedkit('vibrationfit/household', members=3)",
            )
        scope = own.get("scope", "function")
        if scope not in SCOPES:
            raise BadParameter(f"scope={scope!r}", got=scope, allowed=SCOPES)
        return cls(
            story,
            parameters,
            copies=own.get("copies", 1),
            seed=own.get("seed", defaults.seed),
            now=moment(own["now"]) if "now" in own else defaults.now,
            name=own.get("as_", ""),
            rollback=bool(own.get("rollback", False)),
            scope=scope,
        )


def marked(marks: Iterable[Any]) -> tuple[Any, dict[str, Any]]:
    """The story and arguments of a test's markers, the closest first: that of the test adds to that of its class.

    A closer marker that names another story leaves the farther one's parameters behind.
    """
    story: Any = None
    given: dict[str, Any] = {}
    for mark in reversed(list(marks)):
        if len(mark.args) > 1:
            raise UsageError(
                f"pytest.mark.seedkit is given {len(mark.args)} stories",
                hint="Name one, and load the others in the test: seedkit('vibrationfit/intensive')",
            )
        if mark.args:
            if mark.args[0] != story:
                given = {name: value for name, value in given.items() if name in OWN}
            (story,) = mark.args
        given |= mark.kwargs
    return story, given


def moment(given: Any) -> dt.datetime:
    """A moment, a date, or either as text. Raises BadParameter."""
    if isinstance(given, str):
        return parse_moment(given)
    if isinstance(given, dt.datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    if isinstance(given, dt.date):
        return dt.datetime(given.year, given.month, given.day, tzinfo=UTC)
    raise BadParameter(f"now={given!r} is no moment", got=given, hint="Write '2026-03-01' or a datetime")
