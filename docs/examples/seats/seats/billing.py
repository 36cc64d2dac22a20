"""What a household pays for a period: its seats, and what its members' tokens cost."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from seedkit.factories.vibrationfit.models import Household, TokenUsage

from .seating import holders

#: Cents for 28 days, two seats included, and for each seat more.
BASE_CENTS, INCLUDED_SEATS, ADD_ON_CENTS = 14_900, 2, 1_900
SOLO_CENTS = 9_900


@dataclass(frozen=True)
class Bill:
    """Cents for the seats, and cents that the tokens cost, by user."""

    seats: int
    seat_cents: int
    token_cents: Mapping[uuid.UUID, int]

    @property
    def total_cents(self) -> int:
        """What is due: tokens are part of the plan unless the household's members share them."""
        return self.seat_cents + sum(self.token_cents.values())


def bill(session: Session, household: Household, since: dt.datetime, until: dt.datetime) -> Bill:
    """The bill of a period, its end not included: seats as they are held now, tokens as they were used."""
    seated = holders(session, household)
    add_ons = max(0, len(seated) - INCLUDED_SEATS)
    shared = [m.user_id for m in seated if household.shared_tokens_enabled and m.allow_shared_tokens]
    used = (
        select(TokenUsage.user_id, func.sum(TokenUsage.calculated_cost_cents))
        .where(TokenUsage.user_id.in_(shared), TokenUsage.success)
        .where(TokenUsage.created_at >= since, TokenUsage.created_at < until)
        .group_by(TokenUsage.user_id)
    )
    return Bill(
        seats=len(seated),
        seat_cents=SOLO_CENTS if household.plan_type == "solo" else BASE_CENTS + add_ons * ADD_ON_CENTS,
        token_cents={user: int(cents or 0) for user, cents in session.execute(used)},
    )
