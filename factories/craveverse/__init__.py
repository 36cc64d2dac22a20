"""CraveVerse: models, factories, vocabulary and rules of the product."""

from __future__ import annotations

from seedkit.product import Product

from .catalogue import (
    BattleTaskFactory,
    CravingFactory,
    LevelFactory,
    LevelMapDataFactory,
    ShopItemFactory,
)
from .identity import AdminUserFactory, UserFactory
from .invariants import INVARIANTS
from .models import MODELS
from .schema import EXTRAS

__all__ = [
    "AdminUserFactory",
    "BattleTaskFactory",
    "CravingFactory",
    "LevelFactory",
    "LevelMapDataFactory",
    "ShopItemFactory",
    "UserFactory",
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
    # Clerk signs people in: there is no row of auth.users.
    subject="clerk_user_id",
    catalogue=(CravingFactory, LevelMapDataFactory, ShopItemFactory, BattleTaskFactory),
)
