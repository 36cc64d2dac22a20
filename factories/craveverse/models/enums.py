"""The six enum types of CraveVerse (catalog/craveverse, enums)."""

from __future__ import annotations

from sqlalchemy import Enum

from .base import METADATA


def _enum(name: str, *labels: str) -> Enum:
    return Enum(*labels, name=name, metadata=METADATA)


ai_model_type = _enum("ai_model_type", "gpt-5-nano", "gpt-5-mini")
battle_status = _enum("battle_status", "waiting", "active", "completed", "cancelled")
craving_type = _enum("craving_type", "nofap", "sugar", "shopping", "smoking_vaping", "social_media")
post_status = _enum("post_status", "active", "hidden", "deleted")
subscription_tier = _enum("subscription_tier", "free", "plus", "plus_trial", "ultra")
task_status = _enum("task_status", "pending", "completed", "skipped")
