"""What must be true of a story before a row of it is made; every finding is collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from factory.declarations import SubFactory

from ..defaults import has_computed_default
from ..errors import SeedkitError, nearest
from ..factory import is_columnar
from ..fields.base import Field, Ref
from ..fields.beside import OfUser
from ..fields.kin import Rank, Total
from ..fields.links import Lookup
from ..rowsets import Anyone, Bound, Cell, Handed, RowSet
from .implied import Story

__all__ = ["check", "destination"]


def check(story: Story) -> None:
    """Add to the findings of the story what is wrong with its row sets."""
    rules: tuple[Callable[[RowSet, Story], Iterator[str]], ...] = (
        _not_columnar, _made_twice, _lost_cells, _nobody_there, _read_back, _shared_owner, _shared_user,
    )  # fmt: skip
    for rowset in story.sound():
        try:
            for rule in rules:
                for finding in list(rule(rowset, story)):
                    story.find(rowset, finding)
        except SeedkitError as error:
            story.find(rowset, f"{rowset.label}: {error}")
    _check_columns(story)


def _check_columns(story: Story) -> None:
    """Columns that only some row sets of a table give, though the server would compute them."""
    tables: dict[Any, list[RowSet]] = {}
    for rowset in story.sound():
        tables.setdefault(rowset.factory._meta.model.__table__, []).append(rowset)
    for table, sets in tables.items():
        everything = {column for rowset in sets for column in rowset.written().values()}
        computed = [c.name for c in table.columns if not c.nullable and has_computed_default(c)]
        for rowset in sets:
            given = set(rowset.written().values())
            for name in computed:
                if name in everything and name not in given:
                    who = rowset.factory.__name__
                    story.find(rowset, f"{rowset.label} leaves {table.name}.{name} out: declare it in {who}")


def _not_columnar(rowset: RowSet, story: Story) -> Iterator[str]:
    if not is_columnar(rowset.factory):
        yield (
            f"{rowset.factory.__name__} runs row by row (post-generation hooks, a construction of its own, "
            "a link to a stock factory): a story needs columns"
        )


def _made_twice(rowset: RowSet, story: Story) -> Iterator[str]:
    bound = {rowset.parent_link, *rowset.links}
    made = [
        name for name, declaration, _ in story.declarations(rowset) if isinstance(declaration, SubFactory)
    ]
    for name in rowset.factory._meta.links:
        if made.count(name) > 1 and name not in bound:
            yield f"{rowset.label}.{name} makes parents in two ways, row by row: bind it to a row set"


def _lost_cells(rowset: RowSet, story: Story) -> Iterator[str]:
    for name, cell in story.fields(rowset, Cell):
        names = cell.rowset.factory._meta.names
        if cell.path[0] not in names:
            near = nearest(cell.path[0], names)
            hint = f"; did you mean {near!r}?" if near else ""
            yield f"{rowset.label}.{name} reads {cell!r}, which {cell.rowset.factory.__name__} does not have{hint}"
        if rowset.once and not cell.rowset.once:
            yield f"{rowset.label} lives once in the load, but its {name} reads {cell!r} of each copy"


def _nobody_there(rowset: RowSet, story: Story) -> Iterator[str]:
    for name, binding in rowset.links.items():
        if isinstance(binding, Anyone) and not binding.rowset.sure and _required(rowset, name):
            yield (
                f"{rowset.label}.{name} may reach a copy that has no {binding.rowset.label}: make that row set "
                "sure, or the column nullable"
            )


def _required(rowset: RowSet, link: str) -> bool:
    meta = rowset.factory._meta
    columns = [meta.table_column(link)]
    if link in meta.mapper.relationships:
        columns = [local for local, _ in meta.mapper.relationships[link].local_remote_pairs or ()]
    return any(column is not None and not column.nullable for column in columns)


def _read_back(rowset: RowSet, story: Story) -> Iterator[str]:
    """Roll-ups over children that may come from other copies."""
    for _, total in story.fields(rowset, Total) if not rowset.once else ():
        factory, _ = total.children()
        for child in story.sound():
            if child.factory._meta.model is not factory._meta.model:
                continue
            for link in [total.link] if total.link else child.factory._meta.link_models():
                target, foreign = destination(child, (link,), story)
                if target is rowset and foreign:
                    yield (
                        f"{child.label} reaches {rowset.label} of other copies ({child.where}), but "
                        f"{rowset.label} reads its {child.label} rows back"
                    )


def _shared_owner(rowset: RowSet, story: Story) -> Iterator[str]:
    """Ranks and balances among rows whose owner rows of other copies may have as well."""
    paths = {("ranks", field.within) for _, field in story.fields(rowset, Rank)}
    paths |= {("keeps an account", ledger.within) for ledger in story.ledgers_of(rowset.factory._meta.model)}
    for what, within in sorted(paths):
        target, foreign = destination(rowset, within.split("."), story)
        if target is not None and not rowset.once and (foreign or target.once):
            yield f"{rowset.label} {what} within {target.label}, which rows of other copies reach as well"


def _shared_user(rowset: RowSet, story: Story) -> Iterator[str]:
    """Roll-ups over whatever belongs to the same user, where rows of other copies may."""
    for _, field in story.fields(rowset, OfUser):
        if not isinstance(field.total, Total):
            continue
        factory, _ = field.total.children()
        owner, left = destination(rowset, (field.by,), story)
        children = [c for c in story.sound() if c.factory._meta.model is factory._meta.model]
        for child in children:
            user, foreign = destination(child, (field.total.link or "user",), story)
            if user is not None and user is owner and (left or foreign or user.once != child.once):
                yield (
                    f"{child.label} reaches {user.label} from other copies ({child.where}), but "
                    f"{rowset.label} sums up what belongs to one"
                )


def destination(rowset: RowSet, path: Sequence[str], story: Story) -> tuple[RowSet | None, bool]:
    """The row set at the end of a path of links, and whether the path leaves the copy."""
    foreign = False
    for name in path:
        step = (rowset.label, name)
        if step not in story.steps:
            story.steps[step] = _step(rowset, name, story)
        found, left = story.steps[step]
        foreign = foreign or left
        if found is None:
            return None, foreign
        rowset = found
    return rowset, foreign


def _step(rowset: RowSet, name: str, story: Story) -> tuple[RowSet | None, bool]:
    binding = rowset.links.get(name)
    if isinstance(binding, (Bound, Anyone)):
        return binding.rowset, isinstance(binding, Anyone)
    if isinstance(binding, Handed) and rowset.parent is not None:
        return destination(rowset.parent, binding.path, story)
    if rowset.axis == "each" and name == rowset.parent_link:
        return rowset.parent, False
    if (implied := story.rowsets.get(f"{rowset.label}.{name}")) is not None:
        return implied, False
    found = [declaration for at, declaration, _ in story.declarations(rowset) if at == name]
    fields = [declaration for declaration in found if isinstance(declaration, Field)]
    field = fields[0] if len(fields) == 1 else None
    if isinstance(field, Ref):
        return destination(rowset, field.path, story)
    if isinstance(field, Cell):
        target, foreign = destination(field.rowset, field.path, story)
        return target, foreign
    if isinstance(field, Lookup):
        return story.rowsets.get(f"{field.catalogue().__name__}:catalogue"), False
    return None, False
