"""The floors: rows that are encoded already, written by COPY BINARY with all constraints on, or before them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql

from seedkit import generate
from seedkit.load.copy import Encoder
from seedkit.load.live import identifier, read_tables
from seedkit.load.triggers import silenced
from seedkit.plan import Plan

WRITE = 1 << 20

_CONSTRAINTS = """
select format('alter table %%s drop constraint %%I', k.conrelid::regclass, k.conname),
       format('alter table %%s add constraint %%I %%s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
from pg_constraint k where k.contype = any(%s) and %s::regclass[] && array[k.conrelid::regclass, k.confrelid::regclass] order by 1
"""
_INDEXES = """
select format('drop index %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
from pg_index i where i.indrelid = any(%s::regclass[])
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1
"""


@dataclass(frozen=True)
class ReadyMade:
    """COPY data of every batch of a load, in order, in one file: (table, statement, start, end)."""

    file: Path
    parts: list[tuple[str, str, int, int]]
    rows: int

    @property
    def tables(self) -> list[str]:
        """Those that get rows."""
        return list(dict.fromkeys(name for name, *_ in self.parts))

    def save(self, path: Path) -> None:
        """The list of parts, for another process."""
        path.write_text(json.dumps({"file": str(self.file), "parts": self.parts, "rows": self.rows}))

    @classmethod
    def read(cls, path: Path) -> ReadyMade:
        """What ``save`` wrote."""
        given = json.loads(path.read_text())
        return cls(Path(given["file"]), [tuple(part) for part in given["parts"]], given["rows"])

    def copy(self, connection: psycopg.Connection[Any]) -> int:
        """Write it all in one transaction with all constraints on, user triggers off as in a load."""
        with connection.transaction(), silenced(connection, read_tables(connection, self.tables).values()):
            self._send(connection)
        return self.rows

    def copy_bare(self, connection: psycopg.Connection[Any], statements: list[str]) -> int:
        """Write it frozen into bare tables, then build their indexes and keys."""
        with connection.transaction(), silenced(connection, read_tables(connection, self.tables).values()):
            connection.execute(
                sql.SQL("truncate {}").format(sql.SQL(", ").join(map(identifier, self.tables)))
            )
            self._send(connection, freeze=True)
            for statement in statements:
                connection.execute(statement)
        return self.rows

    def _send(self, connection: psycopg.Connection[Any], *, freeze: bool = False) -> None:
        with connection.cursor() as cursor, self.file.open("rb") as data:
            for _, statement, start, end in self.parts:
                data.seek(start)
                asked = f"{statement.removesuffix(')')}, freeze)" if freeze else statement
                with cursor.copy(asked.encode()) as copy:
                    for at in range(start, end, WRITE):
                        copy.write(data.read(min(WRITE, end - at)))


def ready_made(connection: psycopg.Connection[Any], plan: Plan, file: Path) -> ReadyMade:
    """Encode a load once, into a file."""
    parts, rows = [], 0
    live = read_tables(connection, [table.name for table in plan.tables])
    with file.open("wb") as out:
        for name, batch in batches(plan):
            encoder = Encoder(live[name], batch.schema)
            start = out.tell()
            for chunk in encoder.chunks(encoder.prepare(batch)):
                out.write(chunk)
            parts.append((name, encoder.statement().as_string(connection), start, out.tell()))
            rows += batch.num_rows
    return ReadyMade(file, parts, rows)


def batches(plan: Plan) -> Iterator[tuple[str, pa.RecordBatch]]:
    """All rows of a plan."""
    yield from generate.generate_shared(plan)
    for copies in generate.shards(plan):
        yield from generate.generate(plan, copies)


def strip(connection: psycopg.Connection[Any], tables: list[str]) -> list[str]:
    """Drop the keys, uniques and indexes of these tables; the statements that bring them back, in order."""
    keys = connection.execute(_CONSTRAINTS, [["f"], tables]).fetchall()
    uniques = connection.execute(_CONSTRAINTS, [["p", "u", "x"], tables]).fetchall()
    indexes = connection.execute(_INDEXES, [tables]).fetchall()
    back = []
    for found in (keys, indexes, uniques):
        gone = [made for drop, made in found if _dropped(connection, drop)]
        back = [*gone, *back]
    return back


def _dropped(connection: psycopg.Connection[Any], drop: str) -> bool:
    """Whether it could be dropped: something else may rely on it."""
    with contextlib.suppress(psycopg.errors.DependentObjectsStillExist), connection.transaction():
        connection.execute(drop)
        return True
    return False
