"""The values that enums, CHECKs and soft lists of a product allow, column by column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import CheckConstraint, Enum

from seedkit.product import Product
from seedkit.schema.ddl import is_view

#: Closed lists that no constraint enforces: table, column, words.
Words = Mapping[str, Mapping[str, Collection[str]]]


def allowed_values(
    product: Product, *soft: Words, gone: Collection[str] = ()
) -> Iterator[tuple[str, str, set[str]]]:
    """Table, column and what it may hold, enum values that are ``gone`` left out."""
    for model in product.models:
        if is_view(model):
            continue
        table = model.__table__
        lists = {name: set(found) for words in soft for name, found in words.get(table.name, {}).items()}
        lists |= {c.name: set(c.type.enums) - set(gone) for c in table.columns if isinstance(c.type, Enum)}
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
