"""SQL that was written for a product's names, in the names that a target has for them.

Rules and invariants say ``t.love`` of ``public.vision_versions t``. Where the target calls the column
``romance``, they are asked in its words. Columns are found by the alias before them, so unqualified ones
stay as they are: a query that then fails is skipped by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..schema.access import Access, Claims, Condition
from .matching import Matched

__all__ = ["Names", "names_in"]

_NAME = r'(?:"(?:[^"]|"")+"|[a-z_][\w$]*)'
#: A table of FROM or JOIN with its alias; what follows without one is a word of SQL.
_ITEM = re.compile(
    rf"\b(?:from|join)\s+(?:only\s+)?({_NAME})\.({_NAME})(?:\s+(?:as\s+)?({_NAME}))?", re.IGNORECASE
)
_LATER = re.compile(rf",\s*({_NAME})\.({_NAME})\s+(?:as\s+)?({_NAME})", re.IGNORECASE)
_COLUMN = re.compile(rf"'(?:[^']|'')*'|({_NAME})\.({_NAME})(?:\.({_NAME}))?", re.IGNORECASE)
_SQL = frozenset(
    [
        "where",
        "on",
        "join",
        "left",
        "right",
        "full",
        "inner",
        "cross",
        "natural",
        "group",
        "order",
        "limit",
        "union",
        "using",
        "as",
        "lateral",
        "set",
        "window",
    ]
)


@dataclass(frozen=True)
class Names:
    """What a target calls tables, and the columns of tables, that have another name there."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether every name is the product's."""
        return not self.tables and not self.columns

    def table(self, name: str) -> str:
        """What the target calls this table."""
        return self.tables.get(name, name)

    def sql(self, text: str, rows: Mapping[str, str] | None = None) -> str:
        """The text in the target's names; ``rows`` are aliases that stand for rows of a table from outside."""
        if self.plain:
            return text
        aliases = _aliases(text) | dict(rows or {})

        def said(found: re.Match[str]) -> str:
            first, second, third = found.groups()
            if first is None:
                return found[0]
            table = f"{_bare(first)}.{_bare(second)}"
            if third is not None and table in self.columns:
                return f"{self._table(first, second)}.{self._column(table, third)}"
            if third is None and table in self.tables:
                return self._table(first, second)
            known = aliases.get(_bare(first), "")
            if third is None and known in self.columns:
                return f"{first}.{self._column(known, second)}"
            return found[0]

        return _COLUMN.sub(said, text)

    def access(self, table: str, access: Access) -> Access:
        """The rule of a table, its expectation in the target's names."""
        if self.plain:
            return access
        allows = tuple(replace(a, when=self._condition(table, a.when)) for a in access.allows)
        columns = self.columns.get(table, {})
        return Access(allows, tuple(columns.get(name, name) for name in access.server_only))

    def _condition(self, table: str, condition: Condition) -> Condition:
        columns = self.columns.get(table, {})

        def expect(row: str, claims: Claims) -> str:
            return self.sql(condition.expect(row, claims), {_bare(row): table})

        return Condition(expect, condition.policy, tuple(columns.get(c, c) for c in condition.columns))

    def _table(self, schema: str, name: str) -> str:
        there = self.tables.get(f"{_bare(schema)}.{_bare(name)}")
        return f"{schema}.{name}" if there is None else ".".join(map(_quoted, there.split(".", 1)))

    def _column(self, table: str, column: str) -> str:
        there = self.columns.get(table, {}).get(_bare(column))
        return column if there is None else _quoted(there)


def _aliases(text: str) -> dict[str, str]:
    """The tables that aliases stand for; one that stands for several is not known."""
    found: dict[str, set[str]] = {}
    for schema, name, alias in (*_ITEM.findall(text), *_LATER.findall(text)):
        table = f"{_bare(schema)}.{_bare(name)}"
        called = _bare(alias) if alias and alias.lower() not in _SQL else _bare(name)
        found.setdefault(called, set()).add(table)
    return {alias: tables.pop() for alias, tables in found.items() if len(tables) == 1}


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def names_in(matched: Matched) -> Names:
    """The names of a target that are not the product's."""
    columns = {
        str(table): {ours: match.name for ours, match in found.items() if match.name != ours}
        for table, found in matched.columns.items()
    }
    tables = {str(name): str(there) for name, there in matched.tables.items() if name != there}
    return Names(tables, {table: found for table, found in columns.items() if found})
