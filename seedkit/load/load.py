"""Loading a plan: one transaction in which the target comes to hold exactly what the plan makes.

A load is identified by (scenario, seed, name). What happens depends on what the ledger says:

========== ======================================================= =============================
mode        the ledger has                                          what is written
========== ======================================================= =============================
fresh       no such load                                            everything, by COPY
unchanged   the same story, ``now`` and copies                      nothing; edits are reported
grow        the same with fewer copies                              the new copies, shared rows
shrink      the same with more copies                               surplus copies are deleted
converge    another story, parameters or ``now``                    the differences
========== ======================================================= =============================
"""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql

from ..bind.binding import LEFT_OUT
from ..bind.translate import BoundSource
from ..errors import TargetError
from .bases import SPREAD, key_bases, slot_of
from .circles import defer_circles
from .converge import converge_shard, delete_copies
from .edits import find_touched
from .inspect import inspect
from .job import Job, Progress
from .ledger import (
    entry_of,
    finish_entry,
    open_entry,
    read_loads,
    refuse_moved,
    refuse_taken_tag,
    writing_xid,
)
from .live import identifier
from .preflight import bind, missing_privileges, refuse
from .receipt import PersonReceipt, Receipt, TableReceipt, describe_target
from .session import is_nested, load_transaction
from .source import PlanLike, Source
from .stale import DroppedTables, Stale
from .triggers import silenced

__all__ = ["load", "people_of"]

#: People are recorded of the first copies and of the last.
_PEOPLE_COPIES = 8
#: Tables that got fewer rows than this keep the statistics they have.
_ANALYZE_FROM = 1000


def load(
    connection: psycopg.Connection[Any],
    plan: PlanLike,
    source: Source,
    *,
    dry_run: bool = False,
    strict: bool = False,
    force_edited: bool = False,
    analyze: bool = True,
    bulk: bool | None = None,
    workers: int | None = None,
    lock_timeout: str = "5s",
    progress: Progress | None = None,
    build: Callable[[psycopg.Connection[Any]], bool] | None = None,
) -> Receipt:
    """Make the target hold what the plan makes; all or nothing.

    ``strict`` makes missing tables and columns an error; ``force_edited`` overwrites rows that
    somebody edited; ``dry_run`` does everything and rolls it back. ``bulk`` says whether many new rows are
    written without indexes and keys, which are built afterwards (default: if it is faster), ``workers`` how many
    processes make them (0: a thread of this one; default: by rows and processors). ``build`` is called
    first, within the transaction, to make the product's tables if they are not there; it tells whether it did. Within a transaction of the
    caller's, the load is a savepoint of it. Raises TargetError before the first write if the target
    cannot take the load, DataError for a value that it refuses.
    """
    started = time.perf_counter()
    nested = is_nested(connection)
    with load_transaction(connection, plan.scenario, lock_timeout=lock_timeout, dry_run=dry_run):
        built = build is not None and build(connection)
        loads = read_loads(connection)
        entry = entry_of(loads, (plan.scenario, plan.seed, plan.name))
        slot = slot_of(loads, entry)
        bound = bind(connection, plan, strict=strict, places=slot * SPREAD)
        refuse_taken_tag(loads, plan)
        bases = key_bases(connection, bound, entry, slot, plan)
        plan = plan.replace(bases=bases) if bases else plan
        source = BoundSource(source, bound.binding) if bound.binding.digest else source
        job = Job(
            connection,
            plan,
            source,
            bound,
            loads,
            force_edited=force_edited,
            bulk=bulk,
            workers=workers,
            built=built,
            progress=progress,
        )
        mode = _mode(job)
        if mode == "fresh":
            _refuse_occupied(job)
        elif mode != "converge":
            inspect(job)
        people = people_of(plan, source)
        if mode == "unchanged" and job.entry:
            receipt = _receipt(job, mode, people, job.entry.row_counts, started)
        else:
            receipt = _write(job, mode, people, started)
            if not dry_run:
                # the one write that a rollback does not undo
                job.set_sequences()
    if analyze and not nested and not dry_run:
        _analyze(job)
    seconds = {**receipt.seconds, "total": round(time.perf_counter() - started, 3)}
    return replace(receipt, seconds=seconds, dry_run=dry_run)


