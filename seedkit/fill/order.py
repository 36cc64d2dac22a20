"""The order of writing: parents first, and what becomes of circles.

A circle is opened where it is softest. A foreign key that is deferrable is deferred; one whose columns
may be null is written as null and set by an UPDATE when its target is there. What is left are circles
of NOT NULL: their tables are written by one statement, at whose end the server checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..schema.reflected import ForeignKey, Name, Table
from .graph import components

__all__ = ["Order", "Part", "Step", "can_come_late", "late_columns", "order_of", "row_key"]


@dataclass(frozen=True)
class Step:
    """Tables that are written at once: one, or a circle of NOT NULL foreign keys."""

    tables: tuple[Name, ...]

    @property
    def together(self) -> bool:
        """Whether one statement has to insert into all of them."""
        return len(self.tables) > 1


@dataclass
class Part:
    """Tables that hang together: one, or those of a circle, in steps.

    ``late`` and ``deferred`` are foreign keys that point to rows of a later step, by table.
    """

    steps: list[Step] = field(default_factory=list)
    late: dict[Name, list[ForeignKey]] = field(default_factory=dict)
    deferred: dict[Name, list[ForeignKey]] = field(default_factory=dict)

    @property
    def names(self) -> list[Name]:
        """Its tables, in the order of writing."""
        return [name for step in self.steps for name in step.tables]


@dataclass
class Order:
    """The parts, each after those that it points to."""

    parts: list[Part] = field(default_factory=list)

    @cached_property
    def names(self) -> list[Name]:
        """All tables, in the order of writing."""
        return [name for part in self.parts for name in part.names]

    @cached_property
    def places(self) -> dict[Name, int]:
        """The place of each table in that order."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def late(self) -> dict[Name, list[ForeignKey]]:
        """The foreign keys that are set by an UPDATE, by table."""
        return {name: keys for part in self.parts for name, keys in part.late.items()}


def order_of(tables: Mapping[Name, Table], roots: Mapping[Name, Name] | None = None) -> Order:
    """How to write these tables. A table's links to itself need nothing: one statement writes both ends.

    ``roots`` are, for partitions that foreign keys point to, the tables that are filled in their stead.
    """
    order = Order()
    edges = {
        name: [
            root for key in table.foreign_keys if (root := (roots or {}).get(key.target, key.target)) != name
        ]
        for name, table in tables.items()
    }
    for component in components(tables, edges):
        if len(component) == 1:
            order.parts.append(Part([Step(tuple(component))]))
        else:
            order.parts.append(_open_circle({name: tables[name] for name in component}))
    return order


def row_key(table: Table) -> tuple[str, ...]:
    """Columns that tell a row from all others; empty if there are none that are surely not null."""
    plain = [unique for unique in table.uniques if unique.plain and not unique.temporal]
    for unique in sorted(plain, key=lambda unique: not unique.primary):
        names = tuple(name for name in unique.columns if name is not None)
        if all(table.columns[name].not_null for name in names):
            return names
    return ()


def can_come_late(table: Table, key: ForeignKey) -> bool:
    """Whether rows may be written without this link and get it by an UPDATE."""
    return bool(late_columns(table, key)) and bool(row_key(table)) and "UPDATE" in table.privileges


def late_columns(table: Table, key: ForeignKey) -> tuple[str, ...]:
    """The columns of a foreign key that are null until it is set; empty if that is not possible."""
    watched = {name for check in table.checks for name in check.columns}
    watched |= {element for exclusion in table.exclusions for element, _ in exclusion.elements}
    watched |= {
        name or "" for unique in table.uniques if not unique.nulls_distinct for name in unique.columns
    }
    shared = {name for other in table.foreign_keys if other.name != key.name for name in other.columns}
    free = [n for n in key.columns if not table.columns[n].not_null and n not in watched | shared]
    rest = set(key.columns) - set(free)
    if rest - shared or (rest and key.match == "full"):
        return ()
    return tuple(free)


def _open_circle(tables: Mapping[Name, Table]) -> Part:
    """Place hard circles whole, and always next what leaves fewest soft links open."""
    part = Part()
    soft: dict[Name, list[ForeignKey]] = {}
    hard: dict[Name, list[Name]] = {}
    for name, table in tables.items():
        inner = [key for key in table.foreign_keys if key.target in tables and key.target != name]
        soft[name] = [key for key in inner if key.deferrable or can_come_late(table, key)]
        # two foreign keys to one table: one hard one is enough
        hard[name] = [key.target for key in inner if key not in soft[name]]
    blocks = components(tables, hard)
    while blocks:
        placed = {name for block in blocks for name in block}
        free = [b for b in blocks if not any(t in placed and t not in b for n in b for t in hard[n])]
        block = min(free, key=lambda b: (_open(b, soft, placed), -_wanted(b, blocks, soft, hard)))
        blocks.remove(block)
        placed.difference_update(block)
        part.steps.append(Step(tuple(block)))
        for name in block:
            for key in soft[name]:
                if key.target in placed:
                    where = part.deferred if key.deferrable else part.late
                    where.setdefault(name, []).append(key)
    return part


def _open(block: Sequence[Name], soft: Mapping[Name, list[ForeignKey]], unplaced: Iterable[Name]) -> int:
    missing = set(unplaced) - set(block)
    return sum(key.target in missing for name in block for key in soft[name])


def _wanted(
    block: Sequence[Name],
    blocks: Sequence[Sequence[Name]],
    soft: Mapping[Name, list[ForeignKey]],
    hard: Mapping[Name, list[Name]],
) -> int:
    others = [name for other in blocks if other is not block for name in other]
    return sum(t in block for n in others for t in [*hard[n], *(key.target for key in soft[n])])
