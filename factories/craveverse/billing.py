"""Plans, trials and payments (catalog/craveverse c6)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from factory.declarations import Trait

from seedkit.errors import PlanError
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Choice,
    Field,
    Json,
    Key,
    Match,
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
from seedkit.types import is_valid, numbers

from .identity import TRIAL, player
from .models import PaymentTransaction, Subscription, TrialHistory
from .vocabulary.account import CANCEL_REASONS, PAYMENT_DESCRIPTIONS
from .vocabulary.shop import COIN_PACKS, PLAN_LABELS

#: Prices in cents (catalog/craveverse c6); bundles of pause tokens are ours.
PRICES = {
    "plus_monthly": 1199,
    "plus_yearly": 5999,
    "ultra_monthly": 2999,
    "ultra_yearly": 19999,
    **{pack: cents for pack, (_, _, cents) in COIN_PACKS.items()},
    "pause_tokens_3": 149,
    "pause_tokens_10": 399,
}
_LABELS = {**PLAN_LABELS, **{pack: label for pack, (label, _, _) in COIN_PACKS.items()}}
#: The plan of a subscription, also where the account has fallen back to free since.
_PLANS = {"plus": "plus", "ultra": "ultra"}
_DAY = 86_400_000_000


class Elapsed(Field):
    """How many whole spans of days have passed since a moment."""

    def __init__(self, since: Any, span: Any) -> None:
        super().__init__()
        self.since, self.span = since, span

    def column(self, rows: Rows) -> Any:
        since = numbers(column_of(self.since, rows)).astype(np.int64)
        span = numbers(column_of(self.span, rows)).astype(np.int64) * _DAY
        return np.maximum(rows.scope.now_us - since, 0) // span


class Later(Field):
    """A moment, and some days."""

    def __init__(self, moment: Any, span: Any) -> None:
        super().__init__()
        self.moment, self.span = moment, span

    def column(self, rows: Rows) -> pa.Array:
        moment = column_of(self.moment, rows)
        span = numbers(column_of(self.span, rows)).astype(np.int64) * _DAY
        return pa.array(numbers(moment) + span, mask=moment.is_null().to_numpy(zero_copy_only=False)).cast(
            moment.type
        )


class Cycle(Field):
    """Which of the paid periods so far a payment is for: the first, the second … from 0.

    Raises PlanError where a story tells of more payments than there were periods.
    """

    def __init__(self, cycles: Any) -> None:
        super().__init__()
        self.cycles = cycles

    def column(self, rows: Rows) -> Any:
        cycles = column_of(self.cycles, rows)
        number = numbers(cycles).astype(np.int64)
        if not rows.others(PaymentTransactionFactory):
            return rows.ordinals % np.maximum(number, 1)
        over = is_valid(cycles) & (rows.ordinals >= number)
        if over.any():
            place = int(np.argmax(over))
            raise PlanError(
                [
                    f"payment {int(rows.ordinals[place]) + 1} of a subscription that had {int(number[place])} periods"
                ],
                hint="A trial has none; a plan that began in time has three, a yearly one has one",
            )
        return rows.ordinals


class SubscriptionFactory(TableFactory[Subscription]):
    """What the account says: a running plan in its third month, a trial, or a plan that is over.

    A paid period lasts 30 days, one of a ``yearly`` plan 365; ``cycles`` counts them so far.
    """

    class Meta:
        model = Subscription
        exclude = ("paid_from", "cycles")

    class Params:
        interval = "monthly"
        span = 30
        stripe_id = Token("sub_seedkit_", 16)
        trial_only = ~this.trial_end.is_null() & this.user.subscription_tier.isin(["free", "plus_trial"])
        over = this.status.equals("canceled")

    user = player(plus=True)
    id = Key()
    plan_id = Match(user.plan_id, _PLANS, default="plus")
    status = Match(user.subscription_tier, {"plus_trial": "trialing", "free": "canceled"}, default="active")
    trial_end = user.trial_ends_at
    trial_start = trial_end - TRIAL
    created_at = trial_start.or_else(Moment(before_now=days(89), until=days(61), at=WAKING))
    paid_from = trial_end.or_else(created_at)
    # A plan that was given up ran for two periods.
    cycles = When(this.trial_only, 0, When(this.over, 2, Elapsed(paid_from, this.span) + 1))
    current_period_start = When(this.trial_only, trial_start, Later(paid_from, (cycles - 1) * this.span))
    current_period_end = When(this.trial_only, trial_end, Later(current_period_start, this.span))
    cancel_at = When(this.over, current_period_end)
    metadata_ = Json(
        {
            "stripe_subscription_id": this.stripe_id,
            "stripe_customer_id": Token("cus_seedkit_", 14),
            "interval": this.interval,
            "cancel_reason?": When(~cancel_at.is_null(), Phrase(CANCEL_REASONS, "reason")),
        }
    )
    updated_at = current_period_start.or_else(created_at)

    yearly = Trait(interval="yearly", span=365)
    ultra = Trait(user=player(ultra=True))
    trialing = Trait(user=player(trialing=True))
    converted = Trait(user=player(converted=True))
    trial_over = Trait(user=player(trial_over=True))
    canceled = Trait(user=player())
    canceling = Trait(cancel_at=this.current_period_end)
    past_due = Trait(status="past_due")
    # Nobody ever confirmed the first payment.
    incomplete = Trait(
        user=player(),
        status="incomplete",
        created_at=Moment(before_now=hours(23)),
        current_period_start=None,
        current_period_end=None,
    )


class TrialHistoryFactory(TableFactory[TrialHistory]):
    """The trial that the account tells of, still running."""

    class Meta:
        model = TrialHistory

    user = player(trialing=True)
    id = Key()
    plan_id = Match(user.plan_id, _PLANS, default="plus")
    ended_at = user.trial_ends_at
    started_at = ended_at - TRIAL
    created_at = started_at
    updated_at = started_at

    ultra = Trait(user=player(trialing=True, plan_id="ultra"))
    converted = Trait(user=player(converted=True))
    over = Trait(user=player(trial_over=True))


class PaymentTransactionFactory(TableFactory[PaymentTransaction]):
    """A paid period of a subscription: the first, the second … as they are told."""

    class Meta:
        model = PaymentTransaction
        exclude = ("subscription", "coins")

    user = player(plus=True)
    subscription = Parent(SubscriptionFactory, user=this.user)
    id = Key()
    stripe_payment_intent_id = Token("pi_seedkit_", 18)
    product_type = "subscription"
    product_id = Text("{subscription.plan_id}_{subscription.interval}")
    amount_cents = Match(product_id, PRICES)
    currency = "usd"
    status = "completed"
    coins = When(
        this.status.equals("completed"),
        Match(product_id, {pack: coins for pack, (_, coins, _) in COIN_PACKS.items()}, default=0),
        0,
    )
    created_at = Later(subscription.paid_from, Cycle(this.subscription.cycles) * this.subscription.span)
    metadata_ = Json(
        {
            "label": Match(product_id, _LABELS, default=Phrase(PAYMENT_DESCRIPTIONS, "pause_tokens")),
            "stripe_subscription_id?": subscription.stripe_id,
            "reason?": Match(
                this.status,
                {
                    "failed": Phrase(PAYMENT_DESCRIPTIONS, "failed"),
                    "refunded": Phrase(PAYMENT_DESCRIPTIONS, "refunded"),
                },
            ),
        }
    )

    yearly = Trait(subscription=Parent(SubscriptionFactory, user=this.user, yearly=True))
    ultra = Trait(user=player(ultra=True))
    coin_pack = Trait(
        subscription=None,
        product_type="coins",
        product_id=Choice({"coins_500": 6, "coins_2000": 3, "coins_5000": 1}),
        created_at=Moment(before_now=days(60), at=WAKING),
    )
    pause_bundle = Trait(
        subscription=None,
        product_type="pause_tokens",
        product_id=Choice({"pause_tokens_3": 3, "pause_tokens_10": 1}),
        created_at=Moment(before_now=days(60), at=WAKING),
    )
    pending = Trait(status="pending", created_at=Moment(before_now=minutes(20)))
    failed = Trait(status="failed")
    refunded = Trait(status="refunded")
