"""The embedded Postgres: a server of our own for a developer who has none.

``EmbeddedServer(home).start()`` is idempotent and safe in two processes at once: a file lock
covers it, the cluster is made under another name and renamed, and a pid file left by
``kill -9`` is recognised by asking the process itself. It listens on 127.0.0.1 only, on a port
that is kept across restarts, with a random scram password in a file of mode 0600.

``SETTINGS`` make a database that is quick to load and cheap to lose:

- ``fsync``, ``full_page_writes`` off: a crash of the *machine* may ruin the cluster, and then its
  folder is deleted; a crash of the server cannot, the kernel has the pages.
- ``synchronous_commit`` stays on: without fsync it costs one write per commit, and a commit that
  was answered survives ``kill -9`` of the server.
- ``wal_level=minimal``, no senders: COPY into a table made in the same transaction skips the log.
- ``max_wal_size``, ``checkpoint_timeout``: no checkpoint in the middle of a load.
- ``shared_buffers``, ``maintenance_work_mem``, ``work_mem``: a few million rows, their index builds
  and the anti-joins of verification stay in memory.
- ``max_parallel_maintenance_workers``: a processor each, beside that of the process which builds the index.
- ``jit`` off: verification runs many short queries on tables that were never analysed, where the
  planner's guesses make it compile what runs once.
- ``max_parallel_workers_per_gather`` 0 where /dev/shm is small (64 MB in a container): a parallel hash
  join of a few million rows fails there for want of space.
- ``unix_socket_directories`` empty: a path below a deep project exceeds the 107 bytes of a socket.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ..errors import TargetError
from .binaries import Binaries, available_versions, binaries_of, run, server_user, within_reach
from .home import create, home_of, own
from .processes import HOST, cores, exists, has_shared_memory, is_free, is_postgres, memory_in_use

__all__ = ["EmbeddedServer", "Server", "available_versions", "down", "up", "url"]

DEFAULT_VERSION = 18
DEFAULT_DATABASE = "seedkit"
USER = "postgres"

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "256MB",
    "work_mem": "32MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

#: More do not make an index faster.
MOST_WORKERS = 4

#: Beside the URL, so that PGSSLMODE or PGHOSTADDR, set for another server, do not apply to this one.
LOCAL_OPTIONS = {"hostaddr": HOST, "sslmode": "disable"}

_START_SECONDS = 30
_START_ATTEMPTS = 5


@dataclass(frozen=True)
class Server:
    """A running embedded server. ``started`` is false if it was already there."""

    version: int
    port: int
    pid: int
    home: Path
    started: bool
    url: str = field(repr=False)


class EmbeddedServer:
    """One cluster: ``<home>/postgres-<version>/`` with data, password, port and log."""

    def __init__(
        self,
        home: str | os.PathLike[str] | None = None,
        *,
        version: int = DEFAULT_VERSION,
        binaries: Binaries | None = None,
    ) -> None:
        self.user = server_user()
        self.home = home_of(home, user=self.user)
        self._binaries = binaries or binaries_of(version)
        self.version = self._binaries.version
        self.folder = self.home / f"postgres-{self.version}"
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"

    def start(self) -> Server:
        """Start the server unless it runs, making the cluster and the database ``seedkit`` if missing."""
        create(self.home, user=self.user)
        with self._lock():
            pid = self.pid()
            started = pid is None
            if started:
                if not self.data.exists():
                    self._make_cluster()
                self._launch()
                pid = self.pid()
            if pid is None:
                raise self._failure("the embedded server stopped right after its start")
            self._make_database()
        return self._server(pid, started=started)

    def stop(self) -> bool:
        """Stop the server, disconnecting its clients; false if it did not run."""
        if not self.folder.exists():
            return False
        with self._lock():
            if self.pid() is None:
                return False
            self._tool("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")
        return True

    def status(self) -> Server | None:
        """The running server, or None."""
        pid = self.pid()
        return None if pid is None else self._server(pid, started=False)

    def url(self, database: str = DEFAULT_DATABASE) -> str:
        """The connection URL of a database, password included; running or not."""
        return f"postgresql://{USER}:{self._kept('password')}@{HOST}:{self._kept('port')}/{database}"

    def current(self) -> str:
        """The database that was used last: a product has one of its own, for products share names of tables."""
        return self._kept("database", default=DEFAULT_DATABASE)

    def use(self, database: str) -> str:
        """The URL of a database of the running server, made if it is not there, and the current one from now on."""
        self._make_database(database)
        self._keep("database", database)
        return self.url(database)

    def pid(self) -> int | None:
        """The process id of this cluster's server if it accepts connections.

        The pid file alone proves nothing: after ``kill -9`` it stays, and its pid may by now
        be another process's. A server that answers with our data directory does prove it.
        """
        for _ in range(200):
            pid = self._noted_pid()
            if pid is None or not is_postgres(pid, self.data):
                return None
            if self._answers():
                return pid
            time.sleep(0.05)  # it starts, stops or recovers at this moment
        raise self._failure(f"the embedded server (pid {pid}) runs, but does not answer")

    def _answers(self) -> bool:
        try:
            with self._connect() as connection:
                row = connection.execute("show data_directory").fetchone()
        except (psycopg.OperationalError, OSError):
            return False
        return row is not None and Path(row[0]).resolve() == self.data.resolve()

    def _connect(self) -> psycopg.Connection[Any]:
        options = make_conninfo(self.url("postgres"), connect_timeout=2, **LOCAL_OPTIONS)
        return psycopg.connect(options, autocommit=True)

    def _noted_pid(self) -> int | None:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0])
        except (OSError, ValueError, IndexError):
            return None

    def _make_cluster(self) -> None:
        unfinished = self.folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        if not (self.folder / "password").exists():
            self._keep("password", secrets.token_urlsafe(24))
        locale = ["--locale=C"]
        if self.version >= 17:
            locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        self._tool(
            "initdb", "-D", unfinished, "-U", USER, "-E", "UTF8", *locale, "--no-sync", "--no-instructions",
            "-A", "scram-sha-256", f"--pwfile={self.folder / 'password'}",
        )  # fmt: skip
        with (unfinished / "postgresql.conf").open("a") as conf:
            conf.write("include 'seedkit.conf'\n")
        unfinished.rename(self.data)

    def _launch(self) -> None:
        self._forget_a_strangers_pid()
        for _ in range(_START_ATTEMPTS):
            self._write_settings(self._choose_port())
            done = run(
                [self._reachable().tool("pg_ctl"), "start", "-w", "-t", str(_START_SECONDS), "-D",
                 str(self.data), "-l", str(self.log)],
                user=self.user,
            )  # fmt: skip
            if done.returncode == 0:
                return
            if not self._lost_the_port():
                # After kill -9 the children of the dead server hold its memory for a moment.
                time.sleep(0.5)
        raise self._failure("the embedded server does not start")

    def _forget_a_strangers_pid(self) -> None:
        """Remove a pid file whose pid lives on as another process (or as a zombie).

        Postgres would take that for a running server. The file also names the shared memory by
        which Postgres finds survivors of a killed server, so those must be gone first.
        """
        pid = self._noted_pid()
        if pid is None or not exists(pid):
            return
        for _ in range(100):
            if not memory_in_use(self.data / "postmaster.pid"):
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                return
            time.sleep(0.05)
        raise self._failure("processes of a killed embedded server still run")

    def _choose_port(self) -> int:
        """The port of last time if it is free, else a free one, from below the ephemeral range."""
        kept = self._kept("port", default="")
        first = int(kept) if kept else 20_000 + zlib.crc32(str(self.folder).encode()) % 12_000
        port = next((p for p in range(first, first + 1_000) if is_free(p)), None)
        if port is None:
            raise TargetError("there is no free port on 127.0.0.1", got=f"{first} and 1000 above it")
        self._keep("port", str(port))
        return port

    def _write_settings(self, port: int) -> None:
        workers = str(max(0, min(MOST_WORKERS, cores() - 1)))
        settings = {**SETTINGS, "port": str(port), "max_parallel_maintenance_workers": workers}
        if not has_shared_memory():
            settings["max_parallel_workers_per_gather"] = "0"
        conf = self.data / "seedkit.conf"
        conf.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
        own(conf, user=self.user)

    def _lost_the_port(self) -> bool:
        return not is_free(int(self._kept("port")))

    def _make_database(self, name: str = DEFAULT_DATABASE) -> None:
        with self._connect() as connection:
            known = connection.execute("select from pg_database where datname = %s", [name]).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))

    def _reachable(self) -> Binaries:
        return within_reach(self._binaries, self.home, user=self.user)

    def _tool(self, name: str, *arguments: object) -> None:
        done = run([self._reachable().tool(name), *map(str, arguments)], user=self.user)
        if done.returncode != 0:
            raise self._failure(f"{name} failed: {(done.stderr or done.stdout).strip()}")

    def _server(self, pid: int, *, started: bool) -> Server:
        return Server(self.version, int(self._kept("port")), pid, self.home, started, self.url())

    def _kept(self, name: str, *, default: str | None = None) -> str:
        try:
            return (self.folder / name).read_text().strip()
        except OSError:
            if default is not None:
                return default
            raise TargetError(
                "there is no embedded server here yet", got=self.folder, hint="Start it with `seedkit up`"
            ) from None

    def _keep(self, name: str, value: str) -> None:
        path = self.folder / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(value + "\n")
        own(path, user=self.user)

    def _failure(self, message: str) -> TargetError:
        try:
            tail = " | ".join(self.log.read_text(errors="replace").splitlines()[-3:])
        except OSError:
            tail = ""
        return TargetError(message, where=str(self.log), hint=f"Its log ends: {tail}" if tail else None)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """One process at a time makes, starts or stops this cluster; the kernel lets go if it dies."""
        import fcntl  # absent on Windows, where the rest of the package works

        try:
            with contextlib.suppress(FileExistsError):
                self.folder.mkdir(mode=0o700)
                own(self.folder, user=self.user)
            file = (self.folder / "lock").open("a")
        except OSError as error:
            raise TargetError(
                f"the folder of the embedded server cannot be used: {error.strerror}", got=self.folder
            ) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def up(home: str | os.PathLike[str] | None = None, *, version: int = DEFAULT_VERSION) -> Server:
    """Start the embedded server of this project unless it runs."""
    return EmbeddedServer(home, version=version).start()


def down(home: str | os.PathLike[str] | None = None, *, version: int = DEFAULT_VERSION) -> bool:
    """Stop the embedded server of this project; false if it did not run."""
    return EmbeddedServer(home, version=version).stop()


def url(
    home: str | os.PathLike[str] | None = None,
    *,
    version: int = DEFAULT_VERSION,
    database: str = DEFAULT_DATABASE,
) -> str:
    """The URL of a database of this project's embedded server."""
    return EmbeddedServer(home, version=version).url(database)
