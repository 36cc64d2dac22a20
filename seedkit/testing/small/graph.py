"""Graphs: a row, the rows it belongs to, and rows that belong to it, as a story that nobody had to write.

    graph = small_graph(HouseholdFactory, counts={"HouseholdMember:household": 3})
    graph.root, graph.objects(HouseholdMemberFactory)

Because it is a story, parents are what their children refer to, totals are the sum of what they total,
and ledgers balance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import UniqueConstraint

from ...errors import BadParameter, SeedkitError, UsageError
from ...factory import TableFactory, is_columnar
from ...fields import Daily, Email, Field, Key, Ordinal, Rank, Serial, Series, Token, Uuid
from ...fields.base import Ref
from ...fields.links import Parent
from ...fields.moments import Within
from ...plan.check import destination
from ...plan.implied import Story
from ...product import Product, find_product, products
from ...rowsets import RowSet, between, chance
from ...scenario import Scenario
from ...scope import midnight
from ...world import World, each
from .literals import called, literal, variable
from .steered import Cell, Steering, chosen_of
from .telling import Telling, telling_of
from .world import SmallWorld

__all__ = ["Graph", "GraphStory", "graph_story", "small_graph"]

#: The most rows of one kind below one row.
_MOST = 3
#: Fields that differ from row to row whatever chance says.
_APART = (Daily, Email, Key, Ordinal, Parent, Rank, Serial, Series, Token, Uuid, Within)


def small_graph(
    root: type[TableFactory[Any]],
    *,
    depth: int = 1,
    among: str | None = None,
    seed: int = 0,
    counts: Mapping[str, int | Sequence[int]] | None = None,
    cells: Mapping[Cell, int] | None = None,
    now: dt.datetime | None = None,
    **given: Any,
) -> Graph:
    """A row of ``root`` with its parents and, ``depth`` links downwards, rows that belong to it.

    ``counts`` are rows for each row above them, by label (``HouseholdMember:household``), none unless given;
    ``cells`` and ``seed`` are as in ``small_world``, ``given`` overrides and traits of the root. ``among`` is the
    product whose factories make the children, where several have the root.
    """
    telling = telling_of(graph_story(root, depth, given, among), now or midnight())
    return Graph(telling, chosen_of(telling.plan({}), seed, counts or {}, cells or {}))


class Graph(SmallWorld):
    """A small world around one row."""

    def __init__(self, telling: Telling, steering: Steering) -> None:
        super().__init__(telling, {}, 1, steering)

    @property
    def root(self) -> Any:
        """The object in the middle."""
        story = self.story
        assert isinstance(story, GraphStory)
        return self.objects(story.label)[0]

    def __repr__(self) -> str:
        story, steering = self.story, self.steering
        assert isinstance(story, GraphStory)
        chosen: dict[str, tuple[Any, Any]] = {
            "depth": (story.depth, 1),
            "among": (story.product if story.said else None, None),
            "seed": (steering.seed, 0),
            "counts": ({label: numbers[0] for label, numbers in steering.counts.items()}, {}),
            "cells": (dict(steering.cells), {}),
        }
        given = {name: literal(value) for name, value in story.given.items()}
        given |= {name: literal(value) for name, (value, plain) in chosen.items() if value != plain}
        return called("small_graph", story.root.__name__, **given, now=literal(self.telling.now))


@dataclass(frozen=True)
class GraphStory(Scenario):
    """The story of one row and of what may belong to it."""

    root: Any = None
    depth: int = 1
    given: Mapping[str, Any] = field(default_factory=dict)
    among: Product | None = None
    #: Whether the product was named.
    said: bool = False

    @property
    def label(self) -> str:
        """The label of the root's row set."""
        return f"{_noun(self.root)}:root"

    def tell(self, everybody: Mapping[str, Any] | None = None, /, **given: Any) -> World:
        world = self._told()
        for rowset, made, link in list(_missing(world)):
            world.add(made, label=variable(rowset.label), **{link: each(rowset)})
        return world

    def _told(self) -> World:
        world = World(self.among, self.name)
        self.function(world)
        return world


def _missing(world: World) -> Iterator[tuple[RowSet, Any, str]]:
    """What every user has, for each row set of users that has it not: the set, the factory, its link.

    Most of these users nobody named: they are made for a row that belongs to them.
    """
    person = world.product.person
    story = Story(world)
    for made in world.product.companions if person is not None else ():
        link = _link_to(made, person._meta.model)
        if link is None:
            continue
        model = made._meta.model
        sets = [r for r in story.rowsets.values() if r.factory._meta.model is model]
        with_one = {id(destination(rowset, (link,), story)[0]) for rowset in sets}
        for rowset in story.rowsets.values():
            if rowset.factory._meta.model is person._meta.model and id(rowset) not in with_one:
                yield rowset, made, link


def graph_story(
    root: type[TableFactory[Any]], depth: int, given: Mapping[str, Any], product: str | None = None
) -> GraphStory:
    """The story of a factory's row, told with the other factories of its product, or of its module."""
    if depth < 0:
        raise BadParameter(f"depth={depth}", got=depth, allowed=["0 (no children), 1, 2 …"])
    among = _product_of(root, product)
    factories = [made for made in _factories(root, among) if made is not root]

    def told_with(some: Sequence[Any]) -> GraphStory:
        def tell(world: World) -> None:
            _grow(world, world.add(root, label="root", **given), depth, some, _noun(root))

        tell.__module__ = root.__module__
        name = f"{among.name}/graph of {_noun(root)}"
        return GraphStory(
            name, tell, {}, root=root, depth=depth, given=dict(given), among=among, said=product is not None
        )

    suspects = _failing(told_with(factories))
    return told_with([made for made in factories if made not in suspects or not _failing(told_with([made]))])


