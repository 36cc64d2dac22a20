"""What CraveVerse's promises have in common."""

from __future__ import annotations

from seedkit.rules import Rules, listed

__all__ = ["CATALOGUE", "DAY", "RULES", "TODAY", "each", "listed", "never", "paid_once"]

#: Tables whose rows all loads, and the product itself, share.
CATALOGUE = frozenset({"battle_tasks", "cravings", "level_map_data", "levels", "shop_items"})

DAY = "interval '24 hours'"
#: All dates of the product are of UTC.
TODAY = "(:now at time zone 'utc')::date"

RULES = Rules("catalog/craveverse", CATALOGUE)
each, never = RULES.each, RULES.never


def paid_once(user: str) -> str:
    """SQL: the user has or had a plan or a trial. What somebody may do follows from the tier of that day."""
    return f"""exists (select from public.subscriptions paid
        where paid.user_id = {user} and paid.status <> 'incomplete')"""
