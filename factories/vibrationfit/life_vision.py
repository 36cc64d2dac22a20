"""Life visions, their board, their making and their older audio (catalog/vibrationfit c5)."""

from __future__ import annotations

from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    FromPool,
    InTurn,
    Json,
    JsonList,
    Key,
    Length,
    Listed,
    Match,
    Moment,
    Parent,
    Phrase,
    Text,
    Token,
    VersionNumber,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.supabase.factories import UserFactory

from .completion import Completion
from .models import (
    LifeVisionCategoryState,
    Refinement,
    VisionAudio,
    VisionBoardItem,
    VisionConversation,
    VisionProgress,
    VisionVersion,
)
from .vision_text import (
    READING_PACE,
    ContentHash,
    FinishedCategories,
    NextCategory,
    RefinedSections,
    Richness,
    SectionOf,
    WholeText,
    section,
)
from .vocabulary.account import ERRORS
from .vocabulary.board import BOARD_ITEMS
from .vocabulary.building import GUIDANCE, IDEAL_STATES, LOOPS, REFINEMENTS, SUMMARIES, TRANSCRIPTS
from .vocabulary.categories import CATEGORIES, LONG_LABELS, SECTIONS, VALENCES
from .vocabulary.conversations import USER_MESSAGES, VIVA_REPLIES
from .vocabulary.scenes import BACKGROUND_TRACKS, VOICES
from .vocabulary.visions import ACTIVATION_MESSAGES, VISION_TITLES

BUCKET = "vibration-fit-client-storage"


class VisionVersionFactory(TableFactory[VisionVersion]):
    """The active version of somebody's life vision, complete, in the first person singular.

    Versions of one person share most of their sections; ``user_id`` is the key of the profile that
    every user has.
    """

    class Meta:
        model = VisionVersion

    class Params:
        sections_done = len(SECTIONS)

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(90), until=hours(2), at=WAKING)
    updated_at = After(created_at, within=days(20))
    version_number = VersionNumber(within="user", by=created_at)
    is_active = True
    is_draft = False
    perspective = "singular"
    title = Match(perspective, {"plural": Phrase(VISION_TITLES, "we")}, default=Phrase(VISION_TITLES, "one"))
    forward = section("forward")
    fun = section("fun")
    health = section("health")
    travel = section("travel")
    love = section("love")
    family = section("family")
    social = section("social")
    home = section("home")
    work = section("work")
    money = section("money")
    stuff = section("stuff")
    giving = section("giving")
    spirituality = section("spirituality")
    conclusion = section("conclusion")
    completion_percent = Completion(
        forward,
        fun,
        health,
        travel,
        love,
        family,
        social,
        home,
        work,
        money,
        stuff,
        giving,
        spirituality,
        conclusion,
    )
    refined_categories: list[Any] = []
    richness_metadata = Richness()
    activation_message = Phrase(ACTIVATION_MESSAGES, "message")
    has_audio = False
    audio_url = None
    audio_duration = None
    voice_type = None
    background_music = None
    last_audio_generated_at = None

    old = Trait(is_active=False, created_at=Moment(before_now=days(118), until=days(91), at=WAKING))
    draft = Trait(
        is_active=False,
        is_draft=True,
        created_at=Moment(before_now=days(9), until=hours(1), at=WAKING),
        refined_categories=RefinedSections(),
        activation_message=None,
    )
    partial = Trait(
        is_active=False, is_draft=True, sections_done=Whole(1, len(SECTIONS) - 1), activation_message=None
    )
    empty = Trait(
        is_active=False, is_draft=True, sections_done=0, activation_message=None, richness_metadata=None
    )
    plural = Trait(perspective="plural")
    narrated = Trait(
        has_audio=True,
        audio_url=Text("https://media.example.com/visions/{id}/vision.mp3"),
        audio_duration=Text("{m}:{s}", m=Whole(5, 11), s=Whole(10, 59)),
        voice_type=Choice(VOICES),
        background_music=Choice(BACKGROUND_TRACKS),
        last_audio_generated_at=After(this.updated_at, within=hours(6)),
    )


class VisionProgressFactory(TableFactory[VisionProgress]):
    """How far a vision is: the categories that have a text, and the one to write next."""

    class Meta:
        model = VisionProgress

    vision = Parent(VisionVersionFactory)
    user = vision.user
    id = Key()
    categories_completed = FinishedCategories("vision")
    current_category = NextCategory("vision")
    total_categories = len(CATEGORIES)
    created_at = vision.created_at
    last_activity = vision.updated_at
    completed_at = When(current_category.is_null(), vision.updated_at)

    in_progress = Trait(vision__partial=True)
    untouched = Trait(vision__empty=True, last_activity=this.created_at)


