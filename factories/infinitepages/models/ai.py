"""What the AI was asked, what it cost, and what the cache saved."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import conv

from seedkit.schema.access import own, service_only
from seedkit.schema.columns import flag_off, flag_on, moment, moment_now, one_of, uuid_pk, zero
from seedkit.supabase.auth import AuthUser

from .access import admin
from .base import Base
from .content import Chapter, Story
from .identity import Profile


class AiUsageLog(Base):
    """One AI call with its cost and what was charged for it (c4)."""

    __tablename__ = "ai_usage_logs"
    __table_args__ = (
        one_of("operation_type", "foundation", "character", "cover", "chapter", "improvement"),
        Index("idx_ai_usage_logs_created_at", text("created_at desc")),
        Index("idx_ai_usage_logs_user_id", "user_id"),
        Index("idx_ai_usage_model_date", "ai_model_used", "created_at"),
        Index("idx_ai_usage_operation_date", "operation_type", "created_at"),
        Index("idx_ai_usage_story_id", "story_id", postgresql_where=text("story_id is not null")),
        Index("idx_ai_usage_user_date", "user_id", "created_at"),
        Index("idx_ai_usage_user_operation", "user_id", "operation_type"),
        Index("idx_ai_usage_logs_chapter_id", "chapter_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    operation_type: Mapped[str]
    tokens_input: Mapped[int] = mapped_column(comment="prompt tokens")
    tokens_output: Mapped[int] = mapped_column(comment="completion tokens")
    actual_cost_usd: Mapped[Decimal] = mapped_column(Numeric(10, 6), comment="provider cost")
    charged_amount_usd: Mapped[Decimal] = mapped_column(Numeric(10, 6), comment="actual x (1 + markup/100)")
    markup_percentage: Mapped[Decimal | None] = mapped_column(
        Numeric(5, 2), server_default="50.00", comment="markup in percent points"
    )
    ai_model_used: Mapped[str] = mapped_column(server_default="claude-3-haiku")
    story_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    chapter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("chapters.id", ondelete="CASCADE"))
    generation_time_seconds: Mapped[zero | None] = mapped_column(comment="duration")
    created_at: Mapped[moment_now | None]
    fact_extraction_metrics: Mapped[dict[str, Any] | None] = mapped_column(
        comment="extraction statistics JSON"
    )

    user: Mapped[Profile] = relationship()
    story: Mapped[Story | None] = relationship()
    chapter: Mapped[Chapter | None] = relationship()


class GenerationLog(Base):
    """One call that wrote text; the older log, still written (c3)."""

    __tablename__ = "generation_logs"
    __table_args__ = (
        one_of("operation_type", "foundation", "chapter", "improvement"),
        Index("idx_generation_logs_created_at", text("created_at desc")),
        Index("idx_generation_logs_user_id", "user_id"),
        Index("idx_generation_logs_chapter_id", "chapter_id"),
        Index("idx_generation_logs_story_id", "story_id"),
    )
    __access__ = own("user_id", commands="select insert")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="who generated"
    )
    story_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    chapter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("chapters.id", ondelete="CASCADE"))
    operation_type: Mapped[str]
    tokens_input: Mapped[int] = mapped_column(comment="prompt tokens")
    tokens_output: Mapped[int] = mapped_column(comment="completion tokens")
    cost_usd: Mapped[Decimal] = mapped_column(Numeric(10, 6), comment="cost of the call")
    created_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()
    story: Mapped[Story | None] = relationship()
    chapter: Mapped[Chapter | None] = relationship()


class CacheReward(Base):
    """The discount of one purchase for content that was in the cache (c5)."""

    __tablename__ = "cache_rewards"
    __table_args__ = (
        Index("idx_cache_rewards_story_id", "story_id"),
        Index("idx_cache_rewards_user_id", "user_id"),
        Index("idx_cache_rewards_chapter_id", "chapter_id"),
    )
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="reader rewarded"
    )
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    chapter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("chapters.id", ondelete="CASCADE"))
    cache_key: Mapped[str] = mapped_column(comment="key of reused content")
    credits_saved: Mapped[int] = mapped_column(comment="original minus discounted")
    original_cost: Mapped[Decimal] = mapped_column(Numeric(8, 4), comment="price before discount")
    discounted_cost: Mapped[Decimal] = mapped_column(Numeric(8, 4), comment="price paid")
    hit_count: Mapped[int | None] = mapped_column(server_default="1", comment="hits on the key")
    created_at: Mapped[moment_now | None]

    user: Mapped[Profile] = relationship()
    story: Mapped[Story] = relationship()
    chapter: Mapped[Chapter] = relationship()


class ClaudeAnalytics(Base):
    """One AI call with its time and outcome."""

    __tablename__ = "claude_analytics"
    __table_args__ = (
        Index("idx_claude_analytics_cached", "cached"),
        Index("idx_claude_analytics_created_at", text("created_at desc")),
        Index("idx_claude_analytics_metadata", "metadata", postgresql_using="gin"),
        Index("idx_claude_analytics_model", "model"),
        Index("idx_claude_analytics_operation", "operation"),
        Index("idx_claude_analytics_success", "success"),
        Index("idx_claude_analytics_user_id", "user_id"),
    )
    __access__ = own("user_id", commands="select insert") | admin()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    operation: Mapped[str] = mapped_column(String(100))
    model: Mapped[str] = mapped_column(String(100))
    input_tokens: Mapped[zero | None] = mapped_column(comment="prompt tokens")
    output_tokens: Mapped[zero | None] = mapped_column(comment="completion tokens")
    total_tokens: Mapped[zero | None] = mapped_column(comment="sum")
    cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 6), server_default="0", comment="USD")
    response_time: Mapped[zero | None] = mapped_column(comment="ms")
    success: Mapped[flag_on | None] = mapped_column(comment="outcome")
    cached: Mapped[flag_off | None] = mapped_column(comment="from cache")
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata", server_default="{}")
    created_at: Mapped[moment_now]

    user: Mapped[Profile | None] = relationship()


class InfinitePagesCache(Base):
    """Generated content of a user, kept for reuse."""

    __tablename__ = "infinite_pages_cache"
    __table_args__ = (
        UniqueConstraint("cache_key", "user_id", "content_type"),
        CheckConstraint(
            "content_type::public.infinite_pages_content_type is not null",
            name=conv("chk_infinite_pages_cache_content_type"),
        ),
        Index(
            "idx_infinite_pages_cache_collision_detection",
            "foundation_dependency",
            "content_type",
            postgresql_where=text("foundation_dependency is not null and content_type = 'story_foundation'"),
        ),
        Index(
            "idx_infinite_pages_cache_fingerprint_analytics",
            "user_id",
            "foundation_dependency",
            "content_type",
            "hit_count",
            postgresql_where=text("foundation_dependency is not null"),
        ),
        Index(
            "idx_infinite_pages_cache_foundation_dep",
            "foundation_dependency",
            postgresql_where=text("foundation_dependency is not null"),
        ),
        Index("idx_infinite_pages_cache_metadata", "metadata", postgresql_using="gin"),
        Index(
            "idx_infinite_pages_cache_reuse_score",
            "content_type",
            text("reuse_score desc"),
            text("hit_count desc"),
        ),
        Index("idx_infinite_pages_cache_semantic_hash", "semantic_similarity_hash"),
        Index("idx_infinite_pages_cache_user_content_type", "user_id", "content_type"),
        Index("idx_infinite_pages_cache_story_id", "story_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    cache_key: Mapped[str] = mapped_column(comment="sha256 key, unique per user and type")
    content: Mapped[dict[str, Any]] = mapped_column(comment="cached result")
    content_type: Mapped[str] = mapped_column(comment="enum value stored as text")
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"), comment="owner in auth.users"
    )
    story_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    metadata_: Mapped[dict[str, Any]] = mapped_column(
        "metadata", server_default="{}", comment="genre etc. for matching"
    )
    foundation_dependency: Mapped[str | None] = mapped_column(comment="fingerprint of parent foundation")
    prompt_template: Mapped[str] = mapped_column(comment="template used")
    prompt_variables: Mapped[dict[str, Any]] = mapped_column(server_default="{}", comment="template inputs")
    semantic_similarity_hash: Mapped[str] = mapped_column(comment="md5 for near matches")
    reuse_score: Mapped[Decimal] = mapped_column(
        Numeric(3, 1), server_default="5.0", comment="0..10 reuse quality"
    )
    created_at: Mapped[moment_now]
    expires_at: Mapped[moment] = mapped_column(comment="expiry")
    hit_count: Mapped[zero]
    adaptation_count: Mapped[zero] = mapped_column(comment="adapted reuses")
    last_accessed: Mapped[moment_now] = mapped_column(comment="last hit")
    token_cost_saved: Mapped[zero]

    user: Mapped[AuthUser] = relationship(AuthUser)
    story: Mapped[Story | None] = relationship()


# A thousand tokens that the cache saves are worth 0.015 USD.
_CACHE_EFFICIENCY_BY_USER = """
select id, tokens_used_total, tokens_saved_cache,
       coalesce(round(100.0 * tokens_saved_cache / nullif(tokens_used_total + tokens_saved_cache, 0), 2), 0)
           as cache_efficiency_percentage,
       tokens_saved_cache * 0.000015 as cost_savings_usd
