"""What an account sums up of the rows around it: credits, earnings, the tier of a creator (catalog/infinitepages c2, c7, c9)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from seedkit.fields import Count, Field, Sum, this
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import numbers

from .beside import Distinct, Matching

#: What a creator has to reach in all three: USD earned, stories, readers.
TIERS = {"silver": (100, 5, 50), "gold": (500, 15, 200), "platinum": (2000, 50, 1000)}


def _entries() -> Any:
    from .ledger import CreditTransactionFactory

    return CreditTransactionFactory


def _rewards() -> Any:
    from .rewards import CacheRewardFactory

    return CacheRewardFactory


def _earnings() -> Any:
    from .creator import CreatorEarningFactory

    return CreatorEarningFactory


def _parts() -> Any:
    from .payout import IndividualPayoutFactory

    return IndividualPayoutFactory


def _payouts() -> Any:
    from .payout import PayoutFactory

    return PayoutFactory


BALANCE = Sum(lambda: _entries().amount)
RECEIVED = Sum(lambda: _entries().amount, where=this.amount > 0)
SPENT = Sum(lambda: _entries().amount, where=this.amount < 0) * -1

CACHE_HITS = Count(_rewards)
CACHE_SAVINGS = Sum(lambda: _rewards().credits_saved)

EARNED = Sum(lambda: _earnings().usd_equivalent, link="creator")
#: What batches and payouts on demand have settled; refused ones leave the money owed.
SETTLED = Sum(lambda: _parts().amount_usd, where=this.settles) + Sum(
    lambda: _payouts().amount_usd, where=this.own & this.settles
)
READERS = Matching(
    Distinct(_earnings, "reader"), lambda rows: rows.ids, lambda rows: group_ids(rows, "creator")
)


class CreatorTier(Field):
    """The highest tier all of whose marks are reached; bronze below them."""

    def __init__(self, earned: Any, stories: Any, readers: Any) -> None:
        super().__init__()
        self.earned, self.stories, self.readers = earned, stories, readers

    def column(self, rows: Rows) -> pa.Array:
        earned, stories, readers = (
            numbers(column_of(f, rows).cast(pa.float64())) for f in (self.earned, self.stories, self.readers)
        )
        place = np.zeros(len(rows), dtype=np.int64)
        for marks in TIERS.values():
            place += (earned >= marks[0]) & (stories >= marks[1]) & (readers >= marks[2])
        return pa.array(["bronze", *TIERS]).take(pa.array(place))
