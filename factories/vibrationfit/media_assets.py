"""Files: generated images, videos, and the media library (catalog/vibrationfit c6, d14)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    FromPool,
    Key,
    Listed,
    LogNormal,
    Match,
    Moment,
    Parent,
    Sometimes,
    Text,
    Token,
    Zipf,
    days,
    hours,
    minutes,
    this,
)
from seedkit.supabase.factories import UserFactory

from .journal_daily import JournalEntryFactory
from .life_vision import VisionBoardItemFactory
from .models import GeneratedImage, MediaMetadata, VideoMapping
from .vocabulary.media import IMAGES, MEDIA, RECORDING_STEMS, SITE_MEDIA

#: The buckets of content that belongs to nobody (catalog/vibrationfit d14).
SITE_BUCKETS = ("site-assets", "immersion-tracks", "tutorial-videos", "default-images")
#: Which kind of row a video of a folder belongs to.
ENTRY_TYPES = {"journal": "journal_entry", "vision-board": "vision_board_item", "evidence": "evidence_item"}


class GeneratedImageFactory(TableFactory[GeneratedImage]):
    """An image that the AI painted within the last month and that may still be picked; after 30 days it goes."""

    class Meta:
        model = GeneratedImage

    user = Parent(UserFactory)
    id = Key()
    generated_at = Moment(before_now=days(29), at=WAKING)
    created_at = generated_at
    context = Choice({"vision_board": 7, "journal": 2, "profile": 1, "custom": 1})
    prompt = FromPool(IMAGES, "prompt", pick="image", context=context)
    revised_prompt = Sometimes(0.8, FromPool(IMAGES, "revised_prompt", pick="image", context=context))
    style_used = Sometimes(0.9, Choice({"vivid": 2, "natural": 1}))
    size = Choice({"1024x1024": 6, "1792x1024": 2, "1024x1792": 1})
    quality = Choice({"standard": 4, "hd": 1})
    file_name = Text(
        "{stem}-{code}.png",
        stem=FromPool(IMAGES, "file_stem", pick="image", context=context),
        code=Token("", 8),
    )
    s3_key = Text("{user.id}/generated/{file_name}")
    image_url = Text("https://media.example.com/{s3_key}")
    file_size = LogNormal(1_600_000, 1.4, low=300_000, high=6_000_000)
    mime_type = "image/png"
    expires_at = generated_at + days(30)
    used_at = None
    is_used = False
    is_expired = False
    updated_at = generated_at

    used = Trait(
        is_used=True,
        used_at=After(generated_at, within=days(2), least=minutes(1)),
        updated_at=this.used_at,
    )
    expired = Trait(
        generated_at=Moment(before_now=days(100), until=days(31), at=WAKING),
        is_expired=True,
        updated_at=this.expires_at,
    )


class VideoMappingFactory(TableFactory[VideoMapping]):
    """An uploaded video and the smaller one that the service made of it."""

    class Meta:
        model = VideoMapping

    class Params:
        stem = Text("{name}-{code}", name=Choice(RECORDING_STEMS), code=Token("", 8))

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(60), until=hours(2), at=WAKING)
    folder = Choice({"journal": 6, "vision-board": 1, "evidence": 3})
    entry_type = Match(folder, ENTRY_TYPES)
    entry_id = None
    original_s3_key = Text("{user.id}/{folder}/uploads/{stem}-original.mov")
    original_url = Text("https://media.example.com/{original_s3_key}")
    processed_s3_key = Text("{user.id}/{folder}/processed/{stem}-720p.mp4")
    processed_url = Text("https://media.example.com/{processed_s3_key}")
    status = "completed"
    updated_at = After(created_at, within=minutes(20), least=minutes(1))

    pending = Trait(status="pending", processed_s3_key=None, processed_url=None, updated_at=created_at)
    processing = Trait(status="processing", processed_s3_key=None, processed_url=None)
    failed = Trait(status="failed", processed_s3_key=None, processed_url=None)
    of_board_item = Trait(
        folder="vision-board",
        entry_id=Parent(VisionBoardItemFactory, user=this.user),
    )
    of_entry = Trait(folder="journal", entry_id=Parent(JournalEntryFactory, user=this.user))


class MediaMetadataFactory(TableFactory[MediaMetadata]):
    """A file that a member uploaded, under a path that starts with their id."""

    class Meta:
        model = MediaMetadata

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(120), at=WAKING)
    file_type = Choice({"image": 7, "audio": 4, "video": 1})
    bucket = "user-uploads"
    folder = FromPool(MEDIA, "folder", pick="file", file_type=file_type)
    title = FromPool(MEDIA, "title", pick="file", file_type=file_type)
    description = Sometimes(0.7, FromPool(MEDIA, "description", pick="file", file_type=file_type))
    alt_text = FromPool(MEDIA, "alt_text", pick="file", file_type=file_type)
    mime_type = FromPool(MEDIA, "mime_type", pick="file", file_type=file_type)
    category = FromPool(MEDIA, "tag", pick="file", file_type=file_type)
    tags = Listed(folder, category)
    file_name = Text(
        "{stem}-{code}.{extension}",
        stem=FromPool(MEDIA, "file_stem", pick="file", file_type=file_type),
        extension=FromPool(MEDIA, "extension", pick="file", file_type=file_type),
        code=Token("", 8),
    )
    storage_path = Text("{user.id}/{folder}/{file_name}")
    public_url = Text("https://media.example.com/{bucket}/{storage_path}")
    file_size = Match(
        file_type,
        {
            "image": LogNormal(1_800_000, 1.8, low=60_000, high=15_000_000),
            "audio": LogNormal(3_500_000, 1.8, low=200_000, high=40_000_000),
            "video": LogNormal(42_000_000, 2.0, low=2_000_000, high=500_000_000),
        },
    )
    view_count = Zipf(60) - 1
    last_accessed = Sometimes(0.8, After(created_at))
    updated_at = created_at

    image = Trait(file_type="image")
    audio = Trait(file_type="audio")
    video = Trait(file_type="video")
    unseen = Trait(view_count=0, last_accessed=None)
    bare = Trait(title=None, description=None, alt_text=None, category=None, tags=None)
    site = Trait(
        user=None,
        bucket=Choice(SITE_BUCKETS),
        file_type=FromPool(SITE_MEDIA, "file_type", pick="site", bucket=this.bucket),
        folder=this.bucket,
        title=FromPool(SITE_MEDIA, "title", pick="site", bucket=this.bucket),
        description=FromPool(SITE_MEDIA, "description", pick="site", bucket=this.bucket),
        alt_text=FromPool(SITE_MEDIA, "alt_text", pick="site", bucket=this.bucket),
        mime_type=FromPool(SITE_MEDIA, "mime_type", pick="site", bucket=this.bucket),
        category="site",
        file_name=Text(
            "{stem}-{code}.{extension}",
            stem=FromPool(SITE_MEDIA, "file_stem", pick="site", bucket=this.bucket),
            extension=FromPool(SITE_MEDIA, "extension", pick="site", bucket=this.bucket),
            code=Token("", 8),
        ),
        storage_path=Text("{bucket}/{file_name}"),
        public_url=Text("https://media.example.com/{storage_path}"),
    )
