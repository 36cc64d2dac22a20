"""From a plan to record batches: any range of copies, alone, in any order, always the same bytes.

Every row set is generated for all copies of a shard at once; the function that told the story
ran once and looped over nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from .catalogue import catalogue_rows
from .defaults import default_column
from .entropy import I64, below, combine, draw, happens, salt
from .errors import UnknownName
from .fields.base import Field
from .fields.links import derived_ids
from .fields.rows import Rows
from .plan.compile import written
from .plan.model import Plan, PlannedTable
from .rows import FactoryRows, TakenRows
from .scope import Scope
from .types import arrow_type, cast, numbers, to_python
from .world import Anyone, Bound, RowSet, between, chance, maybe

Known = Mapping[str, Mapping[tuple[Any, ...], Any]]


def shards(plan: Plan, *, first: int = 0, rows: int = 50_000) -> Iterator[range]:
    """Ranges of copies of about so many rows, from copy ``first`` to the last."""
    size = max(1, int(rows / max(plan.rows_per_copy, 1)))
    for low in range(first, plan.copies, size):
        yield range(low, min(low + size, plan.copies))


def generate(
    plan: Plan, copies: range, *, tables: Iterable[str] | None = None, reference: Known | None = None
) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The rows of these copies: one batch a table, in load order; tables without rows are left out.

    ``reference`` holds the keys of catalogue rows that the target already has.
    """
    shard = Shard(plan, np.arange(copies.start, copies.stop, dtype=np.int64), reference)
    yield from _batches(plan, shard, tables, ("copy", "each", "derived"))


