"""Ledgers against an obvious implementation: one account, one event after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from bookshop import GrantFactory, SpendingFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import planned, rows_of

from seedkit.errors import DeclarationError, PlanError
from seedkit.fields import Choice, Entries, Ledger, Moment, UpTo, When, days, this
from seedkit.generate import Shard
from seedkit.world import World


@dataclass
class Event:
    """One row of an account, in time."""

    moment: dt.datetime
    id: int
    amount: int
    yields: bool
    row: tuple[str, int]
    ends: bool = False


def settle(events: list[Event]) -> dict[tuple[str, int], tuple[int, int]]:
    """What each row moved and the balance after it, for one owner."""
    balance, found = 0, {}
    for event in sorted(events, key=lambda e: (e.moment, not e.ends, e.id)):
        amount = event.amount
        if event.yields:
            amount = -min(-amount, max(balance, 0))
        balance += amount
        if not event.ends:
            found[event.row] = abs(amount), max(balance, 0)
    return found


def expected(shard: Shard, plan: Any) -> dict[tuple[str, int], tuple[int, int]]:
    """All accounts of a shard, settled slowly."""
    accounts: dict[Any, list[Event]] = {}
    for label, rowset in plan.rowsets.items():
        rows = shard.rows(rowset)
        if rowset.factory not in (GrantFactory, SpendingFactory):
            continue
        columns = {n: rows.column(n).to_pylist() for n in ("person_id", "created_at")}
        for place, owner in enumerate(columns["person_id"]):
            moment, key = columns["created_at"][place], int(rows.ids[place])
            account = accounts.setdefault(owner, [])
            if rowset.factory is GrantFactory:
                coins, until = rows.column("coins")[place].as_py(), rows.column("expires_at")[place].as_py()
                account.append(Event(moment, key, coins, False, (label, place)))
                if until is not None:
                    account.append(Event(until, key, -coins, False, (label, place), ends=True))
            else:
                done = rows.column("done")[place].as_py()
                wanted = rows.column("wanted")[place].as_py() if done else 0
                account.append(Event(moment, key, -wanted, done, (label, place)))
    return {row: result for account in accounts.values() for row, result in settle(account).items()}


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 5),
    st.integers(0, 12),
    st.integers(0, 3),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from([1, 3_600, 86_400]),
    st.integers(0, 99),
)
def test_balances_are_those_of_an_obvious_implementation(
    grants: int, spendings: int, kept: int, copies: int, failing: bool, grain: int, seed: int
) -> None:
    """``grain`` rounds moments, so that many events fall together and ties must break by row."""

    def coarse(world: World) -> None:
        ada, bob = world.people("ada", "bob")
        at = Moment(before_now=days(80))
        coarsely = {"created_at": Rounded(at, grain)}
        world.add(GrantFactory, grants, person=ada, **coarsely)
        world.add(GrantFactory, kept, person=ada, kept=True, label="kept", **coarsely)
        world.add(SpendingFactory, spendings, person=ada, failed=Choice([failing, False]), **coarsely)
        world.add(SpendingFactory, 2, person=bob, **coarsely)

    plan = planned(coarse, copies=copies, seed=seed)
    shard = Shard(plan, np.arange(copies))
    slow = expected(shard, plan)
    for label, rowset in plan.rowsets.items():
        if rowset.factory not in (GrantFactory, SpendingFactory):
            continue
        rows = shard.rows(rowset)
        coins, balance = rows.column("coins").to_pylist(), rows.column("balance").to_pylist()
        for place in range(len(rows)):
            moved, after = slow[label, place]
            assert balance[place] == after
            assert coins[place] == moved or not rows.column("done")[place].as_py()


class Rounded(Moment):
    """A moment on the second, the hour or the day."""

    def __init__(self, moment: Moment, seconds: int) -> None:
        super().__init__(before_now=moment.before_now)
        self.seconds = seconds

    def column(self, rows: Any) -> Any:
        microseconds = super().column(rows).cast("int64").to_numpy()
        grain = self.seconds * 1_000_000
        return pa.array(microseconds // grain * grain).cast(pa.timestamp("us", tz="UTC"))


def test_an_amount_that_yields_never_overdraws() -> None:
    def spending(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(GrantFactory, 2, person=ada)
        world.add(SpendingFactory, 30, person=ada)

    spendings = rows_of(planned(spending, copies=30))["spendings"].to_pylist()
    assert all(0 <= row["coins"] <= 120 and row["balance"] >= 0 for row in spendings)
    assert any(row["coins"] == 0 for row in spendings)
    assert any(row["coins"] and row["balance"] == 0 for row in spendings)


def test_fixed_amounts_are_never_altered() -> None:
    def rich(world: World) -> None:
        (ada,) = world.people("ada")
        early = Moment(before_now=days(90), until=days(85))
        world.add(GrantFactory, person=ada, coins=100_000, kept=True, created_at=early)
        world.add(SpendingFactory, 5, person=ada, coins=7)
        world.add(SpendingFactory, 5, person=ada, fixed=True, wanted=9, label="fixed")

    found = rows_of(planned(rich))["spendings"].to_pylist()
    assert sorted(row["coins"] for row in found) == [7] * 5 + [9] * 5
    assert min(row["balance"] for row in found) == 100_000 - 80


def test_an_overdraft_is_an_error_unless_something_else_covers_it() -> None:
    def poor(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(SpendingFactory, person=ada, coins=7)

    with pytest.raises(PlanError, match="a fixed debit of 7 meets a balance of 0"):
        rows_of(planned(poor))
    ledger = SpendingFactory._meta.declarations["balance"].ledger
    ledger.overdrawn = True
    try:
        assert rows_of(planned(poor))["spendings"]["balance"].to_pylist() == [0]
    finally:
        ledger.overdrawn = False


def test_each_account_is_its_own() -> None:
    def families(world: World) -> None:
        ada, bob = world.people("ada", "bob")
        world.add(
            GrantFactory,
            person=ada,
            coins=50,
            kept=True,
            created_at=Moment(before_now=days(90), until=days(85)),
        )
        world.add(SpendingFactory, 3, person=ada, wanted=20)
        world.add(SpendingFactory, 3, person=bob, wanted=20)

    tables = rows_of(planned(families, copies=4))
    by_owner: dict[bytes, list[int]] = {}
    for row in sorted(tables["spendings"].to_pylist(), key=lambda r: r["created_at"]):
        by_owner.setdefault(row["person_id"], []).append(row["coins"])
    assert sorted(map(tuple, by_owner.values())) == [(0, 0, 0)] * 4 + [(20, 20, 10)] * 4


def test_conditions_may_yield_too() -> None:
    ledger = SpendingFactory._meta.declarations["balance"].ledger

    def choosing(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(GrantFactory, 3, person=ada)
        world.add(SpendingFactory, 20, person=ada, coins=When(this.wanted > 60, UpTo(ledger, this.wanted), 0))

    found = rows_of(planned(choosing, copies=5))["spendings"]["coins"].to_pylist()
    assert 0 in found
    assert any(coins > 60 for coins in found)


def test_rows_outside_a_story_have_no_account_beside_them() -> None:
    grant, spending = GrantFactory.build(), SpendingFactory.build(wanted=40)
    assert grant.balance == grant.coins
    assert (spending.coins, spending.balance) == (40, 0)
    assert SpendingFactory.build(failed=True).coins == 0
    assert GrantFactory.table(5)["balance"] == GrantFactory.table(5)["coins"]


def test_a_ledger_is_read_by_its_entries_only() -> None:
    other = Ledger(within="person", credits=[Entries(GrantFactory, "coins")], debits=[])

    def reading(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(GrantFactory, person=ada)
        world.add(SpendingFactory, person=ada, balance=other.after())

    with pytest.raises(DeclarationError, match="read by rows that are none of its entries"):
        rows_of(planned(reading))
