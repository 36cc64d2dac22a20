"""Credits for money: packages, payments, and what Stripe told of plans (catalog/infinitepages c2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Kept,
    Key,
    Lookup,
    Match,
    Moment,
    Parent,
    Token,
    days,
    hours,
    minutes,
    this,
)

from .identity import ProfileFactory
from .models import CreditPackage, Payment, SubscriptionLog
from .vocabulary.money import PAYMENT_FAILURES

#: What a plan brings a month, and what a cover costs on it, in credits (c2, c10); a download (b16).
GRANT = {"basic": 1332, "premium": 2497}
COVER = {"basic": 8, "premium": 5}
DOWNLOAD = 250

_LAUNCH = dt.datetime(2020, 1, 6, 9, tzinfo=dt.UTC)


def _package(price_id: str, name: str, amount: int, price: str, **facts: Any) -> dict[str, Any]:
    return {
        "stripe_price_id": f"price_seedkit_{price_id}",
        "name": name,
        "credits_amount": amount,
        "price_usd": Decimal(price),
        **facts,
    }


class CreditPackageFactory(TableFactory[CreditPackage]):
    """The four packages on sale, and one that no longer is: its bonus was for the first readers."""

    class Meta:
        model = CreditPackage
        natural = ("stripe_price_id",)
        rows = (
            _package("basic_month", "Basic, a month", 1332, "7.99", sort_order=1,
                     description="What the basic plan brings in a month."),
            _package("premium_month", "Premium, a month", 2497, "14.99", sort_order=2,
                     description="What the premium plan brings in a month."),
            _package("basic_year", "Basic, a year", 15984, "79.99", sort_order=3,
                     description="Twelve months of the basic plan for the price of ten."),
            _package("premium_year", "Premium, a year", 29964, "149.99", sort_order=4,
                     description="Twelve months of the premium plan for the price of ten."),
            _package("founders", "Founders", 5000, "24.99", bonus_credits=500, is_active=False, sort_order=9,
                     description="With a tenth on top, for those who came first. No longer sold."),
        )  # fmt: skip

    id = Key()
    name = "Basic, a month"
    description = None
    credits_amount = 1332
    price_usd = Decimal("7.99")
    bonus_credits = 0
    stripe_price_id = "price_seedkit_basic_month"
    is_active = True
    sort_order = 0
    created_at = _LAUNCH
    updated_at = _LAUNCH


class PaymentFactory(TableFactory[Payment]):
    """A package, paid by card within two minutes; its credits are a row of the ledger."""

    class Meta:
        model = Payment

    user = Parent(ProfileFactory)
    package = Lookup(
        CreditPackageFactory,
        stripe_price_id=Choice(
            {
                "price_seedkit_basic_month": 6,
                "price_seedkit_premium_month": 4,
                "price_seedkit_basic_year": 2,
                "price_seedkit_premium_year": 1,
            }
        ),
    )
    id = Key()
    stripe_payment_intent_id = Token("pi_seedkit_", 18)
    # A payer whom Stripe does not know yet becomes a customer with the first payment.
    stripe_customer_id = user.stripe_customer_id.or_else(Kept(Token("cus_seedkit_", 14), by="user_id"))
    amount_usd = this.package.price_usd
    credits_purchased = this.package.credits_amount
    bonus_credits = this.package.bonus_credits
    status = "succeeded"
    payment_method = Choice({"card": 8, "link": 2, "paypal": 1})
    failure_reason = None
    created_at = Moment(before_now=days(90), until=minutes(3), at=WAKING)
    processed_at = After(created_at, within=minutes(2), least=dt.timedelta(seconds=2))
    updated_at = processed_at.or_else(created_at)

    founders = Trait(
        package=Lookup(CreditPackageFactory, stripe_price_id="price_seedkit_founders"),
        created_at=Moment(before_now=days(400), until=days(100), at=WAKING),
    )
    pending = Trait(
        status="pending",
        payment_method=None,
        created_at=Moment(before_now=minutes(25)),
        processed_at=None,
    )
    failed = Trait(
        status="failed",
        payment_method=None,
        failure_reason=Choice(PAYMENT_FAILURES),
    )
    canceled = Trait(status="canceled", payment_method=None, processed_at=None)


class SubscriptionLogFactory(TableFactory[SubscriptionLog]):
    """Stripe told that a plan was taken."""

    class Meta:
        model = SubscriptionLog

    user = Parent(ProfileFactory, subscribed=True)
    id = Key()
    event_type = "subscription_created"
    subscription_tier = user.subscription_tier
    subscription_status = "active"
    credits_granted = Match(subscription_tier, GRANT)
    stripe_session_id = Token("cs_seedkit_", 18)
    stripe_subscription_id = Kept(Token("sub_seedkit_", 16), by="user_id")
    stripe_invoice_id = None
    created_at = Moment(before_now=days(100), until=days(30), at=WAKING)

    updated = Trait(
        event_type="subscription_updated",
        credits_granted=None,
        stripe_session_id=None,
        created_at=Moment(before_now=days(29), at=WAKING),
    )
    cancelled = Trait(
        event_type="subscription_cancelled",
        subscription_tier="basic",
        subscription_status="canceled",
        credits_granted=None,
        stripe_session_id=None,
        created_at=Moment(before_now=days(20), at=WAKING),
    )
    payment_succeeded = Trait(
        event_type="payment_succeeded",
        stripe_session_id=None,
        stripe_invoice_id=Token("in_seedkit_", 18),
        created_at=Moment(before_now=days(29), at=WAKING),
    )
    payment_failed = Trait(
        event_type="payment_failed",
        subscription_status="past_due",
        credits_granted=None,
        stripe_session_id=None,
        stripe_invoice_id=Token("in_seedkit_", 18),
        created_at=Moment(before_now=days(14), until=hours(2), at=WAKING),
    )
