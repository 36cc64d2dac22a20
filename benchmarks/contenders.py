"""One turn of one contender, in a process of its own: ``python benchmarks/contenders.py NAME '{"url": …}'``.

Imports are done when it says ``ready``; a line on stdin starts the clock; then it prints its rows and seconds.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peers
from ready import ReadyMade, batches

from seedkit import generate
from seedkit.load.connect import connect, embedded_target
from seedkit.load.load import load
from seedkit.plan import Plan, compile_plan
from seedkit.plan.selection import select_tables
from seedkit.product import find_scenario

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def planned(given: dict[str, Any]) -> Plan:
    """The plan of the options ``story``, ``copies`` and ``only``."""
    plan = compile_plan(find_scenario(given["story"]), copies=given["copies"], now=NOW)
    return select_tables(plan, only=given.get("only", ()))


def _ours(**how: Any) -> Callable[[dict[str, Any]], int]:
    def run(given: dict[str, Any]) -> int:
        with connect(embedded_target(given["url"])) as connection:
            return load(connection, planned(given), generate, analyze=False, **how).written

    return run


def _ready(given: dict[str, Any]) -> int:
    with connect(embedded_target(given["url"])) as connection:
        return ReadyMade.read(Path(given["parts"])).copy(connection)


def _floor(given: dict[str, Any]) -> int:
    with connect(embedded_target(given["url"])) as connection:
        return ReadyMade.read(Path(given["parts"])).copy_bare(connection, given["statements"])


def _generation(given: dict[str, Any]) -> int:
    return sum(batch.num_rows for _, batch in batches(planned(given)))


CONTENDERS: dict[str, Callable[[dict[str, Any]], int]] = {
    "as it comes": _ours(),
    "plain": _ours(bulk=False, workers=0),
    "plain parallel": _ours(bulk=False),
    "bulk": _ours(bulk=True, workers=0),
    "bulk parallel": _ours(bulk=True),
    "ready": _ready,
    "floor": _floor,
    "generation": _generation,
    **peers.PEERS,
}


def main() -> None:
    """Wait, run, tell."""
    name, given = sys.argv[1], json.loads(sys.argv[2])
    if "story" in given:
        find_scenario(given["story"])
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    rows = CONTENDERS[name](given)
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - began}), flush=True)


if __name__ == "__main__":
    main()
