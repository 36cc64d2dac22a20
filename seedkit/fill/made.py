"""A table that is being filled: how its rows are made, how many there are, and what its links may point to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import pyarrow as pa

from ..entropy import I64, U64
from ..fields import Field
from ..fields.rows import Rows, TakenRows
from ..infer import Inferred
from ..schema.reflected import ForeignKey, Name, Table
from ..scope import Scope
from .alike import joined
from .arrange import Arrangement, Groups, joint_key
from .joint import Joint
from .polymorphic import Pair
from .rows import TableRows

__all__ = ["BORN", "WHOLE", "Made", "Rowset", "Target"]

#: Tables of at most so many rows keep the columns that their children ask for; of greater ones only
#: the rows asked for are computed, so that memory does not grow with them.
WHOLE = 1_000_000

#: Columns that say when a row came to be.
BORN = re.compile(
    r"(created|inserted|added|registered|joined|signed_?up|opened|posted|placed|ordered|started)"
    r"_?(at|on|date|time|ts|timestamp|when)?|date_?(created|added|joined)|creation_?(date|time)",
    re.IGNORECASE,
)


class Rowset(Protocol):
    """Rows that a fill makes, for links to point to."""

    rows: int

    @property
    def whole(self) -> Rows:
        """All rows, in the order of their places."""
        ...

    def column(self, name: str, places: I64) -> pa.Array:
        """A column of the rows in these places."""
        ...

    def taken(self, places: I64) -> Rows:
        """The rows in these places; no row for place -1."""
        ...


@dataclass
class Made:
    """How the rows of one table are made.

    ``table`` is the table as it is filled: constraints of partitions and links that no constraint
    declares among its own. ``rows`` is how many are made, ``accepted`` the ordinals that the server
    let pass where it had to judge.

    ``late`` are foreign keys to rows that are written afterwards, ``nulls`` columns that are null
    because there is nothing to point to, ``before`` the tables whose rows may be asked for values,
    because they ask nothing of these. ``allowed`` are the only places that a link may take, ``cover``
    links that reach every row, ``joints`` links that are chosen together with another, ``pairs``
    columns that name a table and a row of it.
    """

    table: Table
    scope: Scope
    asked: int
    rows: int
    inferred: Inferred
    targets: Mapping[str, Target] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    nulls: frozenset[str] = frozenset()
    before: frozenset[Name] = frozenset()
    arrangement: Arrangement = field(default_factory=Arrangement)
    allowed: Mapping[str, I64] = field(default_factory=dict)
    cover: frozenset[str] = frozenset()
    joints: Mapping[str, Joint] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    sources: Mapping[Name, Rowset] = field(default_factory=dict)
    accepted: I64 | None = None
    _groups: dict[str, Groups] = field(default_factory=dict)

    @property
    def name(self) -> Name:
        """The table's."""
        return self.table.name

    @cached_property
    def root(self) -> U64:
        """The id from which the ids of all rows follow."""
        return self.scope.root("fill", self.scope.tag, self.name.schema, self.name.name)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields of the columns that no link writes."""
        return self.inferred.fields

    @property
    def links(self) -> Mapping[str, Field]:
        """The places to which the links point, by foreign key."""
        return self.inferred.links

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that are written, in the table's order."""
        linked = {column for key in self.keys for column in key.columns}
        paired = {column for pair in self.pairs for column in (pair.type, pair.id)}
        written = linked | set(self.fields) | self.nulls | paired
        return tuple(n for n, c in self.table.columns.items() if n in written and not c.computed)

    @cached_property
    def keys(self) -> tuple[ForeignKey, ...]:
        """The foreign keys that links write, in order of choice."""
        return tuple(key for key in self.arrangement.chosen if self._writes(key))

    def covering(self, column: str) -> list[ForeignKey]:
        """The foreign keys that write a column."""
        return [key for key in self.arrangement.writers(column) if self._writes(key)]

    def _writes(self, key: ForeignKey) -> bool:
        return key.name in self.links or key.name in self.arrangement.bound or key.name in self.joints

    def bound(self, key: str) -> tuple[str, ...]:
        """The columns in which a link has to agree with others."""
        return self.arrangement.bound.get(key, ())

    def forbids_itself(self, key: str) -> bool:
        """Whether a check may forbid that a row points to itself."""
        columns = {c for k in self.keys if k.name == key for c in k.columns}
        return any(columns & set(check.columns) for check in self.table.checks)

    def places_of(self, ordinals: I64) -> I64:
        """Where rows of this table stand by their ordinals; for one that was refused, the one before it."""
        if self.accepted is None:
            return ordinals
        return np.maximum(np.searchsorted(self.accepted, ordinals, side="right") - 1, 0)

    def pair(self, column: str) -> Pair | None:
        """The pair that a column is of."""
        return next((pair for pair in self.pairs if column in (pair.type, pair.id)), None)

    def groups(self, key: str) -> Groups:
        """The rows that a bound link may point to, by what they have in those columns."""
        if key not in self._groups:
            found = next(k for k in self.keys if k.name == key)
            columns = [found.target_columns[found.columns.index(name)] for name in self.bound(key)]
            self._groups[key] = self.targets[key].groups(columns)
        return self._groups[key]

    @cached_property
    def born(self) -> str | None:
        """The column that says when a row came to be."""
        for name, column in self.table.columns.items():
            kind = column.type.base.name.name
            if name in self.fields and kind in ("timestamptz", "timestamp") and BORN.fullmatch(name):
                return name
        return None

    def follows(self, key: str) -> bool:
        """Whether the rows that a link points to are made before these, and may be asked for values."""
        target = self.targets[key]
        return key in self.links and key not in self.late and target.name in self.before

    def at(self, places: I64) -> TableRows:
        """The rows in these places of the table."""
        return TableRows(self, places if self.accepted is None else self.accepted[places], places)

    @property
    def whole(self) -> TableRows:
        """All rows; columns are kept once they were asked for."""
        if self._whole is None:
            self._whole = self.at(np.arange(self.rows, dtype=np.int64))
        return self._whole

    _whole: TableRows | None = None

    def column(self, name: str, places: I64) -> pa.Array:
        """A column of the rows in these places."""
        if self.rows <= WHOLE:
            return self.whole.column(name).take(pa.array(places))
        return self.at(places).column(name)

    def taken(self, places: I64) -> Rows:
        """The rows in these places; no row for place -1."""
        if self.rows <= WHOLE:
            return TakenRows(self.whole, places)
        there = np.flatnonzero(places >= 0)
        index = np.full(len(places), -1, dtype=np.int64)
        index[there] = np.arange(len(there))
        return TakenRows(self.at(places[there]), index)

    def take(self, accepted: I64) -> None:
        """Make the rows of these ordinals those of the table."""
        self.accepted, self.rows = accepted, len(accepted)
        self.forget()

    def plan(self, rows: int) -> None:
        """Make the first so many ordinals the rows of the table."""
        self.accepted, self.rows = None, rows
        self.forget()

    def forget(self) -> None:
        """Let go of columns that no child will ask for any more."""
        self._whole = None
        self._groups.clear()