def _mode(job: Job) -> str:
    """Which of the modes, by what the ledger says."""
    entry, plan = job.entry, job.plan
    if entry is None:
        return "fresh"
    if entry.tag != plan.tag:
        raise TargetError(
            f"{entry.label} was loaded under another tag", got=f"{entry.tag:04x}", hint="Unload it first"
        )
    refuse_moved(entry, plan.schema)
    columns = {t.name: t.columns for t in entry.tables if t.columns}
    same_story = (entry.fingerprint, entry.now) == (
        plan.fingerprint,
        plan.now,
    ) and columns == job.bound.columns
    same_story = same_story and entry.receipt.get("binding", "") == job.bound.binding.digest
    if not same_story:
        return "converge"
    if plan.copies >= entry.copies:
        return "unchanged" if plan.copies == entry.copies else "grow"
    by_key = all(t.origin or t.shared or t.reference for t in job.bound.planned.values())
    return "shrink" if by_key else "converge"


def _write(job: Job, mode: str, people: list[PersonReceipt], started: float) -> Receipt:
    """Do what the mode asks for, and the ledger's part of it."""
    if mode != "fresh":
        refuse(
            missing_privileges(job.bound.live.values(), "UPDATE", "DELETE"),
            f"{job.plan.scenario} cannot be changed",
        )
    job.id = open_entry(job.connection, job.plan)
    xid = writing_xid(job.connection, job.id)
    job.now_writing(xid)
    defer_circles(job.connection, job.bound.live)
    with silenced(job.connection, job.bound.live.values()):
        _WRITERS[mode](job)
    receipt = _receipt(job, mode, people, _count_rows(job, mode), started)
    finish_entry(job.connection, job.id, xids=[xid], receipt=receipt.as_dict(), people=people)
    return receipt


def _fresh(job: Job) -> None:
    job.write_shared()
    job.write_new(job.source.shards(job.plan))


def _grow(job: Job) -> None:
    stale = Stale(job, _shared(job))
    job.write_shared()
    job.write_new(job.source.shards(job.plan, first=job.loaded))
    stale.delete()


def _shrink(job: Job) -> None:
    stale = Stale(job, _shared(job))
    delete_copies(job, job.plan.copies, job.loaded - 1)
    job.write_shared()
    stale.delete()


def _converge(job: Job) -> None:
    recorded = [n for n, t in job.bound.planned.items() if not t.reference and (t.shared or not t.origin)]
    stale, dropped = Stale(job, recorded), DroppedTables(job)
    dropped.delete()
    if job.plan.copies < job.loaded:
        delete_copies(job, job.plan.copies, job.loaded - 1)
    job.write_shared(compare=True)
    new = []
    for copies in job.source.shards(job.plan):
        known = range(copies.start, min(copies.stop, job.loaded))
        if known:
            converge_shard(job, known)
        if copies.stop > job.loaded:
            new.append(range(max(copies.start, job.loaded), copies.stop))
    job.write_new(new)
    stale.delete()
    dropped.delete(last=True)
    job.dropped = dropped.receipts()


_WRITERS: dict[str, Callable[[Job], None]] = {
    "fresh": _fresh,
    "grow": _grow,
    "shrink": _shrink,
    "converge": _converge,
}


def _shared(job: Job) -> list[str]:
    return [n for n, t in job.bound.planned.items() if t.shared and t.origin and not t.reference]


