"""Rows as objects: a batch is read by columns, and each row and each of its parents is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .entropy import REFERENCE_TAG
from .fields.mixed import MixedRows
from .fields.rows import Rows, TakenRows
from .fields.scalar import ObjectRows
from .rows import FactoryRows
from .types import to_python

__all__ = ["Objects", "by_row"]

#: Values of each attribute, one a row.
Columns = Mapping[str, list[Any]]


def by_row(columns: Columns, n: int) -> Iterator[dict[str, Any]]:
    """The attributes of one row after the other."""
    return ({name: values[place] for name, values in columns.items()} for place in range(n))


class Objects:
    """The objects of one batch, parents first; rows that are reached twice are the same objects.

    ``make(rows, columns)`` gives the objects of rows from their attributes. Catalogue rows that
    the target of a save holds already are taken from there.
    """

    def __init__(self, make: Callable[[FactoryRows, Columns], list[Any]]) -> None:
        self._make = make
        # The rows are kept beside their objects: an id is only theirs while they live.
        self._made: dict[int, tuple[Rows, list[Any]]] = {}

    def of(self, rows: Rows) -> list[Any]:
        """The objects of these rows; None where there is no row."""
        if id(rows) not in self._made:
            self._made[id(rows)] = rows, self._objects(rows)
        return self._made[id(rows)][1]

    def _objects(self, rows: Rows) -> list[Any]:
        if isinstance(rows, TakenRows):
            return self._taken(rows)
        if isinstance(rows, MixedRows):
            found: list[Any] = [None] * len(rows)
            for part, mask in rows.parts:
                objects = self.of(part)
                for place in mask.nonzero()[0].tolist():
                    found[place] = objects[place]
            return found
        if isinstance(rows, ObjectRows):
            return list(rows.values)
        assert isinstance(rows, FactoryRows)
        return self._make(rows, self._columns(rows))

    def _taken(self, rows: TakenRows) -> list[Any]:
        base, places = rows.base, rows.index.tolist()
        if isinstance(base, FactoryRows) and base.scope.tag == REFERENCE_TAG:
            # Of a catalogue only the rows that somebody points to.
            wanted = [place for place in dict.fromkeys(places) if place >= 0]
            made = {place: base.factory.catalogue_object(place, base.scope) for place in wanted}
            return [made.get(place) for place in places]
        objects = self.of(base)
        return [objects[place] if place >= 0 else None for place in places]

    def _columns(self, rows: FactoryRows) -> dict[str, list[Any]]:
        """The attributes of all rows, links as the objects they point to."""
        meta, columns = rows.meta, {}
        for name in rows.declared_names:
            attribute = meta.rename.get(name, name)
            if name.startswith("_") or name in meta.parameters or name in meta.exclude:
                continue
            if meta.column_type(name) is not None:
                columns[attribute] = to_python(rows.column(name), meta.column_type(name))
            else:
                parent = rows.parent(name)
                columns[attribute] = [None] * len(rows) if parent is None else self.of(parent)
        return columns
