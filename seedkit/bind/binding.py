"""A plan bound to a target, as values: what each table and column of ours is there, and what is left out."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..fields.base import Field
from ..schema.reflected import Exclusion, Unique
from .words import WordMap

__all__ = ["COLUMNS", "LEFT_OUT", "VALUES", "Binding", "BoundColumn", "BoundTable", "Note", "Orphan"]

#: In what way a table is not as the product means it. Where rows or values are not all that the story says,
#: a promise about them may be broken for that reason.
COLUMNS, VALUES, LEFT_OUT = "its columns differ", "some values are not the story's", "some rows are left out"


@dataclass(frozen=True)
class Note:
    """One way in which the target is not what the plan takes it for, and what is done about it.

    ``column`` is empty for a whole table. ``blocking`` is what forbids the load.
    """

    kind: Literal["missing", "extra", "renamed", "changed", "left out"]
    table: str
    column: str
    message: str
    blocking: bool = False

    def __str__(self) -> str:
        return f"{self.table}{f'.{self.column}' if self.column else ''}: {self.message}"


@dataclass(frozen=True)
class BoundColumn:
    """A column of the target that is written.

    It holds the column ``planned`` of the plan, or where that is None the ``field``; the field stands in for
    nulls too, as ``literal`` does. ``to`` is the live type where a value must be rounded or spelled anew to
    fit; more than ``longest`` characters are cut. A ``required`` column must not be null where the plan's may.
    ``lost`` columns point to rows that are not loaded: they are null.
    """

    name: str
    planned: str | None
    field: Field | None = None
    literal: str | None = None
    to: str = ""
    longest: int | None = None
    words: WordMap | None = None
    required: bool = False
    lost: bool = False

    @property
    def plain(self) -> bool:
        """Whether the plan's values are written as they are, under the same name."""
        return self == BoundColumn(self.planned or "", self.planned)

    @property
    def altered(self) -> bool:
        """Whether the column may hold other values than the plan's."""
        return bool(self.planned and (self.words or self.lost or self.required or self.to or self.longest))

    @property
    def drops(self) -> bool:
        """Whether rows are left out for want of a value that the column takes."""
        filled = self.literal is not None or (self.field is not None and self.planned is not None)
        return (self.words is not None and not self.words.null) or (self.required and not filled)

    @property
    def beside(self) -> str:
        """What the column of the field is called in a batch."""
        return self.name if self.planned is None else f"{self.name} otherwise"


@dataclass(frozen=True)
class Orphan:
    """A link to a table of which rows may be left out: such a link is cut, or its row left out as well.

    ``spelled`` is a link of another type than the key that it names: they are compared as text.
    """

    column: str
    parent: str
    parent_column: str
    required: bool
    spelled: bool = False


@dataclass(frozen=True)
class BoundTable:
    """A table of the plan, with what the target calls it.

    ``checks``, ``uniques`` and ``exclusions`` are rules that the product does not know: what breaks them is left
    out, and of twins the one with the greatest ``kept`` stays.
    """

    planned: str
    name: str
    columns: tuple[BoundColumn, ...]
    checks: Mapping[str, str] = field(default_factory=dict)
    uniques: tuple[Unique, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    kept: tuple[str, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    #: The plan's columns of the natural key of catalogue rows, and of their key.
    natural: tuple[str, ...] = ()
    key: str = ""

    @functools.cached_property
    def plain(self) -> bool:
        """Whether batches of the plan are written as they are."""
        return self.planned == self.name and all(c.plain for c in self.columns)

    @property
    def beside(self) -> dict[str, Field]:
        """Fields to be made beside the plan's own columns, by the name in the batch."""
        return {c.beside: c.field for c in self.columns if c.field is not None}

    @functools.cached_property
    def drops(self) -> bool:
        """Whether rows are left out for want of a value that a column takes."""
        return any(column.drops for column in self.columns)

    @functools.cached_property
    def thinned(self) -> bool:
        """Whether rows may be left out."""
        rules = self.checks or self.uniques or self.exclusions
        return self.drops or bool(rules) or any(orphan.required for orphan in self.orphans)

    def reworded(self, planned: str) -> WordMap | None:
        """What becomes of the words of the plan's column."""
        return next((c.words for c in self.columns if c.planned == planned), None)

    def live(self, planned: str) -> str | None:
        """What the plan's column is called in the target, if it is written there."""
        return next((c.name for c in self.columns if c.planned == planned and not c.lost), None)


@dataclass(frozen=True)
class Binding:
    """The tables of a plan in the target, by their names there and in load order."""

    tables: Mapping[str, BoundTable]
    notes: tuple[Note, ...] = ()

    def differing(self, left_out: Mapping[str, int]) -> dict[str, str]:
        """The tables of the plan that are not as the product means them, and in what way.

        ``left_out`` counts the rows that were, by the target's tables.
        """
        found = {note.table: COLUMNS for note in self.notes}
        for table in self.tables.values():
            if left_out.get(table.name):
                found[table.planned] = LEFT_OUT
            elif table.orphans or any(c.altered for c in table.columns):
                found[table.planned] = VALUES
        return found

    @property
    def plain(self) -> bool:
        """Whether rows are written as the plan makes them."""
        return not self.digest

    @property
    def digest(self) -> str:
        """What the rows depend on besides the plan; empty where nothing does."""
        told = [repr(t) for t in self.tables.values() if t.thinned or t.orphans or not t.plain]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""
