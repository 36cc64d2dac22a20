"""Bulk writing: indexes and keys that would be kept up row by row are dropped, and built again over all rows at once.

All of it happens in the load's transaction: whoever fails, is killed or loses the connection leaves
everything as it was. A table takes part if it is ours, if the new rows outnumber those that it holds, and
if nobody else is using it at the moment. Its primary key and uniques go too, unless something
that stays relies on them or rows of the load are matched by them.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import errors, sql

from .burdens import Index, Key, read_indexes, read_keys, simple_tables
from .circles import defer_circles
from .live import identifier
from .renewed import renewed

__all__ = ["Bulk", "bulk_writing"]

#: Fewer new rows than this are written as fast with everything in place.
SMALL_TABLE, SMALL_LOAD = 5_000, 100_000
#: What one statement may use to build an index or to check a key; local to the transaction.
MEMORY = "256MB"


@dataclass
class Bulk:
    """What was dropped for a while, why not more, and how long it took to put back."""

    indexes: tuple[Index, ...] = ()
    keys: tuple[Key, ...] = ()
    #: Tables whose rows COPY may write frozen.
    renewed: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """In sentences, for the receipt."""
        if not self.indexes and not self.keys:
            return tuple(f"not in bulk: {reason}" for reason in self.reasons)
        tables = len({i.table for i in self.indexes} | {k.table for k in self.keys})
        done = (
            f"in bulk: {len(self.indexes)} indexes and {len(self.keys)} foreign keys of {tables} tables "
            f"were built over all rows at once, in {self.seconds:.1f} s"
        )
        return (done, *(f"not in bulk: {reason}" for reason in self.reasons))


@contextlib.contextmanager
def bulk_writing(
    connection: psycopg.Connection[Any],
    expected: Mapping[str, float],
    matched: frozenset[str],
    *,
    wanted: bool | None = None,
) -> Iterator[Bulk]:
    """Write inside the block without the indexes and keys that can be built afterwards.

    ``expected`` is about how many new rows each table gets; rows of the tables in ``matched`` are found by their
    uniques while they are written. ``wanted`` says whether to, whatever the number of rows.
    """
    bulk = Bulk()
    if wanted or (wanted is None and sum(expected.values()) >= SMALL_LOAD):
        _drop(connection, bulk, expected, matched, least=0 if wanted else SMALL_TABLE)
    yield bulk
    if bulk.indexes or bulk.keys:
        _restore(connection, bulk)


def _drop(
    connection: psycopg.Connection[Any],
    bulk: Bulk,
    expected: Mapping[str, float],
    matched: frozenset[str],
    *,
    least: float,
) -> None:
    simple = simple_tables(connection, [name for name, rows in expected.items() if rows])
    free = _free(connection, simple, bulk)
    tables = {name: oid for name, oid in free.items() if _outnumbered(connection, name, expected[name])}
    # Keys of small tables as well: they would hold on to the uniques of large ones.
    keys = read_keys(connection, tables.values())
    large = {name: oid for name, oid in tables.items() if expected[name] >= least}
    indexes = [
        index
        for index in read_indexes(connection, large.values(), keys)
        if not (index.dependents or (index.unique and index.table in matched))
    ]
    # Checks that are still queued would forbid to alter a table.
    connection.execute("set constraints all immediate")
    bulk.renewed = renewed(connection, large)
    for drop in (*(key.drop() for key in keys), *(index.drop() for index in indexes)):
        connection.execute(drop)
    bulk.keys, bulk.indexes = tuple(keys), tuple(indexes)
    # Those that close a circle wait again, where they could not be dropped.
    defer_circles(connection, expected)


def _free(connection: psycopg.Connection[Any], tables: Mapping[str, int], bulk: Bulk) -> dict[str, int]:
    """Those of the tables that nobody else is using; they are ours until the end of the transaction."""
    taken = []
    for name in tables:
        try:
            with connection.transaction():
                lock = sql.SQL("lock table only {} in access exclusive mode nowait")
                connection.execute(lock.format(identifier(name)))
        except errors.LockNotAvailable:
            taken.append(name)
    bulk.reasons += tuple(f"another session is using {name}" for name in taken)
    return {name: oid for name, oid in tables.items() if name not in taken}


def _outnumbered(connection: psycopg.Connection[Any], name: str, rows: float) -> bool:
    """Whether the table holds fewer rows than are coming. It is looked at no further than that."""
    count = sql.SQL("select count(*) from (select from only {} limit {}) t")
    found = connection.execute(count.format(identifier(name), sql.Literal(int(rows) + 1))).fetchone()
    return found is None or found[0] <= int(rows)


def _restore(connection: psycopg.Connection[Any], bulk: Bulk) -> None:
    """Everything as it was: uniques before the other indexes, keys when all that they point to is there."""
    began = time.perf_counter()
    connection.execute("set constraints all immediate")
    before = _settings(connection, {"maintenance_work_mem": MEMORY})
    tablespace = _settings(connection, {"default_tablespace": ""})
    uniques_first = sorted(bulk.indexes, key=lambda index: not index.unique)
    for statements in (*(index.restore() for index in uniques_first), *(key.restore() for key in bulk.keys)):
        for statement in statements:
            connection.execute(statement)
    _settings(connection, {**before, **tablespace})
    bulk.seconds = time.perf_counter() - began


def _settings(connection: psycopg.Connection[Any], wanted: Mapping[str, str]) -> dict[str, str]:
    """Set these for the rest of the transaction; what they were."""
    found = {}
    for name, value in wanted.items():
        row = connection.execute(
            "select current_setting(%s), set_config(%s, %s, true)", [name, name, value]
        ).fetchone()
        found[name] = str(row[0]) if row else ""
    return found
