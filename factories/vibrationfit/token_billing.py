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
    Flag,
    Json,
    Key,
    Ledger,
    Lookup,
    Moment,
    Parent,
    Round,
    Series,
    Text,
    Token,
    UpTo,
    When,
    Whole,
    days,
    hours,
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
CYCLE = dt.timedelta(days=28)

TOKENS = Ledger(
    within="user",
    credits=[
        Entries(
            lambda: TokenTransactionFactory, "tokens_used", when=this.action_type.isin(GRANTS), expires="expires_at"
        )
    ],
    debits=[Entries(lambda: TokenUsageFactory, "tokens_used", when=this.success)],
)


class CustomerSubscriptionFactory(TableFactory[CustomerSubscription]):
    """A subscription in good standing: begun some cycles ago, the current period holds now."""

    class Meta:
        model = CustomerSubscription

    class Params:
        cycles = 2
        span = When(this.membership_tier.billing_interval.equals("year"), days(365), CYCLE)

    user = Parent(UserFactory)
    membership_tier = Lookup(MembershipTierFactory, tier_type="vision_pro_28day")
    id = Key()
    stripe_customer_id = Token("cus_seedkit_", 14)
    stripe_subscription_id = Token("sub_seedkit_", 16)
    stripe_price_id = membership_tier.stripe_price_id if False else Text("{membership_tier.stripe_price_id}")
    status = "active"
    current_period_start = Moment(before_now=days(27), until=hours(1))
    current_period_end = current_period_start + this.span
    created_at = current_period_start - CYCLE * 2
    updated_at = current_period_start
    cancel_at_period_end = False
    canceled_at = None
    trial_start = None
    trial_end = None
