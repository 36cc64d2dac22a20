"""Subscriptions and payments (catalog/vibrationfit c2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Field,
    Greatest,
    Json,
    Key,
    Lookup,
    Moment,
    Parent,
    Phrase,
    Text,
    Token,
    When,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import numbers

from .catalogue import MembershipTierFactory
from .models import CustomerSubscription, PaymentHistory
from .vocabulary.account import PAYMENT_DESCRIPTIONS

#: A billing cycle.
CYCLE = days(28)


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
    updated_at = Greatest(created_at, current_period_start, this.canceled_at)
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
    canceling = Trait(
        cancel_at_period_end=True, canceled_at=After(this.current_period_start, within=days(28))
    )
    past_due = Trait(status="past_due")
    unpaid = Trait(status="unpaid")
    # Stripe gives the first payment 23 hours.
    incomplete = Trait(
        status="incomplete",
        created_at=Moment(before_now=hours(23)),
        current_period_start=None,
        current_period_end=None,
    )
    incomplete_expired = Trait(
        status="incomplete_expired",
        current_period_start=None,
        current_period_end=None,
    )
    trialing = Trait(
        status="trialing",
        created_at=Moment(before_now=days(50), until=days(1), at=WAKING),
        current_period_start=this.created_at,
        current_period_end=this.created_at + days(56),
        trial_start=this.created_at,
        trial_end=this.created_at + days(56),
    )
    # The first cycle begins when the trial ends.
    converted = Trait(
        created_at=Moment(before_now=days(83), until=days(58), at=WAKING),
        trial_start=this.created_at,
        trial_end=this.created_at + days(56),
        current_period_start=PeriodStart(this.trial_end, this.span_days),
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
    created_at = subscription.current_period_start.or_else(subscription.created_at)
    paid_at = After(created_at, within=minutes(2), least=dt.timedelta(seconds=5))

    failed = Trait(status="failed", paid_at=None, description=Phrase(PAYMENT_DESCRIPTIONS, "failed"))
    intensive = Trait(
        subscription=None,
        stripe_invoice_id=None,
        amount=49_900,
        description=Phrase(PAYMENT_DESCRIPTIONS, "intensive"),
        metadata_={"purchase_type": "intensive"},
        created_at=Moment(before_now=days(90), at=WAKING),
    )
    pack = Trait(
        subscription=None,
        stripe_invoice_id=None,
        amount=Choice([9_900, 19_900, 39_900]),
        description=Phrase(PAYMENT_DESCRIPTIONS, "pack"),
        metadata_={"purchase_type": "token_pack"},
        created_at=Moment(before_now=days(60), at=WAKING),
    )
