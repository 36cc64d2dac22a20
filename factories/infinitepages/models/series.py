"""Series of books, and what must stay true across them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import own, via
from seedkit.schema.columns import flag_off, flag_on, moment_now, uuid_pk, zero

from .base import Base
from .identity import Profile


class Series(Base):
    """A planned series of books."""

    __tablename__ = "series"
    __table_args__ = (
        Index("idx_series_created_at", text("created_at desc")),
        Index("idx_series_genre", "genre"),
        Index("idx_series_universe_id", "universe_id"),
        Index("idx_series_user_id", "user_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="author"
    )
    name: Mapped[str] = mapped_column(String(255))
    planned_books: Mapped[int | None] = mapped_column(server_default="1", comment="planned count")
    universe_id: Mapped[str] = mapped_column(String(255), comment="universe key")
    description: Mapped[str | None] = mapped_column(server_default="")
    genre: Mapped[str | None] = mapped_column(String(100), server_default="")
    target_audience: Mapped[str | None] = mapped_column(String(100), server_default="")
    themes: Mapped[list[Any] | None] = mapped_column(server_default="[]")
    current_book_count: Mapped[zero | None] = mapped_column(comment="books so far")
    world_rules: Mapped[dict[str, Any] | None] = mapped_column(server_default="{}")
    character_relationships: Mapped[list[Any] | None] = mapped_column(server_default="[]")
    timeline: Mapped[dict[str, Any] | None] = mapped_column(server_default="{}")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    user: Mapped[Profile] = relationship()


class SeriesFacts(Base):
    """What holds in all books of a series; one row per series."""

    __tablename__ = "series_facts"
    __table_args__ = (
        Index("idx_series_facts_data", "facts_data", postgresql_using="gin"),
        Index("idx_series_facts_series_id", "series_id"),
    )
    __access__ = via("series_id", "series")

    id: Mapped[uuid_pk]
    series_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), unique=True)
    facts_data: Mapped[dict[str, Any]] = mapped_column(comment="continuity JSON, one row per series")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    series: Mapped[Series] = relationship()


class CharacterArc(Base):
    """How a character changes over the books of a series."""

    __tablename__ = "character_arcs"
    __table_args__ = (
        UniqueConstraint("series_id", "character_name"),
        Index("idx_character_arcs_character_name", "character_name"),
        Index("idx_character_arcs_completion", "arc_completion_percentage"),
        Index("idx_character_arcs_current_status", "current_status"),
        Index("idx_character_arcs_series_id", "series_id"),
    )
    __access__ = via("series_id", "series")

    id: Mapped[uuid_pk]
    series_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    character_name: Mapped[str] = mapped_column(String(255))
    overall_arc: Mapped[str | None]
    current_book_development: Mapped[dict[str, Any] | None] = mapped_column(server_default="{}")
    personality_evolution: Mapped[list[Any] | None] = mapped_column(server_default="[]")
    key_relationships: Mapped[list[Any] | None] = mapped_column(server_default="[]")
    current_status: Mapped[str | None] = mapped_column(
        String(100), server_default="alive", comment="alive etc."
    )
    last_appearance_book: Mapped[int | None] = mapped_column(server_default="1")
    arc_completion_percentage: Mapped[zero | None]
    major_turning_points: Mapped[list[Any] | None] = mapped_column(server_default="[]")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    series: Mapped[Series] = relationship()


class WorldStateChange(Base):
    """Something that changed the world of a series."""

    __tablename__ = "world_state_changes"
    __table_args__ = (
        Index("idx_world_state_changes_book_number", "book_number"),
        Index("idx_world_state_changes_change_type", "change_type"),
        Index("idx_world_state_changes_scope", "scope"),
        Index("idx_world_state_changes_series_id", "series_id"),
    )
    __access__ = via("series_id", "series")

    id: Mapped[uuid_pk]
    series_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    book_number: Mapped[int]
    chapter_number: Mapped[int | None]
    change_type: Mapped[str] = mapped_column(String(50))
    description: Mapped[str]
    scope: Mapped[str | None] = mapped_column(
        String(50), server_default="local", comment="local, regional or global"
    )
    consequences: Mapped[list[Any] | None] = mapped_column(server_default="[]")
    affects_future_books: Mapped[flag_on | None]
    reversible: Mapped[flag_off | None]
    caused_by: Mapped[str | None] = mapped_column(String(255), comment="cause")
    duration: Mapped[str | None] = mapped_column(
        String(50), server_default="permanent", comment="permanent etc."
    )
    created_at: Mapped[moment_now]

    series: Mapped[Series] = relationship()


class PlotThread(Base):
    """A thread of plot that runs through a series."""

    __tablename__ = "plot_threads"
    __table_args__ = (
        Index("idx_plot_threads_current_status", "current_status"),
        Index("idx_plot_threads_introduced_book", "introduced_book"),
        Index("idx_plot_threads_priority", "priority"),
        Index("idx_plot_threads_series_id", "series_id"),
    )
    __access__ = via("series_id", "series")

    id: Mapped[uuid_pk]
    series_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None]
    introduced_book: Mapped[int]
    current_status: Mapped[str | None] = mapped_column(
        String(50), server_default="active", comment="active, resolved or abandoned"
    )
    priority: Mapped[str | None] = mapped_column(
        String(50), server_default="secondary", comment="primary or secondary"
    )
    expected_resolution_book: Mapped[int | None]
    characters_involved: Mapped[list[Any] | None] = mapped_column(server_default="[]")
    complexity: Mapped[str | None] = mapped_column(
        String(50), server_default="moderate", comment="simple, moderate ..."
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    series: Mapped[Series] = relationship()


class ForeshadowingElement(Base):
    """A hint in a series, and where it pays off."""

    __tablename__ = "foreshadowing_elements"
    __table_args__ = (
        Index("idx_foreshadowing_importance", "importance"),
        Index("idx_foreshadowing_introduced_book", "introduced_book"),
        Index("idx_foreshadowing_series_id", "series_id"),
        Index("idx_foreshadowing_status", "status"),
    )
    __access__ = via("series_id", "series")

    id: Mapped[uuid_pk]
    series_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    element: Mapped[str] = mapped_column(comment="hint")
    introduced_book: Mapped[int]
    introduced_chapter: Mapped[int | None]
    payoff_book: Mapped[int | None]
    payoff_chapter: Mapped[int | None]
    subtlety_level: Mapped[str | None] = mapped_column(String(50), server_default="moderate")
    importance: Mapped[str | None] = mapped_column(String(50), server_default="moderate")
    status: Mapped[str | None] = mapped_column(
        String(50), server_default="planted", comment="planted, reinforced or paid_off"
    )
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]

    series: Mapped[Series] = relationship()
