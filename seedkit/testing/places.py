"""Where the rows of a test live, and how they go away: with a database, or with a transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from psycopg import sql
from psycopg.pq import ExecStatus

from ..errors import TargetError, UsageError
from .connection import server_connection
from .recipes import Recipe
from .server import DatabaseServer

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn

__all__ = ["CloneOfOwn", "Given", "Place", "Shared"]

_BEGIN = "begin; savepoint seedkit_test; set local seedkit.now = {}"
#: Fails if the test ended the transaction: then its savepoint is gone.
_UNDO = b"rollback to savepoint seedkit_test"


class Place(Protocol):
    """A database in the hands of one test (or class, or module)."""

    @property
    def database(self) -> str:
        """The database's name."""

    @property
    def holds(self) -> Recipe | None:
        """The recipe whose content it holds; None if nobody knows."""

    @property
    def rolls_back(self) -> bool:
        """Whether what is written is undone in a transaction."""

    @property
    def link(self) -> PGconn:
        """The one server connection of the test."""

    def leave(self, *, keep_as: str | None = None) -> str | None:
        """Undo everything; with ``keep_as``, keep it instead, if that is possible, and say under which name."""


class CloneOfOwn:
    """A database of the test's own, dropped behind it."""

    rolls_back = False

    def __init__(self, server: DatabaseServer, recipe: Recipe, now: dt.datetime) -> None:
        self._server, self.holds = server, recipe
        self.database = server.clones.take(recipe)
        setting = sql.SQL("alter database {} set seedkit.now = {}").format(
            sql.Identifier(self.database), sql.Literal(now.isoformat())
        )
        server.admin.execute(setting)
        self.link = server_connection(server.conninfo(self.database), self.database)

    def leave(self, *, keep_as: str | None = None) -> str | None:
        """Have the database dropped, or keep it under another name."""
        self.link.finish()
        if keep_as is not None:
            return self._server.clones.keep(self.database, keep_as)
        self._server.clones.give_back(self.database)
        return None


class Shared:
    """A database that tests use one after the other, each in a transaction that is rolled back."""

    rolls_back = True

    def __init__(self, server: DatabaseServer, recipe: Recipe) -> None:
        self._server, self.holds = server, recipe
        self.database = server.clones.take(recipe)
        self.link = server_connection(server.conninfo(self.database), self.database)

    def enter(self, now: dt.datetime) -> Shared:
        """Begin the transaction of a test."""
        _begin(self.link, now)
        return self

    def leave(self, *, keep_as: str | None = None) -> str | None:
        """Roll back, and leave the database to the next test. Raises UsageError if the test had committed."""
        if _undone(self.link):
            self._server.shared.setdefault(self.holds, []).append(self)
            return None
        self.drop()
        raise _ended()

    def drop(self) -> None:
        """Have the database dropped."""
        self.link.finish()
        self._server.clones.give_back(self.database)


class Given:
    """The database that is named, where no others can be made: every test is rolled back."""

    rolls_back = True
    holds = None

    def __init__(self, server: DatabaseServer, now: dt.datetime) -> None:
        self.database = server.target.database
        self.link = server_connection(server.target.conninfo, server.name)
        _begin(self.link, now)

    def leave(self, *, keep_as: str | None = None) -> str | None:
        """Roll back. Raises UsageError if the test had committed."""
        undone = _undone(self.link)
        self.link.finish()
        if not undone:
            raise _ended()
        return None


def place_for(server: DatabaseServer, recipe: Recipe, now: dt.datetime, *, rollback: bool) -> Place:
    """A place that holds this recipe, where databases can be made; else the named database. Raises TargetError."""
    why = server.cannot_clone
    if why is not None:
        if not rollback:
            raise TargetError(
                f"{server.name}: {why}",
                got=server.target.user,
                allowed=["pytest.mark.seedkit(rollback=True)", "a superuser in SEEDKIT_DATABASE_URL"],
                hint="Without SEEDKIT_DATABASE_URL the embedded Postgres is used",
            )
        return Given(server, now)
    if not rollback:
        return CloneOfOwn(server, recipe, now)
    free = server.shared.get(recipe)
    return (free.pop() if free else Shared(server, recipe)).enter(now)


def _begin(link: PGconn, now: dt.datetime) -> None:
    text = sql.SQL(_BEGIN).format(sql.Literal(now.isoformat())).as_string()
    done = link.exec_(text.encode())
    if done.status != ExecStatus.COMMAND_OK:
        raise TargetError(f"no transaction can be begun for the test: {done.get_error_message()}")


def _undone(link: PGconn) -> bool:
    """Roll the test back and forget its session's state; False if it had ended the transaction."""
    if link.exec_(_UNDO).status != ExecStatus.COMMAND_OK:
        return False
    link.exec_(b"rollback")
    return link.exec_(b"discard all").status == ExecStatus.COMMAND_OK


def _ended() -> UsageError:
    return UsageError(
        "the test ended the transaction in which it was to be undone (commit or rollback as SQL)",
        hint="Give it a database of its own: pytest.mark.seedkit(rollback=False)",
    )
