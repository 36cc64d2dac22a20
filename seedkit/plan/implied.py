"""Row sets that follow from those a story names: parents nobody bound, catalogue rows looked up."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from factory.declarations import SKIP, Maybe, SubFactory

from ..errors import SeedkitError
from ..fields.base import Field, Ref
from ..fields.ledgers import Balance, Ledger, UpTo
from ..fields.links import Lookup
from ..rowsets import Bound, Handed, RowSet
from ..world import World

__all__ = ["Declared", "Story"]

_F = TypeVar("_F", bound=Field)

#: A parent's parent's parent … nobody bound: beyond this depth the links run in a circle.
_DEPTH = 20


class Declared(NamedTuple):
    """One declaration that a row set may evaluate, and what is handed to it from outside."""

    name: str
    declaration: Any
    context: Mapping[str, Any]


class _Reading:
    """The declarations of a row set, and the fields in them with the columns they are for."""

    def __init__(self, declared: Any) -> None:
        self.declarations = [
            Declared(name, leaf, declared[name].context)
            for name in declared
            for leaf in _leaves(declared[name].declaration, declared)
        ]
        self._fields = [(n, found) for n, given, _ in self.declarations for found in _fields_in(given)]
        self._of_kind: dict[type[Field], list[tuple[str, Any]]] = {}

    def of(self, kind: type[Field]) -> list[tuple[str, Any]]:
        """The fields of one kind, looked for once: most readings are used again."""
        if kind not in self._of_kind:
            self._of_kind[kind] = [(name, field) for name, field in self._fields if isinstance(field, kind)]
        return self._of_kind[kind]


_CONSTANTS = frozenset({bool, int, float, str, type(None)})


class Story:
    """The row sets of a recorded world and the implied ones, by label, with their declarations.

    A trait that is on or off for a whole row set leaves only the branch that holds. What cannot
    be followed is added to ``findings``; the row sets in ``faulty`` are left alone.
    """

    def __init__(self, world: World) -> None:
        self.findings = list(world.findings)
        self.faulty = set(world.faulty)
        self.rowsets: dict[str, RowSet] = {}
        #: Where each link of a row set leads, once asked: ``{(label, link): (row set, leaves the copy)}``.
        self.steps: dict[tuple[str, str], tuple[RowSet | None, bool]] = {}
        self._readings: dict[str, _Reading] = {}
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
        return self._read(rowset).declarations

    def fields(self, rowset: RowSet, kind: type[_F]) -> list[tuple[str, _F]]:
        """Every field of a kind that the row set may evaluate, with the column it is for; arguments of fields included."""
        return self._read(rowset).of(kind)

    def _read(self, rowset: RowSet) -> _Reading:
        """All declarations of a row set, and all fields in them."""
        if rowset.label not in self._readings:
            given = tuple((name, type(value), value) for name, value in rowset.given_values.items())
            constant = all(kind in _CONSTANTS for _, kind, _ in given)
            # Stories give traits and constants mostly, over and over.
            self._readings[rowset.label] = (
                _read_alike(rowset.factory, given) if constant else _Reading(rowset.declarations)
            )
        return self._readings[rowset.label]

    @functools.cached_property
    def ledgers(self) -> list[Ledger]:
        """The ledgers that the sound row sets declare anywhere."""
        balances = [field.ledger for rowset in self.sound() for _, field in self.fields(rowset, Balance)]
        limits = [field.ledger for rowset in self.sound() for _, field in self.fields(rowset, UpTo)]
        found = {id(ledger): ledger for ledger in (*balances, *limits)}
        return list(found.values())

    def ledgers_of(self, model: Any) -> list[Ledger]:
        """The ledgers of which rows of this model are a stream."""
        return self._streams.get(model, [])

    @functools.cached_property
    def _streams(self) -> dict[Any, list[Ledger]]:
        found: dict[Any, list[Ledger]] = {}
        for ledger in self.ledgers:
            for model in {factory._meta.model: None for factory in ledger.factories()}:
                found.setdefault(model, []).append(ledger)
        return found

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
        for _, field in self.fields(rowset, Lookup):
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
            value = rowset.declarations.settled(given)
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


@functools.lru_cache(maxsize=4096)
def _read_alike(factory: Any, given: tuple[tuple[str, type, Any], ...]) -> _Reading:
    """The reading of every row set of a factory that is given the same constants."""
    return _Reading(factory._meta.declared({name: value for name, _, value in given}))


def _fields_in(declaration: Any) -> Iterable[Field]:
    return _inside(declaration) if isinstance(declaration, Field) else _nested(declaration)


@functools.lru_cache(maxsize=1 << 14)
def _inside(field: Field) -> tuple[Field, ...]:
    """All fields in one, itself first. Most row sets of a factory share most declarations."""
    return tuple(_nested(field))


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
