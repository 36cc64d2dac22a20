"""A load brought to what its story makes now: compared in the server, shard by shard.

Order matters for foreign keys and uniques: rows that are gone are deleted (children first), then
what is missing is inserted and what differs is updated (parents first). A row that refers to a
gone one, or differs in a column of a unique index, is not updated but deleted and inserted again.
Rows that somebody else touched are left alone and reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psycopg import sql

from .edits import find_touched
from .gone import GoneRows
from .job import Job
from .keys import Rows, key_expression, recorded
from .live import ForeignKey, identifier, read_foreign_keys
from .preflight import refuse
from .stage import Stage

__all__ = ["converge_shard", "delete_copies"]


def converge_shard(job: Job, copies: range) -> None:
    """Compare the rows of these copies with the target, and write the differences."""
    names = [n for n in job.bound.own if job.bound.planned[n].origin]
    stages = {name: job.stage(name) for name in names}
    for part in job.parts([copies]):
        name = part.encoder.table.name
        stage = stages[name] if name in stages else job.stage(name)
        job.fill(stage, part, copies)
        if name not in stages:
            job.note_edited(name, *stage.edited())
            job.upsert(name, stage)
            stage.record(job.id)
    for name, stage in stages.items():
        _note_edits(job, name, stage, copies)
    job.delete_unreferenced(_find_gone(job, stages, copies))
    for name, stage in stages.items():
        job.upsert(name, stage)


def delete_copies(job: Job, first: int, last: int) -> None:
    """Delete the copies ``first`` to ``last``, which are no longer wanted; refused if others touched them."""
    keyed = [n for n in job.bound.own if job.bound.planned[n].origin]
    sets = {name: job.rows_of(name, first, last) for name in keyed}
    touched = {n: find_touched(job.connection, rows, job.ours).edited for n, rows in sets.items()}
    refuse(
        [f"{name}: {count} rows were edited" for name, count in touched.items() if count],
        f"copies {first} to {last} cannot be removed",
        hint="Force it to delete edited rows too",
    )
    job.delete_unreferenced(sets)


def _note_edits(job: Job, name: str, stage: Stage, copies: range) -> None:
    """Count the touched rows that now differ from the story, or that it no longer makes."""
    differ, keys = stage.edited()
    rows = job.rows_of(name, copies.start, copies.stop - 1)
    query = sql.SQL(
        "select count(*), (array_agg({key}))[1:5] from {live} t where {range} and not {ours} and not {made} and not {recorded}"
    ).format(
        key=key_expression(stage.match, "t"),
        live=identifier(name),
        range=rows.holds("t"),
        ours=job.ours,
        made=stage.holds("t"),
        recorded=recorded(name, stage.match, "t", job.id),
    )
    count, more = job.connection.execute(query).fetchone() or (0, None)
    job.note_edited(name, differ + count, [*keys, *(more or ())])


def _find_gone(job: Job, stages: Mapping[str, Stage], copies: range) -> dict[str, Rows]:
    """Rows that must be deleted: no longer made, or in the way of what is made now."""
    inner = [fk for fk in read_foreign_keys(job.connection, stages) if fk.child in stages]
    gone: dict[str, Rows] = {}
    for name, stage in stages.items():
        listed = GoneRows(stage.table, stage.match).open(job.connection)
        found = listed.add(
            job.connection,
            sql.SQL("{} and {} and not {} and not {}").format(
                job.rows_of(name, copies.start, copies.stop - 1).holds("t"),
                job.ours,
                stage.holds("t"),
                recorded(name, stage.match, "t", job.id),
            ),
        )
        unique = job.bound.live[name].unique_columns
        if unique:
            found += listed.add(job.connection, sql.SQL("{} and {}").format(job.ours, stage.changed(unique)))
        if found:
            gone[name] = listed
        if _add_referring(job, listed, [fk for fk in inner if fk.child == name], gone):
            gone[name] = listed
    return gone


def _add_referring(
    job: Job, listed: GoneRows, foreign_keys: Sequence[ForeignKey], gone: Mapping[str, Rows]
) -> int:
    """Add the load's rows, of any copy, that refer to gone rows; they are inserted again later."""
    total, again = 0, True
    everywhere = job.rows_of(listed.table.name).holds("t")
    while again:
        again = False
        for fk in foreign_keys:
            parent = listed if fk.parent == listed.table.name else gone.get(fk.parent)
            if parent is None:
                continue
            found = listed.add(
                job.connection,
                sql.SQL("{} and {} and {}").format(everywhere, job.ours, parent.reached(fk, "t")),
            )
            total += found
            # rows that refer to rows of their own table may form chains
            again = again or (found > 0 and fk.parent == fk.child)
    return total
