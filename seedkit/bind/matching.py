"""Which table and column of the target is which of the product's: by name, by alias, by likeness.

Names decide; a documented alias where the name is not there. What neither finds may have been renamed
by somebody who told nobody: an unknown table with nearly the same columns, an unknown column of the same
type with a similar name, or between the same neighbours. Such a match is a guess, and is said to be one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ..placement import HOME
from ..schema.meant import Meant
from ..schema.reflected import Column, Database, Name, Table
from .aliases import Aliases

__all__ = ["LIKENESS", "Match", "Matched", "key_of", "match", "reshaped", "spoken"]

#: Why two names are taken for one where no alias says so.
LIKENESS = "a guess"
#: A quoted text, or a name with what stands before its point.
_WORDS = re.compile(r"'(?:[^']|'')*'|[a-z_][\w$]*\.[a-z_][\w$]*|[a-z_][\w$]*", re.IGNORECASE)
#: So much of a table's columns must be found in the other, and so alike must names of columns be.
_SHARED, _SIMILAR = 0.7, 0.75


@dataclass(frozen=True)
class Match:
    """What something is called in the target, and who says so: nobody has to if the name is the same."""

    name: str
    source: str = ""

    @property
    def guessed(self) -> bool:
        """Whether only likeness speaks for it."""
        return self.source == LIKENESS


@dataclass(frozen=True)
class Matched:
    """Tables and columns of the product with those of the target that they are. All names are ``Name``."""

    tables: Mapping[Name, Name]
    sources: Mapping[Name, str] = field(default_factory=dict)
    columns: Mapping[Name, Mapping[str, Match]] = field(default_factory=dict)

    def live(self, table: Name, column: str) -> str | None:
        """What the column of the product is called in the target."""
        found = self.columns.get(table, {}).get(column)
        return found.name if found else None


def reshaped(meant: Meant, live: Database, matched: Matched) -> list[Name]:
    """The tables of the target that lack columns of the product's, or have them of another type."""

    def same(name: Name, there: Name) -> bool:
        columns = matched.columns[name]
        return all(
            column in columns and live[there].columns[columns[column].name].type.sql == kind.type.sql
            for column, kind in meant.database[name].columns.items()
        )

    own = {name: there for name, there in matched.tables.items() if name not in meant.foreign}
    return [there for name, there in own.items() if not same(name, there)]


def key_of(name: Name, home: str = HOME) -> str:
    """The table as aliases name it: bare in the product's own schema."""
    return name.name if name.schema == home else str(name)


def spoken(text: str, columns: Mapping[str, str], tables: Mapping[str, str] | None = None) -> str:
    """An expression with some columns, and some tables (``schema.table``), under other names; not in quotes."""
    if not columns and not tables:
        return text

    def said(found: re.Match[str]) -> str:
        word = found[0]
        if tables and word in tables:
            return tables[word]
        before, point, last = word.rpartition(".")
        return f"{before}{point}{columns.get(last, last)}"

    return _WORDS.sub(said, text)


def match(meant: Meant, live: Database, aliases: Aliases, *, home: str = HOME) -> Matched:
    """The tables and columns of ``meant`` that ``live`` has, under whatever name."""
    usable = {t.name for t in live if t.kind in ("table", "partitioned", "foreign")}
    tables = {name: name for name in meant.database.tables if name in usable}
    sources: dict[Name, str] = {}
    for name in meant.database.tables:
        for other, source in aliases.of_table(key_of(name, home)) if name not in tables else ():
            candidate = Name(name.schema, other)
            if candidate in usable and candidate not in tables.values():
                tables[name], sources[name] = candidate, source
                break
    gone = [n for n, t in meant.database.tables.items() if n not in tables and t.fillable]
    missing = [n for n in gone if n not in meant.optional]
    unknown = [live[n] for n in usable - set(tables.values()) if live[n].partition_of is None]
    for name, candidate in _alike(missing, meant.database, unknown, aliases, home):
        tables[name], sources[name] = candidate, LIKENESS
    columns = {
        name: match_columns(meant.database[name], live[found], aliases, home=home)
        for name, found in tables.items()
    }
    return Matched(tables, sources, columns)


