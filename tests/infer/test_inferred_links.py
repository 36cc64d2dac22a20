"""Links: how children spread over their parents, pairs, checks over keys, and uniques that mix links and values."""

from __future__ import annotations

from collections import Counter

import psycopg
import pytest
from filling import filled

pytestmark = pytest.mark.db

USERS = "create table users (id integer primary key, name text not null);"


def test_few_parents_have_many_children(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        USERS + "create table t (id serial primary key, user_id integer not null references users)",
        rows=1_000,
    )
    children = Counter(made.column("user_id"))
    assert max(children.values()) > 5 * 1_000 / len(children) / 2
    assert len(children) > 300


def test_a_unique_link_is_one_to_one(connection: psycopg.Connection) -> None:
    few = "create table users (id integer primary key check (id between 1 and 40));"
    made = filled(
        connection, few + "create table t (user_id integer primary key references users, bio text)", rows=200
    )
    assert made.inferred.limit == 40
    assert len(set(made.column("user_id"))) == 40


@pytest.mark.parametrize(
    "columns",
    [
        "user_id integer not null references users, role_id integer not null references roles, primary key (user_id, role_id)",
        "user_id integer not null references users, line integer not null, unique (user_id, line)",
        "user_id integer not null references users, slug text not null, unique (user_id, slug)",
        "user_id integer references users, kind text not null check (kind in ('a', 'b', 'c')), unique (user_id, kind)",
        "user_id integer not null references users, day date not null, unique (user_id, day)",
        "user_id integer not null references users, is_default boolean not null; create unique index on t (user_id) where is_default",
        "follower integer not null references users, followed integer not null references users, primary key (follower, followed), check (follower <> followed)",
        "a integer not null references users, b integer not null references users, check (a < b), unique (a, b)",
        "a integer not null references users, b integer not null references users, check (a <> b); create unique index on t (least(a, b), greatest(a, b))",
        "user_id integer references users, role_id integer references roles, check (num_nonnulls(user_id, role_id) = 1)",
        "user_id integer references users, kind text not null check (kind in ('own', 'none')), check ((kind = 'own') = (user_id is not null))",
    ],
)
@pytest.mark.parametrize("rows", [3, 100, 2_000])
def test_links_meet_what_is_asked_of_them(connection: psycopg.Connection, columns: str, rows: int) -> None:
    inside, _, rest = columns.partition(";")
    roles = "create table roles (id integer primary key, name text not null);"
    made = filled(connection, f"{USERS} {roles} create table t ({inside}); {rest}", rows=rows)
    assert made.rows == rows


def test_pairs_are_all_taken_before_they_run_out(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        "create table users (id integer primary key check (id between 1 and 4)); create table t (a integer not null references users, "
        "b integer not null references users, kind text not null check (kind in ('x', 'y')), unique (a, b, kind))",
        rows=1_000,
    )
    assert made.inferred.limit == 32
