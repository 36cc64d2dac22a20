"""Writing: a savepoint for each table, so that one that fails takes no other with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from psycopg import sql

from ..errors import DataError
from ..load.copy import Encoder, copy_batch
from ..load.live import LiveTable
from ..schema.reflected import ForeignKey, Name
from .live import live_table
from .made import Made
from .order import Step, late_columns, row_key
from .plan import Planner
from .rows import batch_of
from .sequences import advance
from .trial import Refusal, Verdict, try_rows
from .triggers import Silence, purpose

__all__ = ["Outcome", "Writer"]

#: Rows that are computed and sent at a time.
SHARD = 50_000

Connection = psycopg.Connection[Any]
#: Told after every table: its name, rows written in all.
Progress = Callable[[str, int], None]


@dataclass
class Outcome:
    """What became of a table: rows written, and why they are fewer than planned."""

    written: int = 0
    why: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: bool = False


class Writer:
    """Writes a plan within the transaction that is open."""

    def __init__(self, connection: Connection, planner: Planner, progress: Progress | None = None) -> None:
        self.connection, self.planner, self.plan = connection, planner, planner.plan
        self.outcomes: dict[Name, Outcome] = {name: Outcome() for name in self.plan.tables}
        self._progress, self._sent = progress, 0
        self._done: set[Name] = set()
        self.silence = Silence(connection, self.plan.tables)
        self._late = [(name, key) for name, keys in self.plan.order.late.items() for key in keys]
        self._deferred = [(name, key) for name, keys in self.plan.order.deferred.items() for key in keys]

    def write_all(self) -> None:
        """Every step, then what had to wait for it."""
        # what fails at the end of a transaction fails nobody knows where
        self.connection.execute("set constraints all immediate")
        self.silence.start()
        for step in self.plan.order.steps:
            for name in step.tables:
                if self.planner.outdated(name):
                    self.planner.infer(name)
            self._write(step)
            self._done.update(step.tables)
            self.planner.wrote(step.tables)
            self._catch_up()
        for name, outcome in self.outcomes.items():
            if outcome.written:
                outcome.notes += advance(self.connection, self.plan.made[name])
        self.silence.restore()

    def _write(self, step: Step) -> None:
        made = [self.plan.made[name] for name in step.tables if name in self.plan.made]
        for name in step.tables:
            if name in self.plan.blocked:
                self._refused(name, self.plan.blocked[name])
        for name in step.tables:
            for key in self.plan.order.deferred.get(name, ()):
                self._constraints(name, key, "deferred")
        if len(made) > 1:
            self._write_together(made)
        elif made and made[0].rows:
            self._write_alone(made[0])
        for table in made:
            self._sent += self.outcomes[table.name].written
            if self._progress:
                self._progress(str(table.name), self._sent)

    def _write_alone(self, made: Made) -> None:
        """By COPY; where the server refuses rows, those that it takes after all, if need be without triggers."""
        outcome, wanted = self.outcomes[made.name], made.rows
        best: Verdict | None = None
        for change in self._ways(made):
            verdict = self._take(made, wanted)
            if verdict is None:
                return
            if change:
                outcome.notes.append(change)
            if best is None or len(verdict.passed) > len(best.passed):
                best = verdict
            if not self._by_trigger(made.name, verdict):
                break
        assert best is not None
        self._accept(made, best, wanted)
        refusal = self._attempt(made) if made.rows else None
        if refusal is not None:
            best.refusals[refusal] += wanted
        if made.rows < wanted or refusal is not None:
            self._failed(made, [str(reason) for reason, _ in best.refusals.most_common(3)])

    def _ways(self, made: Made) -> Iterator[str]:
        """The table with its triggers as they are, without any, with those that fill columns in."""
        yield ""
        silenced = self.silence.all_of(made.name)
        if silenced:
            yield f"silenced {', '.join(t.name for t in silenced)}, which refused rows"
        awake = self.silence.wake(made.name)
        if awake:
            yield f"left {', '.join(t.name for t in awake)} on, which fills columns in"

    def _take(self, made: Made, wanted: int) -> Verdict | None:
        """Write all rows that are wanted (None), or find out which rows the table would take."""
        self._accept(made, None, wanted)
        if not made.inferred.judged:
            refusal = self._attempt(made)
            if refusal is None:
                return None
            self.outcomes[made.name].notes.append(f"rows were tried one by one: {refusal}")
        try:
            verdict = try_rows(self.connection, made, wanted)
        except Exception as error:
            self._still_there(error)
            return Verdict(np.empty(0, np.int64), refusals=Counter([Refusal.of(error)]))
        if len(verdict.passed) < wanted:
            return verdict
        self._accept(made, verdict, wanted)
        refusal = self._attempt(made)
        return None if refusal is None else Verdict(verdict.passed[:0], refusals=Counter([refusal]))

    def _accept(self, made: Made, verdict: Verdict | None, wanted: int) -> None:
        made.accepted = None if verdict is None else verdict.passed[:wanted]
        made.rows = wanted if made.accepted is None else len(made.accepted)
        made.forget()

    def _attempt(self, made: Made) -> Refusal | None:
        """Copy all rows of a table, or none; why not, if so."""
        try:
            with self.connection.transaction():
                self.outcomes[made.name].written = written = self._copy(made)
                if written < made.rows:
                    raise DataError(f"{made.rows - written} of {made.rows} rows vanished without a word")
        except Exception as error:
            self._still_there(error)
            self.outcomes[made.name].written = 0
            return Refusal.of(error)
        return None

    def _copy(self, made: Made) -> int:
        live, written = live_table(made.table), 0
        for batch in _batches(made):
            written += self._send(live, batch, made.name.identifier)
        return written

    def _send(self, live: LiveTable, batch: pa.RecordBatch, into: sql.Composable) -> int:
        if not batch.num_columns:
            insert = sql.SQL("insert into {} default values").format(into)
            with self.connection.cursor() as cursor:
                cursor.executemany(insert, [()] * batch.num_rows)
            return int(batch.num_rows)
        encoder = Encoder(live, batch.schema)
        prepared = encoder.prepare(batch)
        with self.connection.cursor() as cursor:
            return copy_batch(cursor, encoder, prepared, encoder.chunks(prepared), into=into)

    def _write_together(self, circle: Sequence[Made]) -> None:
        """Stage every table, then insert into all by one statement: foreign keys are checked at its end."""
        try:
            with self.connection.transaction():
                inserts = []
                for number, made in enumerate(circle):
                    stage = self._stage(made, f"seedkit_circle_{number}", made.columns)
                    inserts.append(_insert_from(made, stage))
                parts = [
                    sql.SQL("w{} as ({})").format(sql.SQL(str(number)), insert)
                    for number, insert in enumerate(inserts)
                ]
                self.connection.execute(sql.SQL("with {} select 1").format(sql.SQL(", ").join(parts)))
                for number in range(len(circle)):
                    self._drop(f"seedkit_circle_{number}")
        except Exception as error:
            self._still_there(error)
            for made in circle:
                self._failed(made, [f"circle of NOT NULL foreign keys: {Refusal.of(error)}"])
            return
        for made in circle:
            self.outcomes[made.name].written = made.rows

    def _stage(self, made: Made, name: str, columns: Sequence[str]) -> sql.Identifier:
        """A temporary table that holds these columns of a table's rows."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        self.connection.execute(
            sql.SQL("create temp table {} on commit drop as select {} from {} with no data").format(
                sql.Identifier(name), names, made.name.identifier
            )
        )
        stage, live = sql.Identifier("pg_temp", name), live_table(made.table)
        for batch in _batches(made, columns):
            self._send(live, batch, stage)
        return stage

    def _drop(self, name: str) -> None:
        self.connection.execute(sql.SQL("drop table {}").format(sql.Identifier("pg_temp", name)))

    def _catch_up(self) -> None:
        """Links whose targets are written now, and constraints that had to wait for them."""
        for name, key in [pair for pair in self._late if self._both_done(*pair)]:
            self._late.remove((name, key))
            self._link(name, key)
        for name, key in [pair for pair in self._deferred if self._both_done(*pair)]:
            self._deferred.remove((name, key))
            self._constraints(name, key, "immediate")

    def _both_done(self, name: Name, key: ForeignKey) -> bool:
        return {name, key.target} <= self._done

    def _link(self, name: Name, key: ForeignKey) -> None:
        """Set a link that was left null, by the key of the row."""
        made = self.plan.made.get(name)
        if made is None or not self.outcomes[name].written:
            return
        made.late = made.late - {key.name}
        made.forget()
        table, columns = made.table, late_columns(made.table, key)
        identity = row_key(table)
        try:
            with self.connection.transaction():
                self._stage(made, "seedkit_links", [*identity, *columns])
                self.connection.execute(_update_links(made, identity, columns))
                self._drop("seedkit_links")
        except Exception as error:
            self._still_there(error)
            self.outcomes[name].notes.append(f"{key.name} stays null: {Refusal.of(error)}")

    def _constraints(self, name: Name, key: ForeignKey, when: str) -> None:
        constraint = sql.Identifier(name.schema, key.name)
        self.connection.execute(sql.SQL("set constraints {} {}").format(constraint, sql.SQL(when)))

    def _by_trigger(self, name: Name, verdict: Verdict) -> bool:
        """Whether anything but a constraint refused rows, or a trigger could have made them fit."""
        if any(purpose(trigger) == "compute" for trigger in self.plan.tables[name].triggers):
            return True
        return any(refusal.constraint is None for refusal in verdict.refusals)

    def _failed(self, made: Made, reasons: Sequence[str]) -> None:
        """The table got fewer rows than it should; what it did get may be pointed at."""
        made.rows = self.outcomes[made.name].written
        made.forget()
        self._refused(made.name, reasons)

    def _refused(self, name: Name, reasons: Sequence[str]) -> None:
        self.outcomes[name].failed = True
        self.outcomes[name].why += [reason for reason in reasons if reason not in self.outcomes[name].why]

    def _still_there(self, error: BaseException) -> None:
        """Only what concerns one table is survived."""
        if (
            self.connection.broken
            or self.connection.closed
            or isinstance(error, psycopg.errors.QueryCanceled)
        ):
            raise error


def _batches(made: Made, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    names = made.columns if columns is None else columns
    for start in range(0, made.rows, SHARD):
        rows = made.at(np.arange(start, min(start + SHARD, made.rows), dtype=np.int64))
        yield batch_of(rows, names)


def _insert_from(made: Made, stage: sql.Composable) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, made.columns))
    return sql.SQL("insert into {} ({}) overriding system value select {} from {} returning 1").format(
        made.name.identifier, names, names, stage
    )


def _update_links(made: Made, identity: Sequence[str], columns: Sequence[str]) -> sql.Composed:
    return sql.SQL("update {} t set {} from pg_temp.seedkit_links s where {}").format(
        made.name.identifier,
        sql.SQL(", ").join(sql.SQL("{0} = s.{0}").format(sql.Identifier(name)) for name in columns),
        sql.SQL(" and ").join(sql.SQL("t.{0} = s.{0}").format(sql.Identifier(name)) for name in identity),
    )
