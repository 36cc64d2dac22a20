"""Small worlds: a story told with few rows, every choice in it made by hand rather than by a seed.

    world = small_world(household_account, members=1, entries=0)
    world = small_world(household_account, members=1, counts={"MediaMetadata:admin": 3})

Where nothing is chosen, everything has its simplest value: the first of its choices, the earliest of its
moments, the least of its numbers, the shortest of its texts. Two calls that are equal make equal rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from ...errors import UnknownName
from ...factory import built
from ...generate import StoryPerson, batch_of, joined, people
from ...objects import Objects
from ...plan import Plan, PlannedTable
from ...product import find_scenario
from ...rows import FactoryRows
from ...rowsets import RowSet
from ...scenario import Scenario
from ...scope import midnight
from ...types import to_python
from .code import call_of, world_code
from .steered import Cell, SteeredShard, Steering, chosen_of, steered
from .telling import NOWHERE, Place, Telling, WorldTable, telling_of
from .trace import Trace

__all__ = ["SmallWorld", "small_world"]


def small_world(
    story: Scenario | str,
    *,
    copies: int = 1,
    seed: int = 0,
    counts: Mapping[str, int | Sequence[int]] | None = None,
    cells: Mapping[Cell, int] | None = None,
    now: dt.datetime | None = None,
    **parameters: Any,
) -> SmallWorld:
    """The small world of a story (or of its name) with these parameters and choices.

    ``seed`` zero is no chance at all; another one draws values as a load does. ``counts`` are rows in each
    copy (or for each row that a set is made for) by label of the row set, a number or one for each copy;
    the least that the story allows unless given. ``cells`` are by (label, row, column) a number from 0, the simplest value
    of the field, to 65,535, the last. Raises BadParameter, UnknownName, PlanError.
    """
    found = find_scenario(story) if isinstance(story, str) else story
    telling = telling_of(found, now or midnight())
    steering = chosen_of(telling.plan(parameters), seed, counts or {}, cells or {})
    return SmallWorld(telling, found.arguments(parameters), copies, steering)


class SmallWorld:
    """A story told small; see ``small_world``. Its rows are made when they are first asked for."""

    def __init__(
        self, telling: Telling, parameters: Mapping[str, Any], copies: int, steering: Steering
    ) -> None:
        self.telling, self.parameters, self.copies, self.steering = telling, parameters, copies, steering
        self._shards: dict[Place, SteeredShard] = {}
        self._tables: dict[Place, tuple[WorldTable, ...]] = {}
        self._objects = Objects(built)

    @property
    def story(self) -> Scenario:
        """The story that is told."""
        return self.telling.story

    @property
    def plan(self) -> Plan:
        """The plan of the world."""
        return self._shard(NOWHERE).plan

    def tables(self, place: Place = NOWHERE) -> tuple[WorldTable, ...]:
        """All rows, as they go to a place: what lives once first, then the copies, each in load order.

        Raises PlanError where the choices contradict each other.
        """
        if place not in self._tables:
            shard = self._shard(place)
            made = [
                self._table(part, table) for part in (shard.whole_load, shard) for table in shard.plan.tables
            ]
            self._tables[place] = tuple(table for table in made if table is not None)
        return self._tables[place]

    def rows(self, of: Any) -> list[dict[str, Any]]:
        """The rows of a factory, a model or a labelled row set, each ``{attribute: value}``; no catalogue rows."""
        return [row for rowset in self._sets(of) for row in self._read(rowset)]

    def objects(self, of: Any) -> list[Any]:
        """The rows of a factory, a model or a labelled row set as unsaved objects; a row is one object, however reached."""
        return [found for rowset in self._sets(of) for found in self._objects.of(self.read(rowset))]

    def count(self, of: Any) -> int:
        """How many rows a factory, a model or a labelled row set has; catalogue rows do not count."""
        return sum(len(self.read(rowset)) for rowset in self._sets(of))

    @property
    def people(self) -> list[StoryPerson]:
        """Everybody, copy by copy."""
        return list(people(self.plan, range(self.copies), shard=self._shard(NOWHERE)))

    def person(self, handle: str) -> StoryPerson:
        """One person: ``partner``, or ``partner@1`` of the second copy. Raises UnknownName."""
        name, _, copy = handle.partition("@")
        found = {(p.handle, p.copy): p for p in self.people}
        wanted = name, int(copy) if copy.isdigit() else 0
        if wanted not in found:
            raise UnknownName("person", handle, [h if not c else f"{h}@{c}" for h, c in found])
        return found[wanted]

    def read(self, rowset: RowSet) -> FactoryRows:
        """The rows of a row set, column by column."""
        return self._shard(NOWHERE).rows(rowset)

    def code(self, *, most: int | None = None) -> str:
        """The rows that the story names as calls of factories, a line each; at most so many."""
        return world_code(self, most=most)

    def __repr__(self) -> str:
        return call_of(self)

    # Making

    def _shard(self, place: Place) -> SteeredShard:
        if place not in self._shards:
            plan = self.telling.plan(self.parameters).replace(copies=self.copies, bases=place.bases)
            memory = self.telling.memory(self.copies, self.steering.seed, place)
            said = dict(self.telling.said(self.parameters))
            for label, numbers in self.steering.counts.items():
                said[label] = -memory.meaning((said[label], numbers))
            chosen: dict[Hashable, int] = {
                ("cells", *of): memory.meaning(tuple(cells))
                for of, cells in self.steering.cells_by_column().items()
            }
            trace = Trace(memory, said, chosen)
            self._shards[place] = steered(plan, self.steering, trace, known=place.known)
        return self._shards[place]

    def _table(self, shard: SteeredShard, planned: PlannedTable) -> WorldTable | None:
        node: Hashable = "table", shard.place, planned.name, planned.labels

        def made() -> WorldTable | None:
            shard.trace.reads(("table", planned.name))
            sets = [shard.plan.rowsets[label] for label in planned.labels]
            sets = [rowset for rowset in sets if rowset.once == shard.whole]
            parts = [part for rowset in sets if (part := self._part(shard, planned, rowset)) is not None]
            batch = joined(parts)
            catalogue = all(rowset.axis == "catalogue" for rowset in sets)
            return None if batch is None else WorldTable(planned, batch, shard.whole, catalogue)

        found: WorldTable | None = shard.trace.kept(node, made)
        return found

    def _part(self, shard: SteeredShard, planned: PlannedTable, rowset: RowSet) -> pa.RecordBatch | None:
        """The rows of one row set, in the columns of its table."""

        def made() -> pa.RecordBatch | None:
            rows = shard.rows(rowset)
            return batch_of(planned, rowset, rows) if len(rows) else None

        return shard.trace.kept(("part", shard.place, rowset.label, planned.columns), made)

    def _sets(self, of: Any) -> Iterator[RowSet]:
        rowsets = self.plan.rowsets
        if isinstance(of, str):
            if of not in rowsets:
                raise UnknownName(f"row set in {self.story.name}", of, rowsets)
            yield rowsets[of]
            return
        model = of._meta.model if hasattr(of, "_meta") else of
        for rowset in rowsets.values():
            if rowset.factory._meta.model is model and rowset.axis != "catalogue":
                yield rowset

    def _read(self, rowset: RowSet) -> list[dict[str, Any]]:
        rows, meta = self.read(rowset), rowset.factory._meta
        columns = {name: to_python(rows.column(name), meta.column_type(name)) for name in rowset.written()}
        return [{name: values[i] for name, values in columns.items()} for i in range(len(rows))]