class VisionConversationFactory(TableFactory[VisionConversation]):
    """A finished talk about one category, as the older builder kept it; the next row is about the next category."""

    class Meta:
        model = VisionConversation

    vision = Parent(VisionVersionFactory)
    user = vision.user
    id = Key()
    category = InTurn(CATEGORIES)
    path_chosen = Choice({"clarity": 5, "contrast": 3, "conversation": 2})
    created_at = vision.created_at
    messages = Json(
        [
            {"role": "user", "content": Phrase(USER_MESSAGES, "{}", by=category), "timestamp": created_at},
            {
                "role": "assistant",
                "content": Phrase(VIVA_REPLIES, "{}", by=category),
                "timestamp": After(created_at, within=minutes(2)),
            },
            {
                "role": "user",
                "content": Phrase(USER_MESSAGES, "{}", by=category),
                "timestamp": After(created_at, within=minutes(8), least=minutes(3)),
            },
            {
                "role": "assistant",
                "content": Phrase(VIVA_REPLIES, "{}", by=category),
                "timestamp": After(created_at, within=minutes(11), least=minutes(9)),
            },
        ]
    )
    final_emotion_score = Whole(1, 10)
    vibrational_state = When(
        final_emotion_score >= 7,
        VALENCES["above"],
        When(final_emotion_score >= 5, VALENCES["near"], VALENCES["below"]),
    )
    generated_vision = SectionOf("vision", category)
    vision_generated_at = After(created_at, within=minutes(20), least=minutes(12))
    completed_at = vision_generated_at
    updated_at = vision_generated_at

    unfinished = Trait(
        final_emotion_score=None,
        vibrational_state=None,
        generated_vision=None,
        vision_generated_at=None,
        completed_at=None,
        updated_at=After(this.created_at, within=minutes(12), least=minutes(11)),
    )
    opened = Trait(
        path_chosen=None,
        messages=[],
        final_emotion_score=None,
        vibrational_state=None,
        generated_vision=None,
        vision_generated_at=None,
        completed_at=None,
        updated_at=this.created_at,
    )


class VisionBoardItemFactory(TableFactory[VisionBoardItem]):
    """A card on the vision board that has yet to come true; the next row is about the next category."""

    class Meta:
        model = VisionBoardItem

    class Params:
        category = InTurn(CATEGORIES)

    user = Parent(UserFactory)
    id = Key()
    name = FromPool(BOARD_ITEMS, "name", pick="card", category=this.category)
    description = FromPool(BOARD_ITEMS, "description", pick="card", category=this.category)
    image_url = Text("https://media.example.com/vision-board/{id}/{name}.jpg", name=Token("", 8))
    status = "active"
    categories = Listed(Match(this.category, LONG_LABELS))
    created_at = Moment(before_now=days(100), at=WAKING)
    updated_at = created_at
    actualized_at = None
    actualized_image_url = None
    actualization_story = None

    actualized = Trait(
        status="actualized",
        created_at=Moment(before_now=days(110), until=days(20), at=WAKING),
        actualized_at=After(this.created_at, within=days(90), least=days(10)),
        updated_at=this.actualized_at,
        actualized_image_url=Text("https://media.example.com/evidence/{id}/{name}.jpg", name=Token("", 8)),
        actualization_story=FromPool(BOARD_ITEMS, "story", pick="card", category=this.category),
    )
    inactive = Trait(status="inactive", updated_at=After(this.created_at, within=days(60)))
    plain = Trait(image_url=None, description=None, categories=None)


