"""Truth values by name: what is usual is usually true."""

from __future__ import annotations

from ..natures import Listed
from .context import Context, Meaning

__all__ = ["rule_for"]

_MOSTLY = frozenset(
    [
        "active",
        "enabled",
        "verified",
        "confirmed",
        "visible",
        "available",
        "valid",
        "approved",
        "published",
        "public",
        "live",
        "open",
        "allowed",
        "accepted",
        "current",
        "subscribed",
        "working",
        "success",
        "successful",
        "ok",
        "healthy",
        "online",
        "present",
        "consent",
        "agreed",
        "shippable",
        "taxable",
        "searchable",
        "sellable",
        "opt",
        "in_stock",
        "listed",
        "ready",
        "activated",
        "email_verified",
        "passed",
        "paid",
        "complete",
        "completed",
    ]
)
_SELDOM = frozenset(
    [
        "deleted",
        "archived",
        "blocked",
        "banned",
        "locked",
        "hidden",
        "disabled",
        "suspended",
        "spam",
        "test",
        "admin",
        "superuser",
        "staff",
        "root",
        "featured",
        "pinned",
        "sticky",
        "anonymous",
        "private",
        "draft",
        "error",
        "failed",
        "cancelled",
        "canceled",
        "expired",
        "revoked",
        "flagged",
        "reported",
        "muted",
        "refunded",
        "system",
        "internal",
        "deprecated",
        "obsolete",
        "discontinued",
        "fragile",
        "urgent",
        "overdue",
        "closed",
        "removed",
        "void",
        "bot",
        "fraud",
        "vip",
        "exempt",
        "override",
        "trashed",
        "premium",
        "beta",
        "debug",
        "dirty",
        "duplicate",
        "broken",
        "lost",
        "damaged",
        "obsolete",
        "quarantined",
        "temporary",
        "guest",
    ]
)
_FEW = frozenset(
    [
        "default",
        "primary",
        "main",
        "preferred",
        "recommended",
        "popular",
        "favorite",
        "starred",
        "highlighted",
        "new",
        "best",
    ]
)


def rule_for(context: Context, words: tuple[str, ...]) -> Meaning | None:
    """The meaning of a truth value whose name holds these words."""
    for word in reversed(words):
        share = 0.86 if word in _MOSTLY else 0.06 if word in _SELDOM else 0.15 if word in _FEW else None
        if share is None:
            continue
        if {"not", "no", "non", "un"} & set(context.words):
            share = 1 - share
        return Meaning(
            Listed((True, False), (share, 1 - share)), _unknown(context), f"{context.column.name}: {word}"
        )
    if context.words and context.words[0] in (
        "is",
        "has",
        "can",
        "should",
        "allow",
        "allows",
        "show",
        "needs",
        "requires",
        "use",
    ):
        return Meaning(Listed((True, False), (0.4, 0.6)), _unknown(context), "")
    return None


def _unknown(context: Context) -> float:
    """How often nobody knows: never where the column has a value of itself."""
    return 0.0 if context.column.default else 0.05
