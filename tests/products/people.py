"""Small words for tests on a database: sign somebody up, act as somebody, insert a row, read a value."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from seedkit.supabase.claims import Person, act_as

Connection = psycopg.Connection[Any]


def person(db: Connection, handle: str) -> Person:
    """Signs somebody up."""
    uid, email = uuid.uuid4(), f"{handle}@example.com"
    db.execute(
        "insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, %s)",
        [uid, email, Jsonb({"full_name": handle.title()})],
    )
    return Person(handle, uid, email)


def clerk_person(db: Connection, handle: str, subject: str) -> Person:
    """Somebody whom Clerk signed up: CraveVerse has an account for them, ``auth.users`` has none."""
    email = f"{handle}@example.com"
    account = insert(db, "users", clerk_user_id=subject, email=email, name=handle.title())
    return Person(handle, account, email, sub=subject)


@contextlib.contextmanager
def acting(db: Connection, who: Person) -> Iterator[psycopg.Cursor[Any]]:
    """Acts as somebody; what they wrote is undone at the end."""
    with db.transaction(force_rollback=True), db.cursor() as cursor:
        act_as(cursor, who)
        yield cursor


def value(db: Connection, query: str, *parameters: Any) -> Any:
    row = db.execute(query, parameters).fetchone()
    assert row is not None
    return row[0]


def column(db: psycopg.Cursor[Any] | Connection, query: str, *parameters: Any) -> list[Any]:
    return [row[0] for row in db.execute(query, parameters).fetchall()]


def insert(db: Connection, table: str, **values: Any) -> uuid.UUID:
    """Inserts a row and gives its id."""
    query = sql.SQL("insert into {} ({}) values ({}) returning id").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    given = [Jsonb(v) if isinstance(v, dict) else v for v in values.values()]
    row = db.execute(query, given).fetchone()
    assert row is not None
    return row[0]
