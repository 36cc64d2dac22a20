"""Posts and replies, by craving."""

from __future__ import annotations

import uuid

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from seedkit.schema.access import public_read
from seedkit.schema.columns import flag_off, moment, moment_now, uuid_pk, zero

from . import enums
from .access import mine
from .base import Base
from .identity import User


class ForumPost(Base):
    """A post; only active ones are shown to others (c8)."""

    __tablename__ = "forum_posts"
    __table_args__ = (
        Index("idx_forum_posts_craving_type", "craving_type"),
        Index("idx_forum_posts_created_at", "created_at"),
        Index("idx_forum_posts_user_id", "user_id"),
    )
    __access__ = public_read("{t}.status = 'active'") | mine(
        server_only=("status", "upvotes", "ai_reply_suggested")
    )

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    craving_type: Mapped[str] = mapped_column(enums.craving_type, comment="forum section")
    title: Mapped[str] = mapped_column(comment="thread title")
    content: Mapped[str] = mapped_column(comment="thread body")
    ai_reply_suggested: Mapped[str | None] = mapped_column(comment="AI draft reply")
    upvotes: Mapped[zero | None] = mapped_column(comment="vote counter")
    status: Mapped[str | None] = mapped_column(
        enums.post_status, server_default="active", comment="active, hidden or deleted (moderation)"
    )
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[User | None] = relationship()


_IN_AN_ACTIVE_POST = (
    "exists (select 1 from public.forum_posts post where post.id = {t}.post_id and post.status = 'active')"
)


class ForumReply(Base):
    """A reply to a post, or to another reply of the same post (c8)."""

    __tablename__ = "forum_replies"
    __table_args__ = (
        Index("idx_forum_replies_post_id", "post_id"),
        Index("idx_forum_replies_parent_reply_id", "parent_reply_id"),
        Index("idx_forum_replies_user_id", "user_id"),
    )
    __access__ = public_read(_IN_AN_ACTIVE_POST) | mine(server_only=("ai_generated", "upvotes"))

    id: Mapped[uuid_pk]
    post_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("forum_posts.id", ondelete="CASCADE"), comment="thread replied to"
    )
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    parent_reply_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("forum_replies.id"), comment="reply answered; NULL for top level"
    )
    content: Mapped[str] = mapped_column(comment="reply body")
    ai_generated: Mapped[flag_off | None] = mapped_column(comment="true when AI wrote it")
    upvotes: Mapped[zero | None] = mapped_column(comment="vote counter")
    created_at: Mapped[moment_now | None]

    parent_reply: Mapped[ForumReply | None] = relationship(remote_side="ForumReply.id")
    post: Mapped[ForumPost | None] = relationship()
    user: Mapped[User | None] = relationship()


# Readers may not read the account of an author, so name and picture come from shown_person.
_FORUM_POST_DETAILS = """
select post.id, post.user_id, post.craving_type, post.title, post.content, post.ai_reply_suggested, post.upvotes,
       post.status, post.created_at, post.updated_at,
       author.name as author_name, author.avatar_url as author_avatar, author.subscription_tier as author_tier,
       (select count(*) from public.forum_replies reply where reply.post_id = post.id) as reply_count
from public.forum_posts post
left join lateral public.shown_person(post.user_id) author on true
"""


class ForumPostDetails(Base):
    """A view: posts with author and number of replies."""

    __tablename__ = "forum_post_details"
    __view__ = _FORUM_POST_DETAILS
    __access__ = public_read("{t}.status = 'active'") | mine(commands="select")

    id: Mapped[uuid.UUID | None] = mapped_column()
    user_id: Mapped[uuid.UUID | None]
    craving_type: Mapped[str | None] = mapped_column(enums.craving_type)
    title: Mapped[str | None]
    content: Mapped[str | None]
    ai_reply_suggested: Mapped[str | None]
    upvotes: Mapped[int | None]
    status: Mapped[str | None] = mapped_column(enums.post_status)
    created_at: Mapped[moment | None]
    updated_at: Mapped[moment | None]
    author_name: Mapped[str | None] = mapped_column(comment="author name")
    author_avatar: Mapped[str | None] = mapped_column(comment="author picture")
    author_tier: Mapped[str | None] = mapped_column(enums.subscription_tier, comment="author tier")
    reply_count: Mapped[int | None] = mapped_column(BigInteger, comment="number of replies")

    __mapper_args__ = {"primary_key": [id]}
