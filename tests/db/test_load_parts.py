"""A load through many connections: into partitioned tables, written once, taken out as one load."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from test_same_rows import digests

from seedkit import generate
from seedkit.errors import TargetError, UsageError
from seedkit.load.load import load
from seedkit.load.unload import unload
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario
from seedkit.proof import account_for, loads_of
from seedkit.scale import database
from seedkit.scale.database import load_parts

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

#: Sharded by owner, as Citus would: the distribution column is part of every key.
PARTITIONED = """
create table parted (like public.token_usage including defaults including constraints) partition by hash (user_id);
drop table public.token_usage cascade;
alter table parted rename to token_usage;
alter table public.token_usage add primary key (id, user_id),
    add constraint token_usage_user_id_fkey foreign key (user_id) references auth.users on delete cascade;
create index on public.token_usage (user_id, created_at);
create table usage_0 partition of public.token_usage for values with (modulus 2, remainder 0);
create table usage_1 partition of public.token_usage for values with (modulus 2, remainder 1);
"""


def planned(story: str = "vibrationfit/household", copies: int = 12) -> Plan:
    return compile_plan(find_scenario(story), copies=copies, now=NOW)


@pytest.fixture
def sharded(product_database: Callable[[str], str]) -> str:
    """A database whose largest table is partitioned by owner; no triggers on what a load writes."""
    url = product_database("vibrationfit")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(PARTITIONED)
        for table in planned().tables:
            connection.execute(f"alter table {table.name} disable trigger user".encode())
    return url


def test_parts_hold_what_one_load_holds(
    sharded: str, product_database: Callable[[str], str], cluster: Any
) -> None:
    plan = planned()
    with psycopg.connect(product_database("vibrationfit"), autocommit=True) as other:
        load(other, plan, generate)
        expected = digests(other, plan)
    with psycopg.connect(sharded, autocommit=True) as connection:
        receipt = load_parts(connection, sharded, plan, cluster.engine, part_rows=1000)
        assert (receipt.mode, receipt.written) == ("parts", sum(t.rows for t in receipt.tables))
        assert digests(connection, plan) == expected
        assert connection.execute("select count(*) from seedkit.parts").fetchone() == (5,)
        halves = connection.execute("select count(*) from usage_0").fetchone()
        assert halves is not None
        assert 0 < halves[0] < 12 * 47
        again = load_parts(connection, sharded, plan, cluster.engine, part_rows=1000)
        assert again.written == 0
        assert load(connection, plan, generate).mode == "unchanged"
        with pytest.raises(UsageError, match="not in these parts"):
            load_parts(connection, sharded, plan, cluster.engine, part_rows=2000)
        for table in plan.tables:
            connection.execute(f"alter table {table.name} enable trigger user".encode())
        failing = [f for f in account_for(connection, loads_of(connection)).findings if f.failing]
        assert failing == []
        unload(connection, scenario=plan.scenario, seed=plan.seed)
        assert connection.execute("select count(*) from auth.users").fetchone() == (0,)
        assert connection.execute("select count(*) from seedkit.parts").fetchone() == (0,)


def test_what_was_cut_off_goes_on(sharded: str, cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is killed, then the one who asks for parts: nothing is written twice, nothing is missing."""
    plan = planned()

    def kill(name: str, rows: int) -> None:
        if name == "parts" and cluster.engine._client.scheduler_info(n_workers=-1)["workers"]:
            os.kill(next(iter(cluster.engine._client.run(os.getpid).values())), signal.SIGKILL)
            raise KeyboardInterrupt

    with psycopg.connect(sharded, autocommit=True) as connection:
        with contextlib.suppress(KeyboardInterrupt):
            load_parts(connection, sharded, plan, cluster.engine, part_rows=1000, progress=kill)
        before = connection.execute("select count(*) from seedkit.parts").fetchone()
        assert before is not None
        assert 2 <= before[0] <= 5
        load_parts(connection, sharded, plan, cluster.engine, part_rows=1000)
        rows = connection.execute("select count(*), count(distinct id) from public.token_usage").fetchone()
        counted = connection.execute(
            "select row_counts ->> 'public.token_usage' from seedkit.loads"
        ).fetchone()
        assert rows is not None
        assert counted == (str(rows[0]),)
        assert rows[0] == rows[1] == dict(_made(plan))["public.token_usage"]


def _made(plan: Plan) -> list[tuple[str, int]]:
    return [(name, batch.num_rows) for name, batch in generate.generate(plan, range(plan.copies))]


def test_what_parts_cannot_do_is_said(product_database: Callable[[str], str], cluster: Any) -> None:
    url = product_database("vibrationfit")
    with psycopg.connect(url, autocommit=True) as connection:
        with pytest.raises(TargetError, match=r"auth\.users: the triggers .* would fire"):
            load_parts(connection, url, planned(), cluster.engine)
        for table in planned().tables:
            connection.execute(f"alter table {table.name} disable trigger user".encode())
        load(connection, planned(copies=1), generate)
        with pytest.raises(UsageError, match="not in these parts"):
            load_parts(connection, url, planned(copies=1), cluster.engine)
    with pytest.raises(database.SeedkitError, match="not on this machine"):
        database._written(database._Stream(("", b""), (0, 1), "postgresql://u@192.0.2.1/app", 1, {}, {}))
