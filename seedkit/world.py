"""World: records a story as symbolic row sets; it loops over no data and decides nothing.

A row set lives on one of three axes: *copy* (the default: so many rows in each copy of the
story), *each* (so many for each row of another set) or *shared* (once per load).
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .errors import PlanError, nearest
from .fields.base import Field
from .rowsets import Anyone, Bound, Cell, Each, Person, RowSet, between, chance, copies, maybe

__all__ = [
    "Anyone", "Bound", "Cell", "Each", "Person", "RowSet", "World",
    "anyone", "between", "chance", "copies", "distinct", "each", "maybe",
]  # fmt: skip


def each(rowset: RowSet) -> Any:
    """Bind a link so that the count is per row of ``rowset``."""
    return Each(rowset)


def anyone(rowset: RowSet, *, within: copies | None = None) -> Any:
    """Bind a link to a row of any equal or lower copy, within a block of copies if given."""
    return Anyone(rowset, within)


def distinct(target: RowSet | Anyone) -> Any:
    """Bind a link so that rows made for the same parent (or in the same copy) reach different rows.

    ``world.add(LikeFactory, between(0, 9), story=each(stories), user=distinct(anyone(readers)))``:
    nobody likes a story twice. There are no more rows than there is somebody to reach.
    """
    return replace(target, distinct=True) if isinstance(target, Anyone) else Bound(target, distinct=True)


class World:
    """What a scenario function is given: it adds people and row sets, and states what people see.

    Nothing raises while the story is told; what is wrong is collected in ``findings``, with the
    line of the story, and ``faulty`` holds the labels of the row sets concerned.
    """

    def __init__(self, product: Any, scenario: str = "", everybody: Mapping[str, Any] | None = None) -> None:
        self.product, self.scenario = product, scenario
        #: What every person is given, unless the story says otherwise.
        self.everybody = dict(everybody or {})
        self.rowsets: dict[str, RowSet] = {}
        self.persons: dict[str, Person] = {}
        self.companions: dict[str, list[RowSet]] = {}
        self.sights: list[tuple[Person, RowSet, str]] = []
        self.findings: list[str] = []
        self.faulty: set[str] = set()
        #: The modules of the stories included in this one.
        self.included: set[str] = set()
        self._prefix = ""

    def people(self, *handles: str, kind: str = "owner", **overrides: Any) -> tuple[Person, ...]:
        """Named people, each with a user row and the rows the product gives every user.

        Everything else given are columns and traits of the user or, where it has none of that
        name, of those other rows.
        """
        where = _where()
        return tuple(self._person(handle, None, kind, overrides, where) for handle in handles)

    def person(
        self, handle: str, when: maybe | None = None, *, kind: str = "owner", **overrides: Any
    ) -> Person:
        """One named person; ``maybe(0.5)`` makes it, and what hangs on it, conditional."""
        return self._person(handle, when, kind, overrides, _where())

    def add(
        self, factory: Any, count: Any = None, *, label: str | None = None, shared: bool = False, **given: Any
    ) -> RowSet:
        """Rows of a factory: ``count`` in each copy (one without it), or for each row of ``each(…)``.

        Links take row sets, people, ``each(…)`` or ``anyone(…)``; everything else overrides
        columns and switches traits as in ``factory.build``. ``shared`` rows live once in the load.
        """
        bindings = {name: self._binding(factory, name, value) for name, value in given.items()}
        made_for = {name: binding.rowset for name, binding in bindings.items() if isinstance(binding, Each)}
        links = {n: b for n, b in bindings.items() if b is not None and n not in made_for}
        parent_link, parent = next(iter(made_for.items()), (None, None))
        rowset = RowSet(
            label=self._label(factory, [*(b.rowset for b in links.values()), *made_for.values()], label),
            factory=factory,
            count=count,
            axis="shared" if shared else "each" if parent is not None else "copy",
            parent=parent,
            parent_link=parent_link,
            links=links,
            overrides={name: value for name, value in given.items() if bindings[name] is None},
            where=_where(),
        )
        self._find(rowset, _wrong_counts(rowset, len(made_for)))
        self._find(rowset, _wrong_names(rowset, given))
        self._find(rowset, _wrong_links(rowset))
        self._record(rowset)
        return rowset

    def include(self, story: Any, *, prefix: str = "", **parameters: Any) -> None:
        """Tell another story of the product within this one; its people are called ``prefix-handle``.

        The prefix is the story's own name unless given: another one tells the same story again.
        """
        outer, name = self._prefix, prefix or story.name.partition("/")[2]
        self._prefix = f"{outer}-{name}" if outer else name
        self.included.add(story.module)
        try:
            story(self, **parameters)
        finally:
            self._prefix = outer

    def sees(self, person: Person, *rowsets: RowSet) -> None:
        """The story's access contract: this person reads every row of these sets."""
        where = _where()
        self.sights += [(person, rowset, where) for rowset in rowsets]

    def check(self) -> None:
        """Raise PlanError with everything found wrong while recording."""
        if self.findings:
            raise PlanError(self.findings, where=self.scenario)

    # Recording

    def _person(
        self, handle: str, when: maybe | None, kind: str, overrides: Mapping[str, Any], where: str
    ) -> Person:
        user, others = self.product.person, self.product.companions
        own, *theirs = _apportioned({**self.everybody, **overrides}, user, *others)
        handle = f"{self._prefix}-{handle}" if self._prefix else handle
        person = Person(
            _label(user, [handle]), user, when, overrides=own, where=where, handle=handle, kind=kind
        )
        if not handle.isascii() or not handle.replace("_", "").replace("-", "").isalnum():
            finding = f"the handle {handle!r} is no part of an e-mail address: letters, digits, - and _"
            self._find(person, [finding])
        self._find(person, _wrong_names(person, own))
        self._record(person)
        self.persons[handle] = person
        self.companions[handle] = [
            self._companion(factory, person, given) for factory, given in zip(others, theirs, strict=True)
        ]
        return person

    def _companion(self, factory: Any, person: Person, given: Mapping[str, Any]) -> RowSet:
        models = factory._meta.link_models().items()
        link = next(name for name, found in models if person.factory._meta.model in found)
        companion = RowSet(
            _label(factory, [person.handle]),
            factory,
            links={link: Bound(person)},
            overrides=given,
            where=person.where,
            handle=person.handle,
        )
        self._find(companion, _wrong_names(companion, given))
        self._record(companion)
        return companion

    def _binding(self, factory: Any, name: str, value: Any) -> Any:
        if "__" in name:
            return None
        if isinstance(value, Each):
            return Each(self._target(factory, name, value.rowset))
        if isinstance(value, Anyone):
            return replace(value, rowset=self._target(factory, name, value.rowset))
        if isinstance(value, Bound):
            return replace(value, rowset=self._target(factory, name, value.rowset))
        return Bound(self._target(factory, name, value)) if isinstance(value, RowSet) else None

    def _target(self, factory: Any, name: str, rowset: RowSet) -> RowSet:
        """The row set itself, or the companion of a person that the link asks for (a profile, say)."""
        models = factory._meta.link_models().get(name, ())
        candidates = [rowset, *self.companions.get(rowset.handle, ())] if isinstance(rowset, Person) else []
        return next((r for r in candidates if r.factory._meta.model in models), rowset)

    def _label(self, factory: Any, bound: list[RowSet], label: str | None) -> str:
        handles = [rowset.handle for rowset in bound if rowset.handle]
        # What an included story hangs on none of its people is called after the story.
        return _label(factory, [*(handles or filter(None, [self._prefix])), *filter(None, [label])])

    def _record(self, rowset: RowSet) -> None:
        if rowset.label in self.rowsets:
            first = self.rowsets[rowset.label].where
            self.findings.append(
                f"two row sets are called {rowset.label!r} ({first} and {rowset.where}): give one of them label=…"
            )
        self.rowsets[rowset.label] = rowset

    def _find(self, rowset: RowSet, findings: Iterator[str] | list[str]) -> None:
        for finding in findings:
            self.findings.append(f"{finding} ({rowset.where})")
            self.faulty.add(rowset.label)


