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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..entropy import I64
from ..errors import PlanError
from ..types import numbers
from .base import Field, column_of
from .kin import group_ids, position_in_group
from .rows import Rows


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


class _Events(NamedTuple):
    """All events of a ledger in the same copies, one row an event, in order of (owner, time, row)."""

    owner: npt.NDArray[np.uint64]
    moment: I64
    amount: I64
    yields: npt.NDArray[np.bool_]
    expiry: npt.NDArray[np.bool_]
    source: I64  # which row set
    row: I64  # which row of it


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
        return _Balance(self)

    def balances(self, rows: Rows, asked: Callable[[], I64] | None = None) -> tuple[I64, I64]:
        """For each row of a stream: what it finally moved, and the balance right after it.

        A row outside a story has no account beside it: it moves what it asks for. ``asked`` says how
        much that is, for a row whose amount is just being computed.
        """
        sets = [other for factory in self._factories() for other in rows.others(factory)]
        if not sets:
            amount = self._events_of(rows, 0, asked)[-1].amount
            return np.abs(amount), np.maximum(amount, 0)
        results = rows.once(("ledger", id(self)), lambda: self._settle(sets))
        found: tuple[I64, I64] = results[next(i for i, member in enumerate(sets) if member is rows)]
        return found

    def _factories(self) -> list[Any]:
        return list(dict.fromkeys(e.target() for e in (*self.credits, *self.debits)))

    def _settle(self, sets: Sequence[Rows]) -> list[tuple[I64, I64]]:
        events = self._events(sets)
        moved, after = _run(events, self.overdrawn)
        results = []
        for source, rows in enumerate(sets):
            mine = (events.source == source) & ~events.expiry
            final = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
            final[0][events.row[mine]] = moved[mine]
            final[1][events.row[mine]] = after[mine]
            results.append(final)
        return results

    def _events(self, sets: Sequence[Rows]) -> _Events:
        parts: list[_Events] = []
        ids: list[npt.NDArray[np.uint64]] = []
        for source, rows in enumerate(sets):
            found = self._events_of(rows, source)
            parts += found
            ids += [rows.ids[p.row] for p in found]
        joined = _Events(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        order = np.lexsort((np.concatenate(ids), ~joined.expiry, joined.moment, joined.owner))
        return _Events(*(column[order] for column in joined))

    def _events_of(
        self, rows: Rows, source: int, asked: Callable[[], I64] | None = None
    ) -> list[_Events]:
        owner = group_ids(rows, self.within)
        moment = numbers(rows.column(self.by)).astype(np.int64)
        index = np.arange(len(rows), dtype=np.int64)
        no = np.zeros(len(rows), dtype=bool)
        amount, yields, parts = np.zeros(len(rows), dtype=np.int64), no, []
        for sign, streams in ((1, self.credits), (-1, self.debits)):
            for stream in streams:
                if not rows.is_of(stream.target()):
                    continue
                wanted, limited = rows.wanted(stream.amount) if asked is None else (asked(), True)
                counts = no if stream.when is None else numbers(column_of(stream.when, rows)).astype(bool)
                counts = ~no if stream.when is None else counts
                amount = np.where(counts, sign * wanted, amount)
                yields = np.where(counts, limited, yields)
                if stream.expires:
                    until = rows.column(stream.expires)
                    ends = counts & ~until.is_null().to_numpy(zero_copy_only=False)
                    parts.append(
                        _Events(
                            owner[ends], numbers(until)[ends].astype(np.int64), -sign * wanted[ends],
                            no[ends], ~no[ends], np.full(ends.sum(), source), index[ends],
                        )
                    )  # fmt: skip
        parts.append(_Events(owner, moment, amount, yields, no, np.full(len(rows), source), index))
        return parts


def _run(events: _Events, may_overdraw: bool) -> tuple[I64, I64]:
    """What each event moved and the balance after it, all owners side by side, one step at a time."""
    place = position_in_group(events.owner)
    order = np.argsort(place, kind="stable")
    steps = np.searchsorted(place[order], np.arange(place.max() + 2))
    owners = np.cumsum(place == 0) - 1
    balance = np.zeros(owners[-1] + 1, dtype=np.int64)
    moved, after = np.abs(events.amount), np.zeros(len(place), dtype=np.int64)
    for begin, end in zip(steps[:-1], steps[1:], strict=True):
        now = order[begin:end]
        mine = owners[now]
        there = np.maximum(balance[mine], 0)
        change = np.where(events.yields[now], -np.minimum(-events.amount[now], there), events.amount[now])
        overdrawn = ~events.yields[now] & ~events.expiry[now] & (change < 0) & (-change > there)
        if not may_overdraw and overdrawn.any():
            worst = int(np.argmax(overdrawn))
            raise PlanError(
                [f"a fixed debit of {-int(change[worst])} meets a balance of {int(there[worst])}"],
                hint="Grant more before it, or declare the amount as UpTo(ledger, …)",
            )
        balance[mine] += change
        moved[now] = np.abs(change)
        after[now] = np.maximum(balance[mine], 0)
    return moved, after


class _Balance(Field):
    """``ledger.after()``: the balance right after the row."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self.ledger = ledger

    def column(self, rows: Rows) -> I64:
        return self.ledger.balances(rows)[1]

    def __repr__(self) -> str:
        return "ledger.after()"


class UpTo(Field):
    """An amount that yields: what is wanted, at most the balance of a ledger at that moment."""

    def __init__(self, ledger: Ledger, wanted: Any) -> None:
        super().__init__()
        self.ledger, self.wanted = ledger, wanted

    def column(self, rows: Rows) -> I64:
        return self.ledger.balances(rows, lambda: self.asked(rows))[0]

    def asked(self, rows: Rows) -> I64:
        """What the row would take from a full account."""
        return numbers(column_of(self.wanted, rows)).astype(np.int64)
