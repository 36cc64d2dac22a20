"""Faults in rows: one row that breaks a foreign key, a CHECK, a unique key; one altered cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product

import psycopg

from ..schema.access import qualified, quoted
from .catalogue import Catalogue, Column, ForeignKey, Relation, Rule, Unique
from .findings import Check, Finding
from .integrity import check_columns, check_foreign_key, check_unique, violation
from .invariants import Invariant
from .mutant import Mutant
from .query import Connection, literal, rows, undone


class NotMade(Exception):
    """This fault cannot be made with the rows at hand."""


def broken_constraints(connection: Connection, catalogue: Catalogue) -> Iterator[Mutant]:
    """Break every constraint once, in one row, and ask its own check."""
    relations = {r.name: r for r in catalogue.tables}
    for key in catalogue.foreign_keys:
        if key.table in relations and not key.temporal:
            yield _tried(connection, relations[key.table], key)
    for rule in catalogue.rules:
        if rule.table in relations:
            yield _tried(connection, relations[rule.table], rule)
    for unique in catalogue.uniques:
        if unique.table in relations:
            yield _tried(connection, relations[unique.table], unique)


def _tried(connection: Connection, relation: Relation, constraint: ForeignKey | Rule | Unique) -> Mutant:
    change = f"a row that breaks {constraint.name}"
    try:
        with undone(connection):
            if isinstance(constraint, ForeignKey):
                _orphan(connection, relation, constraint)
                checks = [check_foreign_key(connection, relation, constraint)]
            elif isinstance(constraint, Rule):
                _break_rule(connection, relation, constraint)
                checks = check_columns(connection, relation, [constraint])
            else:
                _duplicate(connection, relation, constraint)
                checks = [check_unique(connection, relation, constraint)]
            noticed = [f for c in checks if c.subject.endswith(f" {constraint.name}") for f in c.findings]
    except (NotMade, psycopg.Error) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Mutant("constraint", relation.name, change, "not made", reason)
    return Mutant("constraint", relation.name, change, "killed" if noticed else "survived", _codes(noticed))


def _codes(findings: Sequence[Finding]) -> str:
    return ", ".join(sorted({finding.code for finding in findings}))


def _orphan(connection: Connection, relation: Relation, key: ForeignKey) -> None:
    """Point one child at a parent that does not exist."""
    column = relation.columns[key.columns[0]]
    table, name = qualified(relation.name), quoted(column.name)
    value = _stranger(column, f"(select max({quoted(key.parent_columns[0])}) from {qualified(key.parent)})")
    present = " and ".join(f"{quoted(c)} is not null" for c in key.columns)
    rows(connection, f"alter table {table} drop constraint {quoted(key.name)}")
    _update_one(connection, relation, f"{name} = {value}", present)


def _stranger(column: Column, largest: str) -> str:
    """SQL of a value that no row has."""
    if column.type == "uuid":
        return "gen_random_uuid()"
    if column.category == "N":
        return f"{largest} + 1"
    if column.category == "S":
        return "'seedkit-mutant'"
    raise NotMade(f"no unused value of type {column.type}")


def _update_one(connection: Connection, relation: Relation, change: str, where: str) -> None:
    _quiet(connection)
    table = qualified(relation.name)
    place = "(tableoid, ctid)"
    query = f"update {table} set {change} where {place} = (select tableoid, ctid from {table} where {where} limit 1) returning 1"
    if not rows(connection, query):
        raise NotMade("no row to break")


def _quiet(connection: Connection) -> None:
    """Triggers off where that is allowed; elsewhere they fire, and may refuse the fault."""
    with suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
        rows(connection, "set local session_replication_role = replica")


def _break_rule(connection: Connection, relation: Relation, rule: Rule) -> None:
    """Find values of the rule's columns that break it in some row, drop it, and write them there."""
    columns = [relation.columns[c] for c in rule.columns]
    if rule.domain:
        schema = columns[0].type.rpartition(".")[0] or "public"
        drop = f"alter domain {qualified(f'{schema}.{rule.domain}')} drop constraint {quoted(rule.name)}"
    else:
        drop = f"alter table {qualified(relation.name)} drop constraint {quoted(rule.name)}"
    # First dropped: a cast to the domain is checked too.
    rows(connection, drop)
    for varied in [[c] for c in columns] + ([columns[:2]] if len(columns) > 1 else []):
        for values in product(*(_candidates(c) for c in varied)):
            changed = dict(zip((c.name for c in varied), values, strict=True))
            with suppress(psycopg.Error), connection.transaction():
                place = _row_broken_by(connection, relation, rule, changed)
                if place:
                    changes = ", ".join(f"{quoted(name)} = {value}" for name, value in changed.items())
                    _update_one(connection, relation, changes, place)
                    return
    raise NotMade("no value found that breaks it")


