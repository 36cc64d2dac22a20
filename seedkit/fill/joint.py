"""Two links that have to agree, chosen as one: every pair of rows that agree is one place.

So pairs can be told apart: a member is assigned to a task of the same tenant, and to each at most once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from ..entropy import I64
from ..schema.reflected import ForeignKey, Table
from .arrange import Arrangement, Groups

__all__ = ["Joint", "joint_pairs", "shown_jointly"]

#: Places that a field can count.
_MOST = (1 << 31) - 1


@dataclass(frozen=True)
class Joint:
    """A free link and one bound to it. ``first`` are the places of the free one, ``wanted`` what they agree in.

    ``groups`` are the rows of the bound one by the same.
    """

    free: ForeignKey
    bound: ForeignKey
    first: I64
    wanted: pa.Array
    groups: Groups

    @property
    def name(self) -> str:
        """How the pair goes among links."""
        return f"{self.free.name} and {self.bound.name}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of both."""
        return tuple(dict.fromkeys([*self.free.columns, *self.bound.columns]))

    @cached_property
    def _ends(self) -> I64:
        return np.cumsum(self.groups.sizes(self.wanted))

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return min(int(self._ends[-1]), _MOST) if len(self._ends) else 0

    def split(self, places: I64) -> tuple[I64, I64]:
        """The places of the free link and of the bound one."""
        which = np.searchsorted(self._ends, places, side="right")
        starts = self._ends[which] - self.groups.sizes(self.wanted)[which]
        return self.first[which], self.groups.nth(self.wanted.take(pa.array(which)), places - starts)


def joint_pairs(table: Table, arrangement: Arrangement) -> Iterator[tuple[ForeignKey, ForeignKey]]:
    """A free link and one bound to it alone that a unique holds together; each link once."""
    used: set[str] = set()
    keys = {key.name: key for key in arrangement.chosen}
    for name, shared in arrangement.bound.items():
        bound = keys[name]
        own = set(bound.columns) - set(shared)
        required = all(table.columns[column].not_null for column in bound.columns)
        for free in arrangement.chosen:
            if free.name in arrangement.bound or not set(shared) <= set(free.columns):
                continue
            together = any(
                own <= set(u.columns) and set(u.columns) & set(free.columns) for u in table.uniques
            )
            if together and required and not {name, free.name} & used:
                used |= {name, free.name}
                yield free, bound


def shown_jointly(table: Table, joints: Mapping[str, Joint]) -> Table:
    """The table with one foreign key for each pair in the stead of two."""
    paired = {key.name for joint in joints.values() for key in (joint.free, joint.bound)}
    keys = [key for key in table.foreign_keys if key.name not in paired]
    keys += [
        replace(joint.free, name=joint.name, columns=joint.columns, target_columns=joint.columns)
        for joint in joints.values()
    ]
    return replace(table, foreign_keys=tuple(keys))
