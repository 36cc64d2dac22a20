"""Plain factory_boy declarations inside a table factory: run row by row, from a state seeded by the row."""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Iterator, Mapping
from typing import Any

import factory.random
import faker.generator
import pyarrow as pa
from factory.builder import BuildStep, StepBuilder
from factory.declarations import BaseDeclaration, ContainerAttribute, SelfAttribute
from factory.declarations import Iterator as Cycle
from factory.enums import BUILD_STRATEGY

from ..entropy import draw
from ..errors import DeclarationError
from ..types import to_arrow, to_python
from .base import Field
from .rows import Rows
from .scalar import ScalarRows


class Plain(Field):
    """A declaration of factory_boy's own (Faker, LazyAttribute, Sequence, fuzzy …).

    Its random state is seeded from row id and column, so a row is the same however it is made.
    An ``Iterator`` gives item ``n mod length`` (item ``n``, where it does not cycle).
    """

    def __init__(self, declaration: BaseDeclaration) -> None:
        super().__init__()
        self.declaration = declaration
        self.CAPTURE_OVERRIDES = (
            declaration.CAPTURE_OVERRIDES
        )  # a Transformer takes what it is overridden with

    def bound(self, name: str, known: Mapping[int, str]) -> Plain:
        plain = Plain(self.declaration)
        plain._name = name
        return plain

    @property
    def needs_container(self) -> bool:
        """Whether the value comes from the object that this one is built for: no column can tell."""
        up = isinstance(self.declaration, SelfAttribute) and self.declaration.depth > 1
        return up or isinstance(self.declaration, ContainerAttribute)

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        rows = ScalarRows(instance, step)
        return self._value(int(draw(rows.ids, self._name)[0]), instance, step, overrides)

    def column(self, rows: Rows) -> pa.Array:
        values = []
        context = rows.context(self._name)
        for place, seed in enumerate(draw(rows.ids, self._name).tolist()):
            view = RowView(rows, place)
            step = BuildStep(StepBuilder(None, {}, BUILD_STRATEGY), int(rows.ordinals[place]))
            step.stub = view
            values.append(self._value(seed, view, step, dict(context)))
        return to_arrow(values, rows.column_type(self._name))

    def _value(self, seed: int, instance: Any, step: Any, overrides: Any) -> Any:
        with seeded(seed):
            if isinstance(self.declaration, Cycle):
                return self._item(step.sequence)
            return self.declaration.evaluate_pre(instance, step, overrides)

    def _item(self, sequence: int) -> Any:
        cycle: Any = self.declaration
        # What was read stays with the declaration: a generator gives its items only once.
        source, items = vars(cycle).setdefault("seedkit_items", (iter(cycle.iterator_builder()), []))
        items += itertools.islice(source, max(0, sequence + 1 - len(items)))
        if sequence >= len(items):
            raise DeclarationError(
                f"{self._name} = Iterator(…) has {len(items)} items and no item {sequence}"
            )
        return items[sequence] if cycle.getter is None else cycle.getter(items[sequence])

    def __repr__(self) -> str:
        return repr(self.declaration)


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """factory_boy's and Faker's random states seeded inside the block, then put back."""
    generators = (factory.random.randgen, faker.generator.random)
    before = [generator.getstate() for generator in generators]
    state = random.Random(seed).getstate()
    try:
        for generator in generators:
            generator.setstate(state)
        yield
    finally:
        for generator, kept in zip(generators, before, strict=True):
            generator.setstate(kept)


class RowView:
    """One row of a batch with plain attributes, for functions written for factory_boy."""

    def __init__(self, rows: Rows, place: int) -> None:
        self._rows, self._place = rows, place

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        rows, place = self._rows, self._place
        kind = rows.column_type(name)
        if rows.is_link(name) and kind is None:
            parent = rows.parent(name)
            return RowView(parent, place) if parent is not None and parent.present()[place] else None
        return to_python(rows.column(name).slice(place, 1), kind)[0]
