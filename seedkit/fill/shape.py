"""Tables as they are filled: what a row has to satisfy besides what the table itself declares."""

from __future__ import annotations

from dataclasses import replace

from ..schema.reflected import Database, ForeignKey, Name, Table, Unique
from .owners import USERS, with_owners
from .partitions import with_partitions
from .rules import with_rules

__all__ = ["root_of", "shaped"]


def shaped(database: Database, table: Table, *, people: bool) -> Table:
    """The table with the constraints of its partitions and triggers, and with owners if there are ``people`` to own."""
    table = with_rules(with_partitions(database, table))
    if people and table.name != USERS:
        table = with_owners(table)
    return _equals(_once(table))


def root_of(database: Database, name: Name) -> Name:
    """The table that is filled so that this one gets rows: itself, or the root of its partitions."""
    while (table := database.tables.get(name)) is not None and table.partition_of is not None:
        name = table.partition_of
    return name


def _once(table: Table) -> Table:
    """Foreign keys that say the same twice are one."""
    kept: dict[tuple[Name, frozenset[tuple[str, str]]], ForeignKey] = {}
    for key in table.foreign_keys:
        pairs = frozenset(zip(key.columns, key.target_columns, strict=True))
        # one that can be deferred is of no help while its twin is checked at once
        if (key.target, pairs) not in kept or not key.deferrable:
            kept[key.target, pairs] = key
    return replace(table, foreign_keys=tuple(kept.values()))


def _equals(table: Table) -> Table:
    """Exclusions that compare by ``=`` alone are uniques under another name."""
    same = [e for e in table.exclusions if all(_operator(op) == "=" for _, op in e.elements)]
    uniques = [
        Unique(
            exclusion.name,
            tuple(text if text in table.columns else None for text, _ in exclusion.elements),
            exclusion.definition,
            expressions=tuple(text for text, _ in exclusion.elements if text not in table.columns),
            predicate=exclusion.predicate,
            deferrable=exclusion.deferrable,
        )
        for exclusion in same
    ]
    others = tuple(exclusion for exclusion in table.exclusions if exclusion not in same)
    return replace(table, uniques=(*table.uniques, *uniques), exclusions=others)


def _operator(name: str) -> str:
    return name.rsplit(".", 1)[-1].strip("()")
