"""Polymorphic pairs: ``commentable_type`` and ``commentable_id``, a link of which no constraint speaks.

The type names a table, the id a row of it. A pair is believed where the values that the type may have
name tables, or where its words are those of frameworks that make such pairs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from ..schema.reflected import Database, Name, Table

__all__ = ["Pair", "pairs_of"]

#: First words of columns that point to rows of any table.
_ANY = frozenset(
    {"subject", "object", "entity", "target", "resource", "record", "item", "owner", "source", "parent",
     "content", "model", "ref", "reference", "attachment", "context", "thing", "element", "actor", "related"}
)  # fmt: skip
_FEW = 4


@dataclass(frozen=True)
class Pair:
    """Two columns that point to a row together.

    ``tables`` are, by the word in the type, the table and its key column. ``free``: nothing says which
    words the type may hold. ``apart``: a unique needs another row each time.
    """

    type: str
    id: str
    tables: Mapping[str, tuple[Name, str]] = field(default_factory=dict)
    free: bool = False
    apart: bool = False


def pairs_of(
    database: Database, table: Table, filled: Iterable[Name], held: Iterable[str] = ()
) -> list[Pair]:
    """The pairs of a table; ``filled`` are the tables that they may point to, ``held`` words in rows that are there."""
    linked = {name for key in table.foreign_keys for name in key.columns} | set(table.key)
    found = []
    for type_column, id_column, word in _named(table):
        if id_column in linked or type_column in linked or table.columns[id_column].computed:
            continue
        others = {
            name: other
            for name in filled
            if name != table.name
            and len((other := database[name]).key) == 1
            and _same_kind(table, id_column, other)
        }
        apart = any(id_column in unique.columns for unique in table.uniques)
        words = list(held) or _words(table, type_column)
        meant = {text: name for text in words if (name := _meant(text, others, table.name.schema))}
        if meant:
            found.append(
                Pair(
                    type_column, id_column, {t: (n, others[n].key[0]) for t, n in meant.items()}, apart=apart
                )
            )
        elif not words and _is_any(word) and table.columns[type_column].type.base.kind == "base":
            chosen = [
                n
                for n in sorted(others)
                if n.schema == table.name.schema and others[n].key[0] not in _linked(others[n])
            ]
            if len(chosen) > 1:
                tables = {_class(n.name): (n, others[n].key[0]) for n in chosen[:_FEW]}
                found.append(Pair(type_column, id_column, tables, free=True, apart=apart))
    return found


def _named(table: Table) -> Iterator[tuple[str, str, str]]:
    """Columns that are called like a pair, with the word that they share."""
    for name in table.columns:
        for ending, other in (("_type", "_id"), ("Type", "Id"), ("_class", "_id"), ("_kind", "_id")):
            word = name.removesuffix(ending)
            if word and word != name and word + other in table.columns and _is_text(table, name):
                yield name, word + other, word


def _is_text(table: Table, name: str) -> bool:
    kind = table.columns[name].type.base
    return kind.kind == "enum" or kind.name.name in ("text", "varchar", "bpchar", "citext")


def _words(table: Table, column: str) -> list[str]:
    """The words that a column may hold, by its enum or a check."""
    kind = table.columns[column].type.base
    if kind.kind == "enum":
        return list(kind.labels)
    checks = [check for check in table.checks if check.columns == (column,)]
    for domain in table.columns[column].type.domains():
        checks += domain.checks
    words: list[str] = []
    for check in checks:
        try:
            parsed = sqlglot.parse_one(check.expression, dialect="postgres")
        except sqlglot.errors.SqlglotError:
            continue
        words += [str(literal.this) for literal in parsed.find_all(exp.Literal) if literal.is_string]
    return words


def _meant(text: str, tables: Mapping[Name, Table], schema: str) -> Name | None:
    """The table that a word names: ``Post``, ``App\\Models\\Post``, ``blog_post`` name posts."""
    word = _snake(re.split(r"[\\/.:]+", text)[-1])
    forms = {word, word + "s", word + "es", re.sub(r"y$", "ies", word)}
    near = sorted(tables, key=lambda name: (name.schema != schema, name))
    return next((name for name in near if _snake(name.name) in forms), None)


@functools.lru_cache(maxsize=1 << 14)
def _snake(text: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s-]+", "_", text).lower()


def _class(name: str) -> str:
    """What a framework calls the rows of a table: ``blog_posts`` are of the class BlogPost."""
    parts = _snake(name).split("_")
    last = parts[-1]
    if last.endswith("ies"):
        last = last[:-3] + "y"
    elif last.endswith(("sses", "xes", "ches", "shes")):
        last = last[:-2]
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return "".join(part[:1].upper() + part[1:] for part in [*parts[:-1], last])


def _is_any(word: str) -> bool:
    last = _snake(word).split("_")[-1]
    return last.endswith("able") or last in _ANY


def _same_kind(table: Table, column: str, other: Table) -> bool:
    mine, theirs = table.columns[column].type.base, other.columns[other.key[0]].type.base
    whole = {"int2", "int4", "int8"}
    if theirs.name.name in whole:
        return mine.name.name == theirs.name.name or (
            mine.name.name in whole and mine.name.name >= theirs.name.name
        )
    return mine.name == theirs.name


def _linked(table: Table) -> set[str]:
    return {name for key in table.foreign_keys for name in key.columns}
