"""What Infinite Pages promises of its rows beyond its constraints (catalog/infinitepages c).

One module a subject; each promise is a sentence with the SQL that counts what it is about and finds
what breaks it. They hold any database of the product to account, seeded or not.
"""

from __future__ import annotations

from .accounts import ACCOUNTS
from .content import CONTENT
from .credits import CREDITS
from .documents import DOCUMENTS
from .operations import OPERATIONS
from .payouts import PAYOUTS
from .reading import COVERS, SHELVES, USAGE
from .references import REFERENCES
from .sales import SALES
from .times import TIMES
from .words import VOCABULARY

__all__ = ["INVARIANTS"]

INVARIANTS = (
    *ACCOUNTS,
    *CREDITS,
    *CONTENT,
    *SALES,
    *PAYOUTS,
    *COVERS,
    *USAGE,
    *SHELVES,
    *OPERATIONS,
    *REFERENCES,
    *DOCUMENTS,
    *VOCABULARY,
    *TIMES,
)
