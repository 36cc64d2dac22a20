"""The rows that a fill makes: columns of one table, computed for any ordinals, in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import I64, MAX_COPIES, below, combine
from ..errors import DeclarationError
from ..fields.rows import Rows
from ..schema.reflected import ForeignKey
from ..types import as_array, numbers
from .alike import alike
from .arrange import joint_key
from .paired import paired

if TYPE_CHECKING:
    from .made import Made

__all__ = ["TableRows", "batch_of"]


class TableRows(Rows):
    """Some rows of a table that is being filled, by ordinal.

    ``standing`` are their places in the table, which are the ordinals unless the server had to judge.
    Columns come from their field, or from the rows that a link points to; a column that the server
    writes itself is null. Every value is a pure function of seed, table, ordinal and column.
    """

    def __init__(self, made: Made, ordinals: I64, standing: I64 | None = None) -> None:
        self.made, self.ordinals, self.scope = made, ordinals, made.scope
        self.standing = ordinals if standing is None else standing
        self.ids = combine(np.repeat(made.root, len(ordinals)), ordinals)
        self.copies = ordinals % MAX_COPIES
        self._columns: dict[str, pa.Array] = {}
        self._places: dict[str, I64] = {}
        self._parents: dict[str, Rows | None] = {}
        self._pending: list[str] = []
        self._floor: I64 | None = None

    def column(self, name: str) -> pa.Array:
        if name not in self._columns:
            if name in self._pending:
                circle = " -> ".join([*self._pending, name])
                raise DeclarationError(f"{self.made.name}.{name} depends on itself: {circle}")
            self._pending.append(name)
            try:
                self._columns[name] = self._compute(name)
            finally:
                self._pending.pop()
        return self._columns[name]

    def places(self, name: str) -> I64:
        """Where the rows stand that this foreign key points to, among all that it may point to; -1 for none."""
        if name not in self._places:
            self._places[name] = self._place(name)
        return self._places[name]

    def keys_of(self, name: str, places: I64) -> pa.Array:
        """The first key column of the rows in these places, among those that a foreign key may point to."""
        key = next(key for key in self.made.table.foreign_keys if key.name == name)
        return self.made.targets[name].column(key.target_columns[0], places)

    def parent(self, name: str) -> Rows | None:
        if name not in self._parents:
            self._parents[name] = self._parent(name)
        return self._parents[name]

    def is_link(self, name: str) -> bool:
        return name in self.made.links

    @property
    def links(self) -> Sequence[str]:
        return tuple(self.made.links)

    @property
    def key(self) -> str | None:
        key = self.made.table.key
        return key[0] if len(key) == 1 else None

    @property
    def born(self) -> str | None:
        return self.made.born

    def floor(self) -> I64:
        if self._floor is None:
            self._floor = super().floor()
        return self._floor

    def declared(self, name: str) -> pa.Array:
        """What the column's field says, whatever else decides over the column."""
        field = self.made.fields.get(name)
        return pa.nulls(len(self)) if field is None else as_array(field.column(self))

    def _compute(self, name: str) -> pa.Array:
        if name in self.made.nulls:
            return pa.nulls(len(self))
        pair = self.made.pair(name)
        if pair is not None:
            return paired(self, pair, name)
        found = [self._linked(key, name) for key in self.made.covering(name)]
        if name in self.made.fields and (not found or name in self.made.arrangement.given):
            found.append(as_array(self.made.fields[name].column(self)))
        if not found:
            return pa.nulls(len(self))
        return found[0] if len(found) == 1 else pc.coalesce(*alike(found))

    def _linked(self, key: ForeignKey, name: str) -> pa.Array:
        """The column of the rows that a link points to; where it points nowhere, null or any if it must not be."""
        target, places = self.made.targets[key.name], self.places(key.name)
        if self.made.table.columns[name].not_null and len(self.made.covering(name)) == 1 and target.size:
            places = np.where(places < 0, below(self.draw(key.name, "nowhere"), target.size), places)
        return target.column(_target_column(key, name), places)

    def _place(self, name: str) -> I64:
        target = self.made.targets[name]
        if not target.size or name in self.made.late:
            return np.full(len(self), -1, dtype=np.int64)
        if name in self.made.joints:
            return self._jointly(name)
        nowhere = self._points_nowhere(name)
        if self.made.bound(name):
            places = self._agreeing(name)
        else:
            given = whole(self.made.links[name].column(self))
            allowed = self.made.allowed.get(name)
            if target.name == self.made.name:
                given = self.made.places_of(given)
            size = target.size if allowed is None else len(allowed)
            places = np.clip(given, 0, max(size - 1, 0))
            if allowed is not None:
                # where no row fits, it points nowhere
                places = allowed[places] if size else np.full(len(places), -1, dtype=np.int64)
            if target.name == self.made.name and self.made.forbids_itself(name):
                beside = np.where(self.standing == 0, min(1, self.made.rows - 1), self.standing - 1)
                places = np.where(places == self.standing, beside, places)
                # the only new row points to one that was there, or to none, if it may
                other = self.made.rows if target.held else -1
                places = np.where(places == self.standing, other, places)
            if name in self.made.cover:
                places = np.where(self.standing < target.size, self.standing, places)
        return np.where(nowhere, -1, places)

    def _points_nowhere(self, name: str) -> npt.NDArray[np.bool_]:
        """Which rows have no such parent: as the link says, or a column that it alone writes."""
        link = self.made.links.get(name)
        if link is None:
            key = next(key for key in self.made.keys if key.name == name)
            own = [c for c in key.columns if c not in self.made.bound(name) and c in self.made.fields]
            link = self.made.fields[own[0]] if own else None
        if link is None:
            return np.zeros(len(self), dtype=bool)
        missing: npt.NDArray[np.bool_] = as_array(link.column(self)).is_null().to_numpy(zero_copy_only=False)
        return missing

    def _jointly(self, name: str) -> I64:
        """Links that are chosen as one: a place is a pair of rows."""
        joint = self.made.joints[name]
        given = whole(self.made.links[joint.name].column(self))
        first, second = joint.split(np.clip(given, 0, joint.size - 1))
        self._places[joint.free.name], self._places[joint.bound.name] = first, second
        return self._places[name]

    def _agreeing(self, name: str) -> I64:
        """Rows that have the same in the columns which another link writes as well."""
        wanted = joint_key([self.column(column) for column in self.made.bound(name)])
        groups, draws = self.made.groups(name), self.draw(name, "agreeing")
        if self.made.targets[name].name == self.made.name:
            return groups.pick_before(wanted, self.standing, draws)
        return groups.pick(wanted, draws)

    def _parent(self, name: str) -> Rows | None:
        target = self.made.targets.get(name)
        if target is None or target.made is None or not self.made.follows(name):
            return None
        places = self.places(name)
        return target.made.taken(np.where(places < target.made.rows, places, -1))


def _target_column(key: ForeignKey, column: str) -> str:
    return key.target_columns[key.columns.index(column)]


def whole(values: pa.Array | np.ndarray[Any, Any]) -> I64:
    """Places as a field gives them; 0 where there is none."""
    array = as_array(values)
    return numbers(array.cast(pa.int64()) if pa.types.is_null(array.type) else array).astype(np.int64)


def batch_of(rows: TableRows, columns: Sequence[str]) -> pa.RecordBatch:
    """These columns of the rows."""
    arrays: Mapping[str, pa.Array] = {name: rows.column(name) for name in columns}
    return pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
