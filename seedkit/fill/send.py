"""Sending the rows of a table: by COPY into itself, or into a temporary table of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from psycopg import sql

from ..load.copy import Encoder, copy_batch
from ..load.live import LiveTable
from .live import live_table
from .made import Made
from .rows import batch_of

__all__ = ["copy_rows", "dropped", "staged"]

#: Rows that are computed and sent at a time.
SHARD = 50_000

Connection = psycopg.Connection[Any]


def copy_rows(connection: Connection, made: Made) -> int:
    """Copy all rows of a table into it; how many it took."""
    if not made.columns:
        return _defaults(connection, made)
    live = live_table(made.table)
    return sum(_send(connection, live, batch, made.name.identifier) for batch in batches(made, made.columns))


def staged(connection: Connection, made: Made, name: str, columns: Sequence[str]) -> sql.Identifier:
    """A new temporary table that holds these columns of all rows."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    connection.execute(
        sql.SQL("create temp table {} on commit drop as select {} from {} with no data").format(
            sql.Identifier(name), names, made.name.identifier
        )
    )
    stage, live = sql.Identifier("pg_temp", name), live_table(made.table)
    for batch in batches(made, columns):
        _send(connection, live, batch, stage)
    return stage


def dropped(connection: Connection, stages: Sequence[sql.Identifier]) -> None:
    """Remove temporary tables before the transaction does."""
    connection.execute(sql.SQL("drop table {}").format(sql.SQL(", ").join(stages)))


def batches(made: Made, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """These columns of all rows, so many at a time."""
    for start in range(0, made.rows, SHARD):
        yield batch_of(made.at(np.arange(start, min(start + SHARD, made.rows), dtype=np.int64)), columns)


def _send(connection: Connection, live: LiveTable, batch: pa.RecordBatch, into: sql.Composable) -> int:
    encoder = Encoder(live, batch.schema)
    prepared = encoder.prepare(batch)
    with connection.cursor() as cursor:
        return copy_batch(cursor, encoder, prepared, encoder.chunks(prepared), into=into)


def _defaults(connection: Connection, made: Made) -> int:
    """Rows of which the server writes everything."""
    insert = sql.SQL("insert into {} select from generate_series(1, {})").format(
        made.name.identifier, sql.Literal(made.rows)
    )
    return connection.execute(insert).rowcount
