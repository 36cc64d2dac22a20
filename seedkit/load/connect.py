"""The target database: which one is meant, and an open connection to it.

In this order: ``--db``, ``DATABASE_URL``, libpq's variables (``PGHOST``, ``PGSERVICE`` …), a local
Supabase (``supabase/config.toml``, if something listens on its port), the embedded server.
No error and no ``repr`` shows a password.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo, TransactionStatus
from psycopg.rows import tuple_row

from ..errors import TargetError
from . import conninfo
from .embedded import LOCAL_OPTIONS, EmbeddedServer
from .ledger_schema import has_ledger

__all__ = [
    "PINNED",
    "Target",
    "connect",
    "describe",
    "embedded_target",
    "is_loopback",
    "is_pooled",
    "named_target",
    "resolve",
    "set_back",
    "transaction",
]

EMBEDDED = "embedded"
LIBPQ_VARIABLES = ("PGSERVICE", "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE")
SUPABASE_PORT = 54322
MINIMUM_VERSION = 14

#: What a connection string need not say. Keepalives: while the server waits for COPY data no timeout
#: of its own fires, so a dead network would hold locks for hours.
_DEFAULTS = {
    "application_name": "seedkit",
    "client_encoding": "UTF8",
    "connect_timeout": "10",
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}

#: Settings of a transaction that could change what a statement means. ``row_security=off`` turns
#: silently filtered rows into an error (42501).
PINNED = {
    "search_path": "public, extensions",
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "row_security": "off",
}


@dataclass(frozen=True)
class Target:
    """A database to work on. ``options`` are libpq's, password included, and stay out of ``repr``."""

    source: str
    user: str
    host: str
    port: str
    database: str
    addresses: tuple[str, ...]
    is_loopback: bool
    options: Mapping[str, str] = field(repr=False, compare=False)

    @property
    def is_embedded(self) -> bool:
        """Whether it is the server that seedkit runs itself."""
        return self.source == EMBEDDED

    @property
    def conninfo(self) -> str:
        """libpq's key=value string, password included."""
        return make_conninfo("", **self.options)


def resolve(
    db: str | None = None,
    *,
    product: str | None = None,
    story: str | None = None,
    start: Path | None = None,
) -> Target:
    """The target that is meant; starts the embedded server if nothing else is.

    The embedded server has a database for each ``product``; without one, or if ``story`` was loaded
    there, the last used is meant.
    ``start`` is the folder from where ``supabase/config.toml`` is looked for, upwards.
    """
    if db is not None:
        return named_target(db, source="--db")
    if url := os.environ.get("DATABASE_URL"):
        return named_target(url, source="DATABASE_URL")
    named = [name for name in LIBPQ_VARIABLES if os.environ.get(name)]
    if named:
        return _target(named[0], {})
    local = _local_supabase(start or Path.cwd())
    if local is not None:
        return local
    server = EmbeddedServer()
    server.start()
    current = server.url(server.current())
    if not product or (story and server.current() != product and _holds(current, story)):
        return embedded_target(current)
    return embedded_target(server.use(product))


def _holds(url: str, story: str) -> bool:
    """Whether a load of this story is in the database: several products may share one."""
    with connect(embedded_target(url), writable=False) as connection:
        if not has_ledger(connection):
            return False
        loaded = "select exists (select from seedkit.loads where scenario = %s)"
        return connection.execute(loaded, [story]).fetchone() == (True,)


def named_target(url: str, *, source: str) -> Target:
    """The target of a URL or key=value string; ``source`` is what errors call it."""
    return _target(source, conninfo.parse(url, source=source))


def embedded_target(url: str) -> Target:
    """The target of an embedded server's URL."""
    return _target(EMBEDDED, {**LOCAL_OPTIONS, **conninfo.parse(url, source=EMBEDDED)})


def describe(target: Target) -> str:
    """``role@host:port/database (local, source)``, for every line that names a target."""
    kind = "local" if target.is_loopback else "remote"
    return f"{target.user}@{target.host}:{target.port}/{target.database} ({kind}, {target.source})"


def connect(target: Target, *, writable: bool = True) -> psycopg.Connection[Any]:
    """Open an autocommit connection; with ``writable``, a read-only server is a ``TargetError``.

    No session state is set and nothing is prepared, so it may lead through a transaction
    pooler: settings belong into ``transaction()``.
    """
    failure = None
    try:
        connection = psycopg.connect(
            make_conninfo("", **{**_DEFAULTS, **target.options}), autocommit=True, prepare_threshold=None
        )
    except (psycopg.Error, ValueError) as error:
        failure = conninfo.redacted(str(error), _effective(target.options))
    if failure is not None:
        # Outside the except block: a chained exception would still carry libpq's message.
        raise TargetError(f"cannot connect to {describe(target)}: {failure}")
    try:
        _preflight(connection, describe(target), writable=writable)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def transaction(
    connection: psycopg.Connection[Any],
    *,
    read_only: bool = False,
    lock_timeout: str = "5s",
    statement_timeout: str = "0",
    others: Mapping[str, str] | None = None,
) -> Iterator[psycopg.Transaction]:
    """One transaction with everything pinned that could change the meaning of a statement, and ``others``.

    All of it is local to the transaction, or to the savepoint where one is open.
    """
    pinned = {
        **PINNED,
        "lock_timeout": lock_timeout,
        "statement_timeout": statement_timeout,
        **(others or {}),
    }
    with set_back(connection, pinned) as opened:
        # Postgres itself sets this one back.
        _set(connection, {**pinned, "transaction_read_only": "on" if read_only else "off"})
        yield opened


