"""Every value that an enum, a CHECK or a soft list of VibrationFit allows can be had from a factory, plainly or by a trait."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from factory.declarations import Trait
from sqlalchemy import CheckConstraint, Enum

from seedkit.factories.vibrationfit import product
from seedkit.factories.vibrationfit.invariants.words import WORDS
from seedkit.scope import settings

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
FACTORIES = list(product.all_factories().values())
#: Plans of the past, which the product no longer sells (catalog/vibrationfit, reference_rows).
GONE = {"starter", "pro", "elite"}


def allowed_values() -> Iterator[Any]:
    for made in FACTORIES:
        table = made._meta.model.__table__
        lists = {name: set(words) for name, words in WORDS.get(table.name, {}).items()}
        lists |= {c.name: set(c.type.enums) - GONE for c in table.columns if isinstance(c.type, Enum)}
        for check in sorted(table.constraints, key=lambda c: str(c.name)):
            if isinstance(check, CheckConstraint):
                lists |= listed(str(check.sqltext))
        for column, values in lists.items():
            yield pytest.param(made, column, values, id=f"{table.name}.{column}")


def listed(check: str) -> dict[str, set[str]]:
    """What ``column in ('a', 'b')`` allows; nothing for a check of another form."""
    found = re.fullmatch(r"(\w+) in \((.*)\)", check)
    if found is None:
        return {}
    return {found[1]: {text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", found[2])}}


@pytest.mark.parametrize(("made", "column", "allowed"), list(allowed_values()))
def test_every_allowed_value_is_reachable(made: Any, column: str, allowed: set[str]) -> None:
    traits = [name for name, value in made._meta.parameters.items() if isinstance(value, Trait)]
    with settings(now=NOW):
        if made._meta.rows:
            found = set(made.catalogue().column(column).to_pylist())
        else:
            found = set(made.table(2_000).column(column).to_pylist())
            for trait in traits:
                found |= set(made.table(300, **{trait: True}).column(column).to_pylist())
    assert found - {None} == allowed