def _failing(story: GraphStory) -> set[Any]:
    """The factories below the root of which no row can be made; some need more than their parents, or read each other."""
    telling = Telling(story, midnight())
    try:
        rowsets = telling.plan({}).rowsets
    except SeedkitError:
        return set(_all_subclasses(TableFactory))
    children = [r.label for r in rowsets.values() if r.axis == "each" and r.count is not None]
    graph = Graph(telling, Steering(counts=dict.fromkeys(children, (1,))))
    found = set()
    for rowset in rowsets.values():
        try:
            for name in rowset.written():
                graph.read(rowset).column(name)
        except SeedkitError:
            found |= set(_line(rowset))
    return found


def _line(rowset: RowSet | None) -> Iterator[Any]:
    """The factory of a row set and those of all it is made for."""
    while rowset is not None:
        yield rowset.factory
        rowset = rowset.parent


def _grow(world: World, above: RowSet, depth: int, factories: Sequence[Any], path: str) -> None:
    """Add what may belong to the rows of a set, and what may belong to that."""
    if not depth:
        return
    person = world.product.person
    for made in factories:
        link = _link_to(made, above.factory._meta.model)
        # What every user has comes with the user.
        ready = made in world.product.companions and above.factory._meta.model is person._meta.model
        if link is not None and not ready:
            count = between(0, _MOST) if _may_be_many(made, link) else chance(0.5)
            given: dict[str, Any] = {link: each(above)}
            below = world.add(made, count, label=variable(path), **given)
            _grow(world, below, depth - 1, factories, f"{path}_{_noun(made)}")


def _link_to(made: Any, model: Any) -> str | None:
    """The link of a factory to rows of a model; none to rows of its own kind, which have no end."""
    meta = made._meta
    links = (
        name for name, models in meta.link_models().items() if model in models and meta.model is not model
    )
    # A parameter may be a link too, but nothing belongs to a row by it.
    return next(
        (n for n in links if n in meta.mapper.relationships or meta.table_column(n) is not None), None
    )


def _may_be_many(made: Any, link: str) -> bool:
    """Whether several rows may belong to one: every unique constraint has something that tells them apart."""
    meta = made._meta
    declared = meta.declared({})
    return all(
        any(_apart(meta, declared, c, link) for c in unique) for unique in _uniques(meta.model.__table__)
    )


def _apart(meta: Any, declared: Any, column: Any, link: str) -> bool:
    """Whether a column differs between rows made for the same parent, or is null in all of them."""
    name = meta.mapper.get_property_by_column(column).key
    if name not in declared:
        return bool(column.nullable)
    declaration: Any = declared.settled(declared[name].declaration)
    if isinstance(declaration, Ref) and declaration.path[0] in meta.links:
        if declaration.path[0] == link:
            return False
        declaration = declared.settled(declared[declaration.path[0]].declaration)
    # What a field of a team's own makes is its business; it knows the constraint.
    foreign = isinstance(declaration, Field) and not type(declaration).__module__.startswith(
        "seedkit.fields."
    )
    return declaration is None or (name != link and (foreign or isinstance(declaration, _APART)))


def _uniques(table: Any) -> Iterator[set[Any]]:
    yield set(table.primary_key.columns)
    yield from (set(c.columns) for c in table.constraints if isinstance(c, UniqueConstraint))
    yield from (set(index.columns) for index in table.indexes if index.unique)


def _product_of(root: type[TableFactory[Any]], name: str | None) -> Product:
    """The product to which a factory belongs; one made up for a factory of none."""
    if name is not None:
        return find_product(name)
    found = [product for product in map(find_product, products()) if root in product.all_factories().values()]
    if len(found) > 1:
        names = [product.name for product in found]
        hint = f"Say which: among={names[0]!r}"
        raise UsageError(f"{root.__name__} belongs to several products", got=names, hint=hint)
    package = root.__module__.rpartition(".")[0] or root.__module__
    return found[0] if found else Product(root.__module__.partition(".")[0], (), package, package, None)


def _factories(root: type[TableFactory[Any]], among: Product) -> list[Any]:
    """The factories that may make children: one for each model, the one called after it where there are more."""
    found: dict[Any, Any] = {}
    for made in sorted(_all_subclasses(TableFactory), key=lambda made: (made.__module__, made.__qualname__)):
        meta = made._meta
        mine = made.__module__ == root.__module__ or made.__module__.startswith(f"{among.factories}.")
        if meta.abstract or meta.rows or not mine or not is_columnar(made):
            continue
        if meta.model not in found or _noun(made) == meta.model.__name__:
            found[meta.model] = made
    return list(found.values())


def _all_subclasses(cls: type[Any]) -> Iterator[Any]:
    for made in cls.__subclasses__():
        yield made
        yield from _all_subclasses(made)


def _noun(made: Any) -> str:
    return str(made.__name__).removesuffix("Factory")
