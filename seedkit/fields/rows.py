"""Rows: what a field may ask about the rows whose column it computes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from ..entropy import I64, U64, draw
from ..scope import Scope
from ..types import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

#: Earlier than any generated moment: no lower bound.
LONG_AGO = -(1 << 62)


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

    def draw(self, *names: str | int) -> U64:
        """64 random bits a row, for this column."""
        return draw(self.ids, *names)

    def at(self, path: Sequence[str]) -> pa.Array:
        """A column of a parent's parent: ``rows.at(("household", "admin_user", "email"))``."""
        rows: Rows | None = self
        for name in path[:-1]:
            rows = rows.parent(name) if rows is not None else None
        return pa.nulls(len(self)) if rows is None else rows.column(path[-1])

    def floor(self) -> I64:
        """The moment (microseconds) at which the newest parent came to be: no row is older than that."""
        newest = np.full(len(self), LONG_AGO, dtype=np.int64)
        for name in self.links:
            parent = self.parent(name)
            if parent is not None and parent.born is not None:
                moments = parent.column(parent.born)
                if pa.types.is_timestamp(moments.type):
                    found = numbers(moments)
                    known = ~moments.is_null().to_numpy(zero_copy_only=False)
                    newest = np.where(known, np.maximum(newest, found), newest)
        return newest

    def signature(self) -> pa.Array:
        """A short text that tells this row from all others of its kind in the database."""
        from .identity import base36

        return base36(self.ids, 8, "signature")

    def positions(self) -> I64:
        """Places 0, 1, 2 … of the rows in their table, over the whole load."""
        return self.ordinals

    def is_of(self, factory: type[Any]) -> bool:
        """Whether these are rows of this factory's model."""
        return False

    def wanted(self, name: str) -> tuple[I64, bool]:
        """The amounts that a ledger reads in this column, and whether they yield to the balance."""
        return numbers(self.column(name)).astype(np.int64), False

    def siblings(self) -> Sequence[Rows]:
        """All row sets of the same model in the same copies, these rows among them."""
        return (self,)

    def others(self, factory: type[Any]) -> Sequence[Rows]:
        """All row sets of this factory's model in the same copies."""
        return ()

    def children(self, factory: type[Any], link: str | None = None) -> Iterable[tuple[Rows, I64]]:
        """Row sets of this factory's model that link to these rows, each with the place of its parent here."""
        return ()

    def once(self, key: Any, compute: Callable[[], Any]) -> Any:
        """The result of ``compute``, kept for all row sets of the same copies."""
        return compute()
