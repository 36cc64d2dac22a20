"""The values that enums, CHECKs and soft lists of VibrationFit allow, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import CheckConstraint, Enum

from seedkit.factories.vibrationfit import product
from seedkit.factories.vibrationfit.invariants.words import WORD_LISTS, WORDS
from seedkit.schema.ddl import is_view

#: Plans of the past, which the product no longer sells (catalog/vibrationfit, reference_rows).
GONE = {"starter", "pro", "elite"}


def allowed_values() -> Iterator[tuple[str, str, set[str]]]:
    """Table, column and what it may hold: one value, or in the columns of ``WORD_LISTS`` several."""
    for model in product.models:
        if is_view(model):
            continue
        table = model.__table__
        soft = {**WORDS.get(table.name, {}), **WORD_LISTS.get(table.name, {})}
        lists = {name: set(words) for name, words in soft.items()}
        lists |= {c.name: set(c.type.enums) - GONE for c in table.columns if isinstance(c.type, Enum)}
        for check in sorted(table.constraints, key=lambda c: str(c.name)):
            if isinstance(check, CheckConstraint):
                lists |= _listed(str(check.sqltext))
        for column, values in lists.items():
            yield table.name, column, values


def values_in(column: Any) -> set[Any]:
    """The values of a column, or those in its arrays; null is none."""
    flat = pc.list_flatten(column) if pa.types.is_list(column.type) else column
    return set(flat.unique().to_pylist()) - {None}


def _listed(check: str) -> dict[str, set[str]]:
    """What ``column in ('a', 'b')`` allows; nothing for a check of another form."""
    found = re.fullmatch(r"(\w+) in \((.*)\)", check)
    if found is None:
        return {}
    return {found[1]: {text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", found[2])}}
