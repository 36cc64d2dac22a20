"""A factory read by columns: its declarations evaluated for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory import builder
from factory.declarations import SKIP, BaseDeclaration, Maybe, SelfAttribute, SubFactory

from .entropy import I64, U64, salt
from .errors import DeclarationError, nearest
from .fields.base import Field, Ref, as_array
from .fields.ledgers import UpTo
from .fields.links import Lookup, UnknownColumn, derived_ids
from .fields.rows import Rows
from .scope import Scope
from .types import cast, numbers, to_arrow


class FactoryRows(Rows):
    """Rows of one table factory.

    ``overrides`` are call-time declarations; ``parents`` binds links to rows that exist already
    (given lazily). A link that is not bound makes one parent a row, derived from the row id.
    """

    def __init__(
        self,
        factory: type[Any],
        ids: U64,
        *,
        scope: Scope,
        ordinals: I64,
        copies: I64,
        overrides: Mapping[str, Any] | None = None,
        parents: Mapping[str, Callable[[], Rows | None]] | None = None,
    ) -> None:
        self.factory, self.meta = factory, factory._meta
        self.ids, self.ordinals, self.copies, self.scope = ids, ordinals, copies, scope
        self._declared = self.meta.pre_declarations
        if overrides:
            self._declared, _ = builder.parse_declarations(
                self.meta.bind_overrides(overrides), self.meta.pre_declarations, self.meta.post_declarations
            )
        self._bound = parents or {}
        self._columns: dict[str, pa.Array] = {}
        self._parents: dict[str, Rows | None] = {}
        self._pending: list[str] = []
        self._floor: I64 | None = None

    # What fields may ask

    def column(self, name: str) -> pa.Array:
        if name not in self._columns:
            if name in self._pending:
                raise DeclarationError(
                    f"{self.factory.__name__}.{name} depends on itself: {' -> '.join([*self._pending, name])}"
                )
            self._pending.append(name)
            try:
                self._columns[name] = self._compute(name)
            finally:
                self._pending.pop()
        return self._columns[name]

    def parent(self, name: str) -> Rows | None:
        if name not in self._parents:
            bound = self._bound.get(name)
            self._parents[name] = (
                bound() if bound is not None else self._parent(self._declaration(name), name)
            )
        return self._parents[name]

    def is_link(self, name: str) -> bool:
        return name in self.meta.links

    @property
    def links(self) -> Sequence[str]:
        return tuple(self.meta.links)

    @property
    def key(self) -> str | None:
        key: str | None = self.meta.key
        return key

    @property
    def born(self) -> str | None:
        born: str | None = self.meta.born
        return born

    def floor(self) -> I64:
        if self._floor is None:
            self._floor = super().floor()
        return self._floor

    def is_of(self, factory: type[Any]) -> bool:
        return self.meta.model is factory._meta.model

    def wanted(self, name: str) -> tuple[I64, bool]:
        declaration = self._declaration(name)
        if isinstance(declaration, UpTo):
            return declaration.asked(self), True
        return super().wanted(name)

    # How a declaration becomes a column

    def _declaration(self, name: str) -> Any:
        if name not in self._declared:
            near = nearest(name, self.meta.names)
            raise UnknownColumn(
                f"{self.factory.__name__} has no column {name!r}",
                got=name,
                hint=f"Did you mean {near!r}?" if near else None,
            )
        return self._settle(self._declared[name].declaration)

    def _settle(self, declaration: Any) -> Any:
        """A trait that is on or off for all rows alike leaves one of its branches."""
        while isinstance(declaration, Maybe):
            switch = self._switch(declaration)
            if not isinstance(switch, (bool, np.bool_)):
                break
            declaration = declaration.yes if switch else declaration.no
        return declaration

    def _switch(self, declaration: Maybe) -> Any:
        name = declaration.decider.attribute_name
        return self._declared[name].declaration if name in self._declared else False

    def _compute(self, name: str) -> pa.Array:
        if name not in self._declared and name in self.meta.names:
            return to_arrow([None], self.meta.column_type(name)).take(
                pa.array(np.zeros(len(self), dtype=np.int64))
            )
        array = self._values(self._declaration(name), name)
        if len(array) != len(self):
            raise DeclarationError(
                f"{self.factory.__name__}.{name} got {len(array)} values for {len(self)} rows"
            )
        kind = self.meta.arrow_type(name)
        try:
            return array if kind is None else cast(array, kind)
        except pa.ArrowInvalid as error:
            raise DeclarationError(
                f"{self.factory.__name__}.{name} does not fit its column: {error}"
            ) from error

    def _values(self, declaration: Any, name: str) -> pa.Array:
        if isinstance(declaration, Maybe):
            return self._masked(declaration, name)
        if name in self._bound or isinstance(declaration, SubFactory):
            parent = self.parent(name)
            return pa.nulls(len(self)) if parent is None else parent.column(parent.key or "id")
        if isinstance(declaration, Field):
            return as_array(declaration.column(self))
        if isinstance(declaration, SelfAttribute) and declaration.depth == 0:
            return self.at(declaration.attribute_name.split("."))
        if isinstance(declaration, (pa.Array, pa.ChunkedArray, np.ndarray)):
            return as_array(declaration)
        if isinstance(declaration, BaseDeclaration):
            raise DeclarationError(
                f"{self.factory.__name__}.{name} = {declaration!r} cannot be read by columns",
                hint="Use a field",
            )
        value = to_arrow([None if declaration is SKIP else declaration], self.meta.column_type(name))
        return pa.repeat(value[0], len(self)) if value[0].is_valid else pa.nulls(len(self), value.type)

    def _masked(self, declaration: Maybe, name: str) -> pa.Array:
        mask = pc.fill_null(self.column(declaration.decider.attribute_name).cast(pa.bool_()), False)
        on = mask.true_count
        branches = [self._settle(branch) for branch in (declaration.yes, declaration.no)]
        if on in (0, len(self)):
            return self._values(branches[on == 0], name)
        yes, no = (self._values(branch, name) for branch in branches)
        kind = self.meta.arrow_type(name) or (no if pa.types.is_null(yes.type) else yes).type
        return pc.if_else(mask, cast(yes, kind), cast(no, kind))

    def _parent(self, declaration: Any, name: str) -> Rows | None:
        if declaration is None or declaration is SKIP:
            return None
        if isinstance(declaration, Rows):
            return declaration
        if isinstance(declaration, Maybe):
            return self._masked_parent(declaration, name)
        if isinstance(declaration, Ref):
            rows: Rows | None = self
            for step in declaration.path:
                rows = rows.parent(step) if rows is not None else None
            return rows
        if isinstance(declaration, Lookup):
            return declaration.rows(self)
        if isinstance(declaration, SubFactory):
            return self._derived(declaration, name)
        if isinstance(declaration, BaseDeclaration):
            if self.meta.column_type(name) is not None:
                return None  # a link named like a column, given as a value: ``source_id=entry.id``
            raise DeclarationError(f"{self.factory.__name__}.{name} = {declaration!r} is no link")
        from .fields.scalar import ObjectRows

        only = FactoryRows(
            self.factory, self.ids[:1], scope=self.scope, ordinals=self.ordinals[:1], copies=self.copies[:1]
        )
        return TakenRows(ObjectRows(declaration, only), np.zeros(len(self), dtype=np.int64))

    def _derived(self, link: SubFactory, name: str) -> FactoryRows:
        context = {**link._defaults, **self._declared[name].context}
        made = link.get_factory()
        overrides, parents = {}, {}
        for key, value in context.items():
            value = self._settle(value)
            if value is SKIP:
                continue
            if isinstance(value, Ref) and key in made._meta.links:
                parents[key] = lambda value=value: self._parent(value, name)
            else:
                overrides[key] = self._values(value, key) if isinstance(value, Ref) else value
        return FactoryRows(
            made,
            derived_ids(self.ids, name),
            scope=self.scope,
            ordinals=self.ordinals,
            copies=self.copies,
            overrides=overrides,
            parents=parents,
        )

    def _masked_parent(self, declaration: Maybe, name: str) -> Rows | None:
        mask = numbers(self.column(declaration.decider.attribute_name).cast(pa.bool_())).astype(bool)
        yes, no = (self._parent(self._settle(b), name) for b in (declaration.yes, declaration.no))
        if yes is not None and no is not None:
            raise DeclarationError(
                f"{self.factory.__name__}.{name} points to two row sets, row by row",
                hint="Let the trait change a column, or use the trait for whole row sets",
            )
        index = np.arange(len(self))
        rows, keep = (yes, mask) if yes is not None else (no, ~mask)
        return None if rows is None else TakenRows(rows, np.where(keep, index, -1))


class TakenRows(Rows):
    """Rows of another batch by place, with repeats; place -1 is no row: all its columns are null."""

    def __init__(self, base: Rows, index: I64) -> None:
        self._base, self._index = base, index
        self._missing = bool(len(index)) and bool((index < 0).any())
        places = pa.array(index, mask=index < 0) if self._missing else pa.array(index)
        self._places = places
        self.scope = base.scope
        self._columns: dict[str, pa.Array] = {}
        self._parents: dict[str, Rows | None] = {}

    @property
    def ids(self) -> U64:  # type: ignore[override]
        if not self._missing:
            return self._base.ids[self._index]
        nobody = np.uint64(salt("nobody"))
        return np.where(self._index < 0, nobody, self._base.ids[np.maximum(self._index, 0)])

    @property
    def copies(self) -> I64:  # type: ignore[override]
        return self._base.copies[np.maximum(self._index, 0)]

    @property
    def ordinals(self) -> I64:  # type: ignore[override]
        return self._base.ordinals[np.maximum(self._index, 0)]

    def __len__(self) -> int:
        return len(self._index)

    def column(self, name: str) -> pa.Array:
        if name not in self._columns:
            self._columns[name] = self._base.column(name).take(self._places)
        return self._columns[name]

    def parent(self, name: str) -> Rows | None:
        if name not in self._parents:
            parent = self._base.parent(name)
            self._parents[name] = None if parent is None else TakenRows(parent, self._index)
        return self._parents[name]

    def is_link(self, name: str) -> bool:
        return self._base.is_link(name)

    @property
    def links(self) -> Sequence[str]:
        return self._base.links

    @property
    def key(self) -> str | None:
        return self._base.key

    @property
    def born(self) -> str | None:
        return self._base.born
