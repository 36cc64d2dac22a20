"""The SQL that VibrationFit's schema has beyond its models: functions people call, and triggers.

Written anew after what the published functions are meant to do (catalog/vibrationfit, functions,
triggers, c and d). Each has an empty ``search_path`` and runs with its caller's rights, so that row
security decides, unless a comment says why not. "Now" is ``public.current_moment()``.
"""

from __future__ import annotations

from seedkit.schema.ddl import SchemaExtras
from seedkit.schema.shared import CALLER, CURRENT_MOMENT, sql_of, stamp, stamping

from ..models import enums

__all__ = ["EXTRAS"]

# Tables whose published triggers stamp updated_at; some had two that did the same.
_STAMPED = (
    "ai_model_pricing",
    "assessment_insights",
    "assessment_responses",
    "assessment_results",
    "audio_sets",
    "audio_tracks",
    "customer_subscriptions",
    "daily_papers",
    "emotional_snapshots",
    "generated_images",
    "households",
    "life_vision_category_state",
    "media_metadata",
    "membership_tiers",
    "profiles",
    "scenes",
    "user_profiles",
    "vibrational_event_sources",
    "vision_audios",
    "vision_versions",
    "voice_profiles",
)

EXTRAS = SchemaExtras(
    types=(enums.green_line_status,),
    functions=(
        CURRENT_MOMENT,
        *CALLER,
        *sql_of(__name__, "households", "tiers", "tokens", "versions", "progress"),
    ),
    triggers=(
        *sql_of(__name__, "triggers"),
        stamping("set_updated_at"),
        *(stamp(table, trigger="set_updated_at", function="set_updated_at") for table in _STAMPED),
    ),
    service_functions=frozenset(
        {
            "apply_token_usage",
            "drip_tokens_28day",
            "expire_old_invitations",
            "grant_annual_tokens",
            "grant_tokens_by_stripe_price_id",
            "grant_tokens_for_tier",
            "grant_trial_tokens",
        }
    ),
)
