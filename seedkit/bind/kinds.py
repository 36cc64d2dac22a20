"""Whether the values of one column type can be written into another, and what becomes of them.

The measure is what the server itself would take in an INSERT, as far as no value changes its meaning:
a number as text, a whole number as a wider one, a moment as its date. A text into a number is a gamble.
"""

from __future__ import annotations

from typing import Literal

from ..schema.reflected import Type

__all__ = ["Fit", "fit"]

#: ``same``; ``cast``: every value can be written; ``rounded``: what lies behind the point (or the day) is lost.
Fit = Literal["same", "cast", "rounded", "no"]

_WHOLE = {"int2": 2, "int4": 4, "int8": 8}
_TEXT = frozenset({"text", "varchar", "bpchar", "name", "citext"})
_NUMBERS = frozenset({"int2", "int4", "int8", "float4", "float8", "numeric"})
_MOMENTS = frozenset({"timestamptz", "timestamp", "date"})
_JSON = frozenset({"json", "jsonb"})


def fit(meant: Type, live: Type) -> Fit:
    """How values of the type that the product means go into a column of the live one."""
    here, there = meant.base, live.base
    if here.sql == there.sql or (here.kind == "enum" and there.kind == "enum"):
        return "same"
    if there.kind == "enum":
        # words are mapped one by one, to those that the enum has
        return "same" if _is_text(here) else "no"
    if _is_text(there):
        return "same" if _is_text(here) or here.kind == "enum" else "cast"
    if here.kind == "array" or there.kind == "array":
        return _array_fit(here, there)
    if here.kind == "enum":
        return "no"
    return _plain_fit(here, there)


def _plain_fit(here: Type, there: Type) -> Fit:
    one, other = here.name.name, there.name.name
    if one in _NUMBERS and other in _NUMBERS:
        return _number_fit(here, there)
    if one in _MOMENTS and other in _MOMENTS:
        return "rounded" if other == "date" and one != "date" else "cast"
    if one in _JSON and other in _JSON:
        return "cast"
    if one == other:
        return "cast"
    return "no"


def _number_fit(here: Type, there: Type) -> Fit:
    one, other = here.name.name, there.name.name
    if other in _WHOLE:
        # narrower ones too: a value that is too large is refused by its row
        return "cast" if one in _WHOLE else "rounded"
    if one == "numeric" and other == "numeric":
        return "rounded" if (there.scale if there.scale is not None else 99) < (here.scale or 0) else "cast"
    return "cast"


def _array_fit(here: Type, there: Type) -> Fit:
    if here.kind == there.kind and here.element and there.element:
        inner = fit(here.element, there.element)
        return inner if inner in ("same", "cast") else "no"
    if here.kind == "array" and there.name.name in _JSON:
        return "cast"
    return "no"


def _is_text(kind: Type) -> bool:
    return kind.kind == "base" and kind.name.name in _TEXT
