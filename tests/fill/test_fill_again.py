"""What tells rows apart where rows are there already, where keys are short, and where links share a unique."""

from __future__ import annotations

import psycopg
import pytest

from seedkit.fill import FillReport, fill

pytestmark = pytest.mark.db

Connection = psycopg.Connection[tuple[object, ...]]


def filled(connection: Connection, statements: str = "", rows: int = 60) -> FillReport:
    """Filled; every table got what it can hold, and nothing had to be tried row by row."""
    if statements:
        connection.execute(statements)
    report = fill(connection, rows=rows)
    assert report.ok, str(report)
    assert [note for table in report.tables for note in table.notes] == []
    return report


def written(report: FillReport) -> dict[str, int]:
    return {table.name.partition(".")[2]: table.written for table in report.tables}


SHOP = """
create table users (id serial primary key, domain_id varchar(20) not null, unique (id, domain_id));
create table passports (user_id integer primary key references users, note text);
create table accounts (id serial primary key, user_id integer not null unique, domain_id varchar(20) not null,
                       foreign key (user_id, domain_id) references users (id, domain_id));
create table options (user_id integer not null references users, name char(4) not null, value text, primary key (user_id, name));
create table tags (id serial primary key, name text not null unique);
create table user_tags (user_id integer references users, tag_id integer references tags, primary key (user_id, tag_id));
create table sides (user_id integer not null references users, side char(1) not null check (side in ('A', 'Z')), unique (user_id, side));
"""


@pytest.mark.parametrize("rows", [1, 60, 700])
def test_a_second_and_a_third_fill_find_parents_that_have_no_child(connection: Connection, rows: int) -> None:
    filled(connection, SHOP, rows)
    for _ in range(2):
        assert set(written(filled(connection, rows=rows)).values()) == {rows}


def test_spans_begin_after_those_that_are_there(connection: Connection) -> None:
    filled(
        connection,
        """
        create table spells (id integer primary key, days daterange not null, exclude using gist (days with &&));
        create table works (id integer primary key, start_on date not null, end_on date not null check (start_on <= end_on),
                            exclude using gist (daterange(start_on, end_on, '[]') with &&));
        create table shifts (id integer primary key, during tstzrange not null, active boolean not null,
                             exclude using gist (during with &&) where (active));
        create table blocks (id integer primary key, span int8range not null, other int4range not null,
                             exclude using gist (span with &&), exclude using gist (other with &&));
        """,
        100,
    )
    for _ in range(2):
        assert set(written(filled(connection, rows=100)).values()) == {100}


def test_a_table_with_room_for_one_row_says_so(connection: Connection) -> None:
    report = filled(
        connection,
        "create table positions (lock char(1) not null default 'X' unique check (lock = 'X'), stream_id bigint not null)",
    )
    table = report.table("positions")
    assert (table.written, table.limit, table.why) == (1, 1, ("positions_lock_key allows 1 row",))
    again = filled(connection).table("positions")
    assert (again.written, again.why) == (0, ("positions_lock_key allows 0 more rows",))


def test_short_keys_have_room_for_many_rows(connection: Connection) -> None:
    tables = """
        create table states (code char(1) primary key, name text not null);
        create table errors (code varchar(2) primary key, name varchar(10) not null unique);
        create table countries (country_code char(2) primary key);
        create table locales (id serial primary key, language_code varchar(100) not null unique);
        insert into locales (language_code) values ('en'), ('de');
        """
    assert set(written(filled(connection, tables, 1500)).values()) == {1500}


def test_rows_that_are_pointed_to_differ_where_their_children_must(connection: Connection) -> None:
    tables = """
        create table assets (id serial primary key, name text not null, uri text not null, unique (name, uri));
        create table actives (name text not null unique, uri text not null unique, primary key (name, uri),
                              foreign key (name, uri) references assets (name, uri));
        """
    assert written(filled(connection, tables, 300)) == {"assets": 300, "actives": 300}


