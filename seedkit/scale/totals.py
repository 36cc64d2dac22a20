"""Roll-ups over all copies as a map-reduce: each range of copies sums up its own rows, and the sums are added.

What lives once in a load may sum up rows of every copy: a payout batch, its payouts. One process would have to
make all of them, column by column. Here each range tells what it adds; integers and decimals add up to the same,
whatever the ranges. Where that cannot be said (a sum of floats, a total that reads another) one process reads all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from .. import generate
from ..errors import SeedkitError
from ..plan import Plan
from ..shard import StoryRows, shards

__all__ = ["Known", "Partial", "Sums", "partial_totals", "summed_up"]

#: Totals by row set and roll-up.
Sums = dict[tuple[str, str], pa.Array]


class _Unsplit(Exception):
    """A total that cannot be told from its parts."""


class Partial:
    """Reads the children of a range of copies only, and notes the totals. ``shared`` children belong to one range."""

    def __init__(self, copies: range, *, shared: bool) -> None:
        self.copies, self.shared = copies, shared
        self.sums: Sums = {}
        self.fields: dict[tuple[str, str], Any] = {}
        self._reading = False

    def ranges(self, plan: Plan) -> Iterator[range]:
        """The copies whose rows are read, cut as always. Raises where another than a roll-up reads all copies."""
        if not self._reading:
            raise _Unsplit
        yield from shards(plan.replace(copies=self.copies.stop), self.copies.start)

    def total(self, rows: StoryRows, field: Any) -> pa.Array:
        """The total over the range; a total within a total would be one of parts."""
        if self._reading:
            raise _Unsplit
        self._reading = True
        try:
            made = field.over(rows)
        finally:
            self._reading = False
        key = _key(rows, field)
        self.sums[key], self.fields[key] = made, field
        return made


class Known:
    """Totals that are known already: ``plan.kept["tally"]`` of a plan that need not read all copies for them."""

    shared = True

    def __init__(self, sums: Sums) -> None:
        self._sums = sums

    def ranges(self, plan: Plan) -> Iterator[range]:
        """All copies."""
        return shards(plan)

    def total(self, rows: StoryRows, field: Any) -> pa.Array:
        """The known total."""
        found = self._sums.get(_key(rows, field))
        return field.over(rows) if found is None else found


def partial_totals(plan: Plan, copies: range, *, shared: bool = False) -> Partial | None:
    """What a range of copies adds to the roll-ups over all; None where parts of them say nothing."""
    plan = plan.replace()
    partial = plan.kept["tally"] = Partial(copies, shared=shared)
    try:
        for _ in generate.generate_shared(plan):
            pass
    except (_Unsplit, SeedkitError):
        # A part alone may be what no whole can be: an account that is overdrawn.
        return None
    return partial


def summed_up(
    plan: Plan, ranges: Sequence[range], mapped: Callable[[Iterable[range]], Iterable[Sums]]
) -> Sums:
    """All roll-ups over all copies. ``mapped`` gives the sums of each range, in any order; it may ask other machines.

    Empty where there are none, and where they cannot be told from parts.
    """
    own = partial_totals(plan, range(0), shared=True)
    if own is None or not own.sums:
        return {}
    parts = [own.sums, *mapped(ranges)]
    found = {key: field.combine([part[key] for part in parts]) for key, field in own.fields.items()}
    return found if all(total is not None for total in found.values()) else {}


def _key(rows: StoryRows, field: Any) -> tuple[str, str]:
    return rows.rowset.label, repr(field)
