"""World: records a story as symbolic row sets; it loops over no data and decides nothing.

A row set lives on one of three axes: *copy* (the default: so many rows in each copy of the
story), *each* (so many for each row of another set) or *shared* (once per load).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from .errors import PlanError, UsageError, nearest
from .fields.base import Field
from .fields.rows import Rows

__all__ = [
    "Anyone", "Cell", "Each", "Person", "RowSet", "World", "anyone", "between", "chance", "copies", "each", "maybe",
]  # fmt: skip


@dataclass(frozen=True)
class between:  # noqa: N801 - reads as a word in a story
    """A count from ``low`` to ``high``, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise UsageError(
                f"between({self.low}, {self.high})", hint="Counts go from a lower to a higher number"
            )


@dataclass(frozen=True)
class chance:  # noqa: N801
    """A count of one with this probability, else none."""

    probability: float

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise UsageError(f"chance({self.probability})", hint="A probability lies between 0 and 1")


@dataclass(frozen=True)
class maybe:  # noqa: N801
    """A person who is there in this share of the copies."""

    probability: float


@dataclass(frozen=True)
class copies:  # noqa: N801
    """A number of copies of the story, as the reach of ``anyone``."""

    count: int


class Cell(Field):
    """A column of a row set, used in another: ``guest.email``, ``After(vision.created_at, …)``."""

    def __init__(self, rowset: RowSet, *path: str) -> None:
        super().__init__()
        self.rowset, self.path = rowset, path

    def bound(self, name: str, known: Mapping[int, str]) -> Cell:  # type: ignore[override]
        cell = Cell(self.rowset, *self.path)
        cell._name = name
        return cell

    def column(self, rows: Rows) -> pa.Array:
        return rows.at((f"@{self.rowset.label}", *self.path))

    def __getattr__(self, name: str) -> Cell:
        if name.startswith("_") or "path" not in vars(self):
            raise AttributeError(name)
        return Cell(self.rowset, *self.path, name)

    def __repr__(self) -> str:
        return ".".join((self.rowset.label, *self.path))


@dataclass(frozen=True, eq=False)
class RowSet:
    """Some rows of one factory: a symbol, not data. Its attributes are columns (``vision.created_at``)."""

    label: str
    factory: Any
    count: Any = None
    axis: str = "copy"
    parent: RowSet | None = None
    parent_link: str | None = None
    links: Mapping[str, Any] = field(default_factory=dict)
    overrides: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    handle: str = ""

    def __getattr__(self, name: str) -> Cell:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Cell:
        names = self.factory._meta.names
        if name not in names:
            near = nearest(name, names)
            raise UsageError(
                f"{self.factory.__name__} has no column {name!r}",
                got=name,
                hint=f"Did you mean {near!r}?" if near else None,
            )
        return Cell(self, name)

    @property
    def table(self) -> str:
        """``schema.table`` of the rows."""
        return str(self.factory._meta.table_name())

    @property
    def single(self) -> bool:
        """Whether there is at most one row in a copy (or one in the load, when shared)."""
        one = self.count in (None, 1) or isinstance(self.count, (chance, maybe))
        return one and (self.axis != "each" or bool(self.parent and self.parent.single))

    @property
    def sure(self) -> bool:
        """Whether there is a row in every copy."""
        if self.axis == "each":
            return bool(self.parent and self.parent.sure) and not isinstance(self.count, (chance, maybe))
        if isinstance(self.count, (chance, maybe)) or (
            isinstance(self.count, between) and not self.count.low
        ):
            return False
        return self.axis == "shared" or all(
            b.rowset.sure for b in self.links.values() if isinstance(b, Bound)
        )

    def __repr__(self) -> str:
        return f"<{self.label}>"


@dataclass(frozen=True, eq=False)
class Person(RowSet):
    """A named person of the story: the user row; the world adds the rows that come with it."""


@dataclass(frozen=True)
class Bound:
    """A link bound to a row set of the same copy (one row, or one picked), or to shared rows."""

    rowset: RowSet


@dataclass(frozen=True)
class Each:
    """``each(stories)``: so many rows for each row of another set."""

    rowset: RowSet


@dataclass(frozen=True)
class Anyone:
    """``anyone(readers)``: a row of this copy or a lower one, at most ``within`` copies away."""

    rowset: RowSet
    within: copies | None = None


def each(rowset: RowSet) -> Any:
    """Bind a link so that the count is per row of ``rowset``."""
    return Each(rowset)


def anyone(rowset: RowSet, *, within: copies | None = None) -> Any:
    """Bind a link to a row of any equal or lower copy, within a block of copies if given."""
    return Anyone(rowset, within)


