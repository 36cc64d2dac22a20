"""Exports of everything awkward, and scripts on databases that are not as they should be."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cabinet
import psycopg
import pytest
from exported import brought, content, ledger, loaded, run_psql
from psycopg import sql

from seedkit.export import script as scripts
from seedkit.export.export import export
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.unload import unload
from seedkit.plan import Plan, compile_plan
from seedkit.product import products
from seedkit.schema.install import install_schema

pytestmark = pytest.mark.db

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
Database = Callable[[], str]


@pytest.fixture(autouse=True)
def _cabinet(monkeypatch: pytest.MonkeyPatch, server: EmbeddedServer) -> None:
    if server.version < 18:
        # Their COPY takes this line for the end of a CSV file, in quotes too.
        monkeypatch.setattr(cabinet, "HARD_LINE", "\\.")
    found = {**products(), "cabinet": "cabinet:product"}
    monkeypatch.setattr("seedkit.product.products", lambda: found)


@pytest.fixture
def fresh(server: Any, supabase: str) -> Iterator[Database]:
    """Makes databases with the cabinet's tables, all clones of one."""
    with psycopg.connect(supabase, autocommit=True) as connection:
        install_schema(connection, cabinet.product)
    names = (f"{supabase.rpartition('/')[2]}_{number}" for number in itertools.count())
    made: list[str] = []

    def clone() -> str:
        made.append(next(names))
        create = sql.SQL("create database {} template {}")
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(create.format(*map(sql.Identifier, (made[-1], supabase.rpartition("/")[2]))))
        return str(server.url(made[-1]))

    yield clone
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        for name in made:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def plan(copies: int = 2, **given: Any) -> Plan:
    return compile_plan(cabinet.full, **{"copies": copies, "now": NOW, **given})


def run(psql: str, url: str, file: Path, *before: str) -> Any:
    return run_psql(psql, url, *(f"--command={command}" for command in before), f"--file={file}")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    export([plan()], str(tmp_path / "seed.sql"))
    return tmp_path / "seed.sql"


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "arrow"])
def test_every_value_survives_its_file(format: str, fresh: Database, psql: str, tmp_path: Path) -> None:
    export([plan()], str(tmp_path / f"out.{format}"))
    url = fresh()
    brought(psql, url, tmp_path / f"out.{format}")
    assert content(url) == content(loaded(fresh(), plan()))


@pytest.mark.parametrize("copy", [False, True], ids=["inserts", "copy"])
def test_every_value_survives_a_script(copy: bool, fresh: Database, psql: str, tmp_path: Path) -> None:
    export([plan()], str(tmp_path / "seed.sql"), copy=copy)
    url, other = fresh(), loaded(fresh(), plan())
    assert run(psql, url, tmp_path / "seed.sql").stderr == ""
    assert content(url) == content(other)
    assert ledger(url) == ledger(other)


