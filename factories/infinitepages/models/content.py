"""Stories and chapters, what is known about them, and their downloads."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import authenticated_read, own, via
from seedkit.schema.columns import moment, moment_now, one_of, uuid_pk, zero

from .access import buyer, free_chapter, unlocked_chapter
from .base import Base
from .identity import Profile


class Story(Base):
    """A story by its author; published ones are for sale (c3)."""

    __tablename__ = "stories"
    __table_args__ = (
        one_of("status", "draft", "in_progress", "completed", "published"),
        Index(
            "idx_stories_active",
            "id",
            "updated_at",
            postgresql_where=text("status in ('draft', 'in_progress', 'published')"),
        ),
        Index(
            "idx_stories_content_gin",
            text("to_tsvector('english', coalesce(title, '') || ' ' || coalesce(premise, ''))"),
            postgresql_using="gin",
        ),
        Index("idx_stories_created_at", text("created_at desc")),
        Index("idx_stories_created_at_desc", text("created_at desc")),
        Index("idx_stories_genre_status", "genre", "status"),
        Index(
            "idx_stories_published_genre_date",
            "genre",
            text("created_at desc"),
            postgresql_where=text("status = 'published'"),
        ),
        Index("idx_stories_status", "status"),
        Index("idx_stories_title_gin", text("to_tsvector('english', title)"), postgresql_using="gin"),
        Index("idx_stories_updated_at_desc", text("updated_at desc")),
        Index("idx_stories_user_id", "user_id"),
        Index("idx_stories_user_id_status", "user_id", "status"),
        Index(
            "idx_stories_user_published_date",
            "user_id",
            text("created_at desc"),
            postgresql_where=text("status = 'published'"),
        ),
    )
    __access__ = own("user_id") | authenticated_read("{t}.status = 'published'") | buyer("id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="author profile"
    )
    title: Mapped[str] = mapped_column(comment="story title (max 200)")
    genre: Mapped[str | None] = mapped_column(comment="one of 14 app genres")
    premise: Mapped[str | None] = mapped_column(comment="pitch, 10..2000 characters")
    foundation: Mapped[dict[str, Any] | None] = mapped_column(comment="generated world and plot JSON")
    outline: Mapped[dict[str, Any] | None] = mapped_column(comment="chapter plan JSON")
    characters: Mapped[list[Any] | None] = mapped_column(server_default="[]", comment="character list JSON")
    status: Mapped[str | None] = mapped_column(server_default="draft")
    word_count: Mapped[zero | None] = mapped_column(comment="sum of chapter word counts")
    chapter_count: Mapped[zero | None]
    total_tokens_used: Mapped[zero | None] = mapped_column(comment="tokens over all generations")
    total_cost_usd: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 6), server_default="0", comment="sum of generation costs"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()


class Chapter(Base):
    """A chapter of a story; its number is its place (c3)."""

    __tablename__ = "chapters"
    __table_args__ = (
        UniqueConstraint("story_id", "chapter_number"),
        Index(
            "idx_chapters_content_gin",
            text("to_tsvector('english', coalesce(title, '') || ' ' || coalesce(content, ''))"),
            postgresql_using="gin",
        ),
        Index("idx_chapters_number", "story_id", "chapter_number"),
        Index("idx_chapters_story_id", "story_id"),
        Index("idx_chapters_story_id_created", "story_id", "created_at"),
        Index("idx_chapters_story_id_number", "story_id", "chapter_number"),
    )
    __access__ = via("story_id", "stories") | free_chapter() | unlocked_chapter()

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    chapter_number: Mapped[int] = mapped_column(comment="1-based position, unique in story")
    title: Mapped[str | None]
    content: Mapped[str | None]
    summary: Mapped[str | None] = mapped_column(comment="short recap")
    word_count: Mapped[zero | None] = mapped_column(comment="words in content")
    tokens_used_input: Mapped[zero | None] = mapped_column(comment="prompt tokens")
    tokens_used_output: Mapped[zero | None] = mapped_column(comment="completion tokens")
    generation_cost_usd: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 6), server_default="0", comment="credits charged x 0.001"
    )
    prompt_type: Mapped[str | None] = mapped_column(comment="chapter_generation or cached variant")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    story: Mapped[Story] = relationship()


class Export(Base):
    """A download of a story as a file, behind a link that expires (c13)."""

    __tablename__ = "exports"
    __table_args__ = (
        one_of("format", "pdf", "epub", "docx", "txt"),
        one_of("status", "pending", "completed", "failed"),
        Index("idx_exports_story_id", "story_id"),
        Index("idx_exports_user_id", "user_id"),
    )
    __access__ = own("user_id", commands="select insert")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    format: Mapped[str]
    status: Mapped[str | None] = mapped_column(server_default="pending")
    file_url: Mapped[str | None] = mapped_column(comment="download link")
    file_size_bytes: Mapped[int | None]
    created_at: Mapped[moment_now | None]
    expires_at: Mapped[moment | None] = mapped_column(
        server_default=text("now() + interval '7 days'"), comment="link expiry, default 7 days"
    )

    user: Mapped[Profile] = relationship()
    story: Mapped[Story] = relationship()


class StoryFact(Base):
    """What a story has established, compressed for the next prompt."""

    __tablename__ = "story_facts"
    __table_args__ = (
        one_of("fact_type", "universe", "series", "book", "chapter"),
        Index("idx_story_facts_hierarchy", "story_id", "fact_type", text("updated_at desc")),
        Index("idx_story_facts_user_id", "user_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    fact_type: Mapped[str]
    sfsl_data: Mapped[str] = mapped_column(comment="facts as text (JSON string)")
    extraction_cost_usd: Mapped[Decimal | None] = mapped_column(server_default="0")
    compression_ratio: Mapped[Decimal | None] = mapped_column(comment="original / compressed")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    story: Mapped[Story | None] = relationship()
    user: Mapped[Profile | None] = relationship()


class CharacterVoicePattern(Base):
    """How a character of a story speaks."""

    __tablename__ = "character_voice_patterns"
    __table_args__ = (Index("idx_character_voice_story", "story_id", "character_name"),)
    __access__ = via("story_id", "stories")

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    character_name: Mapped[str]
    voice_pattern_sfsl: Mapped[str] = mapped_column(comment="speech profile text")
    consistency_score: Mapped[Decimal | None] = mapped_column(server_default="0")
    last_validated_at: Mapped[moment_now | None] = mapped_column(comment="last check")

    story: Mapped[Story | None] = relationship()


class StoryBibleConflict(Base):
    """A contradiction within a story."""

    __tablename__ = "story_bible_conflicts"
    __table_args__ = (
        one_of("status", "pending", "resolved", "ignored"),
        Index("idx_conflicts_status", "story_id", "status"),
    )
    __access__ = via("story_id", "stories")

    id: Mapped[uuid_pk]
    story_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    conflict_type: Mapped[str]
    description: Mapped[str] = mapped_column(comment="what clashes")
    status: Mapped[str | None] = mapped_column(server_default="pending")
    created_at: Mapped[moment_now | None]

    story: Mapped[Story | None] = relationship()
