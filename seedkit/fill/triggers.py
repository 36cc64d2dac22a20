"""User triggers during a fill: those that check or derive are obeyed, those that act are silenced.

What a trigger is for is read from its function. One that writes elsewhere or calls something would do so
a million times, with effects that nobody asked for; one that fills columns in from the clock or from who
is signed in knows less than the fill does. One that only refuses rows says which rows are valid, and one
that derives a column from others of the row keeps them in agreement. Where a trigger refuses too many
rows, it is silenced too, and the report says so.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import psycopg

from ..load.triggers import disable, enable
from ..schema.reflected import Name, Table, Trigger
from .live import live_table

__all__ = ["Silence", "derived_columns", "purpose"]

_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_ACTS = re.compile(
    r"\b(insert\s+into|update\s+(only\s+)?[\w\".]+(\s+(as\s+)?\w+)?\s+set|delete\s+from|merge\s+into|truncate|"
    r"perform|call|execute|notify|pg_notify|copy)\b",
    re.IGNORECASE,
)
#: Where a statement begins: the same sign compares and assigns.
_BEGINS = r"(?:^|;|\bbegin\b|\bthen\b|\belse\b|\bloop\b)\s*"
_COMPUTES = re.compile(
    _BEGINS + r"new(\.(\"(?:[^\"]|\"\")+\"|\w+)(\[[^\]]*\])?)?\s*:?=|\binto\s+(strict\s+)?new\b",
    re.IGNORECASE,
)
#: What a function asks besides the row: other rows, the clock, the session.
_ASKS = re.compile(
    r"\b(select|now\s*\(|\w*_timestamp|current_\w+|local(time|timestamp)|session_user|timeofday|statement_timestamp|"
    r"random\s*\(|gen_random|uuid_generate|uuidv\d|nextval|auth\.|txid_|pg_current|inet_client)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(_BEGINS + r"new\.(\"(?:[^\"]|\"\")+\"|\w+)(?:\[[^\]]*\])?\s*:?=", re.IGNORECASE)
#: Functions of the server that derive a search document from text beside it.
_DERIVES = frozenset({"tsvector_update_trigger", "tsvector_update_trigger_column"})

Connection = psycopg.Connection[Any]


def purpose(trigger: Trigger) -> Literal["check", "compute", "act", "derive"]:
    """What a trigger does to an inserted row: refuse it, fill it in (from the row alone: derive), or more than that."""
    if trigger.function.name in _DERIVES:
        return "derive"
    if trigger.language not in ("plpgsql", "sql"):
        return "act"
    source = _COMMENT.sub(" ", trigger.source)
    if trigger.before and trigger.each_row and _COMPUTES.search(source):
        pure = not _ASKS.search(source) and not _ACTS.search(source)
        return "derive" if pure else "compute"
    return "act" if _ACTS.search(source) else "check"


def derived_columns(table: Table) -> frozenset[str]:
    """The columns that triggers which stay on may write over: their values are known when they are written."""
    found: set[str] = set()
    for trigger in table.triggers:
        if trigger.fires and "insert" in trigger.events and purpose(trigger) == "derive":
            found |= {name.strip('"').replace('""', '"') for name in _ASSIGNED.findall(trigger.source)}
    return frozenset(found & set(table.columns))


class Silence:
    """Which triggers are silenced at the moment; ``restore`` lets all of them fire again."""

    def __init__(self, connection: Connection, tables: Mapping[Name, Table]) -> None:
        self._connection, self._tables = connection, tables
        self._silenced: dict[Name, list[Trigger]] = {}

    def start(self) -> None:
        """Silence whatever does more than check."""
        for table in self._tables.values():
            self._silence(table, [t for t in _loud(table) if purpose(t) in ("act", "compute")])

    def all_of(self, name: Name) -> list[Trigger]:
        """Silence every trigger of a table; those that were loud until now."""
        table = self._tables[name]
        loud = [t for t in _loud(table) if t not in self._silenced.get(name, ())]
        self._silence(table, loud)
        return loud if table.owned else []

    def wake(self, name: Name) -> list[Trigger]:
        """Let those fire that fill columns in."""
        computing = [t for t in self._silenced.get(name, ()) if purpose(t) == "compute"]
        if computing:
            enable(self._connection, live_table(self._tables[name]), _live(computing))
            self._silenced[name] = [t for t in self._silenced[name] if t not in computing]
        return computing

    @contextlib.contextmanager
    def around(self, name: Name) -> Iterator[None]:
        """Without the triggers of a table that is not ours, if the role may do that: what they make, the fill makes."""
        loud = [t for t in _loud(self._tables[name]) if purpose(t) == "act"]
        if self._tables[name].owned or not loud:
            yield
            return
        try:
            with self._connection.transaction():
                self._connection.execute("set local session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            yield
            return
        yield
        self._connection.execute("set local session_replication_role = origin")

    def of(self, name: Name) -> list[str]:
        """The names of the triggers of a table that are silenced."""
        return [trigger.name for trigger in self._silenced.get(name, ())]

    def remembered(self) -> dict[Name, list[Trigger]]:
        """What is silenced now, for after a rollback."""
        return {name: list(triggers) for name, triggers in self._silenced.items()}

    def recall(self, silenced: dict[Name, list[Trigger]]) -> None:
        """The rollback undid what was silenced since."""
        self._silenced = silenced

    def restore(self) -> None:
        """As everything was. Checks that are still queued are made before."""
        if any(self._silenced.values()):
            self._connection.execute("set constraints all immediate")
        for name, triggers in self._silenced.items():
            if triggers:
                enable(self._connection, live_table(self._tables[name]), _live(triggers))

    def _silence(self, table: Table, triggers: Iterable[Trigger]) -> None:
        triggers = list(triggers)
        if triggers and table.owned:
            disable(self._connection, live_table(table), _live(triggers))
            self._silenced.setdefault(table.name, []).extend(triggers)


def _loud(table: Table) -> list[Trigger]:
    return [trigger for trigger in table.triggers if trigger.fires and trigger.events & {"insert", "update"}]


def _live(triggers: Iterable[Trigger]) -> list[Any]:
    return list(triggers)
