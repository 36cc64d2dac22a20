"""Setting the stage: people numbered, facts read, prober installed, triggers quiet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg.pq import TransactionStatus

from ...errors import TargetError
from ...schema.access import API_ROLES, Access
from ..catalogue import Catalogue, read_catalogue
from ..query import Connection, rows, undone
from .control import write_controls
from .personas import (
    Subject,
    expressions_of,
    forged_metadata,
    representatives,
    standing,
)
from .probes import Probe, reading, writing
from .prover import Prover, install, quiet
from .survey import Facts, survey, write_people
from .targets import exposed, targets_of


@dataclass(frozen=True)
class Stage:
    """Everything set up for asking. ``acting`` are those who also write, by number."""

    catalogue: Catalogue
    facts: Mapping[str, Facts]
    people: tuple[Subject, ...]
    acting: Mapping[int, Subject]
    prover: Prover
    quiet: bool
    #: Tables whose rule could not be read here, and why.
    unasked: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> list[int]:
        """The numbers of the people, those first to whom a full read of a large table matters most."""
        first = {"stranger": 0, "anon": 1}
        return sorted(
            range(len(self.people)), key=lambda n: (n not in self.acting, first.get(self.people[n].kind, 2))
        )

    def probes(self, n: int, table: str) -> list[Probe]:
        """What person ``n`` tries on one table; nothing but a read where nobody declared a rule."""
        facts, subject = self.facts[table], self.people[n]
        role = subject.person.role
        if facts.target.rule is None:
            return list(reading(facts, n, role)) if subject.kind in ("anon", "stranger") else []
        return [*reading(facts, n, role), *(writing(facts, n, role) if n in self.acting else ())]


@contextmanager
def rolled_back(connection: Connection, *, timeout: str) -> Iterator[None]:
    """A transaction on one snapshot, where that can still be chosen, that leaves nothing behind."""
    chosen = connection.isolation_level
    idle = connection.info.transaction_status == TransactionStatus.IDLE
    if idle:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    try:
        with undone(connection):
            rows(connection, "set local lock_timeout = '2s'")
            rows(connection, "select set_config('statement_timeout', %s, true)", [timeout])
            rows(connection, "set local row_security = off")
            rows(connection, "set local client_min_messages = warning")
            yield
    finally:
        if idle:
            connection.isolation_level = chosen


def set_stage(
    connection: Connection,
    *,
    tables: Mapping[str, Access],
    people: Sequence[Subject],
    keys: Mapping[str, Sequence[str]],
    budget: float,
    timeout: str,
) -> Stage:
    """Read all that is needed to ask and to judge. To be called inside :func:`rolled_back`."""
    schemas = {name.partition(".")[0] for name in tables} - {"auth"}
    policies = read_catalogue(connection, schemas=schemas, tables=None).policies
    everybody = (*people, *standing(people, forged_metadata(expressions_of(policies))))
    roles = tuple(sorted({*API_ROLES, *(s.person.role for s in everybody)}))
    _require(connection, roles)
    write_people(connection, everybody)
    install(connection)
    controls = write_controls(connection, everybody, roles)
    rules = {**tables, **controls}
    catalogue = _relations(connection, schemas, rules)
    # A partition is exposed under its own name, and its parent's policies do not apply there.
    for relation in catalogue.relations.values():
        if relation.parent in rules:
            rules.setdefault(relation.name, rules[relation.parent])
    chosen = [everybody.index(s) for s in representatives(everybody)]
    facts = {}
    unasked = {}
    for target in targets_of(
        connection, catalogue, rules=rules, keys=keys, roles=roles, controls=frozenset(controls)
    ):
        if target.rule is not None or exposed(target, API_ROLES):
            writes = target.rule is not None
            try:
                with connection.transaction():
                    facts[target.name] = survey(connection, target, roles=roles, acting=chosen, writes=writes)
            except (psycopg.errors.ProgrammingError, psycopg.errors.DataError) as error:
                if isinstance(error, psycopg.errors.InsufficientPrivilege):
                    raise
                # the schema is not the one for which the rule was written
                unasked[target.name] = f"its rule cannot be asked here: {error.diag.message_primary}"
    hushed = quiet(connection)
    prover = Prover(connection, facts, budget=budget, timeout=timeout)
    return Stage(catalogue, facts, everybody, {n: everybody[n] for n in chosen}, prover, hushed, unasked)


def _require(connection: Connection, roles: Sequence[str]) -> None:
    """The roles of the API and ``auth.uid()`` must be there before anybody can be anybody."""
    known = {name for (name,) in rows(connection, "select rolname::text from pg_catalog.pg_roles")}
    missing = [role for role in roles if role not in known]
    if missing or not rows(connection, "select 1 where to_regprocedure('auth.uid()') is not null"):
        what = f"role {missing[0]}" if missing else "function auth.uid()"
        raise TargetError(
            f"access cannot be proven here: there is no {what}",
            hint="On a plain Postgres the stand-in for Supabase makes the API roles and the auth schema",
        )


def _relations(connection: Connection, schemas: set[str], rules: Mapping[str, Access]) -> Catalogue:
    """The declared relations, and with them whatever else the same schemas hold."""
    named = [
        f"{schema}.{name}"
        for schema, name in rows(
            connection,
            "select n.nspname::text, c.relname::text from pg_catalog.pg_class c "
            "join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = any(%s)",
            [sorted(schemas)],
        )
    ]
    return read_catalogue(connection, tables=[*named, *rules])
