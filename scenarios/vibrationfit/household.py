"""A household that pays, shares and changes."""

from __future__ import annotations

from seedkit.factories.vibrationfit import (
    CustomerSubscriptionFactory,
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
    JournalEntryFactory,
    PaymentHistoryFactory,
    TokenTransactionFactory,
    TokenUsageFactory,
)
from seedkit.factories.vibrationfit.catalogue import MembershipTierFactory
from seedkit.factories.vibrationfit.token_billing import CYCLE
from seedkit.fields import Lookup, Series, this
from seedkit.scenario import scenario
from seedkit.world import World, between, chance


@scenario("vibrationfit/household")
def household_account(world: World, *, members: int = 1, sharing: bool = True) -> None:
    """A paying admin, an active partner, a member who left, and an invitation nobody answered."""
    admin, partner, leaver = world.people("admin", "partner", "leaver")
    home = world.add(HouseholdFactory, admin_user=admin, sharing=sharing)
    world.add(HouseholdMemberFactory, household=home, user=admin, admin=True)
    world.add(HouseholdMemberFactory, household=home, user=partner)
    world.add(HouseholdMemberFactory, household=home, user=leaver, removed=True)
    world.add(HouseholdInvitationFactory, chance(0.6), household=home)
    plan = world.add(
        CustomerSubscriptionFactory,
        user=admin,
        membership_tier=Lookup(MembershipTierFactory, tier_type="vision_pro_household_28day"),
    )
    cycle = Series(this.subscription.created_at, every=CYCLE)
    world.add(TokenTransactionFactory, 3, user=admin, subscription=plan, created_at=cycle)
    world.add(PaymentHistoryFactory, 3, user=admin, subscription=plan, created_at=cycle)
    world.add(TokenUsageFactory, between(5, 30), user=partner, pooled=True)
    entries = world.add(JournalEntryFactory, between(5, 40), user=partner)
    world.sees(partner, entries, home)
