"""Columns that could be null by the published DDL and never are, each with the reason why no real row is without.

Not listed: columns with a default, which only an explicit NULL would empty (no code of the products writes one), and keys
of other rows, which are nullable on paper: a row of nobody would be seen by nobody.
"""

from __future__ import annotations


def _all_of(reasons: dict[str, dict[str, str]]) -> dict[str, str]:
    """``{table: {"a b c": reason}}`` as ``{table.a: reason, …}``."""
    return {
        f"{table}.{column}": reason
        for table, columns in reasons.items()
        for names, reason in columns.items()
        for column in names.split()
    }


CRAVEVERSE = _all_of(
    {
        "activity_log": {
            "resource_type resource_id feature": "every action of the product is about something"
        },
        "battles": {"tasks": "a battle is made with its tasks (c7)"},
        "shop_items": {"description icon": "the product describes and draws all it sells"},
        "test_table_creation": {"name": "somebody tried out whether a row can be written"},
        "users": {"last_sign_in_at": "Clerk reports an account when somebody signs in"},
    }
)

INFINITEPAGES = _all_of(
    {
        "chapters": {
            "title content summary prompt_type": "the AI's answer holds them all, and makes the row"
        },
        "credit_packages": {"description": "the product describes all it sells"},
        "error_reports": {"component operation fingerprint": "the reporter fills them in, if with 'unknown'"},
        "foreshadowing_elements": {"introduced_chapter": "what was introduced was so in some chapter"},
        "infinite_pages_cache": {"foundation_dependency": "all that is kept is of some foundation"},
        "profiles": {"full_name": "the trigger on auth.users takes the address where there is no name"},
        "reader_paths": {"current_chapter": "a path begins with a chapter"},
        "request_flow_analytics": {
            "api_endpoint integration_point": "a window is one of an endpoint, which has its integration",
            "success_rate avg_response_time_ms min_response_time_ms max_response_time_ms p95_response_time_ms "
            "integration_success_rate": "a window without requests is not written",
        },
        "stories": {"genre premise": "the form asks for both"},
        "story_facts": {"compression_ratio": "computed with the facts themselves"},
        "subscription_logs": {
            "subscription_tier subscription_status stripe_subscription_id": "Stripe's event says all three"
        },
    }
)

VIBRATIONFIT = _all_of(
    {
        "abundance_events": {"vision_category": "the form asks for it"},
        "actualization_blueprints": {
            "description ai_analysis opportunity_summary success_metrics potential_challenges "
            "recommended_timeline phases resources_needed milestones": "the AI's answer holds them all"
        },
        "ai_model_pricing": {"model_family": "the published prices all have one"},
        "blueprint_phases": {
            "description estimated_duration objectives tasks resources success_criteria": "the AI's answer holds them all"
        },
        "blueprint_tasks": {"resources_needed": "a task that needs nothing has an empty list"},
        "conversation_sessions": {"preview_message last_message_at": "a session begins with a message"},
        "customer_subscriptions": {"stripe_subscription_id stripe_price_id": "made from what Stripe reports"},
        "generated_images": {"file_size": "measured when the image is stored"},
        "intensive_purchases": {
            "stripe_checkout_session_id": "made from what Stripe reports",
            "activation_deadline": "set with the purchase (c7)",
        },
        "media_metadata": {"mime_type folder": "the upload knows both"},
        "member_profiles": {
            "units city state zip_code country": "the first page asks for them, and the row is made after it"
        },
        "membership_tiers": {
            "description tier_type stripe_product_id stripe_price_id": "the product's plans all have them"
        },
        "payment_history": {"description metadata": "made from what Stripe reports"},
        "profiles": {"full_name": "the trigger on auth.users takes the address where there is no name"},
        "refinements": {"input_text": "what is refined is sent along"},
        "token_drips": {"billing_period_start billing_period_end metadata": "a drip is of a cycle (c1)"},
        "token_usage": {"calculated_cost_cents": "every call has its price (c1)"},
        "user_profiles": {"first_name last_name email": "taken from the account"},
        "user_stats": {"last_journal_date": "the row is made with the first entry"},
        "vibrational_events": {"raw_text": "an event is read out of a text"},
        "vibrational_event_sources": {"description": "the published sources all have one"},
        "voice_profiles": {"source": "who made it is known"},
        "refinements_backup_20251111": {
            "id user_id vision_id category operation_type input_tokens output_tokens total_tokens cost_usd refinement_percentage tonality word_count_target emotional_intensity instructions input_text processing_time_ms success created_at migrated_to_v3": "a copy of rows in which it is required"
        },
        "vision_versions_backup_20251111": {
            "id user_id version_number title status completion_percent forward fun travel home family love health money work social stuff giving spirituality conclusion has_audio created_at updated_at vibe_assistant_refinements_count ai_generated conversation_count is_draft is_active richness_metadata": "a copy of rows in which it is required"
        },
    }
)