def _refuse_occupied(job: Job) -> None:
    """Rows with our keys but no load in the ledger: somebody deleted its entry, or restored a part."""
    tests = [
        sql.SQL("select {} where exists (select from {} t where {})").format(
            sql.Literal(name), identifier(name), job.rows_of(name).holds("t")
        )
        for name, planned in job.bound.planned.items()
        if planned.origin
    ]
    taken = job.connection.execute(sql.SQL(" union all ").join(tests)).fetchall() if tests else []
    refuse(
        [f"{name}: holds rows with the keys of this load" for (name,) in taken],
        f"{job.plan.scenario} is not in the ledger, but its rows are there",
        hint="Load it under another name: --as NAME",
    )


def people_of(plan: PlanLike, source: Source) -> list[PersonReceipt]:
    """The people whom the ledger of a target knows by name."""
    copies = sorted({*range(min(_PEOPLE_COPIES, plan.copies)), *range(plan.copies)[-1:]})
    return [PersonReceipt(p.handle, p.copy, str(p.uid), p.email, p.sub) for p in source.people(plan, copies)]


def _count_rows(job: Job, mode: str) -> dict[str, int]:
    """How many rows of the load each table holds: as written, or counted if not all is new."""
    recorded = "select table_name, count(*) from seedkit.rows where load_id = %s group by 1"
    rows = dict(job.connection.execute(recorded, [job.id]).fetchall())
    for name, planned in job.bound.planned.items():
        if planned.origin is None:
            continue
        done = job.counts[name]
        if mode == "fresh":
            own = done["inserted"] + done["adopted"] - done["catalogue"]
        else:
            own = find_touched(job.connection, job.rows_of(name), job.ours).present
        rows[name] = own + (rows.get(name, 0) if planned.reference else 0)
    return rows


def _receipt(
    job: Job, mode: str, people: list[PersonReceipt], rows: Mapping[str, int], started: float
) -> Receipt:
    plan, tables = job.plan, job.table_receipts(rows)
    return Receipt(
        mode=mode,
        product=plan.product,
        scenario=plan.scenario,
        seed=plan.seed,
        name=plan.name,
        now=plan.now,
        copies=plan.copies,
        tag=plan.tag,
        fingerprint=plan.fingerprint,
        target=describe_target(job.connection),
        parameters=dict(plan.parameters),
        tables=tables,
        edits=tuple(job.edits.values()),
        people=tuple(people),
        notes=(*plan.notes, *job.bound.notes, *job.notes),
        versions=_versions(job.connection),
        bases=dict(getattr(plan, "bases", {})),
        differences=job.bound.binding.notes,
        binding=job.bound.binding.digest,
        differing=_differing(job, mode, tables),
        slot=slot_of(job.loads, job.entry),
        schema=plan.schema,
        uuid_subjects=plan.uuid_subjects,
        seconds={"written": round(time.perf_counter() - started, 3)},
    )


def _differing(job: Job, mode: str, tables: Iterable[TableReceipt]) -> dict[str, str]:
    """How tables differ from what the product means; where copies stayed, what was left out of them stays out."""
    found = job.bound.binding.differing({t.name: t.left_out for t in tables})
    before = job.entry.receipt.get("differing", {}) if job.entry and mode in ("grow", "shrink") else {}
    return found | {table: why for table, why in before.items() if why == LEFT_OUT}


def _versions(connection: psycopg.Connection[Any]) -> dict[str, str]:
    server = connection.info.server_version
    return {
        "seedkit": importlib.metadata.version("seedkit-postgres"),
        "postgres": f"{server // 10000}.{server % 10000}",
    }


def _analyze(job: Job) -> None:
    """Give the planner statistics of the tables that changed much; never waits for a lock."""
    changed = [
        identifier(name)
        for name, done in job.counts.items()
        if name in job.bound.live
        and job.bound.live[name].owned
        and done["inserted"] + done["updated"] >= _ANALYZE_FROM
    ]
    if changed:
        with job.connection.transaction():
            job.connection.execute(sql.SQL("analyze (skip_locked) {}").format(sql.SQL(", ").join(changed)))
