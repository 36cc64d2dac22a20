"""First drafts of columns: how each looks by its name, type, comment and table, before any constraint has a say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..schema.reflected import Column, Database, Table
from .exotic import _bare
from .natures import Impossible, Made, Nature, NotSolved
from .parse import conjuncts, parse
from .solve import Condition
from .terms import Column as ColumnTerm
from .terms import substituted

__all__ = ["Draft", "draft_of", "drafts_of"]


@dataclass
class Draft:
    """A column with its nature, how often it is null, conditions of its own and why it is so."""

    column: Column
    nature: Nature
    nulls: float = 0.1
    conditions: list[Condition] = field(default_factory=list)
    why: str = ""
    impossible: str = ""


def drafts_of(
    database: Database, table: Table, now: dt.datetime, *, rows: int, linked: set[str]
) -> dict[str, Draft]:
    """The drafts of all columns that we write."""
    found: dict[str, Draft] = {}
    for name, column in table.columns.items():
        if column.computed or not column.insertable:
            continue
        draft = _linked(column) if name in linked else draft_of(column, now)
        found[name] = draft
    return found


def _linked(column: Column) -> Draft:
    """A column that a link writes: nothing is known of its values but whether there are any."""
    return Draft(column, Made(lambda: Made(dict).make()), nulls=0.0 if column.not_null else 0.15)  # type: ignore[arg-type, return-value]


def draft_of(column: Column, now: dt.datetime) -> Draft:
    """A column as its type alone makes it, its domains' checks as conditions."""
    conditions = []
    for domain in column.type.domains():
        for check in domain.checks:
            types = {"VALUE": domain.element or column.type}
            for part in conjuncts(parse(check.expression, types, "VALUE")):
                conditions.append(
                    Condition(check.name, substituted(part, {"VALUE": ColumnTerm(column.name)}))
                )
    try:
        nature = _bare(column.type.base, now, None)
    except (Impossible, NotSolved):
        from .fields.ways import Null

        why = f"no value of type {column.type.sql} can be made"
        return Draft(column, Made(Null), nulls=1.0, conditions=conditions, impossible=why)
    return Draft(column, nature, conditions=conditions)


_: Mapping[str, str] = {}
