"""Tables made from SQL, filled by what inference says of them: what the tests of inference share.

``filled`` writes the rows that the fields of a table make with COPY, so that every constraint is tried. Links point to
rows of other tables of the same statement, which are filled first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from psycopg import sql
from psycopg.rows import tuple_row

from seedkit.infer import Inferred, infer_table
from seedkit.infer.trial import TrialRows
from seedkit.load.values import text_column
from seedkit.schema.reflected import Database, Table
from seedkit.schema.reflection import reflect
from seedkit.scope import Scope

NOW = dt.datetime(2025, 6, 15, tzinfo=dt.UTC)


@dataclass
class Filled:
    """What came of a table: its inference, how many rows were written, and they themselves."""

    inferred: Inferred
    rows: int
    connection: psycopg.Connection[Any]
    table: Table

    def column(self, name: str) -> list[Any]:
        """The values of a column, in no order."""
        return [row[name] for row in self.dicts()]

    def dicts(self) -> list[dict[str, Any]]:
        """The rows, by column."""
        with self.connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return cursor.execute(sql.SQL("select * from {}").format(self.table.name.identifier)).fetchall()

    def count(self, condition: str) -> int:
        """How many rows meet a condition."""
        query = sql.SQL("select count(*) from {} where {}").format(
            self.table.name.identifier, sql.SQL(condition)
        )
        with self.connection.cursor(row_factory=tuple_row) as cursor:
            return int(cursor.execute(query).fetchone()[0])  # type: ignore[index]


class Keyed(TrialRows):
    """Trial rows whose links point to rows that were written before."""

    def __init__(self, inferred: Inferred, n: int, *, scope: Scope, keys: Mapping[str, pa.Array]) -> None:
        super().__init__(inferred.fields, n, scope=scope, links=inferred.links)
        self._keys = keys

    def keys_of(self, name: str, places: Any) -> pa.Array:
        """The keys of the rows in these places."""
        return self._keys[name].take(pa.array(np.asarray(places)))


def ddl(connection: psycopg.Connection[Any], statements: str) -> Database:
    """The database after these statements."""
    connection.execute("set timezone to 'UTC'")
    connection.execute(statements)
    return reflect(connection)


def filled(
    connection: psycopg.Connection[Any],
    statements: str,
    *,
    rows: int = 100,
    table: str = "t",
    seed: int = 0,
    judged: bool = False,
) -> Filled:
    """The table ``t`` of these statements, filled; a violation is an error of the server's. Nothing may be judged."""
    database = ddl(connection, statements)
    scope = Scope(seed=seed, now=NOW)
    made: dict[str, Filled] = {}
    found = {t.name.name: t for t in database if t.fillable and t.name.schema == "public"}
    for name in [*(n for n in found if n != table), table]:
        made[name] = _filled(connection, database, found[name], rows, scope, made)
    result = made[table]
    assert judged or not result.inferred.judged, [c.name for c in result.inferred.judged]
    return result


def _filled(
    connection: psycopg.Connection[Any],
    database: Database,
    table: Table,
    rows: int,
    scope: Scope,
    made: Mapping[str, Filled],
) -> Filled:
    own = {key.name for key in table.foreign_keys if key.target == table.name}
    targets = {k.name: rows if k.name in own else made[k.target.name].rows for k in table.foreign_keys}
    inferred = infer_table(database, table, rows=rows, targets=targets, now=NOW)
    assert not [note for note in inferred.notes if "falls back" in note or "failed" in note], inferred.notes
    if inferred.impossible:
        return Filled(inferred, 0, connection, table)
    count = rows if inferred.limit is None else min(rows, inferred.limit)
    keys = {
        k.name: _stored(made[k.target.name], k.target_columns[0])
        for k in table.foreign_keys
        if k.name not in own
    }
    batch = Keyed(inferred, count, scope=scope, keys=keys)
    columns = {name: _texts(batch.column(name)) for name in inferred.fields if name in table.columns}
    for key in table.foreign_keys:
        places = batch.places(key.name)
        for mine, theirs in zip(key.columns, key.target_columns, strict=True):
            source = columns[theirs] if key.name in own else _texts(_stored(made[key.target.name], theirs))
            columns[mine] = [None if place < 0 else source[place] for place in places.tolist()]
    _copy(connection, table, columns, count)
    return Filled(inferred, count, connection, table)


def _stored(parent: Filled, column: str) -> pa.Array:
    """A key column of the rows of a parent, in the order of their places."""
    rows = parent.dicts()
    values = [row[column] for row in rows]
    return pa.array([v.bytes if hasattr(v, "bytes") else v for v in values])


def _texts(array: pa.Array) -> list[str | None]:
    return [None] * len(array) if pa.types.is_null(array.type) else text_column(array).to_pylist()


def _copy(
    connection: psycopg.Connection[Any], table: Table, columns: Mapping[str, Sequence[str | None]], count: int
) -> None:
    if not columns:
        return
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("copy {} ({}) from stdin").format(table.name.identifier, names)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")
        with cursor.copy(statement) as copy:
            for row in zip(*columns.values(), strict=True):
                copy.write_row(row)
    assert count == len(next(iter(columns.values())))
