"""The same rows, to the byte, whoever makes them: threads, processes, dask, in shards of any size, plain and in bulk."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from story import Story, content, make_schema
from test_bulk import ODDITIES, catalogue

from seedkit import generate
from seedkit.export.export import export
from seedkit.load import workers
from seedkit.load.live import identifier
from seedkit.load.load import load
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
COPIES = 24


class Cut:
    """Generation in shards of so many copies."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __getattr__(self, name: str) -> Any:
        return getattr(generate, name)

    def shards(self, plan: Any, *, first: int = 0) -> Iterator[range]:
        for low in range(first, plan.copies, self.size):
            yield range(low, min(low + self.size, plan.copies))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(find_scenario("vibrationfit/household"), copies=COPIES, now=NOW)


def digests(connection: psycopg.Connection[Any], plan: Plan) -> dict[str, str]:
    """The canonical COPY text of each table, ordered by key, as sha256."""
    found = {}
    for table in plan.tables:
        columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
        query = sql.SQL("copy (select {} from {} order by {}) to stdout").format(
            columns, identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.key))
        )
        digest = hashlib.sha256()
        with connection.cursor().copy(query) as rows:
            for row in rows:
                digest.update(row)
        found[table.name] = digest.hexdigest()
    return found


def loaded(url: str, plan: Plan, source: Any, **how: Any) -> dict[str, str]:
    with psycopg.connect(url, autocommit=True) as connection:
        assert load(connection, plan, source, analyze=False, **how).mode == "fresh"
        return digests(connection, plan)


def copied(url: str, plan: Plan, files: dict[str, list[Path]]) -> dict[str, str]:
    """What CSV files hold, read by COPY."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in plan.tables:
            for path in files.get(table.name, []):
                into = sql.SQL("copy {} from stdin (format csv, header match)").format(identifier(table.name))
                with connection.cursor().copy(into) as copy:
                    copy.write(gzip.decompress(path.read_bytes()))
        return digests(connection, plan)


def test_rows_are_the_same_bytes_whoever_makes_them(
    product_database: Callable[[str], str], plan: Plan, tmp_path: Path, cluster: Any
) -> None:
    fresh = partial(product_database, "vibrationfit")
    expected = loaded(fresh(), plan, generate, bulk=False, workers=0)
    assert len(set(expected.values())) > 20
    for size, many, bulk in ((5, 1, False), (24, 2, True), (7, 4, True), (1000, 4, False)):
        made = loaded(fresh(), plan, Cut(size), bulk=bulk, workers=many)
        assert made == expected, (size, many, bulk)
    export([plan], str(tmp_path / "one.csv.gz"))
    one = {t.name: [tmp_path / "one.csv.gz" / f"{t.name}.csv.gz"] for t in plan.tables}
    assert copied(fresh(), plan, one) == expected
    for part_rows in (900, 100_000):
        folder = tmp_path / f"parts-{part_rows}.csv.gz"
        cluster.export(plan, str(folder), part_rows=part_rows)
        listed = json.loads((folder / "manifest.json").read_text())["tables"]
        files = {table["name"]: [folder / file["name"] for file in table["files"]] for table in listed}
        assert copied(fresh(), plan, files) == expected, part_rows


@pytest.fixture
def shop(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    make_schema(connection)
    connection.execute(ODDITIES)
    return connection


MANY = Story(copies=60, rows=7)


def processes() -> list[int]:
    """Those that make rows for this one."""
    return [p.pid or 0 for p in multiprocessing.active_children() if p.name.startswith(workers.PROCESS)]


def test_a_process_that_is_killed_is_made_up_for(
    shop: psycopg.Connection[Any], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = Story(copies=300, rows=7)
    load(shop, many, many, workers=0)
    expected = content(shop)
    shop.execute(
        "truncate people, homes, entries, profiles, payouts, settings, tiers cascade; drop schema seedkit cascade"
    )
    taken = []

    def killing(*arguments: Any) -> Iterator[Any]:
        for item in received(*arguments):
            yield item
            taken.append(item)
            if len(taken) == 9:
                for pid in processes():
                    os.kill(pid, signal.SIGKILL)

    received = workers._received
    monkeypatch.setattr(workers, "_received", killing)
    # so little is on its way that most of it is lost
    monkeypatch.setattr(workers, "_AHEAD", 2)
    monkeypatch.setattr(workers, "_PIPE", 4096)
    load(shop, many, many, workers=2)
    assert content(shop) == expected
    assert 9 <= len(taken) < 200


def test_a_process_that_hangs_is_not_waited_for(
    shop: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hanging(Story):
        def generate(self, plan: Any, copies: range, **options: Any) -> Any:
            if multiprocessing.current_process().name.startswith(workers.PROCESS) and copies.start >= 14:
                threading.Event().wait(60)
            return super().generate(plan, copies, **options)

    monkeypatch.setattr(workers, "PATIENCE", 0.2)
    hanging = Hanging(copies=60, rows=7)
    began = time.perf_counter()
    assert load(shop, hanging, hanging, workers=2).copies == 60
    assert time.perf_counter() - began < 30
    assert shop.execute("select count(*) from people").fetchone() == (60,)
    assert not processes()


def test_an_error_of_a_process_is_told_as_if_it_were_here(shop: psycopg.Connection[Any]) -> None:
    """Those of generation, and those of the server, which name the row."""

    class Broken(Story):
        def generate(self, plan: Any, copies: range, **options: Any) -> Any:
            if copies.start >= 3 * self.rows:
                raise ValueError(f"copy {copies.start}")
            return super().generate(plan, copies, **options)

    broken = Broken(copies=60, rows=7)
    with pytest.raises(ValueError, match="copy 21"):
        load(shop, broken, broken, workers=2)
    assert not any(content(shop).values())
    shop.execute("alter table entries add constraint few check (slot < 2)")
    with pytest.raises(Exception, match=r"entries.*few") as alone:
        load(shop, MANY, MANY, workers=0)
    with pytest.raises(type(alone.value)) as together:
        load(shop, MANY, MANY, workers=2)
    assert str(together.value) == str(alone.value)
    assert "id=5eed" in str(together.value)
    assert not any(content(shop).values())


def test_no_process_outlives_a_load_or_keeps_its_connection(
    shop: psycopg.Connection[Any], database: str
) -> None:
    """A load that is killed is over at once for the server, whatever its processes still do."""
    before = catalogue(shop)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            with psycopg.connect(database, autocommit=True) as connection:

                def told(table: str, rows: int) -> None:
                    os.write(writing, f"{','.join(map(str, processes()))}\n".encode())
                    threading.Event().wait(60)

                load(connection, MANY, MANY, workers=2, bulk=True, progress=told)
        finally:
            os._exit(1)
    os.close(writing)
    making = [int(pid) for pid in os.fdopen(reading).readline().split(",")]
    assert len(making) == 2
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for _ in range(500):
        sessions = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        if shop.execute(sessions).fetchone() == (0,) and not any(
            Path(f"/proc/{pid}").exists() for pid in making
        ):
            break
        threading.Event().wait(0.01)
    else:
        raise AssertionError("a process or a session stays")
    assert not any(content(shop).values())
    assert catalogue(shop) == before
    assert load(shop, MANY, MANY, workers=2, bulk=True).mode == "fresh"
