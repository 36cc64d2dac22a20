"""The server that tests make their databases on, and what a run of tests may do there.

Every process of a run holds one connection with an advisory lock. Databases of tests carry the
lock's number in their name: where nobody holds it any more, the process is gone (``kill -9``
included), and whoever comes next removes what it left.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ..errors import TargetError
from ..load.binaries import binaries_in, binaries_of, server_user
from ..load.connect import Target, connect, describe, embedded_target, is_pooled, named_target
from ..load.embedded import EmbeddedServer
from ..load.guard import check, refuse_remote
from ..load.home import home_of
from .blueprints import Blueprints
from .recipes import Recipe
from .wishes import Defaults, Wish

if TYPE_CHECKING:
    from .clones import Clones
    from .places import Shared
    from .small.bench import Bench
    from .world import LoadedWorld

__all__ = ["DatabaseServer"]

#: Databases of a test: this, the number of its process, a count.
CLONE = "seedkit_test_"
#: Databases of failed tests, kept on request.
KEPT = "seedkit_kept_"
#: First halves of the advisory locks: a living process, a template being built.
ALIVE, BUILDING = 0x5EED7E57, 0x5EEDB11D

_START_ATTEMPTS = 3
_MEMORY, _PLENTY = Path("/dev/shm"), 2 << 30


class DatabaseServer:
    """A Postgres for tests: an embedded one, or one that is named. A context manager."""

    def __init__(
        self, target: Target, *, embedded: EmbeddedServer | None = None, defaults: Defaults | None = None
    ) -> None:
        self.target, self._embedded = target, embedded
        self.defaults = defaults or Defaults()
        self.blueprints = Blueprints(self.defaults.schema)
        #: The number of this process on the server, in hexadecimal.
        self.run = f"{secrets.randbits(28):07x}"
        #: Whether the embedded server was not running before.
        self.started = False
        #: Databases in which tests are rolled back, while nobody uses them.
        self.shared: dict[Recipe | None, list[Shared]] = {}
        self._admin: psycopg.Connection[Any] | None = None
        self._clones: Clones | None = None

    @classmethod
    def embedded(
        cls, home: Any = None, *, postgres: str | None = None, defaults: Defaults | None = None
    ) -> DatabaseServer:
        """The embedded server of this project, or of a folder; it is started if it does not run.

        ``postgres`` is the version, or the folder of binaries: ``/usr/lib/postgresql/15/bin``.
        """
        server = embedded_server(home, postgres)
        started = server.start().started
        made = cls(embedded_target(server.url("postgres")), embedded=server, defaults=defaults)
        made.started = started
        return made

    @classmethod
    def named(
        cls, url: str, *, source: str = "SEEDKIT_DATABASE_URL", defaults: Defaults | None = None
    ) -> DatabaseServer:
        """A server that is there already. Raises GuardRefused if it may not be written to."""
        return cls(named_target(url, source=source), defaults=defaults)

    def __enter__(self) -> DatabaseServer:
        refuse_remote(self.target)
        self._admin = self._connected()
        try:
            if self._embedded is None:
                self._check(self._admin)
            self._admin.execute("select pg_advisory_lock(%s, %s)", [ALIVE, int(self.run, 16)])
        except BaseException:
            self._admin.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            for place in [place for places in self.shared.values() for place in places]:
                place.drop()
            if self._clones is not None:
                self._clones.close()
        finally:
            self.admin.close()

    @property
    def admin(self) -> psycopg.Connection[Any]:
        """An autocommit connection for making databases; for the thread of the tests only."""
        assert self._admin is not None, "the server is not entered"
        return self._admin

    @property
    def clones(self) -> Clones:
        """The databases of this process's tests."""
        if self._clones is None:
            from .clones import Clones

            self._clones = Clones(self)
        return self._clones

    @property
    def is_embedded(self) -> bool:
        """Whether it is the server that seedkit runs itself."""
        return self._embedded is not None

    @property
    def home(self) -> Path | None:
        """The folder of the embedded server; None for one that is named."""
        return self._embedded.home if self._embedded else None

    @property
    def name(self) -> str:
        """``role@host:port/database (local, source)``; never a password."""
        return describe(self.target)

    @property
    def version(self) -> int:
        """The major version of Postgres."""
        return self.admin.info.server_version // 10_000

    @functools.cached_property
    def cannot_clone(self) -> str | None:
        """Why no databases can be made here for tests; None if they can."""
        row = self.admin.execute(
            "select rolsuper, rolcreatedb from pg_roles where rolname = current_user"
        ).fetchone()
        superuser, creates = row or (False, False)
        if superuser:
            return None
        if not creates:
            return f"the role {self.target.user!r} may not create databases (CREATEDB)"
        return f"the role {self.target.user!r} is no superuser, and the stand-in for Supabase makes roles"

    def conninfo(self, database: str) -> str:
        """libpq's connection string of a database on this server, password included."""
        return make_conninfo(self.target.conninfo, dbname=database, application_name="seedkit tests")

    def url(self, database: str) -> str:
        """The connection URL of a database on this server, password included."""
        if self._embedded is not None:
            return self._embedded.url(database)
        given = dict(self.target.options)
        user, password = given.pop("user", ""), given.pop("password", "")
        host, port = given.pop("host", ""), given.pop("port", "")
        given.pop("dbname", None)
        who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
        # The folder of a socket has no place before the path.
        where = quote(host, safe="") if host.startswith("/") else host
        place = (f"{who}@" if who else "") + where + (f":{port}" if port else "")
        query = f"?{urlencode(given)}" if given else ""
        return f"postgresql://{place}/{quote(database, safe='')}{query}"

    @contextlib.contextmanager
    def world(self, story: Any = None, /, **wanted: Any) -> Iterator[LoadedWorld]:
        """A world of its own as long as the block lasts, for fixtures of any scope.

        Takes what the marker takes: ``with seedkit_server.world("vibrationfit/household", copies=2)``.
        """
        from .case import Case

        with Case(self, Wish.of(story, wanted, self.defaults)) as case:
            yield case.seedkit()

    @contextlib.contextmanager
    def bench(self, story: Any, /, *others: Any) -> Iterator[Bench]:
        """A bench for small worlds of these stories (or of their names), in a database of its own."""
        from .small.bench import Bench

        product = story.partition("/")[0] if isinstance(story, str) else story.product
        with self.world(product) as empty, Bench(empty.db, story, *others) as bench:
            yield bench

    @contextlib.contextmanager
    def database(self, recipe: Recipe) -> Iterator[str]:
        """The URL of a database that holds what the recipe says, as long as the block lasts."""
        name = self.clones.take(recipe)
        try:
            yield self.url(name)
        finally:
            self.clones.give_back(name)

    def opened(self, database: str) -> psycopg.Connection[Any]:
        """A new autocommit connection to a database, without prepared statements."""
        return psycopg.connect(self.conninfo(database), autocommit=True, prepare_threshold=None)

    def opened_admin(self) -> psycopg.Connection[Any]:
        """A second connection for making databases, for another thread."""
        return psycopg.connect(self.target.conninfo, autocommit=True, prepare_threshold=None)

    def exists(self, database: str) -> bool:
        """Whether a database of this name is there."""
        found = self.admin.execute("select from pg_database where datname = %s", [database]).fetchone()
        return found is not None

    def _connected(self) -> psycopg.Connection[Any]:
        for _ in range(_START_ATTEMPTS - 1):
            with contextlib.suppress(TargetError):
                return connect(self.target)
            if self._embedded is None:
                break
            # Another run stopped the server that it had started, just after we found it running.
            self.started |= self._embedded.start().started
        return connect(self.target)

    def _check(self, connection: psycopg.Connection[Any]) -> None:
        check(connection, self.target)
        if is_pooled(connection):
            raise TargetError(
                f"{self.name} is a pooler, through which no databases can be made and dropped",
                hint="Name the server itself in SEEDKIT_DATABASE_URL",
            )


