"""Households, seats and invitations (catalog/vibrationfit c4)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import After, Key, Lower, Moment, Parent, Text, Token, Uuid, days, hours, minutes, this
from seedkit.supabase.factories import UserFactory

from .models import Household, HouseholdInvitation, HouseholdMember


class HouseholdFactory(TableFactory[Household]):
    """A paid household of two included seats and at most six members, named after its admin."""

    class Meta:
        model = Household

    admin_user = Parent(UserFactory)
    id = Key()
    name = Text("The {admin_user.last_name} Household")
    plan_type = "household"
    max_members = 6
    subscription_status = "active"
    stripe_customer_id = Token("cus_seedkit_", 14)
    stripe_subscription_id = None
    shared_tokens_enabled = False
    created_at = After(
        admin_user.email_confirmed_at.or_else(admin_user.created_at), within=days(2), least=minutes(5)
    )
    updated_at = After(created_at, within=days(60))

    solo = Trait(
        plan_type="solo",
        name=Text("{admin_user.first_name}'s Account"),
        max_members=1,
        subscription_status="trialing",
        stripe_customer_id=None,
        updated_at=this.created_at,
    )
    sharing = Trait(shared_tokens_enabled=True)
    past_due = Trait(subscription_status="past_due")
    canceled = Trait(subscription_status="canceled")
    incomplete = Trait(subscription_status="incomplete")


class HouseholdMemberFactory(TableFactory[HouseholdMember]):
    """A seat whose holder accepted the admin's invitation within two days and stayed."""

    class Meta:
        model = HouseholdMember
        born = "invited_at"

    household = Parent(HouseholdFactory)
    user = Parent(UserFactory)
    id = Key()
    role = "member"
    status = "active"
    allow_shared_tokens = True
    invited_by = household.admin_user_id
    invited_at = Moment(before_now=days(90))
    accepted_at = After(invited_at, within=hours(48), least=minutes(3))
    joined_at = accepted_at
    removed_at = None

    admin = Trait(
        role="admin",
        user=this.household.admin_user,
        invited_by=None,
        invited_at=this.household.created_at,
        accepted_at=this.household.created_at,
    )
    pending = Trait(status="pending", accepted_at=None, joined_at=None)
    removed = Trait(status="removed", removed_at=After(accepted_at, within=days(60), least=days(1)))
    not_sharing = Trait(allow_shared_tokens=False)


class HouseholdInvitationFactory(TableFactory[HouseholdInvitation]):
    """An invitation by e-mail that is still open: sent within the last days, valid for seven."""

    class Meta:
        model = HouseholdInvitation

    household = Parent(HouseholdFactory)
    id = Key()
    invited_by = household.admin_user_id
    invited_email = Lower(Text("{household.admin_user.last_name}.{code}@example.com", code=Token("", 6)))
    invitation_token = Text("{uuid}", uuid=Uuid())
    status = "pending"
    created_at = Moment(before_now=days(6), until=hours(1))
    expires_at = created_at + days(7)
    accepted_at = None

    accepted = Trait(
        status="accepted",
        created_at=Moment(before_now=days(90), until=days(8)),
        accepted_at=After(this.created_at, within=hours(48), least=minutes(3)),
    )
    expired = Trait(status="expired", created_at=Moment(before_now=days(60), until=days(8)))
    canceled = Trait(status="canceled", created_at=Moment(before_now=days(60), until=days(1)))
