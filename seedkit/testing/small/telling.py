"""Tellings: what all small worlds of one story have in common, and is made once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from ...plan import Plan, PlannedTable, compile_plan
from ...rowsets import RowSet, between, chance, maybe
from ...scenario import Scenario
from ...shard import Known
from .cells import free_columns
from .said import said_by
from .trace import Memory

__all__ = ["NOWHERE", "Place", "Telling", "WorldTable", "telling_of"]

#: How many plans of one story are kept (its parameters in so many combinations), and how many stories.
_PLANS, _STORIES = 512, 16


@dataclass(frozen=True, eq=False)
class Place:
    """What a database decides of the rows that go there: catalogue keys it has, the integer keys before ours."""

    known: Known = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)


#: No database, or one that is empty.
NOWHERE = Place()


@dataclass(frozen=True, eq=False)
class WorldTable:
    """The rows of one table of a small world. Worlds in which they are equal may share the object.

    ``once`` are rows that live once in the load, ``catalogue`` nothing but catalogue rows.
    """

    planned: PlannedTable
    batch: pa.RecordBatch
    once: bool
    catalogue: bool


class Telling:
    """A story as of one moment, told with any parameters; plans and columns are kept here."""

    def __init__(self, story: Scenario, now: dt.datetime) -> None:
        self.story, self.now = story, now
        self._plans: dict[Hashable, tuple[Plan, dict[Hashable, int]]] = {}
        self._meanings: dict[Hashable, int] = {}
        self._memories: dict[Hashable, Memory] = {}
        self._columns: dict[int, Sequence[str]] = {}

    def plan(self, parameters: Mapping[str, Any]) -> Plan:
        """The plan of one copy with these parameters."""
        return self._planned(parameters)[0]

    def said(self, parameters: Mapping[str, Any]) -> Mapping[Hashable, int]:
        """What the story says with these parameters, as numbers: of each row set, model and table."""
        return self._planned(parameters)[1]

    def memory(self, copies: int, seed: int, place: Place) -> Memory:
        """What is kept between worlds of so many copies with this seed."""
        return self._memories.setdefault((copies, seed, place), Memory())

    def free_cells(self, parameters: Mapping[str, Any]) -> Mapping[tuple[str, str], Sequence[str]]:
        """The labels of the row sets in which a column may be chosen row by row, by noun and column, both sorted."""
        plan, said = self._planned(parameters)
        if "free cells" not in plan.kept:
            found: dict[tuple[str, str], list[str]] = {}
            for label, rowset in plan.rowsets.items():
                for name in self._free(rowset, said[label]):
                    found.setdefault((rowset.factory.__name__, name), []).append(label)
            plan.kept["free cells"] = dict(sorted(found.items()))
        cells: Mapping[tuple[str, str], Sequence[str]] = plan.kept["free cells"]
        return cells

    def open_counts(self, parameters: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """The labels of the row sets whose count the story leaves open, by factory, sorted."""
        plan = self.plan(parameters)
        found: dict[str, list[str]] = {}
        for label, rowset in plan.rowsets.items():
            if isinstance(rowset.count, (between, chance, maybe)):
                found.setdefault(rowset.factory.__name__, []).append(label)
        return dict(sorted(found.items()))

    def _free(self, rowset: RowSet, meaning: int) -> Sequence[str]:
        if meaning not in self._columns:
            self._columns[meaning] = tuple(free_columns(rowset))
        return self._columns[meaning]

    def _planned(self, parameters: Mapping[str, Any]) -> tuple[Plan, dict[Hashable, int]]:
        key = tuple(self.story.arguments(parameters).items())
        if key not in self._plans:
            if len(self._plans) >= _PLANS:
                del self._plans[next(iter(self._plans))]
            plan = compile_plan(self.story, now=self.now, parameters=parameters)
            said = {
                subject: self._meanings.setdefault((subject, meaning), len(self._meanings) + 1)
                for subject, meaning in said_by(plan).items()
            }
            self._plans[key] = plan, said
        return self._plans[key]


_TELLINGS: dict[Hashable, Telling] = {}


def telling_of(story: Scenario, now: dt.datetime) -> Telling:
    """The telling of a story as of now, the same for the same."""
    key = story.name, story.function, now
    if key not in _TELLINGS:
        if len(_TELLINGS) >= _STORIES:
            del _TELLINGS[next(iter(_TELLINGS))]
        _TELLINGS[key] = Telling(story, now)
    return _TELLINGS[key]
