"""Tables as they are filled: partitions, owners, triggers, polymorphic pairs, requests."""

from __future__ import annotations

import psycopg
import pytest

from seedkit.errors import BadParameter, UnknownName
from seedkit.fill import Request
from seedkit.fill.owners import USERS
from seedkit.fill.partitions import PARTITIONS
from seedkit.fill.polymorphic import pairs_of
from seedkit.fill.request import parse_rows
from seedkit.fill.shape import shaped
from seedkit.fill.triggers import purpose
from seedkit.schema.reflected import Name, Table
from seedkit.schema.reflection import reflect


def shape(connection: psycopg.Connection, ddl: str, name: str = "t", *, people: bool = False) -> Table:
    connection.execute(ddl.encode())
    database = reflect(connection)
    return shaped(database, database[Name("public", name)], people=people)


def bounds(table: Table) -> str:
    return next(check.expression for check in table.checks if check.name == PARTITIONS)


def test_ranges_that_touch_are_one_range(connection: psycopg.Connection) -> None:
    found = shape(
        connection,
        """create table t (at date) partition by range (at);
           create table b partition of t for values from ('2024-02-01') to ('2024-03-01');
           create table a partition of t for values from ('2024-01-01') to ('2024-02-01');
           create table c partition of t for values from ('2025-01-01') to (maxvalue)""",
    )
    first, second = (
        """("at" IS NOT NULL AND "at" >= '2024-01-01'::date AND "at" < '2024-03-01'::date)""",
        """("at" IS NOT NULL AND "at" >= '2025-01-01'::date)""",
    )
    assert bounds(found) == f"{first} OR {second}"


def test_lists_are_one_list_and_null_has_its_place(connection: psycopg.Connection) -> None:
    found = shape(
        connection,
        """create table t (kind text) partition by list (kind);
           create table a partition of t for values in ('a', 'it''s'); create table b partition of t for values in (null, 'c')""",
    )
    assert bounds(found) == (
        """("kind" IS NULL OR "kind" = ANY (ARRAY['a'::text, 'it''s'::text, 'c'::text]))"""
    )


@pytest.mark.parametrize(
    "ddl",
    [
        "create table t (a int) partition by list (a); create table d partition of t default",
        """create table t (a int) partition by hash (a); create table p partition of t for values with (modulus 2, remainder 0);
           create table q partition of t for values with (modulus 4, remainder 1);
           create table r partition of t for values with (modulus 4, remainder 3)""",
    ],
)
def test_where_every_row_has_a_place_nothing_is_asked(connection: psycopg.Connection, ddl: str) -> None:
    assert not [check for check in shape(connection, ddl).checks if check.name == PARTITIONS]


def test_without_a_partition_no_row_has_a_place(connection: psycopg.Connection) -> None:
    assert bounds(shape(connection, "create table t (a int) partition by list (a)")) == "false"


def test_partitions_of_partitions(connection: psycopg.Connection) -> None:
    found = shape(
        connection,
        """create table t (region text, at date) partition by list (region);
           create table eu partition of t for values in ('eu') partition by range (at);
           create table eu1 partition of eu for values from ('2024-01-01') to ('2025-01-01');
           create table us partition of t for values in ('us') partition by hash (at);
           create table us1 partition of us for values with (modulus 1, remainder 0);
           create table asia partition of t for values in ('asia') partition by range (at)""",
    )
    assert "'asia'" not in bounds(found)
    eu, us = bounds(found).split(" OR ")
    assert "'eu'" in eu
    assert "'2024-01-01'" in eu
    assert us == """("region" IS NOT NULL AND "region" = ANY (ARRAY['us'::text]))"""


def test_what_only_a_partition_asks_is_asked_of_all(connection: psycopg.Connection) -> None:
    found = shape(
        connection,
        """create table people (id int primary key);
           create table t (a int, b int, c int) partition by list (a);
           create table p (a int, b int check (b > 0), c int not null references people, unique (b));
           alter table t attach partition p for values in (1)""",
    )
    assert [check.expression for check in found.checks if check.name != PARTITIONS] == ["(b > 0)"]
    assert [key.columns for key in found.foreign_keys] == [("c",)]
    assert [unique.columns for unique in found.uniques] == [("b",)]
    assert found.columns["c"].not_null


def test_keys_that_say_the_same_are_one(connection: psycopg.Connection) -> None:
    found = shape(
        connection,
        """create table p (id int primary key); create table t (p int references p, q int references p);
           alter table t add foreign key (p) references p deferrable""",
    )
    assert [(key.columns, key.deferrable) for key in found.foreign_keys] == [
        (("p",), False),
        (("q",), False),
    ]


