"""A load in parts: many connections, one COPY stream each, every part a transaction of its own, written once.

For tables that are partitioned or sharded, where one connection is what limits. It is not all or nothing: what is
there of it says ``seedkit.parts``, and the same command goes on where it stopped. The ledger's entry and the rows
that live once come first, so that the load can be taken out at any time.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from .. import generate
from ..errors import SeedkitError, TargetError, UsageError
from ..load.connect import connect, named_target
from ..load.copy import Encoders, copy_batch
from ..load.guard import refuse_remote
from ..load.ledger import entry_of, read_loads
from ..load.ledger_schema import LOCK
from ..load.live import read_tables
from ..load.load import load
from ..load.overlap import items_of, parts_of
from ..load.preflight import BoundPlan, bind, refuse
from ..load.receipt import Receipt
from ..load.reference import known_rows
from ..plan import Plan
from ..rowsets import Anyone
from .engine import Dask
from .part import Failed, ranges_of, sums_of
from .recipe import plan_of, recipe_of
from .totals import Known

__all__ = ["load_parts"]

#: About so many rows are one transaction.
PART_ROWS = 250_000

_PARTS = """
create table if not exists seedkit.parts (
    load_id bigint not null references seedkit.loads on delete cascade,
    first integer not null,
    stop integer not null,
    rows jsonb not null default '{}',
    xid bigint not null,
    primary key (load_id, first)
)"""

_ENTER = """
insert into seedkit.parts (load_id, first, stop, rows, xid)
values (%s, %s, %s, %s, pg_current_xact_id()::text::bigint) on conflict do nothing
"""
#: Under which copies the rows are entered that live once.
_SHARED = (-1, 0)

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class _Stream:
    """What a process needs to write one part."""

    recipe: tuple[str, bytes]
    copies: tuple[int, int]
    url: str = field(repr=False)
    load: int
    columns: Mapping[str, tuple[str, ...]]
    known: generate.Known


def load_parts(
    connection: psycopg.Connection[Any],
    url: str,
    plan: Plan,
    engine: Dask,
    *,
    part_rows: int = PART_ROWS,
    progress: Progress | None = None,
) -> Receipt:
    """Write the rows of a plan through as many connections as the engine has workers; they find the target at ``url``.

    The same command after a failure writes what is missing. Raises UsageError for a story whose copies refer to each
    other, TargetError for a target that parts cannot be written to, DataError for a value that it refuses.
    """
    started = time.perf_counter()
    bound = _suited(connection, plan)
    ranges = ranges_of(plan.copies, plan.rows_per_copy, part_rows)
    done = _begun(connection, plan, ranges)
    recipe = recipe_of(plan)
    sums = sums_of(plan, recipe, ranges, engine)
    if sums:
        plan.kept["tally"] = Known(sums)
    receipt = load(connection, plan, _Shared(), analyze=False)
    entry = entry_of(read_loads(connection), (plan.scenario, plan.seed, plan.name))
    assert entry is not None
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        connection.execute(_PARTS)
        if receipt.mode == "fresh":
            connection.execute(_ENTER, [entry.id, *_SHARED, Jsonb({t.name: t.rows for t in receipt.tables})])
    # The keys before ours and the catalogue as they are now.
    based = recipe_of(plan.replace(bases=dict(receipt.bases)))
    known = known_rows(connection, bound)
    calls = [
        (_Stream(based, (r.start, r.stop), url, entry.id, bound.columns, known),)
        for r in ranges
        if r.start not in done
    ]
    written: Counter[str] = Counter()
    for part in engine.made(_written, calls):
        if isinstance(part, Failed):
            raise TargetError(
                part.message,
                hint="Parts that are there stay; the same command goes on, `seedkit unload` removes them",
            )
        written.update(part)
        if progress:
            progress("parts", written.total())
    _finish(connection, entry.id)
    tables = tuple(
        replace(t, rows=t.rows + written[t.name], inserted=t.inserted + written[t.name])
        for t in receipt.tables
    )
    seconds = {"total": round(time.perf_counter() - started, 3)}
    return replace(receipt, tables=tables, seconds=seconds, mode="parts")


class _Shared:
    """Generation without the rows of copies: what a load writes before its parts."""

    def __getattr__(self, name: str) -> Any:
        return getattr(generate, name)

    def shards(self, plan: Any, *, first: int = 0) -> Iterator[range]:
        """None."""
        return iter(())


def _suited(connection: psycopg.Connection[Any], plan: Plan) -> BoundPlan:
    """The plan bound to the target. Raises where parts would wait for each other, or say something else than a load."""
    reaching = [r.label for r in plan.rowsets.values() if any(map(_reaches, r.links.values()))]
    if reaching:
        raise UsageError(
            f"copies of {plan.scenario} refer to each other: {', '.join(reaching)}",
            hint="Load it without --engine: parts would wait for each other",
        )
    bound = bind(connection, plan)
    found = [] if not bound.binding.digest else ["its schema is not as the product means it"]
    for name, table in bound.planned.items():
        if table.origin is None and not (table.shared or table.reference):
            found.append(f"{name}: its rows have no key that tells their load")
        loud = [t.name for t in bound.live[name].fires if t.inserts]
        if loud:
            found.append(
                f"{name}: the triggers {', '.join(loud)} would fire for every row; disable them meanwhile"
            )
    refuse(found, f"{plan.scenario} cannot be loaded in parts here")
    return bound


def _reaches(binding: Any) -> bool:
    return isinstance(binding, Anyone) and not binding.rowset.once


def _begun(connection: psycopg.Connection[Any], plan: Plan, ranges: Sequence[range]) -> Collection[int]:
    """The first copies of the parts that are there. Raises where the load is there, but not in these parts."""
    entry = entry_of(read_loads(connection), (plan.scenario, plan.seed, plan.name))
    if entry is None:
        return set()
    row = connection.execute("select to_regclass('seedkit.parts') is not null").fetchone()
    found: dict[int, int] = {}
    if row and row[0]:
        query = "select first, stop from seedkit.parts where load_id = %s"
        found = dict(connection.execute(query, [entry.id]).fetchall())
    cut = {r.start: r.stop for r in ranges}
    same = (entry.copies, entry.fingerprint, entry.now) == (plan.copies, plan.fingerprint, plan.now)
    if not same or not found or not found.items() <= {**cut, _SHARED[0]: _SHARED[1]}.items():
        raise UsageError(
            f"{entry.label} is there already, and not in these parts",
            hint="Unload it first, or repeat the command with the same --copies, --now and --part-rows",
        )
    return set(found)


def _written(stream: _Stream) -> dict[str, int] | Failed:
    """Write a part, unless it is there: the rows of each table. Called again, it writes nothing twice."""
    target = named_target(stream.url, source="--db")
    refuse_remote(target)
    try:
        with connect(target) as connection, connection.transaction():
            taken = connection.execute(_ENTER, [stream.load, *stream.copies, Jsonb({})]).rowcount
            if not taken:
                row = connection.execute(
                    "select rows from seedkit.parts where load_id = %s and first = %s",
                    [stream.load, stream.copies[0]],
                ).fetchone()
                return dict(row[0]) if row else {}
            rows = _copied(connection, stream)
            connection.execute(
                "update seedkit.parts set rows = %s where load_id = %s and first = %s",
                [Jsonb(rows), stream.load, stream.copies[0]],
            )
            return rows
    except SeedkitError as error:
        return Failed(str(error))


def _copied(connection: psycopg.Connection[Any], stream: _Stream) -> dict[str, int]:
    plan = plan_of(stream.recipe)
    encoder = Encoders(read_tables(connection, stream.columns), stream.columns)
    rows: Counter[str] = Counter()
    for copies in generate.shards(plan.replace(copies=stream.copies[1]), stream.copies[0]):
        batches = generate.generate(plan, copies, reference=stream.known)
        for part in parts_of(items_of(batches, encoder)):
            with connection.cursor() as cursor:
                rows[part.encoder.table.name] += copy_batch(cursor, part.encoder, part.batch, part.chunks)
    return dict(rows)


def _finish(connection: psycopg.Connection[Any], load_id: int) -> None:
    """The ledger's entry as that of a load that was written at once."""
    with connection.transaction():
        query = "select rows, xid from seedkit.parts where load_id = %s"
        parts = connection.execute(query, [load_id]).fetchall()
        counts: Counter[str] = Counter()
        for rows, _ in parts:
            counts.update(rows)
        connection.execute(
            "update seedkit.loads set xids = array(select distinct unnest(xids || %s::bigint[])), row_counts = %s"
            " where id = %s",
            [[xid for _, xid in parts], Jsonb(counts), load_id],
        )
