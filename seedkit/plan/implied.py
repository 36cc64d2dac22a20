"""Row sets that follow from those a story names: parents nobody bound, catalogue rows looked up."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from factory.declarations import SKIP, Maybe, SubFactory

from ..errors import SeedkitError
from ..fields.base import Field, Ref
from ..fields.ledgers import Balance, Ledger, UpTo
from ..fields.links import Lookup
from ..rowsets import Bound, Handed, RowSet
from ..world import World

__all__ = ["Declared", "Story"]

#: A parent's parent's parent … nobody bound: beyond this depth the links run in a circle.
_DEPTH = 20


class Declared(NamedTuple):
    """One declaration that a row set may evaluate, and what is handed to it from outside."""

    name: str
    declaration: Any
    context: Mapping[str, Any]


class Story:
    """The row sets of a recorded world and the implied ones, by label, with their declarations.

    A trait that is on or off for a whole row set leaves only the branch that holds. What cannot
    be followed is added to ``findings``; the row sets in ``faulty`` are left alone.
    """

    def __init__(self, world: World) -> None:
        self.findings = list(world.findings)
        self.faulty = set(world.faulty)
        self.rowsets: dict[str, RowSet] = {}
        self._declared: dict[str, Any] = {}
        self._declarations: dict[str, list[Declared]] = {}
        self._fields: dict[str, list[tuple[str, Field]]] = {}
        self._inside: dict[int, list[Field]] = {}
        for rowset in (*world.rowsets.values(), *map(_catalogue, world.product.catalogue)):
            self._visit(rowset, 0)

    def sound(self) -> list[RowSet]:
        """The row sets that can be followed: their names and links are right."""
        return [rowset for rowset in self.rowsets.values() if rowset.label not in self.faulty]

    def find(self, rowset: RowSet, finding: str) -> None:
        """Note something wrong with a row set, which may be followed all the same."""
        self.findings.append(f"{finding} ({rowset.where})")

    def give_up(self, rowset: RowSet, finding: str) -> None:
        """Note why a row set cannot be followed."""
        self.find(rowset, finding)
        self.faulty.add(rowset.label)

    def declarations(self, rowset: RowSet) -> list[Declared]:
        """What the row set may evaluate, column by column."""
        if rowset.label not in self._declarations:
            declared = self._declared_by(rowset)
            self._declarations[rowset.label] = [
                Declared(name, leaf, declared[name].context)
                for name in declared
                for leaf in _leaves(declared[name].declaration, declared)
            ]
        return self._declarations[rowset.label]

    def fields(self, rowset: RowSet) -> list[tuple[str, Field]]:
        """Every field that the row set may evaluate with the column it is for, arguments of fields included."""
        if rowset.label not in self._fields:
            self._fields[rowset.label] = [
                (name, found)
                for name, declaration, _ in self.declarations(rowset)
                for found in self._fields_in(declaration)
            ]
        return self._fields[rowset.label]

    def _fields_in(self, declaration: Any) -> list[Field]:
        # Most row sets of a factory share most declarations, which live as long as their factory.
        if id(declaration) not in self._inside:
            self._inside[id(declaration)] = list(_nested(declaration))
        return self._inside[id(declaration)]

    @functools.cached_property
    def ledgers(self) -> list[Ledger]:
        """The ledgers that the sound row sets declare anywhere."""
        fields = (field for rowset in self.sound() for _, field in self.fields(rowset))
        found = {id(field.ledger): field.ledger for field in fields if isinstance(field, (Balance, UpTo))}
        return list(found.values())

    def _declared_by(self, rowset: RowSet) -> Any:
        if rowset.label not in self._declared:
            self._declared[rowset.label] = rowset.factory._meta.declared(rowset.given_values)
        return self._declared[rowset.label]

    def _visit(self, rowset: RowSet, depth: int) -> None:
        if rowset.label in self.rowsets:
            return
        self.rowsets[rowset.label] = rowset
        if rowset.label in self.faulty:
            return
        if depth > _DEPTH:
            self.give_up(rowset, f"{rowset.label.partition('.')[0]} needs parents without end")
            return
        try:
            implied = list(self._implied_by(rowset))
        except SeedkitError as error:
            self.give_up(rowset, f"{rowset.label}: {error}")
            return
        for other in implied:
            self._visit(other, depth + 1)

    def _implied_by(self, rowset: RowSet) -> Iterator[RowSet]:
        for _, field in self.fields(rowset):
            if isinstance(field, Lookup):
                yield _catalogue(field.catalogue(), rowset.where)
        bound = {rowset.parent_link if rowset.axis == "each" else None, *rowset.links}
        for name, declaration, context in self.declarations(rowset):
            if (
                isinstance(declaration, SubFactory)
                and name in rowset.factory._meta.links
                and name not in bound
            ):
                yield self._derived(rowset, name, declaration, context)

    def _derived(self, rowset: RowSet, name: str, link: SubFactory, context: Mapping[str, Any]) -> RowSet:
        """The parents that the rows make for themselves, with what the link hands to them."""
        made, prefix = link.get_factory(), f"{name}__"
        nested = {k.removeprefix(prefix): v for k, v in rowset.given_rows.items() if k.startswith(prefix)}
        overrides: dict[str, Any] = {}
        links: dict[str, Any] = {}
        for key, given in {**link._defaults, **context, **nested}.items():
            value = self._declared_by(rowset).settled(given)
            value = link._defaults.get(key, SKIP) if value is SKIP else value
            if isinstance(value, RowSet) and "__" not in key:
                links[key] = Bound(value)
            elif isinstance(value, Ref) and key in made._meta.links:
                links[key] = Handed(value.path)
            elif value is not SKIP:
                overrides[key] = value
        return RowSet(
            label=f"{rowset.label}.{name}",
            factory=made,
            axis="derived",
            parent=rowset,
            parent_link=name,
            links=links,
            overrides=overrides,
            where=rowset.where,
        )


def _catalogue(made: Any, where: str = "") -> RowSet:
    return RowSet(f"{made.__name__}:catalogue", made, axis="catalogue", where=where)


def _leaves(declaration: Any, declared: Any) -> Iterator[Any]:
    declaration = declared.settled(declaration)
    if isinstance(declaration, Maybe):
        yield from _leaves(declaration.yes, declared)
        yield from _leaves(declaration.no, declared)
    else:
        yield declaration


def _nested(value: Any) -> Iterator[Field]:
    """The fields in a declaration, those inside their arguments included."""
    if isinstance(value, Field):
        yield value
        for argument in value._given().values():
            yield from _nested(argument)
    elif isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _nested(item)
