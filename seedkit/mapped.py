"""The side of a factory's options that SQLAlchemy knows: model, columns, key."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from factory.alchemy import SQLAlchemyOptions
from sqlalchemy.orm import Mapper

from . import entropy
from .fields.scalar import Row
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
    rename: dict[str, str]
    inline_args: tuple[str, ...]
    sqlalchemy_session: Any

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

    def written(self) -> dict[str, str]:
        """Mapped attributes that the factory gives, traits included: ``{attribute: column name}``."""
        return self._written

    @functools.cached_property
    def _written(self) -> dict[str, str]:
        if self.mapper is None:
            return {}
        given = {self.rename.get(name, name): name for name in self.pre_declarations}
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
        shown = {name: value for name, value in attributes.items() if name != "_row"}
        return super().prepare_arguments(shown)  # type: ignore[no-untyped-call]
