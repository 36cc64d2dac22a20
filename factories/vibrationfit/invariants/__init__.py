"""What VibrationFit promises of its rows beyond its constraints (catalog/vibrationfit c).

One module a subject; each promise is a sentence with the SQL that counts what it is about and finds
what breaks it. They hold any database of the product to account, seeded or not.
"""

from __future__ import annotations

from .assessments import ASSESSMENTS
from .billing import BILLING
from .documents import DOCUMENTS
from .households import HOUSEHOLDS
from .intensive import INTENSIVE
from .references import REFERENCES
from .rollups import ROLLUPS
from .storage import STORAGE
from .times import TIMES
from .tokens import TOKENS
from .versions import VERSIONS
from .words import VOCABULARY

__all__ = ["INVARIANTS"]

INVARIANTS = (
    *TOKENS,
    *BILLING,
    *ASSESSMENTS,
    *HOUSEHOLDS,
    *VERSIONS,
    *STORAGE,
    *INTENSIVE,
    *ROLLUPS,
    *REFERENCES,
    *DOCUMENTS,
    *VOCABULARY,
    *TIMES,
)
