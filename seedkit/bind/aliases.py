"""What a product's tables, columns and values are called elsewhere: declared beside its models, as data.

::

    ALIASES = (
        *columns("visions", source="catalog/shop b1", love="romance", work=("business", "career")),
        table("orders", "purchases", source="catalog/shop b2"),
        column("visions", "status", When(this.is_draft, "draft", "complete"), source="catalog/shop b3"),
        words("tiers.kind", {"family": "single"}, source="catalog/shop c2"),
        preferred("profiles", "is_active", "version_number", source="catalog/shop b4"),
    )

Every alias names its source. Tables are those of ``public``, wherever the product is placed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import DeclarationError
from ..fields.base import Field

__all__ = [
    "Alias",
    "Aliases",
    "DerivedColumn",
    "Preferred",
    "RenamedColumn",
    "RenamedTable",
    "Words",
    "column",
    "columns",
    "preferred",
    "table",
    "words",
]


@dataclass(frozen=True)
class RenamedTable:
    """A table that other databases know under other names."""

    table: str
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class RenamedColumn:
    """A column that other databases know under other names; the first that is there is taken."""

    table: str
    column: str
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class DerivedColumn:
    """A column that only other databases have, and how its value follows from the row of ours."""

    table: str
    column: str
    field: Field
    source: str


@dataclass(frozen=True)
class Words:
    """Values that stand for others where the target does not allow them.

    ``column`` is ``table.column``; None: any column. Of several words the first that is allowed is taken.
    """

    column: str | None
    words: Mapping[str, tuple[str, ...]]
    source: str


@dataclass(frozen=True)
class Preferred:
    """Which of several rows stays where the target allows only one: that with the greatest of these."""

    table: str
    by: tuple[str, ...]
    source: str


Alias = RenamedTable | RenamedColumn | DerivedColumn | Words | Preferred


def table(name: str, *names: str, source: str) -> RenamedTable:
    """The table has one of these names elsewhere."""
    return RenamedTable(name, names, source)


def columns(table: str, *, source: str, **names: str | Iterable[str]) -> tuple[RenamedColumn, ...]:
    """Columns of a table by their name here, each with the name (or names) it has elsewhere."""
    return tuple(
        RenamedColumn(table, name, (others,) if isinstance(others, str) else tuple(others), source)
        for name, others in names.items()
    )


def column(table: str, name: str, value: Any, *, source: str) -> DerivedColumn:
    """A column of this name, where the target has one, holds this field of our row."""
    if not isinstance(value, Field):
        raise DeclarationError(
            f"{table}.{name}: {value!r} is no field", where=source, hint="For instance this.created_at"
        )
    return DerivedColumn(table, name, value.bound(name, {}), source)


def words(column: str | None, given: Mapping[str, str | Iterable[str]], *, source: str) -> Words:
    """What to write into ``table.column`` (None: any) instead of a value that the target does not allow."""
    named = {word: (to,) if isinstance(to, str) else tuple(to) for word, to in given.items()}
    return Words(column, named, source)


def preferred(table: str, *by: str, source: str) -> Preferred:
    """Of rows that the target allows only once the one with the greatest ``by`` stays (true before false)."""
    return Preferred(table, by, source)


class Aliases:
    """The aliases of a product, asked by the names that its models have."""

    def __init__(self, given: Iterable[Alias] = ()) -> None:
        self._given = tuple(given)

    def of_table(self, name: str) -> list[tuple[str, str]]:
        """The other names of a table, each with its source."""
        found = (a for a in self._given if isinstance(a, RenamedTable) and a.table == name)
        return [(other, a.source) for a in found for other in a.names]

    def of_column(self, table: str, column: str) -> list[tuple[str, str]]:
        """The other names of a column, each with its source."""
        found = (a for a in self._given if isinstance(a, RenamedColumn))
        mine = (a for a in found if (a.table, a.column) == (table, column))
        return [(other, a.source) for a in mine for other in a.names]

    def derived(self, table: str, column: str) -> DerivedColumn | None:
        """How the value of a column that only the target has follows from our row."""
        found = (a for a in self._given if isinstance(a, DerivedColumn))
        return next((a for a in found if (a.table, a.column) == (table, column)), None)

    def words(self, table: str, column: str) -> list[str]:
        """The values of a column for which another word is known."""
        said = (a for a in self._given if isinstance(a, Words) and a.column in (f"{table}.{column}", None))
        return list(dict.fromkeys(value for alias in said for value in alias.words))

    def word(self, table: str, column: str, value: str, allowed: Iterable[str]) -> tuple[str, str] | None:
        """The word to write instead of a value that is not allowed, with its source; a column's own go first."""
        said = [a for a in self._given if isinstance(a, Words) and a.column in (f"{table}.{column}", None)]
        permitted = set(allowed)
        for alias in sorted(said, key=lambda a: a.column is None):
            for other in alias.words.get(value, ()):
                if other in permitted:
                    return other, alias.source
        return None

    def preferred(self, table: str) -> tuple[str, ...]:
        """The columns by which the row that stays is chosen."""
        found = (a for a in self._given if isinstance(a, Preferred) and a.table == table)
        return next((a.by for a in found), ())
