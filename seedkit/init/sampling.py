"""What fields make when they are tried: whether a net is ever needed, and values that stand for many."""

from __future__ import annotations

import copy
from typing import Any

from ..fields import Field
from ..infer.fields import Checked, Said
from ..infer.fields.said import condition
from ..infer.trial import TrialRows
from ..types import as_array

__all__ = ["always_passes", "some_values", "unsifted"]

_TRIED = 4_000


def always_passes(field: Checked) -> bool:
    """Whether thousands of values all pass the check, so that what would replace them may be left out."""
    if any(True for _ in field.references()):
        return False
    try:
        values = _values(field.value, _TRIED)
        passes = condition(field.where)
    except Exception:
        return False
    return all(passes(value) for value in values if value is not None)


def unsifted(field: Said) -> Said:
    """The field without its condition, if it says the same without."""
    if field.where is None:
        return field
    without = copy.copy(field)
    without.where = None
    try:
        return without if _values(field, _TRIED) == _values(without, _TRIED) else field
    except Exception:
        return field


def some_values(field: Field, most: int) -> list[Any]:
    """Different values of a field, in the order in which they come; empty where it needs more than itself."""
    try:
        return list(dict.fromkeys(value for value in _values(field, _TRIED) if value is not None))[:most]
    except Exception:
        return []


def _values(field: Field, count: int) -> list[Any]:
    named = field if field._name else field.bound("value", {})
    found: list[Any] = as_array(named.column(TrialRows({}, count))).to_pylist()
    return found
