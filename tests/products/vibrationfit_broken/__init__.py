"""For each promise of VibrationFit, SQL that breaks it for the people of ``vibrationfit/witness.sql``.

Triggers and foreign keys are off when these run, checks and uniques are not.
"""

from __future__ import annotations

from .assessments import ASSESSMENTS
from .derived import DERIVED, REFERENCES
from .households import HOUSEHOLDS
from .journeys import INTENSIVE, ROLLUPS, STORAGE, VERSIONS
from .money import BILLING, TOKENS

__all__ = ["MUTATIONS"]

_WRITTEN = (TOKENS, BILLING, ASSESSMENTS, HOUSEHOLDS, VERSIONS, STORAGE, INTENSIVE, ROLLUPS, REFERENCES)

#: Pairs of a promise's code and SQL that breaks it.
MUTATIONS: tuple[tuple[str, str], ...] = (
    *((code, sql) for group in _WRITTEN for code, statements in group.items() for sql in statements),
    *DERIVED,
)
