"""The stories of the application's own tests."""

from __future__ import annotations

from seedkit.factories.vibrationfit import (
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
)
from seedkit.scenario import scenario
from seedkit.world import World


@scenario("vibrationfit/coming-and-going")
def coming_and_going(world: World, *, staying: int = 2, leaving: int = 1, invited: int = 1) -> None:
    """A household: who pays for it, who has a seat, who left, and who was invited and did not answer."""
    admin = world.person("admin", kind="admin")
    home = world.add(HouseholdFactory, admin_user=admin, max_members=6)
    world.add(HouseholdMemberFactory, household=home, user=admin, admin=True)
    for number in range(staying):
        person = world.person(f"member{number}", kind="member")
        world.sees(person, world.add(HouseholdMemberFactory, household=home, user=person))
    for number in range(leaving):
        person = world.person(f"leaver{number}", kind="removed")
        world.add(HouseholdMemberFactory, household=home, user=person, removed=True)
    world.add(HouseholdInvitationFactory, invited, household=home)
