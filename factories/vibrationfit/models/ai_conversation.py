"""Chats with the AI, and what AI calls cost."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from seedkit.schema.access import authenticated_read, own, public_read
from seedkit.supabase.auth import AuthUser

from .base import Base, flag_on, moment, moment_now, uuid_pk, zero
from .life_vision import VisionVersion
from .user_account import Profile


class ConversationSession(Base):
    """The header of a chat session; its counters follow its messages."""

    __tablename__ = "conversation_sessions"
    __table_args__ = (
        Index("idx_conversation_sessions_category", "category"),
        Index("idx_conversation_sessions_updated_at", text("updated_at desc")),
        Index("idx_conversation_sessions_user_category_vision", "user_id", "category", "vision_id"),
        Index("idx_conversation_sessions_user_id", "user_id"),
        Index("idx_conversation_sessions_user_updated", "user_id", text("updated_at desc")),
        Index("idx_conversation_sessions_vision_id", "vision_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    title: Mapped[str | None]
    mode: Mapped[str | None] = mapped_column(
        server_default="master", comment="chat kind: master, refinement, vision_build and others"
    )
    preview_message: Mapped[str | None]
    message_count: Mapped[zero | None] = mapped_column(comment="recounted by ai_conversations insert trigger")
    created_at: Mapped[moment_now]
    updated_at: Mapped[moment_now]
    last_message_at: Mapped[moment | None] = mapped_column(comment="set by ai_conversations insert trigger")
    category: Mapped[str | None] = mapped_column(comment="life category discussed")
    vision_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("vision_versions.id", ondelete="CASCADE"), comment="vision being refined in the chat"
    )

    user: Mapped[AuthUser] = relationship(AuthUser)
    vision: Mapped[VisionVersion | None] = relationship()


class AiConversation(Base):
    """A single chat message; the session is conversation_sessions."""

    __tablename__ = "ai_conversations"
    __table_args__ = (
        Index("idx_ai_conversations_conversation_id", "conversation_id"),
        Index("idx_ai_conversations_created_at", text("created_at desc")),
        Index("idx_ai_conversations_user_conversation", "user_id", "conversation_id", "created_at"),
        Index("idx_ai_conversations_user_id", "user_id"),
    )
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), comment="references profiles.id, not auth.users"
    )
    conversation_id: Mapped[uuid.UUID] = mapped_column(comment="soft link to conversation_sessions.id, no FK")
    role: Mapped[str] = mapped_column(comment="user or assistant; not checked by database")
    message: Mapped[str]
    context_used: Mapped[dict[str, Any] | None]
    created_at: Mapped[moment_now | None]
    context: Mapped[dict[str, Any] | None] = mapped_column(
        server_default="{}", comment="build phase, category and related chat context"
    )

    profile: Mapped[Profile] = relationship()
    # The same person: profiles.id is the auth id.
    user: Mapped[AuthUser] = relationship(
        AuthUser, primaryjoin=lambda: foreign(AiConversation.user_id) == AuthUser.id, overlaps="profile"
    )


class VivaConversation(Base):
    """One prompt and response of the guided chat."""

    __tablename__ = "viva_conversations"
    __table_args__ = (
        Index("idx_viva_conversations_session", "session_id"),
        Index("idx_viva_conversations_user_category", "user_id", "category"),
    )
    __access__ = own("user_id", commands="select insert update")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    category: Mapped[str]
    session_id: Mapped[str] = mapped_column(comment="text grouping key for turns")
    cycle_number: Mapped[int] = mapped_column(comment="turn number inside session")
    viva_prompt: Mapped[str]
    user_response: Mapped[str | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)


class AiUsageLog(Base):
    """The older analytics of AI calls."""

    __tablename__ = "ai_usage_logs"
    __table_args__ = (Index("idx_ai_usage_logs_user_id", "user_id"),)
    __access__ = own("user_id", commands="select insert")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    feature: Mapped[str]
    model: Mapped[str]
    prompt_tokens: Mapped[int | None]
    completion_tokens: Mapped[int | None]
    total_tokens: Mapped[int | None]
    estimated_cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    related_entity_type: Mapped[str | None]
    related_entity_id: Mapped[uuid.UUID | None] = mapped_column(
        comment="polymorphic soft id by related_entity_type"
    )
    request_data: Mapped[dict[str, Any] | None]
    response_data: Mapped[dict[str, Any] | None]
    created_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)


class AiModelPricing(Base):
    """The price list of AI models, in USD."""

    __tablename__ = "ai_model_pricing"
    __access__ = public_read()

    id: Mapped[uuid_pk]
    model_name: Mapped[str] = mapped_column(unique=True)
    provider: Mapped[str] = mapped_column(server_default="openai")
    model_family: Mapped[str | None]
    input_price_per_1k: Mapped[Decimal] = mapped_column(
        Numeric(10, 6), comment="USD per thousand input tokens"
    )
    output_price_per_1k: Mapped[Decimal] = mapped_column(
        Numeric(10, 6), comment="USD per thousand output tokens"
    )
    price_per_unit: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 6), comment="USD per second, image or character"
    )
    unit_type: Mapped[str | None] = mapped_column(comment="second, image or character")
    is_active: Mapped[flag_on | None]
    effective_date: Mapped[moment_now | None]
    notes: Mapped[str | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]


class AiActionTokenOverride(Base):
    """A flat token price per kind of AI action."""

    __tablename__ = "ai_action_token_overrides"
    __table_args__ = (CheckConstraint("token_value >= 0", name="token_value"),)
    __access__ = authenticated_read()

    action_type: Mapped[str] = mapped_column(
        primary_key=True, comment="primary key; matches token_usage.action_type softly"
    )
    token_value: Mapped[int] = mapped_column(comment="flat tokens charged when no counts known")
    updated_at: Mapped[moment_now | None]