class VisionAudioFactory(TableFactory[VisionAudio]):
    """A whole vision read aloud, as it was before audio sets; the next row has the next voice."""

    class Meta:
        model = VisionAudio

    class Params:
        framed = True
        text = WholeText("vision", this.framed)
        done = this.status.equals("completed")

    vision = Parent(VisionVersionFactory)
    user = vision.user
    parent_audio = None
    id = Key()
    title = "Life Vision Audio"
    description = None
    voice_id = InTurn(VOICES)
    format = "mp3"
    status = "completed"
    created_at = After(vision.updated_at, within=days(3))
    updated_at = After(created_at, within=minutes(6), least=minutes(1))
    version_number = VersionNumber(within="vision", by=created_at)
    is_active = True
    s3_bucket = BUCKET
    s3_key = Text("user-uploads/{user_id}/life-vision/audio/{id}.{format}")
    audio_url = Text("https://media.example.com/{s3_key}")
    content_hash = ContentHash(this.text)
    sections_included = list(SECTIONS)
    duration_seconds = When(this.done, Length(this.text) // READING_PACE)
    file_size_bytes = duration_seconds * 16_000
    error_message = None
    generation_metadata = Json({"model": "tts-1-hd", "voice": voice_id, "text_length": Length(this.text)})

    pending = Trait(status="pending", is_active=False, generation_metadata={}, updated_at=this.created_at)
    processing = Trait(status="processing", is_active=False, generation_metadata={})
    failed = Trait(status="failed", is_active=False, error_message=Phrase(ERRORS, "audio_generation"))
    superseded = Trait(is_active=False, framed=False, sections_included=list(CATEGORIES))
    regenerated = Trait(
        parent_audio=Parent(lambda: VisionAudioFactory, vision=this.vision, superseded=True),
        version_number=this.parent_audio.version_number + 1,
    )
    wav = Trait(format="wav", file_size_bytes=this.duration_seconds * 48_000)
    described = Trait(
        title=Text("{vision.title}"), description="The opening, all twelve categories and the closing."
    )


def loops(low: int, high: int) -> Json:
    """A blueprint of loops for the category of the row: what one is, does and receives."""
    parts = ("being", "doing", "receiving", "essence")
    loop = {part: FromPool(LOOPS, part, pick="loop", category=this.category) for part in parts}
    return Json({"loops": JsonList(loop, low, high)})


class LifeVisionCategoryStateFactory(TableFactory[LifeVisionCategoryState]):
    """One category worked through to its blueprint: words, summary, ideal state, loops; the next row is the next one."""

    class Meta:
        model = LifeVisionCategoryState

    user = Parent(UserFactory)
    id = Key()
    category = InTurn(CATEGORIES)
    transcript = Phrase(TRANSCRIPTS, "{}", by=category)
    ai_summary = Phrase(SUMMARIES, "{}", by=category)
    ideal_state = Phrase(IDEAL_STATES, "{}", by=category)
    blueprint_data = loops(2, 3)
    created_at = Moment(before_now=days(100), at=WAKING)
    updated_at = After(created_at, within=days(3))

    untouched = Trait(
        transcript=None, ai_summary=None, ideal_state=None, blueprint_data=None, updated_at=this.created_at
    )
    transcribed = Trait(ai_summary=None, ideal_state=None, blueprint_data=None)
    summarized = Trait(ideal_state=None, blueprint_data=None)
    imagined = Trait(blueprint_data=None)


class RefinementFactory(TableFactory[Refinement]):
    """One section of a vision refined by VIVA, as the older tool kept it."""

    class Meta:
        model = Refinement

    user = Parent(UserFactory)
    vision = Parent(VisionVersionFactory, user=this.user)
    id = Key()
    category = Choice(CATEGORIES)
    operation_type = "refine_vision"
    input_text = FromPool(REFINEMENTS, "input_text", pick="turn", category=category)
    output_text = FromPool(REFINEMENTS, "output_text", pick="turn", category=category)
    viva_notes = FromPool(REFINEMENTS, "viva_notes", pick="turn", category=category)
    created_at = Moment(before_now=days(90), at=WAKING)
    migrated_to_v3 = False

    guidance = Trait(
        operation_type="generate_guidance",
        input_text=FromPool(GUIDANCE, "input_text", pick="turn", operation=this.operation_type),
        output_text=FromPool(GUIDANCE, "output_text", pick="turn", operation=this.operation_type),
        viva_notes=FromPool(GUIDANCE, "viva_notes", pick="turn", operation=this.operation_type),
    )
    alignment = Trait(
        operation_type="analyze_alignment",
        input_text=FromPool(GUIDANCE, "input_text", pick="turn", operation=this.operation_type),
        output_text=FromPool(GUIDANCE, "output_text", pick="turn", operation=this.operation_type),
        viva_notes=FromPool(GUIDANCE, "viva_notes", pick="turn", operation=this.operation_type),
    )
    migrated = Trait(migrated_to_v3=True)
    visionless = Trait(vision=None)
    unanswered = Trait(output_text=None, viva_notes=None)
