"""The loads of a database held to account: integrity, invariants, access.

Verification asks the database alone; what a load was meant to be comes from the ledger and from
telling its story again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import psycopg
from psycopg import sql

from . import generate
from .bind.aliases import Aliases
from .bind.binding import COLUMNS
from .bind.matching import match, reshaped
from .bind.renamed import Names, names_in
from .entropy import below, draw, key_range
from .errors import TargetError, UnknownName
from .load.ledger import LedgerLoad, read_loads
from .load.live import identifier
from .load.load import load
from .load.receipt import TableReceipt
from .placement import HOME, placed_name
from .plan import Plan, compile_plan
from .product import find_product, find_scenario
from .scenario import Scenario
from .schema.access import Access, access_by_table
from .schema.ddl import is_optional, is_view
from .schema.meant import meant_schema
from .schema.reflection import reflect
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
FindStory = Callable[[str], Scenario]


def loads_of(connection: Connection, scenario: str | None = None) -> list[LedgerLoad]:
    """The loads of a database, or those of one story. Raises where there is nothing to verify."""
    loads = read_loads(connection)
    if not loads:
        raise TargetError("nothing was loaded into this database", hint="seedkit load vibrationfit/household")
    wanted = [entry for entry in loads if scenario in (None, entry.scenario, entry.name or entry.scenario)]
    if not wanted:
        raise UnknownName("load", str(scenario), [entry.scenario for entry in loads])
    return wanted


def plan_of(entry: LedgerLoad, find: FindStory = find_scenario) -> Plan:
    """The plan of a load, made again from its story, its integer keys where the load put them.

    ``find`` knows the stories by name: those of a test lie in no product's package.
    """
    plan = compile_plan(
        find(entry.scenario),
        seed=entry.seed,
        now=entry.now,
        copies=entry.copies,
        name=entry.name,
        parameters=entry.parameters,
        uuid_subjects=entry.uuid_subjects,
    )
    return plan.placed(entry.schema).replace(bases=entry.receipt.get("bases", {}))


def account_for(connection: Connection, loads: Sequence[LedgerLoad]) -> Report:
    """Integrity of all tables, and the invariants of the products of these loads."""
    homes = _homes(loads)
    written = [t.name.partition(".")[0] for entry in loads if not entry.is_fill for t in entry.tables]
    schemas = tuple(dict.fromkeys([*([schema for _, schema in homes] or [HOME]), *written, "auth"]))
    groups = [check_integrity(connection, schemas=schemas)]
    filled = {table.name for entry in loads if entry.is_fill for table in entry.tables}
    elsewhere = [name for name in filled if name.partition(".")[0] not in schemas]
    if elsewhere:
        groups.append(check_integrity(connection, tables=elsewhere))
    for product, schema in homes:
        mine = [entry for entry in loads if (entry.product, entry.schema) == (product, schema)]
        ranges = [_range(entry) for entry in mine]
        now = max((entry.now for entry in mine), default=midnight())
        names, changed = _names(connection, product, schema)
        invariants = [i.placed(schema).renamed(names) for i in find_product(product).invariants]
        noted = {t: why for entry in mine for t, why in entry.receipt.get("differing", {}).items()}
        differing = {**changed, **{names.table(table): why for table, why in noted.items()}}
        groups.append(
            check_invariants(
                connection, invariants, now=now.astimezone(dt.UTC), ranges=ranges, differing=differing
            )
        )
    return Report.of(*groups)


def prove(
    connection: Connection,
    loads: Sequence[LedgerLoad],
    *,
    loud: bool = False,
    find: FindStory = find_scenario,
) -> Proof:
    """The access proof of each product among these loads; one more copy of each is loaded and undone."""
    homes = [[e for e in loads if (e.product, e.schema) == home] for home in _homes(loads)]
    if not homes:
        raise TargetError(
            "only fills are in this database, and a fill declares nobody's access", hint="Load a story"
        )
    return Proof.joined(_prove(connection, home, loud=loud, find=find) for home in homes)


def _prove(connection: Connection, loads: Sequence[LedgerLoad], *, loud: bool, find: FindStory) -> Proof:
    people, sees = [], []
    names, _ = _names(connection, loads[0].product, loads[0].schema)
    for entry in loads:
        plan = plan_of(entry, find)
        copies = sampled_copies(plan)
        people += [_subject(entry, person) for person in generate.people(plan, copies)]
        sees += _sights(connection, entry, plan, copies[:1], names)

    def one_more(connection: Connection) -> list[Subject]:
        return [subject for entry in loads for subject in _second_copy(connection, entry, find)]

    return prove_access(
        connection,
        tables={names.table(n): names.access(n, access) for n, access in _tables(loads).items()},
        people=people,
        keys={names.table(n): key for n, key in _keys(loads).items()},
        sees=sees,
        extra=one_more,
        loud=loud,
    )


def mutate(connection: Connection, loads: Sequence[LedgerLoad]) -> Score:
    """Break one thing at a time, and count what the checks name: are the checks any good?"""
    loads = [entry for entry in loads if not entry.is_fill]
    homes = _homes(loads)
    people = [
        _subject(entry, p)
        for entry in loads
        for p in generate.people(plan_of(entry), range(2)[: entry.copies])
    ]
    return mutation_score(
        connection,
        tables=_tables(loads),
        people=people,
        keys=_keys(loads),
        invariants=[i.placed(schema) for product, schema in homes for i in find_product(product).invariants],
        cells={
            placed_name(table, schema): columns
            for product, schema in homes
            for table, columns in find_product(product).ledger_columns.items()
        },
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


def _tables(
    loads: Iterable[LedgerLoad], wanted: Callable[[Any], bool] = lambda model: True
) -> dict[str, Access]:
    """The access rules of the products' tables, by their names in the target."""
    return {
        name: access
        for product, schema in _homes(loads)
        for name, access in access_by_table(
            [m for m in find_product(product).models if not is_optional(m) and wanted(m)], schema
        ).items()
        if not access.unproven
    }


