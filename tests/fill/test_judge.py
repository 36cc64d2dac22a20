"""The judge is judged: whatever is planted it finds, and in sound rows nothing; the expected limits are proved by rows."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from acceptance import install
from counted import counts
from judge import faults
from psycopg import sql
from schemas import FIXTURES, Expected, lacks, likes, torture
from spread import doubts
from state import differences, look, tables

pytestmark = pytest.mark.db

SOUND = """
    create domain percent as integer check (value between 0 and 100);
    create table homes (id serial primary key, name text not null, slug text unique, share percent, constraint named check (name <> ''));
    create table rooms (home integer not null references homes, number integer, floor integer, primary key (home, number));
    create unique index rooms_floor on rooms (home, (floor % 10)) where floor > 0;
    create table doors (home integer, number integer, label text unique nulls not distinct,
        constraint doors_room foreign key (home, number) references rooms match full);
    create table stays (during int4range not null, constraint no_overlap exclude using gist (during with &&));
    create function pass() returns trigger language plpgsql as 'begin return new; end';
    create trigger pass before insert on homes for each row execute function pass();
    insert into homes (name, slug, share) select 'h' || n, nullif('s' || n, 's2'), n from generate_series(1, 5) n;
    insert into rooms select id, n, n from homes, generate_series(0, 3) n;
    insert into doors select home, number, home || '/' || number from rooms;
    insert into doors values (null, null, null);
    insert into stays select int4range(n, n + 1) from generate_series(1, 9) n;
