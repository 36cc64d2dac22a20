"""What a loaded world consists of: rows by label, people by handle. Keys are computed, objects are read."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import UnknownName, UsageError
from ..generate import Known, Shard, people
from ..plan import Plan
from ..rowsets import RowSet
from ..types import to_python

if TYPE_CHECKING:
    from .world import LoadedWorld

__all__ = ["Contents", "LoadedPerson", "LoadedRows"]

#: Row sets that a story names; the others follow from them.
_TOLD = ("copy", "each", "shared")


@dataclass(frozen=True)
class LoadedPerson:
    """A person of a world. ``id`` is the key of their user; ``sub`` what their token says, if not that."""

    handle: str
    copy: int
    id: uuid.UUID
    email: str | None
    sub: str | None = None
    kind: str = "owner"
    world: LoadedWorld | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """``partner``, in copy 2 ``partner@2``."""
        return f"{self.handle}@{self.copy}" if self.copy else self.handle

    def object(self) -> Any:
        """Their user as an object of the test's session."""
        assert self.world is not None
        return self.world.session.get(self.world.product.person._meta.model, self.id)

    def token(self, **options: Any) -> str:
        """A JWT with which an API takes a request for theirs; options as of ``seedkit.supabase.claims.token``."""
        from ..supabase.claims import token

        assert self.world is not None
        return token(self.world.persona(self), **options)


class LoadedRows:
    """The rows of one label, or of all rows of a model that the story made, in the order of the story."""

    def __init__(
        self, world: LoadedWorld, model: Any, label: str, keys: Sequence[Any], copies: Sequence[int]
    ) -> None:
        self.world, self.model, self.label = world, model, label
        self._keys, self._copies = list(keys), list(copies)

    @property
    def ids(self) -> set[Any]:
        """The keys; tuples where a key has several columns."""
        return set(self._keys)

    @property
    def id(self) -> Any:
        """The key of the only row. Raises UsageError if there are more or none."""
        return self._only(self._keys)

    def copy(self, number: int) -> LoadedRows:
        """The rows of one copy of the story."""
        mine = [key for key, copy in zip(self._keys, self._copies, strict=True) if copy == number]
        return LoadedRows(self.world, self.model, self.label, mine, [number] * len(mine))

    def objects(self) -> list[Any]:
        """The rows as objects of the test's session, as they are now; deleted ones are left out."""
        from sqlalchemy import inspect, select, tuple_

        if not self._keys:
            return []
        mapper = inspect(self.model)
        attributes = [getattr(self.model, mapper.get_property_by_column(c).key) for c in mapper.primary_key]
        one = len(attributes) == 1
        condition = attributes[0].in_(self._keys) if one else tuple_(*attributes).in_(self._keys)
        found = {
            mapper.primary_key_from_instance(made)[0]
            if one
            else tuple(mapper.primary_key_from_instance(made)): made
            for made in self.world.session.scalars(select(self.model).where(condition))
        }
        return [found[key] for key in self._keys if key in found]

    def object(self) -> Any:
        """The only row as an object of the test's session. Raises UsageError if there are more or none."""
        return self._only(self.objects())

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.objects())

    def __contains__(self, thing: Any) -> bool:
        return thing in self.ids or getattr(thing, "id", None) in self.ids

    def __repr__(self) -> str:
        return f"<{self.label}: {len(self)} rows of {self.model.__table__.name}>"

    def _only(self, found: Sequence[Any]) -> Any:
        if len(found) != 1:
            raise UsageError(
                f"{self.label} has {len(found)} rows, not one",
                got=len(found),
                hint="Take .ids or .objects(), or .copy(0) of them" if found else None,
            )
        return found[0]


class Contents:
    """The keys and people of a loaded plan, computed once for all tests that load the same."""

    def __init__(self, plan: Plan, known: Known) -> None:
        self.plan = plan
        self._shard = Shard(plan, np.arange(plan.copies, dtype=np.int64), known)
        self._keys: dict[str, tuple[list[Any], list[int]]] = {}
        self._people: dict[tuple[str, int], LoadedPerson] | None = None

    @property
    def people(self) -> dict[tuple[str, int], LoadedPerson]:
        """Everybody, by handle and copy, in the order of the story."""
        if self._people is None:
            self._people = {
                (p.handle, p.copy): LoadedPerson(p.handle, p.copy, p.uid, p.email, p.sub, p.kind)
                for p in people(self.plan, range(self.plan.copies))
            }
        return self._people

    def keys(self, label: str) -> tuple[list[Any], list[int]]:
        """The keys of a row set, and the copy of each."""
        if label not in self._keys:
            self._keys[label] = self._computed(self.plan.rowsets[label])
        return self._keys[label]

    def label(self, name: str) -> str:
        """The row set that this names: its label, or as much of its end as is clear. Raises UnknownName."""
        rowsets = self.plan.rowsets
        if name in rowsets:
            return name
        told = [label for label, rowset in rowsets.items() if rowset.axis in _TOLD]
        # VisionVersion:partner.active is also called active, partner.active or VisionVersion.
        near = [label for label in told if _ends(label, name)] or [
            label for label in told if label.partition(":")[0] == name
        ]
        if len(near) == 1:
            return near[0]
        if near:
            raise UsageError(
                f"{len(near)} row sets of {self.plan.scenario} are called {name!r}", got=name, allowed=near
            )
        raise UnknownName(f"row set of {self.plan.scenario}", name, [*told, *_short(told)])

    def of_model(self, model: Any) -> tuple[list[Any], list[int]]:
        """The keys of all rows of a model, those that the story does not name included."""
        found = [
            self.keys(label)
            for label, rowset in self.plan.rowsets.items()
            if rowset.factory._meta.model is model
        ]
        return [key for keys, _ in found for key in keys], [copy for _, copies in found for copy in copies]

    def _computed(self, rowset: RowSet) -> tuple[list[Any], list[int]]:
        rows, meta = self._shard.rows(rowset), rowset.factory._meta
        columns = list(meta.mapper.primary_key)
        names = [meta.mapper.get_property_by_column(column).key for column in columns]
        values = [to_python(rows.column(n), c.type) for n, c in zip(names, columns, strict=True)]
        keys = values[0] if len(values) == 1 else list(zip(*values, strict=True))
        return keys, rows.copies.tolist()


def _ends(label: str, name: str) -> bool:
    return label.endswith((f".{name}", f":{name}"))


def _short(labels: Sequence[str]) -> list[str]:
    """The last words of labels, for suggestions."""
    return [label.replace(":", ".").rpartition(".")[2] for label in labels]
