"""Plain factory_boy declarations inside a table factory: run row by row, from a state seeded by the row."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import factory.random
import pyarrow as pa
from factory.declarations import BaseDeclaration
from factory.declarations import Iterator as Cycle

from ..entropy import draw
from .base import Field
from .rows import Rows
from .scalar import ScalarRows


class Plain(Field):
    """A declaration of factory_boy's own (Faker, LazyAttribute, Sequence, fuzzy …).

    Its random state is seeded from row id and column, so a row is the same however it is made.
    An ``Iterator`` gives item ``n mod length``.
    """

    def __init__(self, declaration: BaseDeclaration) -> None:
        super().__init__()
        self.declaration = declaration

    def bound(self, name: str, known: Any) -> Plain:  # type: ignore[override]
        plain = Plain(self.declaration)
        plain._name = name
        return plain

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        rows = ScalarRows(instance, step)
        with self.seeded(int(draw(rows.ids, self._name)[0])):
            if isinstance(self.declaration, Cycle):
                return self._item(step.sequence)
            return self.declaration.evaluate_pre(instance, step, overrides)

    def column(self, rows: Rows) -> pa.Array:
        from ..types import to_arrow

        values = []
        meta = rows.meta  # type: ignore[attr-defined]
        for place, row_seed in enumerate(draw(rows.ids, self._name).tolist()):
            sequence = int(rows.ordinals[place])
            view = RowView(rows, place)
            step = SimpleNamespace(
                sequence=sequence, stub=view, chain=(view,), parent_step=None, builder=None
            )
            with self.seeded(row_seed):
                if isinstance(self.declaration, Cycle):
                    values.append(self._item(sequence))
                else:
                    values.append(self.declaration.evaluate_pre(view, step, {}))
        return to_arrow(values, meta.column_type(self._name))

    def _item(self, sequence: int) -> Any:
        items = (
            list(self.declaration.iterator_builder().iterator) if not hasattr(self, "_items") else self._items
        )
        self._items = items
        item = items[sequence % len(items)]
        return item if self.declaration.getter is None else self.declaration.getter(item)

    @staticmethod
    @contextlib.contextmanager
    def seeded(seed: int) -> Iterator[None]:
        """factory_boy's and Faker's shared random state seeded inside the block, then put back."""
        state = factory.random.get_random_state()
        factory.random.randgen.seed(seed)
        try:
            yield
        finally:
            factory.random.set_random_state(state)

    def __repr__(self) -> str:
        return repr(self.declaration)


class RowView:
    """One row of a batch with plain attributes, for functions written for factory_boy."""

    def __init__(self, rows: Rows, place: int) -> None:
        self._rows, self._place = rows, place

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from ..types import to_python

        rows, place = self._rows, self._place
        meta = getattr(rows, "meta", None)
        if rows.is_link(name) and not (meta and meta.column_type(name)):
            parent = rows.parent(name)
            return None if parent is None else RowView(parent, place)
        kind = meta.column_type(name) if meta is not None else None
        return to_python(rows.column(name).slice(place, 1), kind)[0]