def test_rows_may_stand_in_statements_of_their_own(
    fresh: Database, psql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parents come before their children, so a statement may end anywhere."""
    monkeypatch.setattr(scripts, "STATEMENT_BYTES", 1)
    export([plan()], str(tmp_path / "seed.sql"))
    url = fresh()
    assert run(psql, url, tmp_path / "seed.sql").stderr == ""
    assert content(url) == content(loaded(fresh(), plan()))


def statements(file: Path) -> list[str]:
    """A script cut at its semicolons, as Supabase's command line does: quotes, dollar quotes and comments are whole."""
    token = r"--[^\n]*|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(\$\w*\$)[\s\S]*?\1|[^;]"
    text = file.read_bytes().decode()
    return [found[0].strip() for found in re.finditer(rf"(?:{token})+", text) if found[0].strip()]


def test_a_seed_file_may_be_prepared_before_it_runs(fresh: Database, script: Path) -> None:
    """``supabase db reset`` prepares every statement first, then sends all in one pipeline, without psql."""
    url = fresh()
    cut = statements(script)
    assert max(map(len, cut)) < 256 << 10
    with psycopg.connect(url, autocommit=True) as connection:
        for number, statement in enumerate(cut):
            made = connection.pgconn.prepare(f"s{number}".encode(), statement.encode())
            assert made.status == psycopg.pq.ExecStatus.COMMAND_OK, (made.error_message, statement[:200])
        connection.pgconn.enter_pipeline_mode()
        for number in range(len(cut)):
            connection.pgconn.send_query_prepared(f"s{number}".encode(), [])
        connection.pgconn.pipeline_sync()
        results = [connection.pgconn.get_result() for _ in range(2 * len(cut) + 1)]
        assert [r.error_message for r in results if r and r.error_message] == []
    assert content(url) == content(loaded(fresh(), plan()))


@pytest.mark.parametrize("way", ["inserts", "copy", "single rows"])
def test_catalogue_rows_that_are_there_keep_their_keys(
    way: str, fresh: Database, psql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "single rows":
        monkeypatch.setattr(scripts, "STATEMENT_BYTES", 1)
    export([plan()], str(tmp_path / "seed.sql"), copy=way == "copy")
    theirs, urls = "00000000-0000-4000-8000-000000000007", (fresh(), fresh())
    for url in urls:
        with psycopg.connect(url) as connection:
            connection.execute("insert into kinds (id, name, rank) values (%s, 'it''s', 99)", [theirs])
    assert run(psql, urls[0], tmp_path / "seed.sql").stderr == ""
    assert content(urls[0]) == content(loaded(urls[1], plan()))
    assert ledger(urls[0]) == ledger(urls[1])
    with psycopg.connect(urls[0]) as connection:
        named = connection.execute("select distinct kind_id::text, remark from curios order by 2").fetchall()
        assert named == [(theirs, ""), (theirs, f"see {theirs}, and\n{theirs} again")]


@pytest.mark.parametrize("copy", [False, True], ids=["inserts", "copy"])
def test_two_loads_in_one_script(copy: bool, fresh: Database, psql: str, tmp_path: Path) -> None:
    """The second counts on where the first ends, and shares its catalogue rows."""
    plans = [plan(), plan(1, name="more", seed=5)]
    export(plans, str(tmp_path / "seed.sql"), copy=copy)
    url, other = fresh(), loaded(fresh(), *plans)
    assert run(psql, url, tmp_path / "seed.sql").stderr == ""
    assert content(url) == content(other)
    assert ledger(url) == ledger(other)


def test_the_second_of_two_loads_comes_to_the_first(fresh: Database, psql: str, tmp_path: Path) -> None:
    plans = [plan(), plan(1, name="more")]
    export(plans, str(tmp_path / "both.sql"))
    url = loaded(fresh(), plans[0])
    done = run(psql, url, tmp_path / "both.sql")
    assert (done.returncode, done.stderr.count("left alone")) == (0, 1)
    assert content(url) == content(loaded(fresh(), *plans))


def test_two_loads_as_files_share_catalogue_rows(fresh: Database, psql: str, tmp_path: Path) -> None:
    plans = [plan(), plan(1, name="more")]
    export(plans, str(tmp_path / "out.csv"))
    url = fresh()
    brought(psql, url, tmp_path / "out.csv")
    assert content(url) == content(loaded(fresh(), *plans))


def test_a_script_leaves_as_it_came(fresh: Database, psql: str, script: Path) -> None:
    """A load, a script and an unload know each other's work."""
    url = fresh()
    before = content(url)
    assert run(psql, url, script).returncode == 0
    with psycopg.connect(url, autocommit=True) as connection:
        from seedkit import generate
        from seedkit.load.load import load

        assert load(connection, plan(), generate).mode == "unchanged"
        assert load(connection, plan(3), generate).mode == "grow"
        unload(connection, scenario="cabinet/full", seed=0)
        connection.execute("insert into desks (name) values ('Next')")
        assert connection.execute("select id from desks").fetchone() == (10,)
        connection.execute("delete from desks")
    assert content(url) == before


def test_triggers_are_silent_and_stay_as_they_were(fresh: Database, psql: str, script: Path) -> None:
    url = fresh()
    states = "select tgname, tgenabled from pg_trigger where not tgisinternal order by 1"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("""
            create function shout() returns trigger language plpgsql as $$ begin new.name := 'LOUD'; return new; end $$;
            create trigger fires before insert on desks for each row execute function shout();
            create trigger sleeps before insert on desks for each row execute function shout();
            create trigger "Al""ways" before insert on desks for each row execute function shout();
            alter table desks disable trigger sleeps;
            alter table desks enable always trigger "Al""ways"
        """)
        before = connection.execute(states).fetchall()
        assert run(psql, url, script).stderr == ""
        assert connection.execute("select distinct name from desks").fetchall() == [("Front",)]
        assert connection.execute(states).fetchall() == before


def refused(done: Any, *says: str) -> None:
    """psql stopped with this error."""
    assert done.returncode == 3
    for text in says:
        assert text in done.stderr


@pytest.mark.parametrize(
    ("prepared", "says"),
    [
        ("drop table words", ('this database lacks "public"."words"', "seedkit schema cabinet")),
        ("insert into desks (name) values ('Mine')", ("public.desks must hold no rows after number 0", "`seedkit load`")),
        ("insert into auth.users (id, email) values (gen_random_uuid(), 'ann@gmail.com')",
         ("holds 1 users that seedkit did not make", "set seedkit.accept_users = 1")),
    ],
    ids=["no table", "rows before ours", "foreign users"],
)  # fmt: skip
def test_a_script_refuses_what_a_load_would(
    prepared: str, says: tuple[str, ...], fresh: Database, psql: str, script: Path
) -> None:
    url = fresh()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(prepared.encode())
    before = content(url)
    refused(run(psql, url, script), *says)
    assert content(url) == before
    assert content(url, "seedkit") == {}


def test_foreign_users_are_accepted_by_their_number(fresh: Database, psql: str, script: Path) -> None:
    url = fresh()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("insert into auth.users (id, email) values (gen_random_uuid(), 'ann@gmail.com')")
    refused(run(psql, url, script, "set seedkit.accept_users = 2"), "holds 1 users")
    assert run(psql, url, script, "set seedkit.accept_users = 1").returncode == 0
    with psycopg.connect(url) as connection:
        accepted = connection.execute("select accepted_foreign_users from seedkit.target").fetchone()
        assert accepted == (1,)


def test_a_load_with_other_rows_is_not_mixed_with(
    fresh: Database, psql: str, script: Path, tmp_path: Path
) -> None:
    url = loaded(fresh(), plan(3))
    before = content(url, "auth", "public", "seedkit")
    refused(run(psql, url, script), "it is here already, with other rows", "3 copies as of 2026-03-01")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("delete from seedkit.loads")
        without = content(url, "auth", "public", "seedkit")
    refused(run(psql, url, script), "it is not in the ledger, but rows with its keys are in")
    assert content(url, "auth", "public", "seedkit") == without
    assert before["public.curios"] == without["public.curios"]


def test_a_row_in_the_way_is_an_error_and_nothing_is_written(
    fresh: Database, psql: str, script: Path
) -> None:
    url = fresh()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute('create unique index on curios ("select") where "select" = \'\'')
    before = content(url)
    refused(run(psql, url, script), "duplicate key value")
    assert content(url) == before


def test_savepoints_are_refused(fresh: Database, psql: str, script: Path) -> None:
    """Each would have a transaction of its own, and the ledger would take its rows for edited."""
    url = fresh()
    refused(run_psql(psql, url, "--set=ON_ERROR_ROLLBACK=on", f"--file={script}"), "run in savepoints")
    assert content(url)["public.curios"] == []


def test_a_second_session_is_refused(fresh: Database, psql: str, script: Path) -> None:
    url = fresh()
    with psycopg.connect(url) as connection:
        connection.execute("select pg_advisory_xact_lock(hashtextextended('seedkit cabinet/full', 0))")
        refused(run(psql, url, script), "another session is loading or unloading cabinet/full")


def test_a_product_may_be_placed_elsewhere(supabase: str, fresh: Database, psql: str, tmp_path: Path) -> None:
    urls = fresh(), fresh()
    placed = plan().placed("attic")
    for url in urls:
        with psycopg.connect(url, autocommit=True) as connection:
            install_schema(connection, cabinet.product, "attic")
    export([placed], str(tmp_path / "seed.sql"))
    assert run(psql, urls[0], tmp_path / "seed.sql").stderr == ""
    loaded(urls[1], placed)
    assert content(urls[0], "attic", "auth", "public") == content(urls[1], "attic", "auth", "public")
    assert ledger(urls[0]) == ledger(urls[1])
    again = tmp_path / "again.sql"
    export([plan()], str(again))
    refused(run(psql, urls[0], again), "it is here already, with other rows")


def test_part_of_a_story(fresh: Database, psql: str, tmp_path: Path) -> None:
    from seedkit.plan import select_tables

    some = select_tables(plan(), only=["curios"])
    export([some], str(tmp_path / "seed.sql"))
    url = fresh()
    assert run(psql, url, tmp_path / "seed.sql").stderr == ""
    assert content(url) == content(loaded(fresh(), some))
