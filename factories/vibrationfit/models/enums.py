"""The eleven enum types of VibrationFit (catalog/vibrationfit, enums)."""

from __future__ import annotations

from sqlalchemy import Enum

from .base import METADATA


def _enum(name: str, *labels: str) -> Enum:
    return Enum(*labels, name=name, metadata=METADATA)


assessment_category = _enum(
    "assessment_category",
    "money",
    "health",
    "family",
    "romance",
    "social",
    "business",
    "fun",
    "travel",
    "home",
    "possessions",
    "giving",
    "spirituality",
)
assessment_status = _enum("assessment_status", "not_started", "in_progress", "completed")
audio_generation_status = _enum("audio_generation_status", "pending", "processing", "completed", "failed")
green_line_status = _enum("green_line_status", "above", "transition", "below")
lifestyle_category = _enum("lifestyle_category", "minimalist", "moderate", "comfortable", "luxury")
membership_tier_type = _enum(
    "membership_tier_type",
    "free",
    "starter",
    "pro",
    "elite",
    "vision_pro_annual",
    "vision_pro_28day",
    "vision_pro_household_annual",
    "vision_pro_household_28day",
    "household_addon_28day",
    "household_addon_annual",
    "intensive",
    "intensive_household",
)
social_preference = _enum("social_preference", "introvert", "ambivert", "extrovert")
subscription_status = _enum(
    "subscription_status",
    "active",
    "canceled",
    "incomplete",
    "incomplete_expired",
    "past_due",
    "trialing",
    "unpaid",
)
token_action_type = _enum(
    "token_action_type",
    "chat",
    "refinement",
    "blueprint",
    "audio_generation",
    "transcription",
    "image_generation",
    "assessment",
    "manual_adjustment",
    "subscription_grant",
    "renewal_grant",
    "pack_purchase",
    "admin_grant",
    "admin_deduct",
    "trial_grant",
    "token_pack_purchase",
)
travel_frequency = _enum("travel_frequency", "never", "yearly", "quarterly", "monthly")
vision_audio_status = _enum("vision_audio_status", "pending", "processing", "completed", "failed")
