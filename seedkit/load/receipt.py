"""The receipt of a load or an unload: what was done to which tables, as data."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from ..bind.binding import Note

__all__ = ["Edits", "PersonReceipt", "Receipt", "TableReceipt", "describe_target"]


@dataclass(frozen=True)
class TableReceipt:
    """What happened to one table. ``rows`` is how many of the load's rows it holds afterwards.

    ``left_out`` are rows that this load made, but the target would not take. ``columns`` were written;
    ``rewritten`` are those of them in which a trigger left another value.
    ``key``, ``origin`` and ``reference`` are as in the plan: unloading has no plan to ask.
    """

    name: str
    rows: int = 0
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    adopted: int = 0
    left_out: int = 0
    columns: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    origin: str | None = None
    reference: bool = False

    @property
    def written(self) -> int:
        """Rows inserted, updated or deleted."""
        return self.inserted + self.updated + self.deleted


@dataclass(frozen=True)
class Edits:
    """Rows of a load that somebody else touched: edited ones with up to five keys, and deleted ones."""

    table: str
    edited: int = 0
    keys: tuple[str, ...] = ()
    deleted: int = 0


@dataclass(frozen=True)
class PersonReceipt:
    """A person one may act as."""

    handle: str
    copy: int
    uid: str
    email: str | None
    sub: str | None = None


@dataclass(frozen=True)
class Receipt:
    """The outcome of one load or unload.

    ``mode`` is ``fresh``, ``unchanged``, ``grow``, ``shrink``, ``converge`` or ``unload``;
    ``notes`` say in sentences what was decided for this target and why; ``seconds`` are timings by phase.
    """

    mode: str
    product: str
    scenario: str
    seed: int
    name: str
    now: dt.datetime
    copies: int
    tag: int
    fingerprint: str
    target: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    tables: tuple[TableReceipt, ...] = ()
    edits: tuple[Edits, ...] = ()
    people: tuple[PersonReceipt, ...] = ()
    notes: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    #: The integer key before the load's first, by table.
    bases: Mapping[str, int] = field(default_factory=dict)
    #: The notes about the target's schema as data.
    differences: tuple[Note, ...] = ()
    #: What the rows depend on in the target, where it is not as the product means it.
    binding: str = ""
    #: Tables of the plan that are not as the product means them, and in what way: see ``bind.binding``.
    differing: Mapping[str, str] = field(default_factory=dict)
    #: The load's number among those of the target.
    slot: int = 0
    #: The schema of the product's tables.
    schema: str = "public"
    #: Whether people have uuids in their tokens although sign-in is a third party's.
    uuid_subjects: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)
    dry_run: bool = False

    @property
    def written(self) -> int:
        """Rows inserted, updated or deleted in all tables."""
        return sum(t.written for t in self.tables)

    @property
    def rows(self) -> int:
        """Rows of the load that the target holds now."""
        return sum(t.rows for t in self.tables)

    def table(self, name: str) -> TableReceipt:
        """What happened to this table; zeros if nothing did."""
        return next((t for t in self.tables if t.name == name), TableReceipt(name))

    def as_dict(self) -> dict[str, Any]:
        """The receipt in JSON types."""
        data = dataclasses.asdict(self)
        data["now"] = self.now.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
        data["written"], data["rows"] = self.written, self.rows
        plain: dict[str, Any] = json.loads(json.dumps(data, default=str))
        return plain

    def to_json(self, *, indent: int | None = 2) -> str:
        """The receipt as JSON text."""
        return json.dumps(self.as_dict(), indent=indent, ensure_ascii=False)


def tables_of(stored: Mapping[str, Any]) -> tuple[TableReceipt, ...]:
    """The tables of a receipt that was stored as JSON."""
    names = {f.name for f in dataclasses.fields(TableReceipt)}
    tables = []
    for table in stored.get("tables", ()):
        facts: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
        tables.append(TableReceipt(**{k: v for k, v in facts.items() if k in names}))
    return tuple(tables)


def describe_target(connection: psycopg.Connection[Any]) -> str:
    """``role@host:port/database``; never a password."""
    info = connection.info
    return f"{info.user}@{info.host or 'socket'}:{info.port}/{info.dbname}"
