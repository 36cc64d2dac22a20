"""Background jobs, and what AI calls cost (catalog/craveverse b16, c7, c9, c10)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
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
    Field,
    Flag,
    Json,
    Key,
    Match,
    Moment,
    Parent,
    Phrase,
    Text,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.numbers import scaled
from seedkit.fields.rows import Rows
from seedkit.types import numbers

from .battles import BattleFactory
from .identity import player
from .models import AiUsageMetric, QueueJob
from .vocabulary.account import QUEUE_ERRORS
from .vocabulary.coaching import PROMPT_MODELS, PROMPTS
from .vocabulary.cravings import CRAVINGS

#: Dollars per ten million tokens, in and out: so costs are whole numbers (catalog/craveverse b16, c10).
PRICES = {"gpt-5-nano": (1, 2), "gpt-5-mini": (5, 15)}
#: What a user may cost in a month, in millionths of a dollar (catalog/craveverse c10).
BUDGET = {"free": 5_000, "plus": 10_000, "plus_trial": 10_000, "ultra": 10_000}


class OverBudget(Field):
    """Whether the calls of the user's month, this one included, cost more than the budget: then the cache answers."""

    def __init__(self, charge: Any, budget: Any) -> None:
        super().__init__()
        self.charge, self.budget = charge, budget

    def column(self, rows: Rows) -> Any:
        family = rows.others(AiUsageMetricFactory)
        if not family:
            return self._over([rows])[0]
        found = rows.once(("budget", id(family[0])), lambda: self._over(family))
        return found[next(place for place, member in enumerate(family) if member is rows)]

    def _over(self, family: Sequence[Rows]) -> list[Any]:
        owner = np.concatenate([group_ids(member, "user") for member in family])
        moment = np.concatenate([numbers(member.column("created_at")) for member in family]).astype(np.int64)
        months = pc.floor_temporal(pa.array(moment).cast(pa.timestamp("us")), unit="month")
        charge, budget = (
            np.concatenate([numbers(column_of(field, member)) for member in family]).astype(np.int64)
            for field in (self.charge, self.budget)
        )
        order = np.lexsort((moment, owner))
        month = numbers(months.cast(pa.int64()))[order]
        total = np.cumsum(charge[order])
        first = np.ones(len(order), dtype=bool)
        first[1:] = (owner[order][1:] != owner[order][:-1]) | (month[1:] != month[:-1])
        start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
        over = np.empty(len(order), dtype=bool)
        over[order] = total - (total - charge[order])[start] > budget[order]
        return np.split(over, np.cumsum([len(member) for member in family])[:-1])


class Millionths(Field):
    """Whole millionths as decimals."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return scaled(numbers(column_of(self.of, rows)).astype(np.int64), 6)


class Sha256(Field):
    """The SHA-256 of texts in hexadecimal; each text that occurs is hashed once."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        texts = column_of(self.of, rows).dictionary_encode()
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts.dictionary.to_pylist()]
        return pa.array(hashes, pa.string()).take(texts.indices)


class AiUsageMetricFactory(TableFactory[AiUsageMetric]):
    """A call of the AI for one of the five features, within the budget of the user's month."""

    class Meta:
        model = AiUsageMetric

    class Params:
        feature = Choice(
            {
                "level_feedback": 12,
                "forum_reply": 4,
                "user_summary": 3,
                "battle_tasks": 1,
                "onboarding_personalization": 1,
            }
        )
        limit = Match(this.feature, {feature: most for feature, (_, most) in PROMPT_MODELS.items()})
        tokens_in = Whole(60, 320)
        tokens_out = Whole(8, this.limit)
        # Rounded half up to the millionth.
        price = (
            this.tokens_in * Match(this.model_type, {model: price for model, (price, _) in PRICES.items()})
            + this.tokens_out * Match(this.model_type, {model: price for model, (_, price) in PRICES.items()})
            + 5
        ) // 10
        repeated = Flag(0.15)

    user = player()
    id = Key()
    model_type = Match(this.feature, {feature: model for feature, (model, _) in PROMPT_MODELS.items()})
    tokens_used = this.tokens_in + this.tokens_out
    cached_response = this.repeated | OverBudget(
        When(this.repeated, 0, this.price), Match(user.subscription_tier, BUDGET, default=BUDGET["plus"])
    )
    cost_usd = When(cached_response, Millionths(0), Millionths(this.price))
    prompt_hash = Sha256(Text("{model_type} {limit} {prompt}", prompt=Phrase(PROMPTS, "{}", by=this.feature)))
    created_at = Moment(before_now=days(90), at=WAKING)

    repeated_call = Trait(repeated=True)
    # The worker's own calls are nobody's.
    by_worker = Trait(user=None, feature="battle_tasks")


class QueueJobFactory(TableFactory[QueueJob]):
    """A job of the last week that a worker has done: five new tasks for battles of a craving."""

    class Meta:
        model = QueueJob
        exclude = ("user", "battle")

    class Params:
        craving = Choice(CRAVINGS)
        attempt = 1

    user = None
    battle = None
    id = Key()
    job_type = "battle_tasks"
    payload = Json({"craving": this.craving, "attempt": this.attempt})
    status = "completed"
    created_at = Moment(before_now=days(6), until=minutes(30))
    scheduled_at = created_at
    processed_at = After(this.scheduled_at, within=minutes(5))
    error_message = None

    for_battle = Trait(
        battle=Parent(BattleFactory, waiting=True),
        craving=this.battle.craving_type,
        created_at=this.battle.created_at,
    )
    personalization = Trait(
        user=player(),
        job_type="onboarding_personalization",
        payload=Json({"userIds": [this.user.id], "attempt": this.attempt}),
    )
    summary = Trait(
        user=player(),
        job_type="user_summary",
        payload=Json({"userIds": [this.user.id], "attempt": this.attempt}),
    )
    pending = Trait(status="pending", created_at=Moment(before_now=minutes(3)), processed_at=None)
    # Not due before some hours.
    later = Trait(
        status="pending",
        created_at=Moment(before_now=minutes(3)),
        scheduled_at=After(this.created_at, within=hours(6), least=minutes(10), future=True),
        processed_at=None,
    )
    processing = Trait(status="processing", created_at=Moment(before_now=minutes(3)))
    failed = Trait(status="failed", error_message=Phrase(QUEUE_ERRORS, "{}", by=this.job_type))
    # The row of a second try: the first one failed.
    retried = Trait(attempt=2, scheduled_at=this.created_at + minutes(5))
