"""Writing a plan: part by part, each in a savepoint, so that one that fails takes no other with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg import sql

from ..schema.reflected import ForeignKey, Name, Table
from .circle import insert_together, set_links
from .counters import counters_of, set_counters
from .made import Made
from .order import Part, Step
from .outcome import Outcome, survivable
from .owners import USERS
from .people import IDENTITIES, People
from .plan import Plan, Planner
from .record import Marker
from .sequences import advance
from .single import write_single
from .trial import Refusal, try_rows
from .triggers import Silence

__all__ = ["Progress", "Writer"]

Connection = psycopg.Connection[Any]
#: Told after every table: its name, rows written in all.
Progress = Callable[[str, int], None]

#: How often a circle is written anew because one of its tables took fewer rows than the others point to.
AGAIN = 4


class Writer:
    """Writes a plan within the transaction that is open."""

    def __init__(self, connection: Connection, planner: Planner, progress: Progress | None = None) -> None:
        self.connection, self.planner, self.plan = connection, planner, planner.plan
        self.outcomes: dict[Name, Outcome] = {name: Outcome() for name in self.plan.tables}
        self.silence = Silence(connection, {**_people_tables(self.plan), **self.plan.tables})
        self.marker = Marker(connection)
        self._progress = progress
        # what fails at the end of a transaction fails nobody knows where
        connection.execute("set constraints all immediate")
        self.silence.start()

    def write_people(self, people: People) -> None:
        """Users, before anything that they own."""
        with self.silence.around(USERS):
            people.write(self.connection, self.plan.database)
        self.marker.mark()

    def write_all(self) -> None:
        """Every part, then the sequences; triggers are put back as they were."""
        last = _last_asked(self.plan)
        for number, part in enumerate(self.plan.order.parts):
            self._write_part(part)
            for name in last.get(number, ()):
                if name in self.plan.made:
                    self.plan.made[name].forget()
            if self._progress:
                written = sum(outcome.written for outcome in self.outcomes.values())
                self._progress(str(part.steps[-1].tables[-1]), written)
        counters = list(counters_of(self.plan.tables, self.plan.database.tables))
        for counter in counters:
            if counter.parent in self.plan.tables:
                self.silence.all_of(counter.parent)
        set_counters(self.connection, counters, self.outcomes, self.marker)
        for name, outcome in self.outcomes.items():
            if outcome.written:
                outcome.notes += advance(self.connection, self.plan.made[name])
        self.silence.restore()

    def _write_part(self, part: Part) -> None:
        """A table, or tables of a circle; the latter again as long as their numbers do not agree."""
        if not part.deferred:
            self._write_steps(part)
            return
        for _ in range(AGAIN):
            refusal = self._try_part(part)
            if refusal is None:
                return
        for name in part.names:
            self.outcomes[name] = Outcome()
            self._give_up(name, [f"circle of foreign keys: {refusal}"])

    def _try_part(self, part: Part) -> Refusal | None:
        """Write a circle with constraints deferred; if they do not hold at its end, undo it and remember the numbers."""
        remembered = self.silence.remembered()
        try:
            with self.connection.transaction():
                self._constraints(part, "deferred")
                self._write_steps(part)
                self._constraints(part, "immediate")
        except Exception as error:
            survivable(self.connection, error)
            self.silence.recall(remembered)
            for name in part.names:
                if self.outcomes[name].failed:
                    self.planner.caps[name] = self.outcomes[name].written
                self.outcomes[name] = Outcome()
            self.planner.again(part.names)
            return Refusal.of(error)
        return None

    def _write_steps(self, part: Part) -> None:
        for step in part.steps:
            for name in step.tables:
                if name in self.plan.made:
                    # what was computed while planning is stale where the server refused rows of a parent
                    self.plan.made[name].forget()
                self.planner.refresh(name)
            self._write_step(step)
            self.planner.targets.wrote(step.tables)
        for name, keys in part.late.items():
            for key in keys:
                self._link(name, key)

    def _write_step(self, step: Step) -> None:
        for name in step.tables:
            self._reconsider(name)
        made = [self.plan.made[name] for name in step.tables if name in self.plan.made]
        for name in step.tables:
            if name in self.plan.blocked:
                self.outcomes[name].fail(self.plan.blocked[name])
        if step.together and len(made) == len(step.tables):
            self._write_together(made)
            return
        for table in made:
            if table.rows:
                write_single(self.connection, table, self.outcomes[table.name], self.silence, self.marker)

    def _reconsider(self, name: Name) -> None:
        """Where inference says that no row can exist, the server has the last word."""
        made = self.plan.doubted.get(name)
        if made is None or not made.rows:
            return
        wanted = made.rows
        try:
            passed = len(try_rows(self.connection, made, 1).passed)
        except Exception as error:
            survivable(self.connection, error)
            return
        made.plan(wanted)
        if passed:
            self.planner.believe(made)

    def _write_together(self, circle: Sequence[Made]) -> None:
        """All of a circle or nothing; refused rows are sorted out in copies of the tables, which have no foreign keys."""
        for made in circle:
            self.silence.all_of(made.name)
        refusal = insert_together(self.connection, circle, self.marker)
        for _ in range(AGAIN):
            if refusal is None:
                break
            for made in circle:
                self._sort_out(made)
            names = [made.name for made in circle]
            for name in names:
                self.planner.refresh(name)
            circle = [self.plan.made[name] for name in names if name in self.plan.made]
            refusal = insert_together(self.connection, circle, self.marker)
        for made in circle:
            if refusal is None:
                self.outcomes[made.name].written = made.rows
            else:
                self._give_up(made.name, [f"circle of NOT NULL foreign keys: {refusal}"])

    def _sort_out(self, made: Made) -> None:
        """Keep the rows that every constraint but foreign keys lets pass."""
        wanted = made.rows
        try:
            verdict = try_rows(self.connection, made, wanted, alone=True)
        except Exception as error:
            survivable(self.connection, error)
            return
        made.take(verdict.passed[:wanted])
        if made.rows < wanted:
            self.outcomes[made.name].fail(str(reason) for reason, _ in verdict.refusals.most_common(3))

    def _link(self, name: Name, key: ForeignKey) -> None:
        made = self.plan.made.get(name)
        if made is not None and self.outcomes[name].written:
            self.silence.all_of(name)
            set_links(self.connection, made, key, self.outcomes[name], self.marker)

    def _constraints(self, part: Part, when: str) -> None:
        names = [sql.Identifier(n.schema, key.name) for n, keys in part.deferred.items() for key in keys]
        self.connection.execute(
            sql.SQL("set constraints {} {}").format(sql.SQL(", ").join(names), sql.SQL(when))
        )

    def _give_up(self, name: Name, reasons: Sequence[str]) -> None:
        self.outcomes[name].fail(reasons)
        if name in self.plan.made:
            self.plan.made[name].rows = 0
            self.plan.made[name].forget()


def _people_tables(plan: Plan) -> dict[Name, Table]:
    names = (USERS, IDENTITIES) if plan.people else ()
    return {name: plan.database[name] for name in names if name in plan.database.tables}


def _last_asked(plan: Plan) -> dict[int, list[Name]]:
    """After which part nobody points to a table's rows any more: what they know of themselves may go."""
    last = {name: number for number, part in enumerate(plan.order.parts) for name in part.names}
    for number, part in enumerate(plan.order.parts):
        for key in (key for name in part.names for key in plan.tables[name].foreign_keys):
            if key.target in last:
                last[key.target] = max(last[key.target], number)
    found: dict[int, list[Name]] = {}
    for name, number in last.items():
        found.setdefault(number, []).append(name)
    return found
