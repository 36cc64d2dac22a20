"""Infinite Pages: models, factories and vocabulary of the product, a shop for stories whose authors are paid."""

from __future__ import annotations

from importlib.resources import files

from seedkit.product import Product
from seedkit.supabase.factories import IdentityFactory, UserFactory

from .aliases import ALIASES
from .bible import CharacterVoicePatternFactory, StoryBibleConflictFactory, StoryFactFactory
from .cache import InfinitePagesCacheFactory
from .choices import ChoiceAnalyticsFactory, ReaderPathFactory
from .content import ChapterFactory, StoryFactory
from .covers import CoverGenerationQueueFactory, StoryCoverFactory
from .creator import CreatorEarningFactory, StoryPricingFactory, StoryPurchaseFactory
from .credits import CreditPackageFactory, PaymentFactory, SubscriptionLogFactory
from .generation import AiUsageLogFactory, GenerationLogFactory
from .identity import ProfileFactory
from .invariants import INVARIANTS
from .ledger import CreditTransactionFactory
from .models import MODELS
from .ops import ClaudeAnalyticsFactory, ErrorReportFactory, SystemLogFactory
from .payout import (
    CreatorEarningsAccumulationFactory,
    IndividualPayoutFactory,
    MonthlyPayoutBatchFactory,
    PayoutFactory,
)
from .reading import (
    ExportFactory,
    ReadingProgressFactory,
    SubscriptionUsageFactory,
    UserLibraryFactory,
)
from .requests import RequestFlowAnalyticsFactory, RequestLogFactory
from .rewards import CacheRewardFactory
from .schema import EXTRAS
from .series import (
    CharacterArcFactory,
    ForeshadowingElementFactory,
    PlotThreadFactory,
    SeriesFactory,
    SeriesFactsFactory,
    WorldStateChangeFactory,
)

__all__ = [
    "AiUsageLogFactory",
    "CacheRewardFactory",
    "ChapterFactory",
    "CharacterArcFactory",
    "CharacterVoicePatternFactory",
    "ChoiceAnalyticsFactory",
    "ClaudeAnalyticsFactory",
    "CoverGenerationQueueFactory",
    "CreatorEarningFactory",
    "CreatorEarningsAccumulationFactory",
    "CreditPackageFactory",
    "CreditTransactionFactory",
    "ErrorReportFactory",
    "ExportFactory",
    "ForeshadowingElementFactory",
    "GenerationLogFactory",
    "IdentityFactory",
    "IndividualPayoutFactory",
    "InfinitePagesCacheFactory",
    "MonthlyPayoutBatchFactory",
    "PaymentFactory",
    "PayoutFactory",
    "PlotThreadFactory",
    "ProfileFactory",
    "ReaderPathFactory",
    "ReadingProgressFactory",
    "RequestFlowAnalyticsFactory",
    "RequestLogFactory",
    "SeriesFactory",
    "SeriesFactsFactory",
    "StoryBibleConflictFactory",
    "StoryCoverFactory",
    "StoryFactFactory",
    "StoryFactory",
    "StoryPricingFactory",
    "StoryPurchaseFactory",
    "SubscriptionLogFactory",
    "SubscriptionUsageFactory",
    "SystemLogFactory",
    "UserFactory",
    "UserLibraryFactory",
    "WorldStateChangeFactory",
    "product",
]

product = Product(
    name="infinitepages",
    models=MODELS,
    extras=EXTRAS,
    factories="seedkit.factories.infinitepages",
    scenarios="seedkit.scenarios.infinitepages",
    person=UserFactory,
    companions=(IdentityFactory, ProfileFactory),
    adopted=("public.profiles",),
    invariants=INVARIANTS,
    aliases=ALIASES,
    snapshot=files(__name__) / "schema" / "snapshot.json",
    ledger_columns={
        "public.chapters": ("word_count", "generation_cost_usd"),
        "public.creator_earnings": ("credits_earned", "usd_equivalent"),
        "public.creator_earnings_accumulation": ("total_accumulated_usd",),
        "public.credit_transactions": ("amount", "balance_after"),
        "public.generation_logs": ("cost_usd",),
        "public.individual_payouts": ("amount_usd",),
        "public.profiles": ("credits_balance", "words_generated"),
        "public.stories": ("word_count", "total_cost_usd"),
        "public.story_purchases": ("credits_spent", "creator_earnings"),
    },
)
