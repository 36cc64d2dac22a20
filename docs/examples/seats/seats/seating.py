"""Seats: who holds one, which are promised, how many are left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from seedkit.factories.vibrationfit.models import Household, HouseholdInvitation, HouseholdMember

#: What a member may be and still hold a seat. Whoever left holds none, though their row stays; the tests
#: plant that mistake by adding "removed" here, and see that it is noticed.
HOLDING = ("active", "pending")


def holders(session: Session, household: Household) -> Sequence[HouseholdMember]:
    """The members who hold a seat, the longest there first."""
    found = (
        select(HouseholdMember)
        .where(HouseholdMember.household_id == household.id, HouseholdMember.status.in_(HOLDING))
        .order_by(HouseholdMember.invited_at, HouseholdMember.id)
    )
    return session.scalars(found).all()


def open_invitations(
    session: Session, household: Household, now: dt.datetime
) -> Sequence[HouseholdInvitation]:
    """Invitations that can still be accepted: each is a seat that was promised."""
    found = select(HouseholdInvitation).where(
        HouseholdInvitation.household_id == household.id,
        HouseholdInvitation.status == "pending",
        HouseholdInvitation.expires_at > now,
    )
    return session.scalars(found).all()


def seats_taken(session: Session, household: Household) -> int:
    """How many seats are held."""
    return len(holders(session, household))


def free_seats(session: Session, household: Household, now: dt.datetime) -> int:
    """How many people may still be invited; never below zero."""
    promised = len(open_invitations(session, household, now))
    return max(0, (household.max_members or 0) - seats_taken(session, household) - promised)
