"""People for owner columns: users who can sign in, made as the auth server would have made them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa

from ..entropy import I64
from ..fields.rows import Rows, TakenRows
from ..load.copy import Encoder, copy_batch
from ..load.receipt import PersonReceipt
from ..rows import FactoryRows
from ..schema.reflected import Database, Name, Table
from ..scope import Scope
from ..supabase.factories import IdentityFactory, UserFactory
from .live import live_table
from .made import Made
from .owners import USERS

__all__ = ["IDENTITIES", "People", "owners_of", "people_wanted"]

IDENTITIES = Name("auth", "identities")
#: Where no table has a row for each person, a few with many rows each show more than many with one.
ENOUGH = 100
#: People that the report names, and rows of each table that are looked at to find them.
SHOWN, LOOKED_AT = 3, 10_000


class People:
    """So many users, for links to point to."""

    def __init__(self, rows: int, scope: Scope) -> None:
        self.rows, self.scope = rows, scope
        self._called: Mapping[str, Any] = {}

    @cached_property
    def whole(self) -> FactoryRows:
        """All of them."""
        return UserFactory.rows(self.rows, scope=self.scope, **self._called)

    def call(self, names: Mapping[str, Any]) -> None:
        """Give them names: their first and last ones, by place. Keys stay what they are."""
        self._called = names
        self.__dict__.pop("whole", None)

    def column(self, name: str, places: I64) -> pa.Array:
        """A column of ``auth.users`` of the people in these places."""
        return self.whole.column(name).take(pa.array(places))

    def taken(self, places: I64) -> Rows:
        """The people in these places; nobody for place -1."""
        return TakenRows(self.whole, places)

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


def owners_of(people: People, made: Mapping[Name, Made]) -> tuple[PersonReceipt, ...]:
    """A few people who own rows in most tables: whom to act as to see something."""
    tables = np.zeros(people.rows, dtype=np.int64)
    rows = np.zeros(people.rows, dtype=np.int64)
    for table in made.values():
        owned = np.zeros(people.rows, dtype=np.int64)
        for places in _owners(people, table):
            owned += np.bincount(places[(places >= 0) & (places < people.rows)], minlength=people.rows)
        tables += owned > 0
        rows += owned
    best = np.lexsort((np.arange(people.rows), -rows, -tables))[:SHOWN]
    uids, emails = people.column("id", best), people.column("email", best)
    return tuple(
        PersonReceipt("person", number, str(uuid.UUID(bytes=uid)), email)
        for number, (uid, email) in enumerate(zip(uids.to_pylist(), emails.to_pylist(), strict=True))
    )


def _owners(people: People, made: Made) -> Iterator[I64]:
    """For each link to a person, or to a row that is one person's, whom the first rows belong to."""
    rows = made.at(np.arange(min(made.rows, LOOKED_AT), dtype=np.int64))
    for key in made.keys:
        target = made.targets[key.name].made
        if target is people:
            yield rows.places(key.name)
        elif isinstance(target, Made) and made.follows(key.name):
            profile = next((k for k in target.keys if k.columns == key.target_columns), None)
            if profile is not None and target.targets[profile.name].made is people:
                places = rows.places(key.name)
                known = places[(places >= 0) & (places < target.rows)]
                yield target.at(known).places(profile.name)
