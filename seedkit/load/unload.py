"""Removing exactly one load: its rows by key and by record, its people, its place in the ledger."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import errors, sql

from ..errors import UnknownName
from .circles import defer_circles
from .edits import find_touched, untouched
from .keys import KeyRange, Rows, RowSet, Written
from .ledger import LedgerLoad, entry_of, read_loads, xid_array
from .live import ForeignKey, LiveTable, identifier, read_foreign_keys, read_tables
from .preflight import missing_privileges, refuse
from .receipt import Edits, Receipt, TableReceipt, describe_target
from .reference import delete_unused
from .remove import delete_rows, find_references
from .session import load_transaction
from .triggers import silenced

__all__ = ["unload"]


def unload(
    connection: psycopg.Connection[Any],
    *,
    scenario: str,
    seed: int,
    name: str = "",
    force_edited: bool = False,
    dry_run: bool = False,
    lock_timeout: str = "5s",
) -> Receipt:
    """Delete the rows of a load and nothing else; all or nothing.

    Refused with all reasons at once: rows of others that refer to ours (by table, constraint and
    count, whatever their ON DELETE would do), and rows that somebody edited, unless
    ``force_edited``. Catalogue rows go with the last load that used them, unless referred to.
    """
    started = time.perf_counter()
    with load_transaction(connection, scenario, lock_timeout=lock_timeout, dry_run=dry_run):
        loads = read_loads(connection)
        entry = _entry(loads, (scenario, seed, name))
        live = read_tables(connection, [t.name for t in entry.tables])
        present = [t for t in entry.tables if t.name in live]
        foreign_keys = read_foreign_keys(connection, live)
        defer_circles(connection, live, foreign_keys)
        with _cheap_deletes(connection, live, foreign_keys):
            sets = {t.name: _rows(t, live[t.name], entry) for t in present if t.origin or not t.reference}
            edits = _check(connection, loads, entry, sets, foreign_keys, force_edited=force_edited)
            deleted = delete_rows(connection, list(sets.values()))
            for table in reversed([t for t in present if t.reference]):
                unused = delete_unused(connection, live[table.name], table.key, entry.id)
                deleted[table.name] = deleted.get(table.name, 0) + unused
        _forget(connection, entry)
    gone = [f"{t.name}: the target has no such table any more" for t in entry.tables if t.name not in live]
    if entry.is_fill:
        # a row that was written again since tells its load no more
        gone += [
            f"{t.name}: {t.rows - deleted[t.name]:,} of {t.rows:,} rows were edited or deleted since"
            for t in present
            if deleted[t.name] < t.rows
        ]
    return Receipt(
        mode="unload",
        product=entry.product,
        scenario=scenario,
        seed=seed,
        name=name,
        now=entry.now,
        copies=entry.copies,
        tag=entry.tag,
        fingerprint=entry.fingerprint,
        target=describe_target(connection),
        parameters=entry.parameters,
        tables=tuple(
            TableReceipt(t.name, deleted=deleted[t.name], key=t.key, origin=t.origin, reference=t.reference)
            for t in present
        ),
        edits=edits,
        notes=tuple(gone),
        versions=entry.versions,
        seconds={"total": round(time.perf_counter() - started, 3)},
        dry_run=dry_run,
    )


def _entry(loads: Sequence[LedgerLoad], identity: tuple[str, int, str]) -> LedgerLoad:
    if entry := entry_of(loads, identity):
        return entry
    scenario, seed, name = identity
    wanted = f"{scenario}, seed {seed}" + (f" --as {name}" if name else "")
    raise UnknownName("load", wanted, [entry.label for entry in loads], where="seedkit.loads")


def _rows(table: TableReceipt, live: LiveTable, entry: LedgerLoad) -> Rows:
    if entry.is_fill:
        return Written(live, live.key, xid_array(entry.xids))
    if table.origin is None:
        return RowSet(live, table.key, load=entry.id)
    return RowSet(live, table.key, table.origin, KeyRange.of(entry.tag))


def _check(
    connection: psycopg.Connection[Any],
    loads: Sequence[LedgerLoad],
    entry: LedgerLoad,
    sets: dict[str, Rows],
    foreign_keys: Sequence[ForeignKey],
    *,
    force_edited: bool,
) -> tuple[Edits, ...]:
    """Refuse what must be refused, before the first delete; the edited rows that are let go."""
    what = f"{entry.label} cannot be unloaded"
    refuse(missing_privileges([r.table for r in sets.values()], "SELECT", "DELETE"), what)
    ours = untouched(xid_array(x for e in loads for x in e.xids))
    counts = {name: find_touched(connection, rows, ours).edited for name, rows in sets.items()}
    edits = tuple(Edits(name, count) for name, count in counts.items() if count)
    edited = [f"{e.table}: {e.edited} rows were edited since" for e in edits if not force_edited]
    references = find_references(connection, sets, [fk for fk in foreign_keys if fk.parent in sets])
    hints = []
    if references:
        hints.append("Delete the rows that refer to it first")
    if edited:
        hints.append("Force it to delete edited rows too")
    refuse([*references, *edited], what, hint="; ".join(hints))
    return edits


@contextlib.contextmanager
def _cheap_deletes(
    connection: psycopg.Connection[Any], live: dict[str, LiveTable], foreign_keys: Sequence[ForeignKey]
) -> Iterator[None]:
    """Delete without a query for every row and foreign key, where the role may.

    All tables on either side of a foreign key are locked against writers, and the caller looks for
    rows of others that refer to ours before it deletes: that is the check which the triggers of
    the foreign keys would repeat, a million rows times forty keys. Where the role may not switch
    them off, user triggers are silenced and foreign keys without an index get one meanwhile.
    """
    if not live or _switch_off(connection, {*live, *(fk.child for fk in foreign_keys)}):
        yield
        connection.execute("set local session_replication_role = origin")
        return
    with silenced(connection, live.values()), _indexed(connection, live, foreign_keys):
        yield


def _switch_off(connection: psycopg.Connection[Any], tables: set[str]) -> bool:
    try:
        with connection.transaction():
            names = sql.SQL(", ").join(map(identifier, sorted(tables)))
            connection.execute(sql.SQL("lock table {} in share row exclusive mode").format(names))
            connection.execute("set local session_replication_role = replica")
    except errors.InsufficientPrivilege:
        return False
    return True


@contextlib.contextmanager
def _indexed(
    connection: psycopg.Connection[Any], live: dict[str, LiveTable], foreign_keys: Sequence[ForeignKey]
) -> Iterator[None]:
    made: list[sql.Identifier] = []
    for fk in foreign_keys:
        if not fk.indexed and fk.child in live and live[fk.child].owned:
            name = f"seedkit_fk_{live[fk.child].oid}_{len(made)}"
            made.append(sql.Identifier(fk.child.split(".", 1)[0], name))
            connection.execute(
                sql.SQL("create index {} on {} ({})").format(
                    sql.Identifier(name),
                    identifier(fk.child),
                    sql.SQL(", ").join(map(sql.Identifier, fk.child_columns)),
                )
            )
    yield
    for index in made:
        connection.execute(sql.SQL("drop index {}").format(index))


def _forget(connection: psycopg.Connection[Any], entry: LedgerLoad) -> None:
    """Strike the load from the ledger; loads that keep catalogue rows of it inherit its transactions."""
    connection.execute(
        """update seedkit.loads l set xids = array(select distinct unnest(l.xids || %(xids)s::bigint[]))
           where l.id <> %(id)s and exists (
               select from seedkit.rows a join seedkit.rows b using (table_name, key)
               where a.load_id = %(id)s and b.load_id = l.id)""",
        {"xids": list(entry.xids), "id": entry.id},
    )
    connection.execute("delete from seedkit.loads where id = %s", [entry.id])
