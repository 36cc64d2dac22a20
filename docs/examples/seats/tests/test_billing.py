"""What a household pays."""

from __future__ import annotations

import datetime as dt

import pytest
from seats import bill
from sqlalchemy.orm import Session
from today import NOW

from seedkit import sharing
from seedkit.factories.vibrationfit import HouseholdFactory, HouseholdMemberFactory, TokenUsageFactory
from seedkit.factories.vibrationfit.models import Household

SINCE = NOW - dt.timedelta(days=28)


@pytest.mark.parametrize(
    ("members", "cents"), [(0, 14_900), (2, 14_900), (3, 16_800), (6, 22_500)], ids=lambda value: str(value)
)
def test_seats_beyond_two_cost(session: Session, members: int, cents: int) -> None:
    household = HouseholdFactory.create()
    HouseholdMemberFactory.create_batch(members, household=household)
    HouseholdMemberFactory.create(household=household, removed=True)
    due = bill(session, household, SINCE, NOW)
    assert (due.seats, due.seat_cents, due.total_cents) == (members, cents, cents)


def test_that_a_removed_seat_is_paid_would_be_noticed(session: Session, removed_hold_seats: None) -> None:
    with pytest.raises(AssertionError):
        test_seats_beyond_two_cost(session, 2, 14_900)


@pytest.fixture
def household(session: Session) -> Household:
    """A household that shares its tokens."""
    return HouseholdFactory.create(sharing=True)


def test_shared_tokens_are_paid_for(session: Session, household: Household) -> None:
    with sharing(household):
        ada, ben = HouseholdMemberFactory.create_batch(2)
        alone = HouseholdMemberFactory.create(not_sharing=True)
    within, before = SINCE + dt.timedelta(days=1), SINCE - dt.timedelta(seconds=1)
    TokenUsageFactory.create_batch(3, user=ada.user, calculated_cost_cents=7, created_at=within)
    TokenUsageFactory.create(user=ben.user, calculated_cost_cents=5, created_at=SINCE)
    TokenUsageFactory.create(user=ben.user, calculated_cost_cents=50, created_at=before)
    TokenUsageFactory.create(user=ben.user, calculated_cost_cents=50, created_at=NOW)
    TokenUsageFactory.create(user=ben.user, created_at=within, failed=True)
    TokenUsageFactory.create(user=alone.user, calculated_cost_cents=50, created_at=within)
    due = bill(session, household, SINCE, NOW)
    assert due.token_cents == {ada.user_id: 21, ben.user_id: 5}
    assert due.total_cents == 16_800 + 26


def test_a_month_of_many_calls(session: Session, household: Household) -> None:
    member = HouseholdMemberFactory.create(household=household)
    with sharing(member.user):
        calls = TokenUsageFactory.create_batch(500, pooled=True)
    expected = sum(call.calculated_cost_cents for call in calls if SINCE <= call.created_at < NOW)
    assert bill(session, household, SINCE, NOW).token_cents == {member.user_id: expected}
