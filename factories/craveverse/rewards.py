"""What coins buy: purchases, what is left of them, themes, pauses, and the token count of old (catalog/craveverse c5)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.errors import PlanError
from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Choice,
    Count,
    DayOf,
    Field,
    FromPool,
    Greatest,
    Json,
    Key,
    Least,
    Listed,
    Lookup,
    Match,
    Min,
    Moment,
    Now,
    OnDay,
    Parent,
    Phrase,
    Sometimes,
    Sum,
    When,
    Whole,
    days,
    hours,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.beside import OfUser
from seedkit.fields.rows import Rows
from seedkit.types import numbers

from .catalogue import ShopItemFactory
from .circles import pauses, progress, purchases
from .coins import Affordable, CoinsAt
from .identity import player
from .models import PauseToken, StreakPause, UserInventory, UserPurchase, UserTheme
from .pacing import Paced
from .vocabulary.achievements import BADGE_NAMES
from .vocabulary.progress import SKIPPED
from .vocabulary.shop import PURCHASE_NOTES, SHOP_ROWS
from .vocabulary.themes import COLOR_SCHEMES, THEMES

#: Pause tokens that a tier is given a month (catalog/craveverse c5).
ALLOWANCE = {"free": 0, "plus": 3, "plus_trial": 3, "ultra": 10}

_NAMES = [row["name"] for row in SHOP_ROWS]
_NOTES = {
    row["name"]: {"consumable": "pause", "utility": "skip", "cosmetic": "theme"}[row["type"]]
    for row in SHOP_ROWS
}
_LONG = [row["name"] for row in SHOP_ROWS if row["effects"].get("pause_days") == 3]
_SKIPS = [name for name, note in _NOTES.items() if note == "skip"]


class UserPurchaseFactory(TableFactory[UserPurchase]):
    """A pause token, bought when the player had the coins for it.

    ``item_name`` says what was bought; a Level Skip is bought before the first level is skipped.
    """

    class Meta:
        model = UserPurchase
        born = "purchased_at"
        exclude = ("needed_by",)

    class Params:
        item_name = "Pause Token (1 day)"

    user = player()
    item = Lookup(ShopItemFactory, name=this.item_name)
    id = Key()
    # A field, which bags can sum.
    quantity = Whole(1, 1)
    amount_coins = this.item.price_coins * quantity
    needed_by = When(
        this.item_name.isin(_SKIPS),
        OfUser(Min(lambda: progress().completed_at, where=this.user_response.equals(SKIPPED))),
    )
    purchased_at = Affordable(
        since=user.onboarding_completed_at.or_else(user.created_at),
        until=needed_by.or_else(Now()),
    )
    metadata_ = Json(
        {
            "note?": Sometimes(0.6, Phrase(PURCHASE_NOTES, _NOTES, by=this.item_name)),
            "coins_left?": CoinsAt(purchased_at),
        }
    )

    long_pause = Trait(item_name="Pause Token (3 days)")
    level_skip = Trait(item_name="Level Skip", user=player(plus=True))
    cosmetic = Trait(item_name="Cosmetic Theme")
    several = Trait(quantity=Whole(2, 3))
    # Sold while the season lasted.
    seasonal = Trait(item_name="Winter Pause Token (3 days)")
    founding = Trait(item_name="Founder's Level Skip", user=player(plus=True))


class FirstOfMonth(Field):
    """The first day of the month that holds now."""

    def column(self, rows: Rows) -> pa.Array:
        now = pa.array(np.full(len(rows), rows.scope.now_us)).cast(pa.timestamp("us"))
        return pc.floor_temporal(now, unit="month").cast(pa.date32())


class Remaining(Field):
    """What was bought less what was used: one at least, since the product deletes the row with the last unit."""

    def __init__(self, bought: Any, used: Any) -> None:
        super().__init__()
        self.bought, self.used = bought, used

    def column(self, rows: Rows) -> Any:
        bought, used = (numbers(column_of(part, rows)).astype(np.int64) for part in (self.bought, self.used))
        if (bought <= used).any():
            place = int(np.argmin(bought - used))
            raise PlanError(
                [f"a bag holds nothing: {int(bought[place])} bought, {int(used[place])} used"],
                hint="Buy more, or leave the bag out: then pauses have no token (used_up=True)",
            )
        return bought - used


def _of_item(total: Any, of: Any) -> Match:
    """A total over the player's purchases of the item that the bag holds."""
    return Match(
        this.item_name, {name: OfUser(total(of, where=this.item_name.equals(name))) for name in _NAMES}
    )


def _spent(length: int) -> OfUser:
    """Pauses whose token was the last one: the product knows its row no more."""
    return OfUser(Count(pauses, where=this.pause_token_id.is_null() & this.length.equals(length)))


