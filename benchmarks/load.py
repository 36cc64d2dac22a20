"""How fast a story loads, against its floors and its peers, in one run on one server.

    python benchmarks/load.py [--rows 500000] [--story vibrationfit/journal-habit] [--runs 3]
    python benchmarks/load.py --rows 5000000 --curve 100,1000,10000,100000 --write docs/performance.md

All contenders write the same rows into a database of their own, cloned from one template with the product's whole
schema; *pg_restore* makes the schema, too. Each turn of each is a process of its own, which has imported what
it needs when the clock starts. They take turns, so that a machine that slows down slows all of them; figures are
medians, and ratios are taken within a turn. Memory is that of the client's processes together, at its highest.

- *plain*, *bulk*: ``load()`` with constraints on, and with indexes and keys built afterwards; *parallel*: with
  processes that make the rows, as many as it takes by itself;
- *ready-made rows*: COPY BINARY of the very same bytes, encoded beforehand, all constraints on;
- *the floor*: the same bytes, FREEZE, into bare tables in one transaction; then indexes and keys;
- *pg_restore*: ``-j1`` of an uncompressed dump (``-Fc -Z0``) of that database, ``-j2`` of one by table (``-Fd -Z0``);
- *generation*: the columns alone, no database.

Behind it, two kinds of rows as other tools make and write them, per row; and how the cost of a row changes with
the number of copies.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from contenders import NOW
from memory import Peak
from page import write_page
from peers import PEERS, with_users
from ready import ready_made, strip
from server import BARE, TEMPLATE, Bench, served

from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario
from seedkit.proof import account_for, loads_of

#: The story of the race fills 31 tables; peers and curve are measured with one of fewer rows a copy.
RACE, HOUSEHOLD = "vibrationfit/journal-habit", "vibrationfit/household"
OURS = ("plain", "plain parallel", "bulk", "bulk parallel")
READY, FLOOR = "ready-made rows, constraints on", "the floor: FREEZE, then indexes"
J1, J2 = "pg_restore -j1", "pg_restore -j2"
ALIKE = ("public.journal_entries", "public.token_usage")
#: What the peers are held against: a load that decides by itself, and one that keeps all constraints on meanwhile.
PEER_OURS, PEER_ROWS = {"seedkit": "as it comes", "seedkit, constraints on": "plain"}, 500_000
#: Rows that a peer makes: enough for a second or more.
SAMPLES = dict(zip(PEERS, (3_000, 3_000, 40_000, 100_000, 100_000), strict=True))

Turn = dict[str, tuple[float, float]]  # seconds, megabytes


def clocked(name: str, given: dict[str, Any]) -> tuple[float, float, int]:
    """One contender in a process of its own: seconds, peak megabytes, rows."""
    program = [sys.executable, str(Path(__file__).with_name("contenders.py")), name, json.dumps(given)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        if child.stdout.readline().strip() != "ready":
            raise SystemExit(f"{name} did not start")
        with Peak(child.pid) as peak:
            child.stdin.write("\n")
            child.stdin.flush()
            answer = child.stdout.readline()
    if not answer:
        raise SystemExit(f"{name} failed")
    told = json.loads(answer)
    return told["seconds"], peak.megabytes, told["rows"]


class Race:
    """The same rows, written by all contenders in turn."""

    def __init__(self, bench: Bench, folder: Path, plan: Plan) -> None:
        self.bench, self.folder, self.plan = bench, folder, plan
        self.story = {"story": plan.scenario, "copies": plan.copies}
        with bench.on(TEMPLATE) as connection:
            self.ready = ready_made(connection, plan, folder / "ready-made.copy")
        self.ready.save(folder / "parts.json")
        bench.fresh(BARE)
        with bench.on(BARE) as connection:
            self.statements = strip(connection, self.ready.tables)
        clocked("bulk", {**self.story, "url": bench.fresh("dumped")})
        source = ["-d", bench.url("dumped")]
        bench.run("pg_dump", *source, "-Fc", "-Z0", "-f", str(folder / "j1"))
        bench.run("pg_dump", *source, "-Fd", "-Z0", "-f", str(folder / "j2"))
        bench.drop("dumped")

    def turn(self, skip: set[str]) -> Turn:
        """One turn of every contender."""
        floors = {READY: ("ready", TEMPLATE), FLOOR: ("floor", BARE)}
        done: Turn = {}
        for name in (*OURS, *floors, J1, J2, "generation"):
            if name in skip:
                continue
            what, template = floors.get(name, (name, "template0" if name in (J1, J2) else TEMPLATE))
            url = self.bench.fresh("bench", template)
            if name in (J1, J2):
                done[name] = self._restore(url, name[-1])
            else:
                parts = {"parts": str(self.folder / "parts.json"), "statements": self.statements}
                done[name] = clocked(what, {**self.story, **parts, "url": url})[:2]
            self._same(name)
            print(f"  {name}: {done[name][0]:.2f} s, {done[name][1]:.0f} MB", file=sys.stderr, flush=True)
        return done

    def verified(self) -> str:
        """What the loader's own proof says of a load in bulk."""
        clocked("bulk parallel", {**self.story, "url": self.bench.fresh("bench")})
        with self.bench.on("bench") as connection:
            report = account_for(connection, loads_of(connection))
        if not report.ok:
            raise SystemExit("\n".join(f.message for f in report.findings if f.failing))
        return f"{len(report.findings) or 'no'} findings" if report.findings else "nothing to complain of"

    def _restore(self, url: str, jobs: str) -> tuple[float, float]:
        program = [
            self.bench.tool("pg_restore"),
            "-d",
            url,
            f"-j{jobs}",
            "--no-owner",
            str(self.folder / f"j{jobs}"),
        ]
        began = time.perf_counter()
        with subprocess.Popen(program) as child, Peak(child.pid) as peak:
            child.wait()
        if child.returncode:
            raise SystemExit(f"pg_restore -j{jobs} failed")
        return time.perf_counter() - began, peak.megabytes

    def _same(self, name: str) -> None:
        """Every contender leaves as many rows, and all constraints and indexes, valid."""
        if name == "generation":
            return
        with self.bench.on("bench") as connection:
            rows = sum(
                connection.execute(f"select count(*) from {table}").fetchone()[0]  # type: ignore[index]
                for table in self.ready.tables
            )
            facts = connection.execute(FACTS).fetchone()
        with self.bench.on(TEMPLATE) as connection:
            wanted = connection.execute(FACTS).fetchone()
        if (rows, facts) != (self.ready.rows, wanted):
            raise SystemExit(f"{name}: {rows} rows, {facts}; expected {self.ready.rows}, {wanted}")