def test_two_links_to_the_same_rows_of_which_one_is_unique(connection: Connection) -> None:
    tables = """
        create table issues (id serial primary key, title text);
        create table parents (child_id integer primary key references issues, parent_id integer not null references issues,
                              check (child_id <> parent_id));
        create table histories (issue_id integer not null references issues, a_id integer not null references issues,
                                b_id integer not null references issues, at date not null, primary key (issue_id, at, a_id, b_id));
        """
    assert set(written(filled(connection, tables)).values()) == {60}
    row = connection.execute("select count(distinct a_id), count(distinct b_id) from histories").fetchone()
    assert row is not None
    assert min(int(str(count)) for count in row) > 5


def test_a_polymorphic_pair_that_must_differ(connection: Connection) -> None:
    tables = """
        create table posts (id bigserial primary key, title text);
        create table photos (id bigserial primary key, url text);
        create table pins (id bigserial primary key, pinnable_type text not null check (pinnable_type in ('Post', 'Photo')),
                           pinnable_id bigint not null, unique (pinnable_type, pinnable_id));
        """
    filled(connection, tables, 200)
    filled(connection, rows=200)
    row = connection.execute(
        "select count(*) from pins where pinnable_type = 'Post' and pinnable_id in (select id from posts)"
    ).fetchone()
    assert row is not None
    assert int(str(row[0])) > 100


def test_a_counter_of_a_row_that_was_there_counts_on(connection: Connection) -> None:
    connection.execute(
        """
        create table posts (id integer primary key, title text, comments_count integer not null default 0);
        create table comments (id serial primary key, post_id integer not null references posts, body text);
        create function counted() returns trigger language plpgsql as
            'begin update posts set comments_count = comments_count + 1 where id = new.post_id; return null; end';
        create trigger counted after insert on comments for each row execute function counted();
        insert into posts values (1000, 'mine', 0);
        insert into comments (post_id, body) values (1000, 'first');
        """
    )
    fill(connection, rows=40, exclude=("posts",))
    assert connection.execute("select comments_count from posts").fetchall() == [(41,)]


def test_one_of_three_links_that_are_unique_each(connection: Connection) -> None:
    tables = """
        create table blocks (id serial primary key);
        create table talks (id serial primary key);
        create table pauses (id serial primary key);
        create table entries (
            id serial primary key, parent_id integer references entries, block_id integer unique references blocks,
            talk_id integer unique references talks, pause_id integer unique references pauses,
            kind smallint not null check (kind in (1, 2, 3)), check (kind <> 1 or parent_id is null),
            check (kind <> 1 or pause_id is null and talk_id is null and block_id is not null),
            check (kind <> 2 or pause_id is null and block_id is null and talk_id is not null),
            check (kind <> 3 or talk_id is null and block_id is null and pause_id is not null));
        """
    filled(connection, tables)
    filled(connection)


@pytest.mark.parametrize("rows", [1, 60])
def test_a_tree_whose_only_root_has_a_key_of_its_own(connection: Connection, rows: int) -> None:
    tables = """
        create table categories (id serial primary key, parent_id integer references categories, title text not null,
                                 check ((parent_id is null) = (id = 0)));
        """
    filled(connection, tables, rows)
    filled(connection, rows=1)
    filled(connection)
    assert connection.execute("select id from categories where parent_id is null").fetchall() == [(0,)]


def test_keys_of_rows_that_the_server_chose_reach_the_third_generation(connection: Connection) -> None:
    connection.execute(
        """
        create function chosen(integer) returns boolean immutable language sql as 'select $1 % 3 = 0';
        create table events (id integer primary key check (chosen(id)));
        create table forms (id serial primary key, event_id integer not null references events, unique (id, event_id));
        create table answers (id serial primary key, event_id integer not null references events,
                              form_id integer not null references forms, email text not null, unique (form_id, email),
                              foreign key (event_id, form_id) references forms (event_id, id));
        """
    )
    report = fill(connection, rows=60)
    assert report.ok, str(report)
    assert written(report) == {"events": 60, "forms": 60, "answers": 60}


