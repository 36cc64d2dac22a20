"""Filling a database: reflect, plan, write, verify."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import psycopg

from ..load.receipt import describe_target
from ..load.session import in_utf8, load_transaction
from ..schema.reflected import Database, Name
from ..schema.reflection import reflect
from ..scope import Scope
from ..supabase.standin import detect
from ..verify.findings import Report
from ..verify.integrity import check_integrity
from .order import order_of
from .outcome import Outcome
from .owners import USERS
from .people import People, people_wanted
from .plan import Plan, Planner
from .report import FillReport, TableFill
from .request import Request
from .selection import MANAGED, select
from .shape import root_of, shaped
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
    request = request or Request(**asked)
    with in_utf8(connection):
        return _fill(connection, request, dry_run, verify, lock_timeout, progress)


def _fill(
    connection: Connection,
    request: Request,
    dry_run: bool,
    verify: bool,
    lock_timeout: str,
    progress: Progress | None,
) -> FillReport:
    started = time.perf_counter()
    seconds: dict[str, float] = {}
    with load_transaction(connection, "fill", lock_timeout=lock_timeout, dry_run=dry_run, ledger=False):
        database = reflect(connection)
        seconds["reflected"] = time.perf_counter() - started
        plan = _plan(connection, database, request)
        people = _people(plan)
        planner = Planner(connection, plan, {} if people is None else {USERS: people})
        planner.plan_all()
        seconds["planned"] = time.perf_counter() - started
        outcomes: Mapping[Name, Outcome] = {}
        if not dry_run:
            if people is not None:
                people.write(connection, database)
            writer = Writer(connection, planner, progress)
            writer.write_all()
            outcomes = writer.outcomes
        seconds["written"] = time.perf_counter() - started
    verified = None
    if verify and not dry_run and any(outcome.written for outcome in outcomes.values()):
        verified = _verify(connection, plan)
    seconds["total"] = time.perf_counter() - started
    return FillReport(
        target=describe_target(connection),
        seed=request.seed,
        now=request.now,
        tables=tuple(_table(plan, name, outcomes.get(name)) for name in plan.tables),
        left={str(name): why for name, why in plan.selection.left.items()},
        seconds={phase: round(taken, 3) for phase, taken in seconds.items()},
        verified=verified,
        dry_run=dry_run,
    )


def _plan(connection: Connection, database: Database, request: Request) -> Plan:
    supabase = detect(connection) is not None
    selection = select(database, request, managed=MANAGED if supabase else ())
    people = supabase and USERS in database.tables
    tables = {name: shaped(database, database[name], people=people) for name in selection.asked}
    scope = Scope(seed=request.seed, now=request.now, tag=1)
    targets = {key.target for table in tables.values() for key in table.foreign_keys}
    roots = {name: root for name in targets if (root := root_of(database, name)) != name}
    return Plan(database, request, scope, selection, tables, order_of(tables, roots), roots, people=people)


def _people(plan: Plan) -> People | None:
    """The people that owner columns ask for; None if they are tables like others, or nobody asks."""
    if not plan.people:
        return None
    wanted = people_wanted(plan.tables, plan.selection.asked)
    return People(wanted, plan.scope) if wanted else None


def _verify(connection: Connection, plan: Plan) -> Report:
    return Report.of(check_integrity(connection, tables=[name.dotted for name in plan.tables]))


def _table(plan: Plan, name: Name, outcome: Outcome | None) -> TableFill:
    made, asked = plan.made.get(name), plan.selection.asked[name]
    blocked = plan.blocked.get(name, ())
    outcome = outcome or Outcome(why=list(blocked), failed=bool(blocked))
    return TableFill(
        name=str(name),
        asked=asked,
        written=outcome.written,
        limit=made.inferred.limit if made else 0,
        why=tuple(outcome.why),
        notes=(*(made.inferred.notes if made else ()), *outcome.notes),
        failed=outcome.failed,
    )
