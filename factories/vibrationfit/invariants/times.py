"""Moments: nothing after now, nothing before its owner, beginnings before ends."""

from __future__ import annotations

from seedkit.rules import Times

from ..models import MODELS
from .declare import RULES

#: Columns whose moment may lie ahead.
FUTURE = frozenset(
    {
        "activation_deadline",
        "billing_period_end",
        "call_scheduled_time",
        "current_period_end",
        "due_date",
        "expires_at",
        "next_installment_date",
        "trial_end",
        "vibe_assistant_monthly_reset_date",
    }
)
#: Which column says when a row came to be, where that is not created_at.
BORN = {"household_members": "invited_at"}
#: Links that may be made to something younger than the row.
LATER_LINKS = frozenset(
    {
        ("user_profiles", "household_id"),
        ("emotional_snapshots", "last_scene_id"),
        ("emotional_snapshots", "last_vision_id"),
    }
)
#: Table: moments in the order in which they come; updated_at after created_at goes without saying.
ORDERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "actualization_blueprints": (("created_at", "started_at", "completed_at", "updated_at"),),
    "assessment_results": (("started_at", "completed_at", "updated_at"),),
    "blueprint_insights": (("created_at", "reviewed_at", "acted_upon_at"),),
    "blueprint_phases": (("created_at", "started_at", "completed_at"),),
    "blueprint_tasks": (("created_at", "started_at", "completed_at"),),
    "conversation_sessions": (("created_at", "last_message_at"),),
    "customer_subscriptions": (
        ("current_period_start", "current_period_end"),
        ("trial_start", "trial_end"),
        ("created_at", "canceled_at"),
    ),
    "generated_images": (("generated_at", "used_at"), ("generated_at", "expires_at")),
    "household_invitations": (("created_at", "accepted_at", "expires_at"),),
    "household_members": (("invited_at", "accepted_at", "joined_at", "removed_at"),),
    "intensive_purchases": (("created_at", "started_at", "completed_at"), ("created_at", "refunded_at")),
    "media_metadata": (("created_at", "last_accessed"),),
    "payment_history": (("created_at", "paid_at"),),
    "token_drips": (("billing_period_start", "billing_period_end"),),
    "token_transactions": (("created_at", "expires_at"),),
    "user_storage": (("granted_at", "created_at"),),
    "vision_board_items": (("created_at", "actualized_at"),),
    "vision_conversations": (("created_at", "vision_generated_at"), ("created_at", "completed_at")),
    "vision_progress": (("created_at", "last_activity"), ("created_at", "completed_at")),
    "vision_versions": (("created_at", "last_audio_generated_at"),),
    "voice_profiles": (("created_at", "last_refined_at"),),
    "vibrational_links": (("created_at", "last_updated"),),
}

MOMENTS = Times(RULES, MODELS, future=FUTURE, born=BORN, orders=ORDERS, later=LATER_LINKS)
TIMES = MOMENTS.invariants()
