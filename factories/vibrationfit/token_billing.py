"""Subscriptions, payments and the token ledger (catalog/vibrationfit c1, c2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Entries,
    Field,
    Json,
    Key,
    Ledger,
    Lookup,
    Match,
    Moment,
    Parent,
    Text,
    Token,
    UpTo,
    When,
    Whole,
    days,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import numbers

from .catalogue import AiModelPricingFactory, MembershipTierFactory
from .models import CustomerSubscription, PaymentHistory, TokenTransaction, TokenUsage

#: The kinds of ledger rows that grant tokens, and those of them that never expire (catalog/vibrationfit c1).
GRANTS = ("subscription_grant", "renewal_grant", "trial_grant", "token_pack_purchase", "pack_purchase", "admin_grant")
#: Token packs: tokens and price in cents (catalog/vibrationfit c2).
PACKS = {"power": (2_000_000, 9_900), "mega": (5_000_000, 19_900), "ultra": (12_000_000, 39_900)}
#: A billing cycle.
CYCLE = days(28)

# Use of a household's shared tokens is booked on the member, whose own account then shows zero (c4).
TOKENS = Ledger(
    within="user",
    overdrawn=True,
    credits=[
        Entries(
            lambda: TokenTransactionFactory, "tokens_used", when=this.action_type.isin(GRANTS), expires="expires_at"
        )
    ],
    debits=[Entries(lambda: TokenUsageFactory, "tokens_used", when=this.success)],
)


def _pack(place: int) -> Match:
    return Match(this.token_pack_id, {name: facts[place] for name, facts in PACKS.items()})


class PeriodStart(Field):
    """The start of the billing period that holds now: whole spans after the subscription began."""

    def __init__(self, began: Any, span: Any) -> None:
        super().__init__()
        self.began, self.span = began, span

    def column(self, rows: Rows) -> pa.Array:
        began = column_of(self.began, rows)
        start = numbers(began).astype(np.int64)
        span = numbers(column_of(self.span, rows)) * 86_400_000_000
        return pa.array(start + (rows.scope.now_us - start) // span * span).cast(began.type)


class CostInCents(Field):
    """What a call costs: per thousand tokens in and out, rounded half up (catalog/vibrationfit c1, calculate_ai_cost)."""

    def __init__(self, price: Any, tokens_in: Any, tokens_out: Any, units: Any = 0) -> None:
        super().__init__()
        self.price, self.tokens_in, self.tokens_out, self.units = price, tokens_in, tokens_out, units

    def column(self, rows: Rows) -> np.ndarray[Any, Any]:
        tokens_in, tokens_out = (numbers(column_of(f, rows)).astype(np.int64) for f in (self.tokens_in, self.tokens_out))
        hundredths = numbers(pc.multiply_checked(pc.round(column_of(self.units, rows).cast(pa.float64()), 2), 100.0))
        text = tokens_in * self._micros(rows, "input_price_per_1k") + tokens_out * self._micros(rows, "output_price_per_1k")
        unit = np.round(hundredths).astype(np.int64) * self._micros(rows, "price_per_unit") * 10
        # Both in units of 1e-9 dollars; a cent is 1e7 of them.
        return (np.where(unit > 0, unit, text) + 5_000_000) // 10_000_000

    def _micros(self, rows: Rows, column: str) -> np.ndarray[Any, Any]:
        price = column_of(getattr(self.price, column), rows)
        return np.round(numbers(price.cast(pa.float64())) * 1e6).astype(np.int64)


class CustomerSubscriptionFactory(TableFactory[CustomerSubscription]):
    """A subscription in good standing in its third 28-day cycle; ``annual`` ones renew each year."""

    class Meta:
        model = CustomerSubscription

    class Params:
        span_days = 28

    user = Parent(UserFactory)
    membership_tier = Lookup(MembershipTierFactory, tier_type="vision_pro_28day")
    id = Key()
    stripe_customer_id = Token("cus_seedkit_", 14)
    stripe_subscription_id = Token("sub_seedkit_", 16)
    stripe_price_id = Text("{membership_tier.stripe_price_id}")
    status = "active"
    created_at = Moment(before_now=days(83), until=days(57), at=WAKING)
    current_period_start = PeriodStart(created_at, this.span_days)
    current_period_end = current_period_start + days(28)
    updated_at = current_period_start
    cancel_at_period_end = False
    canceled_at = None
    trial_start = None
    trial_end = None

    annual = Trait(
        span_days=365,
        membership_tier=Lookup(MembershipTierFactory, tier_type="vision_pro_annual"),
        current_period_end=this.current_period_start + days(365),
    )
    canceled = Trait(status="canceled", canceled_at=After(this.current_period_start, within=days(28)))
    canceling = Trait(cancel_at_period_end=True, canceled_at=After(this.current_period_start, within=days(28)))
    past_due = Trait(status="past_due")
    unpaid = Trait(status="unpaid")
    incomplete = Trait(status="incomplete", current_period_start=None, current_period_end=None)
    incomplete_expired = Trait(status="incomplete_expired", current_period_start=None, current_period_end=None)
    trialing = Trait(
        status="trialing",
        created_at=Moment(before_now=days(50), until=days(1), at=WAKING),
        current_period_start=this.created_at,
        current_period_end=this.created_at + days(56),
        trial_start=this.created_at,
        trial_end=this.created_at + days(56),
    )


class PaymentHistoryFactory(TableFactory[PaymentHistory]):
    """A paid invoice of a subscription."""

    class Meta:
        model = PaymentHistory

    subscription = Parent(CustomerSubscriptionFactory, user=this.user)
    user = Parent(UserFactory)
    id = Key()
    stripe_payment_intent_id = Token("pi_seedkit_", 18)
    stripe_invoice_id = Token("in_seedkit_", 18)
    amount = When(
        subscription.membership_tier.billing_interval.equals("year"),
        subscription.membership_tier.price_yearly,
        subscription.membership_tier.price_monthly,
    )
    currency = "usd"
    status = "succeeded"
    description = Text("{subscription.membership_tier.name}")
    metadata_ = Json({"stripe_subscription_id": subscription.stripe_subscription_id})
    created_at = subscription.current_period_start
    paid_at = After(created_at, within=minutes(2), least=dt.timedelta(seconds=5))

    failed = Trait(status="failed", paid_at=None)
    one_time = Trait(subscription=None, stripe_invoice_id=None, metadata_=None)


class TokenTransactionFactory(TableFactory[TokenTransaction]):
    """A ledger row: by default the grant of a subscription's current cycle, valid for 90 days."""

    class Meta:
        model = TokenTransaction

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
    created_at = subscription.current_period_start
    expires_at = created_at + days(90)
    metadata_ = Json(
        {
            "tier_id": subscription.membership_tier_id,
            "tier_type": subscription.membership_tier.tier_type,
            "tier_name": subscription.membership_tier.name,
            "plan_category": subscription.membership_tier.plan_category,
            "grant_type": action_type,
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

    annual = Trait(expires_at=this.created_at + days(365), subscription__annual=True)
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
        metadata_=Json(
            {
                "pack_id": this.token_pack_id,
                "purchase_amount": this.amount_paid_cents,
                "purchase_currency": "USD",
            }
        ),
    )
    given = Trait(
        action_type="admin_grant",
        subscription=None,
        created_at=Moment(before_now=days(60), at=WAKING),
        expires_at=this.created_at + days(365),
        tokens_used=Whole(1, 10) * 50_000,
        metadata_={"grant_type": "admin_grant"},
        notes=Choice(["Goodwill after the outage", "Thank you for the beta feedback", "Workshop participant"]),
    )
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
        notes="Granted twice by mistake",
    )