def match_columns(meant: Table, live: Table, aliases: Aliases, *, home: str = HOME) -> dict[str, Match]:
    """The columns of a table that the live one has, under whatever name."""
    found = {name: Match(name) for name in meant.columns if name in live.columns}
    for name in meant.columns:
        for other, source in aliases.of_column(key_of(meant.name, home), name) if name not in found else ():
            if other in live.columns and other not in {m.name for m in found.values()}:
                found[name] = Match(other, source)
                break
    taken = {m.name for m in found.values()}
    explained = {n for n in live.columns if aliases.derived(key_of(meant.name, home), n)}
    missing = [c for n, c in meant.columns.items() if n not in found]
    unknown = [c for n, c in live.columns.items() if n not in taken and n not in explained]
    for name, other in _likely(missing, unknown, meant, live, found):
        found[name] = Match(other, LIKENESS)
    return found


def _alike(
    missing: Iterable[Name], meant: Database, unknown: Collection[Table], aliases: Aliases, home: str
) -> Iterable[tuple[Name, Name]]:
    """Tables with nearly the same columns as a missing one, where there is no doubt which."""
    pairs = []
    for name in missing:
        for table in unknown:
            same = match_names(meant[name], table, aliases, home)
            share = same / max(len(meant[name].columns), len(table.columns), 1)
            if name.schema == table.name.schema and same >= 3 and share >= _SHARED:
                pairs.append((share, name, table.name))
    for _, name, other in pairs:
        if sum(n == name for _, n, _ in pairs) == sum(o == other for _, _, o in pairs) == 1:
            yield name, other


def match_names(meant: Table, live: Table, aliases: Aliases, home: str) -> int:
    """How many columns of a table the other has, by name or alias."""
    names = {n: {n, *(o for o, _ in aliases.of_column(key_of(meant.name, home), n))} for n in meant.columns}
    return sum(bool(known & live.columns.keys()) for known in names.values())


def _likely(
    missing: Collection[Column],
    unknown: Collection[Column],
    meant: Table,
    live: Table,
    found: Mapping[str, Match],
) -> Iterable[tuple[str, str]]:
    """Unknown columns that are probably missing ones under a new name, where there is no doubt which."""
    pairs = [
        (column.name, other.name)
        for column in missing
        for other in unknown
        if column.type.sql == other.type.sql
        and (
            _similar(column.name, other.name)
            or _same_place(column.name, other.name, meant, live, found)
        )
    ]  # fmt: skip
    for name, other in pairs:
        if sum(n == name for n, _ in pairs) == sum(o == other for _, o in pairs) == 1:
            yield name, other


def _similar(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    whole = long.startswith(f"{short}_") or long.endswith(f"_{short}")
    return whole or difflib.SequenceMatcher(None, one, other).ratio() >= _SIMILAR


def _same_place(name: str, other: str, meant: Table, live: Table, found: Mapping[str, Match]) -> bool:
    """Whether the columns on both sides are the same here and there: the column between was renamed.

    Numbers in the catalogue have a gap where a column was dropped: one that was added since stands behind it.
    """
    here, there = list(meant.columns), list(live.columns)
    for step in (-1, 1):
        near, beside = here.index(name) + step, there.index(other) + step
        inside = 0 <= near < len(here), 0 <= beside < len(there)
        if inside == (False, False) and (step == 1 or live.columns[other].number == 1):
            continue
        known = found.get(here[near]) if inside == (True, True) else None
        if known is None or known.name != there[beside]:
            return False
        if live.columns[there[beside]].number != live.columns[other].number + step:
            return False
    return True
