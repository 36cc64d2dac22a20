"""Ledgers: balances over signed streams of several tables.

    tokens = Ledger(
        within="user",
        credits=[Entries(lambda: TokenTransactionFactory, "tokens_used", when=…, expires="expires_at")],
        debits=[Entries(lambda: TokenUsageFactory, "tokens_used", when=…)],
    )

    class TokenTransactionFactory(…):
        tokens_remaining = tokens.after()          # the balance right after this row

    class TokenUsageFactory(…):
        tokens_used = UpTo(tokens, Whole(400, 9_000))   # what is wanted, at most what is there

A balance is ``max(0, credits that have not expired - debits)``. A debit belongs to no credit: when a
credit expires, everything spent before still counts. Ties in time break by row id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..entropy import I64, U64
from ..errors import DeclarationError, PlanError
from ..types import is_valid, numbers
from .base import Field, column_of
from .kin import group_ids, position_in_group
from .rows import Rows

__all__ = ["Entries", "Ledger", "UpTo"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Entries:
    """One stream of a ledger: which rows of which factory count, how much, when, until when."""

    factory: Any
    amount: str
    when: Any = None
    expires: str | None = None

    def target(self) -> Any:
        """The factory, resolved late."""
        return self.factory if isinstance(self.factory, type) else self.factory()

    def counted(self, rows: Rows) -> Mask:
        """Which of these rows count."""
        if self.when is None:
            return np.ones(len(rows), dtype=bool)
        return numbers(column_of(self.when, rows)).astype(bool)


class _Events(NamedTuple):
    """Events of a ledger, one row an event; in the end in order of (owner, time, row)."""

    owner: U64
    moment: I64
    amount: I64
    yields: Mask
    expiry: Mask
    source: I64  # which row set
    row: I64  # which row of it
    id: U64

    def taken(self, index: Any) -> _Events:
        return _Events(*(column[index] for column in self))


class Ledger:
    """A running balance per owner; see the module for a declaration.

    ``within`` is the link to the owner that all streams share, ``by`` the moment that orders them.
    A fixed debit that is more than there is is an error, unless the account may be ``overdrawn``
    (something else covers it; its balance still shows zero).
    """

    def __init__(
        self,
        *,
        within: str,
        credits: Sequence[Entries],
        debits: Sequence[Entries],
        by: str = "created_at",
        overdrawn: bool = False,
    ) -> None:
        self.within, self.by, self.overdrawn = within, by, overdrawn
        self.credits, self.debits = tuple(credits), tuple(debits)

    def after(self) -> Field:
        """The balance right after the row."""
        return Balance(self)

    def factories(self) -> list[Any]:
        """The factories of all streams."""
        return list(dict.fromkeys(entries.target() for entries in (*self.credits, *self.debits)))

    def settled(self, rows: Rows) -> tuple[I64, I64] | None:
        """For each row of a stream: what it finally moved, and the balance right after it.

        None for rows outside a story, which have no account beside them.
        """
        sets = [other for factory in self.factories() for other in rows.others(factory)]
        if not sets:
            return None
        place = next((i for i, member in enumerate(sets) if member is rows), None)
        if place is None:
            raise DeclarationError("a ledger is read by rows that are none of its entries")
        results = rows.once(("ledger", id(self)), lambda: self._settle(sets))
        found: tuple[I64, I64] = results[place]
        return found

    def credited(self, rows: Rows) -> I64:
        """What each row alone puts into an empty account."""
        total = np.zeros(len(rows), dtype=np.int64)
        for entries in self.credits:
            if rows.is_of(entries.target()):
                total += np.where(entries.counted(rows), rows.wanted(entries.amount)[0], 0)
        return total

    def debited(self, rows: Rows) -> Mask:
        """Which of these rows take something out."""
        found = np.zeros(len(rows), dtype=bool)
        for entries in self.debits:
            if rows.is_of(entries.target()):
                found |= entries.counted(rows)
        return found

    def _settle(self, sets: Sequence[Rows]) -> list[tuple[I64, I64]]:
        parts = [events for source, rows in enumerate(sets) for events in self._events_of(rows, source)]
        events = _Events(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        events = events.taken(np.lexsort((events.id, ~events.expiry, events.moment, events.owner)))
        moved, after = _run(events, self.overdrawn)
        results = []
        for source, rows in enumerate(sets):
            mine = (events.source == source) & ~events.expiry
            final = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
            final[0][events.row[mine]] = moved[mine]
            final[1][events.row[mine]] = after[mine]
            results.append(final)
        return results

    def _events_of(self, rows: Rows, source: int) -> list[_Events]:
        """One event a row, and one more for each that expires."""
        n = len(rows)
        no = np.zeros(n, dtype=bool)
        amount, yields, parts = np.zeros(n, dtype=np.int64), no, []
        owner, moment = group_ids(rows, self.within), numbers(rows.column(self.by)).astype(np.int64)
        events = _Events(owner, moment, amount, yields, no, np.full(n, source), np.arange(n), rows.ids)
        for sign, streams in ((1, self.credits), (-1, self.debits)):
            for entries in streams:
                if not rows.is_of(entries.target()):
                    continue
                wanted, limited = rows.wanted(entries.amount)
                counts = entries.counted(rows)
                amount = np.where(counts, sign * wanted, amount)
                yields = np.where(counts, limited, yields)
                if entries.expires:
                    until = rows.column(entries.expires)
                    ends = events._replace(
                        moment=numbers(until).astype(np.int64), amount=-sign * wanted, expiry=~no
                    )
                    parts.append(ends.taken(counts & is_valid(until)))
        return [*parts, events._replace(amount=amount, yields=yields)]

    def __repr__(self) -> str:
        return f"Ledger(within={self.within!r}, by={self.by!r})"


def _run(events: _Events, may_overdraw: bool) -> tuple[I64, I64]:
    """What each event moved and the balance after it, all owners side by side, one step at a time."""
    moved, after = np.abs(events.amount), np.zeros(len(events.owner), dtype=np.int64)
    if not len(moved):
        return moved, after
    place = position_in_group(events.owner)
    order = np.argsort(place, kind="stable")
    steps = np.searchsorted(place[order], np.arange(place.max() + 2))
    owners = np.cumsum(place == 0) - 1
    balance = np.zeros(owners[-1] + 1, dtype=np.int64)
    for begin, end in pairwise(steps):
        now = order[begin:end]
        mine, amount = owners[now], events.amount[now]
        there = np.maximum(balance[mine], 0)
        change = np.where(events.yields[now], -np.minimum(-amount, there), amount)
        if not may_overdraw:
            _refuse_overdraft(there, change, events.yields[now] | events.expiry[now])
        balance[mine] += change
        moved[now] = np.abs(change)
        after[now] = np.maximum(balance[mine], 0)
    return moved, after


def _refuse_overdraft(there: I64, change: I64, allowed: Mask) -> None:
    overdrawn = ~allowed & (change < 0) & (-change > there)
    if overdrawn.any():
        worst = int(np.argmax(overdrawn))
        raise PlanError(
            [f"a fixed debit of {-int(change[worst])} meets a balance of {int(there[worst])}"],
            hint="Grant more before it, or declare the amount as UpTo(ledger, …)",
        )


class Balance(Field):
    """``ledger.after()``: the balance right after the row."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self.ledger = ledger

    def column(self, rows: Rows) -> I64:
        settled = self.ledger.settled(rows)
        return self.ledger.credited(rows) if settled is None else settled[1]

    def __repr__(self) -> str:
        return "ledger.after()"


class UpTo(Field):
    """An amount that yields: what is wanted, at most the balance of a ledger at that moment.

    A row outside a story, or one that the ledger does not count, gets what it wants.
    """

    def __init__(self, ledger: Ledger, wanted: Any) -> None:
        super().__init__()
        self.ledger, self.wanted = ledger, wanted

    def column(self, rows: Rows) -> I64:
        settled = self.ledger.settled(rows)
        asked, _ = self.claim(rows)
        return asked if settled is None else np.where(self.ledger.debited(rows), settled[0], asked)

    def claim(self, rows: Rows) -> tuple[I64, Mask]:
        return numbers(column_of(self.wanted, rows)).astype(np.int64), np.ones(len(rows), dtype=bool)
