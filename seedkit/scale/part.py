"""One part of an export: the rows of a range of copies, a file for each table. A pure function of its arguments."""

from __future__ import annotations

import functools
import hashlib
import json
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ..errors import SeedkitError
from ..export.files import TableFile, file_name, open_table
from ..export.formats import Format
from ..export.work import Batch, Work, work_of
from ..plan import Plan
from .engine import Dask
from .recipe import plan_of
from .store import Store
from .totals import Known, Sums, partial_totals, summed_up

__all__ = ["Failed", "File", "Task", "made", "ranges_of", "sums_of", "totals_of"]


_ONE = threading.Lock()


@dataclass(frozen=True)
class Task:
    """What a process needs to make a part: ``copies`` from and to, or what lives once in the load."""

    recipe: tuple[str, bytes]
    copies: tuple[int, int] | None
    output: str
    format: Format
    facts: str

    @property
    def name(self) -> str:
        """``copies-000000000-000000580``, the last included; ``shared``."""
        return "shared" if self.copies is None else f"copies-{self.copies[0]:09}-{self.copies[1] - 1:09}"


@dataclass(frozen=True)
class File:
    """A file that was written: its table, its name in the export, rows, bytes, digest."""

    table: str
    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Failed:
    """What a story did wrong: the message, since trying again would not help."""

    message: str


def ranges_of(copies: int, rows_per_copy: float, rows: int) -> list[range]:
    """All copies, in ranges of about so many rows."""
    size = max(1, int(rows / max(rows_per_copy, 1)))
    return [range(low, min(low + size, copies)) for low in range(0, copies, size)]


def totals_of(recipe: tuple[str, bytes], copies: tuple[int, int]) -> Sums:
    """What a range adds to the roll-ups over all copies."""
    partial = partial_totals(plan_of(recipe), range(*copies))
    assert partial is not None, "found out before"
    return partial.sums


def sums_of(plan: Plan, recipe: tuple[str, bytes], ranges: Sequence[range], engine: Dask) -> Sums:
    """All roll-ups over all copies; each range of them is summed up by whoever the engine asks."""
    return summed_up(
        plan, ranges, lambda asked: engine.made(totals_of, [(recipe, (r.start, r.stop)) for r in asked])
    )


def made(task: Task, sums: Sums) -> list[File] | Failed:
    """Make a part and put it in its place; again, if it must be: the same bytes under the same names."""
    # One part at a time: a process of several threads would need the memory of as many.
    with _ONE:
        return _made(task, sums)


def _made(task: Task, sums: Sums) -> list[File] | Failed:
    work = _work(task.recipe)
    if sums:
        work.plan.kept.setdefault("tally", Known(sums))
    batches = work.shared() if task.copies is None else work.of_copies(range(*task.copies))
    try:
        with tempfile.TemporaryDirectory(prefix="seedkit-part-") as folder:
            rows = _write(work, batches, Path(folder), task)
            return [_put(Path(folder), table, count, task) for table, count in rows.items()]
    except SeedkitError as error:
        return Failed(str(error))


@functools.lru_cache(maxsize=4)
def _work(recipe: tuple[str, bytes]) -> Work:
    """The work of a recipe: kept, so that a process makes once what all parts share."""
    return work_of(plan_of(recipe))


def _write(work: Work, batches: Iterator[Batch], folder: Path, task: Task) -> dict[str, int]:
    files: dict[str, TableFile] = {}
    rows: dict[str, int] = {}
    facts = {"stories": task.facts, "copies": json.dumps(task.copies)}
    with ExitStack() as closing:
        for batch in batches:
            if batch.name not in files:
                table = work.tables[batch.name]
                files[batch.name] = open_table(folder, table, batch.rows.schema, task.format, facts)
                closing.callback(files[batch.name].close)
            files[batch.name].write(batch.rows)
            rows[batch.name] = rows.get(batch.name, 0) + batch.rows.num_rows
    return rows


def _put(folder: Path, table: str, rows: int, task: Task) -> File:
    made = folder / file_name(table, task.format)
    name = f"{table.replace('/', '%2F')}/{task.name}.{task.format}"
    with made.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    size = made.stat().st_size
    Store(task.output).put(made, name)
    return File(table, name, rows, size, digest)
