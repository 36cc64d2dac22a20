"""A household that pays, shares and changes."""

from __future__ import annotations

from typing import Literal

from seedkit.factories.vibrationfit import (
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
    JournalEntryFactory,
    MediaMetadataFactory,
    TokenUsageFactory,
    UserProfileFactory,
    UserStorageFactory,
    VisionBoardItemFactory,
    VisionProgressFactory,
    VisionVersionFactory,
)
from seedkit.fields import WAKING, After, minutes
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, chance

from .parts import alone, assessed, narrated, pack, profile, subscribed


@scenario("vibrationfit/household")
def household_account(
    world: World, *, members: Literal[0, 1, 2, 3, 4] = 2, sharing: bool = True, entries: int = 20
) -> None:
    """A paying admin, an active partner, a member who left, and invitations that nobody answered."""
    admin, partner = world.person("admin", kind="admin"), world.person("partner")
    leaver, guest = world.person("leaver", kind="removed"), world.person("guest", kind="pending")
    others = world.people(*(f"member{number}" for number in range(1, members + 1)), kind="member")
    plan = subscribed(world, admin, plan="vision_pro_household_28day", seats=members)
    world.add(MediaMetadataFactory, between(2, 6), user=admin)
    home = world.add(
        HouseholdFactory,
        admin_user=admin,
        sharing=sharing,
        stripe_customer_id=plan.stripe_customer_id,
        stripe_subscription_id=plan.stripe_subscription_id,
    )
    world.add(HouseholdMemberFactory, household=home, user=admin, admin=True)
    profile(world, admin, home)
    for person in (partner, *others):
        joined(world, person, home)
        use(world, person, shared=sharing)
    joined(world, leaver, home, removed=True)
    invitations(world, home, guest)
    visions = visions_of(world, partner)
    assessment = assessed(world, partner)
    board = world.add(VisionBoardItemFactory, 12, user=partner)
    world.add(VisionBoardItemFactory, between(1, 4), user=partner, actualized=True, label="came true")
    written = journal(world, partner, entries)
    world.sees(partner, home, visions, assessment, board, written)
    world.sees(admin, home, plan)


def joined(world: World, person: Person, home: RowSet, *, removed: bool = False) -> None:
    """Somebody who accepted an invitation: the seat, the invitation, and their profile in the household."""
    seat = world.add(HouseholdMemberFactory, household=home, user=person, removed=removed)
    world.add(
        HouseholdInvitationFactory,
        household=home,
        accepted=True,
        invited_email=person.email,
        created_at=seat.invited_at,
        accepted_at=seat.accepted_at,
        label=f"to {person.handle}",
    )
    profile(world, person, home)
    world.add(UserStorageFactory, user=person, free=True)
    world.add(MediaMetadataFactory, between(1, 4), user=person, image=True)


def use(world: World, person: Person, *, shared: bool) -> None:
    """A member's AI calls: on the household's tokens, or on a pack of their own where nothing is shared."""
    if shared:
        world.add(TokenUsageFactory, between(5, 25), user=person, pooled=True)
    else:
        # Nobody calls before there is something to spend.
        bought = pack(world, person)
        spent = After(bought.created_at, least=minutes(5), at=WAKING)
        world.add(TokenUsageFactory, between(5, 25), user=person, created_at=spent)
    world.add(TokenUsageFactory, chance(0.5), user=person, failed=True, label="failed")


def invitations(world: World, home: RowSet, guest: Person) -> None:
    """One invitation to a guest with an account of their own, still open, and one that expired unanswered."""
    world.add(UserProfileFactory, user=guest, household=alone(world, guest))
    world.add(HouseholdInvitationFactory, household=home, invited_email=guest.email, label="open")
    world.add(HouseholdInvitationFactory, household=home, expired=True, label="expired")


def visions_of(world: World, person: Person) -> RowSet:
    """The active vision, its draft successor, progress on both, and the active one read aloud."""
    active = world.add(VisionVersionFactory, user=person, narrated=True, label="active")
    draft = world.add(VisionVersionFactory, user=person, draft=True, label="draft")
    world.add(VisionProgressFactory, vision=active, label="active")
    world.add(VisionProgressFactory, vision=draft, label="draft")
    narrated(world, active, label="active")
    return active


def journal(world: World, person: Person, entries: int) -> RowSet:
    """Written entries, and now and then a spoken one."""
    written = world.add(JournalEntryFactory, entries, user=person)
    world.add(JournalEntryFactory, between(1, 4), user=person, spoken=True, label="spoken")
    return written
