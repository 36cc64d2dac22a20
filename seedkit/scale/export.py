"""A distributed export: parts by ranges of copies, made by an engine, and a manifest when all are there."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..errors import DataError, UsageError
from ..export.export import Export, manifest_of, story_facts
from ..export.formats import read_format
from ..export.work import work_of
from ..plan import Plan
from .engine import Dask
from .part import Failed, File, Task, made, ranges_of, sums_of
from .recipe import recipe_of
from .store import Store

__all__ = ["PART_ROWS", "export_parts"]

#: About so many rows are one part: some 400 MB of CSV, half a minute of one processor.
PART_ROWS = 1_000_000

#: Told after every part: its name, rows done so far.
Progress = Callable[[str, int], None]


def export_parts(
    plan: Plan,
    output: str,
    engine: Dask,
    *,
    format: str | None = None,
    force: bool = False,
    part_rows: int = PART_ROWS,
    progress: Progress | None = None,
) -> Export:
    """Write the rows of a plan to ``output``, a folder or a URL, a file for each table and range of copies.

    The manifest is written last: without it there is no export. Raises UsageError, OutputError, and DataError
    for what a story does wrong.
    """
    started = time.perf_counter()
    chosen = read_format(format, output)
    if chosen.one_file:
        raise UsageError("SQL is one script", got=str(chosen), hint="Distribute csv, jsonl, parquet or arrow")
    if "://" not in output:
        output = str(Path(output).resolve())
    store = Store(output)
    store.refuse_taken(force=force)
    work, recipe = work_of(plan), recipe_of(plan)
    ranges = ranges_of(plan.copies, plan.rows_per_copy, part_rows)
    spans = [(copies.start, copies.stop) for copies in ranges]
    store.clear()
    sums = sums_of(plan, recipe, ranges, engine)
    facts = json.dumps([story_facts(plan)])
    tasks = [Task(recipe, span, output, chosen, facts) for span in (None, *spans)]
    files: list[File] = []
    done = 0
    for part in engine.made(made, [(task, sums) for task in tasks]):
        if isinstance(part, Failed):
            raise DataError(part.message)
        files += part
        done += sum(file.rows for file in part)
        if progress and part:
            progress(part[-1].name.rpartition("/")[2], done)
    rows = _rows(work.tables, files)
    described = manifest_of([plan], chosen, work.tables, rows, lambda name: {"files": _listed(files, name)})
    store.finish(described)
    return Export(output, str(chosen), rows, tuple(work.people), round(time.perf_counter() - started, 3))


def _listed(files: Iterable[File], table: str) -> list[dict[str, Any]]:
    """The files of a table in the order of their names: what is shared last."""
    listed = sorted((file for file in files if file.table == table), key=lambda file: file.name)
    return [{k: v for k, v in asdict(file).items() if k != "table"} for file in listed]


def _rows(tables: Iterable[str], files: Iterable[File]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for file in files:
        counted[file.table] += file.rows
    return {name: counted[name] for name in tables}
