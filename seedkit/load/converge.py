"""A load brought to what its story makes now: compared in the server, shard by shard.

Order matters for foreign keys and uniques: rows that are gone are deleted (children first), then
what is missing is inserted and what differs is updated (parents first). A row that refers to a
gone one, or differs in a column of a unique index, is not updated but deleted and inserted again.
Rows that somebody else touched are left alone and reported.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from .edits import find_touched
from .job import Job
from .keys import Rows, key_expression, points_at, recorded
from .live import ForeignKey, LiveTable, identifier, read_foreign_keys
from .preflight import refuse
from .remove import delete_rows, find_references
from .stage import Stage

__all__ = ["Stale", "converge_shard", "delete_copies"]


@dataclass(frozen=True)
class _Gone:
    """Rows to delete, listed by key in a temporary table."""

    table: LiveTable
    key: tuple[str, ...]

    @property
    def name(self) -> sql.Identifier:
        return sql.Identifier("pg_temp", f"seedkit_gone_{self.table.oid}")

    def open(self, connection: psycopg.Connection[Any]) -> None:
        """Make the list, or empty it."""
        columns = sql.SQL(", ").join(map(sql.Identifier, self.key))
        connection.execute(
            sql.SQL(
                "create temp table if not exists {} on commit drop as select {} from {} with no data"
            ).format(sql.Identifier(f"seedkit_gone_{self.table.oid}"), columns, identifier(self.table.name))
        )
        connection.execute(sql.SQL("delete from {}").format(self.name))

    def add(self, connection: psycopg.Connection[Any], condition: sql.Composable) -> int:
        """Add the rows (alias ``t``) for which the condition holds and that are not yet listed."""
        return connection.execute(
            sql.SQL("insert into {} select {} from {} t where {} and not {}").format(
                self.name,
                sql.SQL(", ").join(sql.Identifier("t", c) for c in self.key),
                identifier(self.table.name),
                condition,
                self.holds("t"),
            )
        ).rowcount

    def holds(self, alias: str) -> sql.Composable:
        return _listed(self.name, self.key, alias)

    def reached(self, foreign_key: ForeignKey, child: str) -> sql.Composable:
        return points_at(foreign_key, child, self.holds("p"))


class Stale:
    """Recorded rows (shared ones, natural keys) that the story may no longer make.

    Opened before they are generated; what was not recorded anew when all are written is deleted.
    """

    def __init__(self, job: Job, tables: Collection[str]) -> None:
        self._job, self._tables = job, [n for n in job.bound.names if n in tables]
        job.connection.execute("drop table if exists pg_temp.seedkit_stale")
        job.connection.execute(
            "create temp table seedkit_stale on commit drop as"
            " select table_name, key from seedkit.rows where load_id = %s and table_name = any(%s)",
            [job.id, self._tables],
        )
        job.connection.execute(
            "delete from seedkit.rows where load_id = %s and table_name = any(%s)", [job.id, self._tables]
        )

    def delete(self) -> None:
        """Delete those that were not recorded anew; those that somebody touched stay on record."""
        job = self._job
        job.connection.execute(
            "delete from pg_temp.seedkit_stale s using seedkit.rows r"
            " where r.load_id = %s and r.table_name = s.table_name and r.key = s.key",
            [job.id],
        )
        gone: dict[str, Rows] = {}
        for name in self._tables:
            listed = _Gone(job.bound.live[name], job.bound.match(name))
            listed.open(job.connection)
            stale = sql.SQL(
                "exists (select from pg_temp.seedkit_stale s where s.table_name = {} and s.key = {})"
            ).format(sql.Literal(name), key_expression(listed.key, "t"))
            if listed.add(job.connection, sql.SQL("{} and {}").format(stale, job.ours)):
                gone[name] = listed
            job.connection.execute(
                sql.SQL(
                    "insert into seedkit.rows select {}, {}, {} from {} t where {} and not {} on conflict do nothing"
                ).format(
                    *(sql.Literal(job.id), sql.Literal(name), key_expression(listed.key, "t")),
                    *(identifier(name), stale, job.ours),
                )
            )
        _delete(job, gone)


def converge_shard(job: Job, copies: range) -> None:
    """Compare the rows of these copies with the target, and write the differences."""
    names = [n for n in job.bound.own if job.bound.planned[n].origin]
    stages = {name: job.stage(name) for name in names}
    for part in job.parts([copies]):
        name = part.encoder.table.name
        stage = stages[name] if name in stages else job.stage(name)
        stage.fill(part)
        if name not in stages:
            job.upsert(name, stage)
            stage.record(job.id)
    for name, stage in stages.items():
        _note_edits(job, name, stage, copies)
    _delete(job, _find_gone(job, stages, copies))
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
    _delete(job, sets)


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
        listed = _Gone(stage.table, stage.match)
        listed.open(job.connection)
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
    job: Job, listed: _Gone, foreign_keys: Sequence[ForeignKey], gone: Mapping[str, Rows]
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


def _delete(job: Job, doomed: Mapping[str, Rows]) -> None:
    refuse(
        find_references(job.connection, doomed),
        f"{job.plan.scenario} no longer makes rows to which others refer",
        hint="Delete those rows or point them elsewhere",
    )
    for name, count in delete_rows(job.connection, list(doomed.values())).items():
        job.counts[name]["deleted"] += count


def _listed(table: sql.Composable, key: tuple[str, ...], alias: str) -> sql.Composable:
    equal = [sql.SQL("{} = {}").format(sql.Identifier("g", c), sql.Identifier(alias, c)) for c in key]
    return sql.SQL("exists (select from {} g where {})").format(table, sql.SQL(" and ").join(equal))
