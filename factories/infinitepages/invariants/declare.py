"""What Infinite Pages' promises have in common."""

from __future__ import annotations

from seedkit.rules import Rules, listed

__all__ = ["RULES", "each", "in_month", "listed", "load_of", "never"]

RULES = Rules("catalog/infinitepages", frozenset({"credit_packages"}))
each, never = RULES.each, RULES.never


def load_of(key: str) -> str:
    """SQL: the load that a row comes from, as the first letters of its key; one text for all rows of nobody's load."""
    return f"case when {key}::text like '5eed%' then left({key}::text, 8) else '' end"


def in_month(moment: str) -> str:
    """SQL: the first day of the month that a moment lies in, in UTC."""
    return f"date_trunc('month', {moment} at time zone 'utc')::date"
