"""The plan as data."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..entropy import key_range
from ..errors import UnknownName
from ..placement import HOME, placed_name
from ..rowsets import RowSet
from ..scope import Scope


@dataclass(frozen=True)
class PlannedTable:
    """One table of the load, in load order.

    ``origin`` is the column whose uuid tells tag and copy (None: natural keys only), ``natural``
    the natural key of catalogue rows; ``adopted`` rows are made by a trigger and then brought
    into line; ``rows`` is about how many rows one copy has.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    origin: str | None
    natural: tuple[str, ...]
    shared: bool
    reference: bool
    adopted: bool
    factories: tuple[str, ...]
    labels: tuple[str, ...]
    rows: float


@dataclass(frozen=True)
class PlannedPerson:
    """A person of the story: the handle, the row set of the user, the kind, where the story names them."""

    handle: str
    label: str
    kind: str
    sure: bool
    where: str


@dataclass(frozen=True)
class Sight:
    """A stated expectation: this person reads all rows of this set."""

    handle: str
    label: str
    table: str
    where: str


@dataclass(frozen=True)
class Plan:
    """Everything a load needs to know; equal plans make equal rows.

    ``fingerprint`` covers the story, its parameters and the code that makes the rows, but
    neither ``copies`` nor ``now``. ``tag`` marks the keys of this (scenario, seed, name).
    """

    scenario: str
    product: str
    seed: int
    name: str
    now: dt.datetime
    copies: int
    parameters: Mapping[str, Any]
    tables: tuple[PlannedTable, ...]
    people: tuple[PlannedPerson, ...]
    sights: tuple[Sight, ...]
    rowsets: Mapping[str, RowSet]
    fingerprint: str
    tag: int
    #: The integer key before the first of ours, by table, as the load recorded it.
    bases: Mapping[str, int] = field(default_factory=dict)
    #: The schema in which the product's tables live.
    schema: str = HOME
    #: Fields of columns that the target has and no factory knows, by table and column.
    beside: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: Whether people whose tokens say something else have uuids there.
    uuid_subjects: bool = False
    #: What was decided for this target, in sentences.
    notes: tuple[str, ...] = ()
    #: What all shards of a process share, by name; a plan with other copies or another now starts anew.
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def scope(self) -> Scope:
        """The constants of generation; the tag goes into every key."""
        return Scope(seed=self.seed, now=self.now, tag=self.tag)

    @property
    def rows_per_copy(self) -> float:
        """About how many rows one copy has."""
        return sum(table.rows for table in self.tables if not table.reference)

    def of_model(self, model: Any) -> Sequence[RowSet]:
        """The row sets of a model in the order of the story, catalogue rows left out."""
        if "of model" not in self.kept:
            found: dict[Any, list[RowSet]] = {}
            for rowset in self.rowsets.values():
                if rowset.axis != "catalogue":
                    found.setdefault(rowset.factory._meta.model, []).append(rowset)
            self.kept["of model"] = found
        sets: Sequence[RowSet] = self.kept["of model"].get(model, ())
        return sets

    def key_range(self, first_copy: int = 0, last_copy: int | None = None) -> tuple[uuid.UUID, uuid.UUID]:
        """The lowest and highest key (inclusive) of these copies, of the whole tag by default."""
        return (
            key_range(self.tag, first_copy)
            if last_copy is None
            else key_range(self.tag, first_copy, last_copy)
        )

    def table(self, name: str) -> PlannedTable:
        """The table of this name. Raises UnknownName."""
        found = {table.name: table for table in self.tables}
        if name not in found:
            raise UnknownName(f"table in the plan of {self.scenario}", name, found)
        return found[name]

    def placed(self, schema: str) -> Plan:
        """The same plan for tables in this schema; the rows and their keys stay the same."""
        return self.replace(
            schema=schema,
            tables=tuple(replace(t, name=placed_name(t.name, schema)) for t in self.tables),
            sights=tuple(replace(s, table=placed_name(s.table, schema)) for s in self.sights),
        )

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs; what this one has kept it makes anew."""
        return {**vars(self), "kept": {}}

    def replace(self, **changes: Any) -> Plan:
        """The same plan with other copies or another now."""
        return replace(self, **changes)
