"""What visions were made with before: talks by category, whole-vision audio, refinements (catalog/vibrationfit c5)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    FromPool,
    InTurn,
    Json,
    Key,
    Length,
    Moment,
    Parent,
    Phrase,
    Text,
    VersionNumber,
    When,
    Whole,
    days,
    minutes,
    this,
)
from seedkit.supabase.factories import UserFactory

from .life_vision import BUCKET, VisionVersionFactory
from .models import (
    Refinement,
    VisionAudio,
    VisionConversation,
)
from .vision_text import (
    READING_PACE,
    ContentHash,
    SectionOf,
    WholeText,
)
from .vocabulary.building import GUIDANCE, REFINEMENTS
from .vocabulary.categories import CATEGORIES, SECTIONS, VALENCES
from .vocabulary.conversations import USER_MESSAGES, VIVA_REPLIES
from .vocabulary.scenes import VOICES


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
    failed = Trait(
        status="failed",
        is_active=False,
        error_message=Choice(["The voice service timed out", "The voice service is overloaded"]),
    )
    superseded = Trait(is_active=False, framed=False, sections_included=list(CATEGORIES))
    regenerated = Trait(
        parent_audio=Parent(lambda: VisionAudioFactory, vision=this.vision, superseded=True),
        version_number=this.parent_audio.version_number + 1,
    )
    wav = Trait(format="wav", file_size_bytes=this.duration_seconds * 48_000)
    described = Trait(
        title=Text("{vision.title}"), description="The opening, all twelve categories and the closing."
    )


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
