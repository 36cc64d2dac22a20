"""CraveVerse: models, factories, vocabulary and rules of the product."""

from __future__ import annotations

from importlib.resources import files

from seedkit.product import Product

from .aliases import ALIASES
from .battles import BattleFactory
from .billing import PaymentTransactionFactory, SubscriptionFactory, TrialHistoryFactory
from .catalogue import (
    BattleTaskFactory,
    CravingFactory,
    LevelFactory,
    LevelMapDataFactory,
    ShopItemFactory,
)
from .debug import TableCreationTestFactory
from .forum import ForumPostFactory, ForumReplyFactory
from .identity import AdminUserFactory, UserFactory
from .invariants import INVARIANTS
from .models import MODELS
from .monitoring import AiUsageMetricFactory, QueueJobFactory
from .onboarding import UserQuizResponseFactory
from .progression import UserProgressFactory
from .rewards import (
    PauseTokenFactory,
    StreakPauseFactory,
    UserInventoryFactory,
    UserPurchaseFactory,
    UserThemeFactory,
)
from .schema import EXTRAS
from .settings import NotificationPreferencesFactory, UserSettingsFactory
from .social import ActivityLogFactory, ShareableProgressFactory
from .telemetry import ButtonInteractionFactory, JourneyEventFactory

__all__ = [
    "ActivityLogFactory",
    "AdminUserFactory",
    "AiUsageMetricFactory",
    "BattleFactory",
    "BattleTaskFactory",
    "ButtonInteractionFactory",
    "CravingFactory",
    "ForumPostFactory",
    "ForumReplyFactory",
    "JourneyEventFactory",
    "LevelFactory",
    "LevelMapDataFactory",
    "NotificationPreferencesFactory",
    "PauseTokenFactory",
    "PaymentTransactionFactory",
    "QueueJobFactory",
    "ShareableProgressFactory",
    "ShopItemFactory",
    "StreakPauseFactory",
    "SubscriptionFactory",
    "TableCreationTestFactory",
    "TrialHistoryFactory",
    "UserFactory",
    "UserInventoryFactory",
    "UserProgressFactory",
    "UserPurchaseFactory",
    "UserQuizResponseFactory",
    "UserSettingsFactory",
    "UserThemeFactory",
    "product",
]

product = Product(
    name="craveverse",
    models=MODELS,
    extras=EXTRAS,
    factories="seedkit.factories.craveverse",
    scenarios="seedkit.scenarios.craveverse",
    person=UserFactory,
    invariants=INVARIANTS,
    aliases=ALIASES,
    snapshot=files(__name__) / "schema" / "snapshot.json",
    # Clerk signs people in: there is no row of auth.users.
    subject="clerk_user_id",
    uuid_subject="uuid_sub",
    catalogue=(CravingFactory, LevelMapDataFactory, ShopItemFactory, BattleTaskFactory),
    ledger_columns={
        "public.users": ("xp", "cravecoins", "current_level"),
        "public.user_purchases": ("amount_coins",),
        "public.user_inventory": ("quantity",),
        "public.battles": ("user1_tasks_completed",),
        "public.payment_transactions": ("amount_cents",),
        "public.ai_usage_metrics": ("cost_usd",),
        "public.forum_posts": ("upvotes",),
    },
)
