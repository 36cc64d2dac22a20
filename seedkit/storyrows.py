"""The rows of a row set in some copies: a factory's rows, their links bound to other row sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import SubFactory

from .entropy import I64, U64, draw
from .fields.rows import Rows, TakenRows
from .positions import positions
from .rows import FactoryRows
from .rowsets import Anyone, Bound, RowSet
from .scope import Scope

if TYPE_CHECKING:
    from .shard import Shard

__all__ = ["StoryRows"]


class StoryRows(FactoryRows):
    """The rows of a row set: links are bound to other row sets of the shard.

    ``made_for`` are the rows of the set's parent (of which ``each`` or derived rows are made) and
    ``index`` the place there of each row; ``scope`` is the shard's unless given.
    """

    def __init__(
        self,
        shard: Shard,
        rowset: RowSet,
        ids: U64,
        ordinals: I64,
        copies: I64,
        made_for: FactoryRows | None,
        index: I64,
        scope: Scope | None = None,
    ) -> None:
        self.shard, self.rowset, self.made_for, self.index = shard, rowset, made_for, index
        parents: dict[str, Callable[[], Rows | None]] = {}
        for name, binding in rowset.links.items():
            if isinstance(binding, Anyone):
                parents[name] = lambda b=binding, n=name: shard.elsewhere(self, b, n)  # type: ignore[misc]
            elif isinstance(binding, Bound):
                parents[name] = lambda b=binding, n=name: shard.linked(self, b.rowset, n, distinct=b.distinct)  # type: ignore[misc]
        if rowset.axis == "each" and made_for is not None:
            parents[str(rowset.parent_link)] = lambda: TakenRows(made_for, index)
        super().__init__(
            rowset.factory,
            ids,
            scope=scope or shard.scope,
            ordinals=ordinals,
            copies=copies,
            overrides=rowset.given_values,
            parents=parents,
        )

    def _declarations(self, overrides: Mapping[str, Any]) -> Any:
        return self.rowset.declarations

    def take_over(
        self, overrides: Mapping[str, Any], parents: Mapping[str, Callable[[], Rows | None]]
    ) -> None:
        """Accept what the rows that these are made for hand over, taken at their places."""
        places = pa.array(self.index)

        def taken(value: Any) -> Any:
            if isinstance(value, Rows):
                return TakenRows(value, self.index)
            return value.take(places) if isinstance(value, (pa.Array, pa.ChunkedArray)) else value

        values = {name: taken(value) for name, value in overrides.items()}
        self._declared = self.meta.declared(values)
        handed = {n: lambda p=p: None if (r := p()) is None else taken(r) for n, p in parents.items()}
        self._bound = {**handed, **self._bound}

    def owner_draw(self, *names: str) -> U64:
        """64 random bits for all rows of this set that are made for the same row, or in the same copy."""
        owners = self.copies.astype(np.uint64) if self.made_for is None else self.made_for.ids[self.index]
        return draw(owners, "owner", str(self.scope.salt(self.rowset.label)), *names)

    def parent(self, name: str) -> Rows | None:
        if name.startswith("@") and name not in self._parents:
            self._parents[name] = self._of_set(name[1:])
        return self._parents[name] if name.startswith("@") else super().parent(name)

    def _of_set(self, label: str) -> Rows:
        """The rows of another set that these are bound to, made for, or find in their copy."""
        for name, binding in self.rowset.links.items():
            if isinstance(binding, (Bound, Anyone)) and binding.rowset.label == label:
                found = self.parent(name)
                assert found is not None
                return found
        above = self.made_for
        if isinstance(above, StoryRows) and label in _line_of(above.rowset):
            there = above if above.rowset.label == label else above._of_set(label)
            return TakenRows(there, self.index)
        return self.shard.linked(self, self.shard.plan.rowsets[label], f"@{label}")

    def _derived(self, link: SubFactory, name: str) -> Rows:
        implied = self.shard.plan.rowsets.get(f"{self.rowset.label}.{name}")
        if implied is None:  # A parameter: read, but never written.
            return super()._derived(link, name)
        rows = self.shard.rows(implied)
        assert isinstance(rows, StoryRows)
        if len(rows) == len(self):
            return rows
        places = np.full(len(self), -1, dtype=np.int64)
        places[rows.index] = np.arange(len(rows))
        return TakenRows(rows, places)

    def signature(self) -> pa.Array:
        if self.rowset.axis in ("each", "derived"):
            return super().signature()
        name = self.rowset.handle or self.rowset.label.lower().replace(":", "-").replace(".", "-")
        if not self.rowset.single:
            name = pc.binary_join_element_wise(f"{name}-n", pa.array(self.ordinals).cast(pa.string()), "")
        copy = pc.binary_join_element_wise("-", pa.array(self.copies).cast(pa.string()), "")
        copy = pc.if_else(pa.array(self.copies == 0), "", copy)
        return pc.binary_join_element_wise(name, copy, "")

    def positions(self) -> I64:
        return positions(self)

    def siblings(self) -> Sequence[Rows]:
        return self.shard.of_model(self.meta.model)

    def others(self, factory: type[Any]) -> Sequence[Rows]:
        return self.shard.of_model(factory._meta.model)

    def children(self, factory: type[Any], link: str | None = None) -> Iterable[tuple[Rows, I64]]:
        model = factory._meta.model
        for child in self.shard.everywhere(model) if self.shard.whole else self.shard.of_model(model):
            for name, models in child.meta.link_models().items():
                if (name == link or link is None) and self.meta.model in models:
                    parent = child.parent(name)
                    if parent is not None:
                        yield child, self._places_of(parent)

    def total(self, field: Any) -> pa.Array:
        tally = self.shard.plan.kept.get("tally") if self.shard.whole else None
        return field.over(self) if tally is None else tally.total(self, field)

    def _places_of(self, parent: Rows) -> I64:
        """For each of these parents its place among these rows, -1 where it is none of them."""
        if isinstance(parent, TakenRows) and parent.base is self:
            return parent.index
        if not len(self):
            return np.full(len(parent), -1, dtype=np.int64)
        order: I64 = self.shard.once(("order", id(self)), lambda: np.argsort(self.ids, kind="stable"))
        place = order[np.minimum(np.searchsorted(self.ids, parent.ids, sorter=order), len(self) - 1)]
        return np.where((self.ids[place] == parent.ids) & parent.present(), place, -1)

    def catalogue(self, factory: Any) -> Rows:
        return self.shard.catalogue(factory)

    def once(self, key: Any, compute: Callable[[], Any]) -> Any:
        return self.shard.once(key, compute)


def _line_of(rowset: RowSet) -> Iterator[str]:
    """The labels of a row set and of all it is made for."""
    above: RowSet | None = rowset
    while above is not None:
        yield above.label
        above = above.parent
