"""The values that a column allows, and what is written instead of one that it does not."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..schema.reflected import Check, Column, Table
from .aliases import Aliases

__all__ = ["WordMap", "allowed_values", "listed", "map_words"]


@dataclass(frozen=True)
class WordMap:
    """What becomes of the values of a column: ``instead`` of some another, of the rest what is ``allowed``.

    A value that is neither is nothing (``null``), or its row is left out.
    """

    allowed: tuple[str, ...]
    instead: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    null: bool = False


def allowed_values(table: Table, column: Column, checks: Iterable[Check]) -> tuple[str, ...] | None:
    """The texts that an enum or a list in one of these checks allows; None if any."""
    base = column.type.base
    found = [frozenset(base.labels)] if base.kind == "enum" else []
    order = list(base.labels)
    for check in checks:
        values = listed(check.expression).get(column.name)
        if values is not None:
            found.append(frozenset(values))
            order += values
    if not found:
        return None
    both = frozenset.intersection(*found)
    return tuple(dict.fromkeys(value for value in order if value in both))


def map_words(
    table: str,
    column: str,
    *,
    allowed: tuple[str, ...],
    meant: tuple[str, ...] | None,
    aliases: Aliases,
    nullable: bool,
) -> WordMap | None:
    """How values get into a column that allows only some of them; None if all are allowed anyway."""
    missing = None if meant is None else [value for value in meant if value not in allowed]
    if missing == []:
        return None
    known = aliases.words(table, column) if missing is None else missing
    instead, sources = {}, {}
    for value in known:
        if value not in allowed and (found := aliases.word(table, column, value, allowed)):
            instead[value], sources[value] = found
    return WordMap(allowed, instead, sources, nullable)


@functools.lru_cache(maxsize=4096)
def listed(expression: str) -> Mapping[str, tuple[str, ...]]:
    """``{column: texts}`` of a check that lists the texts of one column, as a server prints it; else nothing."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(expression, dialect="postgres")
    except SqlglotError:
        return {}
    found = [_membership(part) for part in _alternatives(tree)]
    if len(found) != 1 or found[0] is None:
        return {}
    column, values = found[0]
    return {column: values}


def _alternatives(tree: Any) -> Iterator[Any]:
    """The parts of an OR, without the one that lets null pass."""
    from sqlglot import exp

    tree = tree.unnest()
    if isinstance(tree, exp.Or):
        for side in (tree.this, tree.expression):
            yield from _alternatives(side)
    elif not (isinstance(tree, exp.Is) and isinstance(tree.expression, exp.Null)):
        yield tree


def _membership(tree: Any) -> tuple[str, tuple[str, ...]] | None:
    from sqlglot import exp

    if not isinstance(tree, exp.EQ):
        return None
    column, right = _bare(tree.this), tree.expression
    values = _bare(right.this) if isinstance(right, exp.Any) else right
    items = values.expressions if isinstance(values, exp.Array) else [values]
    literals = [_bare(item) for item in items]
    if not isinstance(column, exp.Column) or not all(
        isinstance(v, exp.Literal) and v.is_string for v in literals
    ):
        return None
    return column.name, tuple(v.this for v in literals)


def _bare(tree: Any) -> Any:
    """The expression without brackets and casts around it."""
    from sqlglot import exp

    while isinstance(tree, (exp.Paren, exp.Cast)):
        tree = tree.this
    return tree
