"""What a load costs beside its rows: one copy of a story into a warm server, phase by phase.

    python benchmarks/small.py [--story vibrationfit/household] [--runs 12]

The server is running, the schema installed, the program started: what is left is what a test or a
developer waits for each time. The best of all runs is what the work costs, the median what a busy
machine makes of it; processor time is that of this process.

- *plan*: from story to plan; *connect*: a new connection; *bind*: the catalogue read and held
  against the plan, in a transaction of its own;
- *generate*: the rows of one copy, no database;
- *load*: ``load()`` on an open connection; *in all*: plan, connect and load. The load is taken back
  after each run;
- *first*: the same in a process that has made no row before: word lists are filled, declarations bound;
- *import*: the product and its stories in a new process; *--help*: ``seedkit --help``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from seedkit import generate
from seedkit.load.binaries import server_user
from seedkit.load.connect import connect, embedded_target, transaction
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.load import load
from seedkit.load.preflight import bind
from seedkit.load.unload import unload
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_product, find_scenario
from seedkit.schema.install import install_schema

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
#: Milliseconds that a phase may take on an idle machine.
ASKED = {"plan, connect and bind": 150.0, "in all": 400.0, "--help": 300.0}

Times = dict[str, list[tuple[float, float]]]


class Watch:
    """Wall and processor milliseconds of phases, by name."""

    def __init__(self) -> None:
        self.times: Times = defaultdict(list)

    def timed(self, phase: str, action: Callable[[], Any]) -> Any:
        """The result of an action, timed."""
        wall, processor = time.perf_counter(), time.process_time()
        result = action()
        self.times[phase].append(
            (1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - processor))
        )
        return result


def run(watch: Watch, story: str, url: str, first: bool) -> None:
    """One load from the start, and each of its phases by itself."""
    name = "first" if first else "in all"
    plan, connection = watch.timed(name, lambda: _loaded(story, url))
    unload(connection, scenario=plan.scenario, seed=plan.seed)
    connection.close()
    if first:
        return
    watch.timed("plan", lambda: _plan(story))
    plan = _plan(story)
    connection = watch.timed("connect", lambda: connect(embedded_target(url)))
    with transaction(connection):
        watch.timed("bind", lambda: bind(connection, plan))
    watch.timed("generate", lambda: _generated(plan))
    watch.timed("load", lambda: load(connection, plan, generate))
    unload(connection, scenario=plan.scenario, seed=plan.seed)
    connection.close()


def _plan(story: str) -> Plan:
    return compile_plan(find_scenario(story), now=NOW)


def _loaded(story: str, url: str) -> Any:
    plan, connection = _plan(story), connect(embedded_target(url))
    load(connection, plan, generate)
    return plan, connection


def _generated(plan: Plan) -> None:
    list(generate.generate_shared(plan))
    list(generate.generate(plan, range(1)))


def started(watch: Watch, story: str, runs: int) -> None:
    """What happens before any of it, in new processes."""
    program = [sys.executable, "-c"]
    help_ = [*program, "from seedkit.cli import main; main()", "--help"]
    imported = [*program, f"from seedkit.product import find_scenario; find_scenario({story!r})"]
    for _ in range(runs):
        watch.timed("--help", lambda: subprocess.run(help_, check=True, capture_output=True))
        watch.timed("import", lambda: subprocess.run(imported, check=True))


def table(times: Times) -> str:
    """Best and median of each phase, and what was asked for."""
    parts = ("plan", "connect", "bind")
    together = [
        tuple(map(sum, zip(*found, strict=True))) for found in zip(*(times[p] for p in parts), strict=True)
    ]
    shown = {**{p: times[p] for p in parts}, "plan, connect and bind": together}
    shown |= {p: found for p, found in times.items() if p not in shown}
    lines = [f"{'':24}{'best':>9}{'median':>9}{'processor':>11}{'asked':>8}   milliseconds"]
    for phase, found in shown.items():
        walls, processor = [wall for wall, _ in found], min(cpu for _, cpu in found)
        own = f"{processor:11.0f}" if phase not in ("--help", "import") else f"{'':11}"
        asked = f"{ASKED[phase]:8.0f}" if phase in ASKED else ""
        lines.append(f"{phase:24}{min(walls):9.0f}{statistics.median(walls):9.0f}{own}{asked}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--story", default="vibrationfit/household")
    options.add_argument("--runs", type=int, default=12)
    options.add_argument("--postgres", type=int, default=18)
    given = options.parse_args()
    watch = Watch()
    with tempfile.TemporaryDirectory(prefix="seedkit-bench-") as name:
        folder = Path(name)
        if server_user() is not None:
            folder.chmod(0o755)
        server = EmbeddedServer(folder / "server", version=given.postgres)
        try:
            server.start()
            with connect(embedded_target(server.url())) as connection:
                install_schema(connection, find_product(given.story.partition("/")[0]))
            for number in range(given.runs + 1):
                run(watch, given.story, server.url(), first=number == 0)
        finally:
            server.stop()
    started(watch, given.story, max(3, given.runs // 3))
    print(f"one copy of {given.story}; {given.runs} runs")
    print(table(watch.times))


if __name__ == "__main__":
    main()