@dataclass
class Target:
    """What a foreign key may point to: rows of this fill first, then rows that were there.

    ``stored`` are the key columns of the latter.
    """

    sources: Mapping[Name, Rowset]
    name: Name
    stored: Mapping[str, pa.Array] = field(default_factory=dict)

    @property
    def made(self) -> Rowset | None:
        """The rows of this fill, if there are any."""
        return self.sources.get(self.name)

    @property
    def size(self) -> int:
        """How many rows there are to point to."""
        return (self.made.rows if self.made else 0) + self.held

    @property
    def held(self) -> int:
        """How many of them were there."""
        return len(next(iter(self.stored.values()))) if self.stored else 0

    def groups(self, columns: Sequence[str]) -> Groups:
        """All places by what stands in these columns."""
        places = np.arange(self.size, dtype=np.int64)
        return Groups(joint_key([self.column(name, places) for name in columns]))

    def column(self, name: str, places: I64) -> pa.Array:
        """A column of the rows in these places; null for place -1."""
        made = self.made.rows if self.made else 0
        order: list[I64] = []
        parts: list[pa.Array] = []
        new = np.flatnonzero((places >= 0) & (places < made))
        if len(new) and self.made:
            order.append(new)
            parts.append(self.made.column(name, places[new]))
        old = np.flatnonzero(places >= made)
        if len(old):
            order.append(old)
            parts.append(self.stored[name].take(pa.array(places[old] - made)))
        if not parts:
            return pa.nulls(len(places))
        values = joined(parts)
        index = np.full(len(places), -1, dtype=np.int64)
        index[np.concatenate(order)] = np.arange(len(values))
        if len(values) == len(places):
            return values.take(pa.array(index))
        return values.take(pa.array(index, mask=index < 0))
