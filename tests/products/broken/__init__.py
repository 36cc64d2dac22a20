"""For each promise of VibrationFit, SQL that breaks it for the people of ``vibrationfit/witness.sql``.

Triggers and foreign keys are off when these run, checks and uniques are not.
"""

from __future__ import annotations

from .assessments import ASSESSMENTS
from .derived import (
    REFERENCES,
    documents_broken,
    owners_broken,
    references_broken,
    times_broken,
    words_broken,
)
from .households import HOUSEHOLDS
from .journeys import INTENSIVE, ROLLUPS, STORAGE, VERSIONS
from .money import BILLING, TOKENS

__all__ = ["MUTATIONS"]

_WRITTEN = (TOKENS, BILLING, ASSESSMENTS, HOUSEHOLDS, VERSIONS, STORAGE, INTENSIVE, ROLLUPS, REFERENCES)

#: Pairs of a promise's code and SQL that breaks it.
MUTATIONS: tuple[tuple[str, str], ...] = (
    *((code, sql) for group in _WRITTEN for code, statements in group.items() for sql in statements),
    *words_broken(),
    *documents_broken(),
    *references_broken(),
    *owners_broken(),
    *times_broken(),
)
