"""COPY from Arrow: every type in both forms, and every refusal with table, column and key."""

from __future__ import annotations

import datetime as dt
import decimal
import uuid

import psycopg
import pyarrow as pa
import pytest
from psycopg import sql

from seedkit.errors import DataError
from seedkit.load import copy as copying
from seedkit.load.copy import Encoder, copy_batch
from seedkit.load.live import read_tables

D = decimal.Decimal
UTC = dt.UTC
MOMENTS = [dt.datetime(2025, 2, 3, 4, 5, 6, 789, UTC), dt.datetime(1969, 12, 31, 23, 59, 59, 1, UTC)]
PLAIN = [m.replace(tzinfo=None) for m in MOMENTS]
UUIDS = [uuid.UUID(int=1).bytes, uuid.UUID("5eed0001-0000-4000-8000-0123456789ab").bytes]
HARD = ["", 'a "quoted", \\back\nline\r\ttab NULL {}', "\\.", "naïve 漢字 🙂", "NULL"]

#: (declared type, Arrow type, values, binary); a null is added to each.
TYPES = [
    ("boolean", pa.bool_(), [True, False], True),
    ("smallint", pa.int16(), [-32768, 32767], True),
    ("integer", pa.int32(), [-(2**31), 2**31 - 1], True),
    ("bigint", pa.int64(), [-(2**63), 2**63 - 1], True),
    ("integer", pa.int64(), [1, -5], True),
    ("bigint", pa.uint32(), [1, 2**32 - 1], True),
    ("real", pa.float32(), [1.5, -0.1], True),
    ("double precision", pa.float64(), [1e300, 0.1, float("inf"), float("nan")], True),
    ("numeric(12,2)", pa.decimal128(12, 2), [D("-9999999999.99"), D("0.00"), D("0.07")], True),
    ("numeric(12,2)", pa.int64(), [7, -3], True),
    ("numeric(12,4)", pa.decimal128(10, 2), [D("10000.25"), D("-0.01")], True),
    ("numeric", pa.decimal128(38, 6), [D("123456789012.000001"), D("0.500000")], True),
    ("numeric(8,2)", pa.float64(), [12.25, 1e5], False),
    ("text", pa.string(), HARD, True),
    ("text", pa.dictionary(pa.int32(), pa.string()), ["a", "b", "a"], True),
    ("varchar(5)", pa.string(), ["äöüßé", ""], True),
    ("char(3)", pa.string(), ["abc", "ab"], True),
    ("mood", pa.string(), ["calm", "very glad"], True),
    ("money_amount", pa.decimal128(8, 2), [D("1.10"), D("20.00")], True),
    ("uuid", pa.binary(16), UUIDS, True),
    ("uuid", pa.string(), [str(uuid.UUID(int=7))], False),
    ("text", pa.binary(16), UUIDS, True),
    ("bytea", pa.binary(), [b"\x00\x01\\", b""], True),
    ("json", pa.string(), ['{"a" : [1, "x\\n"]}', "null"], True),
    ("jsonb", pa.string(), ['{"a": [1, "x\\"y"], "b": null}', '"text"', '"\\\\u0000"'], True),
    ("date", pa.date32(), [dt.date(2025, 2, 28), dt.date(1901, 1, 1)], True),
    ("time", pa.time64("us"), [dt.time(23, 59, 59, 999999), dt.time(0)], True),
    ("timestamp", pa.timestamp("us"), PLAIN, True),
    ("timestamptz", pa.timestamp("us", tz="UTC"), MOMENTS, True),
    ("timestamptz", pa.timestamp("ms", tz="America/New_York"), [dt.datetime(2025, 1, 1, tzinfo=UTC)], True),
    ("text[]", pa.list_(pa.string()), [[], HARD, [None, "x"]], True),
    ("mood[]", pa.list_(pa.string()), [["calm", "very glad"]], True),
    ("integer[]", pa.list_(pa.int32()), [[1, -2], []], True),
    ("numeric(6,2)[]", pa.list_(pa.decimal128(6, 2)), [[D("1.25"), D("-3.00")]], True),
    ("date[]", pa.list_(pa.date32()), [[dt.date(2025, 1, 1)]], True),
    ("uuid[]", pa.list_(pa.binary(16)), [UUIDS, []], False),
    ("varchar(9)[]", pa.list_(pa.string()), [["a,b", "{}"]], False),
    ("timestamptz[]", pa.list_(pa.timestamp("us", tz="UTC")), [MOMENTS], False),
    ("timetz", pa.string(), ["04:05:06+02"], False),
    ("interval", pa.duration("us"), [dt.timedelta(days=2, seconds=1), dt.timedelta(days=-3)], False),
    ("inet", pa.string(), ["192.0.2.1", "2001:db8::/64"], False),
    ("int4range", pa.string(), ["[1,5)", "empty"], False),
    ("bit(3)", pa.string(), ["101"], False),
    ("point", pa.string(), ["(1,2)"], False),
]


