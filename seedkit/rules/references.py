"""References that no foreign key guards, and owners that must agree along those that one does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from ..schema.ddl import is_view
from ..verify.invariants import Invariant
from .declare import Rules

__all__ = ["References"]


@dataclass(frozen=True)
class References:
    """What columns name without a foreign key.

    ``plain``: table, column, table named, column there. ``arrays``: table, array column, table each item
    names by ``id``. ``kinds``: table, column, the column that says by its value which table is named, those
    tables by value. ``owners`` are the columns that hold the owner of a row: where a row of ``models`` links
    to another that has the same owner column, both have the same owner, but for the links in ``strangers``.
    """

    rules: Rules
    models: Sequence[Any] = ()
    plain: Sequence[tuple[str, str, str, str]] = ()
    arrays: Sequence[tuple[str, str, str]] = ()
    kinds: Sequence[tuple[str, str, str, Mapping[str, str]]] = ()
    owners: Sequence[str] = ("user_id",)
    strangers: Collection[tuple[str, str]] = ()
    source: str = ""

    def invariants(self) -> tuple[Invariant, ...]:
        """One promise a reference."""
        return (
            *(self._plain(*link) for link in self.plain),
            *(self._array(*link) for link in self.arrays),
            *(self._by_kind(*link) for link in self.kinds),
        )

    def owner_invariants(self) -> tuple[Invariant, ...]:
        """One promise a link between two rows that have an owner each."""
        return tuple(self._owner(*link) for link in self.owned_links())

    def owned_links(self) -> Iterator[tuple[Table, str, Table, str, str]]:
        """Table, column, table it links to, column there, the owner's column of both."""
        tables = sorted(
            (m.__table__ for m in self.models if not is_view(m)), key=lambda table: str(table.name)
        )
        for table in tables:
            for link in sorted(table.foreign_key_constraints, key=lambda link: str(link.name)):
                column, parent = next(iter(link.columns)).name, link.referred_table
                if (table.name, column) in self.strangers or next(iter(table.c)).name != "id":
                    continue
                for owner in self.owners:
                    if owner in table.c and owner in parent.c and column != owner:
                        yield table, column, parent, link.elements[0].column.name, owner

    def _plain(self, table: str, column: str, parent: str, key: str) -> Invariant:
        return self.rules.each(
            f"references.{table}.{column}",
            f"Each {column} of {table} names a row of {parent.partition('.')[2]}",
            f"public.{table} t left join {parent} p on p.{key} = t.{column}",
            f"p.{key} is not null",
            where=f"t.{column} is not null",
            show=f"t.{column}",
            source=self.source,
        )

    def _array(self, table: str, column: str, parent: str) -> Invariant:
        return self.rules.each(
            f"references.{table}.{column}",
            f"Each of the {column} of {table} names a row of {parent.partition('.')[2]}",
            f"public.{table} t cross join lateral unnest(t.{column}) item left join {parent} p on p.id = item",
            "p.id is not null",
            show="item",
            source=self.source,
        )

    def _by_kind(self, table: str, column: str, kind: str, parents: Mapping[str, str]) -> Invariant:
        joins = " ".join(
            f"left join {parent} p{n} on t.{kind} = '{value}' and p{n}.id = t.{column}"
            for n, (value, parent) in enumerate(parents.items())
        )
        found = ", ".join(f"p{n}.id" for n in range(len(parents)))
        return self.rules.each(
            f"references.{table}.{column}",
            f"Each {column} of {table} names a row of the table that its {kind} stands for",
            f"public.{table} t {joins}",
            f"num_nonnulls({found}) = 1",
            where=f"t.{column} is not null and t.{kind} in ({', '.join(map(repr, parents))})",
            show=f"t.{kind}, t.{column}",
            source=self.source,
        )

    def _owner(self, table: Table, column: str, parent: Table, key: str, owner: str) -> Invariant:
        who = owner.removesuffix("_id")
        return self.rules.each(
            f"owner.{table.name}.{column}",
            f"In {table.name} the {who} is the one whom the row of {parent.name} belongs to that {column} names",
            f"public.{table.name} t join public.{parent.name} p on p.{key} = t.{column}",
            f"t.{owner} = p.{owner}",
            show=f"t.{owner}, p.{owner}",
            source=f"{self.rules.source} tables, owner rules",
        )
