"""VibrationFit: models, factories, vocabulary and rules of the product."""

from __future__ import annotations

from seedkit.product import Product
from seedkit.supabase.factories import IdentityFactory, UserFactory

from .catalogue import AiModelPricingFactory, MembershipTierFactory
from .household import HouseholdFactory, HouseholdInvitationFactory, HouseholdMemberFactory
from .journal_daily import JournalEntryFactory
from .models import MODELS
from .schema import EXTRAS
from .token_billing import (
    CustomerSubscriptionFactory,
    PaymentHistoryFactory,
    TokenTransactionFactory,
    TokenUsageFactory,
)
from .user_account import ProfileFactory

__all__ = [
    "AiModelPricingFactory",
    "CustomerSubscriptionFactory",
    "HouseholdFactory",
    "HouseholdInvitationFactory",
    "HouseholdMemberFactory",
    "IdentityFactory",
    "JournalEntryFactory",
    "MembershipTierFactory",
    "PaymentHistoryFactory",
    "ProfileFactory",
    "TokenTransactionFactory",
    "TokenUsageFactory",
    "UserFactory",
    "product",
]

product = Product(
    name="vibrationfit",
    models=MODELS,
    extras=EXTRAS,
    factories="seedkit.factories.vibrationfit",
    scenarios="seedkit.scenarios.vibrationfit",
    person=UserFactory,
    companions=(IdentityFactory, ProfileFactory),
    adopted=("public.profiles",),
)
