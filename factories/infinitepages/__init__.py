"""Infinite Pages: models, factories and vocabulary of the product, a shop for stories whose authors are paid."""

from __future__ import annotations

from seedkit.product import Product
from seedkit.supabase.factories import IdentityFactory, UserFactory

from .bible import CharacterVoicePatternFactory, StoryBibleConflictFactory, StoryFactFactory
from .cache import InfinitePagesCacheFactory
from .content import ChapterFactory, StoryFactory
from .covers import CoverGenerationQueueFactory, StoryCoverFactory
from .generation import AiUsageLogFactory, GenerationLogFactory
from .identity import ProfileFactory
from .models import MODELS
from .reading import (
    ExportFactory,
    ReadingProgressFactory,
    SubscriptionUsageFactory,
    UserLibraryFactory,
)
from .schema import EXTRAS

__all__ = [
    "AiUsageLogFactory",
    "ChapterFactory",
    "CharacterVoicePatternFactory",
    "CoverGenerationQueueFactory",
    "ExportFactory",
    "GenerationLogFactory",
    "IdentityFactory",
    "InfinitePagesCacheFactory",
    "ProfileFactory",
    "ReadingProgressFactory",
    "StoryBibleConflictFactory",
    "StoryCoverFactory",
    "StoryFactFactory",
    "StoryFactory",
    "SubscriptionUsageFactory",
    "UserFactory",
    "UserLibraryFactory",
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
