"""Audio sets of a vision, track by track, their presets, and scenes to picture."""

from __future__ import annotations

import datetime as dt

import pyarrow.compute as pc
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
    Lookup,
    Match,
    Moment,
    Parent,
    Phrase,
    Text,
    When,
    days,
    minutes,
    this,
)
from seedkit.supabase.factories import UserFactory
from seedkit.vocabulary import Pool

from .life_vision import BUCKET, VisionVersionFactory
from .models import AudioSet, AudioTrack, AudioVariant, Scene
from .vision_text import READING_PACE, ContentHash, SectionOf
from .vocabulary.account import ERRORS
from .vocabulary.categories import AUDIO_SECTIONS, CATEGORIES, VALENCES
from .vocabulary.lists import ESSENCE_WORDS
from .vocabulary.profile import CONTRAST
from .vocabulary.scenes import AUDIO_SET_NAMES, SCENES, VOICES

_LAUNCH = dt.datetime(2020, 1, 6, 9, tzinfo=dt.UTC)
_OCEAN = "Ocean-Waves-1.mp3"


def _preset(id: str, name: str, voice: int, track: str | None = _OCEAN) -> dict[str, object]:
    return {
        "id": id,
        "name": name,
        "voice_volume": voice,
        "bg_volume": 100 - voice,
        "background_track": track,
    }


class AudioVariantFactory(TableFactory[AudioVariant]):
    """The four presets of voice and background (catalog/vibrationfit, reference rows)."""

    class Meta:
        model = AudioVariant
        natural = ("id",)
        rows = (
            _preset("standard", "Voice Only", 100, None),
            _preset("sleep", "Sleep (Ocean Waves)", 30),
            _preset("meditation", "Meditation", 50),
            _preset("energy", "Energy", 80),
        )

    id = "standard"
    name = "Voice Only"
    voice_volume = 100
    bg_volume = 100 - this.voice_volume
    background_track = None
    created_at = _LAUNCH
    updated_at = _LAUNCH


def _without_voices() -> dict[str, object]:
    # A name that tells the voice would have to agree with it.
    named = pc.match_substring_regex(AUDIO_SET_NAMES.column("name"), "|".join(VOICES), ignore_case=True)
    return {name: values.filter(pc.invert(named)) for name, values in AUDIO_SET_NAMES.columns.items()}


_NAMES = Pool("vibrationfit.audio_set_names", _without_voices)


class AudioSetFactory(TableFactory[AudioSet]):
    """A rendition of a vision: voice only in the first row, then for sleep, meditation and energy."""

    class Meta:
        model = AudioSet

    class Params:
        preset = Lookup(AudioVariantFactory, id=this.variant)

    vision = Parent(VisionVersionFactory)
    user = vision.user
    id = Key()
    variant = InTurn(["standard", "sleep", "meditation", "energy"])
    voice_id = Choice(VOICES)
    name = FromPool(_NAMES, "name", pick="name", variant=variant)
    description = FromPool(_NAMES, "description", pick="name", variant=variant)
    is_active = True
    created_at = After(vision.updated_at, within=days(4))
    updated_at = After(created_at, within=minutes(20))
    metadata_ = Json(
        {
            "background_music?": this.preset.background_track,
            "voice_volume": this.preset.voice_volume,
            "bg_volume": this.preset.bg_volume,
            "fade": When(variant.equals("standard"), False, True),
        }
    )

    inactive = Trait(is_active=False)
    bare = Trait(variant=None, name="My audio", description=None, preset=None, metadata_=None)


_MIXED = "https://media.example.com/{mixed_s3_key}"
_REFUSALS = [
    text for text in ERRORS.phrases("audio_generation") if not text.startswith(("Mixing", "Section"))
]


def _mix(status: str) -> When:
    return When(this.audio_set.variant.or_else("standard").equals("standard"), "not_required", status)


class AudioTrackFactory(TableFactory[AudioTrack]):
    """One section of a vision read aloud and, unless the set is voice only, mixed; the next row is the next section."""

    class Meta:
        model = AudioTrack

    class Params:
        voiced = True

    audio_set = Parent(AudioSetFactory)
    vision = audio_set.vision
    user = audio_set.user
    id = Key()
    section_key = InTurn(AUDIO_SECTIONS)
    text_content = SectionOf("vision", section_key)
    content_hash = ContentHash(text_content)
    voice_id = audio_set.voice_id
    s3_bucket = BUCKET
    s3_key = Text("user-uploads/{user_id}/life-vision/audio/{audio_set_id}/{section_key}.mp3")
    audio_url = When(this.voiced, Text("https://media.example.com/{s3_key}"), "")
    duration_seconds = When(this.voiced, Length(text_content) // READING_PACE + 2)
    status = "completed"
    error_message = None
    created_at = After(audio_set.created_at, within=minutes(1))
    updated_at = After(created_at, within=minutes(8), least=dt.timedelta(seconds=20))
    mix_status = _mix("completed")
    mixed_s3_key = When(
        mix_status.equals("completed"),
        Text("user-uploads/{user_id}/life-vision/audio/{audio_set_id}/{section_key}-mixed.mp3"),
    )
    mixed_audio_url = Text(_MIXED)

    pending = Trait(status="pending", voiced=False, mix_status=_mix("pending"), updated_at=this.created_at)
    processing = Trait(status="processing", voiced=False, mix_status=_mix("pending"))
    failed = Trait(
        status="failed",
        voiced=False,
        mix_status=_mix("pending"),
        error_message=Choice(_REFUSALS),
    )
    mixing = Trait(mix_status=_mix("mixing"))
    mix_pending = Trait(mix_status=_mix("pending"))
    mix_failed = Trait(
        mix_status=_mix("failed"),
        error_message=When(
            this.mix_status.equals("failed"),
            Text("Mixing failed: {audio_set.preset.background_track} not found"),
        ),
    )


class SceneFactory(TableFactory[Scene]):
    """A scene above the Green Line that VIVA suggested; the next row is about the next category."""

    class Meta:
        model = Scene

    user = Parent(UserFactory)
    related_vision = None
    id = Key()
    category = InTurn(CATEGORIES)
    title = FromPool(SCENES, "title", pick="scene", category=category)
    text = FromPool(SCENES, "text", pick="scene", category=category)
    essence_word = FromPool(SCENES, "essence", pick="scene", category=category)
    emotional_valence = VALENCES["above"]
    created_from = "ai_suggested"
    created_at = Moment(before_now=days(90), at=WAKING)
    updated_at = created_at

    written = Trait(created_from="user_written", updated_at=After(this.created_at, within=days(5)))
    together = Trait(created_from="hybrid", updated_at=After(this.created_at, within=days(5)))
    of_vision = Trait(related_vision=Parent(VisionVersionFactory, user=this.user))
    hopeful = Trait(emotional_valence=VALENCES["near"], essence_word=Choice(ESSENCE_WORDS["near"]))
    heavy = Trait(
        emotional_valence=VALENCES["below"],
        created_from="user_written",
        title=Match(this.category, {c: f"Where I am with {c}" for c in CATEGORIES}),
        text=Phrase(CONTRAST, "{}", by=this.category),
        essence_word=Choice(ESSENCE_WORDS["below"]),
    )
    unnamed = Trait(essence_word=None)
