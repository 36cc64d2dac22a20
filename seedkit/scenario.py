"""Scenarios: a function that tells a story to a world, with typed parameters."""

from __future__ import annotations

import inspect
import math
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import BadParameter, DeclarationError, UnknownName
from .product import find_product
from .world import World

_WORDS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
_KINDS = (int, float, bool, str)


@dataclass(frozen=True)
class Parameter:
    """A keyword of a story: its type (int, float, bool, str or a Literal of them) and default."""

    name: str
    kind: Any
    default: Any

    @property
    def allowed(self) -> tuple[Any, ...]:
        """The values of a Literal; empty for an open type."""
        return typing.get_args(self.kind) if typing.get_origin(self.kind) is typing.Literal else ()

    @property
    def type_name(self) -> str:
        """The type as a reader says it: ``int``, or the allowed values."""
        return "|".join(map(str, self.allowed)) if self.allowed else self.kind.__name__

    def parse(self, given: Any) -> Any:
        """The value, from Python or from a command line. Raises BadParameter."""
        if self.allowed:
            match = next(
                (value for value in self.allowed if given == value or str(given) == str(value)), None
            )
            if match is None:
                raise self._wrong(given)
            return match
        if self.kind is bool:
            if str(given).lower() not in _WORDS:
                raise self._wrong(given)
            return _WORDS[str(given).lower()]
        if isinstance(given, bool):
            raise self._wrong(given)
        try:
            value = self.kind(given)
        except (TypeError, ValueError):
            raise self._wrong(given) from None
        if self.kind is int and isinstance(given, float) and given != value:
            raise self._wrong(given)
        if self.kind is float and not math.isfinite(value):
            raise self._wrong(given)
        if self.kind in (int, float) and value < 0:
            raise BadParameter(
                f"parameter {self.name}={given!r} is negative", got=given, hint="Counts start at 0"
            )
        return value

    def _wrong(self, given: Any) -> BadParameter:
        return BadParameter(
            f"parameter {self.name}={given!r} is no {self.type_name if not self.allowed else 'allowed value'}",
            got=given,
            allowed=[str(v) for v in self.allowed] or None,
            hint=f"For example {self.name}={self.default}",
        )


@dataclass(frozen=True)
class Scenario:
    """A story: its name ``product/story``, its function, its parameters."""

    name: str
    function: Callable[..., None]
    parameters: Mapping[str, Parameter]

    @property
    def product(self) -> str:
        """The product's name."""
        return self.name.partition("/")[0]

    @property
    def module(self) -> str:
        """The module that tells the story."""
        return self.function.__module__

    @property
    def title(self) -> str:
        """The first line of the story's docstring."""
        return (inspect.getdoc(self.function) or self.name).splitlines()[0]

    def arguments(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters with their values, defaults included. Raises UnknownName or BadParameter."""
        for name in given:
            if name not in self.parameters:
                raise UnknownName(f"parameter of {self.name}", name, self.parameters)
        return {n: p.parse(given[n]) if n in given else p.default for n, p in self.parameters.items()}

    def tell(self, everybody: Mapping[str, Any] | None = None, /, **given: Any) -> World:
        """A fresh world that the story was told to, with whatever was found wrong in it.

        ``everybody`` are columns and traits of all its people.
        """
        world = World(find_product(self.product), self.name, everybody)
        self.function(world, **self.arguments(given))
        return world

    def record(self, **given: Any) -> World:
        """A fresh world that the story was told to. Raises PlanError with everything wrong in it."""
        world = self.tell(**given)
        world.check()
        return world

    def __call__(self, world: World, **given: Any) -> None:
        self.function(world, **self.arguments(given))


def scenario(name: str) -> Callable[[Callable[..., None]], Scenario]:
    """Declare a story: ``@scenario("vibrationfit/household")`` over ``def story(world, *, members: int = 3)``."""

    def declare(function: Callable[..., None]) -> Scenario:
        product, _, story = name.partition("/")
        if not product or not story:
            raise DeclarationError(f"the scenario name {name!r}", hint="Write product/story")
        hints = typing.get_type_hints(function)
        _, *keywords = inspect.signature(function).parameters.values()
        for keyword in keywords:
            _check_parameter(name, keyword, hints)
        parameters = {k.name: Parameter(k.name, hints[k.name], k.default) for k in keywords}
        return Scenario(name, function, parameters)

    return declare


def _check_parameter(story: str, keyword: inspect.Parameter, hints: Mapping[str, Any]) -> None:
    kind = hints.get(keyword.name)
    if keyword.kind is not keyword.KEYWORD_ONLY or keyword.default is keyword.empty or kind is None:
        raise DeclarationError(
            f"parameter {keyword.name!r} of {story}",
            hint="Parameters are keyword-only, with a type and a default: *, members: int = 3",
        )
    if kind not in _KINDS and typing.get_origin(kind) is not typing.Literal:
        raise DeclarationError(
            f"parameter {keyword.name!r} of {story} has the type {kind}",
            allowed=[*(k.__name__ for k in _KINDS), "Literal[…]"],
        )
