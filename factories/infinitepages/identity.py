"""Accounts: plan, allowance, credits and creator state of everybody who signs up (catalog/infinitepages c1, c8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    Choice,
    Count,
    Greatest,
    Match,
    Moment,
    OfUser,
    Parent,
    Phrase,
    Round,
    Several,
    Sum,
    Token,
    days,
    this,
)
from seedkit.supabase.factories import UserFactory

from .models import Profile
from .standing import (
    BALANCE,
    CACHE_HITS,
    CACHE_SAVINGS,
    EARNED,
    READERS,
    RECEIVED,
    SETTLED,
    SPENT,
    CreatorTier,
)
from .vocabulary.authors import PEN_NAMES
from .vocabulary.casts import GENRES

#: What a plan allows to generate, in credits a month (catalog/infinitepages c1).
ALLOWANCE = {"basic": 1332, "premium": 2497}

GOALS = (
    "Finish my first novel",
    "Write every day",
    "Earn from my stories",
    "Try new genres",
    "Publish a series",
    "Get past writer's block",
    "Share stories with my family",
)
LEVELS = {"beginner": 5, "intermediate": 4, "advanced": 2, "professional": 1}
FREQUENCIES = {"daily": 3, "few_times_week": 5, "weekly": 4, "monthly": 2, "occasionally": 2}

_RENOWNED = {"is_creator": True, "display_name": Phrase(PEN_NAMES, "name")}


def _stories() -> Any:
    from .content import StoryFactory

    return StoryFactory


def _cached() -> Any:
    from .cache import InfinitePagesCacheFactory

    return InfinitePagesCacheFactory


def _logs() -> Any:
    from .generation import GenerationLogFactory

    return GenerationLogFactory


class ProfileFactory(TableFactory[Profile]):
    """An account on the basic plan, free of charge, of somebody who answered the questions at the start."""

    class Meta:
        model = Profile
        adopted_by = ("id",)

    class Params:
        renewed = Moment(before_now=days(29))
        allowance = Match(this.subscription_tier, ALLOWANCE)

    user = Parent(UserFactory)
    email = user.email
    full_name = user.full_name
    display_name = None
    subscription_tier = "basic"
    subscription_status = "inactive"
    stripe_customer_id = None
    current_period_end = None
    last_token_grant = user.created_at
    tokens_remaining = Greatest(
        this.allowance
        - Round(Sum(lambda: _logs().cost_usd, where=this.created_at >= this.user.last_token_grant) * 1000),
        0,
    )
    tokens_used_total = Sum(lambda: _logs().tokens_input) + Sum(lambda: _logs().tokens_output)
    tokens_saved_cache = OfUser(Sum(lambda: _cached().token_cost_saved))
    stories_created = Count(_stories)
    words_generated = Sum(lambda: _stories().word_count)
    onboarding_complete = True
    writing_goals = Several(GOALS, 1, 3)
    preferred_genres = Several(GENRES, 1, min(4, len(GENRES)))
    experience_level = Choice(LEVELS)
    writing_frequency = Choice(FREQUENCIES)
    credits_balance = BALANCE
    credits_earned_total = RECEIVED
    credits_spent_total = SPENT
    cache_hits = CACHE_HITS
    cache_discount_earned = CACHE_SAVINGS
    is_creator = False
    creator_tier = None
    total_earnings_usd = EARNED
    pending_payout_usd = total_earnings_usd - SETTLED
    stripe_connect_account_id = None
    stripe_account_status = None
    stripe_charges_enabled = False
    stripe_payouts_enabled = False
    is_admin = False
    created_at = user.created_at
    updated_at = user.last_sign_in_at.or_else(user.created_at)

    new = Trait(
        onboarding_complete=False,
        writing_goals=None,
        preferred_genres=None,
        experience_level=None,
        writing_frequency=None,
    )
    subscribed = Trait(
        subscription_status="active",
        stripe_customer_id=Token("cus_seedkit_", 14),
        last_token_grant=this.renewed,
        current_period_end=this.renewed + days(30),
    )
    premium = Trait(
        subscription_tier="premium",
        subscription_status="active",
        stripe_customer_id=Token("cus_seedkit_", 14),
        last_token_grant=this.renewed,
        current_period_end=this.renewed + days(30),
    )
    # The first week of a plan is free.
    trialing = Trait(
        renewed=Moment(before_now=days(6)),
        subscription_tier="premium",
        subscription_status="trialing",
        stripe_customer_id=Token("cus_seedkit_", 14),
        last_token_grant=this.renewed,
        current_period_end=this.renewed + days(7),
    )
    past_due = Trait(subscription_status="past_due", stripe_customer_id=Token("cus_seedkit_", 14))
    unpaid = Trait(subscription_status="unpaid", stripe_customer_id=Token("cus_seedkit_", 14))
    # Canceled, a plan ends at once; after the period an account is as free as it began, but Stripe still knows it.
    canceled = Trait(subscription_status="canceled", stripe_customer_id=Token("cus_seedkit_", 14))
    lapsed = Trait(stripe_customer_id=Token("cus_seedkit_", 14))
    creator = Trait(
        is_creator=True,
        creator_tier=CreatorTier(this.total_earnings_usd, this.stories_created, READERS),
        display_name=Phrase(PEN_NAMES, "name"),
    )
    # Creators as they stand alone, without the stories and earnings that brought them there (c9).
    silver = Trait(
        creator_tier="silver", **_RENOWNED, total_earnings_usd=Decimal("148.40"), stories_created=7
    )
    gold = Trait(creator_tier="gold", **_RENOWNED, total_earnings_usd=Decimal("731.15"), stories_created=19)
    platinum = Trait(
        creator_tier="platinum", **_RENOWNED, total_earnings_usd=Decimal("2604.70"), stories_created=56
    )
    connected = Trait(
        stripe_connect_account_id=Token("acct_seedkit_", 14),
        stripe_account_status="active",
        stripe_charges_enabled=True,
        stripe_payouts_enabled=True,
    )
    connecting = Trait(stripe_connect_account_id=Token("acct_seedkit_", 14), stripe_account_status="pending")
    connect_begun = Trait(
        stripe_connect_account_id=Token("acct_seedkit_", 14), stripe_account_status="incomplete"
    )
    # Stripe takes money in their name, and holds it until it knows their bank.
    connect_limited = Trait(
        stripe_connect_account_id=Token("acct_seedkit_", 14),
        stripe_account_status="incomplete",
        stripe_charges_enabled=True,
    )
    admin = Trait(is_admin=True)
