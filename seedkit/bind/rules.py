"""Rules of the target that the product does not know: rows that break them must be left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..schema.reflected import Check, Exclusion, Table, Unique
from .binding import BoundColumn
from .matching import Match, spoken
from .words import listed

__all__ = ["unknown_checks", "unknown_exclusions", "unknown_uniques"]


def unknown_checks(
    meant: Table,
    live: Table,
    columns: Collection[BoundColumn],
    matches: Mapping[str, Match],
    sure: Collection[str],
) -> dict[str, str]:
    """The checks of the live table that the product does not have, and that the rows must be tried on.

    Not those that only list the words of a column: its values are mapped already. Nor those of columns
    that are ``sure`` to meet them, since their values were inferred from these very checks.
    """
    expressions = {check.expression for check in meant.checks}
    ours = _renamed(matches)
    worded = {column.name for column in columns if column.words is not None}
    written = {column.name for column in columns}

    def met(check: Check) -> bool:
        mine = set(check.columns)
        return mine <= set(sure) or (mine <= worded and bool(listed(check.expression)))

    return {
        check.name: check.expression
        for check in live.checks
        if check.enforced
        and spoken(check.expression, ours) not in expressions
        and set(check.columns) <= written
        and not met(check)
    }


def unknown_uniques(meant: Table, live: Table, columns: Iterable[BoundColumn]) -> Iterator[Unique]:
    """Uniques of the target that hold for fewer columns, or more rows, than any of the product's."""
    there = {c.planned: c.name for c in columns if c.planned}
    written = {c.name for c in columns}
    known = [
        ({there.get(c, c) for c in u.columns if c} | set(u.expressions), u.predicate) for u in meant.uniques
    ]
    for unique in live.uniques:
        mine = {c for c in unique.columns if c} | set(unique.expressions)
        implied = any(keys <= mine and predicate in (None, unique.predicate) for keys, predicate in known)
        if not implied and {c for c in unique.columns if c} <= written:
            yield unique


def unknown_exclusions(
    meant: Table, live: Table, columns: Iterable[BoundColumn], matches: Mapping[str, Match]
) -> Iterator[Exclusion]:
    """Exclusion constraints of the target that the product does not have; over columns and all rows only."""
    ours = _renamed(matches)
    written = {c.name for c in columns}
    known = {exclusion.definition for exclusion in meant.exclusions}
    for exclusion in live.exclusions:
        plain = exclusion.predicate is None and {element for element, _ in exclusion.elements} <= written
        if plain and spoken(exclusion.definition, ours) not in known:
            yield exclusion


def _renamed(matches: Mapping[str, Match]) -> dict[str, str]:
    return {match.name: name for name, match in matches.items() if match.name != name}
