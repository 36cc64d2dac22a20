"""Prices, purchases, and what creators earn of them (catalog/infinitepages c5, c6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Field,
    Greatest,
    Key,
    Parent,
    Text,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows

from .content import StoryFactory
from .identity import ProfileFactory
from .ledger import CreditTransactionFactory
from .models import CreatorEarning, StoryPricing, StoryPurchase
from .sales import Hot, Price, Unlocked

#: Of ten credits a creator gets seven.
SHARE = 7


class StoryPricingFactory(TableFactory[StoryPricing]):
    """The prices of a story, set on the day it was finished: mostly the usual ones, two chapters free."""

    class Meta:
        model = StoryPricing

    story = Parent(StoryFactory)
    creator = story.user
    id = Key()
    price_per_chapter = Choice({5: 12, 3: 2, 7: 2, 10: 1})
    bundle_discount = Choice({Decimal("0.20"): 8, Decimal("0.10"): 1, Decimal("0.30"): 1})
    is_free_sample = True
    free_chapters = Choice({2: 8, 1: 1, 3: 1})
    premium_unlock_price = Choice({50: 12, 35: 2, 80: 1})
    created_at = After(story.updated_at, within=hours(20), least=minutes(2))
    updated_at = created_at

    no_sample = Trait(is_free_sample=False, free_chapters=0)
    usual = Trait(
        price_per_chapter=5, bundle_discount=Decimal("0.20"), free_chapters=2, premium_unlock_price=50
    )
    repriced = Trait(updated_at=After(this.created_at, within=days(30), least=hours(1)))


class Numbered(Field):
    """How many items an array column has."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> Any:
        return column_of(self.of, rows).value_lengths()


class StoryPurchaseFactory(TableFactory[StoryPurchase]):
    """A reader unlocks the next chapters of a published story, at its prices, a fifth off while it is hot.

    In a story the chapters are those that the reader has not unlocked yet.
    """

    class Meta:
        model = StoryPurchase

    class Params:
        wanted = Choice({1: 7, 2: 2, 3: 1})
        opens_all = False
        chapters = When(this.story.chapter_count > 0, this.story.chapter_count, this.story.length)
        free = this.story.free_chapters
        since = Greatest(this.story.updated_at, this.story.priced_at)
        price = Price(
            this.purchase_type,
            Numbered(this.chapters_unlocked),
            this.story.price_per_chapter,
            this.story.bundle_discount,
            this.story.premium_unlock_price,
        )
        discount = When(Hot(), this.price // 5, 0)

    user = Parent(ProfileFactory)
    story = Parent(StoryFactory)
    creator = story.user
    id = Key()
    purchase_type = "chapter"
    chapters_unlocked = Unlocked()
    credits_spent = this.price - this.discount
    creator_earnings = credits_spent * SHARE // 10
    created_at = After(this.since, within=days(45), least=minutes(5), at=WAKING)

    bundle = Trait(purchase_type="bundle", wanted=Whole(3, 5))
    unlock = Trait(purchase_type="premium_unlock", opens_all=True)
    # On the day it came out.
    early = Trait(created_at=After(this.since, within=hours(9), least=minutes(5)))


class CreatorEarningFactory(TableFactory[CreatorEarning]):
    """The creator's share of a purchase, noted with the entry of the ledger that paid for it (``transaction=…``)."""

    class Meta:
        model = CreatorEarning
        exclude = ("transaction",)

    transaction = Parent(CreditTransactionFactory, story_read=True)
    creator = this.transaction.purchase.creator
    story = this.transaction.purchase.story
    reader = this.transaction.purchase.user
    id = Key()
    credits_earned = this.transaction.purchase.creator_earnings
    usd_equivalent = credits_earned / 100
    transaction_id = Text("{transaction.id}")
    created_at = this.transaction.created_at
