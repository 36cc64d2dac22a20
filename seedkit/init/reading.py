"""What inference makes of a table's columns, as rows of factories need it: links made or not, places counted by load."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from psycopg import sql

from ..fields import Field
from ..infer import Inferred, infer_table
from ..infer.trial import TrialRows
from ..schema.reflected import Check, Database, Exclusion, Table, Unique
from .survey import Survey, Taken

__all__ = ["Reading", "read"]

#: A table that allows fewer rows is a list of things that exist once.
SMALL = 200
#: As many rows as uniques are asked to tell apart.
_ROWS = 20_000
_PARENTS = 1_000_000


@dataclass
class Reading:
    """What is known of the columns of one table.

    ``within`` are columns that differ among the rows of one parent only, by the columns of that parent's
    link; ``each`` how many rows a parent may have. ``whole`` is how many rows there may be at all, if few;
    ``listed`` are they then. ``judged`` are constraints that nobody understood.
    """

    fields: Mapping[str, Field]
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    each: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    whole: int | None = None
    natural: tuple[str, ...] = ()
    judged: tuple[Check | Unique | Exclusion, ...] = ()
    impossible: tuple[str, ...] = ()


def read(survey: Survey, taken: Taken, now: dt.datetime) -> Reading:
    """Infer a table whose links are decided. What cannot exist leaves the table stuck."""
    shown, within = _shown(taken)
    inferred = _inferred(survey.database, _usual(shown), now)
    if inferred.impossible:
        inferred = _inferred(survey.database, shown, now)
    if inferred.impossible:
        for link in taken.links:
            # Perhaps a check wants just the links that were left out, or only one of those that were made.
            if link.nullable and link.modelled and link.key.target != taken.name:
                link.made = not link.made
                again, other = _shown(taken)
                tried = _inferred(survey.database, again, now)
                if not tried.impossible:
                    shown, within, inferred = again, other, tried
                    break
                link.made = not link.made
    each: dict[tuple[str, ...], int] = {}
    whole = inferred.limit if inferred.limit is not None and inferred.limit < SMALL else None
    columns = {name: links for links, names in within.items() for name in names}
    if whole is not None and within:
        # The limit may be that of one parent's rows: without those uniques there is another, or none.
        free = replace(shown, uniques=tuple(u for u in shown.uniques if u.name not in _reduced(taken)))
        limit = _inferred(survey.database, free, now).limit
        each = dict.fromkeys(within, whole)
        whole = limit if limit is not None and limit < SMALL else None
    natural = _natural(shown, inferred) if whole is not None else ()
    return Reading(
        inferred.fields, columns, each, whole, natural, _judged(inferred, shown), inferred.impossible
    )


def rows_of(reading: Reading, names: tuple[str, ...], count: int) -> list[dict[str, object]]:
    """The first rows of a table, as far as these columns go."""
    rows = TrialRows(dict(reading.fields), count)
    columns = {name: rows.column(name).to_pylist() for name in names}
    return [{name: values[row] for name, values in columns.items()} for row in range(count)]


def _inferred(database: Database, table: Table, now: dt.datetime) -> Inferred:
    targets = {key.name: _PARENTS for key in table.foreign_keys}
    return infer_table(database, table, rows=_ROWS, targets=targets, now=now)


def _usual(table: Table) -> Table:
    """The table as it is used: what has a default of its own is rarely null."""
    columns = {n: replace(c, not_null=c.not_null or c.default is not None) for n, c in table.columns.items()}
    return replace(table, columns=columns)


def _shown(taken: Taken) -> tuple[Table, dict[tuple[str, ...], list[str]]]:
    """The table as inference should see it, and columns that differ within a link, by that link's columns.

    Links that are not made are null, those that are made never. What a link and a column are unique in
    together, the column is among the rows of the link; links alone are for the story to tell apart.
    """
    table = taken.table
    made = {column for link in taken.made for column in link.key.columns}
    nulls = [
        column
        for link in taken.links
        for column in link.key.columns
        if not link.made and not table.columns[column].not_null and column not in made
    ]
    checks = [
        Check(f"{name} is left empty", f"({sql.Identifier(name).as_string(None)} IS NULL)", (name,))
        for name in dict.fromkeys(nulls)
    ]
    within: dict[tuple[str, ...], list[str]] = {}
    uniques: list[Unique] = []
    table = replace(table, uniques=tuple(_without_nulls(u, table, set(nulls)) for u in table.uniques))
    alone = [set(u.columns) for u in table.uniques if u.plain and not set(u.columns) & made]
    for unique in table.uniques:
        if set(unique.columns) & made and any(known <= set(unique.columns) for known in alone):
            continue
        links = tuple(name for name in unique.columns if name in made)
        rest = tuple(name for name in unique.columns if name not in made)
        if links and None in unique.columns:
            continue
        if links and rest:
            within.setdefault(links, []).extend(name for name in rest if name)
        if rest:
            uniques.append(
                replace(unique, columns=rest, primary=unique.primary and not links) if links else unique
            )
    exclusions = [
        replace(e, elements=tuple((said, o) for said, o in e.elements if not _names(said, made)))
        for e in table.exclusions
    ]
    columns = {n: replace(c, not_null=True) if n in made else c for n, c in table.columns.items()}
    shown = replace(
        table,
        columns=columns,
        foreign_keys=tuple(link.key for link in taken.made),
        checks=(*table.checks, *checks),
        uniques=tuple(uniques),
        exclusions=tuple(e for e in exclusions if e.elements),
    )
    return shown, within


def _without_nulls(unique: Unique, table: Table, nulls: set[str]) -> Unique:
    """A unique over an expression of columns that are always null, as one over the others."""
    if not any(_names(expression, nulls) for expression in unique.expressions):
        return unique
    named = {c for e in unique.expressions for c in table.columns if _names(e, {c})} | set(unique.columns)
    left = tuple(name for name in table.columns if name in named - nulls)
    return replace(unique, columns=left, expressions=()) if left else unique


def _names(expression: str, columns: set[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(column)}(?!\w)", expression) for column in columns)


def _reduced(taken: Taken) -> set[str]:
    made = {column for link in taken.made for column in link.key.columns}
    return {u.name for u in taken.table.uniques if set(u.columns) & made}


def _natural(shown: Table, inferred: Inferred) -> tuple[str, ...]:
    """The columns of the unique that allows fewest rows: by them a row is known."""
    for unique in sorted(shown.uniques, key=lambda u: (u.primary, len(u.columns))):
        names = tuple(name for name in unique.columns if name is not None)
        if unique.plain and names and all(name in inferred.fields for name in names):
            return names
    return ()


def _judged(inferred: Inferred, shown: Table) -> tuple[Check | Unique | Exclusion, ...]:
    own = {check.name for check in shown.checks}
    return tuple(
        j for j in inferred.judged if not isinstance(j, Check) or j.name in own or "VALUE" in j.columns
    )