def test_owners_are_those_whom_policies_compare_with(supabase_connection: psycopg.Connection) -> None:
    found = shape(
        supabase_connection,
        """create table public.teams (id uuid, boss uuid);
           create table public.t (id uuid, owner uuid, editor uuid, maker text, team uuid, keyed uuid references auth.users);
           create policy a on public.t using (owner = auth.uid() or (select auth.uid()) = editor);
           create policy b on public.t with check ((auth.jwt() ->> 'sub') = maker and keyed = auth.uid());
           create policy c on public.t using (team in (select x.id from public.teams x where x.boss = auth.uid()))""",
        people=True,
    )
    links = [key.columns for key in found.foreign_keys if key.target == USERS]
    assert sorted(links) == [("editor",), ("keyed",), ("maker",), ("owner",)]


@pytest.mark.parametrize(
    ("body", "when", "meant"),
    [
        ("if new.n < 0 then raise exception 'no'; end if; return new", "before", "check"),
        ("new.slug := lower(new.title); return new", "before", "derive"),
        ("new.n := (select count(*) from other); return new", "before", "compute"),
        ("new.updated_at = now(); return new", "before", "compute"),
        ("insert into log values (1); return new", "before", "act"),
        ("update other set n = n + 1 where id = new.id; return null", "after", "act"),
        ("perform pg_notify('x', 'y'); return null", "after", "act"),
        ("-- insert into log\nreturn new", "before", "check"),
        ("return null", "before", "check"),
        ("if exists (select 1) then raise exception 'x'; end if; return null", "after", "check"),
    ],
)
def test_what_a_trigger_is_for(connection: psycopg.Connection, body: str, when: str, meant: str) -> None:
    found = shape(
        connection,
        f"""create table log (n int); create table other (id int, n int);
            create table t (id int, n int, title text, slug text, updated_at timestamptz);
            create function f() returns trigger language plpgsql as $f$ begin {body}; end $f$;
            create trigger g {when} insert on t for each row execute function f()""",
    )
    assert [purpose(trigger) for trigger in found.triggers] == [meant]


def test_what_a_trigger_refuses_of_the_row_alone_is_a_check(connection: psycopg.Connection) -> None:
    found = shape(
        connection,
        """create table other (n int); create table t ("N" int, word text);
           create function f() returns trigger language plpgsql as $f$ begin
             if new."N" > 100 or new."N" < 1 then raise exception 'no'; end if; -- if new.word = 'x' then raise
             if new.word ~ '\\s' then raise 'no'; elsif new.word = 'y' then raise 'no'; end if;
             if exists (select from other where n = new."N") then raise 'no'; end if;
             if tg_op = 'INSERT' then raise 'no'; end if; return new; end $f$;
           create trigger rule before insert on t for each row execute function f()""",
    )
    assert [(check.name, check.expression, check.columns) for check in found.checks] == [
        ("rule", '(NOT ("N" > 100 OR "N" < 1))', ("N",)),
        ("rule", """(NOT ("word" ~ '\\s'))""", ("word",)),
    ]


def test_pairs_that_name_tables(connection: psycopg.Connection) -> None:
    connection.execute(
        """create table posts (id bigint primary key); create table "BlogPost" (id bigint primary key);
           create table uuids (id uuid primary key);
           create table t (id bigint primary key, commentable_type text not null check (commentable_type in ('Post', 'App\\Models\\BlogPost')),
             commentable_id bigint, subject_type text, subject_id bigint, payment_type text, payment_id text)"""
    )
    database = reflect(connection)
    first, second = pairs_of(database, database[Name("public", "t")], database.tables)
    assert {word: str(name) for word, (name, _) in first.tables.items()} == {
        "Post": "public.posts",
        "App\\Models\\BlogPost": "public.BlogPost",
    }
    assert (second.type, second.id, second.free) == ("subject_type", "subject_id", True)
    assert sorted(second.tables) == ["BlogPost", "Post"]


def test_rows_as_options() -> None:
    assert parse_rows(["100", "orders=5_000", "a.b=0"]) == (100, {"orders": 5000, "a.b": 0})
    assert parse_rows([]) == (None, {})
    for wrong in ("many", "=5", "orders=", "-1"):
        with pytest.raises(BadParameter):
            parse_rows([wrong])


def test_counts_by_name_pattern_and_scale() -> None:
    names = [Name("public", "orders"), Name("public", "order_lines"), Name("shop", "orders")]
    request = Request(rows=10, of={"shop.*": 20, "order_lines": 7, "public.orders": 0}, scale=2.5)
    assert request.counts(names) == dict(zip(names, [0, 18, 50], strict=True))
    with pytest.raises(UnknownName, match="Did you mean 'orders'"):
        Request(of={"order": 1}).counts(names)
    for wrong in ({"rows": -1}, {"scale": 0}):
        with pytest.raises(BadParameter):
            Request(**wrong)
