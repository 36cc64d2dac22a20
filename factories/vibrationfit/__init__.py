"""VibrationFit: models, factories, vocabulary and rules of the product."""

from __future__ import annotations

from importlib.resources import files

from seedkit.product import Product
from seedkit.supabase.factories import IdentityFactory, UserFactory

from .ai_conversation import (
    AiConversationFactory,
    AiUsageLogFactory,
    ConversationSessionFactory,
    VivaConversationFactory,
)
from .aliases import ALIASES
from .assessment import (
    AssessmentInsightFactory,
    AssessmentResponseFactory,
    AssessmentResultFactory,
)
from .audio import (
    AudioSetFactory,
    AudioTrackFactory,
    AudioVariantFactory,
    SceneFactory,
)
from .backups import (
    RefinementBackupFactory,
    VisionVersionBackupFactory,
)
from .blueprint import (
    ActualizationBlueprintFactory,
    BlueprintInsightFactory,
    BlueprintPhaseFactory,
    BlueprintTaskFactory,
)
from .catalogue import (
    AiActionTokenOverrideFactory,
    AiModelPricingFactory,
    MembershipTierFactory,
    VibrationalEventSourceFactory,
)
from .household import HouseholdFactory, HouseholdInvitationFactory, HouseholdMemberFactory
from .intensive import IntensiveChecklistFactory, IntensivePurchaseFactory
from .invariants import INVARIANTS
from .journal_daily import DailyPaperFactory, EmotionalSnapshotFactory, JournalEntryFactory
from .life_vision import (
    LifeVisionCategoryStateFactory,
    VisionBoardItemFactory,
    VisionProgressFactory,
    VisionVersionFactory,
)
from .life_vision_older import RefinementFactory, VisionAudioFactory, VisionConversationFactory
from .media_assets import GeneratedImageFactory, MediaMetadataFactory, VideoMappingFactory
from .models import MODELS
from .schema import EXTRAS
from .system_utility import PromptSuggestionsCacheFactory
from .token_billing import CustomerSubscriptionFactory, PaymentHistoryFactory
from .token_drips import TokenDripFactory
from .token_ledger import TokenTransactionFactory
from .token_usage import TokenUsageFactory
from .user_account import (
    MemberProfileFactory,
    ProfileFactory,
    UserStatsFactory,
    UserStorageFactory,
    VoiceProfileFactory,
)
from .user_profile import (
    ProfileVersionFactory,
    UserProfileFactory,
)
from .vibrational import (
    AbundanceEventFactory,
    FrequencyFlipFactory,
    VibrationalEventFactory,
    VibrationalLinkFactory,
)

__all__ = [
    "AbundanceEventFactory",
    "ActualizationBlueprintFactory",
    "AiActionTokenOverrideFactory",
    "AiConversationFactory",
    "AiModelPricingFactory",
    "AiUsageLogFactory",
    "AssessmentInsightFactory",
    "AssessmentResponseFactory",
    "AssessmentResultFactory",
    "AudioSetFactory",
    "AudioTrackFactory",
    "AudioVariantFactory",
    "BlueprintInsightFactory",
    "BlueprintPhaseFactory",
    "BlueprintTaskFactory",
    "ConversationSessionFactory",
    "CustomerSubscriptionFactory",
    "DailyPaperFactory",
    "EmotionalSnapshotFactory",
    "FrequencyFlipFactory",
    "GeneratedImageFactory",
    "HouseholdFactory",
    "HouseholdInvitationFactory",
    "HouseholdMemberFactory",
    "IdentityFactory",
    "IntensiveChecklistFactory",
    "IntensivePurchaseFactory",
    "JournalEntryFactory",
    "LifeVisionCategoryStateFactory",
    "MediaMetadataFactory",
    "MemberProfileFactory",
    "MembershipTierFactory",
    "PaymentHistoryFactory",
    "ProfileFactory",
    "ProfileVersionFactory",
    "PromptSuggestionsCacheFactory",
    "RefinementBackupFactory",
    "RefinementFactory",
    "SceneFactory",
    "TokenDripFactory",
    "TokenTransactionFactory",
    "TokenUsageFactory",
    "UserFactory",
    "UserProfileFactory",
    "UserStatsFactory",
    "UserStorageFactory",
    "VibrationalEventFactory",
    "VibrationalEventSourceFactory",
    "VibrationalLinkFactory",
    "VideoMappingFactory",
    "VisionAudioFactory",
    "VisionBoardItemFactory",
    "VisionConversationFactory",
    "VisionProgressFactory",
    "VisionVersionBackupFactory",
    "VisionVersionFactory",
    "VivaConversationFactory",
    "VoiceProfileFactory",
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
    invariants=INVARIANTS,
    aliases=ALIASES,
    snapshot=files(__name__) / "schema" / "snapshot.json",
    ledger_columns={
        "public.token_transactions": ("tokens_used", "tokens_remaining", "expires_at"),
        "public.token_usage": ("tokens_used", "input_tokens", "calculated_cost_cents"),
        "public.payment_history": ("amount",),
        "public.assessment_results": ("total_score", "overall_percentage"),
        "public.user_storage": ("quota_gb",),
        "public.vision_versions": ("completion_percent",),
    },
)
