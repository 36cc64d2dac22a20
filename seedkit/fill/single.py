"""Writing one table: by COPY; where the server refuses rows, those that it takes after all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import psycopg

from ..errors import DataError
from ..schema.reflected import Check, Exclusion, ForeignKey, Unique
from .made import Made
from .outcome import Outcome, survivable
from .record import Marker
from .send import copy_rows
from .trial import Refusal, Verdict, try_rows
from .triggers import Silence, purpose

__all__ = ["write_single"]

Connection = psycopg.Connection[Any]


def write_single(
    connection: Connection, made: Made, outcome: Outcome, silence: Silence, marker: Marker
) -> None:
    """Write as many of the planned rows as the table takes, if need be without its triggers."""
    wanted = made.rows
    best: Verdict | None = None
    for change in _ways(made, silence):
        if change:
            outcome.notes.append(change)
            made.plan(wanted)
        verdict = _take(connection, made, outcome, marker, wanted)
        if verdict is None:
            return
        if best is None or len(verdict.passed) > len(best.passed):
            best = verdict
        if not _by_trigger(made, verdict):
            break
    assert best is not None
    made.take(best.passed[:wanted])
    refusal = _attempt(connection, made, outcome, marker) if made.rows else None
    if refusal is not None:
        best.refusals[refusal] += wanted
    made.rows = outcome.written
    made.forget()
    outcome.fail(str(reason) for reason, _ in best.refusals.most_common(3))


def _ways(made: Made, silence: Silence) -> Iterator[str]:
    """The table with its triggers as they are, without any, with those that fill columns in."""
    yield ""
    silenced = silence.all_of(made.name)
    if silenced:
        yield f"silenced {', '.join(t.name for t in silenced)}, which refused rows"
    awake = silence.wake(made.name)
    if awake:
        yield f"left {', '.join(t.name for t in awake)} on, which fills columns in"


def _take(
    connection: Connection, made: Made, outcome: Outcome, marker: Marker, wanted: int
) -> Verdict | None:
    """Write all rows that are wanted (None), or find out which rows the table would take.

    Rows that were tried before, for other tables of a circle, are written as they are.
    """
    if made.accepted is not None or not made.inferred.judged:
        refusal = _attempt(connection, made, outcome, marker)
        if refusal is None:
            return None
        outcome.notes.append(f"rows were tried one by one: {refusal}")
    try:
        verdict = try_rows(connection, made, wanted)
    except Exception as error:
        survivable(connection, error)
        return Verdict(np.empty(0, np.int64), refusals=Counter([Refusal.of(error)]))
    if len(verdict.passed) < wanted:
        return verdict
    made.take(verdict.passed[:wanted])
    refusal = _attempt(connection, made, outcome, marker)
    return None if refusal is None else Verdict(verdict.passed[:0], refusals=Counter([refusal]))


def _attempt(connection: Connection, made: Made, outcome: Outcome, marker: Marker) -> Refusal | None:
    """Copy all rows of a table, or none; why not, if so."""
    try:
        with connection.transaction():
            written = copy_rows(connection, made)
            if written < made.rows:
                raise DataError(f"{made.rows - written} of {made.rows} rows vanished without a word")
            marker.mark()
    except Exception as error:
        survivable(connection, error)
        return Refusal.of(error)
    outcome.written = written
    return None


def _by_trigger(made: Made, verdict: Verdict) -> bool:
    """Whether anything but a constraint refused rows, or a trigger could have made them fit."""
    table = made.table
    if any(purpose(trigger) == "compute" for trigger in table.triggers):
        return True
    constraints: list[Check | Unique | ForeignKey | Exclusion] = [*table.checks, *table.uniques]
    names = {constraint.name for constraint in [*constraints, *table.foreign_keys, *table.exclusions]}
    names |= {c.name for column in table.columns.values() for d in column.type.domains() for c in d.checks}
    triggers = {trigger.name for trigger in table.triggers}
    return any(refusal.constraint not in names - triggers for refusal in verdict.refusals)
