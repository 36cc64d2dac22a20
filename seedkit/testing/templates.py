"""Template databases: made once, kept from run to run, cloned for each test.

A template is made under another name, one process at a time, and renamed when it is whole; so what
bears a template's name can be cloned, whatever was killed. Nobody can connect to it. Its comment says
what it holds and when it was last used, by which the oldest are dropped.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from .recipes import Recipe
from .server import BUILDING, DatabaseServer, drop

__all__ = ["TEMPLATE", "Templates", "clone"]

TEMPLATE = "seedkit_template_"
DRAFT = "seedkit_building_"

#: How many templates are kept at most (about 12 MB each), and how long one that nobody uses.
MOST, DAYS = 40, 7
#: Not among those dropped for their number: other runs may be about to clone them.
_RECENT_SECONDS = 3600


class Templates:
    """The templates of a server, for one process."""

    def __init__(self, server: DatabaseServer) -> None:
        self._server = server
        self._known: dict[str, str] = {}

    def name(self, recipe: Recipe) -> str:
        """The database that holds this, made if it is not there."""
        key = recipe.key(self._server.admin.info.server_version)
        if key not in self._known:
            name = f"{TEMPLATE}{key}"
            if self._server.exists(name):
                self._note_use(recipe, name)
            else:
                self._make(recipe, key, name)
            self._known[key] = name
        return self._known[key]

    def forget(self) -> None:
        """Look again at what is there: somebody dropped a template."""
        self._known.clear()

    def _make(self, recipe: Recipe, key: str, name: str) -> None:
        parent = self.name(recipe.parent) if recipe.parent else None
        draft, admin = f"{DRAFT}{key}", self._server.admin
        with self._lock(key):
            if self._server.exists(name):
                return
            drop(admin, draft)
            clone(admin, draft, parent)
            try:
                with self._server.opened(draft) as connection:
                    recipe.make(connection)
                    # Clones are read at once: with statistics, and without hint bits to write.
                    connection.execute("vacuum (analyze)")
            except BaseException:
                with contextlib.suppress(psycopg.Error):
                    drop(admin, draft)
                raise
            self._note_use(recipe, draft)
            admin.execute(_sql("alter database {} with is_template true allow_connections false", draft))
            admin.execute(_sql("alter database {} rename to {}", draft, name))
        self._evict()

    @contextlib.contextmanager
    def _lock(self, key: str) -> Iterator[None]:
        """One process at a time makes this template; the server lets go if it dies."""
        halves = [BUILDING, lock_number(key)]
        self._server.admin.execute("select pg_advisory_lock(%s, %s)", halves)
        try:
            yield
        finally:
            if not self._server.admin.closed:
                self._server.admin.execute("select pg_advisory_unlock(%s, %s)", halves)

    def _note_use(self, recipe: Recipe, name: str) -> None:
        told = json.dumps({"holds": recipe.title, "used": int(time.time())})
        # Dropped since, or noted by another process at this very moment: either is fine.
        with contextlib.suppress(psycopg.errors.InvalidCatalogName, psycopg.errors.InternalError_):
            self._server.admin.execute(
                sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(told))
            )

    def _evict(self) -> None:
        """Drop templates that nobody used for a while, and the oldest beyond the number that is kept."""
        now = time.time()
        for place, (name, used) in enumerate(self.used()):
            idle = now - used
            if idle > DAYS * 86_400 or (place >= MOST and idle > _RECENT_SECONDS):
                drop_template(self._server.admin, name)

    def used(self) -> list[tuple[str, float]]:
        """The templates of the server, the one used last first, with the seconds since 1970 of that."""
        found = self._server.admin.execute(
            "select datname::text, shobj_description(oid, 'pg_database') from pg_database "
            "where starts_with(datname, %s)",
            [TEMPLATE],
        ).fetchall()
        return sorted(((name, _used(comment)) for name, comment in found), key=lambda pair: -pair[1])


def clone(connection: psycopg.Connection[Any], name: str, template: str | None) -> None:
    """Make a database, as a copy of a template if one is named.

    Copying files is twice as fast as writing them through the log, if nothing waits for the disk.
    """
    command = _sql("create database {}", name)
    if template is not None:
        command += _sql(" template {}", template)
        if connection.info.server_version >= 150_000 and _waits_for_no_disk(connection):
            command += sql.SQL(" strategy file_copy")
    connection.execute(command)


def drop_template(connection: psycopg.Connection[Any], name: str) -> None:
    """Drop a template, unless somebody else does."""
    with contextlib.suppress(psycopg.errors.InvalidCatalogName, psycopg.errors.InternalError_):
        connection.execute(_sql("alter database {} with is_template false", name))
        drop(connection, name)


def lock_number(key: str) -> int:
    """The second half of the lock under which a template with this key is made."""
    return int(key[:7], 16)


def _waits_for_no_disk(connection: psycopg.Connection[Any]) -> bool:
    return connection.execute("show fsync").fetchone() == ("off",)


def _used(comment: str | None) -> float:
    try:
        return float(json.loads(comment or "{}").get("used", 0))
    except (ValueError, TypeError, AttributeError):
        return 0.0


def _sql(text: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))
