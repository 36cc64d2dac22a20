"""Writing tables that need each other: by one statement, or by links that are set when both ends are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from ..schema.reflected import ForeignKey
from .made import Made
from .order import late_columns, row_key
from .outcome import Outcome, survivable
from .record import Marker
from .send import dropped, staged
from .trial import Refusal

__all__ = ["insert_together", "set_links"]

Connection = psycopg.Connection[Any]


def insert_together(connection: Connection, circle: Sequence[Made], marker: Marker) -> Refusal | None:
    """Stage every table, then insert into all by one statement: foreign keys are checked at its end."""
    try:
        with connection.transaction():
            stages = [
                staged(connection, made, f"seedkit_circle_{number}", made.columns)
                for number, made in enumerate(circle)
            ]
            parts = [
                sql.SQL("{} as ({})").format(sql.Identifier(f"w{number}"), _insert(made, stage))
                for number, (made, stage) in enumerate(zip(circle, stages, strict=True))
            ]
            connection.execute(sql.SQL("with {} select 1").format(sql.SQL(", ").join(parts)))
            dropped(connection, stages)
            marker.mark()
    except Exception as error:
        survivable(connection, error)
        return Refusal.of(error)
    return None


def set_links(connection: Connection, made: Made, key: ForeignKey, outcome: Outcome, marker: Marker) -> None:
    """Set a link that was left null, row by key of the row."""
    made.late = made.late - {key.name}
    made.forget()
    columns, identity = late_columns(made.table, key), row_key(made.table)
    try:
        with connection.transaction():
            stage = staged(connection, made, "seedkit_links", [*identity, *columns])
            connection.execute(_update(made, stage, identity, columns))
            dropped(connection, [stage])
            marker.mark()
    except Exception as error:
        survivable(connection, error)
        outcome.notes.append(f"{key.name} stays null: {Refusal.of(error)}")


def _insert(made: Made, stage: sql.Composable) -> sql.Composed:
    if not made.columns:
        return sql.SQL("insert into {} select from generate_series(1, {}) returning 1").format(
            made.name.identifier, sql.Literal(made.rows)
        )
    names = sql.SQL(", ").join(map(sql.Identifier, made.columns))
    return sql.SQL("insert into {} ({}) overriding system value select {} from {} returning 1").format(
        made.name.identifier, names, names, stage
    )


def _update(
    made: Made, stage: sql.Composable, identity: Sequence[str], columns: Sequence[str]
) -> sql.Composed:
    settings = [sql.SQL("{0} = s.{0}").format(sql.Identifier(name)) for name in columns]
    matches = [sql.SQL("t.{0} = s.{0}").format(sql.Identifier(name)) for name in identity]
    return sql.SQL("update {} t set {} from {} s where {}").format(
        made.name.identifier, sql.SQL(", ").join(settings), stage, sql.SQL(" and ").join(matches)
    )
