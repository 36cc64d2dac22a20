"""What holds for any household, member and invitation: Hypothesis looks for one for which it does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from seats import free_seats, seats_taken
from seats.inviting import Refused, accept, remove
from stories import coming_and_going
from today import NOW

from seedkit.factories.vibrationfit import HouseholdInvitationFactory, HouseholdMemberFactory
from seedkit.factories.vibrationfit.models import Household, HouseholdMember
from seedkit.supabase.factories import UserFactory
from seedkit.testing import Bench, Row, SmallWorld, instances, rows, worlds

# How long an example takes is this machine's affair.
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(world=worlds(coming_and_going, now=NOW))
def test_whoever_left_holds_no_seat(bench: Bench, world: SmallWorld) -> None:
    with bench.holding(world), bench.session() as session:
        for home in session.query(Household):
            members = [m for m in world.rows(HouseholdMember) if m["household_id"] == home.id]
            assert seats_taken(session, home) == sum(m["status"] != "removed" for m in members)
            assert free_seats(session, home, NOW) >= 0


def test_the_mistake_is_found_in_the_smallest_household(bench: Bench, removed_hold_seats: None) -> None:
    again = given(world=worlds(coming_and_going, now=NOW))(
        test_whoever_left_holds_no_seat.hypothesis.inner_test
    )
    with pytest.raises(AssertionError) as caught:
        settings(quick, max_examples=100, database=None, derandomize=True)(again)(bench)
    said = "\n".join(caught.value.__notes__)
    # One copy, nobody who stays, nobody who is invited: who pays, and one who left.
    assert "world=small_world(coming_and_going, staying=0, invited=0, now=" in said
    assert said.count("HouseholdMemberFactory.build(") == 2
    assert "HouseholdMemberFactory.build(household=household_admin, user=leaver0, removed=True)" in said


@quick
@given(invitation=instances(HouseholdInvitationFactory, now=NOW))
def test_an_invitation_is_taken_or_refused_with_a_reason(invitation: Any) -> None:
    """No database: it is refused before anything is asked of one."""
    stranger = UserFactory.build(email="somebody@else.example.com")
    with pytest.raises(Refused, match=r"the invitation (is|has) "):
        accept(None, invitation, stranger, NOW + dt.timedelta(days=365))  # type: ignore[arg-type]


@quick
@given(row=rows(HouseholdMemberFactory, wild=True, status="removed"))
def test_nobody_leaves_twice_whatever_the_row_holds(row: Row) -> None:
    with pytest.raises(Refused, match=r"cannot leave|left already"):
        remove(None, HouseholdMember(**row), NOW)  # type: ignore[arg-type]