@pytest.fixture
def types(connection: psycopg.Connection) -> psycopg.Connection:
    connection.execute("create type mood as enum ('calm', 'very glad')")
    connection.execute("create domain money_amount as numeric(8,2) check (value >= 0)")
    connection.execute("set timezone to 'UTC'")
    return connection


def copied(connection: psycopg.Connection, batch: pa.RecordBatch) -> tuple[Encoder, list[tuple]]:
    """Load the batch into ``public.t``; the encoder, and what the table then holds, as text."""
    encoder = Encoder(read_tables(connection, ["public.t"])["public.t"], batch.schema)
    prepared = encoder.prepare(batch)
    with connection.cursor() as cursor:
        assert copy_batch(cursor, encoder, prepared, encoder.chunks(prepared)) == batch.num_rows
        return encoder, cursor.execute("select value::text, value is null from t order by n").fetchall()


@pytest.mark.parametrize("text", [False, True], ids=["default", "text"])
@pytest.mark.parametrize(("declared", "kind", "values", "binary"), TYPES)
def test_every_type_round_trips(types, monkeypatch, declared, kind, values, binary, text):
    values = [*values, None]
    types.execute(f"create table t (n integer, value {declared})")
    types.execute(f"create table expected (n integer, value {declared})")
    column = (
        pa.array(values, kind) if not pa.types.is_dictionary(kind) else pa.array(values).dictionary_encode()
    )
    if text:
        monkeypatch.setenv("SEEDKIT_COPY", "text")
    encoder, got = copied(
        types, pa.record_batch({"n": pa.array(range(len(values)), pa.int32()), "value": column})
    )
    assert encoder.binary == (binary and not text)
    for n, value in enumerate(values):
        types.execute(
            f"insert into expected values (%s, %s::text::{declared})", [n, literal(types, value, declared)]
        )
    assert got == types.execute("select value::text, value is null from expected order by n").fetchall()


def literal(connection, value, declared):
    """The value as text that the server itself would read, independent of our own text path."""
    if isinstance(value, bytes) and declared != "bytea":
        return str(uuid.UUID(bytes=value))
    if isinstance(value, list) and declared == "uuid[]":
        value = [uuid.UUID(bytes=v) for v in value]
    if isinstance(value, str) or value is None:
        return value
    base = "text[]" if isinstance(value, list) and (not value or isinstance(value[-1], str)) else None
    shown = "select %s::text" if base is None else f"select %s::{base}::text"
    return connection.execute(shown, [value]).fetchone()[0]


def test_chunks_and_slices_hold_every_row(types):
    rows = 70_000
    types.execute("create table t (n integer primary key, value text)")
    batch = pa.record_batch(
        {"n": pa.array(range(rows), pa.int32()), "value": pa.array([f"{n:060}" for n in range(rows)])}
    )
    encoder = Encoder(read_tables(types, ["public.t"])["public.t"], batch.schema)
    assert len(list(encoder.chunks(encoder.prepare(batch)))) > 5
    _, got = copied(types, batch.slice(10_001, 50_000))
    assert len(got) == 50_000
    assert got[0][0] == f"{10_001:060}"


