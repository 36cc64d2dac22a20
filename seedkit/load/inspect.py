"""What became of a load since: rows that somebody edited or deleted. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from .edits import Touched, find_touched, touched_keys
from .job import Job
from .keys import copy_of
from .overlap import Part
from .receipt import Edits

__all__ = ["inspect"]

#: So many touched rows of a table, and so many copies, are generated anew to compare their content;
#: beyond that (a restored dump has touched everything) all touched rows count as edited.
_KEYS, _COPIES = 1000, 64


def inspect(job: Job) -> None:
    """Report into ``job.edits`` what others changed: found by transaction, confirmed by content."""
    entry = job.entry
    if entry is None:
        return
    found = {
        name: find_touched(job.connection, job.rows_of(name), job.ours)
        for name, planned in job.bound.planned.items()
        if planned.origin and not planned.reference
    }
    touched = {
        name: touched_keys(job.connection, job.rows_of(name), job.ours, limit=_KEYS)
        for name, rows in found.items()
        if rows.edited
    }
    copies = {copy_of(origin) for rows in touched.values() for _, origin in rows}
    few = len(copies) <= _COPIES and all(found[n].edited <= _KEYS for n in touched)
    edited = _differing(job, touched, copies, entry.copies) if few else _all(found, touched)
    for name, rows in found.items():
        deleted = max(0, entry.row_counts.get(name, 0) - rows.present)
        count, keys = edited.get(name, (0, []))
        if deleted or count:
            job.edits[name] = Edits(name, count, tuple(keys), deleted)


def _all(
    found: Mapping[str, Touched], touched: Mapping[str, list[tuple[str, UUID]]]
) -> dict[str, tuple[int, list[str]]]:
    return {name: (found[name].edited, [key for key, _ in rows[:5]]) for name, rows in touched.items()}


def _differing(
    job: Job, touched: Mapping[str, list[tuple[str, UUID]]], copies: set[int], loaded: int
) -> dict[str, tuple[int, list[str]]]:
    """Of the touched rows, those whose content is not what the story makes."""
    if not touched:
        return {}
    stages = {name: job.stage(name) for name in touched}

    def fill(part: Part) -> None:
        stages[part.encoder.table.name].fill(part)

    shared = [n for n in touched if job.bound.planned[n].shared]
    if shared:
        for part in job.shared_parts(only=shared):
            fill(part)
    wanted = [range(c, c + 1) for c in sorted(copies) if c < min(loaded, job.plan.copies)]
    for part in job.parts(wanted, only=list(touched)):
        fill(part)
    return {name: stage.edited() for name, stage in stages.items()}
