"""What of a database becomes a project: its tables, the links between them, and what no factory can say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from ..fill.graph import components
from ..fill.order import row_key
from ..fill.owners import USERS
from ..fill.request import Request
from ..fill.selection import MANAGED, select
from ..fill.shape import shaped
from ..schema.reflected import Database, ForeignKey, Name, Table
from .names import words

__all__ = ["Link", "Survey", "Taken", "survey"]

#: A table to which so many times more keys point than to another one does not belong to that.
_FAR = 3


@dataclass
class Link:
    """A foreign key, and what becomes of it.

    ``made``: the factory makes a row for it. ``why`` says why it does not; ``lost`` that a row cannot do without.
    ``back`` is set where its value is the key of a row that points back here, which is written later.
    ``modelled``: the models have it as a relationship, whose name is ``attribute``.
    """

    key: ForeignKey
    made: bool = True
    why: str = ""
    lost: bool = False
    nullable: bool = False
    modelled: bool = True
    attribute: str = ""
    back: Link | None = None

    @property
    def to_user(self) -> bool:
        """Whether it points to a person who can sign in."""
        return self.key.target == USERS


@dataclass
class Taken:
    """A table of the project. ``stuck`` is why no story can write it; ``hidden`` are columns left to the server."""

    table: Table
    key: tuple[str, ...]
    links: list[Link] = field(default_factory=list)
    stuck: str = ""
    hidden: frozenset[str] = frozenset()

    @property
    def name(self) -> Name:
        """The table's."""
        return self.table.name

    @property
    def made(self) -> list[Link]:
        """The links for which the factory makes a row."""
        return [link for link in self.links if link.made]


@dataclass
class Survey:
    """The tables by name, parents first; ``left`` are those that no model can be made of, with the reasons."""

    database: Database
    tables: dict[Name, Taken] = field(default_factory=dict)
    left: dict[Name, str] = field(default_factory=dict)

    @property
    def supabase(self) -> bool:
        """Whether people sign in here as on Supabase."""
        return USERS in self.database.tables


def survey(
    database: Database,
    *,
    fit: Callable[[Taken], None],
    schemas: Collection[str] = (),
    tables: Iterable[str] = (),
    exclude: Iterable[str] = (),
) -> Survey:
    """Look the database over. ``fit`` makes the links of a table agree with its checks.

    Raises UnknownName for a table that the database does not have.
    """
    found = Survey(database)
    managed = MANAGED if found.supabase else ()
    request = Request(tables=tuple(tables), exclude=tuple(exclude))
    chosen = select(database, request, managed=managed)
    found.left = {
        name: why
        for name, why in chosen.left.items()
        if not why.startswith(("schema ", "not among", "excluded"))
    }
    kept: dict[Name, Taken] = {}
    for name in chosen.asked:
        table = shaped(database, database[name], people=found.supabase)
        if schemas and name.schema not in schemas:
            continue
        key = row_key(table)
        if not key:
            table = _keyed(table)
            key = row_key(table)
        if not key:
            found.left[name] = "there is no key by which rows could be found again"
        else:
            kept[name] = Taken(table, key)
    for taken in kept.values():
        taken.links = [_link(taken.table, key, kept) for key in _whole(taken.table)]
    _cut(kept)
    pointed = Counter(link.key.target for taken in kept.values() for link in taken.links)
    for taken in kept.values():
        _decide(taken, pointed)
        fit(taken)
    _stick(kept)
    found.tables = {name: kept[name] for name in _order(kept)}
    return found


def _keyed(table: Table) -> Table:
    """The table with its shortest unique never null: it may be, but our rows are known by it."""
    uniques = [u for u in table.uniques if u.plain and not u.temporal and None not in u.columns]
    best = min(uniques, key=lambda unique: len(unique.columns), default=None)
    names = () if best is None else best.columns
    columns = {n: replace(c, not_null=c.not_null or n in names) for n, c in table.columns.items()}
    return replace(table, columns=columns)


def _whole(table: Table) -> list[ForeignKey]:
    """The foreign keys, one for each set of columns: the first that leads to a table rather than a partition."""
    found: dict[tuple[str, ...], ForeignKey] = {}
    for key in table.foreign_keys:
        found.setdefault(tuple(sorted(key.columns)), key)
    return list(found.values())


