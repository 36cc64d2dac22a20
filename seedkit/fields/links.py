"""Links to other rows: parents, catalogue rows, the row's own number."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.base import Factory
from factory.declarations import SKIP, Maybe, SelfAttribute, SubFactory, deepgetattr

from .. import entropy
from ..errors import DeclarationError, nearest
from ..types import is_valid
from .base import Field, Ref, column_of
from .rows import Rows, TakenRows
from .scalar import Identity, Row, ScalarRows, known_parents
from .spelling import spelled

__all__ = ["Lookup", "Ordinal", "Parent", "UnknownColumn", "derived_id", "derived_ids", "unknown_column"]


class UnknownColumn(DeclarationError, AttributeError):
    """A name that a factory does not declare and its model does not map."""


def unknown_column(factory: Any, name: str) -> UnknownColumn:
    """The error for a name that this factory does not have, with the nearest it has."""
    near = nearest(name, factory._meta.names)
    return UnknownColumn(
        f"{factory.__name__} has no column {name!r}",
        got=name,
        hint=f"Did you mean {near!r}?" if near else None,
    )


class Parent(SubFactory, Field):
    """The row this row belongs to.

    ``factory`` is a factory, ``"self"``, an import path or a function that gives one.
    Named like a relationship the link yields the object and sets its foreign-key column;
    named like a column it yields the key. Alone, ``build()`` and ``table()`` make one parent a
    row (``"self"``: one that has no such parent itself); in a story the link is bound to a row set.

    ``overrides`` go to a parent made here. A reference alone means this row:
    ``Parent(SubscriptionFactory, user=this.user)``; inside another field it means the parent's.
    """

    _owner: type[Factory[Any]] | None = None

    def __init__(self, factory: Any, **overrides: Any) -> None:
        Field.__init__(self)
        self._target = factory
        self._defaults = overrides

    def get_factory(self) -> Any:
        """The parent's factory, resolved late."""
        target = self._target
        if target == "self":
            return self._owner
        if isinstance(target, str):
            return SubFactory(target).get_factory()
        return target if isinstance(target, type) else target()

    def owned_by(self, factory: Any) -> Parent:
        """The same link as one of this factory, which ``"self"`` means."""
        if self._target != "self" or self._owner is factory:
            return self
        owned = copy.copy(self)
        owned._owner = factory
        return owned

    @property
    def known_factory(self) -> Any:
        """The parent's factory if the class body says which; None where it is resolved late."""
        return self._target if isinstance(self._target, type) else None

    def bound(self, name: str, known: Mapping[int, str]) -> Parent:
        bound = super().bound(name, known)
        if self._target == "self":
            bound._defaults = {name: None, **bound._defaults}
        return bound

    def _given(self) -> dict[str, Any]:
        return {"_defaults": self._defaults}

    def references(self) -> Iterator[tuple[str, ...]]:
        for value in self._defaults.values():
            if isinstance(value, Ref):
                yield value.path

    def __getattr__(self, name: str) -> Ref:
        if name.startswith("_"):
            raise AttributeError(name)
        names = getattr(getattr(self.known_factory, "_meta", None), "names", None)
        if names is not None and name not in names:
            raise unknown_column(self.known_factory, name)
        return _Via(self, name)

    def __repr__(self) -> str:
        overrides = [f"{name}={spelled(value)}" for name, value in self._defaults.items()]
        return f"Parent({', '.join([spelled(self._target), *overrides])})"

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        rows, made = ScalarRows(instance, step), self.get_factory()
        shared = rows.scope.shared_of(made._meta.model)
        if shared is None or any(_chosen(value, instance) is not SKIP for value in overrides.values()):
            return super().evaluate_pre(instance, step, overrides)  # type: ignore[no-untyped-call]
        return shared

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        made, params, kin = self.get_factory(), {}, {}
        rows = ScalarRows(instance, step)
        for name, given in extra.items():
            value = _chosen(given, instance)
            if value is SKIP:  # A trait that is off: what stands without it, which factory_boy would drop.
                if name not in self._defaults:
                    continue
                value = self._defaults[name]
            params[name] = value
            if isinstance(value, Ref):
                params[name] = value.bound(name, {}).evaluate(instance, step, {})
                found = rows.follow(value.path) if name in made._meta.links else None
                kin.update({name: found} if found is not None else {})
        if hasattr(made._meta, "links"):
            params = made._meta.untied(params)
            row = Row(derived_id(int(rows.ids[0]), self._name), step.sequence, rows.scope)
            params["_row"] = Identity(row, self._name, kin)
        built = step.recurse(made, params, force_sequence=step.sequence)
        if rows.column_type(self._name) is None:
            return built
        if rows.scope.target is not None:
            # No relationship tells the session that this row comes first.
            rows.scope.target.write(made._meta)
        return getattr(built, made._meta.key or "id")

    def column(self, rows: Rows) -> pa.Array:
        parent = rows.parent(self._name)
        return pa.nulls(len(rows)) if parent is None else parent.keys()


def _chosen(value: Any, instance: Any) -> Any:
    """What a trait of the child hands to the parent: the branch that holds for the row being built."""
    while isinstance(value, Maybe) and isinstance(value.decider, SelfAttribute):
        on = deepgetattr(instance, value.decider.attribute_name, False)
        value = value.yes if on else value.no
    return value


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
        return Ref(link, *self.path).bound(name, {})


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
    The natural key may be another field, then each row looks up its own; null finds nothing.
    """

    def __init__(self, factory: Any, **natural: Any) -> None:
        super().__init__()
        if len(natural) != 1:
            raise DeclarationError(f"a lookup takes one natural key column, not {len(natural)}")
        self.factory, self.natural = factory, natural

    def catalogue(self) -> Any:
        """The factory of the catalogue rows."""
        return self.factory if isinstance(self.factory, type) else self.factory()

    def column(self, rows: Rows) -> pa.Array:
        return self.points_to(rows).keys()

    def points_to(self, rows: Rows) -> Rows:
        catalogue = rows.catalogue(self.catalogue())
        ((name, natural),) = self.natural.items()
        known = catalogue.column(name)
        wanted = column_of(natural, rows, known.type)
        index = pc.index_in(wanted, value_set=known)
        lost = pc.and_(index.is_null(), wanted.is_valid())
        if lost.true_count:
            raise DeclarationError(
                f"{self.catalogue().__name__} has no row with {name} = {wanted.filter(lost)[0].as_py()!r}",
                allowed=[str(value) for value in known.to_pylist()],
            )
        places = np.where(is_valid(index), index.fill_null(0).to_numpy(), -1)
        return TakenRows(catalogue, places.astype(np.int64))

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        rows = ScalarRows(instance, step)
        found, keyed = self.points_to(rows), rows.column_type(self._name) is not None
        if not keyed:
            known_parents(step)[self._name] = found
        row = None
        if found.present()[0] and not (keyed and rows.scope.target is None):
            row = self.catalogue().catalogue_object(int(found.ordinals[0]), rows.scope)
        return rows.one(self._name, found.keys()) if keyed else row


class Ordinal(Field):
    """The number of the row within what it was made for: 0, 1, 2 … (a built object: its sequence number)."""

    def __init__(self, start: int = 0) -> None:
        super().__init__()
        self.start = start

    def column(self, rows: Rows) -> np.ndarray[Any, Any]:
        return rows.ordinals + self.start
