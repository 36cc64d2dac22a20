"""A plan over some of its tables: what is left out must not be missed by what stays."""

from __future__ import annotations

from collections.abc import Collection

from ..errors import PlanError, UnknownName
from .model import Plan, PlannedTable

__all__ = ["select_tables"]


def select_tables(plan: Plan, *, only: Collection[str] = (), without: Collection[str] = ()) -> Plan:
    """The plan without some tables, or with only some and what these point to.

    Tables are ``schema.table`` or, in ``public``, ``table``. Raises UnknownName for a table the
    plan does not have, and PlanError where a table that stays points to one that goes.
    """
    if not only and not without:
        return plan
    points_to = {t.name: _targets(plan, t) for t in plan.tables}
    wanted = _closure({_named(plan, n) for n in only}, points_to) if only else set(points_to)
    left_out = {_named(plan, n) for n in without}
    kept = wanted - left_out
    findings = [
        f"{name} stays, and its rows point to {target}, which is left out"
        for name in sorted(kept)
        for target in sorted(points_to[name] & left_out)
    ]
    if findings:
        raise PlanError(findings, where=plan.scenario, hint="Leave out both, or neither")
    return plan.replace(
        tables=tuple(t for t in plan.tables if t.name in kept),
        sights=tuple(s for s in plan.sights if s.table in kept),
    )


def _named(plan: Plan, given: str) -> str:
    known = [t.name for t in plan.tables]
    name = given if "." in given else f"public.{given}"
    if name not in known:
        raise UnknownName(
            f"table in the plan of {plan.scenario}", given, [n.removeprefix("public.") for n in known]
        )
    return name


def _targets(plan: Plan, planned: PlannedTable) -> set[str]:
    """The other tables of the plan to which these rows point, by a foreign key whose column they fill."""
    known = {t.name for t in plan.tables} - {planned.name}
    table = plan.rowsets[planned.labels[0]].factory._meta.model.__table__
    filled = [key.column.table for key in table.foreign_keys if key.parent.name in planned.columns]
    return {f"{target.schema or 'public'}.{target.name}" for target in filled} & known


def _closure(names: set[str], points_to: dict[str, set[str]]) -> set[str]:
    found, waiting = set(names), list(names)
    while waiting:
        for target in points_to[waiting.pop()] - found:
            found.add(target)
            waiting.append(target)
    return found
