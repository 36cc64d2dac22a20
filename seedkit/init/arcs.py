"""Links that a check allows together: one of a project and a group, both ends or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from ..infer.conditions import types_of
from ..infer.evaluate import compiled
from ..infer.parse import parse
from ..schema.reflected import Table
from .survey import Link, Taken

__all__ = ["checks_of", "fit_links"]

_SOME_DAY = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
#: Links that are turned on or off at once, at most.
_AT_ONCE = 3

Check = tuple[tuple[str, ...], Callable[[Mapping[str, Any]], Any]]


def checks_of(table: Table, now: dt.datetime = _SOME_DAY) -> Iterator[tuple[str, Check]]:
    """The checks of a table that can be evaluated: by name, their columns and the test."""
    types = types_of(table)
    for check in table.checks:
        try:
            yield check.name, (check.columns, compiled(parse(check.expression, types), now=now))
        except Exception:
            continue


def fit_links(taken: Taken) -> None:
    """Make as many links as the checks over links alone allow; as few as possible of those that are made are given up."""
    linked = {column for link in taken.links for column in link.key.columns}
    tests = [test for _, test in checks_of(taken.table) if test[0] and set(test[0]) <= linked]
    if not tests or _holds(tests, taken.links, ()):
        return
    free = [link for link in taken.links if link.nullable and link.modelled and link.key.target != taken.name]
    for size in range(1, min(len(free), _AT_ONCE) + 1):
        # What is switched on comes before what is switched off, and the owner stays.
        for switched in sorted(
            combinations(free, size), key=lambda s: sum(link.made + link.to_user for link in s)
        ):
            if _holds(tests, taken.links, switched):
                for link in switched:
                    link.made = not link.made
                    link.why = "" if link.made else "a check allows no other link beside those that are made"
                return


def _holds(tests: list[Check], links: list[Link], switched: tuple[Link, ...]) -> bool:
    row: dict[str, Any] = {}
    for number, link in enumerate(links):
        made = link.made != (link in switched) or not link.nullable
        for column in link.key.columns:
            row[column] = number + 1 if made else row.get(column)
    return all(_passes(test, row) for _, test in tests)


def _passes(test: Callable[[Mapping[str, Any]], Any], row: Mapping[str, Any]) -> bool:
    try:
        return test(row) is not False
    except Exception:
        return True
