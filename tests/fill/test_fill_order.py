"""In which order tables are written, and what becomes of circles."""

from __future__ import annotations

import psycopg
import pytest

from seedkit.fill.arrange import arrange, given_columns, must_cover
from seedkit.fill.graph import components
from seedkit.fill.order import Part, order_of, row_key
from seedkit.schema.reflected import Database, Name, Table
from seedkit.schema.reflection import reflect


def tables(connection: psycopg.Connection, ddl: str) -> dict[Name, Table]:
    connection.execute(ddl.encode())
    found: Database = reflect(connection)
    return dict(found.tables)


def named(part: Part) -> list[tuple[str, ...]]:
    return [tuple(name.name for name in step.tables) for step in part.steps]


def test_components_come_after_those_that_they_point_to() -> None:
    edges = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "", "f": "f"}
    assert components("abcdef", edges) == [["a", "b", "c"], ["d"], ["e"], ["f"]]


def test_a_chain_longer_than_the_stack_of_python() -> None:
    edges = {n: [n + 1] for n in range(20_000)}
    assert components(range(20_001), edges)[0] == [20_000]


def test_parents_first(connection: psycopg.Connection) -> None:
    found = tables(
        connection,
        """create table z (id int primary key); create table y (id int primary key, z int references z);
           create table a (id int primary key, y int references y, z int references z)""",
    )
    assert [named(part) for part in order_of(found).parts] == [[("z",)], [("y",)], [("a",)]]


def test_a_nullable_link_is_set_when_its_target_is_there(connection: psycopg.Connection) -> None:
    found = tables(
        connection,
        """create table departments (id int primary key, head int);
           create table employees (id int primary key, department int not null references departments);
           alter table departments add constraint head foreign key (head) references employees""",
    )
    (part,) = order_of(found).parts
    assert named(part) == [("departments",), ("employees",)]
    assert [key.name for keys in part.late.values() for key in keys] == ["head"]
    assert not part.deferred


def test_a_deferrable_constraint_is_deferred_rather_than_updated(connection: psycopg.Connection) -> None:
    found = tables(
        connection,
        """create table a (id int primary key, b int not null); create table b (id int primary key, a int not null references a);
           alter table a add constraint later foreign key (b) references b deferrable""",
    )
    (part,) = order_of(found).parts
    assert named(part) == [("a",), ("b",)]
    assert [key.name for keys in part.deferred.values() for key in keys] == ["later"]


def test_what_nothing_opens_is_written_together(connection: psycopg.Connection) -> None:
    found = tables(
        connection,
        """create table a (id int primary key, b int not null); create table b (id int primary key, a int not null references a);
           alter table a add foreign key (b) references b;
           create table c (id int primary key, a int not null references a, d int);
           create table d (id int primary key, c int not null references c);
           alter table c add foreign key (d) references d; alter table b add column d int references d""",
    )
    (part,) = order_of(found).parts
    assert named(part) == [("a", "b"), ("c",), ("d",)]
    assert sorted(name.name for name in part.late) == ["b", "c"]


@pytest.mark.parametrize(
    "demand",
    [
        "add check (b is not null or id < 0)",
        "add unique nulls not distinct (b)",
        "drop constraint a_pkey cascade",
    ],
)
def test_a_link_that_may_not_be_null_meanwhile_is_hard(connection: psycopg.Connection, demand: str) -> None:
    if connection.info.server_version < 150_000 and "nulls not" in demand:
        pytest.skip("NULLS NOT DISTINCT needs Postgres 15")
    found = tables(
        connection,
        f"""create table a (id int primary key, alt int unique, b int);
            create table b (id int primary key, a int not null references a (alt));
            alter table a add foreign key (b) references b; alter table a {demand}""",
    )
    (part,) = order_of(found).parts
    assert named(part) == [("a", "b")]


def test_rows_are_told_apart_by_a_key_that_is_never_null(connection: psycopg.Connection) -> None:
    found = tables(
        connection,
        """create table keyed (id int primary key); create table other (a int not null unique);
           create table nullable (a int unique); create table partial (a int not null);
           create unique index on partial (a) where a > 0""",
    )
    assert {name.name: row_key(table) for name, table in found.items()} == {
        "keyed": ("id",),
        "other": ("a",),
        "nullable": (),
        "partial": (),
    }


TENANTS = """
create table tenants (id int primary key);
create table users (tenant int references tenants, id int, primary key (tenant, id));
create table projects (tenant int references tenants, id int, primary key (tenant, id));
create table tasks (id int primary key, tenant int not null references tenants, project int not null, doer int,
  constraint project foreign key (tenant, project) references projects,
  constraint doer foreign key (tenant, doer) references users)
"""


def test_keys_that_share_a_column_agree_with_the_one_that_must_be(connection: psycopg.Connection) -> None:
    arrangement = arrange(tables(connection, TENANTS)[Name("public", "tasks")])
    assert [key.name for key in arrangement.chosen] == ["project", "doer"]
    assert arrangement.bound == {"doer": ("tenant",)}
    assert [key.name for key in arrangement.implied] == ["tasks_tenant_fkey"]


def test_a_circle_of_keys_begins_somewhere(connection: psycopg.Connection) -> None:
    found = tables(
        connection,
        """create table crews (id int primary key, captain int not null);
           create table sailors (crew int references crews, id int, primary key (crew, id));
           alter table crews add constraint captain foreign key (id, captain) references sailors (crew, id)""",
    )
    crews, sailors = Name("public", "crews"), Name("public", "sailors")
    given = given_columns(found)
    assert given == {crews: {"id"}, sailors: set()}
    assert arrange(found[crews], given[crews]).bound == {"captain": ("id",)}
    assert must_cover(found, given) == {sailors: {"sailors_crew_fkey"}}
