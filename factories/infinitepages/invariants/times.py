"""Moments: nothing after now, nothing before its owner, beginnings before ends."""

from __future__ import annotations

from seedkit.rules import Times

from ..models import MODELS
from .declare import RULES

#: Columns whose moment may lie ahead.
FUTURE = frozenset(
    {"current_period_end", "estimated_completion", "expires_at", "subscription_usage.period_end"}
)
#: Which column says when a row came to be, where that is not created_at.
BORN = {"character_voice_patterns": "last_validated_at"}
#: Table: moments in the order in which they come; updated_at after created_at goes without saying.
ORDERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "cover_generation_queue": (("created_at", "estimated_completion"),),
    "exports": (("created_at", "expires_at"),),
    "infinite_pages_cache": (("created_at", "last_accessed", "expires_at"),),
    "payments": (("created_at", "processed_at", "updated_at"),),
    "payouts": (("created_at", "processed_at", "updated_at"), ("period_start", "period_end")),
    "profiles": (("created_at", "last_token_grant", "current_period_end"),),
    "reader_paths": (("session_start", "session_end"),),
    "reading_progress": (("created_at", "last_read_at"),),
    "request_flow_analytics": (("period_start", "period_end", "created_at"),),
    "subscription_usage": (("period_start", "period_end"),),
}

MOMENTS = Times(RULES, MODELS, future=FUTURE, born=BORN, orders=ORDERS)
TIMES = MOMENTS.invariants()
