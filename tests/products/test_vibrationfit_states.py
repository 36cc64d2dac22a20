"""Every value that an enum, a CHECK or a soft list of VibrationFit allows can be had from a factory, plainly or by a trait."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factory.declarations import Trait
from vibrationfit_values import allowed_values, values_in

from seedkit.factories.vibrationfit import product
from seedkit.scope import settings

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
FACTORIES = {made._meta.model.__table__.name: made for made in product.all_factories().values()}


@pytest.mark.parametrize(
    ("table", "column", "allowed"),
    [pytest.param(*found, id=".".join(found[:2])) for found in allowed_values()],
)
def test_every_allowed_value_is_reachable(table: str, column: str, allowed: set[str]) -> None:
    made: Any = FACTORIES[table]
    traits = [name for name, value in made._meta.parameters.items() if isinstance(value, Trait)]
    with settings(now=NOW):
        if made._meta.rows:
            found = values_in(made.catalogue().column(column))
        else:
            found = values_in(made.table(2_000).column(column))
            for trait in traits:
                found |= values_in(made.table(300, **{trait: True}).column(column))
    assert found == allowed
