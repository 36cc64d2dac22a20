"""A factory read by columns: its declarations evaluated for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import SKIP, BaseDeclaration, Maybe, SelfAttribute, SubFactory

from .declared import ARRAYS
from .defaults import default_column
from .entropy import I64, U64
from .errors import DeclarationError
from .fields.base import Field, Ref
from .fields.links import derived_ids, unknown_column
from .fields.mixed import MixedRows
from .fields.rows import Rows, TakenRows
from .fields.scalar import ObjectRows, is_object
from .scope import Scope
from .types import as_array, cast, constant, numbers

__all__ = ["FactoryRows", "TakenRows"]

Mask = npt.NDArray[np.bool_]


class FactoryRows(Rows):
    """Rows of one table factory.

    ``overrides`` are call-time declarations; ``parents`` binds links to rows that exist already
    (given lazily). A link that is not bound makes one parent a row, derived from the row id.
    """

    def __init__(
        self,
        factory: Any,
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
        self._declared = self._declarations(overrides or {})
        self._bound = parents or {}
        self._columns: dict[str, pa.Array] = {}
        self._parents: dict[str, Rows | None] = {}
        self._pending: list[str] = []
        self._floor: I64 | None = None

    def _declarations(self, overrides: Mapping[str, Any]) -> Any:
        """Every declaration of these rows by name."""
        return self.meta.declared(overrides)

    # What fields may ask

    def column(self, name: str) -> pa.Array:
        if name not in self._columns:
            if name in self._pending:
                circle = " -> ".join([*self._pending, name])
                raise DeclarationError(f"{self.factory.__name__}.{name} depends on itself: {circle}")
            self._pending.append(name)
            try:
                self._columns[name] = self._compute(name)
            finally:
                self._pending.pop()
        return self._columns[name]

    def parent(self, name: str) -> Rows | None:
        if name not in self._parents:
            bound = self._bound.get(name)
            self._parents[name] = bound() if bound is not None else self._parent(name)
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
        born: str | None = self.meta.born_column
        return born

    @property
    def declared_names(self) -> tuple[str, ...]:
        """Every name that has a declaration, overrides included."""
        return tuple(self._declared)

    def column_type(self, name: str) -> Any:
        return self.meta.column_type(name)

    def context(self, name: str) -> Mapping[str, Any]:
        context: Mapping[str, Any] = self._declared[name].context
        return context

    def floor(self) -> I64:
        if self._floor is None:
            self._floor = super().floor()
        return self._floor

    def is_of(self, factory: type[Any]) -> bool:
        model = factory._meta.model
        return self.meta.model is model

    def wanted(self, name: str) -> tuple[I64, Mask]:
        amounts, yields = np.zeros(len(self), dtype=np.int64), np.zeros(len(self), dtype=bool)
        for declaration, mask in self._leaves(self._declaration(name)):
            if isinstance(declaration, Field):
                amount, yielding = declaration.claim(self)
            else:
                amount, yielding = numbers(self._values(declaration, name)).astype(np.int64), yields
            amounts = amount if mask is None else np.where(mask, amount, amounts)
            yields = yielding if mask is None else np.where(mask, yielding, yields)
        return amounts, yields

    def reserved(self, name: str) -> I64 | None:
        target = self.scope.target
        return target.numbers(self.meta, len(self)) if target is not None and name == self.key else None

    def written(self) -> dict[str, str]:
        """Mapped attributes that have a declaration, overrides included: ``{name: column name}``."""
        written: dict[str, str] = self.meta.written_of(self._declared)
        return written

    def rebind(self, name: str, parent: Rows) -> None:
        """Let a link point to other rows; what was computed before, numbers of the target excepted, is forgotten."""
        self._parents[name] = parent
        self._columns = {n: column for n, column in self._columns.items() if n == self.key}

    def forget(self) -> None:
        """Drop all columns and parents; the rows are of no use afterwards."""
        self._columns.clear()
        self._parents.clear()
        self._bound = {}

    # How a declaration becomes a column

    def _declaration(self, name: str) -> Any:
        if name not in self._declared:
            raise unknown_column(self.factory, name)
        return self._declared.settled(self._declared[name].declaration)

    def _leaves(self, declaration: Any, mask: Mask | None = None) -> Iterator[tuple[Any, Mask | None]]:
        """What a declaration comes down to under traits that are on for some rows, with those rows."""
        declaration = self._declared.settled(declaration)
        if not isinstance(declaration, Maybe):
            yield declaration, mask
            return
        on = self._mask(declaration)
        for branch, rows in ((declaration.yes, on), (declaration.no, ~on)):
            yield from self._leaves(branch, rows if mask is None else mask & rows)

    def _mask(self, declaration: Maybe) -> Mask:
        decider: Any = declaration.decider
        if isinstance(decider, SelfAttribute):
            switch = self.at(decider.attribute_name.split("."))
        elif isinstance(decider, Field):
            switch = as_array(decider.column(self))
        else:
            raise DeclarationError(f"{self.factory.__name__}: {decider!r} cannot be read by columns")
        return numbers(switch.cast(pa.bool_())).astype(bool)

    def _compute(self, name: str) -> pa.Array:
        if name not in self._declared and name in self.meta.names:
            return self._undeclared(name)
        place, kind = f"{self.factory.__name__}.{name}", self.meta.arrow_type(name)
        try:
            array = self._values(self._declaration(name), name)
            array = array if kind is None else cast(array, kind)
        except pa.ArrowException as error:
            raise DeclarationError(f"{place} does not fit its column: {error}") from error
        if len(array) != len(self):
            raise DeclarationError(f"{place} got {len(array)} values for {len(self)} rows")
        return array

    def _undeclared(self, name: str) -> pa.Array:
        column = self.meta.table_column(name)
        return pa.nulls(len(self)) if column is None else default_column(column, len(self))

    def _values(self, declaration: Any, name: str) -> pa.Array:
        if name in self._bound or isinstance(declaration, (SubFactory, Rows)) or is_object(declaration):
            parent = self.parent(name)
            return pa.nulls(len(self)) if parent is None else parent.keys()
        if isinstance(declaration, Maybe):
            return self._masked(declaration, name)
        if isinstance(declaration, Field):
            return as_array(declaration.column(self))
        if isinstance(declaration, SelfAttribute) and declaration.depth <= 1:
            return self.at(declaration.attribute_name.split("."))
        if isinstance(declaration, ARRAYS):
            return as_array(declaration)
        if isinstance(declaration, BaseDeclaration):
            raise DeclarationError(
                f"{self.factory.__name__}.{name} = {declaration!r} cannot be read by columns",
                hint="Use a field",
            )
        if declaration is SKIP:
            return self._undeclared(name)
        return constant(declaration, len(self), self.column_type(name))

    def _masked(self, declaration: Maybe, name: str) -> pa.Array:
        mask = self._mask(declaration)
        branches = [self._declared.settled(branch) for branch in (declaration.yes, declaration.no)]
        if mask.all() or not mask.any():
            return self._values(branches[0 if len(mask) and mask[0] else 1], name)
        yes, no = (self._values(branch, name) for branch in branches)
        kind = self.meta.arrow_type(name) or (no if pa.types.is_null(yes.type) else yes).type
        return pc.if_else(pa.array(mask), cast(yes, kind), cast(no, kind))

    # How a link becomes rows

    def _parent(self, name: str) -> Rows | None:
        found = [(self._linked(d, name), mask) for d, mask in self._leaves(self._declaration(name))]
        if len(found) == 1:
            return found[0][0]
        some = [(rows, mask) for rows, mask in found if rows is not None and mask is not None]
        if len(some) == 1:
            return TakenRows(some[0][0], np.where(some[0][1], np.arange(len(self)), -1))
        return MixedRows(some) if some else None

    def _linked(self, declaration: Any, name: str) -> Rows | None:
        if declaration is None or declaration is SKIP:
            return None
        if isinstance(declaration, Rows):
            return declaration
        if isinstance(declaration, SubFactory):
            shared = self._shared(declaration, name)
            return self._derived(declaration, name) if shared is None else shared
        if self.column_type(name) is not None and not is_object(declaration):
            return None  # A link named like a column, given as a bare key: nothing is known of its row.
        if isinstance(declaration, Field):
            return declaration.points_to(self)
        if isinstance(declaration, (BaseDeclaration, *ARRAYS)):
            raise DeclarationError(f"{self.factory.__name__}.{name} = {declaration!r} is no link")
        return self._one(declaration)

    def _one(self, value: Any) -> Rows:
        """The same object for all rows."""
        return TakenRows(ObjectRows([value], self), np.zeros(len(self), dtype=np.int64))

    def _shared(self, link: SubFactory, name: str) -> Rows | None:
        """The object that all links to its model share, unless something is asked of this parent in particular."""
        shared = self.scope.shared_of(link.get_factory()._meta.model)
        asked = (self._declared.settled(value) for value in self._declared[name].context.values())
        return None if shared is None or any(value is not SKIP for value in asked) else self._one(shared)

    def _derived(self, link: SubFactory, name: str) -> Rows:
        """The parents that the rows make for themselves, one a row."""
        overrides, parents = self.handed(link, name)
        return self._kind(
            link.get_factory(),
            derived_ids(self.ids, name),
            scope=self.scope,
            ordinals=self.ordinals,
            copies=self.copies,
            overrides=overrides,
            parents=parents,
        )

    @property
    def _kind(self) -> Callable[..., FactoryRows]:
        """What the rows are that these make for themselves."""
        return FactoryRows

    def made_by(self, name: str) -> tuple[SubFactory, Mask | None]:
        """The declaration that makes parents for a link, and for which rows (None: for all)."""
        found = [leaf for leaf in self._leaves(self._declaration(name)) if isinstance(leaf[0], SubFactory)]
        if len(found) != 1:
            raise DeclarationError(f"{self.factory.__name__}.{name} makes parents in {len(found)} ways")
        return found[0]

    def handed(
        self, link: SubFactory, name: str
    ) -> tuple[dict[str, Any], dict[str, Callable[[], Rows | None]]]:
        """What a link hands to the parent made for it: overrides and, lazily, the parent's own parents."""
        overrides: dict[str, Any] = {}
        parents: dict[str, Callable[[], Rows | None]] = {}
        made = link.get_factory()._meta
        for key, given in {**link._defaults, **self._declared[name].context}.items():
            value = self._declared.settled(given)
            value = link._defaults.get(key, SKIP) if value is SKIP else value
            if isinstance(value, Maybe):
                overrides.update(self._switched(value, key, link))
            elif isinstance(value, Ref) and key in made.links:
                parents[key] = lambda path=value.path: self.follow(path)  # type: ignore[misc]
            elif isinstance(value, Ref):
                overrides[key] = self.follow(value.path) if made.leads_to_link(key) else self.at(value.path)
            elif value is not SKIP:
                overrides[key] = value
        return overrides, parents

    def _switched(self, value: Maybe, key: str, link: SubFactory) -> dict[str, Any]:
        """An override that holds for some of the rows: ``subscription__annual=True`` of a trait."""
        made = link.get_factory()._meta
        yes, no = (self._declared.settled(branch) for branch in (value.yes, value.no))
        no = link._defaults.get(key, SKIP) if no is SKIP else no
        if isinstance(yes, (Maybe, Ref)) or isinstance(no, (Maybe, Ref)) or "__" in key:
            raise DeclarationError(
                f"{self.factory.__name__}: {key} = {yes!r} cannot hold for some rows only",
                hint="Use the trait for whole row sets",
            )
        if no is SKIP:
            no = made.pre_declarations[key].declaration if key in made.pre_declarations else False
        switch = f"_{key}_given"
        return {switch: pa.array(self._mask(value)), key: Maybe(SelfAttribute(switch), yes, no)}
