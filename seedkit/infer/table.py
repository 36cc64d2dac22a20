"""From a reflected table to the fields of its columns: meanings, conditions, uniques, solved together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ..schema.reflected import Check, Database, Exclusion, Table, Unique
from ..scope import current_scope
from .inference import Inference, plain
from .inferred import Inferred, Taken

__all__ = ["infer_table"]


def infer_table(
    database: Database,
    table: Table,
    *,
    rows: int,
    targets: Mapping[str, int],
    offset: int = 0,
    taken: Mapping[str, Taken] | None = None,
    now: dt.datetime | None = None,
) -> Inferred:
    """The fields of a table of which ``rows`` rows are to be made; ``targets``: rows to point to, by foreign key.

    ``taken`` is what rows that are there keep of each unique, ``now`` when the rows are made (the scope's by default).
    Raises nothing: a column whose meaning cannot be had falls back to its type, and one whose type is not known to null.
    """
    moment = now or current_scope().now
    try:
        return Inference(
            database, table, rows=rows, targets=targets, offset=offset, taken=taken or {}, now=moment
        ).run()
    except (
        Exception
    ) as error:  # whatever a schema that nobody has seen brings: its rows are judged by the server
        inferred = plain(table, targets, moment)
        judged: tuple[Check | Unique | Exclusion, ...] = (*table.checks, *table.uniques, *table.exclusions)
        note = f"inference failed ({type(error).__name__}: {error}): values follow from types alone"
        return Inferred(table.name, inferred.fields, inferred.links, judged=judged, notes=(note,))
