"""People for owner columns: users who can sign in, made as the auth server would have made them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa

from ..entropy import I64
from ..load.copy import Encoder, copy_batch
from ..rows import FactoryRows
from ..schema.reflected import Database, Name, Table
from ..scope import Scope
from ..supabase.factories import IdentityFactory, UserFactory
from .live import live_table
from .owners import USERS

__all__ = ["IDENTITIES", "People", "people_wanted"]

IDENTITIES = Name("auth", "identities")
#: Where no table has a row for each person, a few with many rows each show more than many with one.
ENOUGH = 100


class People:
    """So many users, for links to point to."""

    def __init__(self, rows: int, scope: Scope) -> None:
        self.rows, self.scope = rows, scope

    @cached_property
    def whole(self) -> FactoryRows:
        """All of them."""
        return UserFactory.rows(self.rows, scope=self.scope)

    def column(self, name: str, places: I64) -> pa.Array:
        """A column of ``auth.users`` of the people in these places."""
        return self.whole.column(name).take(pa.array(places))

    def write(self, connection: psycopg.Connection[Any], database: Database) -> None:
        """Insert the users, and how they sign in where there is a table for it."""
        _copy(connection, database[USERS], self.whole)
        if IDENTITIES in database.tables:
            base = IdentityFactory.rows(self.rows, scope=self.scope)
            identities = FactoryRows(
                IdentityFactory,
                base.ids,
                scope=self.scope,
                ordinals=base.ordinals,
                copies=base.copies,
                parents={"user": lambda: self.whole},
            )
            _copy(connection, database[IDENTITIES], identities)


def people_wanted(tables: Mapping[Name, Table], asked: Mapping[Name, int]) -> int:
    """How many people these tables need: one a row where a row is unique to a person; none if nobody asks."""
    wanted = 0
    for name, table in tables.items():
        singles = {unique.columns for unique in table.uniques if unique.plain}
        for key in table.foreign_keys:
            if key.target == USERS and asked[name]:
                alone = key.columns in singles
                wanted = max(wanted, asked[name] if alone else min(asked[name], ENOUGH))
    return wanted


def _copy(connection: psycopg.Connection[Any], table: Table, rows: FactoryRows) -> None:
    written = {
        column: name
        for column, name in rows.meta.written().items()
        if column in table.columns and not table.columns[column].computed and table.columns[column].insertable
    }
    arrays = [rows.column(name) for name in written.values()]
    batch = pa.RecordBatch.from_arrays(arrays, names=list(written))
    encoder = Encoder(live_table(table), batch.schema)
    prepared = encoder.prepare(batch)
    with connection.cursor() as cursor:
        copy_batch(cursor, encoder, prepared, encoder.chunks(prepared), into=table.name.identifier)


def owned_by(people: People, places: Mapping[str, I64]) -> np.ndarray[Any, Any]:
    """How many tables each person owns rows in, by place."""
    found = np.zeros(people.rows, dtype=np.int64)
    for column in places.values():
        mine = np.unique(column[(column >= 0) & (column < people.rows)])
        found[mine] += 1
    return found
