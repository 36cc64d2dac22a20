"""People: names, user names, e-mail addresses, pictures and places that agree with each other.

first_name = FirstName()
last_name = LastName()
email = Email(first_name, last_name)         # maya.torres.admin-37@3kf2.example.com
username = Username(first_name, last_name)
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import LOOSE_TAG, U64, below
from ..vocabulary import pool
from .base import Field, column_of
from .identity import base36
from .rows import Rows


class _Picked(Field):
    """Base of fields that take one column of one row of a frozen pool."""

    def _pool(self) -> Any:
        raise NotImplementedError

    def _pick(self, rows: Rows, column: str) -> pa.Array:
        values = self._pool().column(column)
        return values.take(pa.array(below(rows.draw(self._name), len(values))))


class FirstName(_Picked):
    """A first name; ``gender`` may limit the pool to ``female`` or ``male`` names."""

    def __init__(self, gender: str | None = None) -> None:
        super().__init__()
        self.gender = gender

    def _pool(self) -> Any:
        names = pool("first_names")
        return names.where(gender=(self.gender, "any")) if self.gender else names

    def column(self, rows: Rows) -> pa.Array:
        return self._pick(rows, "name")


class LastName(_Picked):
    """A family name."""

    def _pool(self) -> Any:
        return pool("last_names")

    def column(self, rows: Rows) -> pa.Array:
        return self._pick(rows, "name")


class FromPool(_Picked):
    """A column of a frozen pool, by name or given: ``FromPool("companies", "name")``.

    Fields with the same ``pick`` take the same row of the pool, so that city, state and postal
    code agree: ``FromPool("us_cities", "state", pick="home")``. Other columns of the pool may have
    to equal fields of the row: ``FromPool(TURNS, "viva_prompt", pick="turn", category=category)``;
    null where no row of the pool does.
    """

    def __init__(self, pool: Any, column: str, *, pick: str | None = None, **where: Any) -> None:
        super().__init__()
        self.pool, self.of, self.pick, self.where = pool, column, pick, where

    def _pool(self) -> Any:
        return pool(self.pool) if isinstance(self.pool, str) else self.pool

    def column(self, rows: Rows) -> pa.Array:
        found = self._pool()
        values = found.column(self.of)
        draws = rows.draw("pool", self.pick or self._name)
        if not self.where:
            return values.take(pa.array(below(draws, len(values))))
        wanted = _joined([column_of(field, rows) for field in self.where.values()])
        return _groups(found, tuple(self.where)).pick(values, wanted, draws)

    def __repr__(self) -> str:
        where = "".join(f", {name}={wanted!r}" for name, wanted in self.where.items())
        return f"FromPool({self.pool!r}, {self.of!r}{f', pick={self.pick!r}' if self.pick else ''}{where})"


def _joined(columns: list[pa.Array]) -> pa.Array:
    columns = [column.cast(pa.string()) for column in columns]
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, "\x1f")


class _Groups:
    """The rows of a pool by what some of its columns say."""

    def __init__(self, said: pa.Array) -> None:
        groups = said.dictionary_encode()
        codes = groups.indices.to_numpy()
        self._names = groups.dictionary
        self._order = np.argsort(codes, kind="stable")
        self._sizes = np.bincount(codes, minlength=len(self._names))
        self._starts = np.cumsum(self._sizes) - self._sizes

    def pick(self, values: pa.Array, wanted: pa.Array, draws: U64) -> pa.Array:
        """For each row one of the values whose group is the wanted one; null where that is null or has none."""
        group = pc.index_in(wanted, value_set=self._names)
        which = group.fill_null(0).to_numpy()
        places = self._order[self._starts[which] + below(draws, self._sizes[which])]
        return values.take(pa.array(places, mask=group.is_null().to_numpy(zero_copy_only=False)))


@functools.lru_cache(maxsize=256)
def _groups(found: Any, names: tuple[str, ...]) -> _Groups:
    return _Groups(_joined([found.column(name) for name in names]))


class Email(Field):
    """An address at ``example.com``, unique by construction: names, who it is in the story, the load.

    ``maya.torres.admin@3kf2.example.com``; in copy 37 ``maya.torres.admin-37@3kf2.example.com``.
    """

    def __init__(self, first: Any, last: Any) -> None:
        super().__init__()
        self.first, self.last = first, last

    def column(self, rows: Rows) -> pa.Array:
        local = pc.binary_join_element_wise(
            slug(self.first, rows), slug(self.last, rows), rows.signature(), "."
        )
        return pc.binary_join_element_wise(local, f"@{mail_domain(rows.scope.tag)}", "")


class Username(Field):
    """A user name made of the names and two digits: ``mayatorres41``."""

    def __init__(self, first: Any, last: Any) -> None:
        super().__init__()
        self.first, self.last = first, last

    def column(self, rows: Rows) -> pa.Array:
        digits = pa.array(10 + below(rows.draw(self._name), 90)).cast(pa.string())
        return pc.binary_join_element_wise(slug(self.first, rows), slug(self.last, rows), digits, "")


class AvatarUrl(Field):
    """The address of a picture on ``example.com``, named after the person."""

    def __init__(self, first: Any, last: Any) -> None:
        super().__init__()
        self.first, self.last = first, last

    def column(self, rows: Rows) -> pa.Array:
        name = pc.binary_join_element_wise(slug(self.first, rows), slug(self.last, rows), "-")
        code = base36(rows.ids, 6, self._name)
        return pc.binary_join_element_wise("https://images.example.com/people/", name, "-", code, ".jpg", "")


class Phone(Field):
    """A number in the range kept for fiction, digits only, as auth servers store it: ``12125550142``."""

    def __init__(self, area_code: Any) -> None:
        super().__init__()
        self.area_code = area_code

    def column(self, rows: Rows) -> pa.Array:
        last = pa.array(100 + below(rows.draw(self._name), 100)).cast(pa.string())
        return pc.binary_join_element_wise("1", column_of(self.area_code, rows), "5550", last, "")


def slug(name: Any, rows: Rows) -> pa.Array:
    """Lower-case letters and digits of a name; accents fall to their base letter."""
    text = pc.utf8_lower(pc.utf8_normalize(column_of(name, rows), form="NFKD"))
    return pc.replace_substring_regex(text, pattern="[^a-z0-9]+", replacement="")


def mail_domain(tag: int) -> str:
    """The domain of a load's people: a subdomain of ``example.com`` for each load tag."""
    return (
        "example.com" if tag == LOOSE_TAG else f"{np.base_repr(tag + 36**3 - 36**2, 36).lower()}.example.com"
    )