def _apportioned(given: Mapping[str, Any], *factories: Any) -> list[dict[str, Any]]:
    """What each factory knows of what a person is given: the first that has the name; what none has is the first's."""
    parts: list[dict[str, Any]] = [{} for _ in factories]
    for path, value in given.items():
        name = path.partition("__")[0]
        known = (place for place, factory in enumerate(factories) if name in factory._meta.names)
        parts[next(known, 0)][path] = value
    return parts


def _wrong_counts(rowset: RowSet, made_for: int) -> Iterator[str]:
    name, count = rowset.factory.__name__, rowset.count
    if made_for > 1:
        yield f"{name} has two each(…), only one can count"
    if made_for and rowset.axis == "shared":
        yield f"{name} is shared and has an each(…): rows made for shared rows are shared without saying so"
    whole = isinstance(count, int) and not isinstance(count, bool)
    if whole and count < 0:
        yield f"{name} has a negative count, {count}"
    if count is not None and not whole and not isinstance(count, (between, chance, Field)):
        yield f"{name} cannot count {count!r}: write a number, between(…), chance(…) or a field such as Zipf(9)"


def _wrong_names(rowset: RowSet, given: Mapping[str, Any]) -> Iterator[str]:
    for factory, name in rowset.factory._meta.unknown(given):
        near = nearest(name, factory._meta.names)
        yield f"{factory.__name__} has no column, link or trait {name!r}" + (
            f"; did you mean {near!r}?" if near else ""
        )


def _wrong_links(rowset: RowSet) -> Iterator[str]:
    bindings = dict(rowset.links)
    if rowset.parent is not None:
        bindings[str(rowset.parent_link)] = Each(rowset.parent)
    for name, binding in bindings.items():
        target = binding.rowset
        models = rowset.factory._meta.link_models().get(name)
        if models and target.factory._meta.model not in models:
            wanted = " or ".join(sorted(model.__name__ for model in models))
            yield f"{rowset.label}.{name} points to {wanted} rows, {target.label} has others"
        if rowset.axis == "shared" and not target.once:
            yield f"{rowset.label} lives once in the load, but its {name}, {target.label}, in each copy"
        if (
            isinstance(binding, Bound)
            and isinstance(rowset.count, int)
            and not target.sure
            and not rowset.parent
        ):
            yield (
                f"{rowset.label} wants {rowset.count} in every copy, but its {name}, {target.label}, is not in "
                f"every copy: write {name}=each(…), or leave the count to chance"
            )


def _label(factory: Any, parts: list[str]) -> str:
    noun = str(factory.__name__).removesuffix("Factory")
    return f"{noun}:{'.'.join(dict.fromkeys(parts))}" if parts else noun


def _where() -> str:
    """File and line of the story: the nearest caller outside this file."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return f"{_short(frame.f_code.co_filename, os.getcwd())}:{frame.f_lineno}"


@functools.lru_cache(maxsize=1024)
def _short(file: str, here: str) -> Path:
    """A file of stories as its readers call it."""
    path = Path(file)
    for root in ("scenarios", "tests"):
        if root in path.parts:
            path = Path(*path.parts[path.parts.index(root) :])
    return path.relative_to(here) if path.is_relative_to(here) else path
