"""The token ledger: grants, what was used of them, and the drips of old (catalog/vibrationfit c1, c2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.entropy import I64, U64, below, draw
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Amount,
    Choice,
    Entries,
    Field,
    Json,
    Key,
    Ledger,
    Lookup,
    Match,
    Moment,
    Ordinal,
    Parent,
    Phrase,
    Token,
    UpTo,
    When,
    Whole,
    days,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import MOMENT, numbers

from .catalogue import AiActionTokenOverrideFactory, AiModelPricingFactory
from .costs import CostInCents, CostInDollars
from .kept import ids_of
from .models import TokenDrip, TokenTransaction, TokenUsage
from .token_billing import CYCLE, CustomerSubscriptionFactory
from .vocabulary.account import ERRORS, TOKEN_NOTES
from .vocabulary.scenes import VOICES

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
    debits=[
        Entries(
            lambda: TokenUsageFactory, "tokens_used", when=this.success & ~this.action_type.isin(MIRRORED)
        )
    ],
)


def _pack(place: int) -> Match:
    return Match(this.token_pack_id, {name: facts[place] for name, facts in PACKS.items()})


class Clock(Field):
    """Seconds as people read them: ``2m 05s``, ``48s``."""

    def __init__(self, seconds: Any) -> None:
        super().__init__()
        self.seconds = seconds

    def column(self, rows: Rows) -> pa.Array:
        given = column_of(self.seconds, rows).cast(pa.float64())
        whole = np.floor(numbers(given)).astype(np.int64)
        long = pa.array(whole >= 60, mask=given.is_null().to_numpy(zero_copy_only=False))
        left = pc.utf8_lpad(pa.array(whole % 60).cast(pa.string()), 2, "0")
        minutes = pc.binary_join_element_wise(pa.array(whole // 60).cast(pa.string()), "m ", left, "s", "")
        return pc.if_else(
            long, minutes, pc.binary_join_element_wise(pa.array(whole).cast(pa.string()), "s", "")
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
        metadata_=Json(
            {
                "pack_id": this.token_pack_id,
                "purchase_amount": this.amount_paid_cents,
                "purchase_currency": "USD",
            }
        ),
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
        metadata_=Json({"pack_id": this.token_pack_id}),
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


class TokenUsageFactory(TableFactory[TokenUsage]):
    """One AI call that succeeded and was booked on the person who made it; at most what their balance held."""

    class Meta:
        model = TokenUsage

    class Params:
        price = Lookup(AiModelPricingFactory, model_name=this.model_used)
        wanted = Whole(900, 24_000)
        share = Whole(25, 75)
        units = 0
        flat = None

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
            "blueprint_generation": 2,
            "life_vision_master_assembly": 2,
            "viva_scene_generation": 1,
            "north_star_reflection": 1,
        }
    )
    model_used = Choice({"gpt-4o": 5, "gpt-5-mini": 3, "gpt-4o-mini": 2})
    tokens_used = UpTo(TOKENS, this.wanted)
    input_tokens = tokens_used * this.share // 100
    output_tokens = tokens_used - input_tokens
    calculated_cost_cents = CostInCents(this.price, input_tokens, output_tokens, this.units)
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
        error_message=Phrase(ERRORS, "chat"),
    )
    transcribed = Trait(
        action_type="transcription",
        model_used="whisper-1",
        flat=Lookup(AiActionTokenOverrideFactory, action_type=this.action_type),
        tokens_used=this.flat.token_value,
        input_tokens=0,
        output_tokens=0,
        audio_seconds=Amount(4, 240),
        audio_duration_formatted=Clock(this.audio_seconds),
        units=this.audio_seconds,
        metadata_=Json({"file_type": "audio/webm", "duration": this.audio_seconds}),
    )
    voiced = Trait(
        action_type="audio_generation",
        model_used=Choice({"tts-1": 3, "tts-1-hd": 1}),
        flat=Lookup(AiActionTokenOverrideFactory, action_type=this.action_type),
        tokens_used=this.flat.token_value,
        input_tokens=0,
        output_tokens=0,
        units=Whole(300, 1_500),
        metadata_=Json(
            {
                "voice": Choice(VOICES),
                "format": "mp3",
                "text_length": this.units,
                "audio_size_bytes": this.units * 960,
            }
        ),
    )
    painted = Trait(
        action_type="image_generation",
        model_used=Choice({"dall-e-3": 4, "dall-e-2": 1}),
        flat=Lookup(AiActionTokenOverrideFactory, action_type=this.action_type),
        tokens_used=this.flat.token_value,
        input_tokens=0,
        output_tokens=0,
        units=1,
        metadata_={"size": "1024x1024", "quality": "standard"},
    )
    # Older rows that repeat the ledger; they never count as usage.
    mirrored = Trait(
        action_type=Choice(MIRRORED),
        model_used="gpt-4o",
        tokens_used=Whole(1, 20) * 50_000,
        input_tokens=0,
        output_tokens=0,
    )


class Drips(Field):
    """The token drips of a subscription one after the other, and one figure of each.

    Before a drip a part of the balance is spent. What is left rolls over, three times in a row at
    most; the fourth time it expires (catalog/vibrationfit c2). ``figure`` is ``before``, ``rollover``,
    ``count`` or ``expired``.
    """

    def __init__(self, figure: str, cycle: Any, amount: Any) -> None:
        super().__init__()
        self.figure, self.cycle, self.amount = figure, cycle, amount

    def column(self, rows: Rows) -> I64:
        cycle = numbers(column_of(self.cycle, rows)).astype(np.int64)
        amount = numbers(column_of(self.amount, rows)).astype(np.int64)
        account = ids_of(rows.column("subscription_id"))
        state = {
            name: np.zeros(len(rows), dtype=np.int64) for name in ("before", "rollover", "count", "expired")
        }
        after = np.zeros(len(rows), dtype=np.int64)
        for number in range(1, int(cycle.max(initial=0)) + 1):
            now = cycle >= number
            state = {
                name: np.where(now, new, state[name])
                for name, new in _drip(state["count"], after, account, number).items()
            }
            after = state["rollover"] + amount
        return state[self.figure]


def _drip(count: I64, balance: I64, account: U64, cycle: int) -> dict[str, I64]:
    # One member in five spends everything; the others keep up to half of it.
    draws = draw(account, "drip", cycle)
    kept = np.where(draws % np.uint64(5) == 0, 0, below(draws, 51))
    before = balance * kept // 100
    again = np.where(before > 0, count + 1, 0)
    expires = again > 3
    return {
        "before": before,
        "rollover": np.where(expires, 0, before),
        "count": np.where(expires, 0, again),
        "expired": np.where(expires, before, 0),
    }


class CyclesSoFar(Field):
    """How many billing cycles have begun, this one included."""

    def __init__(self, began: Any) -> None:
        super().__init__()
        self.began = began

    def column(self, rows: Rows) -> I64:
        began = numbers(column_of(self.began, rows, MOMENT)).astype(np.int64)
        cycle: I64 = np.maximum(rows.scope.now_us - began, 0) // (CYCLE // timedelta(microseconds=1)) + 1
        return cycle


class CycleStart(Field):
    """When a billing cycle begins: whole cycles after the subscription did."""

    def __init__(self, began: Any, cycle: Any) -> None:
        super().__init__()
        self.began, self.cycle = began, cycle

    def column(self, rows: Rows) -> pa.Array:
        began = numbers(column_of(self.began, rows, MOMENT)).astype(np.int64)
        cycle = numbers(column_of(self.cycle, rows)).astype(np.int64)
        return pa.array(began + (cycle - 1) * (CYCLE // timedelta(microseconds=1))).cast(MOMENT)


class TokenDripFactory(TableFactory[TokenDrip]):
    """The tokens of one 28-day cycle, on top of what rolled over; the table was dropped, old databases have it."""

    class Meta:
        model = TokenDrip

    class Params:
        cycles = CyclesSoFar(this.subscription.created_at)

    subscription = Parent(CustomerSubscriptionFactory, user=this.user)
    user = Parent(UserFactory)
    id = Key()
    cycle_number = Ordinal() % this.cycles + 1
    drip_amount = 375_000
    balance_before = Drips("before", cycle_number, this.drip_amount)
    rollover_from_previous = Drips("rollover", cycle_number, this.drip_amount)
    rollover_cycles_count = Drips("count", cycle_number, this.drip_amount)
    expired_tokens = Drips("expired", cycle_number, this.drip_amount)
    balance_after = rollover_from_previous + this.drip_amount
    billing_period_start = CycleStart(subscription.created_at, cycle_number)
    billing_period_end = billing_period_start + CYCLE
    drip_date = billing_period_start
    created_at = billing_period_start
    metadata_ = Json({"cycle": cycle_number, "tier_type": subscription.membership_tier.tier_type})
