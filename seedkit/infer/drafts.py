"""First drafts of columns: how each looks by its name, type, comment and table, before any constraint has a say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from ..errors import SeedkitError
from ..schema.reflected import Column, Table
from .exotic import Arrays, Uuids, _bare
from .fields.ways import Null
from .kinds import number
from .meaning import Context, meaning_of
from .measures import Measure
from .natures import Impossible, Made, Nature, NotSolved
from .parse import conjuncts, parse
from .solve import Condition
from .terms import Column as ColumnTerm
from .terms import Term, family, substituted
from .words import Look, Words

__all__ = ["Draft", "draft_of", "drafts_of"]


@dataclass
class Draft:
    """A column with its nature, how often it is null, conditions of its own and why it is so."""

    column: Column
    nature: Nature
    nulls: float = 0.08
    conditions: list[Condition] = field(default_factory=list)
    why: str = ""
    impossible: str = ""


def drafts_of(table: Table, now: dt.datetime, *, linked: set[str], start: int = 0) -> dict[str, Draft]:
    """The drafts of all columns that we write. ``start``: how many rows are there already."""
    found: dict[str, Draft] = {}
    for name, column in table.columns.items():
        if column.computed or not column.insertable:
            continue
        if name in linked:
            found[name] = _linked(column)
            continue
        draft = draft_of(column, now)
        found[name] = _meant(draft, table, now, start) if not draft.impossible else draft
    return found


def _meant(draft: Draft, table: Table, now: dt.datetime, start: int) -> Draft:
    """The draft with what the column's name tells, where it tells anything that works."""
    column = draft.column
    if (column.name,) == table.key or column.identity or (column.default or "").startswith("nextval("):
        return _key(draft, table)
    try:
        meaning = meaning_of(Context(column, table, now, start))
    except (SeedkitError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError) as error:
        return replace(draft, why=f"{column.name}: {type(error).__name__}: {error}; it follows from its type")
    if meaning is None:
        return replace(draft, nature=_unnamed(draft.nature))
    nulls = draft.nulls if meaning.nulls is None else meaning.nulls
    return replace(draft, nature=meaning.nature, nulls=nulls, why=meaning.why)


def _is_xml(column: Column) -> bool:
    base = column.type.base
    return base.name.name in ("xml", "_xml")


def _key(draft: Draft, table: Table) -> Draft:
    """A key: whole numbers from 1 on, uuids that tell whose they are."""
    kind = draft.column.type
    if isinstance(draft.nature, Measure) and family(kind) in ("int", "numeric"):
        most = draft.nature.hard.high * draft.nature.unit
        nature = number(kind, 1, min(float(most), 2_000_000_000), scale=0, rising=True)
        if draft.column.sequence_range is not None and draft.column.identity:
            low, high = draft.column.sequence_range
            nature = replace(nature, hard=nature.hard.clipped(low, high), low=max(1, low))
        return replace(draft, nature=nature)
    if kind.base.name.name == "uuid" and kind.base.kind == "base":
        return replace(draft, nature=Uuids(key=True))
    if isinstance(draft.nature, Words):
        meaning = meaning_of(Context(draft.column, table, dt.datetime(2024, 1, 1, tzinfo=dt.UTC)))
        if meaning is not None:
            return replace(draft, nature=meaning.nature, why=meaning.why)
        rule = Look("name", form="slug") if (kind.base.length or 99) > 12 else Look("word")
        return replace(draft, nature=replace(draft.nature, look=rule))
    return draft


def _unnamed(nature: Nature) -> Nature:
    """Texts of which nothing is known: short ones a word, others what might be the name of anything."""
    if isinstance(nature, Words):
        return replace(
            nature, look=Look("word" if nature.longest is not None and nature.longest < 13 else "name")
        )
    if isinstance(nature, Arrays) and isinstance(nature.item, Words):
        return replace(nature, item=replace(nature.item, look=Look("word")))
    return nature


def _linked(column: Column) -> Draft:
    """A column that a link writes: nothing is known of its values but whether there are any."""
    return Draft(column, Made(lambda: Made(dict).make()), nulls=0.0 if column.not_null else 0.15)  # type: ignore[arg-type]


def draft_of(column: Column, now: dt.datetime) -> Draft:
    """A column as its type alone makes it, its domains' checks as conditions."""
    conditions: list[Condition] = []
    for domain in column.type.domains():
        for check in domain.checks:
            types = {"VALUE": domain.element or column.type}
            parts = conjuncts(parse(check.expression, types, "VALUE"))
            own: dict[str, Term] = {"VALUE": ColumnTerm(column.name)}
            conditions.extend(Condition(check.name, substituted(part, own)) for part in parts)
    if not column.not_null and _is_xml(column):
        # Many servers are built without libxml, and refuse every value.
        return Draft(column, Made(Null), nulls=1.0, conditions=conditions, impossible="xml")
    try:
        nature = _bare(column.type.base, now, None)
    except (Impossible, NotSolved):
        why = f"no value of type {column.type.sql} can be made"
        return Draft(column, Made(Null), nulls=1.0, conditions=conditions, impossible=why)
    return Draft(column, nature, conditions=conditions)
