"""Fields written out as the calls that make them."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["contained", "span", "spelled", "spelled_call"]

_SPANS = {"days": dt.timedelta(days=1), "hours": dt.timedelta(hours=1), "minutes": dt.timedelta(minutes=1)}


def spelled_call(field: Any, spell: Callable[[Any], str] | None = None) -> str:
    """``Choice(['a', 'b'])``: the class and the arguments that differ from their defaults, spelled by ``spell``."""
    spell = spell or spelled
    parts: list[str] = []
    skipped = False
    for name, parameter in inspect.signature(type(field).__init__).parameters.items():
        value = getattr(field, name, parameter.default)
        if name == "self" or value is parameter.default or (_is_plain(value) and value == parameter.default):
            skipped = skipped or name != "self"
        elif parameter.kind is parameter.VAR_POSITIONAL:
            parts += map(spell, value)
        elif parameter.kind is parameter.VAR_KEYWORD:
            parts += [f"{key}={spell(item)}" for key, item in value.items()]
        else:
            keyword = skipped or parameter.kind is parameter.KEYWORD_ONLY
            parts.append(f"{name}={spell(value)}" if keyword else spell(value))
    return f"{type(field).__name__}({', '.join(parts)})"


def _is_plain(value: Any) -> bool:
    """Whether ``==`` compares values (declarations answer it with their identity, arrays row by row)."""
    return isinstance(value, (bool, int, float, str, tuple, dt.timedelta))


def spelled(value: Any) -> str:
    """A value as it is written in a declaration: spans as ``days(90)``, factories by their name."""
    if isinstance(value, dt.timedelta):
        return span(value)
    if isinstance(value, type):
        return value.__name__
    if inspect.isfunction(value):
        return "lambda: …"
    return contained(value, spelled) or repr(value)


def contained(value: Any, spell: Callable[[Any], str]) -> str | None:
    """A mapping, a list or a tuple with its items spelled by ``spell``; None for anything else."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{spell(k)}: {spell(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(spell, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(spell, value))}{',' if len(value) == 1 else ''})"
    return None


def span(value: dt.timedelta) -> str:
    """``days(90)``, in the greatest unit that goes into it."""
    for name, unit in _SPANS.items():
        if value % unit == dt.timedelta(0):
            return f"{name}({value // unit})"
    return f"dt.timedelta(seconds={value.total_seconds():g})"
