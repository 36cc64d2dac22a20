"""Verbs that take a story: its typed parameters become options of the command."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, get_type_hints

import typer

_PREFIX = "story_"
_STORY = re.compile(r"[\w-]+/[\w-]+")


def takes_story(function: Callable[..., None]) -> Callable[..., None]:
    """Mark a verb whose arguments are stories; ``parameters`` receives what was given of their own."""
    function.takes_story = True  # type: ignore[attr-defined]
    return function


def with_parameters(function: Callable[..., None], arguments: Sequence[str]) -> Callable[..., None]:
    """The verb with an option for each parameter of the stories that the arguments name."""
    # By their shape: a URL or a socket's folder, given to --db before the story, holds slashes too.
    added: dict[str, Any] = {}
    for name in arguments:
        if _STORY.fullmatch(name):
            added = {**_options_of(name), **added}

    @functools.wraps(function)
    def verb(**given: Any) -> None:
        own = {n.removeprefix(_PREFIX): given.pop(n) for n in added if n in given}
        function(**given, parameters={n: v for n, v in own.items() if v is not None})

    base = inspect.signature(function)
    kept = [p for p in base.parameters.values() if p.name != "parameters"]
    extra = [
        inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=a)
        for n, a in added.items()
    ]
    hints = {
        n: h
        for n, h in get_type_hints(function, include_extras=True).items()
        if n not in ("parameters", "return")
    }
    verb.__signature__ = base.replace(  # type: ignore[attr-defined]
        parameters=[*(p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in kept), *extra]
    )
    verb.__annotations__ = {**hints, **added}
    del verb.__wrapped__
    return verb


def _options_of(name: str) -> dict[str, Any]:
    from ..product import find_scenario

    story = find_scenario(name)
    return {
        f"{_PREFIX}{parameter.name}": Annotated[
            str | None,
            typer.Option(
                f"--{parameter.name.replace('_', '-')}",
                metavar=parameter.type_name if parameter.allowed else parameter.type_name.upper(),
                help=f"Default: {parameter.default}.",
                rich_help_panel=f"Parameters of {name}",
            ),
        ]
        for parameter in story.parameters.values()
    }


def plans_of(
    scenarios: Sequence[str],
    *,
    parameters: Mapping[str, str] | None,
    only: Sequence[str],
    without: Sequence[str],
    **given: Any,
) -> list[Any]:
    """The plans of the stories that a command names, each once."""
    from ..plan import compile_plan, select_tables
    from ..product import find_scenario

    own = parameters or {}
    return [
        select_tables(
            compile_plan(story, parameters={n: v for n, v in own.items() if n in story.parameters}, **given),
            only=only,
            without=without,
        )
        for story in map(find_scenario, dict.fromkeys(scenarios))
    ]


def homes_of(given: Sequence[str], plans: Sequence[Any]) -> dict[str, str]:
    """The schema of each product, where one is named. Two products in one schema are refused."""
    from ..errors import UsageError
    from ..placement import HOME, placements

    products = [plan.product for plan in plans]
    found = placements(given, products)
    owner: dict[str, str] = {}
    for product in products:
        other = owner.setdefault(found.get(product, HOME), product)
        if other != product:
            raise UsageError(
                f"{other} and {product} share names of tables, and cannot share a schema",
                hint=f"Give one a schema of its own: --schema {product}=NAME",
            )
    return found


def parse_now(text: str | None) -> dt.datetime | None:
    """``today``, a date or a moment, as an aware datetime. Raises BadParameter."""
    from ..scope import parse_moment

    return None if text is None else parse_moment(text, option="--now")