def _link(table: Table, key: ForeignKey, kept: Mapping[Name, Taken]) -> Link:
    nullable = any(not table.columns[name].not_null for name in key.columns)
    link = Link(key, nullable=nullable)
    known = key.target in kept or key.target == USERS
    dotted = any("." in part for part in (key.target.name, *key.target_columns))
    if any(table.columns[name].computed for name in key.columns):
        link.made, link.modelled, link.why = False, False, "the server computes it"
    elif not known or dotted:
        link.made, link.modelled, link.lost = False, False, not nullable
        link.why = (
            "SQLAlchemy splits its target's name at the dot"
            if known
            else f"{key.target} is not part of this project"
        )
    elif key.target == table.name:
        link.made = False
        link.why = "a row at the top of its tree" if nullable else "its own row"
    return link


def _cut(kept: Mapping[Name, Taken]) -> None:
    """Open every circle of tables where it is softest: at a link that may be null, if there is one."""
    while True:
        edges = {name: [link.key.target for link in taken.made] for name, taken in kept.items()}
        circles = [c for c in components(kept, edges) if len(c) > 1]
        if not circles:
            return
        for circle in circles:
            inner = [
                (taken, link)
                for name in circle
                for taken in [kept[name]]
                for link in taken.made
                if link.key.target in circle
            ]
            taken, link = min(inner, key=lambda at: (_firm(at, kept), -_soft(at, inner), str(at[0].name)))
            link.back = None if link.nullable else _back(taken, link, kept)
            link.made, link.modelled = False, False
            link.lost = not link.nullable and link.back is None
            link.why = f"{', '.join(n.name for n in circle[:-1])} and {circle[-1].name} point to each other"


def _firm(at: tuple[Taken, Link], kept: Mapping[Name, Taken]) -> int:
    """How hard it is to do without a link: one that may be null, one that a row pointing back fills, another."""
    taken, link = at
    return 0 if link.nullable else 1 if _back(taken, link, kept) else 2


def _back(taken: Taken, link: Link, kept: Mapping[Name, Taken]) -> Link | None:
    """The link by which a row points back to the one that needs it, if the server can wait for that row."""
    there = kept[link.key.target]
    counted = [there.table.columns[name].type.base.name.name for name in link.key.target_columns]
    if (
        not link.key.deferrable
        or link.key.target == taken.name
        or counted not in (["int4"], ["int8"], ["int2"])
    ):
        return None
    backs = (
        other
        for other in there.made
        if other is not link and other.key.target == taken.name and not other.nullable
    )
    return next((b for b in backs if len(b.key.columns) == 1), None)


def _soft(at: tuple[Taken, Link], inner: list[tuple[Taken, Link]]) -> int:
    """How many others point to the target: what is pointed to most comes first, and this link is cut."""
    taken, _ = at
    return sum(link.key.target == taken.name for _, link in inner)


def _decide(taken: Taken, pointed: Mapping[Name, int]) -> None:
    """A link that may be null is made where a row would be lost without it: its owner, or what it is deleted with.

    In a table all of whose links may be null, so is the first that is named after its target, unless the table
    matters far more than that: hosts may have a maintenance, but belong to none.
    """
    sure = any(not link.nullable for link in taken.made)
    for link in taken.made:
        if not link.nullable:
            continue
        small = pointed.get(taken.name, 0) <= _FAR * pointed[link.key.target]
        belongs = link.to_user or link.key.on_delete == "cascade" or set(link.key.columns) & set(taken.key)
        if belongs or (not sure and _plainly_named(link) and small):
            sure = True
        else:
            link.made, link.why = False, "may be null"


def _plainly_named(link: Link) -> bool:
    """Whether it plays no part beyond its target's: ``album_id`` and no ``support_rep_id``."""
    alike = re.fullmatch(r"(.*?)(id|uuid|key|fk)?", "".join(words(link.key.columns[-1])))
    stem, said = (alike[1] if alike else "")[:-1], words(link.key.target.name)
    return len(stem) > 1 and any("".join(said[place:]).startswith(stem) for place in range(len(said)))


def _stick(kept: Mapping[Name, Taken]) -> None:
    """Tables that no story can write, and those that cannot do without them."""
    for taken in kept.values():
        lost = [link for link in taken.links if link.lost]
        if lost:
            taken.stuck = f"{', '.join(lost[0].key.columns)} must not be null, and {lost[0].why}"
    while True:
        more = [
            (taken, link)
            for taken in kept.values()
            for link in taken.made
            if not taken.stuck and link.key.target in kept and kept[link.key.target].stuck
        ]
        if not more:
            return
        for taken, link in more:
            taken.stuck = taken.stuck or f"it needs {link.key.target.name}"


def _order(kept: Mapping[Name, Taken]) -> list[Name]:
    edges = {name: [link.key.target for link in taken.links if link.made] for name, taken in kept.items()}
    return [name for component in components(kept, edges) for name in component]
