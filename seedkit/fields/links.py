"""Links to other rows, and what a row may learn from rows beside or below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import SubFactory

from .. import entropy
from ..errors import DeclarationError, nearest
from .base import Field, Ref, column_of
from .rows import Rows
from .scalar import Identity, Row, ScalarRows


class UnknownColumn(DeclarationError, AttributeError):
    """A name that a factory does not declare and its model does not map."""


class Parent(SubFactory, Field):  # type: ignore[misc]
    """The row this row belongs to.

    ``factory`` is a factory, ``"self"``, an import path or a function that gives one.
    Named like a relationship the link yields the object and sets its foreign-key column;
    named like a column it yields the key. Alone, ``build()`` and ``table()`` make one parent a
    row; in a story the link is bound to a row set. ``overrides`` go to a parent made here.
    """

    def __init__(self, factory: Any, **overrides: Any) -> None:
        Field.__init__(self)
        self._target = factory
        self._defaults = overrides

    def get_factory(self) -> type[factory.Factory]:
        """The parent's factory, resolved late."""
        target = self._target
        if isinstance(target, str) and target != "self":
            return factory.declarations._FactoryWrapper(target).get()
        return target() if callable(target) and not isinstance(target, type) else target

    def __getattr__(self, name: str) -> Ref:
        if name.startswith("_"):
            raise AttributeError(name)
        if isinstance(self._target, type):
            names = getattr(self._target._meta, "names", None)
            if names is not None and name not in names:
                near = nearest(name, names)
                raise UnknownColumn(
                    f"{self._target.__name__} has no column {name!r}",
                    got=name,
                    hint=f"Did you mean {near!r}?" if near else None,
                )
        return _Via(self, name)

    def __repr__(self) -> str:
        target = self._target.__name__ if isinstance(self._target, type) else repr(self._target)
        return f"Parent({', '.join([target, *(f'{k}={v!r}' for k, v in self._defaults.items())])})"

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        made = self.get_factory()
        params = {k: self._argument(v, instance) for k, v in extra.items()}
        meta = step.builder.factory_meta
        if hasattr(made._meta, "links"):
            child: Row = instance._row
            row = Row(derived_id(child.id, self._name), child.sequence, child.scope)
            params["_row"] = Identity(row, self._name)
        built = step.recurse(made, params, force_sequence=step.sequence)
        column = meta.link_columns.get(self._name)
        return built if column is None else getattr(built, column)

    def column(self, rows: Rows) -> pa.Array:
        parent = rows.parent(self._name)
        return pa.nulls(len(rows)) if parent is None else parent.column(parent.key or "id")

    @staticmethod
    def _argument(value: Any, instance: Any) -> Any:
        if not isinstance(value, Ref):
            return value
        for name in value.path:
            instance = getattr(instance, name)
        return instance


class _Via(Ref):
    """``household.admin_user_id`` before the link has a name: resolved when the class is made."""

    def __init__(self, link: Parent, *path: str) -> None:
        super().__init__(*path)
        self._link = link

    def __getattr__(self, name: str) -> Ref:
        if name.startswith("_") or "path" not in vars(self):
            raise AttributeError(name)
        return _Via(self._link, *self.path, name)

    def bound(self, name: str, known: Mapping[int, str]) -> Ref:  # type: ignore[override]
        link = known.get(id(self._link))
        if link is None:
            raise DeclarationError(
                f"{name!r} refers to a link that is no field of this factory",
                hint="Give the link a name in the class body, or write this.<link>.<column>",
            )
        reference = Ref(link, *self.path)
        reference._name = name
        return reference


def derived_id(child: int, link: str) -> int:
    """The row id of the parent that a lone row makes for itself."""
    ids = np.array([child], dtype=np.uint64)
    return int(derived_ids(ids, link)[0])


def derived_ids(children: entropy.U64, link: str) -> entropy.U64:
    """The row ids of the parents that lone rows make for themselves."""
    return entropy.draw(children, "parent", link)


class Lookup(Field):
    """The catalogue row with this natural key: ``Lookup(MembershipTierFactory, tier_type="free")``.

    Catalogue rows are loaded once; where the target holds the row already, its key is used.
    The natural key may be another field, then each row looks up its own.
    """

    def __init__(self, factory: Any, **natural: Any) -> None:
        super().__init__()
        self.factory, self.natural = factory, natural

    def catalogue(self) -> Any:
        """The factory of the catalogue rows."""
        target = self.factory
        return target() if callable(target) and not isinstance(target, type) else target

    def column(self, rows: Rows) -> pa.Array:
        return self.rows(rows).column(self.catalogue()._meta.key)

    def rows(self, rows: Rows) -> Rows:
        """The catalogue rows found, aligned with ``rows``."""
        from ..rows import TakenRows

        catalogue = self.catalogue().catalogue(rows.scope)
        (name, wanted), *more = self.natural.items()
        if more:
            raise DeclarationError(f"{self!r}: a lookup takes one natural key column")
        known = catalogue.column(name)
        index = pc.index_in(column_of(wanted, rows, known.type), value_set=known)
        if index.null_count:
            missing = column_of(wanted, rows).filter(index.is_null())[0].as_py()
            raise DeclarationError(
                f"{self.catalogue().__name__} has no row with {name} = {missing!r}",
                allowed=[str(v) for v in known.to_pylist()],
            )
        return TakenRows(catalogue, index.to_numpy(zero_copy_only=False).astype(np.int64))

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        found = self.rows(ScalarRows(instance, step))
        meta = step.builder.factory_meta
        if meta.column_type(self._name) is None:
            return self.catalogue().catalogue_object(int(found.ordinals[0]))
        return ScalarRows(instance, step).one(self._name, self)


class Ordinal(Field):
    """The number of the row within what it was made for: 0, 1, 2 … (a built object: its sequence number)."""

    def __init__(self, start: int = 0) -> None:
        super().__init__()
        self.start = start

    def column(self, rows: Rows) -> np.ndarray[Any, Any]:
        return rows.ordinals + self.start
