"""The monthly payout: running totals, batches, and the creators in them."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own
from seedkit.schema.columns import moment_now, one_of, uuid_pk, zero

from .access import admin
from .base import Base
from .identity import Profile


class CreatorEarningsAccumulation(Base):
    """A creator's running total of earnings not yet in a payout (c7)."""

    __tablename__ = "creator_earnings_accumulation"
    __table_args__ = (Index("idx_creator_earnings_accumulation_creator_id", "creator_id"),)
    __access__ = own("creator_id", commands="select")

    id: Mapped[uuid_pk]
    creator_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), unique=True, comment="creator, one row each"
    )
    total_accumulated_usd: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 2), server_default="0", comment="unpaid earnings; zero after a batch"
    )
    last_payout_date: Mapped[dt.date | None] = mapped_column(comment="last batch date")
    last_payout_amount: Mapped[Decimal | None] = mapped_column(Numeric(10, 2), comment="last batch amount")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    creator: Mapped[Profile] = relationship()


class MonthlyPayoutBatch(Base):
    """One payout run; the batches of a month hold all creators above the threshold (c7)."""

    __tablename__ = "monthly_payout_batches"
    __table_args__ = (
        one_of("processing_status", "pending", "processing", "completed", "failed"),
        Index("idx_monthly_payout_batches_date", text("created_at desc")),
    )
    __access__ = admin("select insert update delete")

    id: Mapped[uuid_pk]
    batch_date: Mapped[dt.date] = mapped_column(comment="first of month; one batch per date")
    total_creators_paid: Mapped[zero | None] = mapped_column(comment="creators in batch (later: successes)")
    total_amount_usd: Mapped[Decimal | None] = mapped_column(
        Numeric(12, 2), server_default="0", comment="sum of individual payouts"
    )
    stripe_batch_id: Mapped[str | None] = mapped_column(comment="external batch reference")
    processing_status: Mapped[str | None] = mapped_column(server_default="pending")
    created_at: Mapped[moment_now | None]


class IndividualPayout(Base):
    """One creator in one batch (c7)."""

    __tablename__ = "individual_payouts"
    __table_args__ = (
        one_of("status", "pending", "processing", "completed", "failed"),
        Index("idx_individual_payouts_batch_id", "batch_id"),
        Index("idx_individual_payouts_creator_id", "creator_id"),
    )
    __access__ = own("creator_id", commands="select")

    id: Mapped[uuid_pk]
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("monthly_payout_batches.id", ondelete="CASCADE"))
    creator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    amount_usd: Mapped[Decimal] = mapped_column(Numeric(10, 2), comment="gross amount before 0.25 fee")
    stripe_transfer_id: Mapped[str | None] = mapped_column(comment="transfer when done")
    status: Mapped[str | None] = mapped_column(server_default="pending")
    error_message: Mapped[str | None]
    created_at: Mapped[moment_now | None]

    batch: Mapped[MonthlyPayoutBatch] = relationship()
    creator: Mapped[Profile] = relationship()