FACTS = """
select (select count(*) from pg_constraint k where contype in ('f', 'p', 'u', 'c') and convalidated
        and connamespace::regnamespace::text in ('public', 'auth')),
       (select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid where indisvalid
        and c.relnamespace::regnamespace::text in ('public', 'auth'))
"""


def peers(bench: Bench, story: str, runs: int) -> list[str]:
    """Two kinds of rows by all tools, as a table."""
    per_copy = compile_plan(find_scenario(story), now=NOW)
    alike = sum(table.rows for table in per_copy.tables if table.name in ALIKE)
    ours = {
        "story": story,
        "only": [name.partition(".")[2] for name in ALIKE],
        "copies": int(PEER_ROWS / alike),
    }
    turns: list[dict[str, float]] = []
    for _ in range(runs):
        turns.append({})
        for name, how in PEER_OURS.items():
            seconds, _, rows = clocked(how, {**ours, "url": bench.fresh("bench")})
            turns[-1][name] = rows / seconds
        for name, sample in SAMPLES.items():
            url = bench.fresh("bench")
            users = [str(user) for user in with_users(url)]
            seconds, _, rows = clocked(name, {"url": url, "rows": sample, "users": users})
            turns[-1][name] = rows / seconds
            print(f"  {name}: {rows / seconds:,.0f} rows/s", file=sys.stderr, flush=True)
    mine = next(iter(PEER_OURS))
    lines = ["| journal entries and AI calls | rows/s | seedkit is faster |", "|---|---:|---:|"]
    for name in turns[0]:
        rate = statistics.median(turn[name] for turn in turns)
        times = statistics.median(turn[mine] / turn[name] for turn in turns)
        lines.append(f"| {name} | {rate:,.0f} | {times:.1f} × |")
    return lines


