"""What factories ask of the database while objects are being saved: keys of catalogue rows, next numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from sqlalchemy import func, select, text

from ..entropy import I64

__all__ = ["SessionTarget"]


class SessionTarget:
    """The database behind the sessions of one call; what it answered once holds for the call."""

    def __init__(self, session_of: Callable[[Any], Any]) -> None:
        self._session_of = session_of
        self._known: dict[str, Mapping[tuple[Any, ...], Any]] = {}

    def known(self, meta: Any) -> Mapping[tuple[Any, ...], Any]:
        """Keys of the catalogue rows that it has, by natural key."""
        name = meta.table_name()
        if name not in self._known:
            columns = [getattr(meta.model, attribute) for attribute in (*meta.natural, meta.key)]
            rows = self._session_of(meta).execute(select(*columns)).all()
            self._known[name] = {tuple(row[:-1]): row[-1] for row in rows}
        return self._known[name]

    def numbers(self, meta: Any, n: int) -> I64 | None:
        """The next ``n`` numbers of the table's own sequence; None if its key has none, or it is no Postgres."""
        session, column = self._session_of(meta), meta.table_column(meta.key)
        connection = session.connection(bind_arguments={"mapper": meta.mapper})
        if connection.dialect.name != "postgresql":
            return None
        table = connection.dialect.identifier_preparer.format_table(column.table)
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table, column.name)))
        if sequence is None:
            return None
        numbers = text("select nextval(cast(:sequence as regclass)) from generate_series(1, :n)")
        return np.array(connection.scalars(numbers, {"sequence": sequence, "n": n}).all(), dtype=np.int64)

    def find(self, meta: Any, key: Any) -> Any:
        """The object of a factory's model with this primary key, None if there is none."""
        return self._session_of(meta).get(meta.model, key)

    def write(self, meta: Any, *objects: Any) -> None:
        """Save these objects, and whatever waits to be saved."""
        session = self._session_of(meta)
        session.add_all(objects)
        session.flush()
