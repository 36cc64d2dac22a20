"""Who holds a seat."""

from __future__ import annotations

import pytest
from seats import free_seats, holders, seats_taken
from sqlalchemy.orm import Session
from today import NOW

from seedkit import sharing
from seedkit.factories.vibrationfit import (
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
)


def test_members_and_invitations_take_seats(session: Session) -> None:
    household = HouseholdFactory.create(max_members=6)
    with sharing(household):
        HouseholdMemberFactory.create(admin=True)
        HouseholdMemberFactory.create_batch(2)
        HouseholdMemberFactory.create(pending=True)
        HouseholdInvitationFactory.create()
        HouseholdInvitationFactory.create(expired=True)
    assert seats_taken(session, household) == 4
    assert free_seats(session, household, NOW) == 1


def test_whoever_left_holds_none(session: Session) -> None:
    household = HouseholdFactory.create()
    with sharing(household):
        stayed = HouseholdMemberFactory.create()
        HouseholdMemberFactory.create(removed=True)
    assert list(holders(session, household)) == [stayed]


def test_that_would_be_noticed(session: Session, removed_hold_seats: None) -> None:
    with pytest.raises(AssertionError):
        test_whoever_left_holds_none(session)


def test_seats_of_others_do_not_count(session: Session) -> None:
    ours, theirs = HouseholdFactory.create_batch(2)
    HouseholdMemberFactory.create_batch(3, household=theirs)
    assert seats_taken(session, ours) == 0
    assert seats_taken(session, theirs) == 3


def test_each_household_counts_its_own(session: Session) -> None:
    households = HouseholdFactory.create_batch(200)
    for household in households[:3]:
        HouseholdMemberFactory.create_batch(5, household=household)
    HouseholdMemberFactory.create_batch(1_000)
    assert [seats_taken(session, household) for household in households[:4]] == [5, 5, 5, 0]
