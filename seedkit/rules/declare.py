"""How promises are put into SQL: a FROM clause, what to look at, what must hold.

::

    RULES = Rules("catalog/shop", catalogue={"plans"})

    PAID = RULES.each(
        "c2.paid",
        "An order is paid after it was placed",
        "public.orders t",
        "t.paid_at >= t.placed_at",
        where="t.paid_at is not null",
        show="t.placed_at, t.paid_at",
    )
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..verify.findings import Severity
from ..verify.invariants import Invariant

__all__ = ["Rules", "listed"]

#: A table named in SQL; a name with a parenthesis behind it is a function.
_TABLE = re.compile(r"\b(?:public|auth)\.\w+\b(?!\()")


@dataclass(frozen=True)
class Rules:
    """What the promises of a product have in common.

    ``source`` is where its facts stand; the first part of a promise's code is the place there.
    ``catalogue`` names the tables whose rows all loads, and the product itself, share.
    """

    source: str
    catalogue: Collection[str] = ()

    def each(
        self,
        code: str,
        title: str,
        rows: str,
        holds: str,
        *,
        where: str = "",
        show: str = "",
        key: str = "t.id",
        ours: str | None = "t.id",
        source: str = "",
        severity: Severity = "error",
    ) -> Invariant:
        """Every row ``t`` of the FROM clause ``rows`` (and ``where``) must satisfy ``holds``; null does not.

        A finding shows ``key`` and ``show``. ``ours`` is the column that tells rows of a load, None for
        the catalogue, which all loads share.
        """
        asked = " and ".join(filter(None, (ours and f":ours({ours})", where and f"({where})"))) or "true"
        shown = f"{key}, {show}" if show else key
        return Invariant(
            code,
            title,
            source=source or self._place(code),
            facts=f"select count(*) from {rows} where {asked}",
            violations=f"select {shown} from {rows} where {asked} and ({holds}) is not true",
            tables=_tables(rows, where, holds),
            severity=severity,
        )

    def never(self, code: str, title: str, *, facts: str, found: str, source: str = "") -> Invariant:
        """The query ``found`` must find nothing; ``facts`` counts what it looks through."""
        return Invariant(
            code,
            title,
            source=source or self._place(code),
            facts=facts,
            violations=found,
            tables=_tables(facts, found),
        )

    def owned(self, table: str) -> str | None:
        """The column that tells rows of a load in this table, None in the catalogue."""
        return None if table in self.catalogue else "t.id"

    def _place(self, code: str) -> str:
        return f"{self.source} {code.partition('.')[0]}"


def listed(values: Iterable[str]) -> str:
    """Texts as an SQL list: ``('a', 'b')``."""
    return "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in values) + ")"


def _tables(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for text in texts for found in _TABLE.findall(text)))
