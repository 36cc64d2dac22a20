"""The ledger of loads: which load is in the target, with which transactions, rows and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from ..errors import TargetError
from ..placement import HOME
from .ledger_schema import has_ledger
from .receipt import PersonReceipt, TableReceipt, tables_of
from .source import Identity, PlanLike

__all__ = ["FILL", "LedgerLoad", "find_load", "read_loads"]

#: The scenario of rows that no story tells: those of ``seedkit fill``.
FILL = "fill"


@dataclass(frozen=True)
class LedgerLoad:
    """One row of ``seedkit.loads``. ``xids`` are the transactions that wrote its rows."""

    id: int
    product: str
    scenario: str
    seed: int
    name: str
    tag: int
    copies: int
    now: dt.datetime
    parameters: Mapping[str, Any]
    fingerprint: str
    versions: Mapping[str, str]
    xids: tuple[int, ...]
    row_counts: Mapping[str, int]
    receipt: Mapping[str, Any]
    created_at: dt.datetime
    loaded_at: dt.datetime

    @property
    def identity(self) -> tuple[str, int, str]:
        """What makes it this load and no other: scenario, seed, name."""
        return self.scenario, self.seed, self.name

    @property
    def schema(self) -> str:
        """Where the product's tables live."""
        return str(self.receipt.get("schema", HOME))

    @property
    def uuid_subjects(self) -> bool:
        """Whether its people have uuids in their tokens although sign-in is a third party's."""
        return bool(self.receipt.get("uuid_subjects", False))

    @property
    def is_fill(self) -> bool:
        """Whether it is a fill, which no story tells: its rows are those of its transactions."""
        return self.scenario == FILL

    @property
    def label(self) -> str:
        """``vibrationfit/household, seed 1 --as demo``."""
        return f"{self.scenario}, seed {self.seed}" + (f" --as {self.name}" if self.name else "")

    @property
    def tables(self) -> tuple[TableReceipt, ...]:
        """The tables it wrote, in load order."""
        return tables_of(self.receipt)


def read_loads(connection: psycopg.Connection[Any]) -> list[LedgerLoad]:
    """All loads of this database, the oldest first; none where no ledger is."""
    if not has_ledger(connection):
        return []
    columns = sql.SQL(", ").join(sql.Identifier(f.name) for f in fields(LedgerLoad))
    with connection.cursor(row_factory=class_row(LedgerLoad)) as cursor:
        return cursor.execute(sql.SQL("select {} from seedkit.loads order by id").format(columns)).fetchall()


def find_load(
    connection: psycopg.Connection[Any], scenario: str, seed: int, name: str = ""
) -> LedgerLoad | None:
    """The load of this identity, or None."""
    return entry_of(read_loads(connection), (scenario, seed, name))


def entry_of(loads: Iterable[LedgerLoad], identity: tuple[str, int, str]) -> LedgerLoad | None:
    """The one of these loads with this identity, or None."""
    return next((entry for entry in loads if entry.identity == identity), None)


def refuse_taken_tag(loads: Iterable[LedgerLoad], plan: PlanLike) -> None:
    """Two loads with one tag would share their keys: refuse the second."""
    for entry in loads:
        identity = entry.identity
        if entry.tag == plan.tag and identity != (plan.scenario, plan.seed, plan.name):
            raise TargetError(
                f"the load tag {plan.tag:04x} is taken by {entry.label}",
                where="seedkit.loads",
                got=plan.tag,
                hint="Load it under another name: --as NAME",
            )


def refuse_moved(entry: LedgerLoad | None, schema: str) -> None:
    """A load stays in its schema."""
    if entry is not None and entry.schema != schema:
        raise TargetError(
            f"{entry.label} is in the schema {entry.schema}",
            where="seedkit.loads",
            got=schema,
            hint="A second load of the story, in another schema, needs a name: --as NAME",
        )


def open_entry(connection: psycopg.Connection[Any], plan: Identity) -> int:
    """Write the ledger row of this load, or renew it; its id. ``finish_entry`` completes it."""
    row = connection.execute(
        """insert into seedkit.loads (product, scenario, seed, name, tag, copies, now, parameters, fingerprint)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
           on conflict (scenario, seed, name) do update
           set product = excluded.product, tag = excluded.tag, copies = excluded.copies, now = excluded.now,
               parameters = excluded.parameters, fingerprint = excluded.fingerprint,
               loaded_at = clock_timestamp()
           returning id""",
        [
            *(plan.product, plan.scenario, plan.seed, plan.name, plan.tag, plan.copies, plan.now),
            *(Jsonb(dict(plan.parameters)), plan.fingerprint),
        ],
    ).fetchone()
    assert row is not None
    return int(row[0])


def writing_xid(connection: psycopg.Connection[Any], entry: int) -> int:
    """The transaction that is writing now, as rows will show it in ``xmin``.

    Inside a savepoint that is a subtransaction, which ``pg_current_xact_id()`` does not tell;
    the ledger row just written does.
    """
    row = connection.execute(
        "select xmin::text::bigint, pg_current_xact_id()::text::bigint from seedkit.loads where id = %s",
        [entry],
    ).fetchone()
    assert row is not None
    low, current = row
    return int(current) if current & 0xFFFFFFFF == low else int(low)


def finish_entry(
    connection: psycopg.Connection[Any],
    entry: int,
    *,
    xids: Iterable[int],
    receipt: Mapping[str, Any],
    people: Iterable[PersonReceipt],
) -> None:
    """Complete the ledger row: transactions, counts, receipt, people."""
    counts = {table["name"]: table["rows"] for table in receipt["tables"]}
    connection.execute(
        """update seedkit.loads set xids = array(select distinct unnest(xids || %s::bigint[])),
                  row_counts = %s, receipt = %s, versions = %s where id = %s""",
        [list(xids), Jsonb(counts), Jsonb(receipt), Jsonb(receipt["versions"]), entry],
    )
    connection.execute("delete from seedkit.people where load_id = %s", [entry])
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into seedkit.people (load_id, handle, copy, uid, email, sub) values (%s, %s, %s, %s, %s, %s)",
            [(entry, p.handle, p.copy, p.uid, p.email, p.sub) for p in people],
        )


def xid_array(xids: Iterable[int]) -> str:
    """Transactions as a literal for ``xmin = any(…::xid[])``; xmin holds the low 32 bits."""
    return "{" + ",".join(str(x & 0xFFFFFFFF) for x in sorted(set(xids))) + "}"
