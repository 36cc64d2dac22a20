"""Asking: the prober installed once, then one call for each person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from typing import Any

import psycopg

from ...supabase.claims import act_as
from ..query import Connection, rows, undone
from .personas import Subject, forge
from .probes import Probe
from .survey import Facts
from .verdicts import UNGRANTED, Answer, Cell, judge


def install(connection: Connection) -> None:
    """Create the prober in this session's temporary schema."""
    source = files("seedkit.verify.access").joinpath("prober.sql").read_text(encoding="utf-8")
    rows(connection, source)


def quiet(connection: Connection) -> bool:
    """Turn user triggers and foreign key cascades off until the transaction ends; False if not allowed.

    Row security, CHECKs and unique keys stay on.
    """
    with suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
        rows(connection, "set local session_replication_role = replica")
        return True
    return False


@contextmanager
def acting(
    connection: Connection,
    subject: Subject,
    *,
    timeout: str = "60s",
    as_administrator: bool = False,
    loud: bool = False,
) -> Iterator[None]:
    """A block in which the session is the person, or the administrator with the person's claims."""
    with undone(connection), connection.cursor() as cursor:
        if loud:
            rows(connection, "set local session_replication_role = origin")
        if subject.kind == "forged":
            forge(connection, subject)
        act_as(cursor, subject.person)
        role, security = ("none", "off") if as_administrator else (subject.person.role, "on")
        # The person's own timeout is for one request, and this is thousands.
        rows(connection, _SETTINGS, [timeout, security, role])
        yield


class Prover:
    """Runs probes and judges the answers; keeps account of what reading large tables has cost.

    ``budget`` is in milliseconds. Of what is left of it each person gets a quarter.
    """

    def __init__(
        self, connection: Connection, facts: Mapping[str, Facts], *, budget: float, timeout: str
    ) -> None:
        self._connection, self._facts, self._timeout, self._left = connection, facts, timeout, budget

    def ask(
        self, subject: Subject, probes: Sequence[Probe], *, loud: bool = False, frugal: bool = False
    ) -> list[Cell]:
        """Become the person, try every probe, and judge. ``frugal`` reads large tables by sample only."""
        answers = dict.fromkeys(range(len(probes)), UNGRANTED)
        answers |= self._run(
            subject,
            [probe.as_json(number) for number, probe in enumerate(probes) if probe.sql],
            milliseconds=0 if frugal else self._left / 4,
            loud=loud,
        )
        self._left -= sum(answer.spent for answer in answers.values())
        return [judge(self._facts[p.table], subject, p, answers[n]) for n, p in enumerate(probes)]

    def count(
        self, subject: Subject, queries: Sequence[str], *, as_administrator: bool = False
    ) -> list[tuple[int, int] | None]:
        """Answer queries of two counts as the person, or with their claims only; None where one raises."""
        wanted = [{"n": n, "sql": sql, "reads": True} for n, sql in enumerate(queries)]
        answers = self._run(subject, wanted, as_administrator=as_administrator)
        found = [answers[n] for n in range(len(queries))]
        return [(a.reached or 0, int(a.digest or 0)) if a.state == "ok" else None for a in found]

    def _run(
        self,
        subject: Subject,
        wanted: Sequence[Mapping[str, Any]],
        *,
        milliseconds: float = 0,
        loud: bool = False,
        as_administrator: bool = False,
    ) -> dict[int, Answer]:
        if not wanted:
            return {}
        with acting(
            self._connection, subject, timeout=self._timeout, as_administrator=as_administrator, loud=loud
        ):
            call = "select * from pg_temp.seedkit_probe(%s::jsonb, %s)"
            answered = rows(self._connection, call, [json.dumps(wanted), milliseconds])
        return {number: Answer(*answer) for number, *answer in answered}


# A lock of somebody else costs a tenth of a second a probe, not the seconds of the whole proof.
_SETTINGS = """
select set_config('lock_timeout', '100ms', true), set_config('statement_timeout', %s, true),
       set_config('row_security', %s, true), set_config('role', %s, true)
"""
