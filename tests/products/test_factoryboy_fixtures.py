"""pytest-factoryboy's ``register`` takes our factories as it takes any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from factory_tests import NOW
from pytest_factoryboy import LazyFixture, register
from sqlalchemy import create_engine, func, inspect, select
from sqlalchemy.orm import Session

from seedkit.factories.vibrationfit import (
    HouseholdFactory,
    HouseholdInvitationFactory,
    HouseholdMemberFactory,
    MembershipTierFactory,
    UserFactory,
)
from seedkit.factories.vibrationfit.models import Household, HouseholdMember
from seedkit.factories.vibrationfit.token_billing import CustomerSubscriptionFactory
from seedkit.scope import settings
from seedkit.supabase.auth import AuthUser

pytestmark = pytest.mark.db

register(UserFactory)
register(UserFactory, "invited", first_name="Ida")
register(HouseholdFactory)
register(HouseholdFactory, "solo_household", solo=True)
register(HouseholdMemberFactory)
register(HouseholdMemberFactory, "leaver", removed=True)
register(HouseholdInvitationFactory)
register(MembershipTierFactory)
register(CustomerSubscriptionFactory)


@pytest.fixture(autouse=True)
def session(vibrationfit_url: str) -> Iterator[Session]:
    """Where the fixtures are saved, until the test is over."""
    engine = create_engine(vibrationfit_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(engine) as opened, settings(session=opened, now=NOW):
        yield opened
    engine.dispose()


def test_the_model_fixture(household: Household, session: Session) -> None:
    session.flush()
    assert inspect(household).persistent
    assert household.name == f"The {household.admin_user.last_name} Household"
    assert str(household.id).startswith("5eedffff")


def test_the_factory_fixture(household_factory: Any, session: Session) -> None:
    assert household_factory is HouseholdFactory
    assert len({household.id for household in household_factory.create_batch(2)}) == 2


@pytest.mark.parametrize("household__name", ["Ours", "Theirs"])
def test_attributes_are_fixtures(household: Household, household__name: str) -> None:
    assert household.name == household__name


@pytest.mark.parametrize("household__plan_type", ["solo"])
@pytest.mark.parametrize("auth_user__last_name", ["Quill"])
def test_what_follows_from_an_attribute_follows(household: Household, auth_user: AuthUser) -> None:
    assert (household.plan_type, household.name) == ("solo", "The Quill Household")
    assert auth_user.email is not None
    assert ".quill." in auth_user.email


def test_subfactories_are_one_fixture(
    household_member: HouseholdMember, household: Household, auth_user: AuthUser, session: Session
) -> None:
    session.flush()
    assert household_member.household is household
    assert household.admin_user is auth_user
    assert household_member.invited_by == auth_user.id
    assert household_member.user is not auth_user, "a trait may change it: it is no fixture of its own"
    assert session.scalar(select(func.count()).select_from(AuthUser)) == 2


def test_traits(solo_household: Household, leaver: HouseholdMember) -> None:
    assert (solo_household.plan_type, solo_household.max_members) == ("solo", 1)
    assert leaver.status == "removed"
    assert leaver.removed_at is not None
    assert leaver.accepted_at is not None
    assert leaver.removed_at > leaver.accepted_at


@pytest.mark.parametrize("household__sharing", [True])
def test_a_trait_is_a_fixture_too(household: Household) -> None:
    assert household.shared_tokens_enabled


@pytest.mark.parametrize("household_member__user", [LazyFixture("invited")])
def test_lazy_fixtures(household_member: HouseholdMember, invited: AuthUser, session: Session) -> None:
    session.flush()
    assert household_member.user is invited
    assert invited.first_name == "Ida"
    assert household_member.user_id == invited.id != household_member.household.admin_user_id


@pytest.fixture
def household_invitation__status() -> str:
    """An attribute's fixture, overridden in the module."""
    return "expired"


def test_an_attribute_fixture_may_be_overridden(household_invitation: Any) -> None:
    assert household_invitation.status == "expired"


def test_catalogue_rows_are_found(customer_subscription: Any, session: Session) -> None:
    session.flush()
    assert customer_subscription.membership_tier_id is not None
