"""The plan held against the live catalogue: what can be written, what is skipped, what forbids the load."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg

from ..bind.aliases import Aliases
from ..bind.bind import bind_plan
from ..bind.binding import Binding, BoundTable
from ..errors import TargetError
from ..product import find_product, products
from ..schema.meant import meant_schema
from ..schema.reflection import reflect
from .live import LiveTable, read_tables
from .source import PlanLike, TableLike

__all__ = ["BoundPlan", "bind"]


@dataclass(frozen=True)
class BoundPlan:
    """The tables of a plan that the target has, in load order, with the columns to write.

    Everything goes by the target's names. ``binding`` tells what the plan calls it, and what is left out.
    """

    planned: Mapping[str, TableLike]
    live: Mapping[str, LiveTable]
    columns: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    binding: Binding = field(default_factory=lambda: Binding({}))

    @property
    def names(self) -> tuple[str, ...]:
        """Table names in load order."""
        return tuple(self.planned)

    @functools.cached_property
    def loud(self) -> frozenset[str]:
        """Tables on which user triggers fire and that we do not own: no silencing them."""
        return frozenset(n for n, t in self.live.items() if t.fires and not t.owned)

    @property
    def own(self) -> tuple[str, ...]:
        """Tables that may hold rows of the load's own, beside catalogue rows or instead, in load order."""
        return tuple(n for n, t in self.planned.items() if t.origin or not t.reference)

    def match(self, name: str) -> tuple[str, ...]:
        """The columns by which a row is found again: the key, or the column that carries the origin."""
        planned = self.planned[name]
        return planned.key or ((planned.origin,) if planned.origin else ())


def bind(
    connection: psycopg.Connection[Any], plan: PlanLike, *, strict: bool = False, places: int = 0
) -> BoundPlan:
    """Hold the plan against the target. All that forbids loading is one error, before any write.

    ``places`` of its tables belong to other loads: for values that are made of them.
    """
    schemas = {t.name.partition(".")[0] for t in plan.tables}
    binding = bind_plan(plan, reflect(connection, schemas=schemas), places=places, **_known(plan))
    live = read_tables(connection, binding.tables)
    there = {t.planned: t for t in binding.tables.values()}
    planned = {there[t.name].name: _renamed(t, there[t.name]) for t in plan.tables if t.name in there}
    blocking = [str(note) for note in binding.notes if note.blocking]
    for name, table in planned.items():
        blocking += _blocking(table, live[name])
    if not planned:
        blocking.append("the target has none of the tables of this plan")
    notes = tuple(str(note) for note in binding.notes if not note.blocking)
    findings = [*blocking, *(notes if strict else ())]
    refuse(findings, f"{plan.scenario} cannot be loaded here", hint=_hint(binding, blocking))
    columns = {n: tuple(c.name for c in t.columns) for n, t in binding.tables.items()}
    return BoundPlan(planned, live, columns, notes, binding)


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


def _known(plan: PlanLike) -> dict[str, Any]:
    """What the plan's product means its tables to be, and what they are called elsewhere."""
    if plan.product not in products():
        return {}
    product = find_product(plan.product)
    return {"meant": meant_schema(product, plan.schema), "aliases": Aliases(product.aliases)}


def _hint(binding: Binding, blocking: Sequence[str]) -> str:
    if any(note.blocking and note.kind == "extra" for note in binding.notes):
        return "Give the column a default, or say in the aliases of the product what it is made of"
    if blocking:
        return "`seedkit drift` lists all in which the target differs from the product"
    return "Without --strict these are skipped, mapped or inferred as said"


def _renamed(planned: Any, table: BoundTable) -> TableLike:
    """The planned table with the target's names."""
    if table.plain:
        renamed: TableLike = planned
        return renamed
    called = {column: table.live(column) or column for column in planned.columns}
    return replace(  # type: ignore[no-any-return]
        planned,
        name=table.name,
        columns=tuple(c.name for c in table.columns),
        key=tuple(called.get(c, c) for c in planned.key),
        origin=called.get(planned.origin, planned.origin),
        natural=tuple(called.get(c, c) for c in planned.natural),
    )


def _blocking(planned: TableLike, live: LiveTable) -> list[str]:
    found = missing_privileges([live], "SELECT", "INSERT")
    if not (planned.key or planned.origin):
        found.append(f"{live.name}: no column tells its rows apart (no key, no origin)")
    return found
