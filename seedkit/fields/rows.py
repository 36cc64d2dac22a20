"""Rows: what a field may ask about the rows whose column it computes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..entropy import I64, U64, salt
from ..scope import Scope
from ..types import is_valid, numbers
from .codes import base36

#: Earlier than any generated moment: no lower bound.
LONG_AGO = -(1 << 62)

_T = TypeVar("_T", bound=np.generic)


class Rows(ABC):
    """A batch of rows of one factory; columns are computed when asked for, once.

    ``ids`` are uint64 row ids, ``copies`` the copy of the story each row belongs to,
    ``ordinals`` its number within what it was made for (the sequence number of a built object).
    """

    ids: U64
    copies: I64
    ordinals: I64
    scope: Scope

    def __len__(self) -> int:
        return len(self.ids)

    @abstractmethod
    def column(self, name: str) -> pa.Array:
        """The values of a column (or of a link: the keys of the rows it points to)."""

    @abstractmethod
    def parent(self, name: str) -> Rows | None:
        """The rows that this link points to, aligned with these; None where it points nowhere."""

    @abstractmethod
    def is_link(self, name: str) -> bool:
        """Whether this name is a link to other rows rather than a value."""

    @property
    def links(self) -> Sequence[str]:
        """Names of all links."""
        return ()

    @property
    def key(self) -> str | None:
        """Name of the primary key column, if it is a single one."""
        return None

    @property
    def born(self) -> str | None:
        """Name of the column that says when a row came to be."""
        return None

    def column_type(self, name: str) -> Any:
        """The SQLAlchemy type of a mapped column, None for anything else."""
        return None

    def context(self, name: str) -> Mapping[str, Any]:
        """What was given to a declaration from outside: ``{"locale": "de"}`` of ``name__locale="de"``."""
        return {}

    def draw(self, *names: str | int) -> U64:
        """64 random bits a row, for this column."""
        return self.scope.draws(self.ids, *names)

    def follow(self, path: Iterable[str]) -> Rows | None:
        """The rows at the end of a path of links, aligned with these."""
        rows: Rows | None = self
        for name in path:
            rows = rows.parent(name) if rows is not None else None
        return rows

    def at(self, path: Sequence[str]) -> pa.Array:
        """A column of a parent's parent: ``rows.at(("household", "admin_user", "email"))``."""
        rows = self.follow(path[:-1])
        return pa.nulls(len(self)) if rows is None else rows.column(path[-1])

    def present(self) -> npt.NDArray[np.bool_]:
        """Which of these are rows at all: a link may point somewhere for some rows only."""
        return np.ones(len(self), dtype=bool)

    def keys(self) -> pa.Array:
        """The primary keys."""
        return self.column(self.key or "id")

    def floor(self) -> I64:
        """The moment (microseconds) at which the newest parent came to be: no row is older than that."""
        newest = np.full(len(self), LONG_AGO, dtype=np.int64)
        for name in self.links:
            parent = self.parent(name)
            if parent is not None and parent.born is not None:
                moments = parent.column(parent.born)
                if pa.types.is_timestamp(moments.type):
                    newest = np.where(is_valid(moments), np.maximum(newest, numbers(moments)), newest)
        return newest

    def signature(self) -> pa.Array:
        """A short text that tells this row from all others of its kind in the database."""
        return base36(self.ids, 8, "signature")

    def reserved(self, name: str) -> I64 | None:
        """The numbers that the target keeps for these rows, where they are being saved and it counts them."""
        return None

    def positions(self) -> I64:
        """Places 0, 1, 2 … of the rows in their table, over the whole load."""
        return self.ordinals

    def is_of(self, factory: type[Any]) -> bool:
        """Whether these are rows of this factory's model."""
        return False

    def wanted(self, name: str) -> tuple[I64, npt.NDArray[np.bool_]]:
        """The amounts that a ledger reads in this column, and which of them yield to the balance."""
        return numbers(self.column(name)).astype(np.int64), np.zeros(len(self), dtype=bool)

    def siblings(self) -> Sequence[Rows]:
        """All row sets of the same model in the same copies, these rows among them."""
        return (self,)

    def others(self, factory: type[Any]) -> Sequence[Rows]:
        """All row sets of this factory's model in the same copies."""
        return ()

    def children(self, factory: type[Any], link: str | None = None) -> Iterable[tuple[Rows, I64]]:
        """Row sets of this factory's model that link to these rows, each with the place of its parent here."""
        return ()

    def total(self, field: Any) -> pa.Array:
        """What a roll-up makes of the children of these rows."""
        return field.over(self)

    def catalogue(self, factory: Any) -> Rows:
        """All catalogue rows of this factory."""
        rows: Rows = factory.catalogue(self.scope)
        return rows

    def once(self, key: Any, compute: Callable[[], Any]) -> Any:
        """The result of ``compute``, kept for all row sets of the same copies."""
        return compute()


class TakenRows(Rows):
    """Rows of another batch (``base``) by place (``index``), with repeats.

    Place -1 is no row: all its columns are null.
    """

    def __init__(self, base: Rows, index: I64) -> None:
        self.base, self.index = base, index
        self._missing = bool((index < 0).any())
        self._places = pa.array(index, mask=index < 0) if self._missing else pa.array(index)
        self.scope = base.scope
        self._columns: dict[str, pa.Array] = {}
        self._parents: dict[str, Rows | None] = {}

    @property
    def ids(self) -> U64:  # type: ignore[override]
        return self._taken(self.base.ids, salt("nobody"))

    @property
    def copies(self) -> I64:  # type: ignore[override]
        return self._taken(self.base.copies, 0)

    @property
    def ordinals(self) -> I64:  # type: ignore[override]
        return self._taken(self.base.ordinals, 0)

    def present(self) -> npt.NDArray[np.bool_]:
        return self._taken(self.base.present(), False)

    def _taken(self, values: npt.NDArray[_T], otherwise: int) -> npt.NDArray[_T]:
        if not self._missing:
            return values[self.index]
        taken = np.full(len(self), otherwise, dtype=values.dtype)
        there = self.index >= 0
        taken[there] = values[self.index[there]]
        return taken

    def __len__(self) -> int:
        return len(self.index)

    def column(self, name: str) -> pa.Array:
        # Asked every time: the base may want to know who reads it.
        column = self.base.column(name)
        if name not in self._columns:
            self._columns[name] = column.take(self._places)
        return self._columns[name]

    def parent(self, name: str) -> Rows | None:
        if name not in self._parents:
            parent = self.base.parent(name)
            self._parents[name] = None if parent is None else TakenRows(parent, self.index)
        return self._parents[name]

    def is_link(self, name: str) -> bool:
        return self.base.is_link(name)

    def column_type(self, name: str) -> Any:
        return self.base.column_type(name)

    @property
    def links(self) -> Sequence[str]:
        return self.base.links

    @property
    def key(self) -> str | None:
        return self.base.key

    @property
    def born(self) -> str | None:
        return self.base.born
