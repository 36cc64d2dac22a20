"""What coins buy: the shop, its purchases, what is left of them, and pauses of a streak."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import conv

from seedkit.schema.access import public_read
from seedkit.schema.columns import flag_on, moment, moment_now, one_of, uuid_pk, zero

from . import enums
from .access import mine
from .base import Base
from .identity import User


class StreakPause(Base):
    """The days in which a streak cannot be lost, both ends included (c5)."""

    __tablename__ = "streak_pauses"
    __table_args__ = (
        CheckConstraint("end_date >= start_date", name=conv("streak_pauses_check")),
        Index("idx_streak_pauses_dates", "start_date", "end_date"),
        Index("idx_streak_pauses_is_active", "is_active", postgresql_where=text("is_active")),
        Index("idx_streak_pauses_user_id", "user_id"),
        Index("idx_streak_pauses_pause_token_id", "pause_token_id"),
    )
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    pause_token_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_inventory.id", ondelete="SET NULL"),
        comment="inventory row used; nulled when that row goes",
    )
    start_date: Mapped[dt.date] = mapped_column(comment="first protected day")
    end_date: Mapped[dt.date] = mapped_column(comment="last protected day; start + days")
    is_active: Mapped[flag_on | None] = mapped_column(comment="whether the pause counts")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    pause_token: Mapped[UserInventory | None] = relationship()
    user: Mapped[User | None] = relationship()


class ShopItem(Base):
    """Something that coins buy (c5)."""

    __tablename__ = "shop_items"
    __table_args__ = (
        UniqueConstraint("name", "type"),
        CheckConstraint("price_coins >= 0", name="price_coins"),
        one_of("type", "consumable", "utility", "cosmetic"),
        Index("idx_shop_items_active", "active"),
    )
    __access__ = public_read()

    id: Mapped[uuid_pk]
    name: Mapped[str] = mapped_column(comment="item label")
    type: Mapped[str] = mapped_column(comment="consumable, utility or cosmetic")
    price_coins: Mapped[int] = mapped_column(comment="price in cravecoins")
    description: Mapped[str | None] = mapped_column(comment="sales text")
    icon: Mapped[str | None] = mapped_column(comment="emoji")
    effects: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="JSON: pause_days | level_skip | theme"
    )
    tier_required: Mapped[str | None] = mapped_column(
        enums.subscription_tier, server_default="free", comment="minimum tier allowed to buy"
    )
    active: Mapped[flag_on | None] = mapped_column(comment="on sale or not")
    created_at: Mapped[moment_now | None]


class UserPurchase(Base):
    """A purchase, at the price of its day (c5)."""

    __tablename__ = "user_purchases"
    __table_args__ = (
        Index("idx_user_purchases_item_id", "item_id"),
        Index("idx_user_purchases_user_id", "user_id"),
    )
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("shop_items.id", ondelete="RESTRICT"), comment="item bought"
    )
    quantity: Mapped[int] = mapped_column(server_default="1", comment="units bought")
    amount_coins: Mapped[int] = mapped_column(comment="total coins paid = price x quantity")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata", server_default="{}")
    purchased_at: Mapped[moment_now | None] = mapped_column(comment="purchase time")

    item: Mapped[ShopItem | None] = relationship()
    user: Mapped[User | None] = relationship()


class UserInventory(Base):
    """What is left of the consumables and utilities that a user bought (c5)."""

    __tablename__ = "user_inventory"
    __table_args__ = (
        UniqueConstraint("user_id", "item_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("idx_user_inventory_expires_at", "expires_at", postgresql_where=text("expires_at is not null")),
        Index("idx_user_inventory_item_id", "item_id"),
        Index("idx_user_inventory_user_id", "user_id"),
    )
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("shop_items.id", ondelete="RESTRICT"), comment="shop item held"
    )
    quantity: Mapped[int] = mapped_column(server_default="1", comment="units left; row is deleted at zero")
    purchased_at: Mapped[moment_now | None] = mapped_column(comment="first acquisition time")
    expires_at: Mapped[moment | None] = mapped_column(comment="expiry; NULL = never")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    item: Mapped[ShopItem | None] = relationship()
    user: Mapped[User | None] = relationship()


class UserTheme(Base):
    """A cosmetic theme that a user unlocked (c5)."""

    __tablename__ = "user_themes"
    __table_args__ = (
        UniqueConstraint("user_id", "theme_id"),
        Index("idx_user_themes_theme_id", "theme_id"),
        Index("idx_user_themes_user_id", "user_id"),
    )
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    theme_id: Mapped[str] = mapped_column(comment="unlocked theme key, e.g. premium")
    theme_data: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="colours, quotes, badges generated at unlock"
    )
    unlocked_at: Mapped[moment_now | None] = mapped_column(comment="unlock time")
    created_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


class PauseToken(Base):
    """The older monthly count of pause tokens, replaced by user_inventory."""

    __tablename__ = "pause_tokens"
    __table_args__ = (Index("idx_pause_tokens_user_id", "user_id"),)
    __access__ = mine(commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    tokens_available: Mapped[zero | None] = mapped_column(comment="tokens left")
    tokens_used: Mapped[zero | None] = mapped_column(comment="tokens spent")
    last_reset_date: Mapped[dt.date | None] = mapped_column(
        server_default=func.current_date(), comment="last monthly reset"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()
