"""The creator economy: prices, purchases, earnings and statements."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import ARRAY, ForeignKey, Index, Integer, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.schema.columns import flag_on, moment, moment_now, one_of, uuid_pk

from .access import author_prices, published
from .base import Base
from .content import Story
from .identity import Profile


class StoryPricing(Base):
    """What a story costs in credits; one row per story (c5)."""

    __tablename__ = "story_pricing"
    __table_args__ = (
        Index("idx_story_pricing_creator_id", "creator_id"),
        Index("idx_story_pricing_story_id", "story_id"),
    )
    __access__ = own("creator_id", commands="select delete") | author_prices() | published("story_id")

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), unique=True)
    creator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    price_per_chapter: Mapped[int | None] = mapped_column(server_default="5", comment="credits per chapter")
    bundle_discount: Mapped[Decimal | None] = mapped_column(
        Numeric(3, 2), server_default="0.20", comment="fraction off for bundles, 0.20 = 20%"
    )
    is_free_sample: Mapped[flag_on | None] = mapped_column(comment="first chapters free")
    free_chapters: Mapped[int | None] = mapped_column(
        server_default="2", comment="how many chapters are free"
    )
    premium_unlock_price: Mapped[int | None] = mapped_column(
        server_default="50", comment="credits for whole story"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    story: Mapped[Story] = relationship()
    creator: Mapped[Profile] = relationship()


class StoryPurchase(Base):
    """What a reader unlocked, what it cost, and the creator's share (c5)."""

    __tablename__ = "story_purchases"
    __table_args__ = (
        one_of("purchase_type", "chapter", "bundle", "premium_unlock"),
        Index("idx_story_purchases_story_date", "story_id", "created_at"),
        Index("idx_story_purchases_story_id", "story_id"),
        Index("idx_story_purchases_user_date", "user_id", "created_at"),
        Index("idx_story_purchases_user_id", "user_id"),
        Index("idx_story_purchases_user_story", "user_id", "story_id"),
        Index("idx_story_purchases_creator_id", "creator_id"),
    )
    __access__ = own("user_id", commands="select") | own("creator_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="buying reader"
    )
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    creator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    purchase_type: Mapped[str]
    chapters_unlocked: Mapped[list[int]] = mapped_column(
        ARRAY(Integer), comment="chapter numbers (integers, not ids)"
    )
    credits_spent: Mapped[int] = mapped_column(comment="credits actually paid")
    creator_earnings: Mapped[int] = mapped_column(comment="creator share in credits, floor(0.7 x spent)")
    created_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship(foreign_keys=[user_id])
    story: Mapped[Story] = relationship()
    creator: Mapped[Profile] = relationship(foreign_keys=[creator_id])


class CreatorEarning(Base):
    """A creator's share of one purchase, in credits and USD (c6)."""

    __tablename__ = "creator_earnings"
    __table_args__ = (
        Index("idx_creator_earnings_created_at", text("created_at desc")),
        Index("idx_creator_earnings_creator_id", "creator_id"),
        Index("idx_creator_earnings_story_date", "story_id", "created_at"),
        Index("idx_creator_earnings_story_id", "story_id"),
        Index("idx_creator_earnings_reader_id", "reader_id"),
    )
    __access__ = own("creator_id", commands="select")

    id: Mapped[uuid_pk]
    creator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    reader_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="profile whose spend earned it"
    )
    credits_earned: Mapped[int] = mapped_column(comment="creator share in credits")
    usd_equivalent: Mapped[Decimal] = mapped_column(Numeric(10, 4), comment="share in USD (credits x 0.01)")
    transaction_id: Mapped[str] = mapped_column(comment="ledger id, or tr_/manual_required_ reference")
    created_at: Mapped[moment_now | None]

    creator: Mapped[Profile] = relationship(foreign_keys=[creator_id])
    story: Mapped[Story] = relationship()
    reader: Mapped[Profile] = relationship(foreign_keys=[reader_id])


class Payout(Base):
    """What a creator was paid for a month, as a statement (c7)."""

    __tablename__ = "payouts"
    __table_args__ = (
        one_of("status", "pending", "processing", "paid", "failed"),
        Index("idx_payouts_creator_id", "creator_id"),
        Index("idx_payouts_status", "status"),
    )
    __access__ = own("creator_id", commands="select")

    id: Mapped[uuid_pk]
    creator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    amount_usd: Mapped[Decimal] = mapped_column(Numeric(10, 2), comment="amount paid for the period")
    stripe_transfer_id: Mapped[str | None]
    status: Mapped[str | None] = mapped_column(server_default="pending")
    period_start: Mapped[dt.date] = mapped_column(comment="first day covered")
    period_end: Mapped[dt.date] = mapped_column(comment="last day covered")
    earnings_count: Mapped[int] = mapped_column(comment="creator_earnings rows covered")
    failure_reason: Mapped[str | None]
    processed_at: Mapped[moment | None] = mapped_column(comment="settled time")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    creator: Mapped[Profile] = relationship()
