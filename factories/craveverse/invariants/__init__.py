"""What CraveVerse promises of its rows beyond its constraints (catalog/craveverse c).

One module a subject; each promise is a sentence with the SQL that counts what it is about and finds
what breaks it. They hold any database of the product to account, seeded or not.
"""

from __future__ import annotations

from .battles import BATTLES
from .billing import BILLING
from .documents import PAPERS
from .forum import FORUM
from .levels import LEVELS
from .onboarding import ONBOARDING
from .operations import OPERATIONS
from .references import REFERENCES
from .shop import SHOP
from .times import MOMENTS
from .words import VOCABULARY

__all__ = ["INVARIANTS"]

INVARIANTS = (
    *ONBOARDING,
    *LEVELS,
    *SHOP,
    *BILLING,
    *BATTLES,
    *FORUM,
    *OPERATIONS,
    *REFERENCES,
    *PAPERS.invariants(),
    *VOCABULARY.invariants(),
    *MOMENTS.invariants(),
)