"""
QUIET = "set session_replication_role = replica; "
PLANTED = {
    "not null": QUIET + "alter table homes alter name drop not null; update homes set name = null where id = 1;"
    " update pg_attribute set attnotnull = true where attrelid = 'homes'::regclass and attname = 'name'",
    "check": "alter table homes drop constraint named; update homes set name = '' where id = 3; alter table homes add constraint named check (name <> '') not valid;"
    " update pg_constraint set convalidated = true where conname = 'named'",
    "domain": "alter domain percent drop constraint percent_check; update homes set share = 300 where id = 1;"
    " alter domain percent add constraint percent_check check (value < 101) not valid",
    "unique": "drop index rooms_floor; update rooms set floor = 12 where number = 3; create index again on rooms (home, (floor % 10)) where floor > 0;"
    " update pg_index set indisunique = true where indexrelid = 'again'::regclass",
    "foreign key": QUIET + "delete from homes where id = 2",
    "foreign key, full": QUIET + "update doors set number = null where home = 1",
    "exclusion": "create table other (during int4range); insert into other select * from stays; insert into other values ('[3,5)');"
    " insert into pg_constraint select (jsonb_populate_record(c, jsonb_build_object('oid', 999999, 'conrelid', 'other'::regclass::oid))).* from pg_constraint c where conname = 'no_overlap'",
    "index": "update pg_index set indisvalid = false where indexrelid = 'rooms_floor'::regclass",
    "sequence": "select setval('homes_id_seq', 2)",
}  # fmt: skip


@pytest.fixture
def home(connection: psycopg.Connection) -> psycopg.Connection:
    connection.execute(SOUND)
    return connection


def test_sound_rows_have_no_faults(home: psycopg.Connection) -> None:
    assert faults(home) == []


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found(home: psycopg.Connection, kind: str) -> None:
    home.execute(PLANTED[kind].encode())
    assert kind.split(",")[0] in {fault.kind for fault in faults(home)}


CHANGED = {
    "a trigger switched off": "alter table homes disable trigger pass",
    "a key's trigger switched off": "alter table rooms disable trigger all",
    "a constraint gone": "alter table homes drop constraint named",
    "a constraint made anew": "alter table homes drop constraint named, add constraint named check (name <> '')",
    "a constraint deferrable": "alter table rooms alter constraint rooms_home_fkey deferrable",
    "a row changed": "update homes set share = 7 where id = 1",
    "a row written again": "update homes set share = share where id = 1",
    "a row gone": "delete from stays where during = '[3,4)'",
    "a default gone": "alter table homes alter id drop default",
    "row security on": "alter table homes enable row level security",
    "a table more": "create table left_over ()",
    "a setting": "do $$ begin execute format('alter database %I set seedkit.x = 1', current_database()); end $$",
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_change_is_found(home: psycopg.Connection, change: str) -> None:
    before = look(home)
    assert list(differences(before, look(home))) == []
    home.execute(CHANGED[change].encode())
    assert list(differences(before, look(home)))


def test_what_nobody_would_believe_is_doubted(connection: psycopg.Connection) -> None:
    connection.execute(
        "create type colour as enum ('red', 'blue'); create table parents (id integer primary key)"
    )
    connection.execute(
        "create table rows_ (parent integer references parents, flag boolean not null, note text, same integer not null, colour colour not null,"
        " rich text, free integer, held integer check (held = 1))"
    )
    connection.execute("insert into parents select generate_series(1, 9)")
    connection.execute(
        "insert into rows_ select 1, true, null, 7, 'red', 'x' || n, nullif(n, 3), 1 from generate_series(1, 100) n"
    )
    assert {doubt.what.split(":")[0] for doubt in doubts(connection, {})} == {
        "rows__parent_fkey", "flag", "note", "same", "colour", "rich"
    }  # fmt: skip


def test_too_few_too_many_and_the_unsaid(connection: psycopg.Connection) -> None:
    connection.execute(
        "create table few (n integer primary key check (n < 3)); create table never (constraint no check (false)); create table free ()"
    )
    connection.execute("insert into few values (1)")
    want = {("public", "few"): Expected(limit="select 2"), ("public", "never"): Expected(impossible="no")}
    found = counts(connection, want, 5, before={}, said="public.free: nothing to say about no")
    assert [(fault.table, fault.kind) for fault in found] == [
        ("public.few", "rows"), ("public.free", "rows"), ("public.never", "unsaid")
    ]  # fmt: skip


@pytest.mark.parametrize("name", [*torture(), *likes()])
def test_a_schema_installs_or_names_what_the_server_lacks(name: str, database: str) -> None:
    schema = {**torture(), **likes()}[name]
    skipped = install(database, [schema])
    if name in skipped:
        pytest.skip(f"the server lacks {skipped[name]}")
    with psycopg.connect(database) as connection:
        assert lacks(schema, connection) is None
        known = {table.key for table in tables(connection)}
        schemas = {table.schema for table in tables(connection)}
    assert not [key for key in schema.expected if key[0] in schemas and key not in known], (
        "expected of no table"
    )


@pytest.mark.parametrize("path", sorted((FIXTURES / "witnesses").glob("*.sql")), ids=lambda path: path.stem)
def test_rows_written_by_hand_prove_the_limits(path: Path, database: str) -> None:
    """Where a witness filled a table, it holds what is expected of it, and every constraint agrees."""
    if path.stem == "torture":
        wanted = [schema for schema in torture().values() if not schema.needs]
    else:
        wanted = [likes()[path.stem]]
    skipped = install(database, wanted)
    if path.stem in skipped:
        pytest.skip(f"the server lacks {skipped[path.stem]}")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(path.read_bytes())
        assert [str(fault) for fault in faults(connection) if fault.kind != "sequence"] == []
        filled = {
            table.key for table in tables(connection)
            if connection.execute(sql.SQL("select 1 from {} limit 1").format(table.whole)).fetchone()
        }  # fmt: skip
        assert len(filled) >= 10
        limited = {
            key: want for key, want in wanted[0].expected.items()
            if key in filled and want.limit is not None and key[0] == "finite"
        }  # fmt: skip
        found = counts(connection, limited, 10_000, before={}, said="")
        assert [str(fault) for fault in found if tuple(fault.table.split(".", 1)) in limited] == []
