"""Every constraint of the live catalogue, asked again of the rows themselves.

A constraint that exists is not a constraint that holds: rows loaded with triggers off,
constraints added NOT VALID, a corrupt index. Each table is scanned once for its NOT NULLs
and CHECKs, each foreign key is one hash join, each unique one grouping; indexes are not
trusted. A million rows take a few seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Any

import psycopg

from ..schema.access import qualified, quoted
from .catalogue import Catalogue, ForeignKey, Relation, Rule, Unique, read_catalogue
from .findings import SAMPLES, Check, Finding
from .query import Connection, row, rows, undone
from .structure import check_structure


def check_integrity(
    connection: Connection,
    *,
    tables: Iterable[str] | None = None,
    schemas: Collection[str] = ("public", "auth"),
    lenient: bool = False,
) -> list[Check]:
    """Check every constraint of these schemas, or of the named tables.

    The role must see every row: with ``row_security`` off a filtered role gets an error from
    the server instead of a quiet "no violations". With ``lenient`` such a check is skipped, and says so.
    """
    catalogue = read_catalogue(connection, schemas=schemas, tables=tables)
    with undone(connection):
        rows(connection, "set local row_security = off")
        checks = check_rows(connection, catalogue, lenient=lenient)
    structure = partial(check_structure, connection, catalogue)
    return checks + (_seen(connection, "structure", "constraints", structure) if lenient else structure())


def check_rows(connection: Connection, catalogue: Catalogue, *, lenient: bool = False) -> list[Check]:
    """The checks that read rows, as administrator and inside a block that is undone."""

    def seen(code: str, subject: str, check: Callable[[], list[Check]]) -> list[Check]:
        return _seen(connection, code, subject, check) if lenient else check()

    relations = {r.name: r for r in catalogue.tables}
    checks: list[Check] = []
    for name, relation in relations.items():
        rules = [r for r in catalogue.rules if r.table == name]
        checks += seen("check", name, partial(check_columns, connection, relation, rules))
    # Hashes of whole tables: an index may be what is broken, and a plan for few rows is slow for many.
    rows(connection, "set local work_mem = '128MB'")
    for method in ("nestloop", "mergejoin", "indexscan", "indexonlyscan", "bitmapscan"):
        rows(connection, f"set local enable_{method} = off")
    for unique in [u for u in catalogue.uniques if u.table in relations]:
        relation = relations[unique.table]
        subject = f"{relation.name} {unique.name}"
        checks += seen("unique", subject, partial(_one, check_unique, connection, relation, unique))
    for key in [f for f in catalogue.foreign_keys if f.table in relations]:
        relation = relations[key.table]
        subject = f"{relation.name} {key.name}"
        checks += seen("foreign_key", subject, partial(_one, check_foreign_key, connection, relation, key))
    return checks


def _one(check: Callable[..., Check], *arguments: Any) -> list[Check]:
    return [check(*arguments)]


def _seen(connection: Connection, code: str, subject: str, check: Callable[[], list[Check]]) -> list[Check]:
    """The outcome of a check, or that the role may not see what it asks."""
    try:
        with connection.transaction():
            return check()
    except psycopg.errors.InsufficientPrivilege as error:
        return [Check(code, subject, 0, note=error.diag.message_primary or "not allowed", skipped=True)]


def check_columns(connection: Connection, relation: Relation, rules: list[Rule]) -> list[Check]:
    """NOT NULLs and CHECKs in one scan; a column is looked at by itself only if some column fails."""
    required = [c for c in relation.columns.values() if c.not_null]
    nulls = _any_null([quoted(column.name) for column in required])
    conditions = [nulls] + [violation(rule) for rule in rules]
    counts = _count(connection, relation, conditions)
    if counts is None:
        # One expression raises: each is asked alone, so that the one can be named.
        alone = [_count(connection, relation, [condition]) for condition in conditions]
        total = next((found[0] for found in alone if found), 0)
        outcomes = [found[1] if found else None for found in alone]
    else:
        total, outcomes = counts[0], list(counts[1:])
    checks = []
    if required:
        findings: list[Finding] = []
        if outcomes[0]:
            for column in required:
                condition = f"num_nulls({quoted(column.name)}) > 0"
                findings += _violated(connection, relation, condition, "not_null", f"{column.name} is null")
        checks.append(Check("not_null", relation.name, total, tuple(findings), f"{len(required)} columns"))
    for rule, found in zip(rules, outcomes[1:], strict=True):
        checks.append(_rule(connection, relation, rule, total, found))
    return checks


def _rule(connection: Connection, relation: Relation, rule: Rule, total: int, found: int | None) -> Check:
    code = "domain" if rule.domain else "check"
    subject = f"{relation.name} {rule.name}"
    said = f"{rule.columns[0]} breaks domain {rule.domain}" if rule.domain else f"breaks {rule.name}"
    if found is None:
        message = f"{rule.name} raises an error when it is evaluated"
        sql = f"select * from {relation.source} where {violation(rule)};"
        return Check(
            code, subject, total, (Finding(f"{code}.raises", "error", relation.name, message, sql=sql),)
        )
    findings = _violated(connection, relation, violation(rule), code, said) if found else ()
    return Check(code, subject, total, tuple(findings))


def violation(rule: Rule) -> str:
    """The condition under which a row breaks the rule."""
    if rule.domain is None:
        return f"not ({rule.expression})"
    # VALUE is the domain's own word for the column; the same letters inside quotes are not. It has the
    # type below: a domain over an enum has no operators of its own.
    column = f"({quoted(rule.columns[0])}::{rule.base})"
    expression = _QUOTED_OR_VALUE.sub(lambda m: column if m[0] == "VALUE" else m[0], rule.expression)
    return f"not ({expression})"


_QUOTED_OR_VALUE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\bVALUE\b""")


