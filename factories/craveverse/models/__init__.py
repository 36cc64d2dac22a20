"""All CraveVerse models (catalog/craveverse), one module a domain."""

from .base import METADATA, Base
from .battles import Battle, BattleDetails, BattleTask
from .billing import PaymentTransaction, Subscription, Transaction, TrialHistory
from .debug import TableCreationTest
from .forum import ForumPost, ForumPostDetails, ForumReply
from .identity import AdminUser, User, UserDashboard
from .monitoring import AiUsageLog, AiUsageMetric, QueueJob
from .onboarding import UserQuizResponse
from .progression import Craving, Level, LevelDetails, LevelMapData, UserProgress
from .rewards import PauseToken, ShopItem, StreakPause, UserInventory, UserPurchase, UserTheme
from .settings import NotificationPreferences, UserSettings
from .social import ActivityLog, ShareableProgress
from .telemetry import ButtonInteraction, JourneyEvent

#: Every model, sorted by name; the schema is made from these.
MODELS = tuple(sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda m: m.__name__))

__all__ = [
    "METADATA",
    "MODELS",
    "ActivityLog",
    "AdminUser",
    "AiUsageLog",
    "AiUsageMetric",
    "Base",
    "Battle",
    "BattleDetails",
    "BattleTask",
    "ButtonInteraction",
    "Craving",
    "ForumPost",
    "ForumPostDetails",
    "ForumReply",
    "JourneyEvent",
    "Level",
    "LevelDetails",
    "LevelMapData",
    "NotificationPreferences",
    "PauseToken",
    "PaymentTransaction",
    "QueueJob",
    "ShareableProgress",
    "ShopItem",
    "StreakPause",
    "Subscription",
    "TableCreationTest",
    "Transaction",
    "TrialHistory",
    "User",
    "UserDashboard",
    "UserInventory",
    "UserProgress",
    "UserPurchase",
    "UserQuizResponse",
    "UserSettings",
    "UserTheme",
]
