"""What readers read, keep, download and use up in a month (catalog/infinitepages c11, c12, c13)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from factory.declarations import Trait

from seedkit.entropy import below_wide, combine
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Count,
    DayOf,
    Field,
    Flag,
    Greatest,
    Key,
    Least,
    Match,
    Max,
    Moment,
    Now,
    Ordinal,
    Parent,
    Phrase,
    Sometimes,
    Sum,
    Text,
    Token,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kept import DrawnAs, ids_of
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, numbers

from .beside import Distinct, Matching, of_month, of_reader
from .content import ChapterFactory, StoryFactory
from .identity import ProfileFactory
from .models import Export, ReadingProgress, SubscriptionUsage, UserLibrary
from .months import DayStart, MonthStart
from .tale import OfStory
from .telling import Told
from .vocabulary.readers import NOTES

#: Words that a reader reads in a minute.
PACE = 230
# Between two chapters, in microseconds: three days.
_LONGEST_BREAK = 3 * 86_400 * 1_000_000


class Sittings(Field):
    """When a reader opens a chapter: the chapters of a story one after the other, hours apart, from ``since`` on.

    Where there is little time until now, they follow each other faster.
    """

    def __init__(self, since: Any, number: Any, length: Any) -> None:
        super().__init__()
        self.since, self.number, self.length = since, number, length

    def column(self, rows: Rows) -> pa.Array:
        since = numbers(column_of(self.since, rows, MOMENT)).astype(np.int64)
        number, length = (numbers(column_of(f, rows)).astype(np.int64) for f in (self.number, self.length))
        start = np.maximum(since, rows.floor())
        room = np.maximum(rows.scope.now_us - start, 0)
        together = DrawnAs(rows, combine(ids_of(rows.column("user_id")), ids_of(rows.column("story_id"))))
        wait = below_wide(together.draw(self._name, "wait"), room // 3)
        pace = 1 + below_wide(together.draw(self._name, "pace"), np.full(len(rows), _LONGEST_BREAK))
        pace = np.minimum(pace, (room - wait) // (np.maximum(length, number) + 1))
        jitter = below_wide(rows.draw(self._name), np.maximum(pace // 2, 1))
        return pa.array(start + wait + np.maximum(number, 1) * pace - jitter).cast(MOMENT)


class ReadingProgressFactory(TableFactory[ReadingProgress]):
    """A chapter read to its end."""

    class Meta:
        model = ReadingProgress

    class Params:
        since = this.story.updated_at
        length = OfStory("length")

    user = Parent(ProfileFactory)
    chapter = Parent(ChapterFactory)
    story = chapter.story
    id = Key()
    progress_percentage = 100
    created_at = Sittings(this.since, chapter.chapter_number, this.length)
    last_read_at = After(created_at, within=hours(30), least=minutes(1))
    updated_at = last_read_at
    reading_time_minutes = 1 + chapter.word_count * progress_percentage // (100 * PACE) + Whole(0, 3)

    started = Trait(progress_percentage=Whole(4, 96))
    opened = Trait(progress_percentage=0, reading_time_minutes=0, last_read_at=this.created_at)


class UserLibraryFactory(TableFactory[UserLibrary]):
    """A story on a reader's shelf: completed once every chapter is read, and begun with the first."""

    class Meta:
        model = UserLibrary

    class Params:
        begun = Matching(Count(lambda: ReadingProgressFactory), of_reader)
        read = Matching(
            Count(lambda: ReadingProgressFactory, where=this.progress_percentage.equals(100)), of_reader
        )
        touched = Matching(Max(lambda: ReadingProgressFactory.last_read_at), of_reader)

    user = Parent(ProfileFactory)
    story = Parent(StoryFactory)
    id = Key()
    added_at = After(story.created_at, within=days(90), least=hours(1), at=WAKING)
    reading_status = When(
        (this.read > 0) & (this.read >= story.chapter_count),
        "completed",
        When(this.begun > 0, "reading", "want_to_read"),
    )
    is_favorite = Flag(0.15)
    personal_rating = Match(
        reading_status,
        {
            "completed": Sometimes(0.7, Choice({5: 9, 4: 7, 3: 3, 2: 1})),
            "reading": Sometimes(0.2, Choice({5: 3, 4: 4, 3: 2})),
            "dropped": Sometimes(0.5, Choice({3: 2, 2: 3, 1: 2})),
        },
    )
    personal_notes = Sometimes(0.35, Told(Phrase(NOTES, "{}", by=reading_status), OfStory("cast")))
    created_at = added_at
    updated_at = Greatest(added_at, this.touched)

    want_to_read = Trait(reading_status="want_to_read")
    reading = Trait(reading_status="reading")
    completed = Trait(reading_status="completed")
    dropped = Trait(reading_status="dropped", is_favorite=False)
    favorite = Trait(is_favorite=True)


class MonthEnd(Field):
    """The last day of the month that a date lies in."""

    def __init__(self, day: Any) -> None:
        super().__init__()
        self.day = day

    def column(self, rows: Rows) -> pa.Array:
        days_ = numbers(column_of(self.day, rows).cast(pa.int32())).astype("datetime64[D]")
        return pa.array((days_.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1)


def _entries() -> Any:
    from .ledger import CreditTransactionFactory

    return CreditTransactionFactory


def _purchases() -> Any:
    from .creator import StoryPurchaseFactory

    return StoryPurchaseFactory


def in_month(total: Any) -> Matching:
    """A total over what the user did in the month."""
    return Matching(total, of_month("period_start"), of_month("created_at"))


class SubscriptionUsageFactory(TableFactory[SubscriptionUsage]):
    """What somebody used of their plan in a month, the newest first: counted from what they bought and downloaded."""

    class Meta:
        model = SubscriptionUsage

    user = Parent(ProfileFactory)
    id = Key()
    subscription_tier = user.subscription_tier
    period_start = DayOf(MonthStart(Now(), Ordinal()))
    period_end = MonthEnd(period_start)
    credits_used_this_month = in_month(Sum(lambda: _entries().amount, where=this.amount < 0)) * -1
    stories_read_this_month = in_month(Distinct(_purchases, "story"))
    downloads_this_month = in_month(Count(lambda: ExportFactory))
    created_at = Greatest(DayStart(period_start), user.created_at)
    updated_at = Least(Now(), DayStart(period_end) + minutes(24 * 60 - 1))

    premium = Trait(user__premium=True)


class ExportFactory(TableFactory[Export]):
    """A story that its author downloaded as a file; the link holds for a week."""

    class Meta:
        model = Export

    story = Parent(StoryFactory)
    user = story.user
    id = Key()
    format = Choice({"epub": 5, "pdf": 4, "docx": 2, "txt": 1})
    status = "completed"
    created_at = After(story.created_at, within=days(90), least=minutes(30), at=WAKING)
    expires_at = created_at + days(7)
    file_url = Text("https://files.example.com/exports/{id}/{name}.{format}", name=Token("", 10))
    file_size_bytes = story.word_count * Match(format, {"epub": 4, "pdf": 9, "docx": 5, "txt": 6}) + (
        Match(format, {"epub": 18_000, "pdf": 42_000, "docx": 14_000, "txt": 300})
    )

    pending = Trait(
        status="pending",
        created_at=Moment(before_now=minutes(20)),
        file_url=None,
        file_size_bytes=None,
    )
    failed = Trait(status="failed", file_url=None, file_size_bytes=None)
    # The route that makes the link lets it hold for a day.
    short_lived = Trait(expires_at=this.created_at + hours(24))