def _any_null(columns: Sequence[str]) -> str:
    """Whether one of these is null. ``num_nulls()`` is opaque to the planner, which may else answer from the constraint."""
    # A function takes a hundred arguments.
    parts = [f"num_nulls({', '.join(columns[n : n + 100])}) > 0" for n in range(0, len(columns), 100)]
    return " or ".join(parts) or "false"


def _count(connection: Connection, relation: Relation, conditions: list[str]) -> tuple[int, ...] | None:
    """The row count and the violations of each condition, or None if the server raised."""
    counted = ", ".join(f"count(*) filter (where {c})" for c in conditions)
    try:
        with connection.transaction():
            return row(connection, f"select count(*), {counted} from {relation.source}")
    except (psycopg.errors.DataError, psycopg.errors.ProgrammingError, psycopg.errors.InternalError) as error:
        if isinstance(error, psycopg.errors.InsufficientPrivilege):
            raise
        return None


def _violated(
    connection: Connection, relation: Relation, condition: str, code: str, message: str
) -> tuple[Finding, ...]:
    source = relation.source
    found = row(connection, f"select count(*) from {source} where {condition}")[0]
    if not found:
        return ()
    keys = rows(connection, f"select {relation.label} from {source} where {condition} limit {SAMPLES}")
    sql = f"select * from {source} where {condition};"
    return (Finding(code, "error", relation.name, message, found, tuple(k[0] for k in keys), sql),)


def check_unique(connection: Connection, relation: Relation, unique: Unique) -> Check:
    """Group the rows by the key; a key with a NULL is distinct unless the index says otherwise."""
    subject = f"{relation.name} {unique.name}"
    filters = [f"({unique.predicate})"] if unique.predicate else []
    if unique.nulls_distinct:
        filters += [f"({key}) is not null" for key in unique.keys]
    where = f"where {' and '.join(filters)}" if filters else ""
    # Named first: a constant or a number that stands in GROUP BY itself means something else there.
    named = [f"key_{place}" for place in range(len(unique.keys))]
    keys = ", ".join(f"({key}) as {name}" for key, name in zip(unique.keys, named, strict=True))
    grouped = f"from (select {keys} from {relation.source} {where}) keyed group by {', '.join(named)}"
    facts, twice = row(
        connection,
        f"select coalesce(sum(n), 0)::bigint, coalesce(sum(n) filter (where n > 1), 0)::bigint "
        f"from (select count(*) as n {grouped}) g",
    )
    if not twice:
        return Check("unique", subject, facts)
    label = " || ',' || ".join(f"coalesce({name}::text, 'null')" for name in named)
    sample = rows(connection, f"select {label} {grouped} having count(*) > 1 limit {SAMPLES}")
    sql = f"select {', '.join(named)}, count(*) {grouped} having count(*) > 1;"
    message = f"rows share {', '.join(unique.keys)}, unique by {unique.name}"
    finding = Finding("unique", "error", relation.name, message, twice, tuple(s[0] for s in sample), sql)
    return Check("unique", subject, facts, (finding,))


def check_foreign_key(connection: Connection, relation: Relation, key: ForeignKey) -> Check:
    """Join every child to its parent; MATCH FULL also forbids a key that is null in part."""
    subject = f"{relation.name} {key.name}"
    if key.temporal:
        return Check("foreign_key", subject, 0, note="a foreign key with PERIOD is not read", skipped=True)
    columns = [f"{relation.alias}.{quoted(c)}" for c in key.columns]
    complete = " and ".join(f"{c} is not null" for c in columns)
    pairs = list(zip(key.parent_columns, columns, strict=True))
    missing = f"parent_row.{quoted(key.parent_columns[0])} is null"
    source = f"from {relation.source} left join {qualified(key.parent)} as parent_row on " + " and ".join(
        f"parent_row.{quoted(parent)} = {child}" for parent, child in pairs
    )
    facts, orphans = row(
        connection, f"select count(*), count(*) filter (where {missing}) {source} where {complete}"
    )
    findings: list[Finding] = []
    if orphans:
        names = ", ".join(key.columns)
        sample = rows(
            connection, f"select {relation.label} {source} where {complete} and {missing} limit {SAMPLES}"
        )
        sql = f"select {relation.alias}.* {source} where {complete} and {missing};"
        message = f"{names} names no row of {key.parent} ({key.name})"
        findings.append(
            Finding("foreign_key", "error", relation.name, message, orphans, tuple(s[0] for s in sample), sql)
        )
    if key.full and len(columns) > 1:
        partly = f"num_nulls({', '.join(columns)}) between 1 and {len(columns) - 1}"
        message = f"{', '.join(key.columns)} is null in part, which MATCH FULL forbids ({key.name})"
        findings += _violated(connection, relation, partly, "foreign_key.partly_null", message)
    return Check("foreign_key", subject, facts, tuple(findings))