class World:
    """What a scenario function is given: it adds people and row sets, and states what people see."""

    def __init__(self, product: Any, scenario: str = "") -> None:
        self.product, self.scenario = product, scenario
        self.rowsets: dict[str, RowSet] = {}
        self.persons: dict[str, Person] = {}
        self.companions: dict[str, list[RowSet]] = {}
        self.sights: list[tuple[Person, RowSet, str]] = []
        self.findings: list[str] = []

    def people(self, *handles: str, **overrides: Any) -> tuple[Person, ...]:
        """Named people, each with a user row and the rows the product gives every user."""
        where = _where()
        return tuple(self._person(handle, None, overrides, where) for handle in handles)

    def person(self, handle: str, when: maybe | None = None, **overrides: Any) -> Person:
        """One named person; ``maybe(0.5)`` makes it, and what hangs on it, conditional."""
        return self._person(handle, when, overrides, _where())

    def add(
        self, factory: Any, count: Any = None, *, label: str | None = None, shared: bool = False, **given: Any
    ) -> RowSet:
        """Rows of a factory: ``count`` in each copy (one without it), or for each row of ``each(…)``.

        Links take row sets, people, ``each(…)`` or ``anyone(…)``; everything else overrides
        columns and switches traits as in ``factory.build``.
        """
        where = _where()
        links, overrides, parent, parent_link = {}, {}, None, None
        for name, value in given.items():
            binding = self._binding(factory, name, value)
            if binding is None:
                overrides[name] = value
            elif isinstance(binding, Each):
                if parent is not None:
                    self.findings.append(f"{factory.__name__} has two each(…), only one can count ({where})")
                parent, parent_link = binding.rowset, name
            else:
                links[name] = binding
        self._check_names(factory, given, where)
        axis = "shared" if shared else "each" if parent is not None else "copy"
        rowset = RowSet(
            label=self._label(factory, [*links.values(), *([Bound(parent)] if parent else [])], label),
            factory=factory,
            count=count,
            axis=axis,
            parent=parent,
            parent_link=parent_link,
            links=links,
            overrides=overrides,
            where=where,
        )
        self._check_sure(rowset)
        return self._record(rowset)

    def sees(self, person: Person, *rowsets: RowSet) -> None:
        """The story's access contract: this person reads every row of these sets."""
        where = _where()
        self.sights += [(person, rowset, where) for rowset in rowsets]

    # Recording

    def _person(self, handle: str, when: maybe | None, overrides: Mapping[str, Any], where: str) -> Person:
        if not handle.replace("_", "").replace("-", "").isalnum() or not handle.isascii():
            raise UsageError(
                f"the handle {handle!r}", where=where, hint="Letters, digits, - and _, as in e-mail addresses"
            )
        user = self.product.person
        person = Person(
            f"{_noun(user)}:{handle}", user, when, overrides=overrides, where=where, handle=handle
        )
        self._check_names(user, overrides, where)
        self._record(person)
        self.persons[handle] = person
        self.companions[handle] = []
        for factory in self.product.companions:
            link = next(
                name for name, models in factory._meta.link_models().items() if user._meta.model in models
            )
            label = f"{_noun(factory)}:{handle}"
            companion = RowSet(label, factory, links={link: Bound(person)}, where=where, handle=handle)
            self.companions[handle].append(self._record(companion))
        return person

    def _binding(self, factory: Any, name: str, value: Any) -> Any:
        if isinstance(value, (Each, Anyone)):
            target = self._target(factory, name, value.rowset)
            return Each(target) if isinstance(value, Each) else Anyone(target, value.within)
        if isinstance(value, RowSet):
            return Bound(self._target(factory, name, value))
        return None

    def _target(self, factory: Any, name: str, rowset: RowSet) -> RowSet:
        """The row set itself, or the companion of a person that the link asks for (a profile, say)."""
        models = factory._meta.link_models().get(name, ())
        candidates = [rowset, *self.companions.get(rowset.handle, ())] if isinstance(rowset, Person) else []
        return next((r for r in candidates if r.factory._meta.model in models), rowset)

    def _record(self, rowset: RowSet) -> Any:
        if rowset.label in self.rowsets:
            first = self.rowsets[rowset.label].where
            self.findings.append(
                f"two row sets are called {rowset.label!r} ({first} and {rowset.where}): give one of them label=…"
            )
        self.rowsets[rowset.label] = rowset
        return rowset

    @staticmethod
    def _label(factory: Any, bindings: list[Any], label: str | None) -> str:
        handles = [b.rowset.handle for b in bindings if b.rowset.handle]
        parts = list(dict.fromkeys([*handles, *([label] if label else [])]))
        return f"{_noun(factory)}:{'.'.join(parts)}" if parts else _noun(factory)

    def _check_names(self, factory: Any, given: Mapping[str, Any], where: str) -> None:
        names = factory._meta.names
        for name in given:
            root = name.split("__")[0]
            if root not in names:
                near = nearest(root, names)
                hint = f" Did you mean {near!r}?" if near else ""
                self.findings.append(
                    f"{factory.__name__} has no column, link or trait {root!r} ({where}).{hint}"
                )

    def _check_sure(self, rowset: RowSet) -> None:
        if not isinstance(rowset.count, int) or rowset.axis != "copy":
            return
        for name, binding in rowset.links.items():
            if isinstance(binding, Bound) and not binding.rowset.sure:
                self.findings.append(
                    f"{rowset.label} wants {rowset.count} in every copy, but its {name}, {binding.rowset.label}, is not "
                    f"in every copy ({rowset.where}): write {name}=each(…), or leave the count to chance"
                )

    def check(self) -> None:
        """Raise PlanError with everything found wrong while recording."""
        if self.findings:
            raise PlanError(self.findings, where=self.scenario)


def _noun(factory: Any) -> str:
    return str(factory.__name__).removesuffix("Factory")


def _where() -> str:
    here = Path(__file__)
    frame = sys._getframe(1)
    while frame.f_back is not None and Path(frame.f_code.co_filename) == here:
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    parts = path.parts
    for root in ("scenarios", "tests"):
        if root in parts:
            path = Path(*parts[parts.index(root) :])
    return f"{path}:{frame.f_lineno}"
