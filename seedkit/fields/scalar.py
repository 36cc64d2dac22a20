"""The row that factory_boy is building, seen as a batch of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from factory.declarations import BaseDeclaration
from sqlalchemy import inspect as sqlalchemy_inspect

from ..defaults import literal
from ..entropy import I64, MAX_COPIES, REFERENCE_TAG
from ..scope import Scope
from ..types import as_array, cast, to_arrow, to_python
from .remembered import recalled
from .rows import Rows


class Row(NamedTuple):
    """What a row is called: its id, its sequence number, and the constants it is built under."""

    id: int
    sequence: int
    scope: Scope


class Identity(BaseDeclaration):
    """The hidden declaration ``_row`` of every table factory: which row this is.

    A parent being built is told its row, tells the child (whose ``link`` it is) what its own
    columns are, and is handed the ``kin`` that the child passes on: ``user=this.user``.
    """

    def __init__(
        self, row: Row | None = None, link: str | None = None, kin: Mapping[str, Rows] | None = None
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.row, self.link, self.kin = row, link, kin or {}

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Row:
        if self.row is None:
            row: Row = step.builder.factory_meta.row(step.sequence)
            return row
        known_parents(step).update(self.kin)
        if self.link is not None:
            known_parents(step.parent_step)[self.link] = ScalarRows(instance, step, self.row)
        return self.row


def known_parents(step: Any) -> dict[str, Rows]:
    """The parents of the row under construction that were built by table factories, by link."""
    parents: dict[str, Rows] = vars(step).setdefault("seedkit_parents", {})
    return parents


class ScalarRows(Rows):
    """One row under construction; columns and parents are read from factory_boy's resolver."""

    def __init__(self, instance: Any, step: Any, row: Row | None = None) -> None:
        row = row or instance._row
        self._instance, self._step = instance, step
        self._meta = step.builder.factory_meta
        self.scope = row.scope
        self.ids = np.array([row.id], dtype=np.uint64)
        self.ordinals = np.array([row.sequence], dtype=np.int64)
        # Catalogue rows belong to no copy, however they are built.
        self.copies = self.ordinals * 0 if row.scope.tag == REFERENCE_TAG else self.ordinals % MAX_COPIES

    def one(self, name: str, values: Any) -> Any:
        """The Python value of a field's column on this row, in the type of the column ``name``."""
        array, kind = as_array(values), self.column_type(name)
        if kind is not None:
            array = cast(array, self._meta.arrow_type(name))
        return to_python(array, kind)[0]

    def _value(self, name: str) -> Any:
        meta = self._meta
        if name in meta.names and name not in meta.pre_declarations and name not in self._step.builder.extras:
            column = meta.table_column(name)
            return None if column is None else literal(column)
        return getattr(self._instance, name)

    def column(self, name: str) -> pa.Array:
        value = self._value(name)
        kind = self.column_type(name)
        if self.is_link(name) and (kind is None or is_object(value)):
            parent = self.parent(name)
            return pa.nulls(1) if parent is None else parent.keys()
        return to_arrow([value], kind)

    def parent(self, name: str) -> Rows | None:
        value = self._value(name)
        found = known_parents(self._step).get(name)
        if value is None or found is not None:
            return None if value is None else found
        # A bare key, given for a link named like a column, tells nothing about its row.
        return ObjectRows([value], self) if self.column_type(name) is None or is_object(value) else None

    def is_link(self, name: str) -> bool:
        return name in self._meta.links

    @property
    def links(self) -> Sequence[str]:
        return tuple(self._meta.links)

    @property
    def key(self) -> str | None:
        key: str | None = self._meta.key
        return key

    @property
    def born(self) -> str | None:
        born: str | None = self._meta.born_column
        return born

    def column_type(self, name: str) -> Any:
        return self._meta.column_type(name)

    def is_of(self, factory: type[Any]) -> bool:
        model = factory._meta.model
        return self._meta.model is model

    def reserved(self, name: str) -> I64 | None:
        target = self.scope.target
        return target.numbers(self._meta, 1) if target is not None and name == self.key else None


def object_at(rows: Rows | None, path: Iterable[str]) -> Any:
    """The object at the end of a path of links; of a row being built also what its object is not given."""
    found: Any = None
    for name in path:
        found = getattr(rows._instance, name) if isinstance(rows, ScalarRows) else getattr(found, name, None)
        rows = None if rows is None else rows.parent(name)
    return found


def is_object(value: Any) -> bool:
    """Whether a value is an object of a mapped class: the state that SQLAlchemy keeps for it is there."""
    return "_sa_instance_state" in getattr(value, "__dict__", ())


class ObjectRows(Rows):
    """Objects that exist already (model instances, or anything with attributes); None is no row.

    There are as many as rows point to them, or one.
    """

    def __init__(self, values: Sequence[Any], child: Rows) -> None:
        self.values = values
        self.scope = child.scope
        some = next((value for value in values if value is not None), None)
        self._mapper = sqlalchemy_inspect(type(some), raiseerr=False)
        n = len(values)
        self.ids, self.copies, self.ordinals = child.ids[:n], child.copies[:n], child.ordinals[:n]

    def present(self) -> npt.NDArray[np.bool_]:
        return np.array([value is not None for value in self.values], dtype=bool)

    def column(self, name: str) -> pa.Array:
        return to_arrow([recalled(value, name) for value in self.values], self.column_type(name))

    def parent(self, name: str) -> Rows | None:
        values = [recalled(value, name) for value in self.values]
        return None if all(value is None for value in values) else ObjectRows(values, self)

    def is_link(self, name: str) -> bool:
        return self._mapper is not None and name in self._mapper.relationships

    def column_type(self, name: str) -> Any:
        attribute = self._mapper.column_attrs.get(name) if self._mapper is not None else None
        return None if attribute is None else attribute.columns[0].type

    @property
    def key(self) -> str | None:
        if self._mapper is None or len(self._mapper.primary_key) != 1:
            return None
        return str(self._mapper.get_property_by_column(self._mapper.primary_key[0]).key)

    @property
    def born(self) -> str | None:
        return "created_at" if any(hasattr(value, "created_at") for value in self.values) else None
