"""A creator with a following: many readers who never sign in, and the tier that comes of it (catalog/infinitepages c9)."""

from __future__ import annotations

from seedkit.factories.infinitepages import (
    CreatorEarningFactory,
    CreatorEarningsAccumulationFactory,
    CreditPackageFactory,
    CreditTransactionFactory,
    IdentityFactory,
    PaymentFactory,
    PayoutFactory,
    ProfileFactory,
    StoryPurchaseFactory,
    UserFactory,
    UserLibraryFactory,
)
from seedkit.factories.infinitepages.months import MonthStart
from seedkit.fields import Between, Field, Lookup, Now, days, this
from seedkit.scenario import scenario
from seedkit.world import RowSet, World, distinct, each

from .parts import BEFORE_SALES, LONG_AGO, PAYABLE, published

#: All of a story for 58 credits: 40 are the author's. Fifty readers of five stories bring 100.00 USD, silver.
PRICE = 58


@scenario("infinitepages/rising-creator")
def rising_creator(world: World, *, readers: int = 50, stories: int = 5) -> None:
    """Fifty readers unlock five stories, a hundred dollars to the cent: silver; 200 and 15 would be gold.

    The readers are a crowd without handles; the creator is paid on demand before the month is over.
    """
    creator = world.person("creator", created_at=LONG_AGO, **PAYABLE)
    month = MonthStart(Now(), 1)
    crowd = following(world, readers)
    prices = {"premium_unlock_price": PRICE, "free_chapters": 1}
    offered, _ = published(world, creator, stories, 3, label=creator.handle, prices=prices)
    bought_by_all(world, crowd, readers, offered, Between(month, month + days(13)))
    paid = world.add(
        PayoutFactory, creator=creator, on_demand=True, created_at=Between(month + days(14), month + days(27))
    )
    owed = world.add(CreatorEarningsAccumulationFactory, creator=creator)
    world.sees(creator, offered, paid, owed)


def following(world: World, readers: int) -> RowSet:
    """Accounts without a plan that have bought a package of credits."""
    users = world.add(UserFactory, readers, created_at=LONG_AGO, label="crowd")
    world.add(IdentityFactory, user=each(users), label="crowd")
    accounts = world.add(ProfileFactory, user=each(users), label="crowd")
    paid = world.add(
        PaymentFactory,
        user=each(accounts),
        package=Lookup(CreditPackageFactory, stripe_price_id="price_seedkit_basic_year"),
        created_at=BEFORE_SALES,
        label="crowd",
    )
    world.add(
        CreditTransactionFactory, payment=each(paid), user=this.payment.user, bought=True, label="crowd"
    )
    return accounts


def bought_by_all(world: World, crowd: RowSet, readers: int, stories: RowSet, when: Field) -> None:
    """Every story, unlocked once by each reader."""
    each_story = {"story": each(stories), "user": distinct(crowd), "label": "crowd"}
    world.add(UserLibraryFactory, readers, **each_story)
    bought = world.add(StoryPurchaseFactory, readers, unlock=True, created_at=when, **each_story)
    spent = world.add(
        CreditTransactionFactory,
        purchase=each(bought),
        user=this.purchase.user,
        story_read=True,
        label="crowd, read",
    )
    world.add(CreatorEarningFactory, transaction=each(spent), label="crowd")
