"""Moments: what may lie ahead, and what comes before what."""

from __future__ import annotations

from seedkit.rules import Times

from ..models import MODELS
from .declare import RULES

MOMENTS = Times(
    RULES,
    MODELS,
    future={
        "cancel_at",
        "current_period_end",
        "end_date",
        "end_time",
        "ended_at",
        "expires_at",
        "scheduled_at",
        "trial_end",
        "trial_ends_at",
        # The day of created_at, as c5.pause_start has it.
        "streak_pauses.start_date",
    },
    born={"user_purchases": "purchased_at"},
    orders={
        "battles": [("created_at", "start_time", "end_time")],
        "queue_jobs": [("created_at", "scheduled_at", "processed_at")],
        "shareable_progress": [("created_at", "expires_at")],
        "subscriptions": [("trial_start", "trial_end"), ("current_period_start", "current_period_end")],
        "trial_history": [("started_at", "ended_at")],
        "user_inventory": [("purchased_at", "expires_at")],
        "user_progress": [("created_at", "completed_at")],
        "users": [("created_at", "onboarding_completed_at"), ("created_at", "last_sign_in_at")],
    },
)