class UserInventoryFactory(TableFactory[UserInventory]):
    """The pause tokens that a player has left of those bought."""

    class Meta:
        model = UserInventory
        exclude = ("purchase",)

    class Params:
        item_name = "Pause Token (1 day)"
        #: Over all purchases of the item, where a story tells of several.
        bought = _of_item(Sum, lambda: purchases().quantity)
        first_bought = _of_item(Min, lambda: purchases().purchased_at)
        used = (
            Count(pauses, link="pause_token")
            + Count(progress, link="token")
            + Match(
                this.item_name,
                {"Pause Token (1 day)": _spent(1), "Pause Token (3 days)": _spent(3)},
                default=0,
            )
        )

    user = player()
    purchase = Parent(UserPurchaseFactory, user=this.user, item_name=this.item_name, quantity=Choice([2, 3]))
    item = Lookup(ShopItemFactory, name=this.item_name)
    id = Key()
    quantity = Remaining(Greatest(this.bought, purchase.quantity), this.used)
    purchased_at = Least(this.first_bought, purchase.purchased_at)
    created_at = purchased_at
    updated_at = Greatest(created_at, purchase.purchased_at)
    expires_at = None

    long_pause = Trait(item_name="Pause Token (3 days)")
    level_skip = Trait(item_name="Level Skip", user=player(plus=True))
    seasonal = Trait(item_name="Winter Pause Token (3 days)")
    founding = Trait(item_name="Founder's Level Skip", user=player(plus=True))
    expiring = Trait(expires_at=After(this.purchased_at, within=days(365), least=days(30), future=True))


def _quotes() -> list[FromPool]:
    """The five lines of one shelf."""
    columns = [f"quote_{number}" for number in range(1, 6)]
    return [FromPool(THEMES, column, pick="shelf", craving=this.user.primary_craving) for column in columns]


class UserThemeFactory(TableFactory[UserTheme]):
    """The premium theme, unlocked by a purchase, in the colours of the player's craving."""

    class Meta:
        model = UserTheme
        exclude = ("purchase",)

    user = player()
    purchase = Parent(UserPurchaseFactory, user=this.user, cosmetic=True)
    id = Key()
    theme_id = "premium"
    theme_data = Json(
        {
            "colorScheme": Match(user.primary_craving, COLOR_SCHEMES, default=COLOR_SCHEMES["sugar"]),
            "motivationalQuotes": _quotes(),
            # Those of the levels that the player has behind them.
            "badges": Listed(*(When(this.user.current_level > n, name) for n, name in BADGE_NAMES["level"])),
        }
    )
    unlocked_at = purchase.purchased_at
    created_at = unlocked_at


class StreakPauseFactory(TableFactory[StreakPause]):
    """A pause that a token paid for: it begins on the day of its use and covers the days of its item, and one more."""

    class Meta:
        model = StreakPause
        exclude = ("purchase",)

    class Params:
        paid_with = this.pause_token.item.name.or_else(this.purchase.item.name).or_else("")
        length = Match(this.paid_with, dict.fromkeys(_LONG, 3), default=1)

    user = player()
    pause_token = Parent(UserInventoryFactory, user=this.user)
    purchase = None
    id = Key()
    created_at = Paced(
        pauses,
        since=Greatest(
            pause_token.created_at,
            this.purchase.purchased_at,
            user.onboarding_completed_at.or_else(user.created_at),
        ),
        until=Now(),
        apart=days(5),
    )
    start_date = DayOf(created_at)
    end_date = When(this.length.equals(3), DayOf(created_at + days(3)), DayOf(created_at + days(1)))
    is_active = True
    updated_at = created_at

    long_pause = Trait(pause_token=Parent(UserInventoryFactory, user=this.user, long_pause=True))
    current = Trait(created_at=Moment(before_now=hours(20)))
    ended = Trait(is_active=False)
    # With the last token its row went; what is known is the purchase.
    used_up = Trait(pause_token=None, purchase=Parent(UserPurchaseFactory, user=this.user))


class PauseTokenFactory(TableFactory[PauseToken]):
    """The monthly pause tokens of old: what the tier allowed, less what was used of it this month."""

    class Meta:
        model = PauseToken

    class Params:
        allowed = Match(this.user.subscription_tier, ALLOWANCE, default=0)

    user = player(plus=True)
    id = Key()
    tokens_used = Whole(0, this.allowed)
    tokens_available = this.allowed - tokens_used
    last_reset_date = FirstOfMonth()
    created_at = user.created_at
    updated_at = OnDay(last_reset_date)

    unused = Trait(tokens_used=0)