class TokenUsageFactory(TableFactory[TokenUsage]):
    """One AI call that succeeded and was booked on the person who made it."""

    class Meta:
        model = TokenUsage

    class Params:
        price = Lookup(AiModelPricingFactory, model_name=this.model_used)
        wanted = Whole(900, 24_000)
        share = Whole(25, 75)

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(55), at=WAKING)
    action_type = Choice(
        {
            "chat_conversation": 40,
            "vision_refinement": 14,
            "life_vision_category_summary": 12,
            "vision_generation": 8,
            "prompt_suggestions": 8,
            "frequency_flip": 6,
            "vibrational_analysis": 5,
            "assessment_scoring": 3,
            "life_vision_master_assembly": 2,
            "viva_scene_generation": 1,
            "north_star_reflection": 1,
        }
    )
    model_used = Choice({"gpt-4o": 5, "gpt-5-mini": 3, "gpt-4o-mini": 2})
    tokens_used = UpTo(TOKENS, this.wanted)
    input_tokens = tokens_used * this.share // 100
    output_tokens = tokens_used - input_tokens
    calculated_cost_cents = CostInCents(this.price, input_tokens, output_tokens)
    cost_estimate = calculated_cost_cents
    success = True
    error_message = None
    metadata_: dict[str, Any] = {}
    audio_seconds = None
    audio_duration_formatted = None

    pooled = Trait(tokens_used=this.wanted)
    failed = Trait(
        success=False,
        tokens_used=0,
        calculated_cost_cents=0,
        error_message=Choice(["Request timed out", "The model is overloaded", "Rate limit reached"]),
    )

