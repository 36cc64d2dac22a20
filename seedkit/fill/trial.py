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
from .stored import source_of

__all__ = ["Refusal", "Verdict", "try_rows"]

#: Candidates of one round; of all rounds for each row that is wanted; of all rounds; each at most.
ROUND, TRIES, MOST = 20_000, 20, 100_000
#: Candidates that are inserted at once, while nothing is refused.
BLOCK = 64
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
    """Candidates of a table until ``wanted`` passed or it is clear that no more will; all of it is undone.

    ``alone`` tries them in a copy of the table, without foreign keys and triggers: for tables that need
    rows of each other.
    """
    verdict = Verdict(np.empty(0, dtype=np.int64))
    most = max(min(wanted * TRIES + 500, MOST), wanted * 2)
    fruitless = 0
    with connection.transaction(force_rollback=True):
        into: sql.Composable = made.name.identifier
        if alone:
            into = _copy_of(connection, made)
        connection.execute(_TRIED)
        while len(verdict.passed) < wanted and fruitless < PATIENCE and verdict.tried < most:
            ordinals = _candidates(verdict, wanted)
            # rows that point to rows of their own table point to candidates meanwhile
            made.take(np.concatenate([verdict.passed, ordinals]))
            before = len(verdict.passed)
            _round(connection, made, verdict, before, wanted, into)
            fruitless = 0 if len(verdict.passed) > before else fruitless + 1
            verdict.tried += len(ordinals)
    return verdict


def _copy_of(connection: Connection, made: Made) -> sql.Identifier:
    """A temporary table with everything that the table asks of its rows but foreign keys, and the rows it holds."""
    table, copy = made.table, sql.Identifier("pg_temp", "seedkit_alone")
    like = sql.SQL("create temp table seedkit_alone (like {} including all)")
    connection.execute(like.format(table.name.identifier))
    if not table.empty:
        names = [sql.Identifier(name) for name, column in table.columns.items() if not column.computed]
        connection.execute(
            sql.SQL("insert into {} ({names}) overriding system value select {names} from {}").format(
                copy, source_of(table), names=sql.SQL(", ").join(names)
            )
        )
    return copy


def _candidates(verdict: Verdict, wanted: int) -> I64:
    """The next ordinals to try: so many that enough should pass, by the rate so far.

    At least as many as are wanted in all: where each parent has one row, so many come to the same parent again.
    """
    rate = max(len(verdict.passed) / verdict.tried, 0.01) if verdict.tried else 1.0
    size = min(max(int((wanted - len(verdict.passed)) / rate * 1.2), wanted, 100), ROUND)
    return np.arange(verdict.tried, verdict.tried + size, dtype=np.int64)


def _round(
    connection: Connection, made: Made, verdict: Verdict, before: int, wanted: int, into: sql.Composable
) -> None:
    """Try the rows of a table from this place on; those that passed stay until the trial is undone."""
    rows = made.at(np.arange(before, made.rows, dtype=np.int64))
    with connection.cursor(row_factory=tuple_row) as cursor:
        _fill_stage(cursor, rows, made.columns)
        cursor.execute(
            sql.SQL("do {}").format(sql.Literal(_judge(connection, made, into, len(rows), wanted - before)))
        )
        passed = cursor.execute(_PASSED).fetchall()
        for *facts, count in cursor.execute(_REFUSED).fetchall():
            verdict.refusals[Refusal(*facts)] += count
        cursor.execute("truncate pg_temp.seedkit_tried; drop table pg_temp.seedkit_candidates")
    found = np.array([ordinal for (ordinal,) in passed], dtype=np.int64)
    verdict.passed = np.concatenate([verdict.passed, found])


_TRIED = """
create temp table seedkit_tried (ordinal int8, state text, said text, constraint_name text, table_name text)
"""
_PASSED = "select ordinal from pg_temp.seedkit_tried where state is null order by ordinal"
_REFUSED = """
select said, nullif(constraint_name, ''), state, nullif(table_name, ''), count(*)
from pg_temp.seedkit_tried where state is not null group by 1, 2, 3, 4
"""


def _fill_stage(cursor: psycopg.Cursor[Any], rows: TableRows, columns: tuple[str, ...]) -> None:
    """All candidates as text, so that a value which its type refuses is one refused row."""
    names = ["place", "ordinal", *(f"c{number}" for number in range(len(columns)))]
    kinds = ["int4 primary key", "int8", *["text"] * len(columns)]
    cursor.execute(
        sql.SQL("create temp table seedkit_candidates ({})").format(
            sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
                for name, kind in zip(names, kinds, strict=True)
            )
        )
    )
    places = pa.array(np.arange(len(rows), dtype=np.int64))
    arrays = [places, pa.array(rows.ordinals), *batch_of(rows, columns).columns]
    copy_in = "copy pg_temp.seedkit_candidates from stdin (format csv, encoding 'UTF8')"
    with cursor.copy(copy_in) as copy:
        for chunk in csv_of(pa.RecordBatch.from_arrays(arrays, names=names)):
            copy.write(chunk)


def _judge(connection: Connection, made: Made, into: sql.Composable, size: int, wanted: int) -> str:
    """The PL/pgSQL that inserts candidates and remembers what became of them.

    Block by block, since most rows are valid; a block that is refused row by row.
    """
    values = [
        sql.SQL("c.{}::{}").format(sql.Identifier(f"c{place}"), sql.SQL(made.table.columns[name].type.sql))
        for place, name in enumerate(made.columns)
    ]
    insert = sql.SQL(
        "insert into {} ({}) overriding system value select {} from pg_temp.seedkit_candidates c"
    ).format(into, sql.SQL(", ").join(map(sql.Identifier, made.columns)), sql.SQL(", ").join(values))
    if not made.columns:
        insert = sql.SQL("insert into {} default values").format(into)
    body = sql.SQL(_JUDGE).format(
        size=sql.Literal(size),
        wanted=sql.Literal(wanted),
        block=sql.Literal(BLOCK if made.columns else 1),
        insert=insert,
        these=sql.SQL("where c.place >= at and c.place < at + step order by c.place" if made.columns else ""),
    )
    return body.as_string(connection)


_JUDGE = """
declare
  at int4 := 0; step int4 := {block}; done int8; passed int8 := 0; stop int4 := 0;
  v_state text; v_said text; v_constraint text; v_table text;
begin
  while at < {size} and passed < {wanted} loop
    if at >= stop then step := {block}; end if;
    begin
      {insert} {these};
      get diagnostics done = row_count;
      if done < least(step, {size} - at) then
        raise exception using message = 'the row vanished without a word', errcode = 'no_data_found';
      end if;
      insert into pg_temp.seedkit_tried (ordinal)
        select c.ordinal from pg_temp.seedkit_candidates c where c.place >= at and c.place < at + step;
      passed := passed + done;
      at := at + step;
    exception when others then
      if step > 1 then
        stop := at + step;
        step := 1;
      else
        get stacked diagnostics v_state := returned_sqlstate, v_said := message_text,
          v_constraint := constraint_name, v_table := table_name;
        insert into pg_temp.seedkit_tried
          select c.ordinal, v_state, v_said, v_constraint, v_table
          from pg_temp.seedkit_candidates c where c.place = at;
        at := at + 1;
      end if;
    end;
  end loop;
end"""
