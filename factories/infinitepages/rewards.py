"""What the cache saved a reader: the discount of one purchase (catalog/infinitepages c5)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import combine
from seedkit.factory import TableFactory
from seedkit.fields import Field, Key, Parent, Text, this
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.mixed import MixedRows
from seedkit.fields.rows import Rows, TakenRows
from seedkit.types import numbers

from .content import ChapterFactory
from .creator import StoryPurchaseFactory
from .models import CacheReward


class ChapterOf(Field):
    """The chapter of a story with this number, in a story of people where it is written: ``ChapterOf("story", number)``."""

    def __init__(self, link: str, number: Any) -> None:
        super().__init__()
        self.link, self.number = link, number

    def points_to(self, rows: Rows) -> Rows | None:
        wanted = combine(group_ids(rows, self.link), numbers(column_of(self.number, rows)).astype(np.int64))
        parts: list[tuple[Rows, Any]] = []
        for chapters in rows.others(ChapterFactory):
            known = combine(
                group_ids(chapters, "story"), numbers(chapters.column("chapter_number")).astype(np.int64)
            )
            order = np.argsort(known, kind="stable")
            if not len(known):
                continue
            place = order[np.minimum(np.searchsorted(known, wanted, sorter=order), len(known) - 1)]
            found = known[place] == wanted
            parts.append((TakenRows(chapters, np.where(found, place, -1)), found))
        return MixedRows(parts) if parts else None

    def column(self, rows: Rows) -> pa.Array:
        found = self.points_to(rows)
        return pa.nulls(len(rows)) if found is None else found.keys()


class First(Field):
    """The first item of an array column."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return pc.list_element(column_of(self.of, rows), 0)


class CacheRewardFactory(TableFactory[CacheReward]):
    """The fifth off that a reader got for a hot story (``purchase=…``), noted with the first chapter unlocked.

    In a story of people bind ``chapter=ChapterOf("story", this.number)``: the chapter is written already.
    """

    class Meta:
        model = CacheReward
        exclude = ("purchase",)

    class Params:
        number = First(this.purchase.chapters_unlocked)
        price = this.purchase.price

    purchase = Parent(StoryPurchaseFactory)
    user = this.purchase.user
    story = this.purchase.story
    chapter = Parent(ChapterFactory, story=this.story, chapter_number=this.number)
    id = Key()
    cache_key = Text("story_read:{story_id}:{number}")
    credits_saved = this.price // 5
    original_cost = this.price
    discounted_cost = this.price - credits_saved
    hit_count = 1
    created_at = this.purchase.created_at
