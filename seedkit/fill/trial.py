"""The server as judge: candidate rows are tried one by one in the real table, and all of it is undone.

Where a constraint was not understood, or rows that should have been valid were refused, nobody knows
better than the table itself which rows it takes: with its checks, uniques, exclusions, foreign keys,
partitions and triggers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from psycopg import sql
from psycopg.rows import tuple_row

from ..entropy import I64
from ..load.copy import csv_of
from .made import Made
from .rows import TableRows, batch_of

__all__ = ["Refusal", "Verdict", "try_rows"]

#: Candidates of one round; of all rounds for each row that is wanted; of all rounds; each at most.
ROUND, TRIES, MOST = 20_000, 20, 100_000
#: Rounds without a single row that passed.
PATIENCE = 2

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Refusal:
    """Why the server took no row or not all: its words, and the constraint if it named one."""

    message: str
    constraint: str | None = None
    state: str | None = None
    table: str | None = None

    @classmethod
    def of(cls, error: BaseException) -> Refusal:
        """The refusal in an error of the server, or of ours that it caused."""
        cause = error if isinstance(error, psycopg.Error) else error.__cause__
        if not isinstance(cause, psycopg.Error):
            return cls(str(error))
        said = cause.diag.message_primary or str(cause).partition("\n")[0]
        return cls(said, cause.diag.constraint_name, cause.sqlstate, cause.diag.table_name)

    def __str__(self) -> str:
        named = self.constraint is not None and self.constraint not in self.message
        return f"{self.constraint}: {self.message}" if named else self.message


@dataclass
class Verdict:
    """The ordinals of the rows that passed, how many were tried, and why the others did not."""

    passed: I64
    tried: int = 0
    refusals: Counter[Refusal] = field(default_factory=Counter)


def try_rows(connection: Connection, made: Made, wanted: int, *, alone: bool = False) -> Verdict:
    """Candidates of a table until ``wanted`` passed or it is clear that no more will.

    ``alone`` tries them in a copy of the table, without foreign keys and triggers: for tables that need
    rows of each other.
    """
    verdict = Verdict(np.empty(0, dtype=np.int64))
    fruitless = 0
    while (
        len(verdict.passed) < wanted
        and fruitless < PATIENCE
        and verdict.tried < max(min(wanted * TRIES + 500, MOST), wanted * 3)
    ):
        rate = max(len(verdict.passed) / verdict.tried, 0.01) if verdict.tried else 1.0
        size = min(max(int((wanted - len(verdict.passed)) / rate * 1.2), 100), ROUND)
        ordinals = np.arange(verdict.tried, verdict.tried + size, dtype=np.int64)
        passed, refusals = _round(connection, made, verdict.passed, ordinals, wanted, alone)
        fruitless = 0 if len(passed) > len(verdict.passed) else fruitless + 1
        verdict.passed = passed
        verdict.tried += size
        verdict.refusals.update(refusals)
    return verdict


def _round(
    connection: Connection, made: Made, before: I64, ordinals: I64, wanted: int, alone: bool
) -> tuple[I64, Counter[Refusal]]:
    """Try these ordinals after those that passed before, which take their places in uniques again."""
    # rows that point to rows of their own table point to candidates meanwhile
    made.take(np.concatenate([before, ordinals]))
    rows = made.at(np.arange(made.rows, dtype=np.int64))
    with connection.transaction(force_rollback=True), connection.cursor(row_factory=tuple_row) as cursor:
        stage = sql.Identifier("pg_temp", "seedkit_candidates")
        _fill_stage(cursor, stage, rows, made.columns)
        cursor.execute(
            sql.SQL(
                "create temp table seedkit_tried (ordinal int8, state text, said text, "
                "constraint_name text, table_name text) on commit drop"
            )
        )
        into: sql.Composable = made.name.identifier
        if alone:
            like = "create temp table seedkit_alone (like {} including all) on commit drop"
            cursor.execute(sql.SQL(like).format(into))
            into = sql.Identifier("pg_temp", "seedkit_alone")
        cursor.execute(sql.SQL("do {}").format(sql.Literal(_judge(connection, made, into, wanted))))
        passed = cursor.execute(
            "select ordinal from pg_temp.seedkit_tried where state is null order by ordinal"
        ).fetchall()
        refused = cursor.execute(
            "select said, nullif(constraint_name, ''), state, nullif(table_name, ''), count(*) "
            "from pg_temp.seedkit_tried where state is not null group by 1, 2, 3, 4"
        ).fetchall()
    refusals = Counter({Refusal(*facts): count for *facts, count in refused})
    return np.array([ordinal for (ordinal,) in passed], dtype=np.int64), refusals


def _fill_stage(
    cursor: psycopg.Cursor[Any], stage: sql.Identifier, rows: TableRows, columns: tuple[str, ...]
) -> None:
    """All candidates as text, so that a value which its type refuses is one refused row."""
    names = ["ordinal", *(f"c{place}" for place in range(len(columns)))]
    cursor.execute(
        sql.SQL("create temp table seedkit_candidates ({}) on commit drop").format(
            sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL("text" if place else "int8"))
                for place, name in enumerate(names)
            )
        )
    )
    batch = batch_of(rows, columns)
    arrays = [pa.array(rows.ordinals), *batch.columns]
    with cursor.copy(sql.SQL("copy {} from stdin (format csv, encoding 'UTF8')").format(stage)) as copy:
        for chunk in csv_of(pa.RecordBatch.from_arrays(arrays, names=names)):
            copy.write(chunk)


def _judge(connection: Connection, made: Made, into: sql.Composable, wanted: int) -> str:
    """The PL/pgSQL that inserts each candidate and remembers what became of it."""
    table = made.table
    values = [
        sql.SQL("candidate.{}::{}").format(
            sql.Identifier(f"c{place}"),
            sql.SQL(table.columns[name].type.sql),
        )
        for place, name in enumerate(made.columns)
    ]
    insert = (
        sql.SQL("insert into {} ({}) overriding system value values ({})").format(
            into,
            sql.SQL(", ").join(map(sql.Identifier, made.columns)),
            sql.SQL(", ").join(values),
        )
        if made.columns
        else sql.SQL("insert into {} default values").format(into)
    )
    body = sql.SQL(
        """
        declare
          candidate record; passed int8 := 0;
          v_state text; v_said text; v_constraint text; v_table text;
        begin
          for candidate in select * from pg_temp.seedkit_candidates loop
            exit when passed >= {wanted};
            begin
              {insert};
              insert into pg_temp.seedkit_tried (ordinal) values (candidate.ordinal);
              passed := passed + 1;
            exception when others then
              get stacked diagnostics v_state := returned_sqlstate, v_said := message_text,
                v_constraint := constraint_name, v_table := table_name;
              insert into pg_temp.seedkit_tried values (candidate.ordinal, v_state, v_said, v_constraint, v_table);
            end;
          end loop;
        end"""
    ).format(wanted=sql.Literal(wanted), insert=insert)
    return body.as_string(connection)
