"""The token ledger: what is granted, bought, given and taken back (catalog/vibrationfit c1, c2)."""

from __future__ import annotations

from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Choice,
    Entries,
    Json,
    Key,
    Ledger,
    Lookup,
    Match,
    Moment,
    Parent,
    Phrase,
    Token,
    When,
    Whole,
    days,
    this,
)
from seedkit.supabase.factories import UserFactory

from .catalogue import AiModelPricingFactory
from .costs import CostInDollars
from .models import TokenTransaction
from .token_billing import CustomerSubscriptionFactory
from .vocabulary.account import TOKEN_NOTES

#: The kinds of ledger rows that grant tokens (catalog/vibrationfit c1).
GRANTS = (
    "subscription_grant",
    "renewal_grant",
    "trial_grant",
    "token_pack_purchase",
    "pack_purchase",
    "admin_grant",
)
#: The kinds of usage rows that are no usage: the ledger already holds them (catalog/vibrationfit c1).
MIRRORED = ("subscription_grant", "trial_grant", "token_pack_purchase", "admin_grant", "admin_deduct")
#: Token packs: tokens and price in cents (catalog/vibrationfit c2).
PACKS = {"power": (2_000_000, 9_900), "mega": (5_000_000, 19_900), "ultra": (12_000_000, 39_900)}


def _usage() -> Any:
    from .token_usage import TokenUsageFactory

    return TokenUsageFactory


# Use of a household's shared tokens is booked on the member, whose own account then shows zero (c4).
TOKENS = Ledger(
    within="user",
    overdrawn=True,
    credits=[
        Entries(
            lambda: TokenTransactionFactory,
            "tokens_used",
            when=this.action_type.isin(GRANTS),
            expires="expires_at",
        )
    ],
    debits=[Entries(_usage, "tokens_used", when=this.success & ~this.action_type.isin(MIRRORED))],
)


def _pack(place: int) -> Match:
    return Match(this.token_pack_id, {name: facts[place] for name, facts in PACKS.items()})


_PACK_FACTS = Json(
    {"pack_id": this.token_pack_id, "purchase_amount": this.amount_paid_cents, "purchase_currency": "USD"}
)


class TokenTransactionFactory(TableFactory[TokenTransaction]):
    """A ledger row: by default the grant of a subscription's current cycle, valid for 90 days, or as long as its plan says."""

    class Meta:
        model = TokenTransaction

    class Params:
        price = None

    subscription = Parent(CustomerSubscriptionFactory, user=this.user)
    user = Parent(UserFactory)
    id = Key()
    action_type = "subscription_grant"
    tokens_used = When(
        subscription.membership_tier.billing_interval.equals("year"),
        subscription.membership_tier.annual_token_grant,
        subscription.membership_tier.monthly_token_grant,
    )
    tokens_remaining = TOKENS.after()
    created_at = subscription.current_period_start.or_else(subscription.created_at)
    expires_at = Match(
        subscription.membership_tier.billing_interval,
        {"year": created_at + days(365), "one-time": created_at + days(56)},
        default=created_at + days(90),
    )
    metadata_ = Json(
        {
            "tier_id": subscription.membership_tier_id,
            "tier_type": subscription.membership_tier.tier_type,
            "tier_name": subscription.membership_tier.name,
            "plan_category": subscription.membership_tier.plan_category,
            "grant_type": this.action_type,
        }
    )
    currency = "USD"
    estimated_cost_usd = None
    openai_model = None
    prompt_tokens = None
    completion_tokens = None
    amount_paid_cents = None
    stripe_payment_intent_id = None
    stripe_session_id = None
    token_pack_id = None
    notes = None
    creator = None

    annual = Trait(subscription__annual=True)
    renewal = Trait(action_type="renewal_grant")
    bought = Trait(
        action_type="token_pack_purchase",
        subscription=None,
        created_at=Moment(before_now=days(60), at=WAKING),
        expires_at=None,
        token_pack_id=Choice({"power": 6, "mega": 3, "ultra": 1}),
        tokens_used=_pack(0),
        amount_paid_cents=_pack(1),
        stripe_payment_intent_id=Token("pi_seedkit_", 18),
        stripe_session_id=Token("cs_seedkit_", 18),
        metadata_=_PACK_FACTS,
    )
    bought_long_ago = Trait(
        action_type="pack_purchase",
        subscription=None,
        created_at=Moment(before_now=days(120), until=days(60), at=WAKING),
        expires_at=None,
        token_pack_id="power",
        tokens_used=_pack(0),
        amount_paid_cents=_pack(1),
        stripe_payment_intent_id=Token("pi_seedkit_", 18),
        stripe_session_id=Token("cs_seedkit_", 18),
        metadata_=_PACK_FACTS,
    )
    given = Trait(
        action_type="admin_grant",
        subscription=None,
        created_at=Moment(before_now=days(60), at=WAKING),
        expires_at=this.created_at + days(365),
        tokens_used=Whole(1, 10) * 50_000,
        metadata_={"grant_type": "admin_grant"},
        notes=Phrase(TOKEN_NOTES, "admin_grant"),
    )
    by_admin = Trait(creator=Parent(UserFactory))
    trial = Trait(
        action_type="trial_grant",
        subscription=None,
        created_at=Moment(before_now=days(50), at=WAKING),
        expires_at=this.created_at + days(56),
        tokens_used=1_000_000,
        metadata_={"grant_type": "trial_grant", "tier_type": "intensive", "plan_category": "intensive"},
    )
    deducted = Trait(
        action_type="admin_deduct",
        subscription=None,
        created_at=Moment(before_now=days(60), at=WAKING),
        expires_at=None,
        tokens_used=Whole(1, 5) * -10_000,
        metadata_={"reason": "correction"},
        notes=Phrase(TOKEN_NOTES, "admin_deduct"),
    )
    adjusted = Trait(
        action_type="manual_adjustment",
        subscription=None,
        created_at=Moment(before_now=days(60), at=WAKING),
        expires_at=None,
        tokens_used=Whole(-20, 20) * 1_000,
        metadata_={"reason": "reconciliation"},
        notes=Phrase(TOKEN_NOTES, "manual_adjustment"),
    )
    # Until usage had a table of its own, calls were booked here, negative.
    used = Trait(
        action_type=Choice(
            {
                "chat": 8,
                "refinement": 4,
                "blueprint": 2,
                "audio_generation": 2,
                "transcription": 2,
                "image_generation": 1,
                "assessment": 1,
            }
        ),
        subscription=None,
        created_at=Moment(before_now=days(120), until=days(60), at=WAKING),
        expires_at=None,
        openai_model=Choice({"gpt-4o": 3, "gpt-4-turbo": 1}),
        prompt_tokens=Whole(300, 6_000),
        completion_tokens=Whole(80, 1_800),
        tokens_used=(this.prompt_tokens + this.completion_tokens) * -1,
        price=Lookup(AiModelPricingFactory, model_name=this.openai_model),
        estimated_cost_usd=CostInDollars(this.price, this.prompt_tokens, this.completion_tokens, digits=6),
        metadata_={},
    )
