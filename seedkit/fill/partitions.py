"""Partitioned tables as they are filled: with the constraints of their partitions, and rows that fall into one.

A row belongs into one of the partitions that exist. That is said as one more check of the table, so that
values are made by it like by any other: ranges that touch are one range, lists are one list. What is left
to the server are hashes of which some remainder has no partition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from psycopg import sql

from ..schema.reflected import Check, Database, Name, Table

__all__ = ["PARTITIONS", "partitions_below", "with_partitions"]

#: The name of the check that stands for the bounds.
PARTITIONS = "partitions"
#: Alternatives of one check, at most: enough for every quarter of a decade.
MOST = 40

_LITERAL = re.compile(r"\s*('(?:[^']|'')*'|[^\s,()]+)\s*(?:,|$)")
_RANGE = re.compile(r"FOR VALUES FROM \((.*)\) TO \((.*)\)", re.DOTALL)
_LIST = re.compile(r"FOR VALUES IN \((.*)\)", re.DOTALL)
_HASH = re.compile(r"FOR VALUES WITH \(modulus (\d+), remainder (\d+)\)")


def with_partitions(database: Database, table: Table) -> Table:
    """The table with what its partitions ask of rows besides; as it is, if it has none."""
    if table.kind != "partitioned":
        return table
    below = list(partitions_below(database, table.name))
    lifted = _lifted(table, below)
    alternatives = _alternatives(database, table)
    if alternatives is None:
        return lifted
    bounds = Check(
        PARTITIONS, " OR ".join(f"({text})" for text in alternatives) or "false", _columns(table, below)
    )
    return replace(lifted, checks=(*lifted.checks, bounds))


def partitions_below(database: Database, name: Name) -> Iterator[Table]:
    """Every partition of a table, and their partitions."""
    for partition in database.partitions(name):
        yield partition
        yield from partitions_below(database, partition.name)


def _lifted(table: Table, below: list[Table]) -> Table:
    """The table with the keys, uniques, checks and exclusions that only some of its partitions have."""
    uniques, keys = list(table.uniques), list(table.foreign_keys)
    checks, exclusions = list(table.checks), list(table.exclusions)
    columns = dict(table.columns)
    for partition in below:
        known = {(u.columns, u.expressions, u.predicate) for u in uniques}
        uniques += [
            replace(u, primary=False)
            for u in partition.uniques
            if (u.columns, u.expressions, u.predicate) not in known
        ]
        told = {(k.columns, k.target, k.target_columns) for k in keys}
        keys += [k for k in partition.foreign_keys if (k.columns, k.target, k.target_columns) not in told]
        said = {check.expression for check in checks}
        checks += [check for check in partition.checks if check.expression not in said]
        exclusions += [e for e in partition.exclusions if e.elements not in {x.elements for x in exclusions}]
        for name, column in partition.columns.items():
            if column.not_null and name in columns and not columns[name].not_null:
                columns[name] = replace(columns[name], not_null=True)
    return replace(
        table,
        columns=columns,
        uniques=tuple(uniques),
        foreign_keys=tuple(keys),
        checks=tuple(checks),
        exclusions=tuple(exclusions),
    )


def _alternatives(database: Database, table: Table) -> list[str] | None:
    """Conditions of which a row must satisfy one; None if any row has a place."""
    partitions = [p for p in database.partitions(table.name) if _has_leaf(database, p)]
    if any(p.bound == "DEFAULT" and _takes_all(database, p) for p in partitions):
        return None
    if not partitions:
        return []
    if all(_takes_all(database, p) for p in partitions):
        return _merged(table, partitions)
    found: list[str] = []
    for partition in partitions:
        own = _merged(table, [partition]) or ["true"]
        inner = _alternatives(database, partition)
        found += [f"{own[0]} AND ({text})" for text in inner] if inner is not None else own
    return _some(found)


def _takes_all(database: Database, partition: Table) -> bool:
    """Whether every row within its bound has a place in it."""
    return partition.kind != "partitioned" or _alternatives(database, partition) is None


def _has_leaf(database: Database, partition: Table) -> bool:
    if partition.kind != "partitioned":
        return partition.kind != "foreign"
    return any(_has_leaf(database, below) for below in database.partitions(partition.name))


def _merged(table: Table, partitions: list[Table]) -> list[str] | None:
    """The bounds of these partitions as few conditions; None if they leave nothing out."""
    assert table.partitioning is not None
    column = table.partitioning.columns[0] if len(table.partitioning.columns) == 1 else None
    bounds = [partition.bound or "" for partition in partitions]
    if table.partitioning.strategy == "hash" and _covers_all(bounds):
        return None
    if table.partitioning.strategy == "range" and column is not None and "DEFAULT" not in bounds:
        return _some([_between(table, column, *ends) for ends in _joined_ranges(bounds)])
    if table.partitioning.strategy == "list" and column is not None and "DEFAULT" not in bounds:
        return [_among(table, column, bounds)]
    return _some([partition.within or "true" for partition in partitions])


def _joined_ranges(bounds: list[str]) -> list[tuple[str, str]]:
    """Ranges from … to …, those that touch put together."""
    matches = [match for bound in bounds if (match := _RANGE.fullmatch(bound))]
    ranges = {match[1]: match[2] for match in matches}
    starts = [start for start in ranges if start not in ranges.values()]
    joined = []
    for start in starts:
        end = ranges[start]
        while end in ranges:
            end = ranges[end]
        joined.append((start, end))
    return joined


def _between(table: Table, column: str, start: str, end: str) -> str:
    name, kind = sql.Identifier(column).as_string(None), table.columns[column].type.sql
    parts = [f"{name} IS NOT NULL"]
    if start != "MINVALUE":
        parts.append(f"{name} >= {start}::{kind}")
    if end != "MAXVALUE":
        parts.append(f"{name} < {end}::{kind}")
    return " AND ".join(parts)


def _among(table: Table, column: str, bounds: list[str]) -> str:
    name, kind = sql.Identifier(column).as_string(None), table.columns[column].type.sql
    values = [v for bound in bounds if (match := _LIST.fullmatch(bound)) for v in _LITERAL.findall(match[1])]
    plain = [value for value in values if value != "NULL"]
    listed = f"{name} = ANY (ARRAY[{', '.join(f'{value}::{kind}' for value in plain)}])"
    if "NULL" not in values:
        return f"{name} IS NOT NULL AND {listed}"
    return f"{name} IS NULL OR {listed}" if plain else f"{name} IS NULL"


def _covers_all(bounds: list[str]) -> bool:
    """Whether the hash partitions leave no remainder out."""
    parts = [tuple(map(int, match.groups())) for bound in bounds if (match := _HASH.fullmatch(bound))]
    return sum(1 / modulus for modulus, _ in parts) > 1 - 1e-9


def _some(texts: list[str]) -> list[str]:
    """At most so many, from all over."""
    return texts if len(texts) <= MOST else [texts[n * len(texts) // MOST] for n in range(MOST)]


def _columns(table: Table, below: list[Table]) -> tuple[str, ...]:
    keys = [t.partitioning for t in (table, *below) if t.partitioning]
    names = {name for key in keys for name in key.columns}
    if None in names:
        names |= {n for n in table.columns if any(n in (key.definition or "") for key in keys)}
    return tuple(name for name in table.columns if name in names)
