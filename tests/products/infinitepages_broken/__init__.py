"""For each promise of Infinite Pages, SQL that breaks it for the people of ``infinitepages/witness.sql``.

Triggers and foreign keys are off when these run, checks and uniques are not.
"""

from __future__ import annotations

from .accounts import ACCOUNTS, CREDITS
from .derived import DERIVED, REFERENCES
from .reading import COVERS, OPERATIONS, SHELVES, USAGE
from .sales import PAYOUTS, SALES
from .stories import CONTENT

__all__ = ["MUTATIONS"]

_WRITTEN = (ACCOUNTS, CREDITS, CONTENT, SALES, PAYOUTS, COVERS, USAGE, SHELVES, OPERATIONS, REFERENCES)

#: Pairs of a promise's code and SQL that breaks it.
MUTATIONS: tuple[tuple[str, str], ...] = (
    *((code, sql) for group in _WRITTEN for code, statements in group.items() for sql in statements),
    *DERIVED,
)
