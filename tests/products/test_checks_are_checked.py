"""Break one thing at a time in all that a product's stories tell, and count what the checks name."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest

from seedkit import generate
from seedkit.load.ledger import read_loads
from seedkit.load.load import load
from seedkit.plan import compile_plan
from seedkit.product import find_scenario
from seedkit.proof import mutate

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.mark.db
@pytest.mark.parametrize(("product", "at_least"), [("craveverse", 240), ("infinitepages", 430)])
def test_the_checks_name_what_is_broken(product: str, at_least: int, request: pytest.FixtureRequest) -> None:
    plan = compile_plan(find_scenario(f"{product}/everything"), now=NOW)
    with psycopg.connect(request.getfixturevalue(f"empty_{product}"), autocommit=True) as connection:
        load(connection, plan, generate)
        score = mutate(connection, read_loads(connection))
    assert score.percent >= 95, [str(mutant) for mutant in score.survivors]
    assert len(score.killed) >= at_least
