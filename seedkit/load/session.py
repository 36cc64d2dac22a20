"""The one transaction in which a load happens: its settings, its lock, and how it ends."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus

from ..errors import DataError, TargetError
from .connect import transaction
from .ledger_schema import ensure_ledger, has_ledger

__all__ = ["in_utf8", "is_nested", "load_transaction"]

_SETTINGS = {
    "idle_in_transaction_session_timeout": "0",
    # What is written and reflected as text is read as it is meant, whatever the database has set.
    "array_nulls": "on",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "standard_conforming_strings": "on",
    "quote_all_identifiers": "off",
    # Supabase's storage refuses direct deletes unless told that they are meant.
    "storage.allow_delete_query": "true",
}
_BLOCKERS = """
select 'pid ' || l.pid || coalesce(' (' || nullif(a.application_name, '') || ')', '') || ', ' || coalesce(a.state, '?')
from pg_locks l join pg_stat_activity a using (pid)
where l.locktype = 'relation' and l.granted and l.mode <> 'AccessShareLock' and l.pid <> pg_backend_pid()
      and l.database = (select oid from pg_database where datname = current_database())
group by 1 order by 1 limit 5
"""


def is_nested(connection: psycopg.Connection[Any]) -> bool:
    """Whether the caller holds a transaction already; then ours is a savepoint in it."""
    return connection.info.transaction_status != TransactionStatus.IDLE


@contextlib.contextmanager
def in_utf8(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Inside, text goes to and fro as UTF-8, whatever the database or the session had set.

    With another encoding names and labels may not be readable at all; under SQL_ASCII they come as bytes.
    """
    before = connection.info.parameter_status("client_encoding") or "UTF8"
    if before == "UTF8":
        yield
        return
    connection.execute("select set_config('client_encoding', 'UTF8', false)")
    try:
        yield
    finally:
        if not connection.broken and connection.info.transaction_status != TransactionStatus.INERROR:
            connection.execute("select set_config('client_encoding', %s, false)", [before])


@contextlib.contextmanager
def load_transaction(
    connection: psycopg.Connection[Any],
    scenario: str,
    *,
    lock_timeout: str,
    dry_run: bool = False,
    ledger: bool = True,
) -> Iterator[None]:
    """All or nothing, and one loader of a scenario at a time; the second is refused at once.

    Without ``ledger`` the schema of ours, in which loads are remembered, is not made.

    Settings are local to the transaction, so that a pooled connection keeps none of them. With
    ``dry_run`` everything is rolled back. When the connection is lost during the commit, the
    server is asked over a new one what became of it. Errors of the server come out as ours.
    """
    nested, ask_again = is_nested(connection), _reconnector(connection)
    xid: int | None = None
    committing = False
    try:
        _refuse_read_only(connection)
        if ledger and not nested and not dry_run:
            # in a transaction of its own: its lock would keep a second loader waiting, not refused
            ensure_ledger(connection)
        with transaction(connection, lock_timeout=lock_timeout, others=_SETTINGS) as opened:
            _settle_in(connection, scenario)
            if ledger and not has_ledger(connection):
                ensure_ledger(connection)
            yield
            if dry_run:
                raise psycopg.Rollback(opened)
            if not nested:
                xid = _one(connection, "select pg_current_xact_id_if_assigned()::text::bigint")
            committing = True
    except psycopg.Error as error:
        if committing and xid is not None and connection.broken:
            _settle_doubt(ask_again, xid, error)
        else:
            raise _told(connection, error, nested) from error


def _settle_in(connection: psycopg.Connection[Any], scenario: str) -> None:
    mine = "select pg_try_advisory_xact_lock(hashtextextended('seedkit ' || %s, 0))"
    if not _one(connection, mine, [scenario]):
        raise TargetError(
            f"another session is loading or unloading {scenario} in this database",
            hint="Try again when it is done",
        )


def _refuse_read_only(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction():
        replica = _one(connection, "select pg_is_in_recovery()")
        read_only = _one(connection, "select current_setting('transaction_read_only')::bool")
    if replica:
        raise TargetError("the target is a read-only replica", hint="Load into its primary")
    if read_only:
        raise TargetError("the session is read-only", hint="Its default_transaction_read_only is on")


def _told(connection: psycopg.Connection[Any], error: psycopg.Error, nested: bool) -> Exception:
    """The server's error as one of ours: what happened, that nothing was written, what to do."""
    state, says = error.sqlstate or "", error.diag.message_primary or str(error).strip()
    if connection.broken or connection.closed:
        return TargetError(
            "the connection was lost; nothing was written", got=says, hint="Run the command again"
        )
    if isinstance(error, errors.LockNotAvailable):
        who = [] if nested else [row[0] for row in connection.execute(_BLOCKERS).fetchall()]
        held = f"Locks are held by: {'; '.join(who)}" if who else "Another session holds a lock on a table"
        return TargetError("a lock was not free in time; nothing was written", got=says, hint=held)
    if state[:2] in ("22", "23"):
        return DataError(
            f"{says}; nothing was written", got=error.diag.message_detail, hint=error.diag.message_hint
        )
    return TargetError(
        f"{says} ({type(error).__name__}); nothing was written", got=state, hint=error.diag.message_hint
    )


def _settle_doubt(ask_again: Callable[[], psycopg.Connection[Any]], xid: int, error: psycopg.Error) -> None:
    """Ask a new connection whether the transaction was committed; return if it was."""
    status = None
    with contextlib.suppress(psycopg.OperationalError), ask_again() as fresh:
        for _ in range(50):
            status = _one(fresh, "select pg_xact_status(%s::text::xid8)", [str(xid)])
            if status != "in progress":
                break
            time.sleep(0.1)
    if status == "committed":
        return
    if status == "aborted":
        raise TargetError(
            "the connection was lost; nothing was written", hint="Run the command again"
        ) from error
    raise TargetError(
        "the connection was lost during the commit, and the server does not answer",
        got=f"transaction {xid}",
        hint="Run the command again: the ledger in the target knows whether the load is there",
    ) from error


def _reconnector(connection: psycopg.Connection[Any]) -> Callable[[], psycopg.Connection[Any]]:
    """How to reach the same server again; read now, since a lost connection no longer tells."""
    dsn, password = connection.info.dsn, connection.info.password
    return lambda: psycopg.connect(dsn, password=password, autocommit=True, connect_timeout=5)


def _one(connection: psycopg.Connection[Any], query: str, parameters: list[Any] | None = None) -> Any:
    row = connection.execute(query.encode(), parameters).fetchone()
    return None if row is None else row[0]
