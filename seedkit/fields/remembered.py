"""What an object was built from and does not keep: the parameters and excluded declarations of its factory.

Rows that are added to an object later read them as if it were still being built.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import inspect

__all__ = ["recalled", "remember"]

_KEY = "seedkit parameters"


def remember(built: Any, parameter: Callable[[str], Any]) -> None:
    """Keep how to ask for a parameter beside an object, for as long as the object lives."""
    state = inspect(built, raiseerr=False)
    if state is not None:
        state.info[_KEY] = parameter


def recalled(value: Any, name: str) -> Any:
    """An attribute of an object, or the parameter of that name which it was built from; None if there is neither."""
    if hasattr(value, name):
        return getattr(value, name)
    state = inspect(value, raiseerr=False)
    known = None if state is None else getattr(state, "info", {}).get(_KEY)
    return None if known is None else known(name)
