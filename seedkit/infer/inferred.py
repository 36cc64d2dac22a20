"""What inference finds out about a table: a field for each column, places for each link, and what limits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..fields import Field
from ..schema.reflected import Check, Exclusion, Name, Unique


@dataclass(frozen=True)
class Taken:
    """What the rows that a table holds already keep of one unique or exclusion, so that new rows keep clear of it.

    ``greatest`` is, by column, the greatest value there (numbers, dates and moments as Python values).
    ``keys`` are the combinations there, in the order of the unique's columns, each as text (``::text``;
    None for null); of a column that a link writes, the place of the parent as text instead. None where
    they are too many to be listed (more than 10,000, say). ``end`` is where the last of the spans ends
    that must not overlap, None where there is none or it has no end.
    """

    rows: int = 0
    greatest: Mapping[str, Any] = field(default_factory=dict)
    keys: frozenset[tuple[str | None, ...]] | None = None
    end: Any = None


@dataclass(frozen=True)
class Inferred:
    """How the rows of one table are made.

    ``fields`` are bound declarations, by column: of every column that we write and no link writes. Columns
    neither here nor in a link are left to the server. ``links`` are, by foreign key, int64 places
    0 … targets-1 of the parent's rows (null: no parent); a foreign key whose columns others write is in
    ``implied``. ``limit`` is how many rows the constraints allow at all, None if any number.
    ``judged`` are constraints that were not understood: the server must judge candidates.
    ``limits`` say which constraints set the limit.
    ``impossible`` are reasons why no row can exist, ``notes`` what was decided and why.
    """

    table: Name
    fields: Mapping[str, Field]
    links: Mapping[str, Field]
    limit: int | None = None
    limits: tuple[str, ...] = ()
    judged: tuple[Check | Unique | Exclusion, ...] = ()
    impossible: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    implied: frozenset[str] = frozenset()
