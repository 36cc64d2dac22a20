"""Rows and tables that a story makes no longer, and that no range of keys would show."""

from __future__ import annotations

from collections.abc import Collection

from psycopg import sql

from .edits import find_touched
from .gone import GoneRows
from .job import Job
from .keys import KeyRange, Rows, RowSet, key_expression
from .live import identifier, read_tables
from .receipt import TableReceipt
from .remove import find_references

__all__ = ["DroppedTables", "Stale"]


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
            listed = GoneRows(job.bound.live[name], job.bound.match(name)).open(job.connection)
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
        job.delete_unreferenced(gone)


class DroppedTables:
    """Rows in tables of which the story makes none any more.

    They go first, for they may refer to rows that go; or last, if rows that are yet to be pointed
    elsewhere refer to them. Those that somebody touched stay.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        former = {
            t.name: t for t in (job.entry.tables if job.entry else ()) if t.name not in job.bound.planned
        }
        live = read_tables(job.connection, former)
        self._gone: dict[str, Rows] = {}
        self._rows: dict[str, RowSet] = {}
        for name, table in former.items():
            if name not in live or not (table.origin or not table.reference):
                continue
            keys = KeyRange.of(job.plan.tag) if table.origin else None
            rows = RowSet(live[name], table.key, table.origin, keys, None if keys else job.id)
            self._rows[name] = rows
            listed = GoneRows(live[name], table.key).open(job.connection)
            if listed.add(job.connection, sql.SQL("{} and {}").format(rows.holds("t"), job.ours)):
                self._gone[name] = listed

    def delete(self, *, last: bool = False) -> None:
        """Delete them, unless other rows still refer to them and this is not the ``last`` call."""
        if last or not find_references(self._job.connection, self._gone):
            self._job.delete_unreferenced(self._gone)
            self._gone = {}

    def receipts(self) -> list[TableReceipt]:
        """What was deleted; ``rows`` is what others touched and is left."""
        job = self._job
        return [
            TableReceipt(
                name,
                rows=find_touched(job.connection, rows, job.ours).present,
                deleted=job.counts[name]["deleted"],
                key=rows.key,
                origin=rows.origin,
            )
            for name, rows in self._rows.items()
        ]
