"""Moments: nothing after now, nothing before its owner, beginnings before ends.

Read off the models: every column that holds a moment or a day is of the past, unless it is listed
as one that means the future.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Date, DateTime, Table, Uuid

from ..schema.ddl import is_view
from ..verify.invariants import Invariant
from .declare import Rules

__all__ = ["Times"]

_TODAY = "(:now at time zone 'utc')::date"


@dataclass(frozen=True)
class Times:
    """What the moments of a product's tables mean.

    ``future`` are columns whose moment may lie ahead (``column`` or ``table.column``); ``born`` says for a
    table which column tells when a row came to be, where that is not ``created_at``; ``orders`` are moments
    in the order in which they come (``updated_at`` after ``created_at`` goes without saying). ``later`` are
    links, ``(table, column)``, that may be made to something younger than the row; links to the catalogue,
    and who did something (``…_by``), are such anyway.
    """

    rules: Rules
    models: Sequence[Any]
    future: Collection[str] = ()
    born: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    later: Collection[tuple[str, str]] = ()

    def invariants(self) -> tuple[Invariant, ...]:
        """Three promises a table, as far as its columns allow: past, order, child."""
        tables = self.tables()
        return (
            *(self._past(table) for table in tables if self.past_columns(table)),
            *(self._order(table) for table in tables if list(self.ordered_columns(table))),
            *filter(None, map(self._child, tables)),
        )

    def tables(self) -> list[Table]:
        """The product's own tables by name, views left out."""
        return sorted((m.__table__ for m in self.models if not is_view(m)), key=lambda table: str(table.name))

    def past_columns(self, table: Table) -> list[Column[Any]]:
        """The columns of a table whose moment or day has come."""
        return [
            c
            for c in table.c
            if isinstance(c.type, (Date, DateTime))
            and c.name not in self.future
            and f"{table.name}.{c.name}" not in self.future
        ]

    def ordered_columns(self, table: Table) -> Iterator[tuple[str, str]]:
        """Pairs of columns of which the second is never before the first."""
        if {"created_at", "updated_at"} <= set(table.c.keys()):
            yield "created_at", "updated_at"
        for chain in self.orders.get(table.name, ()):
            # Every two of a chain: one between them may be null.
            yield from ((a, b) for n, a in enumerate(chain) for b in chain[n + 1 :])

    def born_column(self, table: Table) -> Column[Any] | None:
        """The column that says when a row came to be."""
        return table.c.get(self.born.get(table.name, "created_at"))

    def _past(self, table: Table) -> Invariant:
        columns = self.past_columns(table)
        holds = [
            f"coalesce({_moment(c)} <= {_TODAY if isinstance(c.type, Date) else ':now'}, true)"
            for c in columns
        ]
        return self._of(
            "past",
            table,
            f"Nothing in {table.name} is dated after now, except what means the future",
            f"public.{table.name} t",
            " and ".join(holds),
            show=", ".join(f"t.{c.name}" for c in columns),
        )

    def _order(self, table: Table) -> Invariant:
        pairs = list(dict.fromkeys(self.ordered_columns(table)))
        columns = dict.fromkeys(name for pair in pairs for name in pair)
        said = ", ".join(f"{b} not before {a}" for a, b in pairs)
        return self._of(
            "order",
            table,
            f"In {table.name} moments come in their order: {said}",
            f"public.{table.name} t",
            " and ".join(f"coalesce(t.{a} <= t.{b}, true)" for a, b in pairs),
            show=", ".join(f"t.{name}" for name in columns),
        )

    def _child(self, table: Table) -> Invariant | None:
        born = self.born_column(table)
        links = list(self._elders(table))
        if born is None or not links:
            return None
        joins, holds, shown = [], [], [f"t.{born.name}"]
        for n, (column, parent, key, elder) in enumerate(links):
            joins.append(f"left join {parent.schema}.{parent.name} p{n} on p{n}.{key} = t.{column}")
            holds.append(f"coalesce({_moment(born)} >= {_moment(elder, f'p{n}')}, true)")
            shown.append(f"p{n}.{elder.name}")
        return self._of(
            "child",
            table,
            f"No row of {table.name} is older than its {' or its '.join(_owner(c) for c, *_ in links)}",
            f"public.{table.name} t {' '.join(joins)}",
            " and ".join(holds),
            show=", ".join(shown),
        )

    def _elders(self, table: Table) -> Iterator[tuple[str, Table, str, Column[Any]]]:
        """The links whose rows must be at least as old: owners and parents, not the catalogue or itself."""
        for link in sorted(table.foreign_key_constraints, key=lambda link: str(link.name)):
            column, parent = next(iter(link.columns)).name, link.referred_table
            elder = self.born_column(parent)
            later = column.endswith("_by") or (table.name, column) in self.later
            if elder is not None and not (later or parent is table or parent.name in self.rules.catalogue):
                yield column, parent, link.elements[0].column.name, elder

    def _of(self, family: str, table: Table, title: str, rows: str, holds: str, *, show: str) -> Invariant:
        key = _key(table)
        return self.rules.each(
            f"times.{family}.{table.name}",
            title,
            rows,
            holds,
            key=f"t.{key.name}",
            ours=self.rules.owned(table.name) and _ours(key),
            show=show,
            source=f"{self.rules.source} columns",
        )


def _key(table: Table) -> Column[Any]:
    """The key of a row, as far as it tells the load: the first column where it is none, or several."""
    keys = list(table.primary_key)
    return keys[0] if len(keys) == 1 else next(iter(table.c))


def _ours(key: Column[Any]) -> str | None:
    return f"t.{key.name}" if isinstance(key.type, Uuid) else None


def _moment(column: Column[Any], alias: str = "t") -> str:
    """A column as timestamptz; one that keeps wall-clock time keeps UTC."""
    zoned = not isinstance(column.type, DateTime) or column.type.timezone
    return f"{alias}.{column.name}" if zoned else f"({alias}.{column.name} at time zone 'utc')"


def _owner(column: str) -> str:
    return "user" if column == "id" else column.removesuffix("_id").replace("_", " ")
