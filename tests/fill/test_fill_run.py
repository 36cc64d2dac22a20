"""Filling real databases: circles, refusals, triggers, rows that were there, and taking it all back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import psycopg
import pytest

from seedkit.errors import UnknownName
from seedkit.fill import FillReport, fill
from seedkit.load.people import find_person
from seedkit.load.unload import unload
from seedkit.supabase.claims import act_as

Connection = psycopg.Connection
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def filled(connection: Connection, ddl: str = "", rows: int = 40, **options: Any) -> FillReport:
    connection.execute(ddl.encode())
    report = fill(connection, rows=rows, now=NOW, **options)
    assert report.verified is None or report.verified.ok, str(report)
    return report


def one(connection: Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def count(connection: Connection, table: str) -> int:
    return int(one(connection, f"select count(*) from {table}"))


SHOP = """
create table customers (id uuid primary key default gen_random_uuid(), name text, created_at timestamptz not null);
create table orders (id bigint generated always as identity primary key, customer uuid not null references customers,
  placed_at timestamptz not null);
create table lines ("order" bigint not null references orders, n serial, note text, primary key ("order", n))
"""


def test_every_table_has_its_rows_and_everything_holds(connection: Connection) -> None:
    report = filled(connection, SHOP, of={"lines": 100})
    assert {table.name: table.written for table in report.tables} == {
        "public.customers": 40,
        "public.orders": 40,
        "public.lines": 100,
    }
    assert report.ok
    assert report.exit_code == 0
    # what comes next does not collide
    connection.execute("insert into orders (customer, placed_at) select id, now() from customers limit 1")
    assert count(connection, "orders") == 41


def test_the_same_seed_and_now_make_the_same_rows(server: Any, connection: Connection) -> None:
    def rows() -> Any:
        return one(
            connection,
            "select jsonb_agg(to_jsonb(o) order by o.id) from orders o join customers c on c.id = o.customer",
        )

    filled(connection, SHOP)
    first = rows()
    unload(connection, scenario="fill", seed=0)
    assert count(connection, "orders") == 0
    filled(connection)
    assert [row["customer"] for row in rows()] == [row["customer"] for row in first]
    unload(connection, scenario="fill", seed=0)
    filled(connection, seed=1)
    assert [row["customer"] for row in rows()] != [row["customer"] for row in first]


@pytest.mark.parametrize(
    ("link", "way"),
    [
        ("", "null"),
        ("not null", "hard"),
        ("not null deferrable", "deferred"),
        ("deferrable initially deferred", "deferred"),
    ],
)
def test_circles_of_every_kind(connection: Connection, link: str, way: str) -> None:
    filled(
        connection,
        f"""create table departments (id int primary key, head int, name text);
            create table employees (id int primary key, department int not null references departments);
            alter table departments add foreign key (head) references employees
              {"deferrable" if "deferrable" in link else ""};
            alter table departments alter head {"set not null" if "not null" in link else "drop not null"}""",
    )
    assert count(connection, "departments") == count(connection, "employees") == 40
    assert count(connection, "departments where head is not null") >= 20


def test_three_tables_in_a_circle_that_nothing_opens(connection: Connection) -> None:
    filled(
        connection,
        """create table a (id int primary key, b int not null); create table b (id int primary key, c int not null);
           create table c (id int primary key, a int not null references a);
           alter table a add foreign key (b) references b; alter table b add foreign key (c) references c;
           create table child (id int primary key, a int not null references a)""",
    )
    assert [count(connection, name) for name in ("a", "b", "c", "child")] == [40] * 4


def test_whoever_leads_a_crew_is_of_it(connection: Connection) -> None:
    filled(
        connection,
        """create table crews (id int primary key, captain int not null);
           create table sailors (crew int not null references crews, id int not null, primary key (crew, id));
           alter table crews add foreign key (id, captain) references sailors (crew, id) deferrable""",
    )
    assert count(connection, "crews") == count(connection, "sailors") == 40


def test_a_tree_has_roots_and_depth(connection: Connection) -> None:
    filled(connection, "create table t (id int primary key, parent int references t)", rows=500)
    depth = one(
        connection,
        """with recursive d as (select id, 1 as n from t where parent is null
             union all select t.id, n + 1 from t join d on t.parent = d.id) select max(n) from d""",
    )
    assert 3 <= depth <= 30
    assert 1 <= count(connection, "t where parent is null") < 250


def test_one_table_that_fails_takes_no_other_with_it(connection: Connection) -> None:
    report = filled(
        connection,
        """create function never(int) returns boolean language plpgsql immutable as 'begin return $1 is null; end';
           create table bad (id int primary key, n int not null constraint judged check (never(n)));
           create table child (id int primary key, bad int not null references bad);
           create table maybe (id int primary key, bad int references bad, note text);
           create table good (id int primary key)""",
    )
    assert {table.name: (table.written, table.failed) for table in report.tables} == {
        "public.bad": (0, True),
        "public.child": (0, True),
        "public.good": (40, False),
        "public.maybe": (40, False),
    }
    assert "judged" in report.table("bad").why[0]
    assert report.table("child").why == (
        "child_bad_fkey: public.bad holds no rows to point to (no row of it can exist)",
    ) or ("child_bad_fkey" in report.table("child").why[0])
    assert report.exit_code == 1


def test_rows_that_only_the_server_can_judge(connection: Connection) -> None:
    report = filled(
        connection,
        """create function lucky(int) returns boolean language plpgsql immutable as 'begin return $1 % 3 = 0; end';
           create table t (id int primary key, n int not null check (lucky(n)))""",
        rows=200,
    )
    assert report.table("t").written == 200
    assert count(connection, "t where n % 3 <> 0") == 0


def test_a_trigger_that_checks_is_obeyed(connection: Connection) -> None:
    filled(
        connection,
        """create table t (id int primary key, n int not null);
           create function odd() returns trigger language plpgsql as
             $$ begin if new.n % 2 = 0 then raise exception 'even'; end if; return new; end $$;
           create trigger odd before insert on t for each row execute function odd()""",
    )
    assert count(connection, "t") == count(connection, "t where n % 2 = 1") == 40


def test_a_trigger_that_refuses_everything_is_silenced_and_put_back(connection: Connection) -> None:
    report = filled(
        connection,
        """create table t (id int primary key, n int);
           create function no() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$;
           create trigger no before insert on t for each row execute function no();
           create trigger yes before delete on t for each row execute function no()""",
    )
    assert count(connection, "t") == 40
    assert "silenced no" in " ".join(report.table("t").notes)
    with pytest.raises(psycopg.errors.RaiseException, match="never"):
        connection.execute("insert into t values (1000)")


def test_a_trigger_that_acts_is_silenced(connection: Connection) -> None:
    filled(
        connection,
        """create table log (id serial primary key, what int); create table t (id int primary key);
           create function note() returns trigger language plpgsql as $$ begin insert into log (what) values (new.id); return new; end $$;
           create trigger note after insert on t for each row execute function note();
           alter table t enable always trigger note""",
    )
    assert count(connection, "log") == 40
    assert one(connection, "select tgenabled::text from pg_trigger where tgname = 'note'") == "A"


def test_a_trigger_without_which_no_row_is_valid_is_left_on(connection: Connection) -> None:
    filled(
        connection,
        """create function twice(int) returns int language plpgsql immutable as 'begin return $1 * 2; end';
           create table t (id int primary key, n int not null, double int not null, check (double = twice(n)));
           create function compute() returns trigger language plpgsql as $$ begin new.double := new.n * 2; return new; end $$;
           create trigger compute before insert on t for each row execute function compute()""",
    )
    assert count(connection, "t") == 40


def test_rows_that_are_there_stay_and_may_be_pointed_at(connection: Connection) -> None:
    report = filled(
        connection,
        """create table kinds (id int primary key, name text); insert into kinds values (7, 'seven'), (8, 'eight');
           create table things (id int primary key, kind int not null references kinds);
           insert into things values (1, 7), (2, 7), (500, 8)""",
        exclude=("kinds",),
    )
    assert report.left == {"public.kinds": "excluded"}
    assert count(connection, "kinds") == 2
    assert count(connection, "things") == 43
    assert one(connection, "select array_agg(kind order by id) from things where id in (1, 2, 500)") == [
        7,
        7,
        8,
    ]
    assert one(connection, "select count(distinct kind) from things") == 2


def test_a_second_fill_stands_beside_the_first(connection: Connection) -> None:
    filled(connection, SHOP)
    again = filled(connection)
    assert again.name == "2"
    assert count(connection, "orders") == count(connection, "customers") == 80
    connection.execute("update orders set placed_at = placed_at where id = (select min(id) from orders)")
    receipt = unload(connection, scenario="fill", seed=0, name="2")
    assert receipt.written == 120
    assert count(connection, "orders") == 40


def test_nobody_else_is_unloaded(connection: Connection) -> None:
    filled(connection, SHOP)
    connection.execute("insert into customers (created_at) values (now())")
    connection.execute("update lines set note = 'mine' where n = (select min(n) from lines)")
    with pytest.raises(Exception, match="lines"):
        unload(connection, scenario="fill", seed=0)
    connection.execute("delete from lines where note = 'mine'")
    receipt = unload(connection, scenario="fill", seed=0)
    assert [count(connection, name) for name in ("customers", "orders", "lines")] == [1, 0, 0]
    assert any("1 of 40 rows" in note for note in receipt.notes)


def test_partitions_get_rows_by_their_bounds(connection: Connection) -> None:
    filled(
        connection,
        """create table events (id bigint generated always as identity, at timestamptz not null, primary key (id, at))
             partition by range (at);
           create table events_1 partition of events for values from ('2025-01-01') to ('2025-02-01');
           create table events_2 partition of events for values from ('2025-02-01') to ('2025-03-01');
           create table notes (id int primary key, event bigint not null, at timestamptz not null,
             foreign key (event, at) references events);
           create table firsts (id int primary key, event bigint not null, at timestamptz not null,
             foreign key (event, at) references events_1)""",
        rows=60,
    )
    assert [count(connection, name) for name in ("events", "notes", "firsts")] == [60] * 3
    assert count(connection, "events_1") > 5


def test_tenants_agree(connection: Connection) -> None:
    filled(
        connection,
        """create table tenants (id int primary key);
           create table users (tenant int references tenants, id int, primary key (tenant, id));
           create table projects (tenant int references tenants, id int, primary key (tenant, id));
           create table tasks (id int primary key, tenant int not null references tenants, project int not null, doer int,
             foreign key (tenant, project) references projects, foreign key (tenant, doer) references users)""",
        rows=60,
    )
    assert count(connection, "tasks") == 60
    assert count(connection, "tasks where doer is not null") > 5


def test_a_pair_names_rows_that_are_there(connection: Connection) -> None:
    filled(
        connection,
        """create table posts (id bigint primary key, title text); create table photos (id bigint primary key);
           create table comments (id bigint primary key, subject_type text not null, subject_id bigint not null)""",
    )
    lost = """comments c where not exists (select from posts where id = subject_id and subject_type = 'Post')
              and not exists (select from photos where id = subject_id and subject_type = 'Photo')"""
    assert count(connection, lost) == 0


def test_hostile_names(connection: Connection) -> None:
    filled(
        connection,
        """create schema "a.b "" %s";
           create table "a.b "" %s"."select.from ""where"" %d" ("order" int primary key, "x"" y" int,
             "ä%(x)s" text, foreign key ("x"" y") references "a.b "" %s"."select.from ""where"" %d");
           create table "a.b "" %s"."b" (id serial primary key, "the %s" int not null references "a.b "" %s"."select.from ""where"" %d")""",
    )
    assert count(connection, '"a.b "" %s"."select.from ""where"" %d"') == 40
    unload(connection, scenario="fill", seed=0)
    assert count(connection, '"a.b "" %s".b') == 0


def test_tables_by_name(connection: Connection) -> None:
    report = filled(connection, SHOP, tables=("customers", "ord*"), scale=0.5)
    assert [(table.name, table.written) for table in report.tables] == [
        ("public.customers", 20),
        ("public.orders", 20),
    ]
    with pytest.raises(UnknownName, match="Did you mean 'orders'"):
        fill(connection, tables=("oders",))


def test_a_dry_run_writes_nothing(connection: Connection) -> None:
    report = filled(connection, SHOP, dry_run=True)
    assert (report.written, report.dry_run) == (0, True)
    assert [table.planned for table in report.tables] == [40, 40, 40]
    assert count(connection, "customers") == 0
    assert one(connection, "select to_regnamespace('seedkit')") is None


def test_a_report_in_json(connection: Connection) -> None:
    facts = json.loads(json.dumps(filled(connection, SHOP).as_dict()))
    assert (facts["ok"], facts["written"], facts["now"]) == (True, 120, "2026-03-01T00:00:00Z")
    assert facts["tables"][0]["name"] == "public.customers"
    assert facts["verified"]["ok"] is True


def test_a_role_with_few_rights(connection: Connection) -> None:
    connection.execute("create role filler")
    try:
        connection.execute(
            """create table open (id int primary key, secret text); create table closed (id int primary key);
               create table p (id int primary key, q int not null); create table q (id int primary key, p int not null references p);
               alter table p add foreign key (q) references q;
               grant select, insert (id) on open to filler; grant select, insert on p, q to filler; set role filler"""
        )
        report = filled(connection)
        assert report.left == {"public.closed": "the current role may not insert into it"}
        assert [table.written for table in report.tables] == [40, 40, 40]
        assert count(connection, "open where secret is not null") == 0
    finally:
        connection.execute("reset role; drop owned by filler; drop role filler")


def test_people_see_their_own_rows(supabase_connection: Connection) -> None:
    connection = supabase_connection
    report = filled(
        connection,
        """create table public.profiles (id uuid primary key references auth.users, name text);
           create table public.notes (id serial primary key, owner uuid not null, body text);
           alter table public.notes enable row level security;
           create policy own on public.notes to authenticated using (owner = (select auth.uid()));
           grant select on public.notes to authenticated""",
    )
    assert count(connection, "public.profiles") == count(connection, "auth.users") == 40
    assert count(connection, "auth.identities") == 40
    assert {name.partition(".")[0] for name in report.left} >= {"auth", "storage"}
    person = find_person(connection, "person")
    assert str(person.uid) == report.people[0].uid
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        act_as(cursor, person)
        cursor.execute("select count(*), count(*) filter (where owner = auth.uid()) from public.notes")
        seen, own = cursor.fetchone() or (0, 0)
    assert seen == own > 0
    unload(connection, scenario="fill", seed=0)
    assert count(connection, "auth.users") == count(connection, "public.notes") == 0