@contextlib.contextmanager
def set_back(connection: psycopg.Connection[Any], names: Iterable[str]) -> Iterator[psycopg.Transaction]:
    """A transaction after which these settings are what they were before it.

    The end of a transaction sees to that. A savepoint keeps what was set in it when it is released, so
    there they are set back.
    """
    nested = connection.info.transaction_status != TransactionStatus.IDLE
    with connection.transaction() as opened:
        before = _settings(connection, names) if nested else {}
        yield opened
        if before and connection.info.transaction_status == TransactionStatus.INTRANS:
            _set(connection, before)


def _settings(connection: psycopg.Connection[Any], names: Iterable[str]) -> dict[str, str]:
    with psycopg.Cursor(connection, row_factory=tuple_row) as cursor:
        query = "select name, coalesce(current_setting(name, true), '') from unnest(%s::text[]) name"
        return dict(cursor.execute(query, [list(names)]).fetchall())


def _set(connection: psycopg.Connection[Any], settings: Mapping[str, str]) -> None:
    with psycopg.Cursor(connection) as cursor:
        cursor.execute(
            "select set_config(name, value, true) from unnest(%s::text[], %s::text[]) as it (name, value)",
            [list(settings), list(settings.values())],
        )


def is_loopback(address: str) -> bool:
    """Whether a resolved address or a unix socket's folder lies on this machine."""
    if not address or address.startswith(("/", "@")):
        return True
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback


def is_pooled(connection: psycopg.Connection[Any]) -> bool:
    """Whether something answers in the server's place: a pooler makes up the process id it announces."""
    row = connection.execute("select pg_backend_pid()").fetchone()
    return row is not None and row[0] != connection.info.backend_pid


def _target(source: str, options: Mapping[str, str]) -> Target:
    effective = _effective(options)
    conninfo.check(effective, source=source)
    user = effective.get("user", "")
    host = effective.get("host", "")
    port = effective.get("port", "5432")
    if "service" in options and "host" not in options:
        host = f"service {options['service']}"  # known to libpq alone until the connection stands
    addresses = _resolved(effective.get("hostaddr") or host)
    return Target(
        source=source,
        user=user,
        host=host or "socket",
        port=port,
        database=effective.get("dbname", user),
        addresses=addresses,
        is_loopback=bool(addresses) and all(map(is_loopback, addresses)),
        options=dict(options),
    )


def _effective(options: Mapping[str, str]) -> dict[str, str]:
    """These options over libpq's defaults: its environment variables and service file."""
    defaults = {
        option.keyword.decode(): option.val.decode(errors="replace")
        for option in Conninfo.get_defaults()
        if option.val
    }
    if "host" in options:
        defaults.pop("hostaddr", None)
    return {**defaults, **options}


def _resolved(hosts: str) -> tuple[str, ...]:
    """The addresses of a comma-separated list of hosts; socket folders stay, unknown names vanish."""
    found: list[str] = []
    for host in hosts.split(","):
        if not host or host.startswith(("/", "@")):
            found.append(host)
            continue
        with contextlib.suppress(OSError, UnicodeError):
            found += [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    return tuple(dict.fromkeys(found))


def _local_supabase(start: Path) -> Target | None:
    folder = next((f for f in (start, *start.parents) if (f / "supabase" / "config.toml").is_file()), None)
    if folder is None:
        return None
    path = folder / "supabase" / "config.toml"
    try:
        port = int(tomllib.loads(path.read_text("utf-8")).get("db", {}).get("port", SUPABASE_PORT))
    except (ValueError, TypeError, AttributeError, OSError) as error:
        raise TargetError(
            f"the port of the local Supabase cannot be read: {error}", where=str(path)
        ) from error
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return None
    options = {"host": "127.0.0.1", "port": str(port), "user": "postgres", "dbname": "postgres"}
    return _target("supabase/config.toml", {**options, "password": "postgres"})


def _preflight(connection: psycopg.Connection[Any], name: str, *, writable: bool) -> None:
    version = connection.info.server_version // 10_000
    if version < MINIMUM_VERSION:
        raise TargetError(
            f"{name} is too old a Postgres", got=version, allowed=[f"{MINIMUM_VERSION} and later"]
        )
    row = connection.execute(
        "select pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'"
    ).fetchone()
    in_recovery, read_only = row or (False, False)
    if writable and (in_recovery or read_only):
        why = "it is a replica in recovery" if in_recovery else "its transactions are read-only"
        raise TargetError(f"{name} cannot be written to: {why}")
