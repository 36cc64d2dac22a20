"""The household on a real Postgres: loaded, verified, proven, loaded again, taken out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from seedkit import generate
from seedkit.load.ledger import read_loads
from seedkit.load.load import load
from seedkit.load.unload import unload
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_product, find_scenario
from seedkit.proof import account_for, mutate, prove

pytestmark = pytest.mark.db

STORY = "vibrationfit/household"
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
COPIES = 12


def plan(**changes: Any) -> Plan:
    return compile_plan(find_scenario(STORY), **{"now": NOW, "copies": COPIES, **changes})


@pytest.fixture(scope="module")
def connection(empty_vibrationfit: str) -> Iterator[psycopg.Connection[Any]]:
    """The household, loaded once for this module; tests leave it as they found it."""
    with psycopg.connect(empty_vibrationfit, autocommit=True) as opened:
        receipt = load(opened, plan(), generate)
        assert receipt.mode == "fresh"
        assert not receipt.notes
        yield opened


def test_every_constraint_and_invariant_holds(connection: psycopg.Connection[Any]) -> None:
    report = account_for(connection, read_loads(connection))
    assert [f.message for f in report.findings if f.failing] == []
    assert report.facts > 5_000
    vacuous = {check.code for check in report.vacuous}
    promised = {i.code for i in find_product("vibrationfit").invariants}
    for family in ("c1.balance", "c2.payment_amount", "c3.", "c4.seats", "c4.pool", "c5.", "c6.quota"):
        assert any(code.startswith(family) for code in promised - vacuous), (
            f"nothing of {family} was looked at"
        )


def test_everybody_reaches_exactly_their_rows(connection: psycopg.Connection[Any]) -> None:
    proof = prove(connection, read_loads(connection))
    assert [f"{f.person} {f.table}: {f.message}" for f in proof.findings if f.failing] == []
    kinds = {subject.kind for subject in proof.people}
    assert kinds >= {
        "owner",
        "second owner",
        "member",
        "removed",
        "pending",
        "admin",
        "anonymous",
        "stranger",
        "forged",
        "anon",
    }


#: Faults that the household cannot show, and why.
UNSEEN = {
    "public.media_metadata: policy anon_select": "the household has no site content, the only rows that anon may read",
    "public.membership_tiers: policy anon_select": "the product sells all its plans: no inactive tier to hide",
    "public.membership_tiers: policy authenticated_select": "as above",
}


def test_the_checks_name_what_is_broken(connection: psycopg.Connection[Any]) -> None:
    score = mutate(connection, read_loads(connection))
    survivors = [str(mutant) for mutant in score.survivors]
    assert score.percent >= 95, survivors
    assert [s for s in survivors if not s.startswith(tuple(UNSEEN))] == []
    assert len(score.killed) > 300


def test_loading_again_writes_nothing_also_a_day_later(connection: psycopg.Connection[Any]) -> None:
    assert load(connection, plan(), generate).written == 0
    tomorrow = load(connection, plan(now=read_loads(connection)[0].now), generate)
    assert (tomorrow.mode, tomorrow.written) == ("unchanged", 0)


@pytest.mark.parametrize("given", [{"members": 0}, {"members": 4, "sharing": False}, {"entries": 0}])
def test_other_parameters_hold_as_well(connection: psycopg.Connection[Any], given: dict[str, Any]) -> None:
    with connection.transaction(force_rollback=True):
        load(connection, plan(copies=3, name="other", parameters=given), generate)
        loads = [entry for entry in read_loads(connection) if entry.name == "other"]
        assert [f.message for f in account_for(connection, loads).findings if f.failing] == []


def test_more_copies_leave_the_first_alone(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction(force_rollback=True):
        before = _rows(connection)
        receipt = load(connection, plan(copies=COPIES + 3), generate)
        assert receipt.mode == "grow"
        assert _rows(connection) >= before
        assert account_for(connection, read_loads(connection)).ok


def test_unloading_leaves_nothing(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction(force_rollback=True):
        unload(connection, scenario=STORY, seed=0)
        for table in plan().tables:
            assert connection.execute(f"select count(*) from {table.name}").fetchone() == (0,), table.name


def _rows(connection: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    found = set()
    for table in ("auth.users", "public.user_profiles", "public.token_transactions", "public.audio_tracks"):
        rows = connection.execute(f"select md5(t::text) from {table} t").fetchall()
        found |= {(table, digest) for (digest,) in rows}
    return found
