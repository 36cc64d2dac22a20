"""SQLAlchemy sessions over the connection of a test: their transactions nest in what is open there.

So a session sees what ``seedkit_db`` wrote and the other way round, committed or not, and nothing waits
for a lock of its own test.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import psycopg
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from .connection import CaseConnection

__all__ = ["engine_over"]

#: What a transaction of a session runs in: a block entered when it begins, left when it ends.
Surrounding = Callable[[], AbstractContextManager[Any]]


def engine_over(connection: CaseConnection, *, within: Surrounding | None = None, side: str = "") -> Engine:
    """An engine all of whose connections are the test's."""

    def opened() -> _Side:
        connection.check_free(side or None)
        return _Side(connection, within, side)

    engine = create_engine(
        "postgresql+psycopg://",
        creator=opened,
        poolclass=NullPool,
        # Looked up by a function of psycopg's that takes none but its own connections.
        use_native_hstore=False,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Any) -> None:
    connection.connection.dbapi_connection.begin()


class _Side:
    """What SQLAlchemy takes for a connection of its own.

    A transaction is a real one where none is open, else a savepoint.
    """

    def __init__(self, connection: CaseConnection, within: Surrounding | None, side: str) -> None:
        self._connection, self._within, self._side = connection, within, side or None
        self._block: ExitStack | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        self._connection.check_free(self._side)
        return psycopg.Connection.cursor(self._connection, *args, **kwargs)

    def begin(self) -> None:
        if self._block is not None:
            return
        self._connection.check_free(self._side)
        with ExitStack() as block:
            block.enter_context(self._within() if self._within else self._connection.transaction())
            self._block = block.pop_all()
        self._connection.held += 1

    def commit(self) -> None:
        if (block := self._ended()) is not None:
            block.close()

    def rollback(self) -> None:
        if (block := self._ended()) is not None:
            undo = psycopg.Rollback()
            block.__exit__(type(undo), undo, None)

    def close(self) -> None:
        self.rollback()

    def _ended(self) -> ExitStack | None:
        block, self._block = self._block, None
        if block is not None:
            self._connection.held -= 1
        return block
