"""The ledger's entry of a fill: which transactions wrote its rows, so that they can be unloaded."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from ..entropy import salt
from ..load.ledger import FILL, finish_entry, open_entry, read_loads
from ..load.ledger_schema import has_ledger
from ..load.receipt import PersonReceipt, Receipt, TableReceipt, describe_target

__all__ = ["Entry", "Marker", "finish", "may_record", "next_entry"]

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Entry:
    """A fill as the ledger knows loads. ``name`` counts those of one seed: none for the first, then 2, 3 …"""

    seed: int
    name: str
    tag: int
    now: dt.datetime
    parameters: Mapping[str, Any] = field(default_factory=dict)
    product: str = FILL
    scenario: str = FILL
    copies: int = 1
    fingerprint: str = ""


class Marker:
    """The transactions that write: every savepoint is one of its own, which only a row written in it tells."""

    def __init__(self, connection: Connection) -> None:
        self.xids: set[int] = set()
        self._connection = connection
        try:
            with connection.transaction():
                connection.execute("create temp table seedkit_marks (mark boolean) on commit drop")
            self.able = True
        except psycopg.errors.InsufficientPrivilege:
            # no temporary tables for this role: what was written cannot be told apart later
            self.able = False

    def mark(self) -> None:
        """Remember the transaction that is writing now."""
        if not self.able:
            return
        row = self._connection.execute(
            "insert into pg_temp.seedkit_marks values (true) returning xmin::text::bigint"
        ).fetchone()
        if row is not None:
            self.xids.add(int(row[0]))

    def forget(self) -> None:
        """Remove what was needed to tell."""
        if self.able:
            self._connection.execute("drop table pg_temp.seedkit_marks")


def may_record(connection: Connection) -> bool:
    """Whether the role can keep a ledger in this database."""
    if has_ledger(connection):
        query = "select has_table_privilege('seedkit.loads', 'INSERT') and has_schema_privilege('seedkit', 'USAGE')"
    else:
        query = "select has_database_privilege(current_database(), 'CREATE')"
    row = connection.execute(query.encode()).fetchone()
    return row is not None and bool(row[0])


def next_entry(connection: Connection, seed: int, now: dt.datetime, parameters: Mapping[str, Any]) -> Entry:
    """The entry of a new fill beside those that the ledger has: under a name and a tag of its own."""
    loads = read_loads(connection) if has_ledger(connection) and may_record(connection) else []
    names = {load.name for load in loads if load.scenario == FILL and load.seed == seed}
    name = next(n for n in ["", *(str(number) for number in range(2, len(names) + 3))] if n not in names)
    tags = {load.tag for load in loads}
    tag = 1 + salt("tag", FILL, seed, name) % 0xFFFE
    while tag in tags:
        tag = 1 + tag % 0xFFFE
    return Entry(seed, name, tag, now, parameters)


def finish(
    connection: Connection,
    entry: Entry,
    *,
    xids: Iterable[int],
    tables: Iterable[TableReceipt],
    people: tuple[PersonReceipt, ...],
) -> None:
    """Write the entry into the ledger, within the transaction of the fill."""
    number = open_entry(connection, entry)
    receipt = Receipt(
        mode=FILL,
        product=FILL,
        scenario=FILL,
        seed=entry.seed,
        name=entry.name,
        now=entry.now,
        copies=1,
        tag=entry.tag,
        fingerprint="",
        target=describe_target(connection),
        parameters=entry.parameters,
        tables=tuple(tables),
        people=people,
        versions={"seedkit": importlib.metadata.version("seedkit-postgres")},
    )
    finish_entry(connection, number, xids=xids, receipt=receipt.as_dict(), people=people)
