"""Stories of the bookshop, planned and generated; fields on rows of no factory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bookshop
import numpy as np
import pyarrow as pa

from seedkit.counting import Counted
from seedkit.entropy import mix
from seedkit.fields import Field
from seedkit.fields.rows import Rows
from seedkit.generate import generate, generate_shared
from seedkit.plan import Plan, compile_plan
from seedkit.scenario import Scenario, scenario
from seedkit.scope import current_scope
from seedkit.types import as_array, to_python
from seedkit.world import World


def told(function: Callable[..., None]) -> Scenario:
    """A story of the bookshop."""
    return scenario(f"bookshop/{function.__name__}")(function)


def planned(function: Callable[[World], None], **options: Any) -> Plan:
    """The plan of a story, at the tests' now."""
    return compile_plan(told(function), **{"now": bookshop.NOW, **options})


def rows_of(plan: Plan, copies: range | None = None, *, reference: Any = None) -> dict[str, pa.Table]:
    """All rows of some copies (all of them by default), by table, shared rows first."""
    copies = range(plan.copies) if copies is None else copies
    parts: dict[str, list[pa.RecordBatch]] = {}
    for source in (generate_shared(plan, reference=reference), generate(plan, copies, reference=reference)):
        for table, batch in source:
            parts.setdefault(table.removeprefix("public."), []).append(batch)
    return {table: pa.Table.from_batches(batches) for table, batches in parts.items()}


def lone(n: int = 1000, *, first: int = 0) -> Counted:
    """Rows without columns, links or a factory: what a field draws from."""
    ordinals = np.arange(first, first + n, dtype=np.int64)
    return Counted(mix(ordinals.astype(np.uint64)), ordinals * 0, ordinals, current_scope())


def values(field: Field, rows: Rows | None = None, name: str = "x") -> list[Any]:
    """The Python values of a field for these rows (1,000 of them by default)."""
    return to_python(as_array(field.bound(name, {}).column(lone() if rows is None else rows)), None)
