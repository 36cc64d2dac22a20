"""Whether the foreign keys of a small world point to rows: seen here, the server need not look again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from ...load.live import ForeignKey
from .telling import WorldTable

__all__ = ["References"]

#: How many answers are kept.
_ANSWERS = 1 << 14


class References:
    """The foreign keys of a database, tried on the rows of worlds.

    The server's own check is a query for each row and key, half of what it does for a small world.
    """

    def __init__(self, keys: Iterable[ForeignKey]) -> None:
        self._by_child: dict[str, list[ForeignKey]] = {}
        for key in keys:
            self._by_child.setdefault(key.child, []).append(key)
        # The tables are kept with the answers, so that no others can take their identity.
        self._answers: dict[tuple[str, tuple[int, ...]], tuple[bool, Sequence[WorldTable]]] = {}

    def hold(self, tables: Sequence[WorldTable]) -> bool:
        """Whether every key of these tables points to a row of theirs; False where that cannot be seen here."""
        by_name: dict[str, list[WorldTable]] = {}
        for table in tables:
            by_name.setdefault(table.planned.name, []).append(table)
        return all(
            self._holds(key, child, by_name.get(key.parent, []))
            for child in tables
            for key in self._by_child.get(child.planned.name, ())
        )

    def _holds(self, key: ForeignKey, child: WorldTable, parents: list[WorldTable]) -> bool:
        of = f"{key.child} {key.name}", (id(child), *map(id, parents))
        if of not in self._answers:
            if len(self._answers) >= _ANSWERS:
                self._answers.clear()
            self._answers[of] = _points(key, child, parents), (child, *parents)
        return self._answers[of][0]


def _points(key: ForeignKey, child: WorldTable, parents: list[WorldTable]) -> bool:
    if not set(key.child_columns) <= set(child.batch.schema.names):
        # Left to the server, whose default may be anything.
        return False
    if not all(set(key.parent_columns) <= set(parent.batch.schema.names) for parent in parents):
        return False
    wanted = [child.batch.column(name) for name in key.child_columns]
    there = [[parent.batch.column(name) for name in key.parent_columns] for parent in parents]
    if len(wanted) == 1:
        given = wanted[0].drop_null()
        if not len(given):
            return True
        known = [columns[0] for columns in there]
        return bool(known) and bool(
            pc.all(pc.is_in(given, value_set=pa.concat_arrays(known).cast(given.type))).as_py()
        )
    rows = {row for row in zip(*(column.to_pylist() for column in wanted), strict=True) if None not in row}
    return rows <= {row for columns in there for row in zip(*(c.to_pylist() for c in columns), strict=True)}