def curve(bench: Bench, story: str, numbers: list[int]) -> list[str]:
    """Loads in bulk of more and more copies, as a table."""
    lines = ["| copies | rows | seconds | rows/s | µs a row | peak MB |", "|---:|---:|---:|---:|---:|---:|"]
    for copies in numbers:
        given = {"story": story, "copies": copies, "url": bench.fresh("bench")}
        seconds, memory, rows = clocked("bulk parallel", given)
        lines.append(
            f"| {copies:,} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {seconds / rows * 1e6:.1f} | {memory:.0f} |"
        )
        print(f"  {lines[-1]}", file=sys.stderr, flush=True)
    return lines


def table(race: Race, turns: list[Turn]) -> list[str]:
    """The race, and what its ratios were to be."""
    rows, size = race.ready.rows, race.ready.file.stat().st_size

    def ratio(name: str, other: str) -> float:
        both = [turn[name][0] / turn[other][0] for turn in turns if name in turn and other in turn]
        return statistics.median(both) if both else float("nan")

    lines = [
        f"{race.plan.copies:,} copies of `{race.plan.scenario}`: {rows:,} rows in {len(race.ready.tables)} tables, "
        f"{size / 1e6:,.0f} MB of COPY data; medians of {len(turns)} alternating turns, every row verified.",
        "",
        "| | seconds | rows/s | MB/s | peak MB | bulk parallel / this |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in turns[0]:
        seconds = statistics.median(turn[name][0] for turn in turns)
        memory = max(turn[name][1] for turn in turns)
        lines.append(
            f"| {name} | {seconds:.2f} | {rows / seconds:,.0f} | {size / seconds / 1e6:,.0f} | {memory:.0f} "
            f"| {ratio('bulk parallel', name):.2f} |"
        )
    best = "bulk parallel"
    asked = (
        (best, J1, 0.8), (best, J2, 1.0), (best, FLOOR, 1.3), ("plain parallel", READY, 1.1),
    )  # fmt: skip
    lines += [""]
    lines += [f"- {a} / {b}: **{ratio(a, b):.2f}** (asked: {most})" for a, b, most in asked]
    return lines


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--story", default=RACE)
    options.add_argument("--rows", type=int, default=500_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--postgres", type=int, default=18)
    options.add_argument("--curve", default="", help="copies, for instance 100,1000,10000,100000")
    options.add_argument("--skip", default="", help="contenders that stay out, by name")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--write", type=Path)
    given = options.parse_args()
    plan = compile_plan(find_scenario(given.story), now=NOW)
    plan = plan.replace(copies=max(1, round(given.rows / plan.rows_per_copy)))
    with served(given.postgres, plan.product) as (bench, folder):
        lines: list[str] = []
        if given.runs:
            race, turns = Race(bench, folder, plan), []
            for number in range(given.runs):
                print(f"turn {number + 1}", file=sys.stderr, flush=True)
                turns.append(race.turn(set(filter(None, given.skip.split(",")))))
            lines += table(race, turns)
            lines += ["", f"`seedkit verify` of it has {race.verified()}."]
        if not given.no_peers:
            lines += ["", *peers(bench, HOUSEHOLD, max(1, given.runs))]
        if given.curve:
            lines += ["", f"`{HOUSEHOLD}` in bulk, parallel:", ""]
            lines += [*curve(bench, HOUSEHOLD, [int(n) for n in given.curve.split(",")])]
        report = "\n".join([*lines, "", bench.described()])
    print(report)
    if given.write:
        write_page(given.write, report)


if __name__ == "__main__":
    main()
