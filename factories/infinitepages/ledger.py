"""The ledger of credits: what a month brings, what is bought, spent and given back (catalog/infinitepages c2).

Spends are negative. ``metadata.kind`` says what the product has no reference type for (catalog/infinitepages b3).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from factory.declarations import Trait

from seedkit.entropy import I64, U64, combine
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Choice,
    Entries,
    Field,
    FromPool,
    Greatest,
    Json,
    Key,
    Least,
    Ledger,
    Match,
    Moment,
    Now,
    Parent,
    Phrase,
    Text,
    Whole,
    days,
    minutes,
    this,
)
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, numbers

from .beside import Distinct, Matching, months, of_month
from .credits import COVER, DOWNLOAD, GRANT, PaymentFactory
from .identity import ProfileFactory
from .models import CreditTransaction
from .months import MonthStart
from .vocabulary.money import ADJUSTMENTS, BONUSES


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
