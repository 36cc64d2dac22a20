"""Uniques and exclusions: different by construction, up to the last row that there can be."""

from __future__ import annotations

import psycopg
import pytest
from filling import NOW, filled

from seedkit.infer import infer_table
from seedkit.infer.inferred import Taken
from seedkit.infer.trial import TrialRows
from seedkit.schema.reflection import reflect
from seedkit.scope import Scope

pytestmark = pytest.mark.db

UNIQUES: dict[str, str] = {
    "number": "n integer not null unique",
    "key": "id serial primary key, name text not null",
    "uuid": "u uuid primary key",
    "e-mail": "email varchar(120) not null unique",
    "lower": "email text not null; create unique index on t (lower(email))",
    "username": "username varchar(30) not null unique, email varchar(100) not null unique",
    "slug": "title text not null, slug text not null unique",
    "short code": "code char(4) not null unique check (code ~ '^[A-Z]{4}$')",
    "pattern": "code text not null unique check (code ~ '^[A-Z]{2}-[0-9]{4}$')",
    "nullable": "tax_no varchar(20) unique",
    "date": "day date not null unique",
    "moment": "at timestamptz not null unique",
    "day of a moment": "at timestamp not null; create unique index on t (date_trunc('day', at))",
    "numeric": "price numeric(10, 2) not null unique",
    "composite": "a integer not null, b text not null, unique (a, b)",
    "composite of few": "a smallint not null check (a between 1 and 20), b smallint not null check (b between 1 and 1000), unique (a, b)",
    "enum and number": "k kind not null, n integer not null, unique (k, n)",
    "two overlapping": "a integer not null, b integer not null, c integer not null, unique (a, b), unique (b, c)",
    "nulls not distinct": "a integer, b integer, unique nulls not distinct (a, b)",
    "including": "a integer not null, b text; create unique index on t (a) include (b)",
    "deferred": "position integer not null unique deferrable initially deferred",
    "partial": "name text not null, deleted_at timestamptz; create unique index on t (name) where deleted_at is null",
    "one true": "is_current boolean not null; create unique index on t (is_current) where is_current",
    "coalesced": "a integer, b integer not null; create unique index on t (coalesce(a, 0), b)",
    "array": "tags text[] not null unique",
    "json key": "d jsonb not null check (d ? 'id'); create unique index on t ((d ->> 'id'))",
    "inet": "ip inet not null unique",
    "bytes": "hash bytea not null unique check (octet_length(hash) = 32)",
    "check and unique": "n integer not null unique check (n % 10 = 0)",
    "least and greatest": "a integer not null, b integer not null, check (a <> b); create unique index on t (least(a, b), greatest(a, b))",
    "rooms": "room integer not null, during tstzrange not null, exclude using gist (room with =, during with &&)",
    "spans": "during daterange not null, exclude using gist (during with &&)",
    "start and end": "room text not null, a timestamptz not null, b timestamptz not null, check (a < b), exclude using gist (room with =, tstzrange(a, b) with &&)",
    "while confirmed": "room integer not null, during tsrange not null, status text not null check (status in ('open', 'confirmed')), "
                       "exclude using gist (room with =, during with &&) where (status = 'confirmed')",
    "one kind": "cage integer not null, animal text not null check (animal in ('lion', 'zebra')), exclude using gist (cage with =, animal with <>)",
}  # fmt: skip


def _statement(columns: str) -> str:
    inside, _, rest = columns.partition(";")
    return f"drop table if exists t; drop type if exists kind; create type kind as enum ('a', 'b', 'c'); create table t ({inside}); {rest}"


@pytest.mark.parametrize("rows", [1, 100, 2_000])
@pytest.mark.parametrize("name", UNIQUES)
def test_what_must_differ_differs(connection: psycopg.Connection, name: str, rows: int) -> None:
    if "gist (" in UNIQUES[name] and " with =" in UNIQUES[name]:
        known = connection.execute("select from pg_available_extensions where name = 'btree_gist'").fetchone()
        if known is None:
            pytest.skip("the server has no btree_gist")
        connection.execute("create extension btree_gist")
    made = filled(connection, _statement(UNIQUES[name]), rows=rows)
    assert made.rows == rows


@pytest.mark.parametrize(
    ("columns", "limit"),
    [
        ("k kind primary key", 3),
        ("b boolean not null unique", 2),
        ("b boolean unique nulls not distinct", 3),
        ("k kind not null, b boolean not null, primary key (k, b)", 6),
        ("n integer not null unique check (n between 1 and 25)", 25),
        ("n numeric(3, 1) not null unique check (n > 0 and n <= 1)", 10),
        ("c char(1) not null unique check (c ~ '^[A-E]$')", 5),
        ("d date not null unique check (d >= '2024-01-01' and d < '2025-01-01')", 366),
        ("id integer primary key default 1 check (id = 1), note text", 1),
        (
            "k kind not null, n smallint not null check (n between 1 and 7), check (k <> 'a' or n < 3), unique (k, n)",
            16,
        ),
        (
            "span int4range not null check (span <@ '[0,10)' and not isempty(span)), exclude using gist (span with &&)",
            10,
        ),
        ("lock boolean primary key default true check (lock)", 1),
    ],
)
def test_what_can_be_no_more_is_known_and_filled_to_the_last(
    connection: psycopg.Connection, columns: str, limit: int
) -> None:
    made = filled(connection, _statement(columns), rows=1_000)
    assert made.inferred.limit == limit
    assert made.rows == limit


def test_new_rows_keep_clear_of_those_that_are_there(connection: psycopg.Connection) -> None:
    made = filled(
        connection, "create table t (id integer primary key, code char(2) not null unique)", rows=50
    )
    taken = {}
    for unique in made.table.uniques:
        values = made.column(str(unique.columns[0]))
        keys = frozenset((str(value),) for value in values)
        taken[unique.name] = Taken(rows=50, greatest={unique.columns[0]: max(values)}, keys=keys)
    database = reflect(connection)
    more = infer_table(database, made.table, rows=50, targets={}, offset=50, taken=taken, now=NOW)
    rows = TrialRows(more.fields, 50, scope=Scope(seed=0, now=NOW))
    for name in ("id", "code"):
        assert not {str(v) for v in rows.column(name).to_pylist()} & {str(v) for v in made.column(name)}
