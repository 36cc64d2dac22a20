"""Filling a database: reflect, plan, write, verify."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from typing import Any

import psycopg

from ..load.receipt import PersonReceipt, TableReceipt, describe_target
from ..load.session import in_utf8, load_transaction
from ..schema.reflected import Database, Name
from ..schema.reflection import reflect
from ..scope import Scope
from ..supabase.standin import detect
from ..verify.findings import Report
from ..verify.integrity import check_integrity
from .constants import constants_of, with_constants
from .indexed import digits_of, with_digits
from .namesakes import name_people
from .order import order_of
from .outcome import Outcome
from .owners import USERS
from .people import IDENTITIES, People, owners_of, people_wanted
from .plan import Plan, Planner
from .record import Entry, finish, may_record, next_entry
from .report import FillReport, TableFill
from .request import Request
from .selection import MANAGED, select
from .shape import root_of, shaped
from .verified import ours
from .write import Progress, Writer

__all__ = ["fill"]

Connection = psycopg.Connection[Any]


def fill(
    connection: Connection,
    request: Request | None = None,
    *,
    dry_run: bool = False,
    verify: bool = True,
    lock_timeout: str = "5s",
    progress: Progress | None = None,
    **asked: Any,
) -> FillReport:
    """Fill every table with valid rows, whatever the schema; in one transaction.

    ``asked`` are the facts of a :class:`Request`: ``rows=1000, of={"orders": 5000}, tables=…, exclude=…,
    scale=…, seed=…, now=…``. Rows that are there are not changed and may be pointed at. A table that
    refuses its rows is reported with the server's words, and the others are filled. With ``dry_run``
    the plan is made and nothing written.
    """
    with in_utf8(connection):
        run = _Run(connection, request or Request(**asked), dry_run=dry_run)
        recorded, path = may_record(connection), _search_path(connection)
        with load_transaction(
            connection, "fill", lock_timeout=lock_timeout, dry_run=dry_run, ledger=recorded
        ):
            # functions of checks, defaults and triggers may rely on the path of the database or the role
            connection.execute("select set_config('search_path', %s, true)", [path])
            run.plan()
            if not dry_run:
                run.write(progress, record=recorded)
        if verify and any(outcome.written for outcome in run.outcomes.values()):
            run.verify()
        return run.report()


class _Run:
    """One fill, phase by phase."""

    def __init__(self, connection: Connection, request: Request, *, dry_run: bool) -> None:
        self.connection, self.request, self.dry_run = connection, request, dry_run
        self.outcomes: Mapping[Name, Outcome] = {}
        self.owners: tuple[PersonReceipt, ...] = ()
        self.notes: list[str] = []
        self.verified: Report | None = None
        self.seconds: dict[str, float] = {}
        self._started = time.perf_counter()

    def plan(self) -> None:
        """Look at the database and decide what each table gets."""
        request = self.request
        facts = dataclasses.asdict(request)
        self.entry = next_entry(
            self.connection, request.seed, request.now, {**facts, "now": request.now.isoformat()}
        )
        database = reflect(self.connection)
        self._took("reflected")
        self._plan = _plan(self.connection, database, request, self.entry)
        wanted = people_wanted(self._plan.tables, self._plan.selection.asked) if self._plan.people else 0
        self._people = People(wanted, self._plan.scope) if wanted else None
        self._planner = Planner(
            self.connection, self._plan, {} if self._people is None else {USERS: self._people}
        )
        self._planner.plan_all()
        if self._people is not None:
            name_people(self._people, self._plan.made)
        self._took("planned")

    def write(self, progress: Progress | None, *, record: bool) -> None:
        """Write people, then the plan, then what the ledger has to know."""
        writer = Writer(self.connection, self._planner, progress)
        if self._people is not None:
            writer.write_people(self._people)
        writer.write_all()
        self.outcomes = writer.outcomes
        if self._people is not None:
            self.owners = owners_of(self._people, self._plan.made)
        if record and writer.marker.able:
            finish(
                self.connection,
                self.entry,
                xids=writer.marker.xids,
                tables=self._receipts(),
                people=self.owners,
            )
        writer.marker.forget()
        self._took("written")

    def verify(self) -> None:
        """Ask every constraint of the filled tables again."""
        tables = [name.dotted for name in self._plan.tables]
        self.verified = ours(
            check_integrity(self.connection, tables=tables, lenient=True), self._plan.tables.values()
        )
        self._took("verified")

    def report(self) -> FillReport:
        """What was done."""
        plan = self._plan
        return FillReport(
            target=describe_target(self.connection),
            seed=self.request.seed,
            name=self.entry.name,
            now=self.request.now,
            tables=tuple(_table(plan, name, self.outcomes.get(name)) for name in plan.tables),
            left={str(name): why for name, why in plan.selection.left.items()},
            people=self.owners,
            notes=tuple(self.notes),
            seconds={**self.seconds, "total": round(time.perf_counter() - self._started, 3)},
            verified=self.verified,
            dry_run=self.dry_run,
        )

    def _receipts(self) -> list[TableReceipt]:
        written = [(USERS, self._people.rows), (IDENTITIES, self._people.rows)] if self._people else []
        written = [pair for pair in written if pair[0] in self._plan.database.tables]
        written += [(name, self.outcomes[name].written) for name in self._plan.order.names]
        return [
            TableReceipt(str(name), rows=rows, inserted=rows, key=self._plan.database[name].key)
            for name, rows in written
            if rows
        ]

    def _took(self, phase: str) -> None:
        self.seconds[phase] = round(time.perf_counter() - self._started - sum(self.seconds.values()), 3)


def _plan(connection: Connection, database: Database, request: Request, entry: Entry) -> Plan:
    supabase = detect(connection) is not None
    selection = select(database, request, managed=MANAGED if supabase else ())
    people = supabase and USERS in database.tables
    constants = constants_of(connection, (database[name] for name in selection.asked))
    digits = digits_of(connection, (database[name] for name in selection.asked))
    tables = {
        name: with_digits(
            with_constants(shaped(database, database[name], people=people), constants), digits.get(name, ())
        )
        for name in selection.asked
    }
    targets = {key.target for table in tables.values() for key in table.foreign_keys}
    return Plan(
        database=database,
        request=request,
        scope=Scope(seed=request.seed, now=request.now, tag=entry.tag),
        selection=selection,
        tables=tables,
        order=order_of(tables, roots := _roots(database, targets)),
        roots=roots,
        people=people,
    )


def _search_path(connection: Connection) -> str:
    row = connection.execute("select current_setting('search_path')").fetchone()
    return "" if row is None else str(row[0])


def _roots(database: Database, names: set[Name]) -> dict[Name, Name]:
    """For partitions the tables that are filled in their stead."""
    return {name: root for name in sorted(names) if (root := root_of(database, name)) != name}


def _table(plan: Plan, name: Name, outcome: Outcome | None) -> TableFill:
    made, asked = plan.made.get(name), plan.selection.asked[name]
    blocked = plan.blocked.get(name, ())
    outcome = outcome or Outcome(why=list(blocked), failed=bool(blocked))
    limited = made is not None and made.inferred.limit is not None and made.inferred.limit < asked
    limits = made.inferred.limits if made is not None and limited else ()
    return TableFill(
        name=str(name),
        asked=asked,
        written=outcome.written,
        limit=made.inferred.limit if made else 0,
        why=(*limits, *outcome.why),
        notes=tuple(outcome.notes),
        decided=made.inferred.notes if made else (),
        failed=outcome.failed,
    )
