"""The order of tables: every row after the rows it points to."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ..errors import PlanError


def load_order(tables: Iterable[Any]) -> list[Any]:
    """SQLAlchemy tables sorted so that foreign keys point backwards; ties by name.

    A table that points to itself is fine: one statement may hold parents and children.
    """
    found = {_name(t): t for t in tables}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, table in sorted(found.items()):
        targets = {_name(key.column.table) for key in table.foreign_keys}
        sorter.add(name, *sorted((targets & found.keys()) - {name}))
    try:
        sorter.prepare()
    except CycleError as error:
        raise PlanError(
            [f"these tables point to each other in a circle: {' -> '.join(error.args[1])}"]
        ) from error
    order: list[Any] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += [found[name] for name in ready]
        sorter.done(*ready)
    return order


def _name(table: Any) -> str:
    return f"{table.schema or 'public'}.{table.name}"
