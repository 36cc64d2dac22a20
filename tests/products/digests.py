"""Checksums of a story's rows as canonical COPY text, ordered by key: what "the same bytes" means.

python tests/products/digests.py vibrationfit/household --copies 20     # as JSON, to compare two installations
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from seedkit import generate
from seedkit.fields.text import as_text
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def plan_of(story: str, copies: int, **parameters: Any) -> Plan:
    """The plan of a story at a fixed now."""
    return compile_plan(find_scenario(story), copies=copies, now=NOW, parameters=parameters)


def lines(plan: Plan, ranges: Iterable[range], *, shared: bool = True) -> dict[str, list[str]]:
    """Every row as a line of tab-separated text, by table, in order of key."""
    found: dict[str, list[str]] = {}
    batches = [*(generate.generate_shared(plan) if shared else ())]
    for copies in ranges:
        batches += generate.generate(plan, copies)
    for table, batch in batches:
        found.setdefault(table, []).extend(_lines(batch, plan.table(table).key))
    return {table: sorted(rows) for table, rows in sorted(found.items())}


def digests(rows: Mapping[str, list[str]]) -> dict[str, str]:
    """sha256 of each table."""
    return {table: hashlib.sha256("\n".join(r).encode()).hexdigest() for table, r in rows.items()}


def split(plan: Plan, size: int) -> list[range]:
    """The copies of a plan in ranges of this size."""
    return [range(low, min(low + size, plan.copies)) for low in range(0, plan.copies, size)]


def _lines(batch: pa.RecordBatch, key: tuple[str, ...]) -> Iterable[str]:
    names = [*key, *(n for n in batch.schema.names if n not in key)]
    columns = [_spelled(batch.column(name)) for name in names]
    return ("\t".join(r"\N" if v is None else v for v in row) for row in zip(*columns, strict=True))


def _spelled(array: pa.Array) -> list[str | None]:
    if pa.types.is_nested(array.type):
        return [None if v is None else repr(v) for v in array.to_pylist()]
    if pa.types.is_timestamp(array.type):
        return array.cast(pa.int64()).cast(pa.string()).to_pylist()  # type: ignore[no-any-return]
    return as_text(array).to_pylist()  # type: ignore[no-any-return]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("story")
    options.add_argument("--copies", type=int, default=20)
    given = options.parse_args()
    plan = plan_of(given.story, given.copies)
    print(json.dumps(digests(lines(plan, [range(plan.copies)])), indent=2))
