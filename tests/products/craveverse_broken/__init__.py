"""For each promise of CraveVerse, SQL that breaks it for the people of ``craveverse/witness.sql``.

Triggers and foreign keys are off when these run, checks and uniques are not.
"""

from __future__ import annotations

from .accounts import LEVELS, ONBOARDING
from .community import BATTLES, FORUM
from .derived import DERIVED, REFERENCES
from .operations import OPERATIONS
from .shop import BILLING, SHOP

__all__ = ["MUTATIONS"]

_WRITTEN = (ONBOARDING, LEVELS, SHOP, BILLING, BATTLES, FORUM, OPERATIONS, REFERENCES)

#: Pairs of a promise's code and SQL that breaks it.
MUTATIONS: tuple[tuple[str, str], ...] = (
    *((code, sql) for group in _WRITTEN for code, statements in group.items() for sql in statements),
    *DERIVED,
)
