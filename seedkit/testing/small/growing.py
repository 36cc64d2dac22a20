"""How a graph grows: what may belong to a row, found by trying.

A factory does not say how many of its rows one parent may have: a unique constraint does, or a ledger, or
another factory that makes a parent of its own. So the graph is told with two of everything, and what
breaks is told with fewer, until nothing does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import UniqueConstraint

from ... import product as registry
from ...errors import BadParameter, SeedkitError, UsageError
from ...factory import TableFactory, is_columnar
from ...plan.check import destination
from ...plan.implied import Story
from ...product import Product
from ...rowsets import RowSet, between, chance
from ...scenario import Scenario
from ...scope import midnight
from ...types import to_python
from ...world import World, each
from .literals import variable
from .steered import Steering
from .telling import Telling
from .world import SmallWorld

__all__ = ["GraphStory", "graph_story"]

#: The most rows of one kind below one row, and how many there may be instead where so many are wrong.
_MOST = 3
_FEWER = {_MOST: 1, 1: 0}
_ROUNDS = 12

#: The most rows of each set that the story names, by label; three where it is not listed.
Limits = dict[str, int]


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
        world = World(self.among, self.name)
        self.function(world)
        for rowset, made, link in list(_missing(world)):
            world.add(made, label=rowset.label, **{link: each(rowset)})
        return world


def graph_story(
    root: type[TableFactory[Any]], depth: int, given: Mapping[str, Any], product: str | None = None
) -> GraphStory:
    """The story of a factory's row, told with the other factories of its product, or of its module."""
    if depth < 0:
        raise BadParameter(f"depth={depth}", got=depth, allowed=["0 (no children), 1, 2 …"])
    among = _product_of(root, product)
    factories = [made for made in _factories(root, among) if made is not root]

    def told(limits: Limits) -> GraphStory:
        def tell(world: World) -> None:
            _grow(world, world.add(root, label="root", **given), depth, factories, limits, _noun(root))

        tell.__module__ = root.__module__
        name = f"{among.name}/graph of {_noun(root)}"
        return GraphStory(name, tell, {}, root, depth, dict(given), among, product is not None)

    limits: Limits = {}
    for _ in range(_ROUNDS):
        trial = _Trial(told(limits))
        # One that fails takes along all that read it; better ask who fails alone.
        alone = {label for label in trial.failing if _Trial(told({**limits, **trial.without(label)})).failing}
        wrong = trial.refused | (alone or trial.failing)
        if not wrong:
            break
        limits |= {label: _FEWER[limits.get(label, _MOST)] for label in wrong}
    return told(limits)


def _grow(
    world: World, above: RowSet, depth: int, factories: Sequence[Any], limits: Limits, path: str
) -> None:
    """Add what may belong to the rows of a set, and what may belong to that."""
    if not depth:
        return
    person = world.product.person
    for made in factories:
        link = _link_to(made, above.factory._meta.model)
        # What every user has comes with the user.
        ready = made in world.product.companions and above.factory._meta.model is person._meta.model
        most = limits.get(f"{_noun(made)}:{variable(path)}", _MOST)
        if link is not None and not ready and most:
            given: dict[str, Any] = {link: each(above)}
            count = between(0, most) if most > 1 else chance(0.5)
            below = world.add(made, count, label=variable(path), **given)
            _grow(world, below, depth - 1, factories, limits, f"{path}_{_noun(made)}")


class _Trial:
    """A graph with two of everything (one where there may be no more), and what is wrong with it."""

    def __init__(self, story: GraphStory) -> None:
        telling = Telling(story, midnight())
        self._rowsets = telling.plan({}).rowsets.values()
        counts = {r.label: (2 if isinstance(r.count, between) else 1,) for r in self._rowsets if _is_told(r)}
        self._graph = SmallWorld(telling, {}, 1, Steering(counts=counts))
        self._seen: dict[tuple[Any, ...], RowSet] = {}
        #: The labels of those whose rows cannot be made, and of those whose rows no database would take.
        self.failing: set[str] = set()
        self.refused: set[str] = set()
        for rowset in self._rowsets:
            if rowset.axis != "catalogue":
                self._try(rowset)

    def without(self, label: str) -> Limits:
        """Limits that leave out everything but a row set and what it is made for."""
        line = {r.label for found in self._rowsets if found.label == label for r in _line(found)}
        return {r.label: 0 for r in self._rowsets if _is_told(r) and r.label not in line}

    def _try(self, rowset: RowSet) -> None:
        try:
            rows = self._graph.read(rowset)
            columns = {
                column: to_python(rows.column(name), None) for name, column in rowset.written().items()
            }
        except SeedkitError:
            self._blame(self.failing, rowset)
        else:
            self._judge(rowset, columns)

    def _judge(self, rowset: RowSet, columns: Mapping[str, list[Any]]) -> None:
        """Whether the rows would be taken: nothing missing, nothing twice."""
        table = rowset.factory._meta.model.__table__
        for column in table.columns:
            if not column.nullable and None in columns.get(column.name, ()):
                self._blame(self.refused, rowset)
        for place, unique in enumerate(_uniques(table)):
            if not unique <= columns.keys():
                continue
            for key in zip(*(columns[name] for name in sorted(unique)), strict=True):
                # Lists and documents are told apart by how they are written.
                known = table, place, repr(key)
                if None not in key and known in self._seen:
                    self._blame(self.refused, rowset, self._seen[known])
                self._seen.setdefault(known, rowset)

    def _blame(self, found: set[str], *rowsets: RowSet) -> None:
        """Of the row sets that the story names the nearest above one of these."""
        for rowset in rowsets:
            above = next(filter(_is_told, _line(rowset)), None)
            if above is not None:
                found.add(above.label)
                return


def _line(rowset: RowSet | None) -> Iterator[RowSet]:
    """A row set and all that it is made for."""
    while rowset is not None:
        yield rowset
        rowset = rowset.parent


def _is_told(rowset: RowSet) -> bool:
    """Whether a row set is one of children that the graph may have; what users bring along has no count."""
    return rowset.axis == "each" and rowset.count is not None


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
        sets = [r for r in story.rowsets.values() if r.factory._meta.model is made._meta.model]
        with_one = {id(destination(rowset, (link,), story)[0]) for rowset in sets}
        for rowset in story.rowsets.values():
            if rowset.factory._meta.model is person._meta.model and id(rowset) not in with_one:
                yield rowset, made, link


def _link_to(made: Any, model: Any) -> str | None:
    """The link of a factory to rows of a model; none to rows of its own kind, which have no end."""
    meta = made._meta
    if meta.model is model:
        return None
    links = (name for name, models in meta.link_models().items() if model in models)
    # A parameter may be a link too, but nothing belongs to a row by it.
    return next((n for n in links if n in meta.mapper.relationships or meta.column_type(n) is not None), None)


def _uniques(table: Any) -> Iterator[frozenset[str]]:
    """The columns of each unique constraint or index, partial ones included."""
    keys = [
        constraint.columns for constraint in table.constraints if isinstance(constraint, UniqueConstraint)
    ]
    keys += [index.columns for index in table.indexes if index.unique]
    yield from (
        frozenset(column.name for column in columns)
        for columns in (table.primary_key.columns, *keys)
        if len(columns)
    )


def _product_of(root: type[TableFactory[Any]], name: str | None) -> Product:
    """The product to which a factory belongs; one made up for a factory of none."""
    if name is not None:
        return registry.find_product(name)
    found = [
        product
        for product in map(registry.find_product, registry.products())
        if root in product.all_factories().values()
    ]
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
