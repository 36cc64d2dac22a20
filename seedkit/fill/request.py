"""What was asked for: how many rows of which tables, under which seed and now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ..errors import BadParameter, UnknownName
from ..schema.reflected import Name
from ..scope import midnight

__all__ = ["Request", "matching", "parse_rows"]


@dataclass(frozen=True)
class Request:
    """One call of fill. ``of`` are numbers of rows by table; names may be patterns (``public.*``)."""

    rows: int = 1000
    of: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    scale: float = 1.0
    seed: int = 0
    now: dt.datetime = field(default_factory=midnight)

    def __post_init__(self) -> None:
        for where, count in {"rows": self.rows, **self.of}.items():
            if count < 0:
                raise BadParameter(f"{where}={count} is no number of rows", got=count, allowed=["0 and more"])
        if not 0 < self.scale <= 1_000_000:
            raise BadParameter(f"scale={self.scale}", got=self.scale, allowed=["more than 0"])
        if self.now.tzinfo is None:
            raise BadParameter(f"now={self.now} has no time zone", got=self.now)

    def counts(self, names: Iterable[Name]) -> dict[Name, int]:
        """How many rows are asked of each of these tables. Raises UnknownName for a table that is none of them."""
        names = list(names)
        counts = dict.fromkeys(names, self.rows)
        # patterns first, so that a plain name decides over them
        for pattern in sorted(self.of, key=_is_plain):
            counts.update(dict.fromkeys(matching(pattern, names), self.of[pattern]))
        return {name: 0 if not count else max(1, round(count * self.scale)) for name, count in counts.items()}


def parse_rows(options: Iterable[str]) -> tuple[int | None, dict[str, int]]:
    """``["1000", "orders=5000"]``: rows of every table (None if not said), and of some."""
    every: int | None = None
    some: dict[str, int] = {}
    for option in options:
        name, equals, count = option.rpartition("=")
        digits = count.strip().replace("_", "").replace(",", "")
        if not digits.isdigit() or (equals and not name):
            raise BadParameter(
                f"--rows {option!r} is no number of rows", got=option, allowed=["1000", "orders=5000"]
            )
        if equals:
            some[name.strip()] = int(digits)
        else:
            every = int(digits)
    return every, some


def matching(pattern: str, names: Iterable[Name]) -> list[Name]:
    """The tables that a name means: ``orders``, ``shop.orders``, ``shop.*``. Raises UnknownName for none."""
    names = list(names)
    exact = [name for name in names if pattern in (name.name, str(name))]
    if exact:
        return exact
    found = [n for n in names if fnmatchcase(str(n), pattern) or fnmatchcase(n.name, pattern)]
    if not found:
        raise UnknownName("table", pattern, [str(n) for n in names] + [n.name for n in names])
    return found


def _is_plain(pattern: str) -> bool:
    return not set(pattern) & set("*?[")
