"""Credits: packages, payments, the ledger, and what Stripe told of plans (catalog/infinitepages c2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from factory.declarations import Trait

from seedkit.entropy import I64, U64, combine
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Entries,
    Field,
    FromPool,
    Greatest,
    Json,
    Kept,
    Key,
    Least,
    Ledger,
    Lookup,
    Match,
    Moment,
    Now,
    Parent,
    Phrase,
    Text,
    Token,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, numbers

from .beside import Distinct, Matching, months, of_month
from .identity import ProfileFactory
from .models import CreditPackage, CreditTransaction, Payment, SubscriptionLog
from .months import MonthStart
from .vocabulary.money import ADJUSTMENTS, BONUSES, PAYMENT_FAILURES

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


class Later(Field):
    """A moment, or a microsecond after the entry before it: no two entries of an account fall together."""

    def __init__(self, moment: str, *, within: str) -> None:
        super().__init__()
        self.moment, self.within = moment, within

    def column(self, rows: Rows) -> pa.Array:
        family = rows.siblings()
        key = ("later", id(family[0]), self.moment)
        found: list[I64] = rows.once(key, lambda: self._apart(family))
        place = next(place for place, member in enumerate(family) if member is rows)
        return pa.array(found[place]).cast(MOMENT)

    def _apart(self, family: Any) -> list[I64]:
        owner = np.concatenate([group_ids(member, self.within) for member in family])
        moment = np.concatenate([numbers(member.column(self.moment)).astype(np.int64) for member in family])
        order = np.lexsort((np.concatenate([member.ids for member in family]), moment, owner))
        apart, same = moment[order], owner[order][1:] == owner[order][:-1]
        while (tied := same & (apart[1:] <= apart[:-1])).any():
            apart[1:] = np.where(tied, apart[:-1] + 1, apart[1:])
        moment[order] = apart
        return np.split(moment, np.cumsum([len(member) for member in family])[:-1])


def _purchases() -> Any:
    from .creator import StoryPurchaseFactory

    return StoryPurchaseFactory


def _month_before(rows: Rows) -> U64:
    return combine(group_ids(rows, "user"), months(rows.column("at")) - 1)


def _covers() -> Any:
    from . import CoverGenerationQueueFactory

    return CoverGenerationQueueFactory


def _exports() -> Any:
    from . import ExportFactory

    return ExportFactory


def adjustment(column: str, direction: str) -> FromPool:
    """What is said of credits that support gave or took by hand."""
    return FromPool(ADJUSTMENTS, column, pick="adjustment", direction=direction)


# Spends are negative: every entry is put in as it is, and none may take out more than there is.
CREDITS = Ledger(within="user", credits=[Entries(lambda: CreditTransactionFactory, "amount")], debits=[])


class CreditTransactionFactory(TableFactory[CreditTransaction]):
    """An entry of the ledger: by default what the plan brings on the first of the month.

    ``at`` says when. What caused an entry is a link: ``payment``, ``purchase``, ``cover``, ``export``.
    """

    class Meta:
        model = CreditTransaction
        exclude = ("payment", "purchase", "cover", "export")

    class Params:
        months_ago = 0
        # The run of the month starts five minutes after midnight.
        at = Greatest(MonthStart(Now() - minutes(5), this.months_ago) + minutes(5), this.user.created_at)
        base = Match(this.user.subscription_tier, GRANT)
        read = Matching(Distinct(_purchases, "story"), _month_before, of_month("created_at"))
        cover_cost = Match(this.user.subscription_tier, COVER)

    user = Parent(ProfileFactory)
    payment = None
    purchase = None
    cover = None
    export = None
    id = Key()
    transaction_type = "bonus"
    amount = this.base + Least(this.read * 10, this.base // 5)
    balance_after = Greatest(CREDITS.after(), 0)
    description = "Monthly credits"
    reference_id = None
    reference_type = None
    metadata_ = Json({"kind": "subscription_grant", "stories_read": this.read})
    created_at = Later("at", within="user")

    bought = Trait(
        payment=Parent(PaymentFactory, user=this.user),
        at=this.payment.processed_at,
        transaction_type="purchase",
        amount=this.payment.credits_purchased + this.payment.bonus_credits,
        description=Text("Bought: {payment.package.name}"),
        reference_id=this.payment.stripe_payment_intent_id,
        reference_type="purchase",
        metadata_=None,
    )
    story_read = Trait(
        purchase=Parent(_purchases, user=this.user),
        at=this.purchase.created_at,
        transaction_type="spend",
        amount=this.purchase.credits_spent * -1,
        description=Text("Read: {purchase.story.title}"),
        reference_id=Text("{purchase.story_id}"),
        reference_type="story_read",
        metadata_=None,
    )
    # For what follows the product has no word among its reference types (catalog/infinitepages b3).
    cover_made = Trait(
        cover=Parent(_covers, story__user=this.user),
        at=this.cover.created_at,
        transaction_type="spend",
        amount=this.cover_cost * -1,
        description=Text("Cover: {cover.story.title}"),
        metadata_=Json({"kind": "cover_generation", "story_id": this.cover.story_id}),
    )
    cover_refunded = Trait(
        cover=Parent(_covers, story__user=this.user, failed=True),
        at=this.cover.updated_at,
        transaction_type="refund",
        amount=this.cover_cost,
        description=Text("Cover failed: {cover.story.title}"),
        metadata_=Json({"kind": "cover_refund", "story_id": this.cover.story_id}),
    )
    downloaded = Trait(
        export=Parent(_exports, user=this.user),
        at=this.export.created_at,
        transaction_type="spend",
        amount=-DOWNLOAD,
        description=Text("Download: {export.story.title}"),
        metadata_=Json({"kind": "download", "format": this.export.format}),
    )
    # More than three months' credits are taken back on the basic plan: a fourth month that nobody used.
    reverted = Trait(
        at=Greatest(MonthStart(Now() - minutes(5), this.months_ago) + minutes(6), this.user.created_at),
        transaction_type="spend",
        amount=-GRANT["basic"],
        description="Credits above the limit of the basic plan",
        metadata_={"kind": "credit_reversion"},
    )
    given = Trait(
        at=Moment(before_now=days(60), at=WAKING),
        amount=Whole(1, 20) * 25,
        description=adjustment("description", "given"),
        metadata_=Json({"kind": "admin_adjustment", "note": adjustment("note", "given")}),
    )
    corrected = Trait(
        at=Moment(before_now=days(60), at=WAKING),
        transaction_type="spend",
        amount=Whole(1, 10) * -5,
        description=adjustment("description", "taken"),
        metadata_=Json({"kind": "admin_adjustment", "note": adjustment("note", "taken")}),
    )
    creator_bonus = Trait(
        at=Moment(before_now=days(60), at=WAKING),
        transaction_type="earn",
        amount=Choice({100: 4, 250: 2, 500: 1}),
        description=Phrase(BONUSES, "creator"),
        reference_type="creator_bonus",
        metadata_=None,
    )
    cache_bonus = Trait(
        at=Moment(before_now=days(60), at=WAKING),
        amount=Whole(1, 12),
        description=Phrase(BONUSES, "cache"),
        reference_type="cache_hit",
        metadata_=None,
    )


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
