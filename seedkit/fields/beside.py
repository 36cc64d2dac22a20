"""Roll-ups over rows that link to the same user, rather than to the row itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from ..entropy import I64
from ..errors import DeclarationError
from ..types import as_array
from .base import Field
from .kept import DrawnAs
from .rows import Rows

__all__ = ["OfUser"]


class OfUser(Field):
    """A roll-up over the rows of the user that these rows belong to: ``OfUser(Count(lambda: JournalEntryFactory))``.

    Both have a link ``user``. Where this row's is called otherwise, ``by`` names it; a total with a ``link`` of
    its own reads that one of the children.
    """

    def __init__(self, total: Any, *, by: str = "user") -> None:
        super().__init__()
        self.total, self.by = total, by

    def column(self, rows: Rows) -> pa.Array:
        return as_array(self.total.column(_Beside(rows, self.by)))


class _Beside(DrawnAs):
    """Rows that count as children whatever belongs to the same user."""

    def __init__(self, base: Rows, by: str) -> None:
        super().__init__(base, base.ids)
        self._by = by

    def children(self, factory: type[Any], link: str | None = None) -> Iterable[tuple[Rows, I64]]:
        owners = self.parent(self._by)
        if owners is None:
            raise DeclarationError("OfUser reads rows that belong to no user")
        order = np.argsort(owners.ids, kind="stable")
        for child in self._base.others(factory):
            holders = child.parent(link or "user")
            if holders is not None and len(self):
                place = order[
                    np.minimum(np.searchsorted(owners.ids, holders.ids, sorter=order), len(self) - 1)
                ]
                yield child, np.where(owners.ids[place] == holders.ids, place, -1)
