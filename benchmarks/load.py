"""How fast a story loads, against its floors and peers, in one run on one server.

    python benchmarks/load.py [--copies 5000] [--runs 5] [--write docs/performance.md]

All contenders write the same rows into a database of their own, cloned from one template with
the product's whole schema. They take turns, so that a machine that slows down slows all of them;
figures are medians, and ratios are taken within a turn.

- *ours*: ``load()``: generate, encode and COPY in one transaction, every constraint and index on;
- *ready-made*: COPY BINARY of the very same bytes, encoded beforehand, in the same order, columns
  and transaction, written 1 MiB at a time: what the server alone needs;
- *pg_restore*: ``-j1`` of an uncompressed dump of that database: data, then indexes, then keys;
- *factory_boy*: ``create_batch`` of plain factory_boy factories through SQLAlchemy, a sample;
- *generation*: the columns alone, no database.
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
from peers import factory_boy_rows_per_second
from psycopg import sql

from seedkit import generate
from seedkit.load.binaries import binaries_of, server_user
from seedkit.load.connect import connect, embedded_target
from seedkit.load.copy import Encoder
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.live import read_tables
from seedkit.load.load import load
from seedkit.load.triggers import silenced
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_product, find_scenario
from seedkit.schema.install import install_schema

STORY = "vibrationfit/household"
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
TEMPLATE = "seedkit_bench_template"
WRITE = 1 << 20


@dataclass(frozen=True)
class ReadyMade:
    """COPY data of every batch of a load, in order, in one file: (statement, start, end)."""

    file: Path
    parts: list[tuple[Any, int, int]]
    rows: int

    def copy(self, connection: psycopg.Connection[Any]) -> None:
        """Write it all in one transaction, user triggers off as in a load."""
        names = list(dict.fromkeys(name for (name, _), _, _ in self.parts))
        with (
            connection.transaction(),
            silenced(connection, read_tables(connection, names).values()),
            connection.cursor() as cursor,
            self.file.open("rb") as data,
        ):
            for (_, statement), start, end in self.parts:
                data.seek(start)
                with cursor.copy(statement) as copy:
                    for at in range(start, end, WRITE):
                        copy.write(data.read(min(WRITE, end - at)))


class Bench:
    """One server, one template, a fresh database for each turn."""

    def __init__(self, home: Path, version: int) -> None:
        self.server = EmbeddedServer(home, version=version)
        self.running = self.server.start()
        with self.on("postgres") as admin:
            admin.execute(f"drop database if exists {TEMPLATE} with (force)")
            admin.execute(f"create database {TEMPLATE}")
        with self.on(TEMPLATE) as connection:
            install_schema(connection, find_product("vibrationfit"))

    def on(self, database: str) -> psycopg.Connection[Any]:
        """An open connection to a database of the server."""
        return connect(embedded_target(self.server.url(database)))

    def fresh(self, name: str, template: str = TEMPLATE) -> None:
        """A new database; the old one of that name is dropped, and the server at rest."""
        with self.on("postgres") as admin:
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            admin.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            admin.execute("checkpoint")

    def settings(self) -> dict[str, str]:
        """The server settings that matter for loading."""
        names = (
            "server_version", "fsync", "full_page_writes", "synchronous_commit", "wal_level", "max_wal_size",
            "shared_buffers", "maintenance_work_mem", "work_mem",
        )  # fmt: skip
        with self.on("postgres") as admin:
            return {n: str(admin.execute(f"show {n}").fetchone()[0]) for n in names}  # type: ignore[index]


def ready_made(bench: Bench, plan: Plan, folder: Path) -> ReadyMade:
    """Encode the load once, into a file."""
    file, parts, rows = folder / "ready-made.copy", [], 0
    with bench.on(TEMPLATE) as connection, file.open("wb") as out:
        live = read_tables(connection, [table.name for table in plan.tables])
        for name, batch in _batches(plan):
            encoder = Encoder(live[name], batch.schema)
            start = out.tell()
            for chunk in encoder.chunks(encoder.prepare(batch)):
                out.write(chunk)
            parts.append(((name, encoder.statement().as_string(connection)), start, out.tell()))
            rows += batch.num_rows
    return ReadyMade(file, parts, rows)


def _batches(plan: Plan) -> Iterator[tuple[str, pa.RecordBatch]]:
    yield from generate.generate_shared(plan)
    for copies in generate.shards(plan):
        yield from generate.generate(plan, copies)


def timed(action: Callable[[], Any]) -> float:
    """Wall seconds of one call."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def turn(bench: Bench, plan: Plan, ready: ReadyMade, dump: Path) -> dict[str, float]:
    """One turn of every contender; seconds."""
    seconds = {}
    bench.fresh("bench_ours")
    with bench.on("bench_ours") as connection:
        seconds["ours"] = timed(lambda: load(connection, plan, generate, analyze=False))
    bench.fresh("bench_ready")
    with bench.on("bench_ready") as connection:
        seconds["ready-made"] = timed(lambda: ready.copy(connection))
    bench.fresh("bench_restored", "template0")
    seconds["pg_restore -j1"] = timed(lambda: restore(bench, dump))
    seconds["generation"] = timed(lambda: [None for _ in _batches(plan)])
    return seconds


