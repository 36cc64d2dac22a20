"""Whom a household may invite, and who may come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from seats import Refused, accept, free_seats, invite, remove
from sqlalchemy.orm import Session
from today import NOW

from seedkit import sharing
from seedkit.factories.vibrationfit import (
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
)
from seedkit.supabase.factories import UserFactory


def test_an_invitation_is_a_promise(session: Session) -> None:
    household = HouseholdFactory.create(max_members=3)
    invitation = invite(session, household, "Ida@Example.com", NOW)
    assert (invitation.invited_email, invitation.status) == ("ida@example.com", "pending")
    assert invitation.expires_at == NOW + dt.timedelta(days=7)
    assert free_seats(session, household, NOW) == 2


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"solo": True}, "an account for one"),
        ({"past_due": True}, "the subscription is past_due"),
        ({"canceled": True}, "the subscription is canceled"),
        ({"max_members": 0}, "all 0 seats"),
    ],
)
def test_who_may_not_invite(session: Session, state: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        invite(session, HouseholdFactory.create(**state), "ida@example.com", NOW)


def test_a_full_household_invites_when_somebody_leaves(session: Session) -> None:
    household = HouseholdFactory.create(max_members=3)
    members = HouseholdMemberFactory.create_batch(3, household=household)
    with pytest.raises(Refused, match="all 3 seats are taken"):
        invite(session, household, "ida@example.com", NOW)
    remove(session, members[1], NOW)
    assert invite(session, household, "ida@example.com", NOW).status == "pending"


def test_nobody_is_invited_twice(session: Session) -> None:
    household = HouseholdFactory.create()
    with sharing(household):
        waiting = HouseholdInvitationFactory.create()
        member = HouseholdMemberFactory.create()
    with pytest.raises(Refused, match="invited already"):
        invite(session, household, waiting.invited_email, NOW)
    with pytest.raises(Refused, match="has a seat already"):
        invite(session, household, member.user.email, NOW)


def test_the_invited_one_takes_the_seat(session: Session) -> None:
    ida = UserFactory.create(first_name="Ida")
    invitation = HouseholdInvitationFactory.create(invited_email=ida.email)
    member = accept(session, invitation, ida, NOW)
    assert (member.household, member.user, member.status) == (invitation.household, ida, "active")
    with pytest.raises(Refused, match="the invitation is accepted"):
        accept(session, invitation, ida, NOW)


def test_nobody_else_does(session: Session) -> None:
    invitation = HouseholdInvitationFactory.create()
    with pytest.raises(Refused, match="for somebody else"):
        accept(session, invitation, UserFactory.create(), NOW)


def test_it_is_too_late(session: Session) -> None:
    ida = UserFactory.create()
    invitation = HouseholdInvitationFactory.create(invited_email=ida.email)
    with pytest.raises(Refused, match="has expired"):
        accept(session, invitation, ida, NOW + dt.timedelta(days=8))


def test_whoever_left_does_not_come_back(session: Session) -> None:
    leaver = HouseholdMemberFactory.create(removed=True)
    invitation = HouseholdInvitationFactory.create(invited_email=leaver.user.email)
    with pytest.raises(Refused, match="has or had a seat"):
        accept(session, invitation, leaver.user, NOW)


def test_the_admin_stays(session: Session) -> None:
    with pytest.raises(Refused, match="the admin cannot leave"):
        remove(session, HouseholdMemberFactory.create(admin=True), NOW)
    with pytest.raises(Refused, match="left already"):
        remove(session, HouseholdMemberFactory.create(removed=True), NOW)


def test_rules_that_need_no_database() -> None:
    """``build`` is enough where a rule looks at one object."""
    expired = HouseholdInvitationFactory.build(expired=True)
    with pytest.raises(Refused, match="the invitation is expired"):
        accept(Session(), expired, UserFactory.build(), NOW)
