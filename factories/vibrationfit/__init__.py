"""VibrationFit: models, factories, vocabulary and rules of the product."""

from __future__ import annotations

from seedkit.product import Product
from seedkit.supabase.factories import IdentityFactory, UserFactory

from .ai_conversation import (
    AiConversationFactory,
    AiUsageLogFactory,
    ConversationSessionFactory,
    VivaConversationFactory,
)
from .catalogue import (
    AiActionTokenOverrideFactory,
    AiModelPricingFactory,
    MembershipTierFactory,
    VibrationalEventSourceFactory,
)
from .household import HouseholdFactory, HouseholdInvitationFactory, HouseholdMemberFactory
from .journal_daily import DailyPaperFactory, EmotionalSnapshotFactory, JournalEntryFactory
from .models import MODELS
from .schema import EXTRAS
from .token_billing import CustomerSubscriptionFactory, PaymentHistoryFactory
from .token_ledger import TokenDripFactory, TokenTransactionFactory, TokenUsageFactory
from .user_account import ProfileFactory
from .vibrational import (
    AbundanceEventFactory,
    FrequencyFlipFactory,
    VibrationalEventFactory,
    VibrationalLinkFactory,
)

__all__ = [
    "AbundanceEventFactory",
    "AiActionTokenOverrideFactory",
    "AiConversationFactory",
    "AiModelPricingFactory",
    "AiUsageLogFactory",
    "ConversationSessionFactory",
    "CustomerSubscriptionFactory",
    "DailyPaperFactory",
    "EmotionalSnapshotFactory",
    "FrequencyFlipFactory",
    "HouseholdFactory",
    "HouseholdInvitationFactory",
    "HouseholdMemberFactory",
    "IdentityFactory",
    "JournalEntryFactory",
    "MembershipTierFactory",
    "PaymentHistoryFactory",
    "ProfileFactory",
    "TokenDripFactory",
    "TokenTransactionFactory",
    "TokenUsageFactory",
    "UserFactory",
    "VibrationalEventFactory",
    "VibrationalEventSourceFactory",
    "VibrationalLinkFactory",
    "VivaConversationFactory",
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