def make_dump(bench: Bench, database: str, dump: Path) -> None:
    """An uncompressed dump in pg_restore's own format."""
    _tool(bench, "pg_dump", "-Fc", "-Z0", "-f", str(dump), database=database)


def restore(bench: Bench, dump: Path) -> None:
    """Restore a dump with one job."""
    _tool(bench, "pg_restore", "-j1", "--no-owner", str(dump), database="bench_restored")


def _tool(bench: Bench, name: str, *arguments: str, database: str) -> None:
    binary = binaries_of(bench.running.version).tool(name)
    url = bench.server.url(database)
    done = subprocess.run([binary, "-d", url, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr[-2000:]}")


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--copies", type=int, default=5000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--postgres", type=int, default=18)
    options.add_argument("--write", type=Path)
    given = options.parse_args()
    plan = compile_plan(find_scenario(STORY), copies=given.copies, now=NOW)
    with tempfile.TemporaryDirectory(prefix="seedkit-bench-") as name:
        folder = Path(name)
        if server_user() is not None:
            folder.chmod(0o755)
        bench = Bench(folder / "server", given.postgres)
        try:
            report = measure(bench, plan, folder, given.runs)
        finally:
            bench.server.stop()
    print(report)
    if given.write:
        from page import write_page

        write_page(given.write, report)


def measure(bench: Bench, plan: Plan, folder: Path, runs: int) -> str:
    """All turns, as a Markdown section."""
    ready = ready_made(bench, plan, folder)
    dump = folder / "household.dump"
    bench.fresh("bench_ours")
    with bench.on("bench_ours") as connection:
        load(connection, plan, generate)
    make_dump(bench, "bench_ours", dump)
    turns = []
    for number in range(runs):
        turns.append(turn(bench, plan, ready, dump))
        print(
            f"turn {number + 1}: " + ", ".join(f"{k} {v:.2f} s" for k, v in turns[-1].items()),
            file=sys.stderr,
        )
    peer = factory_boy_rows_per_second(bench.server.url("bench_ready"))
    return section(bench, plan, ready, turns, peer)


def section(bench: Bench, plan: Plan, ready: ReadyMade, turns: list[dict[str, float]], peer: float) -> str:
    """The figures as Markdown."""
    rows = ready.rows
    median = {k: statistics.median(t[k] for t in turns) for k in turns[0]}
    ours = rows / median["ours"]
    ratio = {k: statistics.median(t["ours"] / t[k] for t in turns) for k in turns[0]}
    lines = [
        f"{plan.copies:,} copies of `{plan.scenario}`: {rows:,} rows in {len(plan.tables)} tables, "
        f"{ready.file.stat().st_size / 1e6:,.0f} MB of COPY data; medians of {len(turns)} alternating turns.",
        "",
        "| | seconds | rows/s | ours / this |",
        "|---|---:|---:|---:|",
        *(f"| {k} | {v:.2f} | {rows / v:,.0f} | {ratio[k]:.2f} |" for k, v in median.items()),
        f"| factory_boy `create_batch` (a sample) | | {peer:,.0f} | {peer / ours:.3f} |",
        "",
        f"- ours against COPY BINARY of ready-made rows: **{ratio['ready-made']:.2f} ×** the time",
        f"- ours against factory_boy, per row: **{ours / peer:,.0f} ×** as fast",
        f"- columns alone: **{rows / median['generation']:,.0f} rows a second**",
        f"- peak memory of the client: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB",
        "",
        f"Python {platform.python_version()} on {platform.machine()}, {_cores()} cores; server: "
        + ", ".join(f"{k} {v}" for k, v in bench.settings().items()),
    ]
    return "\n".join(lines)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    main()
