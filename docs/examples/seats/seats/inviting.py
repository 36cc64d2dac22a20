"""Coming and going: invitations, who accepts them, who leaves."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from seedkit.factories.vibrationfit.models import Household, HouseholdInvitation, HouseholdMember
from seedkit.supabase.auth import AuthUser

from .seating import free_seats, holders, open_invitations

VALID_FOR = dt.timedelta(days=7)


class Refused(Exception):
    """What was asked is against the rules of a household; the message says which."""


def invite(session: Session, household: Household, email: str, now: dt.datetime) -> HouseholdInvitation:
    """Promise a seat to an address. Raises Refused."""
    email = email.lower()
    if household.plan_type == "solo":
        raise Refused("an account for one has no seats to give")
    if household.subscription_status not in ("active", "trialing"):
        raise Refused(f"the subscription is {household.subscription_status}")
    if any(open_.invited_email == email for open_ in open_invitations(session, household, now)):
        raise Refused(f"{email} is invited already")
    if any(member.user.email == email for member in holders(session, household)):
        raise Refused(f"{email} has a seat already")
    if not free_seats(session, household, now):
        raise Refused(f"all {household.max_members} seats are taken or promised")
    invitation = HouseholdInvitation(
        household=household,
        invited_email=email,
        invited_by=household.admin_user_id,
        invitation_token=str(uuid.uuid4()),
        status="pending",
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(invitation)
    session.flush()
    return invitation


def accept(
    session: Session, invitation: HouseholdInvitation, user: AuthUser, now: dt.datetime
) -> HouseholdMember:
    """Give the promised seat to the person who was invited. Raises Refused."""
    if invitation.status != "pending":
        raise Refused(f"the invitation is {invitation.status}")
    if invitation.expires_at is None or invitation.expires_at <= now:
        raise Refused("the invitation has expired")
    if (user.email or "").lower() != invitation.invited_email:
        raise Refused("the invitation is for somebody else")
    # One seat a person for good: a removed row stays, and keeps them out of every household.
    if session.scalar(select(func.count()).where(HouseholdMember.user_id == user.id)):
        raise Refused("whoever has or had a seat cannot take another")
    invitation.status, invitation.accepted_at = "accepted", now
    member = HouseholdMember(
        household=invitation.household,
        user=user,
        role="member",
        status="active",
        invited_by=invitation.invited_by,
        invited_at=invitation.created_at,
        accepted_at=now,
        joined_at=now,
    )
    session.add(member)
    session.flush()
    return member


def remove(session: Session, member: HouseholdMember, now: dt.datetime) -> None:
    """Take a seat back. Raises Refused for the admin, who pays."""
    if member.role == "admin":
        raise Refused("the admin cannot leave a household that they pay for")
    if member.status == "removed":
        raise Refused("they have left already")
    member.status, member.removed_at = "removed", now
    session.flush()
