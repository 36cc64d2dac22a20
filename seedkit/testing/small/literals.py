"""Values as Python that can be pasted."""

from __future__ import annotations

import datetime as dt
import enum
import keyword
import re
from typing import Any

from ...fields.spelling import contained

__all__ = ["called", "literal", "variable"]


def literal(value: Any) -> str:
    """A value as an expression, with ``datetime`` as ``dt``: ``dt.datetime(2026, 3, 1, tzinfo=dt.UTC)``."""
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, dt.datetime):
        parts = [*map(str, value.replace(tzinfo=None).timetuple()[:6])]
        parts = [*parts, str(value.microsecond)] if value.microsecond else _short(parts)
        zone = [] if value.tzinfo is None else [f"tzinfo={_zone(value)}"]
        return f"dt.datetime({', '.join([*parts, *zone])})"
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return re.sub(r"datetime\.(?=\w)", "dt.", repr(value))
    return contained(value, literal) or repr(value)


def called(function: str, /, *positional: str, **given: str) -> str:
    """A call; its arguments are code already."""
    return f"{function}({', '.join([*positional, *(f'{key}={value}' for key, value in given.items())])})"


def variable(*words: str) -> str:
    """A name for a variable made of words: ``household_member_partner``."""
    text = "_".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word) for word in words if word)
    name = re.sub(r"\W+", "_", text).strip("_").lower()
    return name if name.isidentifier() and not keyword.iskeyword(name) else f"row_{name}"


def _short(parts: list[str]) -> list[str]:
    """Year, month and day, and of the time what is not nought."""
    while len(parts) > 3 and parts[-1] == "0":
        parts = parts[:-1]
    return parts


def _zone(value: dt.datetime) -> str:
    offset = value.utcoffset() or dt.timedelta(0)
    return "dt.UTC" if not offset else f"dt.timezone({literal(offset)})"
