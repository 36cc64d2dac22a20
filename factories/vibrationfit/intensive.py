"""The 72-hour intensive: its purchase and the checklist of its steps (catalog/vibrationfit c7, d12).

Both tables have timestamps without time zone; they hold UTC.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from factory.declarations import Trait

from seedkit.entropy import I64, below_wide
from seedkit.factory import TableFactory
from seedkit.fields import (
    OFFICE,
    WAKING,
    After,
    Before,
    Field,
    Greatest,
    Key,
    Least,
    Match,
    Moment,
    Parent,
    Token,
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
from seedkit.types import MOMENT, numbers

from .models import IntensiveChecklist, IntensivePurchase

#: The ten steps in their order.
STEPS = (
    "profile_completed",
    "assessment_completed",
    "call_scheduled",
    "vision_built",
    "vision_refined",
    "audio_generated",
    "vision_board_completed",
    "first_journal_entry",
    "calibration_call_completed",
    "activation_protocol_completed",
)
#: Cents of one payment and number of payments, by payment plan.
PLANS = {"full": (49_900, 1), "2pay": (24_950, 2), "3pay": (16_633, 3)}
#: Time from the purchase to the activation.
TERM = hours(72)

_DAY = 86_400_000_000
_INSTALLMENT = 30 * _DAY


class DaysSince(Field):
    """Whole days, or periods of several, from a moment to now; none before it, null without one."""

    def __init__(self, moment: Any, *, every: int = 1) -> None:
        super().__init__()
        self.moment, self.every = moment, every

    def column(self, rows: Rows) -> pa.Array:
        given = column_of(self.moment, rows, MOMENT)
        passed = (rows.scope.now_us - numbers(given).astype(np.int64)) // (_DAY * self.every)
        return pa.array(np.maximum(passed, 0), mask=given.is_null().to_numpy(zero_copy_only=False))


class NextInstallment(Field):
    """When the next payment is due, 30 days after the one before; null when all are paid."""

    def __init__(self, bought: Any, paid: Any, total: Any) -> None:
        super().__init__()
        self.bought, self.paid, self.total = bought, paid, total

    def column(self, rows: Rows) -> pa.Array:
        bought = numbers(column_of(self.bought, rows, MOMENT)).astype(np.int64)
        paid, total = (numbers(column_of(f, rows)).astype(np.int64) for f in (self.paid, self.total))
        return pa.array(bought + paid * _INSTALLMENT, mask=paid >= total).cast(MOMENT)


class StepAt(Field):
    """When a step was done: the steps share the time from ``start`` to ``end`` (or to now), each in its turn.

    Null for a step that is not done yet. ``end`` closes a run exactly; without it the run may take 72 hours.
    """

    def __init__(self, step: int, *, done: Any, start: Any, end: Any) -> None:
        super().__init__()
        self.step, self.done, self.start, self.end = step, done, start, end

    def column(self, rows: Rows) -> pa.Array:
        done = numbers(column_of(self.done, rows)).astype(np.int64)
        start = numbers(column_of(self.start, rows, MOMENT)).astype(np.int64)
        given = column_of(self.end, rows, MOMENT)
        closed = given.is_valid().to_numpy(zero_copy_only=False)
        end = np.where(closed, numbers(given), np.minimum(start + 3 * _DAY, rows.scope.now_us))
        width = np.maximum(end - start, 0) // np.maximum(done, 1)
        at: I64 = start + (self.step - 1) * width + below_wide(rows.draw(self._name), width)
        at = np.where(closed & (self.step == done), end, at)
        missing: npt.NDArray[np.bool_] = done < self.step
        return pa.array(at, mask=missing).cast(MOMENT)


class IntensivePurchaseFactory(TableFactory[IntensivePurchase]):
    """An intensive bought in full within the last two days; its 72 hours are running."""

    class Meta:
        model = IntensivePurchase

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(2), until=hours(1), at=WAKING)
    payment_plan = "full"
    amount = Match(this.payment_plan, {plan: cents for plan, (cents, _) in PLANS.items()})
    currency = "usd"
    installments_total = Match(this.payment_plan, {plan: payments for plan, (_, payments) in PLANS.items()})
    installments_paid = Least(installments_total, DaysSince(created_at, every=30) + 1)
    next_installment_date = NextInstallment(created_at, installments_paid, installments_total)
    stripe_payment_intent_id = Token("pi_seedkit_", 18)
    stripe_checkout_session_id = Token("cs_seedkit_", 18)
    completion_status = "pending"
    activation_deadline = created_at + TERM
    started_at = None
    completed_at = None
    refunded_at = None

    two_payments = Trait(payment_plan="2pay")
    three_payments = Trait(payment_plan="3pay")
    household = Trait(amount=69_900)
    coupon = Trait(amount=0, stripe_payment_intent_id=None)
    in_progress = Trait(
        completion_status="in_progress",
        started_at=After(created_at, within=hours(6), least=minutes(2)),
    )
    completed = Trait(
        completion_status="completed",
        created_at=Moment(before_now=days(70), until=days(4), at=WAKING),
        started_at=After(this.created_at, within=hours(6), least=minutes(2)),
        completed_at=After(this.started_at, within=hours(60), least=hours(8)),
    )
    refunded = Trait(
        completion_status="refunded",
        created_at=Moment(before_now=days(70), until=days(8), at=WAKING),
        refunded_at=After(this.created_at, within=days(7), least=hours(2)),
        next_installment_date=None,
    )


def _done(step: int) -> Field:
    return this.steps_done >= step


def _at(step: int) -> StepAt:
    return StepAt(step, done=this.steps_done, start=this.start, end=this.end)


def _older(step: int) -> Field:
    """Columns of before the ten steps follow only when the run is over."""
    return When(_done(10), this[f"{STEPS[step - 1]}_at"])


class IntensiveChecklistFactory(TableFactory[IntensiveChecklist]):
    """The checklist of a purchase, somewhere on its way: ``steps_done`` of ten steps, in order."""

    class Meta:
        model = IntensiveChecklist

    class Params:
        steps_done = Whole(0, 9)
        start = this.intensive.started_at.or_else(this.created_at)
        end = When(this.steps_done.equals(10), this.intensive.completed_at)
        streak = When(
            this.steps_done.equals(10), Least(7, DaysSince(this.activation_protocol_completed_at)), 0
        )

    intensive = Parent(IntensivePurchaseFactory, user=this.user)
    user = Parent(UserFactory)
    id = Key()
    created_at = intensive.created_at
    profile_completed, profile_completed_at = _done(1), _at(1)
    assessment_completed, assessment_completed_at = _done(2), _at(2)
    call_scheduled, call_scheduled_at = _done(3), _at(3)
    call_scheduled_time = When(
        this.calibration_call_completed,
        Greatest(call_scheduled_at, Before(this.calibration_call_completed_at, within=hours(1))),
        After(call_scheduled_at, within=days(2), least=hours(3), future=True, at=OFFICE),
    )
    vision_built, vision_built_at = _done(4), _at(4)
    vision_refined, vision_refined_at = _done(5), _at(5)
    audio_generated, audio_generated_at = _done(6), _at(6)
    vision_board_completed, vision_board_completed_at = _done(7), _at(7)
    first_journal_entry, first_journal_entry_at = _done(8), _at(8)
    calibration_call_completed, calibration_call_completed_at = _done(9), _at(9)
    activation_protocol_completed, activation_protocol_completed_at = _done(10), _at(10)

    # The older columns that today's steps replace.
    intake_completed, intake_completed_at = _done(10), _older(1)
    vision_drafted, vision_drafted_at = _done(10), _older(4)
    builder_session_started, builder_session_started_at = _done(10), _older(4)
    builder_session_completed, builder_session_completed_at = _done(10), _older(4)
    vision_board_created, vision_board_created_at = _done(10), _older(7)
    calibration_scheduled, calibration_scheduled_at = _done(10), _older(3)
    calibration_attended, calibration_attended_at = _done(10), _older(9)
    audios_generated, audios_generated_at = _done(10), _older(6)
    activation_protocol_started, activation_started_at = _done(10), _older(10)

    streak_day_1 = this.streak >= 1
    streak_day_2 = this.streak >= 2
    streak_day_3 = this.streak >= 3
    streak_day_4 = this.streak >= 4
    streak_day_5 = this.streak >= 5
    streak_day_6 = this.streak >= 6
    streak_day_7 = this.streak >= 7
    streak_day_7_reached_at = When(streak_day_7, activation_protocol_completed_at + days(7))
    updated_at = Greatest(created_at, *(this[f"{step}_at"] for step in STEPS))

    untouched = Trait(steps_done=0)
    finished = Trait(steps_done=10, intensive__completed=True)
    finished_without_streak = Trait(steps_done=10, intensive__completed=True, streak=0)
