"""All Infinite Pages models (catalog/infinitepages), one module a domain."""

from .ai import (
    AiUsageLog,
    CacheEfficiencyByUser,
    CacheReward,
    ClaudeAnalytics,
    DailyCacheStats,
    FoundationFingerprintHealth,
    GenerationLog,
    InfinitePagesCache,
)
from .base import METADATA, Base
from .content import Chapter, CharacterVoicePattern, Export, Story, StoryBibleConflict, StoryFact
from .covers import CoverGenerationQueue, StoryCover
from .creator import CreatorEarning, Payout, StoryPricing, StoryPurchase
from .credits import CreditPackage, CreditTransaction, Payment, SubscriptionLog
from .identity import Profile
from .ops import ErrorReport, RequestFlowAnalytics, RequestLog, SystemLog
from .payout import CreatorEarningsAccumulation, IndividualPayout, MonthlyPayoutBatch
from .reading import ChoiceAnalytics, ReaderPath, ReadingProgress, SubscriptionUsage, UserLibrary
from .series import CharacterArc, ForeshadowingElement, PlotThread, Series, SeriesFacts, WorldStateChange

#: Every model, sorted by name; the schema is made from these.
MODELS = tuple(sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda m: m.__name__))

__all__ = [
    "METADATA",
    "MODELS",
    "AiUsageLog",
    "Base",
    "CacheEfficiencyByUser",
    "CacheReward",
    "Chapter",
    "CharacterArc",
    "CharacterVoicePattern",
    "ChoiceAnalytics",
    "ClaudeAnalytics",
    "CoverGenerationQueue",
    "CreatorEarning",
    "CreatorEarningsAccumulation",
    "CreditPackage",
    "CreditTransaction",
    "DailyCacheStats",
    "ErrorReport",
    "Export",
    "ForeshadowingElement",
    "FoundationFingerprintHealth",
    "GenerationLog",
    "IndividualPayout",
    "InfinitePagesCache",
    "MonthlyPayoutBatch",
    "Payment",
    "Payout",
    "PlotThread",
    "Profile",
    "ReaderPath",
    "ReadingProgress",
    "RequestFlowAnalytics",
    "RequestLog",
    "Series",
    "SeriesFacts",
    "Story",
    "StoryBibleConflict",
    "StoryCover",
    "StoryFact",
    "StoryPricing",
    "StoryPurchase",
    "SubscriptionLog",
    "SubscriptionUsage",
    "SystemLog",
    "UserLibrary",
    "WorldStateChange",
]
