"""The row that factory_boy is building, seen as a batch of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from factory.declarations import BaseDeclaration
from sqlalchemy import inspect as sqlalchemy_inspect

from ..entropy import MAX_COPIES, REFERENCE_TAG
from ..scope import Scope
from ..types import cast, to_arrow, to_python
from .base import Field, as_array
from .rows import Rows


class Row(NamedTuple):
    """What a row is called: its id, its sequence number, and the constants it is built under."""

    id: int
    sequence: int
    scope: Scope


class Identity(BaseDeclaration):  # type: ignore[misc]
    """The hidden declaration ``_row`` of every table factory: which row this is."""

    def __init__(self, row: Row | None = None, link: str | None = None) -> None:
        super().__init__()
        self.row, self.link = row, link

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Row:
        if self.row is None:
            return step.builder.factory_meta.row(step.sequence)
        if self.link is not None:
            built = vars(step.parent_step).setdefault("seedkit_parents", {})
            built[self.link] = ScalarRows(instance, step, self.row)
        return self.row


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

    def one(self, name: str, field: Field) -> Any:
        """The Python value of a field on this row."""
        array = as_array(field.column(self))
        kind = self._meta.column_type(name)
        if kind is not None:
            array = cast(array, self._meta.arrow_type(name))
        return to_python(array, kind)[0]

    def column(self, name: str) -> pa.Array:
        value = getattr(self._instance, name)
        if self.is_link(name) and not self._meta.column_type(name):
            parent = self.parent(name)
            return pa.nulls(1) if parent is None else parent.column(parent.key or "id")
        return to_arrow([value], self._meta.column_type(name))

    def parent(self, name: str) -> Rows | None:
        value = getattr(self._instance, name)
        if value is None:
            return None
        return getattr(self._step, "seedkit_parents", {}).get(name) or ObjectRows(value, self)

    def is_link(self, name: str) -> bool:
        return name in self._meta.links

    def is_of(self, factory: type[Any]) -> bool:
        return self._meta.model is factory._meta.model  # type: ignore[attr-defined,no-any-return]

    @property
    def links(self) -> Sequence[str]:
        return tuple(self._meta.links)

    @property
    def key(self) -> str | None:
        return self._meta.key

    @property
    def born(self) -> str | None:
        return self._meta.born


class ObjectRows(Rows):
    """An object that exists already (a model instance, or anything with attributes), as a batch of one."""

    def __init__(self, value: Any, child: Rows) -> None:
        self._value = value
        self.scope = child.scope
        self.ids, self.copies, self.ordinals = child.ids, child.copies, child.ordinals
        self._mapper = sqlalchemy_inspect(type(value), raiseerr=False)

    def column(self, name: str) -> pa.Array:
        value = getattr(self._value, name, None)
        attribute = self._mapper.column_attrs.get(name) if self._mapper is not None else None
        return to_arrow([value], attribute.columns[0].type if attribute is not None else None)

    def parent(self, name: str) -> Rows | None:
        value = getattr(self._value, name, None)
        return None if value is None else ObjectRows(value, self)

    def is_link(self, name: str) -> bool:
        return self._mapper is not None and name in self._mapper.relationships

    @property
    def key(self) -> str | None:
        if self._mapper is None or len(self._mapper.primary_key) != 1:
            return None
        return str(self._mapper.get_property_by_column(self._mapper.primary_key[0]).key)

    @property
    def born(self) -> str | None:
        return "created_at" if hasattr(self._value, "created_at") else None
