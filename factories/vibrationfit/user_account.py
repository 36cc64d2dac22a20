"""The basic rows of an account: profile, storage quota, counters."""

from __future__ import annotations

from seedkit.factory import TableFactory
from seedkit.fields import After, Parent, days
from seedkit.supabase.factories import UserFactory

from .models import Profile


class ProfileFactory(TableFactory[Profile]):
    """The profile that the sign-up trigger makes; the key is the user's own id."""

    class Meta:
        model = Profile

    user = Parent(UserFactory)
    email = user.email
    full_name = user.full_name
    membership_level = "free"
    membership_tier = None
    created_at = user.created_at
    updated_at = user.created_at
    vibe_assistant_tokens_used = 0
    vibe_assistant_tokens_remaining = 0
    vibe_assistant_monthly_reset_date = After(user.created_at, within=days(30), least=days(30), future=True)
    vibe_assistant_total_cost = 0
    vibe_assistant_allowance_reset_count = 0


