"""Exporting plans: the rows that a load would write into an empty schema, as one script or a file for each table.

No server is asked. Keys, tags and values are functions of the plan; where a load would look
something up in its target, a script looks it up when it runs, and the other formats hold what a
load into an empty schema makes: catalogue rows under their own keys, integer keys from 1.
"""

from __future__ import annotations

import importlib.metadata
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import UsageError
from ..load.live import LiveTable
from ..load.receipt import PersonReceipt
from ..plan import Plan
from ..types import to_python
from .files import TableFile, file_name, open_table
from .formats import STDOUT, Format, read_format
from .output import MANIFEST, written_file, written_folder
from .script import Script
from .sink import Sink
from .work import Batch, works_of

__all__ = ["Export", "export", "manifest_of", "story_facts"]

#: Told after every batch: table, rows done so far.
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Export:
    """What was exported, and where it is. ``rows`` counts those of each table, in load order."""

    output: str
    format: str
    rows: dict[str, int]
    people: tuple[PersonReceipt, ...]
    seconds: float = 0.0

    @property
    def written(self) -> int:
        """Rows in all tables."""
        return sum(self.rows.values())

    def as_dict(self) -> dict[str, Any]:
        """The same in JSON types."""
        return {**asdict(self), "people": [asdict(p) for p in self.people], "written": self.written}


def export(
    plans: Sequence[Plan],
    output: str,
    *,
    format: str | None = None,
    copy: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Export:
    """Write the rows of these plans to ``output``: a file, or ``-`` for stdout, as SQL; else a folder.

    ``format`` is a name (``csv``, ``csv.gz``), by default what the suffix of the output says; ``copy``
    writes SQL with COPY, for psql alone; ``force`` replaces what is there. Whole or not at all.
    Raises BadParameter, UsageError, OutputError, and DataError for a value that Postgres refuses.
    """
    started = time.perf_counter()
    chosen = read_format(format, output)
    counts = _Counts(progress)
    if chosen.one_file:
        with written_file(output, chosen, force=force) as sink:
            _write_script(plans, Script(Sink(sink.write), copy=copy), counts)
    elif output == STDOUT:
        raise UsageError(
            f"{chosen.name} is a file for each table", got=output, hint="Name a folder: -o FOLDER"
        )
    else:
        with written_folder(output, force=force) as folder:
            _write_tables(plans, folder, chosen, counts)
    seconds = round(time.perf_counter() - started, 3)
    return Export(output, str(chosen), dict(counts.rows), tuple(counts.people), seconds)


class _Counts:
    """What has been written so far."""

    def __init__(self, progress: Progress | None) -> None:
        self.rows: Counter[str] = Counter()
        self.people: list[PersonReceipt] = []
        self._progress, self._all = progress, 0

    def begin(self, plan: Plan, people: Sequence[PersonReceipt]) -> None:
        """A plan begins: its tables, in load order."""
        for table in plan.tables:
            self.rows[table.name] += 0
        self.people += people

    def add(self, name: str, rows: int) -> None:
        """Rows of a table are written."""
        self.rows[name] += rows
        self._all += rows
        if self._progress:
            self._progress(name, self._all)


def _write_script(plans: Sequence[Plan], script: Script, counts: _Counts) -> None:
    script.begin(plans)
    for work in works_of(plans):
        counts.begin(work.plan, work.people)
        load = script.load(work.plan, work.tables)
        for batch in work.batches():
            load.rows(batch.name, batch.rows, shared=batch.shared)
            counts.add(batch.name, batch.rows.num_rows)
        load.close(work.people)
    script.end()


def _write_tables(plans: Sequence[Plan], folder: Path, format: Format, counts: _Counts) -> None:
    files: dict[str, TableFile] = {}
    tables: dict[str, LiveTable] = {}
    catalogue = _Catalogue()
    facts = {"stories": json.dumps([story_facts(plan) for plan in plans]), "seedkit": _version()}
    with ExitStack() as closing:
        for work in works_of(plans):
            counts.begin(work.plan, work.people)
            for batch in work.batches():
                name, rows = batch.name, catalogue.without_known(work.plan, batch)
                if name not in files:
                    tables[name] = work.tables[name]
                    files[name] = open_table(folder, tables[name], rows.schema, format, facts)
                    closing.callback(files[name].close)
                files[name].write(rows)
                counts.add(name, rows.num_rows)
    manifest = manifest_of(plans, format, tables, counts.rows, lambda name: {"file": file_name(name, format)})
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")


def manifest_of(
    plans: Sequence[Plan],
    format: Format,
    tables: Mapping[str, LiveTable],
    rows: Mapping[str, int],
    files: Callable[[str], Mapping[str, Any]],
) -> dict[str, Any]:
    """What was exported, as data: the stories, and the tables in load order, with what ``files`` says of each."""
    return {
        "seedkit": _version(),
        "format": str(format),
        "stories": [story_facts(plan) for plan in plans],
        "tables": [
            {
                "name": name,
                **files(name),
                "rows": count,
                "columns": {c.name: c.type for c in tables[name].columns.values()},
                "key": list(tables[name].key),
            }
            for name, count in rows.items()
            if count
        ],
    }


class _Catalogue:
    """Catalogue rows that are written already: stories of one product bring the same."""

    def __init__(self) -> None:
        self._known: dict[str, set[tuple[Any, ...]]] = {}

    def without_known(self, plan: Plan, batch: Batch) -> pa.RecordBatch:
        """The rows of a batch that no story before brought."""
        planned = plan.table(batch.name)
        if not (batch.shared and planned.reference):
            return batch.rows
        columns = [to_python(batch.rows.column(c), None) for c in planned.natural or planned.key]
        naturals = list(zip(*columns, strict=True))
        known = self._known.setdefault(batch.name, set())
        new = pa.array([natural not in known for natural in naturals], pa.bool_())
        known.update(naturals)
        return batch.rows if new.true_count == len(new) else batch.rows.filter(new)


def story_facts(plan: Plan) -> dict[str, Any]:
    """Which rows these are: a story, and all that its rows depend on."""
    return {
        "scenario": plan.scenario,
        "seed": plan.seed,
        "name": plan.name,
        "now": plan.now.isoformat(),
        "copies": plan.copies,
        "parameters": dict(plan.parameters),
        "fingerprint": plan.fingerprint,
    }


def _version() -> str:
    return importlib.metadata.version("seedkit-postgres")
