"""What was used of the tokens: one row an AI call (catalog/vibrationfit c1)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Amount,
    Choice,
    Field,
    Json,
    Key,
    Lookup,
    Moment,
    Parent,
    Phrase,
    UpTo,
    Whole,
    days,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import numbers

from .catalogue import AiActionTokenOverrideFactory, AiModelPricingFactory
from .costs import CostInCents
from .models import TokenUsage
from .token_ledger import MIRRORED, TOKENS
from .vocabulary.account import ERRORS
from .vocabulary.scenes import VOICES


class Clock(Field):
    """Seconds as people read them: ``2m 05s``, ``48s``."""

    def __init__(self, seconds: Any) -> None:
        super().__init__()
        self.seconds = seconds

    def column(self, rows: Rows) -> pa.Array:
        given = column_of(self.seconds, rows).cast(pa.float64())
        whole = np.floor(numbers(given)).astype(np.int64)
        long = pa.array(whole >= 60, mask=given.is_null().to_numpy(zero_copy_only=False))
        left = pc.utf8_lpad(pa.array(whole % 60).cast(pa.string()), 2, "0")
        minutes = pc.binary_join_element_wise(pa.array(whole // 60).cast(pa.string()), "m ", left, "s", "")
        return pc.if_else(
            long, minutes, pc.binary_join_element_wise(pa.array(whole).cast(pa.string()), "s", "")
        )


class TokenUsageFactory(TableFactory[TokenUsage]):
    """One AI call that succeeded and was booked on the person who made it; at most what their balance held."""

    class Meta:
        model = TokenUsage

    class Params:
        price = Lookup(AiModelPricingFactory, model_name=this.model_used)
        wanted = Whole(900, 24_000)
        share = Whole(25, 75)
        units = 0
        flat = None

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(55), at=WAKING)
    action_type = Choice(
        {
            "chat_conversation": 40,
            "vision_refinement": 14,
            "life_vision_category_summary": 12,
            "vision_generation": 8,
            "prompt_suggestions": 8,
            "frequency_flip": 6,
            "vibrational_analysis": 5,
            "assessment_scoring": 3,
            "blueprint_generation": 2,
            "life_vision_master_assembly": 2,
            "viva_scene_generation": 1,
            "north_star_reflection": 1,
        }
    )
    model_used = Choice({"gpt-4o": 5, "gpt-5-mini": 3, "gpt-4o-mini": 2})
    tokens_used = UpTo(TOKENS, this.wanted)
    input_tokens = tokens_used * this.share // 100
    output_tokens = tokens_used - input_tokens
    calculated_cost_cents = CostInCents(this.price, input_tokens, output_tokens, this.units)
    cost_estimate = calculated_cost_cents
    success = True
    error_message = None
    metadata_: dict[str, Any] = {}
    audio_seconds = None
    audio_duration_formatted = None

    pooled = Trait(tokens_used=this.wanted)
    failed = Trait(
        success=False,
        tokens_used=0,
        calculated_cost_cents=0,
        error_message=Phrase(ERRORS, "chat"),
    )
    transcribed = Trait(
        action_type="transcription",
        model_used="whisper-1",
        flat=Lookup(AiActionTokenOverrideFactory, action_type=this.action_type),
        tokens_used=this.flat.token_value,
        input_tokens=0,
        output_tokens=0,
        audio_seconds=Amount(4, 240),
        audio_duration_formatted=Clock(this.audio_seconds),
        units=this.audio_seconds,
        metadata_={"file_type": "audio/webm"},
    )
    voiced = Trait(
        action_type="audio_generation",
        model_used=Choice({"tts-1": 3, "tts-1-hd": 1}),
        flat=Lookup(AiActionTokenOverrideFactory, action_type=this.action_type),
        tokens_used=this.flat.token_value,
        input_tokens=0,
        output_tokens=0,
        units=Whole(300, 1_500),
        metadata_=Json(
            {
                "voice": Choice(VOICES),
                "format": "mp3",
                "text_length": this.units,
                "audio_size_bytes": this.units * 960,
            }
        ),
    )
    painted = Trait(
        action_type="image_generation",
        model_used=Choice({"dall-e-3": 4, "dall-e-2": 1}),
        flat=Lookup(AiActionTokenOverrideFactory, action_type=this.action_type),
        tokens_used=this.flat.token_value,
        input_tokens=0,
        output_tokens=0,
        units=1,
        metadata_={"size": "1024x1024", "quality": "standard"},
    )
    # Older rows that repeat the ledger; they never count as usage.
    mirrored = Trait(
        action_type=Choice(MIRRORED),
        model_used="gpt-4o",
        tokens_used=Whole(1, 20) * 50_000,
        input_tokens=0,
        output_tokens=0,
    )
