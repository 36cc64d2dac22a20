"""Small worlds in code: as the call that makes one, and as calls of factories, a line a row."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from factory.declarations import Trait

from ... import product as registry
from ...declared import ARRAYS
from ...fields.base import Field
from ...fields.rows import Rows, TakenRows
from ...rowsets import Person, RowSet
from ...storyrows import StoryRows
from ...types import to_python
from .cells import free_columns
from .literals import called, literal, variable

if TYPE_CHECKING:
    from .world import SmallWorld

__all__ = ["call_of", "world_code"]

#: Types of values that have to be imported.
_TYPES = (("decimal", "Decimal"), ("uuid", "UUID"))
#: A row: the label of its row set, its place there. A call: the row, its factory, the arguments in code.
Row = tuple[str, int]
Call = tuple[Row, str, dict[str, str]]


def call_of(world: SmallWorld) -> str:
    """The call of ``small_world`` that makes this world again."""
    story, steering = world.story, world.steering
    given = {
        name: literal(value)
        for name, value in world.parameters.items()
        if value != story.parameters[name].default
    }
    counts = {
        label: numbers[0] if len(numbers) == 1 else tuple(numbers)
        for label, numbers in steering.counts.items()
    }
    chosen = {
        "copies": (world.copies, 1),
        "seed": (steering.seed, 0),
        "counts": (counts, {}),
        "cells": (dict(steering.cells), {}),
    }
    given |= {name: literal(value) for name, (value, plain) in chosen.items() if value != plain}
    return called("small_world", story.function.__name__, **given, now=literal(world.telling.now))


def world_code(world: SmallWorld, *, most: int | None = None) -> str:
    """The rows that the story names, as calls of factories with what the story and the choices say of them.

    Everything else is what the factories make of it themselves. ``most`` is how many lines are written.
    """
    writer = _Writer(world)
    calls = writer.calls()
    lines = list(writer.written(calls))
    left = len(lines) - (most or len(lines))
    shown = [*lines[:most], *([f"# {left} more lines: print(world.code())"] if left > 0 else [])]
    head = f"# {len(calls)} rows of {world.story.name} as of {world.telling.now:%Y-%m-%d %H:%M}"
    return "\n".join([head, *_imports(world, shown), *shown])


def _imports(world: SmallWorld, lines: list[str]) -> Iterator[str]:
    """What the lines need to run."""
    text = "\n".join(lines)
    if "dt." in text:
        yield "import datetime as dt"
    yield from (f"from {module} import {name}" for module, name in _TYPES if f"{name}(" in text)
    modules: dict[str, set[str]] = {}
    for factory in {rowset.factory for rowset in world.plan.rowsets.values()}:
        if f"{factory.__name__}.build" in text:
            modules.setdefault(_home(factory, world.plan.product), set()).add(factory.__name__)
    yield from (
        f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(modules.items())
    )


def _home(factory: Any, product: str) -> str:
    """The module from which a reader would import a factory: its product's package, where that has it."""
    package = registry.find_product(product).factories if product in registry.products() else ""
    exported = vars(sys.modules.get(package, sys)).get(factory.__name__)
    return package if exported is factory else str(factory.__module__)