from public.profiles
"""


class CacheEfficiencyByUser(Base):
    """A view: the tokens that the cache saved a user, with the rights of its reader."""

    __tablename__ = "cache_efficiency_by_user"
    __view__ = _CACHE_EFFICIENCY_BY_USER
    __access__ = own("id", commands="select")

    id: Mapped[uuid.UUID | None] = mapped_column(comment="profiles.id")
    tokens_used_total: Mapped[int | None]
    tokens_saved_cache: Mapped[int | None]
    cache_efficiency_percentage: Mapped[Decimal | None] = mapped_column(comment="saved / (used + saved)")
    cost_savings_usd: Mapped[Decimal | None] = mapped_column(comment="saved x 0.000015")

    __mapper_args__ = {"primary_key": [id]}


_DAILY_CACHE_STATS = """
select (created_at at time zone 'utc')::date as date,
       count(*) as total_requests,
       count(*) filter (where hit_count > 0) as cache_hits,
       round(100.0 * count(*) filter (where hit_count > 0) / count(*), 2) as hit_rate_percentage,
       sum(token_cost_saved) as total_tokens_saved,
       sum(token_cost_saved) * 0.000015 as cost_savings_usd
from public.infinite_pages_cache
where created_at >= public.current_moment() - interval '30 days'
group by 1
"""


class DailyCacheStats(Base):
    """A view: cache entries of the last thirty days and how many were used again, by day."""

    __tablename__ = "daily_cache_stats"
    __view__ = _DAILY_CACHE_STATS
    __access__ = service_only()

    date: Mapped[dt.date | None] = mapped_column(comment="day")
    total_requests: Mapped[int | None] = mapped_column(BigInteger, comment="entries")
    cache_hits: Mapped[int | None] = mapped_column(BigInteger, comment="entries with hits")
    hit_rate_percentage: Mapped[Decimal | None]
    total_tokens_saved: Mapped[int | None] = mapped_column(BigInteger)
    cost_savings_usd: Mapped[Decimal | None] = mapped_column(comment="tokens x 0.000015")

    __mapper_args__ = {"primary_key": [date]}


_FOUNDATION_FINGERPRINT_HEALTH = """
select user_id,
       count(distinct foundation_dependency) as unique_fingerprints,
       count(*) filter (where content_type = 'story_foundation') as total_foundations,
       count(*) filter (where content_type = 'chapter_content') as total_chapters,
       round(avg(hit_count), 2) as avg_reuse_rate,
       round(sum(token_cost_saved) * 0.000015, 4) as total_savings,
       max(last_accessed) as last_activity
from public.infinite_pages_cache
where foundation_dependency is not null
group by user_id
"""


class FoundationFingerprintHealth(Base):
    """A view: how well a user's story foundations are used again."""

    __tablename__ = "foundation_fingerprint_health"
    __view__ = _FOUNDATION_FINGERPRINT_HEALTH
    __access__ = own("user_id", commands="select")

    user_id: Mapped[uuid.UUID | None] = mapped_column(comment="auth.users.id")
    unique_fingerprints: Mapped[int | None] = mapped_column(BigInteger)
    total_foundations: Mapped[int | None] = mapped_column(BigInteger)
    total_chapters: Mapped[int | None] = mapped_column(BigInteger)
    avg_reuse_rate: Mapped[Decimal | None] = mapped_column(comment="mean hits")
    total_savings: Mapped[Decimal | None] = mapped_column(comment="USD")
    last_activity: Mapped[moment | None] = mapped_column(comment="latest access")

    __mapper_args__ = {"primary_key": [user_id]}
