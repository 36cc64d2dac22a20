"""Whole households: stories that are loaded, and looked at as the people in them."""

from __future__ import annotations

import pytest
from seats import free_seats, holders, invite, seats_taken
from sqlalchemy import select
from sqlalchemy.orm import Session
from stories import coming_and_going
from today import NOW

from seedkit.factories.vibrationfit import HouseholdMemberFactory
from seedkit.factories.vibrationfit.models import Household, HouseholdMember
from seedkit.testing import LoadedWorld, Seedkit


def test_the_story_that_comes_with_seedkit(seedkit: Seedkit) -> None:
    world = seedkit("vibrationfit/household", members=3)
    with world.acting_as("partner") as db:
        assert db.count("households") == 1
    home = world["Household:admin"].object()
    assert seats_taken(world.session, home) == 5


@pytest.mark.parametrize(("staying", "free"), [(0, 4), (3, 1), (5, 0)])
def test_seats_that_are_left(seedkit: Seedkit, staying: int, free: int) -> None:
    world = seedkit(coming_and_going, staying=staying, now=NOW)
    assert free_seats(world.session, world[Household].object(), NOW) == free


# Undone by a rollback: right for tests that stay within one connection.


@pytest.mark.seedkit(coming_and_going, rollback=True, now=NOW)
class TestInvitations:
    def test_one_more(self, seedkit_world: LoadedWorld, seedkit_session: Session) -> None:
        home = seedkit_world[Household].object()
        before = free_seats(seedkit_session, home, NOW)
        invite(seedkit_session, home, "ida@example.com", NOW)
        seedkit_session.commit()
        assert free_seats(seedkit_session, home, NOW) == before - 1

    def test_the_one_before_is_gone(self, seedkit_world: LoadedWorld) -> None:
        with seedkit_world.acting_as("admin") as db:
            assert db.count("household_invitations", invited_email="ida@example.com") == 0


# As somebody: each sees what row security leaves them, and so does code that is given their session.


@pytest.mark.seedkit(coming_and_going, rollback=True, now=NOW)
class TestPeople:
    def test_a_member_sees_who_sits_with_them(self, seedkit_world: LoadedWorld) -> None:
        with seedkit_world.acting_as("member0") as db:
            home = db.session.scalars(select(Household)).one()
            assert {member.id for member in holders(db.session, home)} <= seedkit_world.ids(HouseholdMember)
            assert db.count(Household, name="Mine now") == 0

    def test_only_the_admin_renames_it(self, seedkit_world: LoadedWorld) -> None:
        for who, rows in (("member0", 0), ("leaver0", 0), ("stranger", 0), ("admin", 1)):
            with seedkit_world.acting_as(who) as db:
                assert db.execute("update households set name = 'Mine now'").rowcount == rows, who

    def test_nobody_reaches_more_than_they_should(self, seedkit_world: LoadedWorld) -> None:
        seedkit_world.assert_access()


# factory_boy beside it: single rows on top of a story.


@pytest.mark.seedkit(coming_and_going, rollback=True, now=NOW)
def test_one_more_member(seedkit_world: LoadedWorld, seedkit_session: Session) -> None:
    home = seedkit_world[Household].object()
    before = seats_taken(seedkit_session, home)
    HouseholdMemberFactory.create(household=home, session=seedkit_session)
    HouseholdMemberFactory.create(household=home, removed=True, session=seedkit_session)
    assert seats_taken(seedkit_session, home) == before + 1
