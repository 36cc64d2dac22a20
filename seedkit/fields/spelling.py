"""Fields written out as the calls that make them."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

_SPANS = {"days": dt.timedelta(days=1), "hours": dt.timedelta(hours=1), "minutes": dt.timedelta(minutes=1)}


def spelled_call(field: Any) -> str:
    """``Choice(['a', 'b'])``: the class and the arguments that differ from their defaults."""
    parts: list[str] = []
    skipped = False
    for name, parameter in inspect.signature(type(field).__init__).parameters.items():
        value = getattr(field, name, parameter.default)
        if name == "self" or value is parameter.default or (_is_plain(value) and value == parameter.default):
            skipped = skipped or name != "self"
        elif parameter.kind is parameter.VAR_POSITIONAL:
            parts += map(spelled, value)
        elif parameter.kind is parameter.VAR_KEYWORD:
            parts += [f"{key}={spelled(item)}" for key, item in value.items()]
        else:
            keyword = skipped or parameter.kind is parameter.KEYWORD_ONLY
            parts.append(f"{name}={spelled(value)}" if keyword else spelled(value))
    return f"{type(field).__name__}({', '.join(parts)})"


def _is_plain(value: Any) -> bool:
    """Whether ``==`` compares values (declarations answer it with their identity, arrays row by row)."""
    return isinstance(value, (bool, int, float, str, tuple, dt.timedelta))


def spelled(value: Any) -> str:
    """A value as it is written in a declaration: spans as ``days(90)``, factories by their name."""
    if isinstance(value, dt.timedelta):
        return _span(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{spelled(k)}: {spelled(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(spelled, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(spelled, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, type):
        return value.__name__
    return "lambda: …" if inspect.isfunction(value) else repr(value)


def _span(span: dt.timedelta) -> str:
    for name, unit in _SPANS.items():
        if span % unit == dt.timedelta(0):
            return f"{name}({span // unit})"
    return f"dt.timedelta(seconds={span.total_seconds():g})"
