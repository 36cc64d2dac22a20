"""Who sits in a household, whom it may still invite, and what it pays.

A small application over three tables of VibrationFit. Its functions take a SQLAlchemy session and ask no
clock: whoever calls them says what time it is.
"""

from __future__ import annotations

from .billing import Bill, bill
from .inviting import Refused, accept, invite, remove
from .seating import free_seats, holders, open_invitations, seats_taken

__all__ = [
    "Bill",
    "Refused",
    "accept",
    "bill",
    "free_seats",
    "holders",
    "invite",
    "open_invitations",
    "remove",
    "seats_taken",
]
