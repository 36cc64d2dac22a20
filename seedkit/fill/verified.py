"""What the checks of integrity say of a fill, without what was so before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..schema.reflected import Check as Rule
from ..schema.reflected import ForeignKey, Table
from ..verify.findings import Check, Report

__all__ = ["ours"]

#: What a fill leaves as it finds it: constraints that are not valid, indexes and triggers that are off.
_AS_FOUND = frozenset({"validated", "triggers", "indexes"})


def ours(checks: Iterable[Check], tables: Iterable[Table]) -> Report:
    """The report on a fill. Rows that were there may break a constraint that nobody validated."""
    loose = {f"{table.name} {name}" for table in tables for name in _loose(table)}
    return Report.of(
        replace(check, findings=tuple(replace(f, severity="warning") for f in check.findings))
        if check.subject in loose
        else check
        for check in checks
        if check.code not in _AS_FOUND
    )


def _loose(table: Table) -> Iterator[str]:
    """The constraints that rows may break: those not enforced, and where there were rows, those not validated."""
    constraints: list[Rule | ForeignKey] = [*table.checks, *table.foreign_keys]
    for constraint in constraints:
        if not constraint.enforced or not (constraint.validated or table.empty):
            yield constraint.name
