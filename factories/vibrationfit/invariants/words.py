"""Closed lists of words that no constraint enforces (soft values of the catalogue).

Lists under a CHECK or of an enum type are left to the integrity check: voice, status and category
columns that are missing here have one.
"""

from __future__ import annotations

from seedkit.rules import Words

from .declare import RULES, each
from .versions import SECTIONS

_KEYS = SECTIONS[1:-1]
_SHORT = tuple(key.title() for key in _KEYS)
_LONG = (
    "Fun / Recreation", "Health / Vitality", "Travel / Adventure", "Love / Romance", "Family / Parenting",
    "Social / Friends", "Home / Environment", "Work / Career", "Money / Abundance", "Stuff / Possessions",
    "Giving / Contribution", "Spirituality / Growth",
)  # fmt: skip

#: Table: column: the words it may hold. Null is no word.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "abundance_events": {"vision_category": _KEYS},
    "ai_conversations": {"role": ("user", "assistant")},
    "ai_model_pricing": {"unit_type": ("second", "image", "character")},
    "assessment_insights": {"insight_type": ("strength", "growth_area", "pattern", "recommendation")},
    "audio_sets": {
        "variant": ("standard", "sleep", "meditation", "energy"),
        "voice_id": ("alloy", "ash", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer"),
    },
    "audio_tracks": {"section_key": ("meta_intro", *_KEYS, "meta_outro")},
    "conversation_sessions": {"mode": ("master", "refinement", "vision_build"), "category": _KEYS},
    "emotional_snapshots": {"category": _KEYS},
    "frequency_flip": {"mode": ("flip", "flip+enrich", "batch"), "category": _KEYS},
    "generated_images": {
        "size": ("1024x1024", "1792x1024", "1024x1792"),
        "quality": ("standard", "hd"),
        "style_used": ("vivid", "natural"),
        "context": ("vision_board", "journal", "profile", "custom"),
    },
    "membership_tiers": {
        "billing_interval": ("month", "year", "one-time"),
        "plan_category": ("subscription", "intensive", "addon"),
    },
    "payment_history": {"status": ("succeeded", "failed"), "currency": ("usd",)},
    "profiles": {"membership_level": ("free",)},
    "prompt_suggestions_cache": {"category_key": _KEYS},
    "refinements": {
        "operation_type": ("refine_vision", "generate_guidance", "analyze_alignment"),
        "category": _KEYS,
    },
    "scenes": {"category": _KEYS},
    "token_transactions": {"token_pack_id": ("power", "mega", "ultra")},
    "user_profiles": {
        "leisure_time_weekly": ("0-5", "6-15", "16-25", "25+"),
        "close_friends_count": ("0", "1-3", "4-8", "9+"),
        "spiritual_practice": ("none", "religious", "spiritual", "secular"),
        "meditation_frequency": ("never", "rarely", "weekly", "daily"),
        "volunteer_status": ("none", "occasional", "regular", "frequent"),
        "charitable_giving": ("none", "<500", "500-2000", "2000+"),
    },
    "vibrational_events": {
        "source_type": (
            "profile_goes_well", "profile_not_well", "assessment", "vision_paragraph", "scene",
            "journal", "decision", "abundance", "reflection", "other",
        ),
        "category": _KEYS,
    },
    "vibrational_links": {
        "connection_type": ("emotional", "thematic", "behavioral", "temporal"),
        "category_a": _KEYS,
        "category_b": _KEYS,
    },
    "video_mapping": {
        "status": ("pending", "processing", "completed", "failed"),
        "folder": ("journal", "vision-board", "evidence"),
        "entry_type": ("journal_entry", "vision_board_item", "evidence_item"),
    },
    "vision_board_items": {"status": ("active", "actualized", "inactive")},
    "voice_profiles": {
        "word_flow": ("simple_direct", "balanced_expressive", "lyrical_reflective"),
        "emotional_range": ("grounded", "warm_genuine", "passionate_vibrant"),
        "detail_level": ("clean_focused", "sensory_balanced", "immersive_cinematic"),
        "energy_tempo": ("steady_measured", "upbeat_flowing", "spirited_fast"),
        "humor_personality": ("grounded_sincere", "lighthearted_approachable", "playful_bold"),
        "speech_rhythm": ("neutral", "warm_conversational", "distinct_rooted"),
        "emotional_intensity_preference": ("low", "medium", "high"),
        "narrative_preference": ("short_affirmations", "compact_scenes", "story_mode"),
        "depth_preference": ("surface_light", "balanced", "deep_reflective"),
        "source": ("quiz", "ai_analysis", "hybrid", "manual_edit"),
    },
}  # fmt: skip

#: Columns that hold several words in an array.
WORD_LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "journal_entries": {"categories": _SHORT},
    "vision_board_items": {"categories": _LONG},
    "vision_progress": {"categories_completed": _KEYS},
}

_SOURCE = "catalog/vibrationfit soft_values"


ADMIN_FLAG = each(
    "words.users",
    "Where sign-up data says whether somebody is an administrator, it says true or false",
    "auth.users t",
    "t.raw_user_meta_data -> 'is_admin' in ('true', 'false', '\"true\"', '\"false\"')",
    where="t.raw_user_meta_data ? 'is_admin'",
    show="t.raw_user_meta_data -> 'is_admin'",
    source=_SOURCE,
)

LISTS = Words(RULES, WORDS, WORD_LISTS, source=_SOURCE)
VOCABULARY = (*LISTS.invariants(), ADMIN_FLAG)
