"""What VibrationFit's promises have in common."""

from __future__ import annotations

from seedkit.rules import Rules, listed

__all__ = ["CATALOGUE", "RULES", "each", "listed", "never"]

#: Tables whose rows all loads, and the product itself, share.
CATALOGUE = frozenset(
    {
        "ai_action_token_overrides",
        "ai_model_pricing",
        "audio_variants",
        "membership_tiers",
        "vibrational_event_sources",
    }
)

RULES = Rules("catalog/vibrationfit", CATALOGUE)
each, never = RULES.each, RULES.never
