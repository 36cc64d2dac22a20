"""Invariants: what a product promises of its rows beyond what a constraint can say.

Declared beside the factories, in SQL, so that they hold any database to account::

    BALANCE = Invariant(
        "c1.balance",
        "tokens_remaining is the active balance right after the row",
        source="catalog/vibrationfit c1",
        facts="select count(*) from public.token_transactions t where :ours(t.id)",
        violations="select t.id, t.tokens_remaining from public.token_transactions t where …",
        tables=("public.token_transactions",),
    )

``facts`` counts what was looked at. ``violations`` returns one row for each breach, the key
first; its columns are what the finding shows. Two words are ours: ``:now`` is the moment of
the load as a ``timestamptz``, and ``:ours(t.id)`` is true for rows of the loads being verified
(for every row, where no load is named).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import psycopg

from ..bind.binding import LEFT_OUT, VALUES
from ..bind.renamed import Names
from ..errors import DeclarationError
from ..placement import placed_name, placed_sql
from ..schema.access import qualified
from .findings import SAMPLES, Check, Finding, Severity
from .query import Connection, row, rows, undone

#: Keys from the first up to, but without, the second.
KeyRange = tuple[UUID, UUID]


@dataclass(frozen=True)
class Invariant:
    """One promise. ``tables`` are those it reads: where one is missing, the promise is skipped."""

    code: str
    title: str
    source: str = ""
    facts: str = ""
    violations: str = ""
    tables: tuple[str, ...] = ()
    severity: Severity = "error"

    def __post_init__(self) -> None:
        for name in ("facts", "violations"):
            if not getattr(self, name).strip():
                raise DeclarationError(
                    f"invariant {self.code!r} has no {name} query", where=self.source or None
                )
        if not self.tables:
            raise DeclarationError(f"invariant {self.code!r} names no tables", where=self.source or None)

    def renamed(self, names: Names) -> Invariant:
        """The same promise in the names that a target has for tables and columns."""
        return replace(
            self,
            facts=names.sql(self.facts),
            violations=names.sql(self.violations),
            tables=tuple(map(names.table, self.tables)),
        )

    def placed(self, schema: str) -> Invariant:
        """The same promise of tables in this schema."""
        return replace(
            self,
            facts=placed_sql(self.facts, schema),
            violations=placed_sql(self.violations, schema),
            tables=tuple(placed_name(table, schema) for table in self.tables),
        )

    def sql(self, query: str, *, now: dt.datetime, ranges: Sequence[KeyRange] | None = None) -> str:
        """``facts`` or ``violations`` with its words replaced, ready to be pasted into psql."""
        moment = f"timestamptz '{now.isoformat()}'"
        text = _NOW.sub(moment, query)
        return _OURS.sub(lambda m: _within(m[1], ranges), text).strip().rstrip(";")


_ABSENT = (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable)
#: What a query may raise over columns of another type, or words that a type does not have.
_UNASKABLE = (psycopg.errors.ProgrammingError, psycopg.errors.DataError)

# Not a cast (`::now`), not part of a longer word.
_NOW = re.compile(r"(?<![:\w]):now\b")
_OURS = re.compile(r"(?<![:\w]):ours\(([^()]+)\)")


def _within(column: str, ranges: Sequence[KeyRange] | None) -> str:
    if ranges is None:
        return "true"
    parts = [f"{column} >= '{low}'::uuid and {column} < '{high}'::uuid" for low, high in ranges]
    return f"({' or '.join(parts) or 'false'})"


def check_invariants(
    connection: Connection,
    invariants: Iterable[Invariant],
    *,
    now: dt.datetime,
    ranges: Sequence[KeyRange] | None = None,
    differing: Mapping[str, str] | None = None,
) -> list[Check]:
    """Ask every invariant. A missing table, column or word skips it; any other SQL error is a finding.

    ``differing`` are tables that the load found other than the product means them, and in what way: an
    invariant that cannot be asked there is skipped as well, and one that rows left out may have broken is a
    warning. ``seedkit.now`` is set, for functions of the schema that read it.
    """
    with undone(connection):
        rows(connection, "set local row_security = off")
        rows(connection, "select set_config('seedkit.now', %s, true)", [now.isoformat()])
        checks = []
        for invariant in invariants:
            found = {t: (differing or {})[t] for t in invariant.tables if t in (differing or {})}
            checks.append(_check(connection, invariant, now, ranges, found))
        return checks


def _check(
    connection: Connection,
    invariant: Invariant,
    now: dt.datetime,
    ranges: Sequence[KeyRange] | None,
    differing: Mapping[str, str],
) -> Check:
    missing = [
        t for t in invariant.tables if row(connection, "select to_regclass(%s)", [qualified(t)])[0] is None
    ]
    if missing:
        note = f"not in this database: {', '.join(missing)}"
        return Check(invariant.code, invariant.tables[0], 0, note=note, skipped=True)
    violations = invariant.sql(invariant.violations, now=now, ranges=ranges)
    try:
        with connection.transaction():
            facts = row(connection, invariant.sql(invariant.facts, now=now, ranges=ranges))[0] or 0
            # Counted and sampled in one run: the count stands before each sampled row.
            broken = rows(connection, f"select count(*) over (), v.* from ({violations}\n) v limit {SAMPLES}")
    except psycopg.Error as error:
        if isinstance(error, _ABSENT) or (differing and isinstance(error, _UNASKABLE)):
            note = f"not in this database: {error.diag.message_primary}"
            return Check(invariant.code, invariant.tables[0], 0, note=note, skipped=True)
        message = f"{invariant.title}: the query raises {error.sqlstate} {error.diag.message_primary}"
        finding = Finding(f"{invariant.code}.raises", "error", invariant.tables[0], message, sql=violations)
        return Check(invariant.code, invariant.tables[0], 0, (finding,), invariant.source)
    findings: tuple[Finding, ...] = ()
    if broken:
        samples = tuple(" ".join(str(value) for value in found[1:]) for found in broken)
        altered = [f"{table}: {why}" for table, why in differing.items() if why in (VALUES, LEFT_OUT)]
        findings = (
            Finding(
                invariant.code,
                "warning" if altered else invariant.severity,
                invariant.tables[0],
                f"broken: {invariant.title}"
                + (f" (the load noted of {'; '.join(altered)})" if altered else ""),
                broken[0][0],
                samples,
                f"{violations};",
            ),
        )
    return Check(invariant.code, invariant.tables[0], facts, findings, invariant.source)
