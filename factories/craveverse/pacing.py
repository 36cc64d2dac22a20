"""Places in time that a user's rows take one after the other: levels, posts, pauses, battles.

Rows of one parent share the time from ``since`` to ``until`` in equal turns, in the order in which
the story tells of them; each falls somewhere into its own turn. So level 7 is always finished
before level 8, however many rows there are and whichever row sets they come from.

Outside a story, where nothing is known of other rows, a row takes the turn of its sequence number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from seedkit.entropy import I64, below_wide
from seedkit.errors import PlanError
from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids, position_in_group
from seedkit.fields.numbers import weighted
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, numbers

#: How many turns there are for a row that stands alone: as many as a free account has levels.
ALONE = 10
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR


class Nth(Field):
    """1, 2, 3 … within a parent, in the order in which the story tells of the rows.

    ``of`` is a function that gives the factory of the rows.
    """

    def __init__(self, of: Any, *, within: str = "user") -> None:
        super().__init__()
        self.of, self.within = of, within

    def column(self, rows: Rows) -> I64:
        return _turns(rows, self.of(), self.within).place + 1


class Paced(Field):
    """A moment in the row's turn between ``since`` and ``until``.

    ``apart`` is the least time between two neighbours; a story that leaves less is a plan error.
    Without it a row falls into the first ``share`` of its turn. ``at`` weighs the hours of a day.
    """

    def __init__(
        self,
        of: Any,
        *,
        since: Any,
        until: Any,
        within: str = "user",
        apart: dt.timedelta | None = None,
        share: float = 0.9,
        at: tuple[int, ...] | None = None,
    ) -> None:
        super().__init__()
        self.of, self.since, self.until, self.within = of, since, until, within
        self.apart, self.share, self.at = apart, share, at

    def column(self, rows: Rows) -> pa.Array:
        low, width, count = self._turn(rows)
        room = (width * self.share).astype(np.int64)
        # Of rows outside a story nobody knows whether they are neighbours.
        if self.apart is not None and rows.others(self.of()):
            least = width - self.apart // dt.timedelta(microseconds=1)
            room = np.where(count > 1, least, room)
            if (room < 0).any():
                raise PlanError(
                    [f"{self._name}: rows of one {self.within} cannot all be {self.apart.days} days apart"],
                    hint="Tell of fewer rows, or let the parent be older",
                )
        moments = low + below_wide(rows.draw(self._name), room + 1)
        if self.at is not None:
            hour = weighted(rows.draw(self._name, "hour"), self.at)
            second = below_wide(rows.draw(self._name, "second"), np.full(len(rows), _HOUR))
            kept = moments // _DAY * _DAY + hour * _HOUR + second
            moments = np.where((kept >= low) & (kept <= low + room), kept, moments)
        return pa.array(moments).cast(MOMENT)

    def _turn(self, rows: Rows) -> tuple[I64, I64, I64]:
        """Where each row's turn begins, how long it is, and how many its parent has."""
        turns = _turns(rows, self.of(), self.within)
        since, until = self._window(rows)
        width = np.maximum(until - since, 0) // turns.count
        return since + width * turns.place, width, turns.count

    def _window(self, rows: Rows) -> tuple[I64, I64]:
        """The time that all rows of a parent have in common: from the latest start to the earliest end."""
        found = rows.others(self.of())
        if not found:
            return self._edge(self.since, rows), self._edge(self.until, rows)
        key = ("window", id(self), id(found[0]))
        windows: list[tuple[I64, I64]] = rows.once(key, lambda: self._windows(found))
        return windows[_place(rows, found)]

    def _windows(self, family: Sequence[Rows]) -> list[tuple[I64, I64]]:
        groups = np.concatenate([group_ids(member, self.within) for member in family])
        _, group = np.unique(groups, return_inverse=True)
        edges = []
        for edge, better in ((self.since, np.maximum), (self.until, np.minimum)):
            values = np.concatenate([self._edge(edge, member) for member in family])
            best = values[np.unique(group, return_index=True)[1]]
            better.at(best, group, values)
            edges.append(best[group])
        cuts = np.cumsum([len(member) for member in family])[:-1]
        return list(zip(*(np.split(edge, cuts) for edge in edges), strict=True))

    def _edge(self, field: Any, rows: Rows) -> I64:
        return numbers(column_of(field, rows, MOMENT)).astype(np.int64)


class _Turns(NamedTuple):
    """For each row its place among the rows of its parent, from 0, and how many these are."""

    place: I64
    count: I64


def _turns(rows: Rows, factory: Any, within: str) -> _Turns:
    family = rows.others(factory)
    if not family:
        return _Turns(rows.ordinals % ALONE, np.full(len(rows), ALONE, dtype=np.int64))
    found: list[_Turns] = rows.once(
        ("turns", id(family[0]), within), lambda: _in_turn([group_ids(member, within) for member in family])
    )
    return found[_place(rows, family)]


def _in_turn(groups: list[Any]) -> list[_Turns]:
    everybody = np.concatenate(groups)
    _, group, size = np.unique(everybody, return_inverse=True, return_counts=True)
    order = np.argsort(group, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = position_in_group(group[order])
    cuts = np.cumsum([len(member) for member in groups])[:-1]
    return [
        _Turns(*parts)
        for parts in zip(np.split(place, cuts), np.split(size[group].astype(np.int64), cuts), strict=True)
    ]


def _place(rows: Rows, family: Sequence[Rows]) -> int:
    return next(place for place, member in enumerate(family) if member is rows)
