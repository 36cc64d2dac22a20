"""Values of every type: as many as are asked for, and different where they must be."""

from __future__ import annotations

import psycopg
import pytest
from filling import filled

pytestmark = pytest.mark.db

TYPES = (
    "smallint", "integer", "bigint", "numeric", "numeric(8, 2)", "numeric(5, 0)", "numeric(3, 5)", "numeric(2, -3)", "numeric(40, 10)",
    "real", "double precision", "money", "boolean", "text", "varchar", "varchar(20)", "varchar(3)", "varchar(1)", "char(4)", "char", "bpchar",
    '"char"', "name", "bytea", "uuid", "date", "time", "time(0)", "timetz", "timetz(0)", "timestamp", "timestamp(3)", "timestamp(0)",
    "timestamptz", "timestamptz(0)", "interval", "interval year to month", "interval hour", "interval day to second(0)", "json", "jsonb",
    "jsonpath", "bit", "bit(8)", "bit(100)", "varbit", "varbit(5)", "inet", "cidr", "macaddr", "macaddr8", "point", "line", "lseg", "box",
    "path", "polygon", "circle", "tsvector", "tsquery", "oid", "regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator",
    "regrole", "regnamespace", "regconfig", "regdictionary", "regcollation", "xid", "xid8", "cid", "tid", "pg_lsn", "pg_snapshot",
    "txid_snapshot", "refcursor", "int2vector", "oidvector", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange",
    "int4multirange", "nummultirange", "datemultirange", "tstzmultirange", "integer[]", "text[]", "varchar(3)[]", "numeric(5, 2)[]", "uuid[]",
    "timestamptz[]", "boolean[]", "jsonb[]", "inet[]", "box[]", "int4range[]", "bytea[]", "integer[][]", "mood", "mood[]", "positive",
    "positive[]", "share", "place", "place[]", "spot", "mood_range",
)  # fmt: skip

OWN = """
create type mood as enum ('sad', 'it''s ok', 'a,b', '{odd} "one"');
create domain positive as integer check (value > 0);
create domain share as numeric(5, 2) check (value >= 0) check (value <= 100);
create type place as (street text, "house no" varchar(5), mood mood, tags text[]);
create type spot as (place place, at timestamptz);
create type mood_range as range (subtype = float8);
"""

#: Types whose values have an order or a hash, so that they can be unique.
UNIQUE = (
    "smallint", "integer", "bigint", "numeric(8, 3)", "real", "double precision", "money", "text", "varchar(4)", "char(6)", "name", "bytea",
    "uuid", "date", "time", "time(0)", "timetz", "timestamp(0)", "timestamptz", "interval", "jsonb", "bit(16)", "varbit(20)", "inet", "cidr",
    "macaddr", "macaddr8", "oid", "pg_lsn", "xid8", "int4range", "datemultirange", "tsvector", "text[]", "boolean[]", "mood[]", "place",
    "positive",
)  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_values_of_a_type(connection: psycopg.Connection, kind: str) -> None:
    made = filled(connection, f"{OWN} create table t (a {kind} not null, b {kind})", rows=200)
    assert made.rows == 200
    assert made.count("b is null") < 100


@pytest.mark.parametrize("kind", UNIQUE)
@pytest.mark.parametrize("rows", [1, 1000])
def test_different_values_of_a_type(connection: psycopg.Connection, kind: str, rows: int) -> None:
    made = filled(connection, f"{OWN} create table t (a {kind} not null unique)", rows=rows)
    assert made.rows == rows


def test_ten_thousand_rows(connection: psycopg.Connection) -> None:
    columns = ", ".join(f"c{n} {kind}" for n, kind in enumerate(TYPES))
    made = filled(connection, f"{OWN} create table t (id integer primary key, {columns})", rows=10_000)
    assert made.count("true") == 10_000


def test_a_type_that_nobody_knows(connection: psycopg.Connection) -> None:
    made = filled(
        connection, "create type nothing as enum (); create table t (a nothing, b nothing[], c text)"
    )
    assert made.count("a is null and b is null and c is not null") > 50
    refused = filled(connection, "create table u (a nothing not null)", table="u")
    assert refused.inferred.impossible == ("a: no value of type public.nothing can be made",)


def test_the_same_seed_makes_the_same_rows(connection: psycopg.Connection) -> None:
    rows = []
    for seed in (1, 1, 2):
        made = filled(
            connection,
            "drop table if exists t; create table t (a integer, b text, c timestamptz, d inet)",
            seed=seed,
        )
        rows.append(sorted(map(str, made.dicts())))
    assert rows[0] == rows[1] != rows[2]
