"""The side of a factory's options that SQLAlchemy knows: model, columns, key."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from factory.alchemy import SQLAlchemyOptions
from factory.declarations import Trait
from sqlalchemy.orm import Mapper

from . import entropy
from .fields.remembered import remember
from .fields.scalar import Row, is_object
from .scope import Scope, current_scope
from .types import arrow_type

__all__ = ["MappedOptions"]


class MappedOptions(SQLAlchemyOptions):
    """Options of a factory for a mapped class."""

    # Set by factory_boy, which does not declare them.
    factory: Any
    model: Any
    abstract: bool
    exclude: tuple[str, ...]
    parameters: dict[str, Any]
    rename: dict[str, str]
    inline_args: tuple[str, ...]
    sqlalchemy_session: Any
    sqlalchemy_get_or_create: tuple[str, ...]

    #: The mapper of the model, None for an abstract factory.
    mapper: Mapper[Any] | None = None

    @property
    def key(self) -> str | None:
        """Attribute of the primary key, if it is one column."""
        if self.mapper is None or len(self.mapper.primary_key) != 1:
            return None
        return str(self.mapper.get_property_by_column(self.mapper.primary_key[0]).key)

    def table_column(self, name: str) -> Any:
        """The column that an attribute is mapped to, None for anything else."""
        name = self.rename.get(name, name)
        if self.mapper is None or name not in self.mapper.column_attrs:
            return None
        return self.mapper.column_attrs[name].columns[0]

    def is_columnar(self, name: str) -> bool:
        """Whether a declared name is a column or a link to a row, or is not given to the model at all."""
        inner = name.startswith("_") or name in self.exclude or name in self.parameters
        attribute = self.rename.get(name, name)
        related: Any = self.mapper.relationships if self.mapper is not None else {}
        return (
            inner
            or self.table_column(name) is not None
            or (attribute in related and not related[attribute].uselist)
        )

    def taken_by_model(self) -> Iterator[str]:
        """What the model takes beside its columns: properties that can be set, arguments of its own constructor."""
        assert self.mapper is not None
        for name, value in inspect.getmembers(self.model, lambda value: isinstance(value, property)):
            if value.fset is not None:
                yield name
        constructor = self.mapper.class_manager.original_init
        if constructor is not None and constructor is not self.mapper.registry.constructor:
            yield from list(inspect.signature(constructor).parameters)[1:]

    def column_type(self, name: str) -> Any:
        """The SQLAlchemy type of a mapped attribute, None for anything else."""
        column = self.table_column(name)
        return None if column is None else column.type

    def arrow_type(self, name: str) -> pa.DataType | None:
        """The Arrow type of a mapped attribute, None for anything else."""
        if name not in self._arrow_types:
            kind = self.column_type(name)
            self._arrow_types[name] = None if kind is None else arrow_type(kind)
        return self._arrow_types[name]

    @functools.cached_property
    def _arrow_types(self) -> dict[str, pa.DataType | None]:
        return {}

    @functools.cached_property
    def forgotten(self) -> frozenset[str]:
        """The names whose values an object is not given: parameters, and what ``Meta.exclude`` lists."""
        traits = {name for name, value in self.parameters.items() if isinstance(value, Trait)}
        return frozenset({*self.parameters, *self.exclude} - traits)

    def instantiate(self, step: Any, args: Any, kwargs: Any) -> Any:
        """The object, which remembers what else it was built from."""
        instance = super().instantiate(step, args, kwargs)  # type: ignore[no-untyped-call]
        if self.forgotten:
            values = {name: step.attributes.get(name) for name in self.forgotten}
            remember(instance, values.get)
        return instance

    def written(self) -> dict[str, str]:
        """Mapped attributes that the factory gives, traits included: ``{attribute: column name}``."""
        return self._written

    @functools.cached_property
    def _written(self) -> dict[str, str]:
        return self.written_of(self.pre_declarations)

    def written_of(self, names: Iterable[str]) -> dict[str, str]:
        """Those of these names that are mapped to a column: ``{name: column name}``, in the model's order."""
        if self.mapper is None:
            return {}
        given = {self.rename.get(name, name): name for name in names}
        return {given[p.key]: p.columns[0].name for p in self.mapper.column_attrs if p.key in given}

    def table_name(self) -> str:
        """``schema.table`` of the model."""
        table = self.model.__table__
        return f"{table.schema or 'public'}.{table.name}"

    # Rows

    def row(self, sequence: int, scope: Scope | None = None) -> Row:
        """The identity of the row with this sequence number, outside a story."""
        scope = scope or current_scope()
        root = scope.root("factory", self.factory.__name__)
        return Row(int(entropy.combine(root, np.array([sequence], dtype=np.int64))[0]), sequence, scope)

    def prepare_arguments(self, attributes: Mapping[str, Any]) -> Any:
        shown = {name: self._stored(name, value) for name, value in attributes.items() if name != "_row"}
        return super().prepare_arguments(shown)  # type: ignore[no-untyped-call]

    def _stored(self, name: str, value: Any) -> Any:
        """What an attribute is given: for a link named like a column the key of its object."""
        if not is_object(value) or self.table_column(name) is None:
            return value
        target = current_scope().target
        if target is not None:
            target.write(self, value)
        [key] = (value.__mapper__.get_property_by_column(c).key for c in value.__mapper__.primary_key)
        return getattr(value, key)
