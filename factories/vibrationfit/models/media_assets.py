"""Files: generated images, videos and the media catalogue."""

from __future__ import annotations

import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import conv

from seedkit.schema.access import own
from seedkit.supabase.auth import AuthUser

from .access import site_content
from .base import Base, flag_off, moment, moment_now, one_of, uuid_pk, zero


class GeneratedImage(Base):
    """An image that the AI made."""

    __tablename__ = "generated_images"
    __table_args__ = (Index("idx_generated_images_user_id", "user_id"),)
    __access__ = own("user_id")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AuthUser.id, ondelete="CASCADE"))
    image_url: Mapped[str]
    s3_key: Mapped[str]
    file_name: Mapped[str]
    file_size: Mapped[int | None]
    mime_type: Mapped[str | None] = mapped_column(server_default="image/png")
    prompt: Mapped[str]
    revised_prompt: Mapped[str | None]
    style_used: Mapped[str | None]
    size: Mapped[str | None] = mapped_column(server_default="1024x1024")
    quality: Mapped[str | None] = mapped_column(server_default="standard")
    context: Mapped[str | None] = mapped_column(server_default="vision_board")
    generated_at: Mapped[moment_now | None]
    used_at: Mapped[moment | None]
    expires_at: Mapped[moment | None] = mapped_column(
        server_default=text("now() + interval '30 days'"), comment="thirty days after creation by default"
    )
    is_used: Mapped[flag_off | None]
    is_expired: Mapped[flag_off | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)


class VideoMapping(Base):
    """Which processed video belongs to an uploaded one; written by the service."""

    __tablename__ = "video_mapping"
    __table_args__ = (Index("idx_video_mapping_user_id", "user_id"),)
    __access__ = own("user_id", commands="select")

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"), comment="owner id without any FK"
    )
    original_s3_key: Mapped[str] = mapped_column(unique=True)
    original_url: Mapped[str]
    processed_s3_key: Mapped[str | None]
    processed_url: Mapped[str | None]
    folder: Mapped[str]
    entry_type: Mapped[str]
    entry_id: Mapped[uuid.UUID | None] = mapped_column(comment="polymorphic soft id by entry_type")
    status: Mapped[str | None] = mapped_column(server_default="pending")
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser] = relationship(AuthUser)


class MediaMetadata(Base):
    """The catalogue of stored files; a row without user is shared site content (d14)."""

    __tablename__ = "media_metadata"
    __table_args__ = (
        one_of("file_type", "image", "audio", "video"),
        CheckConstraint(
            "user_id is not null or bucket in ('site-assets', 'immersion-tracks', 'tutorial-videos', 'default-images')",
            name=conv("valid_user_or_site_content"),
        ),
        Index("idx_media_metadata_bucket", "bucket"),
        Index("idx_media_metadata_category", "category"),
        Index("idx_media_metadata_file_type", "file_type"),
        Index("idx_media_metadata_folder", "folder"),
        Index("idx_media_metadata_tags", "tags", postgresql_using="gin"),
        Index("idx_media_metadata_user_id", "user_id", postgresql_where=text("user_id is not null")),
    )
    __access__ = own("user_id") | site_content()

    id: Mapped[uuid_pk]
    user_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(AuthUser.id, ondelete="CASCADE"), comment="null marks shared site content"
    )
    bucket: Mapped[str]
    storage_path: Mapped[str] = mapped_column(unique=True, comment="unique object key")
    public_url: Mapped[str]
    file_name: Mapped[str]
    file_type: Mapped[str]
    file_size: Mapped[int] = mapped_column(BigInteger)
    mime_type: Mapped[str | None]
    folder: Mapped[str | None]
    category: Mapped[str | None]
    tags: Mapped[list[str] | None]
    title: Mapped[str | None]
    description: Mapped[str | None]
    alt_text: Mapped[str | None]
    view_count: Mapped[zero | None]
    last_accessed: Mapped[moment | None]
    created_at: Mapped[moment_now | None]
    updated_at: Mapped[moment_now | None]

    user: Mapped[AuthUser | None] = relationship(AuthUser)