def generate_shared(
    plan: Plan, *, tables: Iterable[str] | None = None, reference: Known | None = None
) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The rows that live once per load: catalogue rows first, then shared ones."""
    shard = Shard(plan, np.zeros(0, dtype=np.int64), reference)
    yield from _batches(plan, shard, tables, ("catalogue", "shared"))


def person_rows(plan: Plan, handle: str, copies: Sequence[int]) -> FactoryRows:
    """The user rows of one person in these copies. Raises UnknownName."""
    people = {person.handle: person.label for person in plan.people}
    if handle not in people:
        raise UnknownName("person", handle, people, where=plan.scenario)
    shard = Shard(plan, np.array(sorted(copies), dtype=np.int64))
    return shard.rows(plan.rowsets[people[handle]])


@dataclass(frozen=True)
class StoryPerson:
    """A person of one copy: ``admin@37`` has the handle ``admin`` and the copy 37; ``sub`` is what a token says."""

    handle: str
    copy: int
    uid: uuid.UUID
    email: str | None
    sub: str | None = None
    kind: str = "owner"


def people(plan: Plan, copies: Iterable[int]) -> Iterator[StoryPerson]:
    """Everybody in these copies, copy by copy, in the order of the story."""
    shard = Shard(plan, np.array(sorted(set(copies)), dtype=np.int64))
    found = []
    for order, person in enumerate(plan.people):
        rows = shard.rows(plan.rowsets[person.label])
        ids, emails = (to_python(rows.column(name), None) for name in ("id", "email"))
        for copy, uid, email in zip(rows.copies.tolist(), ids, emails, strict=True):
            found.append((copy, order, StoryPerson(person.handle, copy, uid, email, kind=person.kind)))
    yield from (person for _, _, person in sorted(found, key=lambda entry: entry[:2]))


def _batches(
    plan: Plan, shard: Shard, tables: Iterable[str] | None, axes: tuple[str, ...]
) -> Iterator[tuple[str, pa.RecordBatch]]:
    wanted = None if tables is None else set(tables)
    for table in plan.tables:
        if wanted is not None and table.name not in wanted:
            continue
        sets = [plan.rowsets[label] for label in table.labels if plan.rowsets[label].axis in axes]
        parts = [_batch(table, rowset, shard.rows(rowset)) for rowset in sets]
        parts = [part for part in parts if part.num_rows]
        if parts:
            yield table.name, parts[0] if len(parts) == 1 else _joined(parts)


def _batch(table: PlannedTable, rowset: RowSet, rows: FactoryRows) -> pa.RecordBatch:
    given = {column: attribute for attribute, column in written(rowset).items()}
    columns = rowset.factory._meta.model.__table__.columns
    arrays = [
        rows.column(given[name]) if name in given else default_column(columns[name], len(rows))
        for name in table.columns
    ]
    arrays = [
        cast(array, arrow_type(columns[name].type)) for name, array in zip(table.columns, arrays, strict=True)
    ]
    return pa.record_batch(arrays, names=list(table.columns))


def _joined(parts: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.record_batch(
        [pa.concat_arrays([part.column(i) for part in parts]) for i in range(parts[0].num_columns)],
        schema=parts[0].schema,
    )


class Shard:
    """Some copies of a story; its row sets are generated when asked for, and kept."""

    def __init__(self, plan: Plan, copies: I64, known: Known | None = None) -> None:
        self.plan, self.copies, self.known = plan, copies, known or {}
        scope = plan.scope
        self.scope = Scope(seed=scope.seed, now=scope.now, tag=scope.tag, known=self.known)
        self._roots = combine(
            np.repeat(self.scope.root("story", plan.scenario, plan.name), len(copies)), copies
        )
        self._rows: dict[str, FactoryRows] = {}
        self._once: dict[Any, Any] = {}
        self._by_model: dict[Any, list[RowSet]] = {}
        for rowset in plan.rowsets.values():
            self._by_model.setdefault(rowset.factory._meta.model, []).append(rowset)

    def rows(self, rowset: RowSet) -> FactoryRows:
        """The rows of a set in these copies, ordered by copy."""
        if rowset.label not in self._rows:
            self._rows[rowset.label] = self._generate(rowset)
        return self._rows[rowset.label]

    def once(self, key: Any, compute: Callable[[], Any]) -> Any:
        """A result that all row sets of the shard share."""
        if key not in self._once:
            self._once[key] = compute()
        return self._once[key]

    def of_model(self, model: Any) -> list[FactoryRows]:
        """All row sets of a model, in the order of the story."""
        return [self.rows(r) for r in self._by_model.get(model, ()) if r.axis != "catalogue"]

    def linked(self, child: Rows, rowset: RowSet, link: str) -> Rows:
        """For each row of ``child`` the row of ``rowset`` in its copy: the one, or one picked."""
        target = self.rows(rowset)
        if rowset.axis in ("shared", "catalogue"):
            return TakenRows(target, below(child.draw("pick", link), max(len(target), 1)))
        place = np.searchsorted(target.copies, child.copies)
        until = np.searchsorted(target.copies, child.copies, side="right")
        count = until - place
        if not rowset.single:
            place = place + below(child.draw("pick", link), np.maximum(count, 1))
        return TakenRows(target, np.where(count > 0, place, -1))

    def elsewhere(self, child: Rows, binding: Anyone, link: str) -> Rows:
        """For each row of ``child`` a row of the set in an equal or lower copy."""
        block = binding.within.count if binding.within else None
        low = child.copies // block * block if block else np.zeros(len(child), dtype=np.int64)
        chosen = low + below(child.draw("copy", link), child.copies - low + 1)
        copies = np.unique(chosen)
        there = self.once(("elsewhere", copies.tobytes()), lambda: Shard(self.plan, copies, self.known))
        return there.linked(_At(child, chosen), binding.rowset, link)

    def _generate(self, rowset: RowSet) -> FactoryRows:
        if rowset.axis == "catalogue":
            return catalogue_rows(rowset.factory, self.scope)
        label = salt("set", rowset.label)
        parent: FactoryRows | None = None
        index: I64 | None = None
        if rowset.axis == "shared":
            counts = np.array([rowset.count or 1], dtype=np.int64)
            base, copies = (
                self.scope.root("story", self.plan.scenario, self.plan.name, "shared"),
                np.zeros(1, dtype=np.int64),
            )
        elif rowset.parent is not None:
            parent = self.rows(rowset.parent)
            base, copies = parent.ids, parent.copies
            counts = self._counts(rowset, base, copies, parent.ordinals)
        else:
            base, copies = self._roots, self.copies
            counts = self._counts(rowset, base, copies, copies)
        index = np.repeat(np.arange(len(counts)), counts)
        ordinals = np.arange(len(index), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
        if rowset.axis == "derived" and parent is not None:
            ids = derived_ids(parent.ids, str(rowset.parent_link))
        else:
            ids = combine(draw(base, label)[index], ordinals)
        return StoryRows(self, rowset, ids, ordinals, copies[index], parent, index)

    def _counts(self, rowset: RowSet, ids: Any, copies: I64, ordinals: I64) -> I64:
        draws = draw(ids, "count", rowset.label)
        count = rowset.count
        if count is None or isinstance(count, int):
            counts = np.full(len(ids), 1 if count is None else count, dtype=np.int64)
        elif isinstance(count, between):
            counts = count.low + below(draws, count.high - count.low + 1)
        elif isinstance(count, (chance, maybe)):
            counts = happens(draws, count.probability).astype(np.int64)
        elif isinstance(count, Field):
            field = count.bound(f"count.{rowset.label}", {})
            lone = FactoryRows(rowset.factory, ids, scope=self.scope, ordinals=ordinals, copies=copies)
            values = field.column(lone)
            counts = numbers(values if isinstance(values, pa.Array) else pa.array(values)).astype(np.int64)
        else:
            raise TypeError(f"{rowset.label}: {count!r} is no count")
        for binding in rowset.links.values():
            if (
                isinstance(binding, Bound)
                and binding.rowset.axis in ("copy", "each")
                and not binding.rowset.sure
            ):
                counts = np.where(np.isin(copies, self.rows(binding.rowset).copies), counts, 0)
        return counts


class StoryRows(FactoryRows):
    """The rows of a row set: links are bound to other row sets of the shard."""

    def __init__(
        self,
        shard: Shard,
        rowset: RowSet,
        ids: Any,
        ordinals: I64,
        copies: I64,
        parent: FactoryRows | None,
        index: I64,
    ) -> None:
        self.shard, self.rowset = shard, rowset
        parents: dict[str, Callable[[], Rows | None]] = {}
        for name, binding in rowset.links.items():
            if isinstance(binding, Anyone):
                parents[name] = lambda b=binding, n=name: shard.elsewhere(self, b, n)  # type: ignore[misc]
            else:
                parents[name] = lambda b=binding, n=name: shard.linked(self, b.rowset, n)  # type: ignore[misc]
        if rowset.axis == "each" and parent is not None:
            parents[str(rowset.parent_link)] = lambda: TakenRows(parent, index)
        super().__init__(
            rowset.factory,
            ids,
            scope=shard.scope,
            ordinals=ordinals,
            copies=copies,
            overrides=rowset.overrides,
            parents=parents,
        )

    def parent(self, name: str) -> Rows | None:
        if name.startswith("@"):
            if name not in self._parents:
                self._parents[name] = self.shard.linked(self, self.shard.plan.rowsets[name[1:]], name)
            return self._parents[name]
        implied = self.shard.plan.rowsets.get(f"{self.rowset.label}.{name}")
        if implied is not None and name not in self._parents:
            self._parents[name] = self.shard.rows(implied)
        return super().parent(name)

    def signature(self) -> pa.Array:
        rowset = self.rowset
        name = rowset.handle or rowset.label.lower().replace(":", "-").replace(".", "-")
        numbered = not rowset.single
        parts = [
            f"{name}{f'-n{ordinal}' if numbered else ''}{f'-{copy}' if copy else ''}"
            for copy, ordinal in zip(self.copies.tolist(), self.ordinals.tolist(), strict=True)
        ]
        if rowset.axis in ("each", "derived"):
            return super().signature()
        return pa.array(parts, type=pa.string())

    def siblings(self) -> Sequence[Rows]:
        return self.shard.of_model(self.meta.model)

    def others(self, factory: type[Any]) -> Sequence[Rows]:
        return self.shard.of_model(factory._meta.model)

    def children(self, factory: type[Any], link: str | None = None) -> Iterable[tuple[Rows, I64]]:
        order = np.argsort(self.ids, kind="stable")
        for child in self.shard.of_model(factory._meta.model):
            models = child.meta.link_models()
            names = [link] if link else [n for n, found in models.items() if self.meta.model in found]
            for name in names:
                parent = child.parent(name)
                if parent is not None and len(self):
                    place = np.minimum(np.searchsorted(self.ids, parent.ids, sorter=order), len(self) - 1)
                    found = self.ids[order[place]] == parent.ids
                    yield child, np.where(found, order[place], -1)

    def once(self, key: Any, compute: Callable[[], Any]) -> Any:
        return self.shard.once(key, compute)


class _At(Rows):
    """The same rows, standing in other copies."""

    def __init__(self, base: Rows, copies: I64) -> None:
        self.ids, self.ordinals, self.scope, self.copies = base.ids, base.ordinals, base.scope, copies
        self._base = base

    def column(self, name: str) -> pa.Array:
        return self._base.column(name)

    def parent(self, name: str) -> Rows | None:
        return self._base.parent(name)

    def is_link(self, name: str) -> bool:
        return self._base.is_link(name)
