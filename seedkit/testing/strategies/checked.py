"""What a strategy over a factory is given: checked when it is made, drawn with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from ...errors import UnknownName, UsageError
from ...factory import TableFactory

__all__ = ["check", "settled"]


def check(factory: Any, fixed: Mapping[str, Any]) -> None:
    """Raise UsageError for what is no table factory, UnknownName for what it does not have."""
    if not (isinstance(factory, type) and issubclass(factory, TableFactory)) or factory._meta.abstract:
        name = getattr(factory, "__name__", repr(factory))
        raise UsageError(f"{name} is no table factory", got=name, hint="Derive it from TableFactory[Model]")
    for owner, name in factory._meta.unknown(fixed):
        raise UnknownName(f"column, link or trait of {owner.__name__}", name, owner._meta.names)


def settled(draw: st.DrawFn, fixed: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, with every strategy in it drawn."""
    return {n: draw(value) if isinstance(value, st.SearchStrategy) else value for n, value in fixed.items()}