def stop_if_idle(home: Any = None, *, postgres: str | None = None) -> bool:
    """Stop the embedded server unless somebody is connected to it; whether it was stopped."""
    server = embedded_server(home, postgres)
    if server.status() is None:
        return False
    with connect(embedded_target(server.url("postgres")), writable=False) as connection:
        others = connection.execute(
            "select count(*) from pg_stat_activity "
            "where backend_type = 'client backend' and pid <> pg_backend_pid()"
        ).fetchone()
    return others == (0,) and server.stop()


def embedded_server(home: Any, postgres: str | None) -> EmbeddedServer:
    """The embedded server of a folder, by default the project's for tests; of a version or a folder of binaries."""
    home = home or os.environ.get("SEEDKIT_HOME") or in_memory(home_of(user=server_user()))
    if postgres is None:
        return EmbeddedServer(home)
    binaries = binaries_of(int(postgres)) if postgres.isdigit() else binaries_in(Path(postgres))
    return EmbeddedServer(home, binaries=binaries)


def in_memory(home: Path, memory: Path = _MEMORY) -> Path:
    """Where the server of tests lives for a project whose own lives there: in memory, if there is plenty.

    A database is some five hundred small files. Copying them takes 20 ms in memory; on a disk it takes 30
    while nobody else writes to it, and up to a second while somebody does.
    """
    if not (memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _PLENTY):
        return home
    folder = memory / f"seedkit-tests-{os.getuid()}-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    user = server_user()
    if folder.exists() and folder.stat().st_uid not in (os.getuid(), user.uid if user else -1):
        return home  # somebody else's, under our name
    return folder


def drop(connection: psycopg.Connection[Any], database: str) -> None:
    """Drop a database, whoever is connected to it."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))