def _row_broken_by(
    connection: Connection, relation: Relation, rule: Rule, changed: Mapping[str, str]
) -> str | None:
    """A condition for one of a few rows that would break the rule with these values, if there is one."""
    listed = ", ".join(
        f"{changed[name]} as {quoted(name)}" if name in changed else f"b.{quoted(name)}"
        for name in relation.columns
    )
    sample = f"(select tableoid as seedkit_table, ctid as seedkit_place, * from {qualified(relation.name)} limit 20) b"
    found = rows(
        connection,
        f"select seedkit_table, seedkit_place::text from "
        f"(select b.seedkit_table, b.seedkit_place, {listed} from {sample}) {relation.alias} "
        f"where {violation(rule)} limit 1",
    )
    return f"tableoid = {found[0][0]} and ctid = {literal(found[0][1])}::tid" if found else None


def _candidates(column: Column) -> list[str]:
    """SQL of values that rules tend to forbid."""
    by_category = {
        "N": ["-1", "0", "-999999", "999999999", "101"],
        "S": ["''", "'seedkit mutant'", f"repeat('x', {9_999})", "'-'"],
        "B": ["true", "false"],
        "D": ["timestamp '1900-01-01'", "timestamp '2900-01-01'"],
        "A": ["'{}'"],
        "U": ["'{}'", "'[]'", "'null'"],
    }
    values = [literal(label) for label in column.labels] or by_category.get(column.category, [])
    return [f"{value}::{column.type}" for value in values] + [f"null::{column.type}"]


def _duplicate(connection: Connection, relation: Relation, unique: Unique) -> None:
    """Insert a row a second time, with every unique key of the table out of the way."""
    table = qualified(relation.name)
    for name, constraint in rows(connection, _UNIQUES, [relation.oid]):
        if constraint:
            rows(connection, f"alter table {table} drop constraint {quoted(constraint)} cascade")
        else:
            rows(connection, f"drop index {qualified(name)}")
    _quiet(connection)
    filters = [f"({unique.predicate})"] if unique.predicate else []
    if unique.nulls_distinct:
        filters += [f"({key}) is not null" for key in unique.keys]
    columns = ", ".join(quoted(c.name) for c in relation.columns.values() if not c.generated)
    query = (
        f"insert into {table} ({columns}) overriding system value "
        f"select {columns} from {table} where {' and '.join(filters) or 'true'} limit 1 returning 1"
    )
    if not rows(connection, query):
        raise NotMade("no row to repeat")


_UNIQUES = """
select n.nspname || '.' || c.relname, k.conname::text
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid
where i.indrelid = %s and (i.indisunique or i.indisexclusion) order by i.indisprimary, 1
"""


#: Asks these invariants of the database as it is at this moment.
Ask = Callable[[Sequence[Invariant]], list[Check]]


def broken_cells(
    connection: Connection,
    catalogue: Catalogue,
    invariants: Sequence[Invariant],
    cells: Mapping[str, Sequence[str]],
    ask: Ask,
) -> Iterator[Mutant]:
    """Alter one cell of each listed column, and ask the invariants that read its table."""
    relations = {r.name: r for r in catalogue.tables}
    for table, columns in cells.items():
        readers = [i for i in invariants if table in i.tables]
        before = _breaches(ask(readers)) if table in relations else {}
        for name in columns:
            change = f"another value in one {name}"
            try:
                with undone(connection):
                    _alter_cell(connection, relations.get(table), name)
                    after = _breaches(ask(readers))
            except (NotMade, psycopg.Error) as error:
                yield Mutant("cell", table, change, "not made", str(error).splitlines()[0])
                continue
            noticed = sorted(code for code, count in after.items() if count > before.get(code, 0))
            yield Mutant("cell", table, change, "killed" if noticed else "survived", ", ".join(noticed))


def _breaches(checks: Sequence[Check]) -> dict[str, int]:
    return {finding.code: finding.count for check in checks for finding in check.findings}


def _alter_cell(connection: Connection, relation: Relation | None, name: str) -> None:
    if relation is None or name not in relation.columns:
        raise NotMade("not in this database")
    column, place = relation.columns[name], quoted(name)
    by_category = {
        "N": f"{place} + 1",
        "B": f"not {place}",
        "D": f"{place} + interval '400 days'",
        "S": f"{place} || 'x'",
        "U": "gen_random_uuid()" if column.type == "uuid" else "'{}'",
    }
    value = by_category.get(column.category)
    if column.labels:
        value = f"case {place}::text when {literal(column.labels[0])} then {literal(column.labels[-1])} else {literal(column.labels[0])} end::{column.type}"
    if value is None:
        raise NotMade(f"no other value of type {column.type}")
    _update_one(connection, relation, f"{place} = {value}", f"{place} is not null")
