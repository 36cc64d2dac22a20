"""The negative control: the proof must first tell an open table from a closed one.

Two temporary tables with one row of each person: one that everybody may read and write, one
with a correct policy. Code that judges both alike proves nothing, and stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...errors import TargetError
from ...schema.access import Access, own_sub, qualified, quoted
from ..findings import Check
from ..query import Connection, row, rows
from .personas import Subject
from .verdicts import Cell

OPEN, CLOSED = "seedkit_open", "seedkit_closed"

#: What a stranger must be caught doing to the open table.
_CAUGHT = frozenset({"S", "U", "Ub", "D", "Db", "I"})


def write_controls(
    connection: Connection, people: Sequence[Subject], roles: Iterable[str]
) -> Mapping[str, Access]:
    """Create both tables and return their rules, by the real name of the temporary schema.

    Owners are texts: where a third party signs people in, ``auth.uid()`` raises.
    """
    schema = row(connection, "select nspname::text from pg_namespace where oid = pg_my_temp_schema()")[0]
    granted = ", ".join(map(quoted, roles))
    rules = {}
    for name, condition in ((OPEN, "true"), (CLOSED, "owner = auth.jwt() ->> 'sub'")):
        table = qualified(f"{schema}.{name}")
        rows(
            connection,
            f"create temporary table {table} (id uuid primary key, owner text, word text) on commit drop; "
            f"alter table {table} enable row level security; "
            f"create policy control on {table} using ({condition}) with check ({condition}); "
            f"grant all on {table} to {granted}",
        )
        for subject in people:
            values = [subject.person.subject, subject.handle]
            if subject.person.subject:
                rows(connection, f"insert into {table} values (gen_random_uuid(), %s, %s)", values)
        rules[f"{schema}.{name}"] = own_sub("owner")
    return rules


def check_controls(cells: Iterable[Cell]) -> Check:
    """Raise ``TargetError`` unless the open table leaks to a stranger and the closed one to nobody."""
    judged = list(cells)
    caught = {
        c.probe.letter
        for c in judged
        if _about(c, OPEN) and c.subject.kind == "stranger" and c.verdict == "over"
    }
    wrong = [c for c in judged if _about(c, CLOSED) and c.wrong]
    if not caught >= _CAUGHT:
        missed = ", ".join(sorted(_CAUGHT - caught))
        raise TargetError(
            f"the access proof does not notice an open table: missed {missed}; nothing was proven"
        )
    if wrong:
        seen = f"{wrong[0].subject.handle} {wrong[0].probe.letter} {wrong[0].answer.state}"
        raise TargetError(f"the access proof finds fault with a correct policy: {seen}; nothing was proven")
    return Check("access.control", "an open and a closed table", len(judged), note="told apart")


def _about(cell: Cell, table: str) -> bool:
    return cell.probe.table.endswith(f".{table}")
