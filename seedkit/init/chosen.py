"""Which tables a first story tells of: a root and what hangs on it; where little hangs, others beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial

from ..schema.reflected import Name
from .names import named_after
from .survey import Survey

__all__ = ["chosen", "kin", "root_of"]

#: A schema of so many tables is told whole; of a larger one, about so many.
ALL, MOST = 20, 14
#: What a framework keeps for itself is no story, however much points to it.
_OF_FRAMEWORKS = re.compile(r"django_\w+|auth_permission|alembic_\w+|ar_internal_metadata")


def root_of(survey: Survey, tables: Sequence[Name]) -> Name | None:
    """The table on which most others hang; where none does, the one that most columns are named after."""
    if not tables:
        return None

    def rank(name: Name) -> tuple[bool, float, float, int, int, int]:
        # What needs a row counts for more than what may point to one.
        needs, below = (_below(survey, name, tables, needed=needed) for needed in (True, False))
        needed, above = (_targets(survey, name, tables, needed=needed) for needed in (True, False))
        mentions = 0 if len(below) > 1 else _mentions(survey, name)
        plain, place = not _OF_FRAMEWORKS.fullmatch(name.name), -tables.index(name)
        hanging = len(needs) / (1 + len(needed)), len(below) / (1 + len(above)), len(below)
        return plain, *hanging, mentions, place

    return max(tables, key=rank)


def chosen(survey: Survey, root: Name | None, tables: Sequence[Name]) -> list[Name]:
    """The tables of the story, in their order: all of a small schema."""
    if root is None or len(tables) <= ALL:
        return list(tables)
    below = {name: len(_below(survey, name, tables)) - 1 for name in tables}
    near = _with_parents(survey, root, tables)

    def rank(near: set[Name], name: Name) -> tuple[float, float, int]:
        missing = len(_with_parents(survey, name, tables) - near)
        hanging, links = below[name] / missing, len(_targets(survey, name, near)) / missing
        # First what much hangs on, then what ties together what is there.
        first, second = (hanging, links) if len(near) < MOST // 2 else (links, hanging)
        return first, second, -tables.index(name)

    while len(near) < MOST:
        left = [name for name in tables if name not in near]
        ring = [name for name in left if _targets(survey, name, near)]

        more = max(ring, key=partial(rank, near)) if ring else root_of(survey, left)
        near |= _with_parents(survey, more, tables) if more else set(tables)
    return [name for name in tables if name in near]


def kin(survey: Survey, root: Name, tables: Collection[Name]) -> set[Name]:
    """What links tie to the root, in either direction."""
    found, fresh = {root}, {root}
    while fresh:
        fresh = {
            name
            for name in tables
            if name not in found
            and (_targets(survey, name, found) or any(name in _targets(survey, f, [name]) for f in found))
        }
        found |= fresh
    return found


def _targets(survey: Survey, name: Name, among: Collection[Name], *, needed: bool = False) -> set[Name]:
    made = survey.tables[name].made
    return {link.key.target for link in made if link.key.target in among and not (needed and link.nullable)}


def _below(survey: Survey, root: Name, tables: Sequence[Name], *, needed: bool = False) -> set[Name]:
    found = {root}
    for name in tables:
        if _targets(survey, name, found, needed=needed):
            found.add(name)
    return found


def _with_parents(
    survey: Survey, name: Name, tables: Collection[Name], found: frozenset[Name] = frozenset()
) -> set[Name]:
    """The table and those that it cannot do without: its parents, and children whose keys it holds."""
    known = {*found, name}
    mates = {link.key.target for link in survey.tables[name].links if link.back and link.key.target in tables}
    for target in sorted(_targets(survey, name, tables) | mates):
        if target not in known:
            known |= _with_parents(survey, target, tables, frozenset(known))
    return known


def _mentions(survey: Survey, name: Name) -> int:
    """How many other tables have a column of this one's name, as those do whose links nobody declared."""
    return sum(
        any(named_after(name.name, column) for column in taken.table.columns)
        for other, taken in survey.tables.items()
        if other != name
    )
