"""All VibrationFit models (catalog/vibrationfit), one module a domain."""

from .ai_conversation import (
    AiActionTokenOverride,
    AiConversation,
    AiModelPricing,
    AiUsageLog,
    ConversationSession,
    VivaConversation,
)
from .assessment import AssessmentInsight, AssessmentResponse, AssessmentResult
from .audio import AudioSet, AudioTrack, AudioVariant, Scene
from .backups import RefinementBackup, VisionVersionBackup
from .base import METADATA, Base
from .blueprint import ActualizationBlueprint, BlueprintInsight, BlueprintPhase, BlueprintTask
from .household import Household, HouseholdInvitation, HouseholdMember
from .journal_daily import DailyPaper, EmotionalSnapshot, JournalEntry
from .life_vision import (
    LifeVisionCategoryState,
    Refinement,
    VisionAudio,
    VisionBoardItem,
    VisionConversation,
    VisionProgress,
    VisionVersion,
)
from .media_assets import GeneratedImage, MediaMetadata, VideoMapping
from .system_utility import IntensiveChecklist, PromptSuggestionsCache
from .token_billing import CustomerSubscription, IntensivePurchase, MembershipTier, PaymentHistory
from .token_ledger import TokenDrip, TokenTransaction, TokenUsage, TokenUsageWithCosts
from .user_account import MemberProfile, Profile, UserStats, UserStorage, VoiceProfile
from .user_profile import ProfileVersion, UserProfile
from .vibrational import (
    AbundanceEvent,
    FrequencyFlip,
    VibrationalEvent,
    VibrationalEventSource,
    VibrationalLink,
)

#: Every model, sorted by name; the schema is made from these.
MODELS = tuple(sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda m: m.__name__))

__all__ = [
    "METADATA",
    "MODELS",
    "AbundanceEvent",
    "ActualizationBlueprint",
    "AiActionTokenOverride",
    "AiConversation",
    "AiModelPricing",
    "AiUsageLog",
    "AssessmentInsight",
    "AssessmentResponse",
    "AssessmentResult",
    "AudioSet",
    "AudioTrack",
    "AudioVariant",
    "Base",
    "BlueprintInsight",
    "BlueprintPhase",
    "BlueprintTask",
    "ConversationSession",
    "CustomerSubscription",
    "DailyPaper",
    "EmotionalSnapshot",
    "FrequencyFlip",
    "GeneratedImage",
    "Household",
    "HouseholdInvitation",
    "HouseholdMember",
    "IntensiveChecklist",
    "IntensivePurchase",
    "JournalEntry",
    "LifeVisionCategoryState",
    "MediaMetadata",
    "MemberProfile",
    "MembershipTier",
    "PaymentHistory",
    "Profile",
    "ProfileVersion",
    "PromptSuggestionsCache",
    "Refinement",
    "RefinementBackup",
    "Scene",
    "TokenDrip",
    "TokenTransaction",
    "TokenUsage",
    "TokenUsageWithCosts",
    "UserProfile",
    "UserStats",
    "UserStorage",
    "VibrationalEvent",
    "VibrationalEventSource",
    "VibrationalLink",
    "VideoMapping",
    "VisionAudio",
    "VisionBoardItem",
    "VisionConversation",
    "VisionProgress",
    "VisionVersion",
    "VisionVersionBackup",
    "VivaConversation",
    "VoiceProfile",
]
