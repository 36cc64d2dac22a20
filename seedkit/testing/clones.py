"""The databases of tests: clones of templates, the next one made while a test runs, dropped behind it."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter, deque
from typing import Any

import psycopg
from psycopg import sql

from .recipes import Recipe
from .server import ALIVE, BUILDING, CLONE, KEPT, DatabaseServer, drop
from .templates import DRAFT, Templates, clone

__all__ = ["Clones"]

#: Dropping waits while there are clones to make, until so many databases wait for it.
_BACKLOG = 8
_ATTEMPTS = 3

_ABANDONED = """
select datname::text
from pg_database
cross join lateral (values (%(clone)s, %(alive)s), (%(draft)s, %(building)s)) as kind (prefix, class)
where starts_with(datname, kind.prefix)
  and substr(datname, length(kind.prefix) + 1) ~ '^[0-9a-f]{7}'
  and not exists (
    select from pg_locks
    where locktype = 'advisory' and granted and classid = kind.class
      and objid = ('x0' || substr(datname, length(kind.prefix) + 1, 7))::bit(32)::bigint)
"""


class Clones:
    """The databases of one process's tests.

    ``take`` gives a clone of a template, at best one that was made ahead; ``give_back`` has it
    dropped. A thread with a connection of its own does both.
    """

    def __init__(self, server: DatabaseServer) -> None:
        self._server, self.templates = server, Templates(server)
        self._count = 0
        self._uses: Counter[str] = Counter()
        self._spares: dict[str, deque[str]] = {}
        self._wanted: deque[tuple[str, str]] = deque()
        self._doomed: deque[str] = deque()
        self._making: str | None = None
        self._closing = False
        self._change = threading.Condition()
        self._worker: threading.Thread | None = None

    def take(self, recipe: Recipe) -> str:
        """The name of a database that holds what the recipe says, for one test alone."""
        for attempt in range(_ATTEMPTS):
            template = self.templates.name(recipe)
            try:
                name = self._spare(template) or self._made(template)
            except psycopg.errors.InvalidCatalogName:
                # Another run dropped the template, which nobody had used for long.
                if attempt == _ATTEMPTS - 1:
                    raise
                self.templates.forget()
            else:
                self._order_spare(template)
                return name
        raise AssertionError("unreachable")

    def give_back(self, name: str) -> None:
        """Have a database dropped, soon."""
        with self._change:
            self._doomed.append(name)
        self._wake()

    def keep(self, name: str, label: str) -> str:
        """Keep a database beyond the run under a name that tells the test; the one of last time is dropped."""
        admin, kept = self._server.admin, f"{KEPT}{label}"
        drop(admin, kept)
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
        admin.execute(others, [name])
        admin.execute(sql.SQL("alter database {} rename to {}").format(*map(sql.Identifier, (name, kept))))
        return kept

    def close(self) -> None:
        """Drop everything that this process made, and wait until it is done."""
        with self._change:
            self._closing = True
            self._wanted.clear()
            self._change.notify_all()
        if self._worker is not None:
            self._worker.join()
        own = "select datname::text from pg_database where starts_with(datname, %s)"
        for (name,) in self._server.admin.execute(own, [f"{CLONE}{self._server.run}_"]).fetchall():
            drop(self._server.admin, name)

    def abandoned(self) -> list[str]:
        """Databases of processes that are gone."""
        return abandoned(self._server.admin)

    def _spare(self, template: str) -> str | None:
        """A clone made ahead, or one that is just being made."""
        with self._change:
            while True:
                spares = self._spares.get(template)
                if spares:
                    return spares.popleft()
                if self._making != template:
                    # Not begun yet: quicker done here.
                    self._wanted = deque(order for order in self._wanted if order[0] != template)
                    return None
                self._change.wait()

    def _made(self, template: str) -> str:
        name = self._next_name()
        clone(self._server.admin, name, template)
        return name

    def _next_name(self) -> str:
        with self._change:
            self._count += 1
            return f"{CLONE}{self._server.run}_{self._count}"

    def _order_spare(self, template: str) -> None:
        """Have the next clone made: of a template used twice, for many are used by one test only."""
        self._uses[template] += 1
        if self._uses[template] > 1:
            name = self._next_name()
            with self._change:
                self._wanted.append((template, name))
        self._wake()

    def _wake(self) -> None:
        with self._change:
            if self._worker is None and not self._closing:
                self._worker = threading.Thread(target=self._work, name="seedkit clones", daemon=True)
                self._worker.start()
            self._change.notify_all()

    def _work(self) -> None:
        # Nothing is lost with an error here: the test that wants the clone makes one itself and tells
        # what is wrong, and what was not dropped is tried again at the end.
        with contextlib.suppress(psycopg.Error), self._server.opened_admin() as connection:
            for name in abandoned(connection):
                drop(connection, name)
            while (task := self._task()) is not None and not connection.closed:
                with contextlib.suppress(psycopg.Error):
                    self._do(connection, *task)

    def _do(self, connection: psycopg.Connection[Any], template: str | None, name: str) -> None:
        try:
            if template is None:
                drop(connection, name)
                return
            clone(connection, name, template)
            with self._change:
                self._spares.setdefault(template, deque()).append(name)
        finally:
            with self._change:
                self._making = None
                self._change.notify_all()

    def _task(self) -> tuple[str | None, str] | None:
        """The next clone to make (its template and name), or to drop (None and its name); None at the end."""
        with self._change:
            while True:
                late = len(self._doomed) > _BACKLOG or not self._wanted
                if self._doomed and (late or self._closing):
                    return None, self._doomed.popleft()
                if self._wanted:
                    self._making, name = self._wanted.popleft()
                    return self._making, name
                if self._closing:
                    return None
                self._change.wait()


def abandoned(connection: psycopg.Connection[Any]) -> list[str]:
    """Databases that processes left which are gone: of tests, and templates half made."""
    locks = {"clone": CLONE, "alive": ALIVE, "draft": DRAFT, "building": BUILDING}
    return [name for (name,) in connection.execute(_ABANDONED, locks).fetchall()]
