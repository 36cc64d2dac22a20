"""What happened to users over time: moves of coins and XP, and levels finished, sorted once for all who ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from seedkit.entropy import I64, U64
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, numbers

__all__ = ["Moves", "Stream", "events_of", "moments_of", "moves", "running"]


class Stream(NamedTuple):
    """Rows that move something: how much, when, whose; ``due`` is when it is needed at the latest."""

    of: Callable[[], Any]
    amount: str
    at: str
    owner: str = "user"
    due: str | None = None


class Moves(NamedTuple):
    """Moves in the order of owners and moments; gains before costs."""

    owner: U64
    moment: I64
    amount: I64


def moves(rows: Rows, gains: Iterable[Stream], costs: Iterable[Stream] = ()) -> Moves:
    """What all rows of these streams moved; a row that moves nothing is left out."""
    nothing = np.zeros(0, dtype=np.int64)
    parts = [Moves(nothing.astype(np.uint64), nothing, nothing)]
    for sign, streams in ((1, gains), (-1, costs)):
        for stream in streams:
            for part in rows.others(stream.of()):
                amount = numbers(part.column(stream.amount)).astype(np.int64)
                some = amount != 0
                if some.any():
                    moment = numbers(part.column(stream.at)).astype(np.int64)
                    owner = group_ids(part, stream.owner)
                    parts.append(Moves(owner[some], moment[some], sign * amount[some]))
    found = Moves(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    order = np.lexsort((-found.amount, found.moment, found.owner))
    return Moves(*(column[order] for column in found))


def events_of(owners: U64, wanted: U64) -> I64:
    """The places of all events of some owners, given the owners of all events in their order."""
    somebody = np.unique(wanted)
    first = np.searchsorted(owners, somebody)
    count = np.searchsorted(owners, somebody, side="right") - first
    return np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())


def running(owner: U64 | I64, amount: I64) -> I64:
    """Running sums within runs of equal owners."""
    if not len(owner):
        return amount
    total = np.cumsum(amount)
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    start = np.maximum.accumulate(np.where(first, np.arange(len(owner)), 0))
    return total - (total - amount)[start]


def moments_of(moment: Any, rows: Rows) -> I64:
    """A field's moments in microseconds."""
    return numbers(column_of(moment, rows, MOMENT)).astype(np.int64)
