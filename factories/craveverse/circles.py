"""Factories that read each other's rows in a circle, each fetched when rows are made.

A player's coins are summed over levels, battles and purchases, which all belong to a player.
"""

from __future__ import annotations

from typing import Any

__all__ = ["activities", "battles", "inventories", "pauses", "payments", "progress", "purchases"]


def activities() -> Any:
    """What the feed tells."""
    from .social import ActivityLogFactory

    return ActivityLogFactory


def battles() -> Any:
    """Battles of two players."""
    from .battles import BattleFactory

    return BattleFactory


def inventories() -> Any:
    """Bags with what is left of purchases."""
    from .rewards import UserInventoryFactory

    return UserInventoryFactory


def pauses() -> Any:
    """Pauses of streaks."""
    from .rewards import StreakPauseFactory

    return StreakPauseFactory


def payments() -> Any:
    """Payments in money."""
    from .billing import PaymentTransactionFactory

    return PaymentTransactionFactory


def progress() -> Any:
    """Levels finished, skipped and open."""
    from .progression import UserProgressFactory

    return UserProgressFactory


def purchases() -> Any:
    """Purchases in coins."""
    from .rewards import UserPurchaseFactory

    return UserPurchaseFactory
