"""Emotional events and what they tie together."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own, public_read
from seedkit.supabase.auth import AuthUser

from .base import Base, between, flag_off, flag_on, moment_now, one_of, uuid_pk, zero
from .life_vision import VisionVersion


class VibrationalEventSource(Base):
    """The catalogue of kinds of event source."""

    __tablename__ = "vibrational_event_sources"
    __table_args__ = (
        Index("idx_vibrational_event_sources_enabled", "enabled"),
        Index("idx_vibrational_event_sources_key", "source_key"),
    )
    __access__ = public_read("{t}.enabled")

    id: Mapped[uuid_pk]
    source_key: Mapped[str] = mapped_column(
        unique=True, comment="unique kind key used by vibrational_events.source_type"
    )
    label: Mapped[str]
    description: Mapped[str | None]
    enabled: Mapped[flag_on]
    default_category: Mapped[str | None]
    field_map: Mapped[dict[str, Any]] = mapped_column(
        server_default="{}", comment="event column to payload path map"
    )
    analyzer_config: Mapped[dict[str, Any]] = mapped_column(
        server_default="{}", comment="analyser strategy and prompt name"
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]


class VibrationalEvent(Base):
    """An analysed emotional event; users only add to them."""

    __tablename__ = "vibrational_events"
    __table_args__ = (
        one_of("emotional_valence", "below_green_line", "near_green_line", "above_green_line"),
        between("intensity", 1, 10),
        Index("idx_vibrational_events_category_created_at", "category", text("created_at desc")),
        Index("idx_vibrational_events_source", "source_type", "source_id"),
        Index(
            "idx_vibrational_events_user_category_created_at", "user_id", "category", text("created_at desc")
        ),
    )
    __access__ = own("user_id", commands="select insert")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    category: Mapped[str]
    source_type: Mapped[str]
    source_id: Mapped[uuid.UUID | None] = mapped_column(comment="polymorphic soft id by source_type")
    raw_text: Mapped[str | None]
    emotional_valence: Mapped[str]
    dominant_emotions: Mapped[list[str] | None] = mapped_column(server_default="{}")
    intensity: Mapped[int | None]
    essence_word: Mapped[str | None]
    is_contrast: Mapped[flag_off] = mapped_column(comment="event describes unwanted contrast")
    summary_in_their_voice: Mapped[str | None]
    created_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)


class VibrationalLink(Base):
    """A tie between two categories of one user."""

    __tablename__ = "vibrational_links"
    __table_args__ = (
        UniqueConstraint("user_id", "category_a", "category_b"),
        between("strength", 0, 1),
        Index("idx_vibrational_links_category_a", "user_id", "category_a"),
        Index("idx_vibrational_links_strength", "user_id", text("strength desc")),
        Index("idx_vibrational_links_themes", "shared_themes", postgresql_using="gin"),
        Index("idx_vibrational_links_user", "user_id"),
    )
    __access__ = own("user_id", commands="select insert update")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    category_a: Mapped[str]
    category_b: Mapped[str]
    strength: Mapped[Decimal] = mapped_column(comment="0 to 1 tie strength")
    shared_themes: Mapped[list[str] | None] = mapped_column(server_default="{}")
    connection_type: Mapped[str | None]
    notes: Mapped[str | None]
    evidence_count: Mapped[zero | None]
    last_updated: Mapped[moment_now | None]
    created_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)


class AbundanceEvent(Base):
    """Money or value received, by date."""

    __tablename__ = "abundance_events"
    __table_args__ = (
        one_of("value_type", "money", "value"),
        Index("idx_abundance_events_user_date", "user_id", text("date desc")),
    )
    __access__ = own("user_id", commands="select insert update")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    date: Mapped[dt.date]
    value_type: Mapped[str]
    amount: Mapped[Decimal | None] = mapped_column(
        Numeric(12, 2), comment="currency amount, optional for non-money value"
    )
    vision_category: Mapped[str | None] = mapped_column(comment="life category key, soft")
    entry_category: Mapped[str | None]
    note: Mapped[str]
    created_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)


class FrequencyFlip(Base):
    """A complaint turned into a clarity seed."""

    __tablename__ = "frequency_flip"
    __table_args__ = (
        Index("idx_frequency_flip_category", "category"),
        Index("idx_frequency_flip_created_at", text("created_at desc")),
        Index("idx_frequency_flip_user_id", "user_id"),
        Index("idx_frequency_flip_vision_id", "vision_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    input_text: Mapped[str] = mapped_column(comment="user's original complaint or lack wording")
    clarity_seed: Mapped[str] = mapped_column(comment="positive first-person present-tense rewrite")
    essence: Mapped[str | None] = mapped_column(comment="one word or short phrase of feeling")
    sensory_anchor: Mapped[str | None] = mapped_column(comment="optional concrete detail")
    embodiment_line: Mapped[str | None] = mapped_column(comment="optional living-it-now line")
    surrender_line: Mapped[str | None] = mapped_column(comment="optional thankful allowing line")
    category: Mapped[str | None]
    vision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("vision_versions.id", ondelete="SET NULL"))
    scene_context: Mapped[str | None]
    mode: Mapped[str] = mapped_column(server_default="flip", comment="flip, flip+enrich or batch")
    unchanged: Mapped[flag_off | None] = mapped_column(comment="input needed no flip")
    voice_notes: Mapped[list[Any] | None] = mapped_column(server_default="[]", comment="list of short notes")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion | None] = relationship()
