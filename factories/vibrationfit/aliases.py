"""What VibrationFit's tables, columns and values were called at other times (catalog/vibrationfit, historic columns).

Two states of the product are dated: January 2025, and 12 November 2025, when a description also listed
columns that no database ever had; people who read it look for them all the same.
"""

from __future__ import annotations

from seedkit.bind.aliases import Alias, column, columns, preferred, table, words
from seedkit.fields import Json, When, this

__all__ = ["ALIASES"]

_HISTORIC = "catalog/vibrationfit historic_columns"

_JANUARY: tuple[Alias, ...] = (
    *columns(
        "vision_versions",
        source="catalog/vibrationfit b1, b3",
        completion_percent="completion_percentage",
        love="romance",
        work="business",
        stuff="possessions",
    ),
    *columns(
        "user_profiles",
        source="catalog/vibrationfit b13",
        clarity_health="health_vitality_story",
        clarity_love="romance_partnership_story",
        clarity_family="family_parenting_story",
        clarity_social="social_friends_story",
        clarity_work="career_work_story",
        clarity_money="money_wealth_story",
        clarity_fun="fun_recreation_story",
        clarity_travel="travel_adventure_story",
        clarity_home="home_environment_story",
        clarity_stuff="possessions_lifestyle_story",
        clarity_spirituality="spirituality_growth_story",
        clarity_giving="giving_legacy_story",
        education="education_level",
        postal_code="zip_code",
    ),
    # Flags took the place of the status; one profile a person became many versions, of which one is active.
    column(
        "vision_versions",
        "status",
        When(this.is_draft, "draft", "complete"),
        source="catalog/vibrationfit b2",
    ),
    preferred("user_profiles", "is_active", "version_number", source="catalog/vibrationfit b12"),
    words(
        None,
        {
            "love": "romance",
            "romance": "love",
            "work": "business",
            "business": "work",
            "stuff": "possessions",
            "possessions": "stuff",
        },
        source="catalog/vibrationfit b3",
    ),
    words(
        "token_usage.action_type",
        {
            "transcription": "audio_generation",
            "life_vision_category_summary": "vision_generation",
            "life_vision_master_assembly": "vision_generation",
            "viva_scene_generation": "vision_generation",
            "frequency_flip": "vision_refinement",
            "vibrational_analysis": "assessment_scoring",
            "prompt_suggestions": "chat_conversation",
            "north_star_reflection": "chat_conversation",
        },
        source="catalog/vibrationfit b18",
    ),
)

_NOVEMBER: tuple[Alias, ...] = (
    # Constraints still carry the older name.
    table("refinements", "vibe_assistant_logs", source="catalog/vibrationfit constraints"),
    column(
        "membership_tiers",
        "monthly_vibe_assistant_tokens",
        this.monthly_token_grant.or_else(0),
        source=_HISTORIC,
    ),
    column("membership_tiers", "price_per_month", this.price_monthly / 100, source=_HISTORIC),
    words(
        "membership_tiers.tier_type",
        {
            "vision_pro_household_annual": "vision_pro_annual",
            "vision_pro_household_28day": "vision_pro_28day",
            "household_addon_annual": "starter",
            "household_addon_28day": "starter",
            "intensive": "elite",
            "intensive_household": "elite",
        },
        source="catalog/vibrationfit b30",
    ),
    *columns("scenes", source=_HISTORIC, text="scene_text", title="scene_title"),
    *columns(
        "voice_profiles",
        source="catalog/vibrationfit b26",
        word_flow="formality",
        energy_tempo="energy",
        detail_level="detail",
        woo_level="woo",
    ),
    *columns("assessment_responses", source="catalog/vibrationfit b10", assessment_id="assessment_result_id"),
    *columns(
        "assessment_insights",
        source="catalog/vibrationfit b10",
        assessment_id="assessment_result_id",
        description="insight_text",
    ),
    column("assessment_responses", "user_id", this.assessment.user.id, source="catalog/vibrationfit b10"),
    column("assessment_insights", "user_id", this.assessment.user.id, source="catalog/vibrationfit b10"),
    *columns(
        "token_transactions",
        source="catalog/vibrationfit b15",
        tokens_used="amount",
        action_type="transaction_type",
        notes="description",
        stripe_payment_intent_id="reference_id",
        tokens_remaining="new_balance",
    ),
    column(
        "token_transactions",
        "previous_balance",
        this.tokens_remaining - this.tokens_used,
        source="catalog/vibrationfit b15, c1",
    ),
    *columns("payment_history", source="catalog/vibrationfit b20", amount="amount_cents"),
    column(
        "customer_subscriptions", "plan_id", this.membership_tier.tier_type, source="catalog/vibrationfit b21"
    ),
    column("profiles", "first_name", this.user.first_name, source="catalog/vibrationfit b14"),
    column("profiles", "last_name", this.user.last_name, source="catalog/vibrationfit b14"),
    *columns(
        "ai_usage_logs",
        source=_HISTORIC,
        feature="operation_type",
        total_tokens="tokens_used",
        model="model_used",
    ),
    *columns(
        "prompt_suggestions_cache", source=_HISTORIC, category_key="category", profile_id="profile_hash"
    ),
    *columns("generated_images", source=_HISTORIC, s3_key="storage_path"),
    *columns("audio_sets", source="catalog/vibrationfit b5", name="title"),
    *columns(
        "audio_tracks",
        source="catalog/vibrationfit b5",
        duration_seconds="duration",
        text_content="transcript",
    ),
    *columns(
        "vision_audios",
        source=_HISTORIC,
        duration_seconds="duration",
        voice_id="voice_type",
        status="generation_status",
    ),
    *columns("vision_board_items", source="catalog/vibrationfit b25", description="content"),
    *columns("journal_entries", source="catalog/vibrationfit b4", date="entry_date", categories="tags"),
    *columns("daily_papers", source="catalog/vibrationfit b22", entry_date="paper_date"),
    column(
        "daily_papers",
        "content",
        Json(
            {
                "gratitude": this.gratitude,
                "tasks": [this.task_one, this.task_two, this.task_three],
                "fun_plan": this.fun_plan,
            }
        ),
        source="catalog/vibrationfit b22",
    ),
    *columns("emotional_snapshots", source="catalog/vibrationfit b23", avg_intensity="intensity"),
    *columns(
        "vibrational_events",
        source="catalog/vibrationfit b24",
        source_type="event_type",
        raw_text="description",
        intensity="vibration_level",
    ),
    column("vibrational_events", "event_date", this.created_at, source="catalog/vibrationfit b24"),
)

ALIASES: tuple[Alias, ...] = (*_JANUARY, *_NOVEMBER)