def _keys(loads: Iterable[LedgerLoad]) -> dict[str, tuple[str, ...]]:
    """Views and the tables without a primary key are told apart by id all the same."""

    def keyless(model: Any) -> bool:
        return (is_view(model) or not model.__table__.primary_key) and "id" in model.__table__.columns

    return dict.fromkeys(_tables(loads, keyless), ("id",))


def _homes(loads: Iterable[LedgerLoad]) -> list[tuple[str, str]]:
    """The products of these loads, each with the schemas in which it lives."""
    return list(dict.fromkeys((entry.product, entry.schema) for entry in loads if not entry.is_fill))


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


def _names(connection: Connection, product: str, schema: str) -> tuple[Names, dict[str, str]]:
    """What the database calls the tables and columns of a product, and which tables are not as meant."""
    found = find_product(product)
    meant = meant_schema(found, schema)
    live = reflect(connection, schemas=(schema, *{name.schema for name in meant.foreign}))
    matched = match(meant, live, Aliases(found.aliases), home=schema)
    return names_in(matched), dict.fromkeys(map(str, reshaped(meant, live, matched)), COLUMNS)


def _sights(
    connection: Connection, entry: LedgerLoad, plan: Plan, copies: Sequence[int], names: Names
) -> list[Expectation]:
    shard = generate.Shard(plan, np.array(copies, dtype=np.int64))
    tables = {table.name: table for table in entry.tables}
    expectations = []
    for sight in plan.sights:
        rowset = plan.rowsets[sight.label]
        rows = shard.rows(rowset)
        key = rowset.factory._meta.key
        keys = frozenset(str(k) for k in to_python(rows.column(key), rowset.factory._meta.column_type(key)))
        table = names.table(sight.table)
        if table in tables and tables[table].left_out:
            keys &= _present(connection, tables[table], keys)
        if keys:
            expectations.append(Expectation(_handle(entry, sight.handle), table, keys))
    return expectations


def _present(connection: Connection, table: TableReceipt, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys that the table holds: the load left others out, and said so."""
    query = sql.SQL("select {key}::text from {table} where {key}::text = any(%s)").format(
        key=sql.Identifier(table.key[0]), table=identifier(table.name)
    )
    return frozenset(key for (key,) in connection.execute(query, [list(keys)]).fetchall())


def _second_copy(connection: Connection, entry: LedgerLoad, find: FindStory) -> list[Subject]:
    plan = compile_plan(
        find(entry.scenario),
        seed=entry.seed,
        now=entry.now,
        copies=1,
        name="access-proof",
        parameters=entry.parameters,
        uuid_subjects=entry.uuid_subjects,
    )
    load(connection, plan.placed(entry.schema), generate, analyze=False)
    return [_subject(entry, person, " (other)") for person in generate.people(plan, [0])]
