"""Two tables copied before a clean-up: rows of the product with the columns that were dropped since."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Choice,
    Json,
    Parent,
    Phrase,
    Several,
    When,
    Whole,
    hours,
    this,
)

from .life_vision import VisionVersionFactory, loops
from .life_vision_older import RefinementFactory
from .models import RefinementBackup, VisionVersionBackup
from .vocabulary.account import ERRORS
from .vocabulary.building import IDEAL_STATES, SUMMARIES, TRANSCRIPTS
from .vocabulary.lists import EMOTIONS, SHARED_THEMES


class RefinementBackupFactory(TableFactory[RefinementBackup]):
    """The copy of a refinement (``refinement=…``), with what its model call took and cost."""

    class Meta:
        model = RefinementBackup

    class Params:
        refinement = Parent(RefinementFactory)

    id = this.refinement.id
    user_id = this.refinement.user_id
    vision_id = this.refinement.vision_id
    category = this.refinement.category
    operation_type = this.refinement.operation_type
    input_text = this.refinement.input_text
    output_text = this.refinement.output_text
    viva_notes = this.refinement.viva_notes
    created_at = this.refinement.created_at
    migrated_to_v3 = this.refinement.migrated_to_v3
    input_tokens = Whole(400, 2_400)
    output_tokens = Whole(90, 700)
    total_tokens = input_tokens + output_tokens
    # gpt-4o: half a cent for a thousand tokens in, one and a half for a thousand out.
    cost_usd = (input_tokens * 5 + output_tokens * 15) / 1_000_000
    refinement_percentage = Whole(1, 10) * 10
    tonality = Choice(["warm", "grounded", "playful", "confident", "poetic"])
    word_count_target = Whole(4, 12) * 25
    emotional_intensity = Choice({"gentle": 3, "balanced": 5, "vivid": 2})
    instructions = Choice(
        ["Keep my own words where you can.", "Make it shorter.", "More feeling, less list.", "Say we."]
    )
    processing_time_ms = Whole(900, 14_000)
    success = True
    error_message = None
    transcript = None
    ai_summary = None
    ideal_state = None
    blueprint_data = None

    failed = Trait(
        success=False,
        error_message=Phrase(ERRORS, "chat"),
        output_text=None,
        viva_notes=None,
        output_tokens=0,
    )
    migrated = Trait(
        migrated_to_v3=True,
        transcript=Phrase(TRANSCRIPTS, "{}", by=this.category),
        ai_summary=Phrase(SUMMARIES, "{}", by=this.category),
        ideal_state=Phrase(IDEAL_STATES, "{}", by=this.category),
        blueprint_data=loops(1, 3),
    )


class VisionVersionBackupFactory(TableFactory[VisionVersionBackup]):
    """The copy of a vision (``vision=…``), with the counters and the status it had."""

    class Meta:
        model = VisionVersionBackup

    class Params:
        vision = Parent(VisionVersionFactory)

    id = this.vision.id
    user_id = this.vision.user_id
    version_number = this.vision.version_number
    title = this.vision.title
    status = When(this.vision.is_draft, "draft", "complete")
    completion_percent = this.vision.completion_percent
    forward = this.vision.forward
    fun = this.vision.fun
    travel = this.vision.travel
    home = this.vision.home
    family = this.vision.family
    love = this.vision.love
    health = this.vision.health
    money = this.vision.money
    work = this.vision.work
    social = this.vision.social
    stuff = this.vision.stuff
    giving = this.vision.giving
    spirituality = this.vision.spirituality
    conclusion = this.vision.conclusion
    has_audio = this.vision.has_audio
    audio_url = this.vision.audio_url
    audio_duration = this.vision.audio_duration
    voice_type = this.vision.voice_type
    background_music = this.vision.background_music
    created_at = this.vision.created_at
    updated_at = this.vision.updated_at
    last_audio_generated_at = this.vision.last_audio_generated_at
    is_draft = this.vision.is_draft
    is_active = this.vision.is_active
    activation_message = this.vision.activation_message
    richness_metadata = this.vision.richness_metadata
    vibe_assistant_refinements_count = Whole(1, 9)
    last_vibe_assistant_refinement = After(updated_at, within=hours(30))
    vibe_assistant_refinement_notes = Choice(
        ["Shortened the opening.", "Moved everything into the present tense."]
    )
    ai_generated = True
    conversation_count = Whole(1, 14)
    emotional_patterns = Json(
        {"dominant": Several(EMOTIONS["above"], 1, 3), "recurring": Several(EMOTIONS["below"], 0, 2)}
    )
    cross_category_themes = Several(SHARED_THEMES, 1, 3)

    draft = Trait(vision__draft=True)
    partial = Trait(vision__partial=True)
    handwritten = Trait(
        ai_generated=False,
        vibe_assistant_refinements_count=0,
        last_vibe_assistant_refinement=None,
        vibe_assistant_refinement_notes=None,
        conversation_count=0,
        emotional_patterns=None,
        cross_category_themes=None,
    )
