"""Fields written out as the calls that make them."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

_SPANS = {"days": dt.timedelta(days=1), "hours": dt.timedelta(hours=1), "minutes": dt.timedelta(minutes=1)}


def spelled_call(field: Any) -> str:
    """``Choice(['a', 'b'])``: the class and the arguments that differ from their defaults."""
    parts: list[str] = []
    for name, parameter in inspect.signature(type(field).__init__).parameters.items():
        if name == "self":
            continue
        value = getattr(field, name, parameter.default)
        if parameter.kind is parameter.VAR_POSITIONAL:
            parts += map(spelled, value)
        elif parameter.kind is parameter.VAR_KEYWORD:
            parts += [f"{key}={spelled(item)}" for key, item in value.items()]
        elif value is not parameter.default and not (value == parameter.default and is_plain(value)):
            keyword = "" if parameter.kind is not parameter.KEYWORD_ONLY else f"{name}="
            parts.append(keyword + spelled(value))
    return f"{type(field).__name__}({', '.join(parts)})"


def is_plain(value: Any) -> bool:
    """Whether ``==`` compares the value (fields answer it with another declaration's identity)."""
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
