"""The loads of a database held to account: integrity, invariants, access.

Verification asks the database alone; what a load was meant to be comes from the ledger and from
telling its story again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import psycopg

from . import generate
from .entropy import below, draw, key_range
from .errors import TargetError, UnknownName
from .load.ledger import LedgerLoad, read_loads
from .load.load import load
from .plan import Plan, compile_plan
from .product import Product, find_product, find_scenario
from .schema.access import access_by_table
from .schema.ddl import is_optional, is_view
from .scope import midnight
from .supabase.claims import Person
from .types import to_python
from .verify.access import Expectation, Proof, Subject, prove_access
from .verify.findings import Report
from .verify.integrity import check_integrity
from .verify.invariants import check_invariants
from .verify.mutant import Score
from .verify.mutants import mutation_score

__all__ = ["account_for", "loads_of", "mutate", "plan_of", "prove", "sampled_copies"]

#: Copies whose people are proven: the first, the last, and a sample; fewer where a copy has many people,
#: so that the proof of a whole product stays within about ten seconds.
SAMPLE, PEOPLE = 8, 160

Connection = psycopg.Connection[Any]


def loads_of(connection: Connection, scenario: str | None = None) -> list[LedgerLoad]:
    """The loads of a database, or those of one story. Raises where there is nothing to verify."""
    loads = read_loads(connection)
    if not loads:
        raise TargetError("nothing was loaded into this database", hint="seedkit load vibrationfit/household")
    wanted = [entry for entry in loads if scenario in (None, entry.scenario, entry.name or entry.scenario)]
    if not wanted:
        raise UnknownName("load", str(scenario), [entry.scenario for entry in loads])
    return wanted


def plan_of(entry: LedgerLoad) -> Plan:
    """The plan of a load, made again from its story, its integer keys where the load put them."""
    plan = compile_plan(
        find_scenario(entry.scenario),
        seed=entry.seed,
        now=entry.now,
        copies=entry.copies,
        name=entry.name,
        parameters=entry.parameters,
    )
    return plan.replace(bases=entry.receipt.get("bases", {}))


def account_for(connection: Connection, loads: Sequence[LedgerLoad]) -> Report:
    """Integrity of all tables, and the invariants of the products of these loads."""
    groups = [check_integrity(connection, schemas=("public", "auth"))]
    filled = {table.name for entry in loads if entry.is_fill for table in entry.tables}
    elsewhere = [name for name in filled if name.partition(".")[0] not in ("public", "auth")]
    if elsewhere:
        groups.append(check_integrity(connection, tables=elsewhere))
    for product in _products(loads):
        mine = [entry for entry in loads if entry.product == product.name]
        ranges = [_range(entry) for entry in mine]
        now = max((entry.now for entry in mine), default=midnight())
        groups.append(
            check_invariants(connection, product.invariants, now=now.astimezone(dt.UTC), ranges=ranges)
        )
    return Report.of(*groups)


def prove(connection: Connection, loads: Sequence[LedgerLoad], *, loud: bool = False) -> Proof:
    """The access proof over the products of these loads; one more copy of each is loaded and undone."""
    loads = [entry for entry in loads if not entry.is_fill]
    if not loads:
        raise TargetError(
            "only fills are in this database, and a fill declares nobody's access", hint="Load a story"
        )
    models = _models(loads)
    tables = access_by_table(models)
    people, sees = [], []
    for entry in loads:
        plan = plan_of(entry)
        copies = sampled_copies(plan)
        people += [_subject(entry, person) for person in generate.people(plan, copies)]
        sees += _sights(entry, plan, copies[:1])

    def one_more(connection: Connection) -> list[Subject]:
        return [subject for entry in loads for subject in _second_copy(connection, entry)]

    return prove_access(
        connection, tables=tables, people=people, keys=_keys(models), sees=sees, extra=one_more, loud=loud
    )


def mutate(connection: Connection, loads: Sequence[LedgerLoad]) -> Score:
    """Break one thing at a time, and count what the checks name: are the checks any good?"""
    loads = [entry for entry in loads if not entry.is_fill]
    products, models = _products(loads), _models(loads)
    people = [
        _subject(entry, p)
        for entry in loads
        for p in generate.people(plan_of(entry), range(2)[: entry.copies])
    ]
    return mutation_score(
        connection,
        tables=access_by_table(models),
        people=people,
        keys=_keys(models),
        invariants=[i for product in products for i in product.invariants],
        cells={table: columns for product in products for table, columns in product.ledger_columns.items()},
        now=max(entry.now for entry in loads),
    )


def sampled_copies(plan: Plan) -> list[int]:
    """The first copy, the last, and a seeded sample: at most ``SAMPLE`` in all, ascending."""
    size = min(SAMPLE, max(2, PEOPLE // max(len(plan.people), 1)))
    if plan.copies <= size:
        return list(range(plan.copies))
    turns = np.arange(size - 2, dtype=np.uint64)
    chosen = 1 + below(draw(turns, "sampled copies", plan.seed), plan.copies - 2)
    return sorted({0, plan.copies - 1, *chosen.tolist()})


def _keys(models: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Views and the tables without a primary key are told apart by id all the same."""
    keyless = [
        m for m in models if (is_view(m) or not m.__table__.primary_key) and "id" in m.__table__.columns
    ]
    return dict.fromkeys(access_by_table(keyless), ("id",))


def _models(loads: Iterable[LedgerLoad]) -> list[Any]:
    return [m for product in _products(loads) for m in product.models if not is_optional(m)]


def _products(loads: Iterable[LedgerLoad]) -> list[Product]:
    return [find_product(name) for name in dict.fromkeys(e.product for e in loads if not e.is_fill)]


def _range(entry: LedgerLoad) -> Any:
    low, _ = key_range(entry.tag)
    after, _ = key_range(entry.tag + 1)
    return low, after


def _handle(entry: LedgerLoad, handle: str, copy: int = 0) -> str:
    """``partner``, in copy 37 ``partner@37``, of a second load of the story ``partner --as demo``."""
    return handle + (f"@{copy}" if copy else "") + (f" --as {entry.name}" if entry.name else "")


def _subject(entry: LedgerLoad, person: generate.StoryPerson, suffix: str = "") -> Subject:
    handle = _handle(entry, person.handle, person.copy) + suffix
    kind = "second owner" if person.kind == "owner" and (person.copy or suffix) else person.kind
    return Subject(Person(handle, person.uid, person.email, sub=person.sub), kind)


def _sights(entry: LedgerLoad, plan: Plan, copies: Sequence[int]) -> list[Expectation]:
    shard = generate.Shard(plan, np.array(copies, dtype=np.int64))
    expectations = []
    for sight in plan.sights:
        rowset = plan.rowsets[sight.label]
        rows = shard.rows(rowset)
        key = rowset.factory._meta.key
        keys = frozenset(str(k) for k in to_python(rows.column(key), rowset.factory._meta.column_type(key)))
        if keys:
            expectations.append(Expectation(_handle(entry, sight.handle), sight.table, keys))
    return expectations


def _second_copy(connection: Connection, entry: LedgerLoad) -> list[Subject]:
    story = find_scenario(entry.scenario)
    plan = compile_plan(
        story, seed=entry.seed, now=entry.now, copies=1, name="access-proof", parameters=entry.parameters
    )
    load(connection, plan, generate, analyze=False)
    return [_subject(entry, person, " (other)") for person in generate.people(plan, [0])]
