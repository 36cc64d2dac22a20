"""What a million rows cost in parts, and a billion by projection.

    python benchmarks/scale.py [--rows 1000000] [--story vibrationfit/household] [--write docs/scale.md]

One part of so many rows is made in this process, as a worker of a cluster makes it, in each format; processor time is
what a worker is paid for. The projection is a multiplication: parts share nothing but what each makes once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import tempfile
import time
from pathlib import Path
from typing import Any

from memory import Peak
from page import write_page

from seedkit.export.formats import read_format
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario
from seedkit.scale.part import Failed, Task, made
from seedkit.scale.recipe import recipe_of

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
FORMATS = ("parquet", "csv", "csv.gz", "csv.zst", "arrow")
BILLION = 1_000_000_000


def one_part(plan: Plan, format: str, folder: Path) -> dict[str, Any]:
    """Rows, bytes, processor and wall seconds, and memory of one part."""
    task = Task(recipe_of(plan), (0, plan.copies), str(folder), read_format(format, None), "[]")
    with Peak(os.getpid()) as peak:
        wall, processor = time.perf_counter(), time.process_time()
        files = made(task, {})
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    if isinstance(files, Failed):
        raise SystemExit(files.message)
    rows, size = sum(file.rows for file in files), sum(file.bytes for file in files)
    return {
        "format": format,
        "rows": rows,
        "bytes": size,
        "wall": wall,
        "processor": processor,
        "mb": peak.megabytes,
    }


def table(plan: Plan, found: list[dict[str, Any]]) -> str:
    """Cost of a million, and of a billion."""
    lines = [
        f"One part of `{plan.scenario}`: {found[0]['rows']:,} rows in {len(plan.tables)} tables.",
        "",
        "| | processor seconds, a million rows | MB, a million rows | peak MB of a worker | a billion rows: processor hours | GB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for part in found:
        million = part["rows"] / 1e6
        seconds, size = part["processor"] / million, part["bytes"] / 1e6 / million
        lines.append(
            f"| {part['format']} | {seconds:.1f} | {size:,.0f} | {part['mb']:,.0f} "
            f"| {seconds * BILLION / 1e6 / 3600:.1f} | {size * BILLION / 1e9:,.0f} |"
        )
    return "\n".join(
        [*lines, "", f"Python {platform.python_version()} on {platform.machine()}, one processor a worker."]
    )


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--story", default="vibrationfit/household")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--write", type=Path)
    given = options.parse_args()
    plan = compile_plan(find_scenario(given.story), now=NOW)
    plan = plan.replace(copies=max(1, round(given.rows / plan.rows_per_copy)))
    with tempfile.TemporaryDirectory(prefix="seedkit-bench-") as folder:
        # Word lists are filled and declarations bound once in a worker, not once a part.
        one_part(plan.replace(copies=2), "parquet", Path(folder) / "warm")
        report = table(plan, [one_part(plan, format, Path(folder) / format) for format in FORMATS])
    print(report)
    if given.write:
        write_page(given.write, report)


if __name__ == "__main__":
    main()
