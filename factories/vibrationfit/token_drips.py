"""The token drips of old: a table that the product dropped, and old databases have (catalog/vibrationfit c2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from seedkit.entropy import I64, U64, below, draw
from seedkit.factory import TableFactory
from seedkit.fields import Field, Json, Key, Ordinal, Parent, this
from seedkit.fields.base import column_of
from seedkit.fields.kept import ids_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import MOMENT, numbers

from .models import TokenDrip
from .token_billing import CYCLE, CustomerSubscriptionFactory


class Drips(Field):
    """The token drips of a subscription one after the other, and one figure of each.

    Before a drip a part of the balance is spent. What is left rolls over, three times in a row at
    most; the fourth time it expires (catalog/vibrationfit c2). ``figure`` is ``before``, ``rollover``,
    ``count`` or ``expired``.
    """

    def __init__(self, figure: str, cycle: Any, amount: Any) -> None:
        super().__init__()
        self.figure, self.cycle, self.amount = figure, cycle, amount

    def column(self, rows: Rows) -> I64:
        cycle = numbers(column_of(self.cycle, rows)).astype(np.int64)
        amount = numbers(column_of(self.amount, rows)).astype(np.int64)
        account = ids_of(rows.column("subscription_id"))
        state = {
            name: np.zeros(len(rows), dtype=np.int64) for name in ("before", "rollover", "count", "expired")
        }
        after = np.zeros(len(rows), dtype=np.int64)
        for number in range(1, int(cycle.max(initial=0)) + 1):
            now = cycle >= number
            state = {
                name: np.where(now, new, state[name])
                for name, new in _drip(state["count"], after, account, number).items()
            }
            after = state["rollover"] + amount
        return state[self.figure]


def _drip(count: I64, balance: I64, account: U64, cycle: int) -> dict[str, I64]:
    # One member in five spends everything; the others keep up to half of it.
    draws = draw(account, "drip", cycle)
    kept = np.where(draws % np.uint64(5) == 0, 0, below(draws, 51))
    before = balance * kept // 100
    again = np.where(before > 0, count + 1, 0)
    expires = again > 3
    return {
        "before": before,
        "rollover": np.where(expires, 0, before),
        "count": np.where(expires, 0, again),
        "expired": np.where(expires, before, 0),
    }


class CyclesSoFar(Field):
    """How many billing cycles have begun, this one included."""

    def __init__(self, began: Any) -> None:
        super().__init__()
        self.began = began

    def column(self, rows: Rows) -> I64:
        began = numbers(column_of(self.began, rows, MOMENT)).astype(np.int64)
        cycle: I64 = np.maximum(rows.scope.now_us - began, 0) // (CYCLE // timedelta(microseconds=1)) + 1
        return cycle


class CycleStart(Field):
    """When a billing cycle begins: whole cycles after the subscription did."""

    def __init__(self, began: Any, cycle: Any) -> None:
        super().__init__()
        self.began, self.cycle = began, cycle

    def column(self, rows: Rows) -> pa.Array:
        began = numbers(column_of(self.began, rows, MOMENT)).astype(np.int64)
        cycle = numbers(column_of(self.cycle, rows)).astype(np.int64)
        return pa.array(began + (cycle - 1) * (CYCLE // timedelta(microseconds=1))).cast(MOMENT)


class TokenDripFactory(TableFactory[TokenDrip]):
    """The tokens of one 28-day cycle, on top of what rolled over; the table was dropped, old databases have it."""

    class Meta:
        model = TokenDrip

    class Params:
        cycles = CyclesSoFar(this.subscription.created_at)

    subscription = Parent(CustomerSubscriptionFactory, user=this.user)
    user = Parent(UserFactory)
    id = Key()
    cycle_number = Ordinal() % this.cycles + 1
    drip_amount = 375_000
    balance_before = Drips("before", cycle_number, this.drip_amount)
    rollover_from_previous = Drips("rollover", cycle_number, this.drip_amount)
    rollover_cycles_count = Drips("count", cycle_number, this.drip_amount)
    expired_tokens = Drips("expired", cycle_number, this.drip_amount)
    balance_after = rollover_from_previous + this.drip_amount
    billing_period_start = CycleStart(subscription.created_at, cycle_number)
    billing_period_end = billing_period_start + CYCLE
    drip_date = billing_period_start
    created_at = billing_period_start
    metadata_ = Json({"cycle": cycle_number, "tier_type": subscription.membership_tier.tier_type})