def test_chunks_hold_every_row_in_text(types, monkeypatch):
    monkeypatch.setenv("SEEDKIT_COPY", "text")
    monkeypatch.setattr(copying, "CHUNK_BYTES", 1000)
    test_chunks_and_slices_hold_every_row(types)


def test_columns_are_named_and_generated_ones_left_out(types):
    types.execute(
        "create table t (gone int, twice int generated always as (n * 2) stored, value text,"
        " n int generated always as identity, extra text default 'set')"
    )
    types.execute("alter table t drop column gone")
    batch = pa.record_batch(
        {"n": pa.array([4], pa.int32()), "unknown": pa.array([1]), "value": pa.array(["x"])}
    )
    encoder = Encoder(read_tables(types, ["public.t"])["public.t"], batch.schema, ["n", "value"])
    with types.cursor() as cursor:
        prepared = encoder.prepare(batch)
        copy_batch(cursor, encoder, prepared, encoder.chunks(prepared))
        assert cursor.execute("select n, twice, value, extra from t").fetchall() == [(4, 8, "x", "set")]


@pytest.mark.parametrize(
    "name", ['we"ird', "t;drop table t;--", "%s %(x)s {}", "select", "line\nbreak", "漢字"]
)
def test_hostile_names_are_only_names(types, name):
    make = sql.SQL("create table {} ({} text)").format(sql.Identifier("public", name), sql.Identifier(name))
    types.execute(make)
    live = read_tables(types, [f"public.{name}"])[f"public.{name}"]
    batch = pa.record_batch({name: pa.array(["x"])})
    encoder = Encoder(live, batch.schema)
    with types.cursor() as cursor:
        assert copy_batch(cursor, encoder, batch, encoder.chunks(batch)) == 1


@pytest.mark.parametrize(
    ("declared", "array", "says"),
    [
        ("text", pa.array(["ok", "nul\0here"]), "NUL character"),
        ("text[]", pa.array([["ok"], ["x", "nul\0"]]), "NUL character"),
        ("jsonb", pa.array(['"\\\\u0000"', '{"a": "\\u0000"}']), "u0000"),
        ("varchar(3)", pa.array(["äöü", "four"]), "4 characters where character varying(3) takes 3"),
        ("numeric(5,2)", pa.array([D("999.99"), D("1000.00")], pa.decimal128(8, 2)), "numeric(5,2)"),
        ("numeric(5,2)", pa.array([D("1.100"), D("1.001")], pa.decimal128(8, 3)), "numeric(5,2)"),
        ("smallint", pa.array([1, 70000], pa.int64()), "smallint"),
        ("integer", pa.array([1.0, 1.5]), "integer"),
        ("mood", pa.array(["calm", "angry"]), "invalid input value for enum mood"),
        ("jsonb", pa.array(["{}", "{NaN}"]), "invalid input syntax for type json"),
        ("integer check (value < 5)", pa.array([1, 9], pa.int32()), "violates check constraint"),
        ("integer unique", pa.array([1, 1], pa.int32()), "duplicate key"),
        ("integer not null", pa.array([1, None], pa.int32()), "null value"),
    ],
)
def test_a_refused_value_is_named_by_table_column_and_key(types, declared, array, says):
    types.execute(f"create table t (id uuid primary key, value {declared})")
    batch = pa.record_batch({"id": pa.array(UUIDS, pa.binary(16)), "value": array})
    with pytest.raises(DataError) as caught:
        copied(types, batch)
    assert says in str(caught.value)
    assert "public.t.value" in str(caught.value) or "public.t.t_value" in str(caught.value)
    assert f"id={uuid.UUID(bytes=UUIDS[1])}" in str(caught.value)
