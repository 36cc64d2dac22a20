"""The connection of a test: opened when it is first used, and shared with the test's sessions.

``seedkit_db`` is asked for before the test says which story it wants; so it connects when something is
done with it. In rollback mode it holds the transaction that is undone in the end, and ``commit()`` must
not end it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import ConnStatus, TransactionStatus

from ..errors import TargetError, UsageError
from ..load import conninfo as redaction

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn

__all__ = ["CaseConnection"]


class CaseConnection(psycopg.Connection[Any]):
    """An autocommit psycopg connection that opens by itself.

    ``opening`` gives the server connection when it is needed. While a transaction is open that is not
    its user's own (the one that is undone in the end, a session's), ``commit()`` and ``rollback()`` do
    nothing, as on any autocommit connection. While somebody acts over it, nobody else may use it.
    """

    def __init__(self, opening: Callable[[], PGconn]) -> None:
        # psycopg's own part of the object is made in _open.
        self._opening: Callable[[], PGconn] | None = opening
        #: How many transactions of others are open.
        self.held = 0
        #: How many requests of people are under way, one in another.
        self.impersonated = 0
        #: Whose session has an open transaction.
        self.acting: str | None = None

    def __getattr__(self, name: str) -> Any:
        opening = self.__dict__.get("_opening")
        if opening is None or name.startswith("__"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        self._open(opening)
        return getattr(self, name)

    @property
    def is_open(self) -> bool:
        """Whether it was used."""
        return self.__dict__.get("_opening") is None

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """A cursor, unless somebody acts over this connection."""
        self.check_free()
        return super().cursor(*args, **kwargs)

    def check_free(self, side: str | None = None) -> None:
        """Raise UsageError if somebody else acts over the connection at this moment."""
        if self.acting is not None and self.acting != side:
            raise UsageError(
                f"the test's connection acts as {self.acting!r}: their session has an open transaction",
                hint="Commit, roll back or close db.session first, or leave the block of acting_as",
            )

    def commit(self) -> None:
        """Commit, unless the open transaction is another's."""
        if not self.held:
            super().commit()

    def rollback(self) -> None:
        """Roll back, unless the open transaction is another's."""
        if not self.held:
            super().rollback()

    def close(self) -> None:
        """Close the connection, if it was opened."""
        if self.is_open:
            super().close()

    def __repr__(self) -> str:
        where = f"to {self.info.dbname}" if self.is_open and not self.closed else "not connected"
        return f"<the test's connection, {where}>"

    def __del__(self, _: Any = None, /) -> None:
        # The server connection is the database's, which closes it.
        pass

    def _open(self, opening: Callable[[], PGconn]) -> None:
        # What was set before, such as row_factory, stays.
        given = {name: value for name, value in vars(self).items() if name != "_opening"}
        self._opening = None
        try:
            psycopg.Connection.__init__(self, opening())
        except BaseException:
            self._opening = opening
            raise
        vars(self).update(given)
        self._autocommit = True
        self.prepare_threshold = None


def server_connection(conninfo: str, name: str) -> PGconn:
    """A connection of libpq. Raises TargetError without the password."""
    made = psycopg.pq.PGconn.connect(make_conninfo(conninfo, client_encoding="utf8").encode())
    if made.status != ConnStatus.OK:
        said = redaction.redacted(made.get_error_message(), redaction.parse(conninfo, source=name))
        raise TargetError(f"cannot connect to {name}: {said}")
    made.nonblocking = 1
    return made


def in_transaction(connection: psycopg.Connection[Any]) -> bool:
    """Whether a transaction is open, whole or failed."""
    return connection.info.transaction_status != TransactionStatus.IDLE