def test_a_list_that_is_complete_is_left_as_it_is(connection: Connection) -> None:
    report = filled(
        connection,
        """
        create table kinds (id smallint not null unique check (id in (1, 2, 3)), name text primary key);
        create table states (code char(1) primary key check (code in ('a', 'b')), name text not null);
        create table ranks (id smallint unique check (id in (1, 2)), name text primary key);
        create table goods (id serial primary key, kind smallint not null references kinds (id),
                            state char(1) not null references states, rank smallint references ranks (id));
        insert into kinds values (1, 'one'), (2, 'two'), (3, 'three');
        insert into states values ('a', 'A'), ('b', 'B');
        insert into ranks values (1, 'first'), (2, 'second');
        """,
    )
    assert written(report) == {"kinds": 0, "states": 0, "ranks": 60, "goods": 60}
    assert report.table("kinds").why == ("kinds_id_key allows 0 more rows",)


def test_two_links_that_must_differ_where_there_is_one_row(connection: Connection) -> None:
    tables = """
        create table documents (id serial primary key);
        create table uses (id serial primary key, user_id integer not null references documents,
                           used_id integer not null references documents, constraint differ check (user_id <> used_id));
        """
    report = filled(connection, tables, 1)
    assert written(report) == {"documents": 1, "uses": 0}
    assert report.table("uses").why == ("differ allows 0 rows",)
    assert written(filled(connection)) == {"documents": 60, "uses": 60}


def test_a_product_may_have_migrations_of_its_own(connection: Connection) -> None:
    tables = """
        create table servers (id serial primary key);
        create table migrations (id serial primary key, server_id integer not null references servers, state text);
        create table alembic_version_billing (version_num varchar(32) primary key);
        insert into servers values (1000);
        insert into migrations values (1000, 1000, 'done');
        insert into alembic_version_billing values ('abc');
        """
    assert written(filled(connection, tables)) == {"servers": 60, "migrations": 60}


def test_texts_that_an_index_reads_as_numbers(connection: Connection) -> None:
    tables = """
        create table avatars (id serial primary key, resource varchar not null unique, note text);
        create index on avatars (resource, (substring(resource from position(',' in resource) + 1)::integer));
        create table codes (id serial primary key, code text not null, n integer generated always as (code::integer) stored);
        """
    filled(connection, tables)
    filled(connection)


def test_an_exclusion_of_equals_is_a_unique(connection: Connection) -> None:
    tables = """
        create table models (id serial primary key);
        create table buttons (id serial primary key, name varchar not null, model integer not null references models,
                              active boolean, exclude using btree (name with =, model with =) where (active));
        create table settings (id integer generated by default as identity primary key, series varchar,
                               constraint single exclude using btree ((id * 0) with =));
        create table defaults (id serial primary key, series varchar);
        create unique index one on defaults ((id * 0));
        """
    for _ in range(2):
        report = filled(connection, tables)
        assert report.table("buttons").written == 60
        tables = ""
    assert report.table("settings").why == ("single allows 0 more rows",)
    assert report.table("defaults").why == ("one allows 0 more rows",)


def test_a_link_that_comes_late_leads_to_new_rows(connection: Connection) -> None:
    tables = """
        create table flows (id serial primary key, name text not null, parent_task_id integer,
                            check (parent_task_id is null or name <> ''));
        create table tasks (id serial primary key, position integer not null, flow_id integer references flows,
                            unique (flow_id, position));
        alter table flows add foreign key (parent_task_id) references tasks;
        """
    for _ in range(2):
        filled(connection, tables)
        tables = ""
    old = "select count(*), count(*) filter (where flow_id <= 60) from tasks where id > 60 and flow_id is not null"
    found = connection.execute(old.encode()).fetchone()
    assert found is not None
    assert found[0] != 0
    assert found[1] == 0
