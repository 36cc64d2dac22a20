"""The plan held against the live catalogue: what can be written, what is skipped, what forbids the load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from ..errors import TargetError
from .live import LiveTable, read_tables
from .source import PlanLike, TableLike

__all__ = ["BoundPlan", "bind", "bound_to"]


@dataclass(frozen=True)
class BoundPlan:
    """The tables of a plan that the target has, in load order, with the columns to write.

    ``loud`` are tables on which user triggers fire and that we do not own: no silencing them.
    """

    planned: Mapping[str, TableLike]
    live: Mapping[str, LiveTable]
    columns: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Table names in load order."""
        return tuple(self.planned)

    @property
    def loud(self) -> frozenset[str]:
        """Tables whose triggers will fire."""
        return frozenset(n for n, t in self.live.items() if t.fires and not t.owned)

    @property
    def own(self) -> tuple[str, ...]:
        """Tables that may hold rows of the load's own, beside catalogue rows or instead, in load order."""
        return tuple(n for n, t in self.planned.items() if t.origin or not t.reference)

    def match(self, name: str) -> tuple[str, ...]:
        """The columns by which a row is found again: the key, or the column that carries the origin."""
        planned = self.planned[name]
        return planned.key or ((planned.origin,) if planned.origin else ())


def bind(connection: psycopg.Connection[Any], plan: PlanLike, *, strict: bool = False) -> BoundPlan:
    """Hold the plan against the catalogue. All that forbids loading is one error, before any write."""
    return bound_to(read_tables(connection, [t.name for t in plan.tables]), plan, strict=strict)


def bound_to(live: Mapping[str, LiveTable], plan: PlanLike, *, strict: bool = False) -> BoundPlan:
    """The plan held against tables that were read from the catalogue."""
    planned = {t.name: t for t in plan.tables if t.name in live}
    drift = [
        f"{t.name}: the target has no such table; its rows are skipped"
        for t in plan.tables
        if t.name not in live
    ]
    for name, table in planned.items():
        drift += _drift(table, live[name])
    blocking = [f for name, table in planned.items() for f in _blocking(table, live[name])]
    if not planned:
        blocking.append("the target has none of the tables of this plan")
    if strict:
        blocking += drift
    refuse(blocking, f"{plan.scenario} cannot be loaded here")
    columns = {n: _writable(t, live[n]) for n, t in planned.items()}
    return BoundPlan(planned, {n: live[n] for n in planned}, columns, tuple(drift))


def refuse(findings: Sequence[str], what: str, *, hint: str | None = None) -> None:
    """Raise all findings as one error, if there are any."""
    if findings:
        raise TargetError("\n  ".join([f"{what}:", *findings]), got=len(findings), hint=hint)


def missing_privileges(tables: Iterable[LiveTable], *wanted: str) -> list[str]:
    """What the current role may not do, a sentence for each table."""
    found = []
    for table in tables:
        if table.row_security:
            found.append(
                f"{table.name}: row-level security applies to this role; "
                "load as the table's owner or a role with BYPASSRLS"
            )
        lacking = [p for p in wanted if p not in table.privileges]
        if lacking:
            found.append(f"{table.name}: this role has no {', '.join(lacking)} privilege")
    return found


def _writable(planned: TableLike, live: LiveTable) -> tuple[str, ...]:
    return tuple(c for c in planned.columns if c in live.columns and not live.columns[c].generated)


def _blocking(planned: TableLike, live: LiveTable) -> list[str]:
    found = missing_privileges([live], "SELECT", "INSERT")
    found += [
        f"{live.name}.{c.name}: the target demands a value (NOT NULL, no default), but the plan has no such column"
        for c in live.columns.values()
        if c.required and c.name not in planned.columns
    ]
    if not (planned.key or planned.origin):
        found.append(f"{live.name}: no column tells its rows apart (no key, no origin)")
    anchors = {*planned.key, *planned.natural, *([planned.origin] if planned.origin else [])}
    found += [
        f"{live.name}.{name}: the target lacks this column, by which rows are found again"
        for name in sorted(anchors - set(live.columns))
    ]
    return found


def _drift(planned: TableLike, live: LiveTable) -> list[str]:
    found = []
    absent = [c for c in planned.columns if c not in live.columns]
    if absent:
        found.append(f"{live.name}: the target has no column {', '.join(absent)}; skipped")
    extra = [c.name for c in live.columns.values() if c.name not in planned.columns and not c.generated]
    if extra:
        found.append(f"{live.name}: the plan knows no column {', '.join(extra)}; left to the default")
    return found
