"""The catalogue of VibrationFit's published schema, and where our models differ from it on purpose."""

from __future__ import annotations

from catalogue import Catalogue, Differences, Row

from seedkit.factories.vibrationfit.models import MODELS
from seedkit.factories.vibrationfit.schema import EXTRAS
from seedkit.schema.access import COMMANDS

_DIFFERENCES = Differences(
    defaults={
        "ai_conversations.id": "gen_random_uuid()",
        "household_invitations.id": "gen_random_uuid()",
        "household_members.id": "gen_random_uuid()",
        "households.id": "gen_random_uuid()",
        "vision_versions.id": "gen_random_uuid()",
    },
    constraints=frozenset({"video_mapping_user_id_fkey"}),
    indexes=frozenset(
        {
            "idx_actualization_blueprints_vision_board_item_id",
            "idx_ai_usage_logs_user_id",
            "idx_customer_subscriptions_membership_tier_id",
            "idx_emotional_snapshots_last_scene_id",
            "idx_emotional_snapshots_last_vision_id",
            "idx_generated_images_user_id",
            "idx_household_invitations_invited_by",
            "idx_household_invitations_invitee",
            "idx_household_members_invited_by",
            "idx_journal_entries_user_id",
            "idx_member_profiles_user_id",
            "idx_scenes_related_vision_id",
            "idx_token_transactions_created_by",
            "idx_user_storage_subscription_id",
            "idx_video_mapping_user_id",
            "idx_vision_audios_parent_audio_id",
            "idx_vision_board_items_user_id",
        }
    ),
    access={
        "ai_action_token_overrides": {"insert": "none", "update": "none", "delete": "none"},
        "ai_model_pricing": {"insert": "none", "update": "none", "delete": "none"},
        "assessment_insights": {"insert": "none"},
        "audio_variants": {"insert": "none", "update": "none", "delete": "none"},
        "customer_subscriptions": {"insert": "none", "update": "none"},
        "media_metadata": {"insert": "own:user_id", "update": "own:user_id"},
        "payment_history": {"insert": "none"},
        "refinements_backup_20251111": dict.fromkeys(COMMANDS, "none"),
        "token_transactions": {"insert": "none"},
        "token_usage": {"insert": "none"},
        "vibrational_event_sources": {
            "select": "public:enabled=true",
            "insert": "none",
            "update": "none",
            "delete": "none",
        },
        "video_mapping": {"select": "own:user_id"},
        "vision_versions_backup_20251111": dict.fromkeys(COMMANDS, "none"),
    },
    # They name columns which no longer exist, and have no meaning left to keep.
    functions=frozenset(
        {
            "decrement_vibe_assistant_allowance",
            "get_vibe_assistant_allowance",
            "reset_monthly_vibe_assistant_allowances",
            "update_profile_stats",
        }
    ),
)

_CONDITIONS = {
    "household admin": (
        "exists (select 1 from public.households home where home.id = t.{column} and home.admin_user_id = me)"
    ),
    "active household member": (
        "exists (select 1 from public.household_members seat where seat.household_id = t.{column} "
        "and seat.user_id = me and seat.status = 'active')"
    ),
    "invitee": "lower(t.{column}) = lower(mail)",
}


def _rules(row: Row, command: str) -> list[str]:
    return [rule for rule in row[command].split(" or ") if rule not in ("none", "service")]


VIBRATIONFIT = Catalogue(
    "vibrationfit",
    "VibrationFit",
    MODELS,
    EXTRAS,
    _DIFFERENCES,
    rules=_rules,
    conditions=_CONDITIONS,
    historic=("token_drips",),
)
