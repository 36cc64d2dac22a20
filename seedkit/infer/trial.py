"""A few rows made for a try: whether fields work, and what their values look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from ..entropy import I64, combine
from ..errors import DeclarationError
from ..fields import Field
from ..fields.rows import LONG_AGO, Rows
from ..scope import Scope
from ..types import as_array

__all__ = ["TrialRows"]


class TrialRows(Rows):
    """Rows of fields alone; their links point to nothing that could be asked."""

    def __init__(
        self,
        fields: Mapping[str, Field],
        ordinals: I64 | int,
        *,
        scope: Scope | None = None,
        links: Mapping[str, Field] | None = None,
        known: Mapping[str, pa.Array] | None = None,
    ) -> None:
        self._fields, self._links = fields, links or {}
        self.ordinals = np.arange(ordinals, dtype=np.int64) if isinstance(ordinals, int) else ordinals
        self.scope = scope or Scope()
        self.ids = combine(np.repeat(self.scope.root("trial"), len(self.ordinals)), self.ordinals)
        self.copies = self.ordinals * 0
        self._columns: dict[str, pa.Array] = dict(known or {})
        self._pending: list[str] = []

    def column(self, name: str) -> pa.Array:
        if name not in self._columns:
            if name in self._pending:
                raise DeclarationError(f"{name} depends on itself: {' -> '.join([*self._pending, name])}")
            if name not in self._fields:
                return pa.nulls(len(self))
            self._pending.append(name)
            try:
                self._columns[name] = as_array(self._fields[name].column(self))
            finally:
                self._pending.pop()
        return self._columns[name]

    def places(self, name: str) -> I64:
        """The places of the parents, as a link gives them."""
        given = as_array(self._links[name].column(self))
        return np.where(given.is_null().to_numpy(zero_copy_only=False), -1, given.fill_null(-1).to_numpy())

    def parent(self, name: str) -> Rows | None:
        return None

    def is_link(self, name: str) -> bool:
        return name in self._links

    @property
    def links(self) -> Sequence[str]:
        return ()

    def floor(self) -> I64:
        return np.full(len(self), LONG_AGO, dtype=np.int64)
