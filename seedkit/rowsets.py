"""Row sets: some rows of one factory as a symbol, how many there are, and what their links are bound to."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from .declared import Declared
from .errors import UsageError
from .fields.base import Field
from .fields.rows import Rows

__all__ = [
    "Anyone",
    "Bound",
    "Cell",
    "Each",
    "Handed",
    "Person",
    "RowSet",
    "between",
    "chance",
    "copies",
    "maybe",
]


@dataclass(frozen=True)
class between:  # noqa: N801 - reads as a word in a story
    """A count from ``low`` to ``high``, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            hint = "Counts go from a lower to a higher number, from 0 on"
            raise UsageError(f"between({self.low}, {self.high})", got=(self.low, self.high), hint=hint)


@dataclass(frozen=True)
class chance:  # noqa: N801
    """A count of one with this probability, else none."""

    probability: float

    def __post_init__(self) -> None:
        _check_probability(self)


@dataclass(frozen=True)
class maybe:  # noqa: N801
    """A person who is there in this share of the copies."""

    probability: float

    def __post_init__(self) -> None:
        _check_probability(self)


@dataclass(frozen=True)
class copies:  # noqa: N801
    """A number of copies of the story, as the reach of ``anyone``."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise UsageError(f"copies({self.count})", got=self.count, hint="A reach is one copy or more")


def _check_probability(given: chance | maybe) -> None:
    if not 0 <= given.probability <= 1:
        raise UsageError(
            f"{type(given).__name__}({given.probability})",
            got=given.probability,
            hint="A probability lies between 0 and 1",
        )


class Cell(Field):
    """A column of a row set, used in another: ``guest.email``, ``After(vision.created_at, …)``.

    Where the using rows are bound to that set by a link, or made for its rows, it is the column of
    just that row; else of the one row in the same copy, or of one picked.
    """

    def __init__(self, rowset: RowSet, *path: str) -> None:
        super().__init__()
        self.rowset, self.path = rowset, path

    def bound(self, name: str, known: Mapping[int, str]) -> Cell:
        cell = Cell(self.rowset, *self.path)
        cell._name = name
        return cell

    def column(self, rows: Rows) -> pa.Array:
        return rows.at((f"@{self.rowset.label}", *self.path))

    def points_to(self, rows: Rows) -> Rows | None:
        return rows.follow((f"@{self.rowset.label}", *self.path))

    def references(self) -> Iterator[tuple[str, ...]]:
        return iter(())

    def __getattr__(self, name: str) -> Cell:
        if name.startswith("_") or "path" not in vars(self):
            raise AttributeError(name)
        return Cell(self.rowset, *self.path, name)

    def __getitem__(self, name: str) -> Cell:
        return Cell(self.rowset, *self.path, name)

    def __repr__(self) -> str:
        return ".".join((self.rowset.label, *self.path))


@dataclass(frozen=True, eq=False)
class RowSet:
    """Some rows of one factory: a symbol, not data. Its attributes are columns (``vision.created_at``).

    ``axis`` is ``copy`` (so many in each copy), ``each`` (so many for each row of ``parent``),
    ``shared`` (so many in the load), ``derived`` (one for each row of ``parent``, which nobody
    named) or ``catalogue`` (the rows of ``Meta.rows``).
    """

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
        return Cell(self, name)

    def __getitem__(self, name: str) -> Cell:
        return Cell(self, name)

    @property
    def table(self) -> str:
        """``schema.table`` of the rows."""
        return str(self.factory._meta.table_name())

    @functools.cached_property
    def declarations(self) -> Declared:
        """All declarations of the rows by name, as they stand under what the story gives."""
        declared: Declared = self.factory._meta.declared(self.given_values)
        return declared

    def __getstate__(self) -> dict[str, Any]:
        # Declarations are read again where the row set is sent to: they hold what cannot be sent.
        return {name: value for name, value in vars(self).items() if name != "declarations"}

    @property
    def given_values(self) -> dict[str, Any]:
        """The overrides that are values or fields."""
        return {name: value for name, value in self.overrides.items() if not isinstance(value, RowSet)}

    @property
    def given_rows(self) -> dict[str, RowSet]:
        """The overrides that bind a link of a parent nobody named: ``household__admin_user=admin``."""
        return {name: value for name, value in self.overrides.items() if isinstance(value, RowSet)}

    def written(self) -> dict[str, str]:
        """Columns that the rows have: ``{attribute: column}``, those that only the story gives included."""
        meta = self.factory._meta
        given = {name: meta.table_column(name) for name in self.overrides}
        return {
            **meta.written(),
            **{name: column.name for name, column in given.items() if column is not None},
        }

    @property
    def once(self) -> bool:
        """Whether the rows live once in the load rather than in each copy."""
        if self.parent is not None:
            return self.parent.once
        return self.axis in ("shared", "catalogue")

    @property
    def single(self) -> bool:
        """Whether there is at most one row in a copy (or one in the load)."""
        one = self.count is None or self.count == 1 or isinstance(self.count, (chance, maybe))
        return one and self.axis != "catalogue" and (self.parent is None or self.parent.single)

    @property
    def sure(self) -> bool:
        """Whether there is a row in every copy (or in the load)."""
        if isinstance(self.count, (chance, maybe, Field)) or self.count == 0:
            return False
        if isinstance(self.count, between) and not self.count.low:
            return False
        bound = [binding.rowset for binding in self.links.values() if isinstance(binding, Bound)]
        return all(rowset.sure for rowset in (*bound, *([self.parent] if self.parent else ())))

    def __repr__(self) -> str:
        return f"<{self.label}>"


@dataclass(frozen=True, eq=False)
class Person(RowSet):
    """A named person of the story: the user row; the world adds the rows that come with it.

    ``kind`` says what the access proof makes of them: ``owner``, ``member``, ``removed``, ``admin`` …
    """

    kind: str = "owner"


@dataclass(frozen=True)
class Bound:
    """A link bound to a row set of the same copy (one row, or one picked), or to shared rows."""

    rowset: RowSet
    distinct: bool = False


@dataclass(frozen=True)
class Each:
    """``each(stories)``: so many rows for each row of another set."""

    rowset: RowSet


@dataclass(frozen=True)
class Anyone:
    """``anyone(readers)``: a row of this copy or a lower one, at most ``within`` copies away."""

    rowset: RowSet
    within: copies | None = None
    distinct: bool = False


@dataclass(frozen=True)
class Handed:
    """A link of a parent that nobody named, bound to what the child points to: ``Parent(…, user=this.user)``."""

    path: tuple[str, ...]