class _Writer:
    """Writes rows; those that others refer to get a name."""

    def __init__(self, world: SmallWorld) -> None:
        self._world = world
        self._rowsets = world.plan.rowsets
        self._used: set[Row] = set()
        self._names: dict[Row, str] = {}

    def calls(self) -> list[Call]:
        """The call that makes each row, in the order of the story; what people bring along comes last.

        Unless somebody refers to it: a row stands before those that do.
        """
        told = [r for r in self._rowsets.values() if r.axis in ("copy", "each", "shared")]
        told.sort(key=self._is_companion)
        calls = {call[0]: call for rowset in told for call in self._of(rowset)}
        rows = {name: row for row, name in self._names.items()}
        ordered: dict[Row, Call] = {}

        def put(row: Row) -> None:
            if row not in ordered and row in calls:
                for argument in calls[row][2].values():
                    if (above := rows.get(argument.partition(".")[0], row)) != row:
                        put(above)
                ordered[row] = calls[row]

        for row in calls:
            put(row)
        return list(ordered.values())

    def written(self, calls: list[Call]) -> Iterator[str]:
        """The calls as lines: named where others refer to the row, at once where equal ones follow each other."""
        for (factory, arguments, row), group in itertools.groupby(
            calls, lambda c: (c[1], c[2], c[0] if c[0] in self._used else None)
        ):
            number = len(list(group))
            if row is not None:
                yield f"{self._name(row)} = {called(f'{factory}.build', **dict(arguments))}"
            elif number == 1:
                yield called(f"{factory}.build", **dict(arguments))
            else:
                yield called(f"{factory}.build_batch", str(number), **dict(arguments))

    def _of(self, rowset: RowSet) -> Iterator[Call]:
        rows = self._world.read(rowset)
        given = {name: values for name in self._given(rowset) if (values := self._values(rowset, rows, name))}
        links = [name for name in (*rowset.links, rowset.parent_link) if name]
        for place in range(len(rows)):
            arguments = {name: self._target(rows, name, place) for name in links}
            said = ((name, values[place]) for name, values in given.items())
            arguments |= {name: value for name, value in said if value is not None}
            yield (rowset.label, place), rowset.factory.__name__, arguments

    def _given(self, rowset: RowSet) -> list[str]:
        """What is said of the rows: by the story, by a chosen cell; with a seed whatever chance decided."""
        steering = self._world.steering
        cells = [name for label, _, name in steering.cells if label == rowset.label]
        drawn = free_columns(rowset) if steering.seed else ()
        return list(dict.fromkeys((*rowset.given_values, *cells, *drawn)))

    def _values(self, rowset: RowSet, rows: Any, name: str) -> list[str | None]:
        """The values of a name as code, None where it need not be said: a trait that is off, another row's cell."""
        meta, story = rowset.factory._meta, name in rowset.given_values
        given = rowset.given_values.get(name)
        if "__" in name or name not in meta.names:
            return self._as_given(rowset, rows, name) if story else []
        if isinstance(meta.parameters.get(name), Trait):
            on = to_python(rows.column(name), None) if isinstance(given, Field) else [given] * len(rows)
            return [literal(True) if value else None for value in on]
        if name in meta.links and meta.column_type(name) is None:
            return []
        if story and not isinstance(given, (Field, *ARRAYS)):
            return [literal(given)] * len(rows)
        values: list[str | None] = [literal(v) for v in to_python(rows.column(name), meta.column_type(name))]
        if story or self._world.steering.seed:
            return values
        chosen = {
            place % max(len(rows), 1)
            for label, place, column in self._world.steering.cells
            if (label, column) == (rowset.label, name)
        }
        return [value if place in chosen else None for place, value in enumerate(values)]

    def _as_given(self, rowset: RowSet, rows: Any, name: str) -> list[str | None]:
        """What is given to a row above (``user__first_name``), read from there where it is made of this one."""
        given = rowset.given_values[name]
        if not isinstance(given, (Field, *ARRAYS)):
            return [literal(given)] * len(rows)
        return [literal(value) for value in to_python(rows.at(name.split("__")), None)]

    def _target(self, rows: Rows, link: str, place: int) -> str:
        """The name of the row that a link points to."""
        base: Any = rows.parent(link)
        while isinstance(base, TakenRows) and place >= 0:
            base, place = base.base, int(base.index[place])
        if place < 0 or not isinstance(base, StoryRows) or base.rowset.axis == "catalogue":
            return "None"
        return self._expression(base, place)

    def _expression(self, rows: StoryRows, place: int) -> str:
        """A row in code: by its name, or as what a row that was made with it links to."""
        if rows.rowset.axis == "derived" and isinstance(rows.made_for, StoryRows):
            child = self._expression(rows.made_for, int(rows.index[place]))
            return f"{child}.{rows.rowset.parent_link}"
        row = rows.rowset.label, place
        self._used.add(row)
        return self._name(row)

    def _name(self, row: Row) -> str:
        label, place = row
        if row not in self._names:
            rowset = self._rowsets[label]
            noun, _, of = label.partition(":")
            words = [of] if isinstance(rowset, Person) else [noun, of]
            copy = int(self._world.read(rowset).copies[place])
            number = [str(place)] if not rowset.single else [str(copy)] if copy else []
            name = variable(*words, *number)
            while name in self._names.values():
                name += "_"
            self._names[row] = name
        return self._names[row]

    def _is_companion(self, rowset: RowSet) -> bool:
        """Whether nobody named these rows: they come with a person."""
        return not isinstance(rowset, Person) and bool(rowset.handle)
